"""The command on the state of a round: round."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from etl import clock
from etl.command_line import to_type
from etl.command_types import day, year
from etl.fiscal_year import label

MOST_SHOWN = 5


def add_parsers(commands: Any, raw: Path) -> None:
    """Give the parser this command."""
    command = commands.add_parser("round", help="調査の状態（受付中・速報・確定）を見る、変える")
    command.add_argument("--fiscal-year", type=year, required=True, help="年度（2026 または R8）")
    command.add_argument("--raw", type=Path, default=raw, help="受領資料のフォルダ")
    command.add_argument(
        "--state",
        choices=("open", "preliminary", "final"),
        help="受付中に戻す / 速報 / 確定（なければ見るだけ）",
    )
    command.add_argument("--on", type=day, default=clock.today(), help="日付（既定は今日）")
    for name, words in (
        ("made-by", "作成した人"),
        ("checked-by", "確認した人"),
        ("approved-by", "承認した人"),
    ):
        command.add_argument(f"--{name}", default="", help=words)
    command.add_argument("--reason", default="", help="受付中に戻す理由")
    command.add_argument("--published", type=Path, help="そのとき公表する資料のフォルダ（写しを残す）")
    command.add_argument(
        "--despite-lost",
        type=int,
        default=0,
        metavar="件数",
        help="データに入っていない資料がこの件数までなら、そのまま速報・確定にする",
    )
    command.add_argument("--json", action="store_true", help="結果をJSONで出す")
    command.set_defaults(run=_round)


def _round(options: argparse.Namespace) -> int:
    from etl.survey.returned import round_record

    if options.state:
        if options.state != "open":
            _check_lost(options)
        entry = round_record.RoundEntry(
            options.state,
            options.on.isoformat(),
            options.made_by,
            options.checked_by,
            options.approved_by,
            options.reason,
        )
        round_record.enter(options.raw, options.fiscal_year, entry, options.published)
    entries = round_record.read(options.raw, options.fiscal_year)
    state = round_record.state_of(entries)
    if options.json:
        print(json.dumps({"state": state, "entries": [asdict(one) for one in entries]}, ensure_ascii=False))
        return 0
    said = f"{label(options.fiscal_year)}の調査は「{round_record.STATES[state]}」です。"
    following = "「python -m etl build」でデータに反映されます。" if options.state else ""
    print(to_type(said + following))
    return 0


def _check_lost(options: argparse.Namespace) -> None:
    """What is published would lack the files that are lost. Raises RoundRefusedError."""
    from etl import lost_files
    from etl.survey.returned.round_record import RoundRefusedError

    lost = lost_files.findings(options.raw)
    if len(lost) <= options.despite_lost:
        return
    shown = "".join(f"\n・{one.file}　{one.message}" for one in lost[:MOST_SHOWN])
    more = f"\nほか{len(lost) - MOST_SHOWN}件" if len(lost) > MOST_SHOWN else ""
    how = (
        "控えから戻すか、この画面を新しくして残っているものを確かめてから、もう一度行ってください。"
        if options.json
        else f"控えから戻してください。このまま進めるときは --despite-lost {len(lost)} を付けてください。"
    )
    raise RoundRefusedError(f"データに入っていない資料が{len(lost)}件あります。{how}{shown}{more}")
