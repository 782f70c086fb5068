"""`python -m dashboard profile`: the 市町村カルテ of one town, or of all, as one-page Word files."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from dashboard.cli.output import refuse, say, say_json, write_whole
from dashboard.cli.parser import Subparsers, add_curated, add_journal, add_json, as_day, open_reader
from dashboard.services import profiles
from dashboard.warehouse.reader import WarehouseError
from dashboard.words import words


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("profile", help="市町村カルテ（Word、A4 1枚）を作る")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("code", nargs="?", metavar="CODE", help="市町村のコード（例 01452）")
    which.add_argument("--all", action="store_true", help="179市町村すべてを1つの zip に入れる")
    parser.add_argument(
        "--only", metavar="CODES", help="--all のうち、このコードの市町村だけ（コンマで区切る）"
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="書くファイル（.docx、--all のときは .zip）またはフォルダー"
    )
    parser.add_argument("--as-of", type=as_day, help="この日までに知っていた内容で作る（YYYY-MM-DD）")
    add_curated(parser)
    add_journal(parser)
    add_json(parser)
    parser.set_defaults(run=command)


def command(args: argparse.Namespace) -> int:
    """0 made, 1 refused with the reason."""
    started = time.perf_counter()
    kind = ".zip" if args.all else ".docx"
    if args.out.suffix and args.out.suffix.lower() != kind:
        return refuse(f"--out は {kind} で終わる名前か、フォルダーを指定してください（{args.out.name}）。")
    try:
        reader = open_reader(args, args.as_of)
        chosen = args.only.split(",") if args.only else None
        sheets = profiles.gather(reader, args.journal, chosen if args.all else [args.code])
        content = profiles.to_zip(sheets) if args.all else profiles.to_docx(sheets[0])
        name = profiles.zip_name(reader, sheets) if args.all else sheets[0].file_name
        path = args.out if args.out.suffix else args.out / name
        write_whole(path, content)
    except (profiles.UnknownTownError, WarehouseError) as refused:
        return refuse(str(refused))
    except OSError as error:
        return refuse(f"ファイルを書き込めませんでした（{error}）。Word で開いていれば閉じてください。")
    fictional = sum(profile.is_synthetic for profile in sheets)
    seconds = time.perf_counter() - started
    if args.json:
        result = {
            "file": path.name,
            "profiles": len(sheets),
            "synthetic": fictional,
            "warehouse": reader.warehouse_id,
            "seconds": round(seconds, 2),
        }
        say_json(result)
        return 0
    say(f"{path} に{len(sheets)}市町村のカルテを作りました（{seconds:.1f}秒）。")
    if fictional:
        say(f"{words.SYNTHETIC}を含むもの {fictional}市町村。該当する値に印を付けています。")
    return 0
