"""`python -m dashboard papers`: a file that holds many of a round (letters, workbooks, mails), as the pages hand it out."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard import clock, journal
from dashboard.cli.file_errors import file_trouble
from dashboard.cli.output import WRONG_USAGE, refuse, say, say_json, write_whole
from dashboard.cli.parser import (
    Subparsers,
    add_curated,
    add_journal,
    add_json,
    as_day,
    as_fiscal_year,
    open_reader,
)
from dashboard.services import round_papers
from dashboard.services.letters import LettersRefusedError
from dashboard.services.round_papers import RoundRequest
from dashboard.warehouse.reader import WarehouseError


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser(
        "papers", help="画面「発出」「回収・点検」で保存する zip と宛先の一覧を作る"
    )
    parser.add_argument(
        "--what",
        choices=list(round_papers.MAKERS),
        required=True,
        help="query=疑義照会、reminder=提出のお願い（再）、package=調査票と依頼文、"
        "query-mails・reminder-mails=それらを付けたメール、mails-towns=市町村あてのメール、mails-areas=振興局あてのメール、addresses=宛先の一覧（Excel）",
    )
    parser.add_argument(
        "--fiscal-year", type=as_fiscal_year, help="調査の年度（2023 または R5）。宛先の一覧には要らない"
    )
    parser.add_argument("--only", metavar="CODES", help="このコードの市町村だけ（コンマで区切る）")
    parser.add_argument("--out", type=Path, required=True, help="書くフォルダー")
    parser.add_argument("--on", type=as_day, help="文書の日付（YYYY-MM-DD）。なければ今日")
    parser.add_argument("--as-of", type=as_day, help="この日までに知っていた内容で作る（YYYY-MM-DD）")
    add_curated(parser)
    add_journal(parser)
    add_json(parser)
    parser.set_defaults(run=command)


def command(args: argparse.Namespace) -> int:
    """0 made, 1 refused with the reason, 2 without the year that it needs."""
    if args.fiscal_year is None and args.what != "addresses":
        return refuse("--fiscal-year で調査の年度を指定してください。", WRONG_USAGE)
    try:
        asked = RoundRequest(
            open_reader(args, args.as_of),
            args.curated,
            args.journal,
            args.fiscal_year or 0,
            None if args.only is None else frozenset(args.only.split(",")),
            args.on or clock.today(),
        )
        name, content = round_papers.make(args.what, asked)
        write_whole(args.out / name, content)
    except (LettersRefusedError, WarehouseError, journal.JournalError) as refused:
        return refuse(str(refused))
    except OSError as error:
        return refuse(file_trouble(error))
    if args.json:
        say_json({"file": name})
        return 0
    say(f"{args.out / name} を作りました。")
    return 0
