"""`python -m dashboard audit`: whether the 操作の記録 is as it was written, and a copy of it as CSV."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard.cli.file_errors import file_trouble
from dashboard.cli.output import refuse, say, write_whole
from dashboard.cli.parser import Subparsers, add_journal


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("audit", help="操作の記録が書かれたときのままか確かめ、CSV に保存する")
    parser.add_argument("--out", type=Path, help="保存するファイル（.csv）")
    add_journal(parser)
    parser.set_defaults(run=verify)


def verify(args: argparse.Namespace) -> int:
    """0 as it was written, 1 not so or refused, with what differs."""
    from dashboard.access.audit import FILE_NAME, Audit
    from dashboard.access.people import AccountsError
    from dashboard.services.audit_file import as_csv

    audit = Audit(args.journal.parent / FILE_NAME)
    try:
        found = audit.problems()
        entries = audit.entries() if audit.is_there() else []
        if args.out and entries:
            write_whole(args.out, as_csv(entries))
    except AccountsError as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(file_trouble(error))
    if found:
        return refuse("\n".join(("操作の記録が、書かれたときと違います。", *found)))
    say(f"操作の記録 {len(entries)}件は、すべて書かれたときのままです。")
    return 0
