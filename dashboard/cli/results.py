"""`python -m dashboard results`: 結果のお知らせ of a round, one Word page per municipality, in a zip by 振興局."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from dashboard.cli.output import refuse, say, say_json, write_whole
from dashboard.cli.parser import Subparsers, add_curated, add_journal, add_json, open_reader
from dashboard.journal import JournalError
from dashboard.services import result_sheets
from dashboard.services.profiles import UnknownTownError
from dashboard.warehouse.reader import WarehouseError
from dashboard.words import words


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("results", help="市町村に返す結果のお知らせ（Word、A4 1枚）を作る")
    parser.add_argument("--fiscal-year", type=int, required=True, help="調査の年度（2023 = 令和5年度）")
    parser.add_argument("--only", metavar="CODES", help="このコードの市町村だけ（コンマで区切る）")
    parser.add_argument("--out", type=Path, required=True, help="書くファイル（.zip）またはフォルダー")
    add_curated(parser)
    add_journal(parser)
    add_json(parser)
    parser.set_defaults(run=command)


def command(args: argparse.Namespace) -> int:
    """0 made, 1 refused with the reason."""
    started = time.perf_counter()
    if args.out.suffix and args.out.suffix.lower() != ".zip":
        return refuse(f"--out は .zip で終わる名前か、フォルダーを指定してください（{args.out.name}）。")
    try:
        reader = open_reader(args, None)
        chosen = args.only.split(",") if args.only else None
        sheets = result_sheets.gather(reader, args.journal, args.fiscal_year, chosen)
        path = (
            args.out
            if args.out.suffix
            else args.out / result_sheets.zip_name(reader, args.fiscal_year, sheets)
        )
        write_whole(path, result_sheets.to_zip(sheets))
    except (result_sheets.UnansweredRoundError, UnknownTownError, WarehouseError, JournalError) as refused:
        return refuse(str(refused))
    except OSError as error:
        return refuse(f"ファイルを書き込めませんでした（{error}）。開いていれば閉じてください。")
    fictional = sum(sheet.is_synthetic for sheet in sheets)
    seconds = round(time.perf_counter() - started, 2)
    if args.json:
        say_json({"file": path.name, "sheets": len(sheets), "synthetic": fictional, "seconds": seconds})
        return 0
    say(f"{path} に{len(sheets)}市町村の結果のお知らせを作りました（{seconds:.1f}秒）。")
    if fictional:
        say(f"{words.SYNTHETIC}を含むもの {fictional}市町村。発送しないでください。")
    return 0
