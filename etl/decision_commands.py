"""Commands on returns that were received: decide, redate."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from etl.command_line import to_type
from etl.command_types import day, year
from etl.japanese_date import day_label

FOLLOWING = "「python -m etl build」でデータに反映されます。"


def add_parsers(commands: Any, raw: Path, curated: Path) -> None:
    """Give the parser these commands."""
    command = commands.add_parser("decide", help="受け取ったファイルを取り込むか保留するかを、人が決める")
    _file_options(command, raw, curated)
    command.add_argument(
        "--state", choices=("loaded", "quarantined"), required=True, help="取り込む / 保留する"
    )
    command.add_argument("--reason", default="", help="理由（保留するときは必ず）")
    command.add_argument("--municipality", default="", help="どの市町村の回答か（コードまたは名前）")
    instead = "ファイルに書かれた市町村（別の市町村の回答にするときに、確かめるために書く）"
    command.add_argument("--instead-of", default="", help=instead)
    how = "先の回答があるとき: replace 全部を置き換える / amend 答えのある設問だけを訂正として重ねる"
    command.add_argument(
        "--same-day", action="store_true", help="同じ受領日のファイルをすべて、同じように決める"
    )
    command.add_argument("--use", choices=("replace", "amend"), default="", help=how)
    command.set_defaults(run=_decide)

    command = commands.add_parser("redate", help="受け取ったファイルの受領日を直す")
    _file_options(command, raw, curated)
    command.add_argument("--on", type=day, required=True, help="正しい受領日")
    command.add_argument("--same-day", action="store_true", help="同じ受領日のファイルをすべて直す")
    command.set_defaults(run=_redate)


def _file_options(command: argparse.ArgumentParser, raw: Path, curated: Path) -> None:
    command.add_argument("file", help="受け取ったファイルの場所（data/raw の中）")
    command.add_argument("--fiscal-year", type=year, required=True, help="年度（2023 または R5）")
    command.add_argument("--raw", type=Path, default=raw, help="受領資料のフォルダ")
    command.add_argument("--curated", type=Path, default=curated, help="データを置くフォルダ")
    command.add_argument("--json", action="store_true", help="結果をJSONで出す")


def _decide(options: argparse.Namespace) -> int:
    from etl.survey.returned import decision

    if options.same_day:
        decided = decision.decide_day(
            options.raw, options.fiscal_year, options.file, options.state, options.reason
        )
        if options.json:
            print(json.dumps({"files": [line.file for line in decided]}, ensure_ascii=False))
        else:
            what = "取り込む" if options.state == "loaded" else "保留する"
            print(to_type(f"{len(decided)}ファイルを{what}ことにしました。{FOLLOWING}"))
        return 0
    asked = (options.file, options.state, options.reason, options.municipality, options.instead_of)
    done = decision.decide_file(options.raw, options.fiscal_year, *asked, use=options.use)
    if options.json:
        said = {"file": done.file, "state": done.state, "municipality": done.municipality_code}
        print(json.dumps(said | {"reason": done.reason}, ensure_ascii=False))
        return 0
    what = "取り込む" if done.is_loaded else "保留する"
    print(to_type(f"{done.file} を{what}ことにしました。{FOLLOWING}"))
    return 0


def _redate(options: argparse.Namespace) -> int:
    from etl.survey.returned import decision

    done = decision.redate(
        options.raw, options.fiscal_year, options.file, options.on, whole_day=options.same_day
    )
    if options.json:
        said = {"files": [line.file for line in done], "received_on": options.on.isoformat()}
        print(json.dumps(said, ensure_ascii=False))
        return 0
    print(to_type(f"{len(done)}ファイルの受領日を{day_label(options.on)}にしました。{FOLLOWING}"))
    return 0
