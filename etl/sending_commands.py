"""The commands by which a round goes out: issue, addresses."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from etl.command_line import finding_line, to_type
from etl.command_types import meaning, year


def add_parsers(commands: Any, raw: Path) -> None:
    """Give the parser these commands."""
    command = commands.add_parser("addresses", help="宛先の一覧（Excel）を読む（宛先は変えない）")
    command.add_argument("file", type=Path, help="ファイル")
    command.add_argument("--raw", type=Path, default=raw, help="受領資料のフォルダ")
    command.add_argument(
        "--heading",
        action="append",
        default=[],
        type=meaning,
        metavar="見出し=列",
        help="知らない見出しの意味。読まない列は 見出し=skipped",
    )
    command.add_argument("--by", default="", help="見出しの意味を決めた人（書けば、意味を覚えておく）")
    command.add_argument("--json", action="store_true", help="結果をJSONで出す")
    command.set_defaults(run=_addresses)

    command = commands.add_parser("issue", help="調査票を市町村ごとに1冊ずつ作る")
    command.add_argument("--fiscal-year", type=year, required=True, help="年度（2023 または R5）")
    command.add_argument("--raw", type=Path, default=raw, help="受領資料のフォルダ")
    command.add_argument("--out", type=Path, required=True, help="調査票を置くフォルダ")
    command.add_argument("--zip", type=Path, help="全部をまとめたzipも作る")
    command.add_argument("--json", action="store_true", help="結果をJSONで出す")
    command.set_defaults(run=_issue)


def _addresses(options: argparse.Namespace) -> int:
    from etl import address_list

    found = address_list.read(options.file, options.raw, options.heading)
    if options.by and found.rows:
        address_list.remember(options.raw, options.heading, options.by, options.file.name)
    if options.json:
        print(json.dumps(found.as_json(), ensure_ascii=False))
        return 0
    for finding in found.findings:
        print(finding_line(finding), file=sys.stderr)
    print(f"{len(found.rows)}件の宛先を読みました。")
    return 0


def _issue(options: argparse.Namespace) -> int:
    from etl.survey import issue

    report = issue.run(options.raw, options.fiscal_year, options.out, options.zip)
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
        return 0
    print(
        f"{len(report.files)}市町村の調査票（{report.form_version}）を {options.out} に作りました（{report.seconds}秒）。"
    )
    print(
        f"  {report.previous_word}の回答を載せた市町村: {report.with_previous}、回答期限: {report.deadline}"
    )
    if report.previous_is_synthetic:
        print(
            f"  載せた{report.previous_word}の回答は架空データです（調査票にもそう書きました）。市町村に送らないでください。"
        )
        said = "  架空データを載せずに作るには、先に「python -m etl demo --remove」を実行してください。"
        print(to_type(said))
    if report.zip_path is not None:
        print(f"  まとめたzip: {report.zip_path}")
    return 0
