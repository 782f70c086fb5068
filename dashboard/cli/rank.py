"""`python -m dashboard rank`: the ranking of 働きかけ, with the numbers of the page."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.cli.output import WRONG_USAGE, refuse, say
from dashboard.cli.parser import Subparsers, add_curated, add_journal, as_count
from dashboard.cli.ranking_options import add_format, add_weights, formatted, gather_material
from dashboard.frames import records
from dashboard.planning import measures, reasons, spec
from dashboard.planning.rank import Ranking
from dashboard.services import ranking
from dashboard.services.ranking import Material
from dashboard.warehouse.reader import WarehouseError
from dashboard.words import words


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("rank", help="働きかける市町村の順位と、その理由・確からしさを出す")
    add_weights(parser)
    parser.add_argument(
        "--top",
        type=as_count,
        help=f"上から何市町村か（なければ全部）。上位に入る割合もこの数で数える（なければ{ranking.TOP}）",
    )
    add_curated(parser)
    add_journal(parser)
    add_format(parser)
    parser.set_defaults(run=print_ranking)


def print_ranking(args: argparse.Namespace) -> int:
    """0 done, 1 refused (no warehouse), 2 wrong usage (a preset or a criterion that does not exist)."""
    try:
        weights = spec.weights_of(args.preset, args.weights)
    except spec.WeightsError as wrong:
        return refuse(str(wrong), WRONG_USAGE)
    try:
        material = gather_material(args)
        ranked = material.ranking(weights, args.top or ranking.TOP)
        rows = ranking.ranking_rows(material, ranked).head(args.top or len(ranked.rows))
    except WarehouseError as refused:
        return refuse(str(refused))
    keys = [*ranking.KEYS, *ranking.MORE_KEYS]
    shown = records(rows[keys])
    say(formatted(args.format, shown, lambda: _as_text(material, ranked, shown)).removesuffix("\n"))
    if args.format != "table" and (rows["is_synthetic"].any() or material.inputs.trouble):
        sys.stderr.write(
            f"{material.inputs.trouble or f'{words.SYNTHETIC}を含みます。実際の状況として引用しないでください。'}\n"
        )
    return 0


def _as_text(material: Material, ranked: Ranking, rows: Sequence[Mapping[str, Any]]) -> str:
    lines = [f"訪問・相談の候補（{words.day_short(material.inputs.day)}までに把握したこと）"]
    lines += [f"  対応の記録を読めません: {material.inputs.trouble}"] if material.inputs.trouble else []
    for row in sorted(rows, key=lambda row: (row["band"], row["code"])):
        span = reasons.span(row["rank_low"], row["rank_high"])
        lines.append(
            f"{row['band']} {row['name']}（{row['code']}） 上位{ranked.top}に入る割合 {reasons.percent(row['top_share'])}"
            f"（順位の幅 {span}）"
        )
        lines += [f"      {sentence}" for sentence in row["reasons"]]
        if row["measures"]:
            lines.append(f"      案内する支援: {'、'.join(measures.label(one) for one in row['measures'])}")
        if row["drops_out"]:
            lines.append(
                f"      {reasons.drops_out(row['drops_out']['label'], row['drops_out']['factor'], ranked.top)}"
            )
        if row["not_ordered"]:
            unsure = words.names([near["name"] for near in row["not_ordered"]], 6)
            lines.append(f"      順位の差が確定的でない市町村: {unsure}")
        if row["peers"]:
            lines.append(f"      参考団体: {'、'.join(one['name'] for one in row['peers'])}")
    apart, watched = len(ranked.insufficient), int((ranked.lists == "watch").sum())
    lines.append(
        f"区分した市町村 {len(ranked.rows)}、判断材料不足 {apart}、開始予定の確認 {watched}、実施中 {int((ranked.lists == 'out').sum())}"
    )
    if apart:
        lines.append(
            "判断材料不足の市町村は、調査票の回答を取り込むと区分されます（python -m etl receive）。"
        )
    return "\n".join(lines)
