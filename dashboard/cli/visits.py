"""`python -m dashboard visits`: the route of some days, with the numbers of the page."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from dashboard import clock
from dashboard.cli.output import WRONG_USAGE, refuse, say
from dashboard.cli.parser import Subparsers, add_curated, add_journal, as_count, as_day, open_reader
from dashboard.cli.ranking_options import FORMATS, add_weights
from dashboard.planning import spec
from dashboard.planning.visits import VisitRules
from dashboard.queries import visits as queries_visits
from dashboard.services import ranking, routes
from dashboard.warehouse.reader import Reader, WarehouseError
from dashboard.words import words

MOST = 1000


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("visits", help="優先度の高い市町村を回る訪問経路を作る（移動時間は推計）")
    add_curated(parser)
    add_journal(parser)
    parser.add_argument("--days", type=_as_count, required=True, help="訪問にあてる日数")
    parser.add_argument("--from", dest="start", default="本庁", help="出発地（札幌 または振興局の名前）")
    parser.add_argument(
        "--towns", help="回る候補の市町村のコードか名前（, で区切る）。なければ優先度の順位から"
    )
    add_weights(parser)
    parser.add_argument("--top", type=_as_count, default=40, help="順位から候補にする数（既定 40）")
    parser.add_argument("--hours", type=_as_hours, default=7.75, help="1日の時間（昼休みを除く。既定 7.75）")
    parser.add_argument("--visit-minutes", type=_as_count, default=60, help="1か所の時間（分。既定 60）")
    parser.add_argument("--first-day", type=as_day, help="最初の日（YYYY-MM-DD）。なければ今日。冬は割増し")
    parser.add_argument("--format", choices=FORMATS, default="table", help="出し方")
    parser.set_defaults(run=print_visits)


def print_visits(args: argparse.Namespace) -> int:
    """Print the visits of some days: 0 done, 1 refused with the reason, 2 wrong usage (a preset, a criterion)."""
    try:
        weights = spec.weights_of(args.preset, args.weights)
    except spec.WeightsError as wrong:
        return refuse(str(wrong), WRONG_USAGE)
    try:
        reader = open_reader(args, args.as_of)
        office = routes.office_of(reader, args.start)
        rules = VisitRules(args.days, round(args.hours * 60), args.visit_minutes)
        first_day = args.first_day or clock.today()
        _report_progress("候補の市町村の優先度を計算しています…")
        towns = _priorities(reader, args, weights, office, rules, first_day)
        _report_progress(f"{len(towns)}市町村から経路を選んでいます…")
        tour = routes.tour(reader, office, towns, rules, first_day)
    except (WarehouseError, routes.UnknownOfficeError, ValueError) as refused:
        return refuse(str(refused))
    say(_formatted(tour, args.format).removesuffix("\n"))
    return 0


def _priorities(
    reader: Reader,
    args: argparse.Namespace,
    weights: dict[str, float],
    office: routes.Office,
    rules: VisitRules,
    first_day: date,
) -> dict[str, float]:
    """Priority by town: those that are named, else the first of the ranking that a day from the office reaches."""
    journal = args.journal
    known = routes.scores(reader, journal, weights)
    if trouble := ranking.material(reader, journal).inputs.trouble:
        sys.stderr.write(f"対応の記録を読めないため、連絡の項目は「わからない」としています。{trouble}\n")
    if args.towns:
        codes = _codes(reader, args.towns)
        return {code: known.get(code, min(known.values(), default=1.0)) for code in codes}
    near = routes.within_a_day(reader, office, known, rules, first_day)
    first = sorted(near, key=lambda code: (-known[code], code))[: args.top]
    return {code: known[code] for code in first}


def _codes(reader: Reader, listed: str) -> list[str]:
    """Codes of the towns that are listed by code or by name. Raises ValueError."""
    places = queries_visits.places(reader)
    known = {str(code): str(code) for code in places["municipality_code"]}
    known |= dict(zip(places["name"].astype(str), known, strict=True))
    codes = []
    for town in filter(None, (name.strip() for name in listed.replace("、", ",").split(","))):
        if town not in known:
            raise ValueError(
                f"「{town}」という道内の市町村はありません。厚真町 のような名前か、01581 のような5桁のコードで書いてください。"
            )
        codes.append(known[town])
    return codes


def _formatted(tour: routes.Tour, form: str) -> str:
    frame, left = routes.as_frame(tour), routes.left_out(tour)
    if form == "csv":
        return frame.to_csv(index=False, lineterminator="\n")
    if form == "json":
        rows = frame.assign(date=[day.isoformat() for day in frame["date"]]).to_dict("records")
        result = {
            "from": tour.office.label,
            "days": len(tour.days),
            "priority": round(tour.route.priority, 9),
            "is_proved": tour.route.is_proved,
            "is_estimate": True,
            "visits": rows,
            "left_out": left,
            "note": routes.note(tour),
        }
        return json.dumps(result, ensure_ascii=False) + "\n"
    lines = [f"{tour.office.label}から {len(tour.days)}日で {len(frame)}市町村（到着は推計）"]
    for day in tour.days:
        lines.append(f"{day.day}日目 {words.day_short(day.on)}  {day.begins:%H:%M} 出発")
        lines += [
            f"  {visit.arrive:%H:%M} 着 {tour.names[visit.code]}（{visit.code}、移動 {visit.travel_minutes}分）"
            f" {visit.leave:%H:%M} まで"
            for visit in day.visits
        ]
        lines.append(f"  {day.back:%H:%M} 帰着（移動 {day.back_minutes}分）")
    reasons: dict[str, list[str]] = {}
    for row in left:
        reasons.setdefault(row["reason"], []).append(row["name"])
    lines += [
        f"入らなかった市町村 {len(names)}（{reason}）: {'、'.join(names)}"
        for reason, names in reasons.items()
    ]
    return "\n".join([*lines, routes.note(tour)]) + "\n"


def _report_progress(text: str) -> None:
    """How far it is, for somebody who waits at a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{text}\n")


def _as_count(text: str) -> int:
    if (number := as_count(text)) > MOST:
        raise argparse.ArgumentTypeError(f"「{text}」は1以上の整数ではありません")
    return number


def _as_hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = 0.0
    if 0 < hours <= 24:
        return hours
    raise argparse.ArgumentTypeError(f"「{text}」は 7.75 のような時間の数ではありません")
