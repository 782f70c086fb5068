"""`python -m dashboard peers`: municipalities like one, which carry the programme out already (参考団体)."""

from __future__ import annotations

import argparse
from typing import Any

from dashboard.cli.output import refuse, say
from dashboard.cli.parser import Subparsers, add_curated, add_journal
from dashboard.cli.ranking_options import add_as_of, add_format, formatted, gather_material
from dashboard.warehouse.reader import WarehouseError
from dashboard.words import words


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("peers", help="ある市町村に似た、実施中の参考団体を出す")
    parser.add_argument("municipality", metavar="CODE", help="標準地域コード（01581 など）か市町村の名前")
    add_as_of(parser)
    add_curated(parser)
    add_journal(parser)
    add_format(parser)
    parser.set_defaults(run=print_peers)


def print_peers(args: argparse.Namespace) -> int:
    """0 done, 1 refused (no warehouse, or no such municipality)."""
    try:
        material = gather_material(args)
    except WarehouseError as refused:
        return refuse(str(refused))
    towns = material.inputs.towns
    match = towns[towns["municipality_code"].eq(args.municipality) | towns["name"].eq(args.municipality)]
    if match.empty:
        return refuse(
            f"「{args.municipality}」という市町村はありません。標準地域コード5桁（01581 など）か名前で指定してください。"
        )
    peers = material.peers(match["municipality_code"].iloc[0])
    name = match["name"].iloc[0]
    say(formatted(args.format, peers, lambda: _as_text(name, peers)).removesuffix("\n"))
    return 0


def _as_text(name: str, peers: list[dict[str, Any]]) -> str:
    if not peers:
        return f"{name}の参考団体: 実施中の市町村が分かりません。"
    lines = [f"{name}の参考団体（似ている順。優劣ではありません）"]
    for peer in peers:
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
