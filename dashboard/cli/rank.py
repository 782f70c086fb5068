"""`python -m dashboard rank` and `peers`: the ranking and the 参考団体 of a town, with the numbers of the page."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.cli.parser import as_day
from dashboard.planning import reasons, spec
from dashboard.planning.rank import Ranking
from dashboard.services import ranking
from dashboard.services.ranking import Material
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.words import words

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

CURATED = Path("data/curated")
FORMATS = ("table", "csv", "json")
WRONG_USAGE = 2


def add_parsers(subparsers: Subparsers) -> None:
    """Add both commands; `given.run(given)` then does one and gives the exit code."""
    rank = subparsers.add_parser("rank", help="働きかける市町村の順位と、その理由・確からしさを出す")
    add_weights(rank)
    rank.add_argument(
        "--top",
        type=_count,
        help=f"上から何市町村か（なければ全部）。上位に入る割合もこの数で数える（なければ{ranking.TOP}）",
    )
    peers = subparsers.add_parser("peers", help="ある市町村に似た、実施中の参考団体を出す")
    peers.add_argument("municipality", metavar="CODE", help="標準地域コード（01581 など）か市町村の名前")
    add_as_of(peers)
    for parser, command in ((rank, rank_command), (peers, peers_command)):
        # Without defaults of their own, so that one before the name of the command is not lost.
        parser.add_argument("--curated", type=Path, default=argparse.SUPPRESS, help="データの置き場所")
        parser.add_argument("--journal", type=Path, default=argparse.SUPPRESS, help="対応の記録のファイル")
        parser.add_argument("--format", choices=FORMATS, default="table", help="出す形（既定 table）")
        parser.set_defaults(run=command)


def add_weights(parser: argparse.ArgumentParser) -> None:
    """The choice of weights and of the day, alike wherever a command rests on the ranking."""
    presets = "、".join(f"{preset.code}={preset.label}" for preset in spec.presets())
    parser.add_argument("--preset", default=spec.presets()[0].code, help=f"重みの組み合わせ（{presets}）")
    parser.add_argument(
        "--weights", type=_weights, default={}, help="重みを変える項目（例 stage=2,aging_65=0.5）"
    )
    add_as_of(parser)


def add_as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=as_day, help="この日（YYYY-MM-DD）までに知っていたことだけで出す")


def rank_command(given: argparse.Namespace) -> int:
    """0 done, 1 refused (no warehouse), 2 wrong usage (a preset or a criterion that does not exist)."""
    try:
        weights = spec.weights_of(given.preset, given.weights)
    except spec.WeightsError as wrong:
        return _refuse(str(wrong), WRONG_USAGE)
    try:
        made = _material(given)
        ranked = made.ranking(weights, given.top or ranking.TOP)
        rows = ranking.ranking_of(made, ranked).head(given.top or len(ranked.rows))
    except WarehouseError as refused:
        return _refuse(str(refused))
    keys = [*ranking.KEYS, *ranking.MORE_KEYS]
    records = [{key: row[key] for key in keys} for row in rows.to_dict("records")]
    sys.stdout.write(_written(given.format, records, lambda: _rank_table(made, ranked, records)))
    if given.format != "table" and (rows["is_synthetic"].any() or made.given.trouble):
        sys.stderr.write(
            f"{made.given.trouble or f'{words.SYNTHETIC}を含みます。実際の状況として引用しないでください。'}\n"
        )
    return 0


def peers_command(given: argparse.Namespace) -> int:
    """0 done, 1 refused (no warehouse, or no such municipality)."""
    try:
        made = _material(given)
    except WarehouseError as refused:
        return _refuse(str(refused))
    towns = made.given.towns
    hit = towns[towns["municipality_code"].eq(given.municipality) | towns["name"].eq(given.municipality)]
    if hit.empty:
        return _refuse(
            f"「{given.municipality}」という市町村はありません。標準地域コード5桁（01581 など）か名前で指定してください。"
        )
    found = made.peers(hit["municipality_code"].iloc[0])
    name = hit["name"].iloc[0]
    sys.stdout.write(_written(given.format, found, lambda: _peers_table(name, found)))
    return 0


def _material(given: argparse.Namespace) -> Material:
    reader = Warehouse(getattr(given, "curated", CURATED)).reader().at(given.as_of)
    return ranking.material(reader, getattr(given, "journal", None))


def _written(form: str, records: list[Any], table: Callable[[], str]) -> str:
    if form == "json":
        return f"{json.dumps(records, ensure_ascii=False, indent=2, default=str)}\n"
    if form == "table":
        return f"{table()}\n"
    text = io.StringIO()
    columns = list(records[0]) if records else [*ranking.KEYS, *ranking.MORE_KEYS]
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in record.items()} for record in records)
    return text.getvalue()


def _cell(value: object) -> object:
    """One cell of a CSV: what is a list or a record in JSON is written as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def _rank_table(made: Material, ranked: Ranking, records: list[Mapping[str, Any]]) -> str:
    lines = [f"働きかけの順位（{words.day_short(made.given.day)}までに知っていたこと）"]
    lines += [f"  対応の記録を読めません: {made.given.trouble}"] if made.given.trouble else []
    for row in records:
        span = reasons.span(row["rank_low"], row["rank_high"])
        lines.append(
            f"{reasons.place(row['rank'], row['tied']):>4} {row['name']}（{row['code']}） 点 {row['score']:.3f}"
            f" 幅 {span}・上位{ranked.top}に入る割合 {reasons.percent(row['top_share'])}"
        )
        lines += [f"      {sentence}" for sentence in row["reasons"]]
        if row["measures"]:
            lines.append(f"      持っていくもの: {'、'.join(one['label'] for one in row['measures'])}")
        if row["drops_out"]:
            lines.append(
                f"      {reasons.drops_out(row['drops_out']['label'], row['drops_out']['factor'], ranked.top)}"
            )
        if row["not_ordered"]:
            near = words.names([one["name"] for one in row["not_ordered"]], 6)
            lines.append(f"      順がはっきりしない市町村: {near}")
        if row["peers"]:
            lines.append(f"      参考団体: {'、'.join(one['name'] for one in row['peers'])}")
    apart, watched = len(ranked.insufficient), int((ranked.lists == "watch").sum())
    lines.append(
        f"順位をつけた市町村 {len(ranked.rows)}、判断材料不足 {apart}、開始を見守る市町村 {watched}、実施中 {int((ranked.lists == 'out').sum())}"
    )
    if apart:
        lines.append(
            "判断材料不足の市町村は、調査票の回答を取り込むと順位がつきます（python -m etl receive）。"
        )
    return "\n".join(lines)


def _peers_table(name: str, found: list[dict[str, Any]]) -> str:
    if not found:
        return f"{name}の参考団体: 実施中の市町村が分かりません。"
    lines = [f"{name}の参考団体（似ている順。優劣ではありません）"]
    for peer in found:
        began = f"{words.fiscal_year(peer['began'])}から実施" if peer["began"] else "開始年度は分からない"
        mark = f"【{words.SYNTHETIC}を含む】" if peer["is_synthetic"] else ""
        lines.append(f"{peer['name']}（{peer['code']}） {began}{mark}")
        lines += [
            f"    {one['label']}: {name} {one['mine']}／{peer['name']} {one['theirs']}"
            for one in peer["alike"]
        ]
        lines.append(f"    開始前に挙げた課題: {'、'.join(peer['barriers_before']) or 'わからない'}")
        between = "、".join(f"{one['label']}（{one['held_on']}）" for one in peer["measures"])
        lines.append(f"    開始までに参加した道の取組み: {between or 'わからない'}")
        lines += [f"    事例: {one['topic']} {one['statement']}" for one in peer["case"]]
    return "\n".join(lines)


def _weights(text: str) -> dict[str, float]:
    found = {}
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\w+)\s*=\s*(\d+(?:\.\d+)?|\.\d+)\s*", part)
        if match is None:
            raise argparse.ArgumentTypeError(
                f"「{part}」は 項目=重み（例 stage=2、重みは0以上）の形ではありません"
            )
        found[match[1]] = float(match[2])
    return found


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"「{text}」は1以上の整数ではありません")
    return int(text)


def _refuse(reason: str, code: int = 1) -> int:
    sys.stderr.write(f"{reason}\n")
    return code
