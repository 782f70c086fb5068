"""`python -m dashboard selfcheck`: 自己診断 as text, to read or to send to the IT section."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard import clock
from dashboard.cli.output import say, write_whole
from dashboard.cli.parser import Subparsers, add_curated, add_journal, add_raw
from dashboard.selfcheck import report
from dashboard.services import selfcheck
from dashboard.services.selfcheck import CheckedOffice
from dashboard.warehouse.reader import Warehouse


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("selfcheck", help="自己診断: この PC で動くか、何が妨げているかを調べる")
    parser.add_argument("--out", type=Path, help="結果を書くファイル（なければ画面に出す）")
    parser.add_argument("--no-parts", action="store_true", help="部品のファイルは調べない（すぐ終わる）")
    add_raw(parser)
    add_curated(parser)
    add_journal(parser)
    parser.set_defaults(run=check, works_anywhere=True)
    return parser


def check(args: argparse.Namespace) -> int:
    """0 nothing stands against it, 1 something has to be mended."""
    office = CheckedOffice(Warehouse(args.curated), args.journal, args.raw, args.port)
    found = selfcheck.sections(office, with_parts=not args.no_parts)
    text = report.as_text(found, clock.now())
    if args.out:
        write_whole(args.out, text.encode("utf-8-sig"))
        say(f"{args.out} に書きました。")
    else:
        say(text.rstrip("\n"))
    return 1 if report.worst(found) == "bad" else 0
