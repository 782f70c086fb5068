"""`python -m dashboard backup`: a 控え of all that was received and entered, also while the pages are served."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path

from dashboard import journal
from dashboard.cli.output import refuse, say, say_json
from dashboard.cli.parser import Subparsers, add_curated, add_journal, add_json, add_raw
from dashboard.intake import backups
from dashboard.intake.pipeline import IntakeError, Pipeline
from dashboard.words import words


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("backup", help="控えを1つの zip にする（画面を開いている間もできる）")
    parser.add_argument("--to", type=Path, required=True, help="控えを置くフォルダー")
    parser.add_argument("--password", action="store_true", help="パスワードを付ける（2回尋ねる）")
    add_raw(parser)
    add_curated(parser)
    add_journal(parser)
    add_json(parser)
    parser.set_defaults(run=back_up)
    return parser


def back_up(args: argparse.Namespace) -> int:
    """0 done, 1 refused with the reason."""
    pipeline = Pipeline(args.raw, args.curated)
    path = args.journal.resolve()
    word = getpass.getpass("パスワード: ") if args.password else ""
    if args.password and getpass.getpass("もう一度: ") != word:
        return refuse("2つのパスワードが違います。控えは作っていません。")
    try:
        journal.is_there(path)  # raises where it is missing: what is incomplete is no 控え
        command = backups.make_command(args.to.resolve(), path)
        more = backups.password_arguments(word, backups.Backups(pipeline).folder())
        made = pipeline.ask([*command, *more, "--raw", str(pipeline.raw)], backups.MAKE_SECONDS)
    except (IntakeError, journal.JournalError) as refused:
        return refuse(str(refused))
    if args.json:
        say_json(made)
        return 0
    fiction = f"{words.SYNTHETIC}を含みます。" if made["synthetic"] else ""
    say(f"控えを {made['file']} に作りました（{words.count(made['files'])}ファイル）。{fiction}")
    return 0
