"""`python -m dashboard restore`: put a 控え back, all of it or nothing, and build; or only look into it."""

from __future__ import annotations

import argparse
import getpass
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.cli.output import refuse, say, say_json
from dashboard.cli.parser import Subparsers, add_curated, add_journal, add_json, add_raw
from dashboard.intake import backups
from dashboard.intake.pipeline import IntakeError, Pipeline
from dashboard.views.backups import NONE, change, moment
from dashboard.words import words


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("restore", help="控えから戻す（その前の控えを残し、データを作り直す）")
    parser.add_argument("file", type=Path, help="控えの zip")
    parser.add_argument("--look", action="store_true", help="中身と、戻すと変わることを見るだけ")
    parser.add_argument("--password", action="store_true", help="パスワードの付いた控えを戻す（尋ねる）")
    add_raw(parser)
    add_curated(parser)
    add_journal(parser)
    add_json(parser)
    parser.set_defaults(run=restore)
    return parser


def restore(args: argparse.Namespace) -> int:
    """0 done, 1 refused with the reason."""
    pipeline = Pipeline(args.raw, args.curated)
    path = args.journal.resolve()
    word = getpass.getpass("パスワード: ") if args.password else ""
    try:
        more = backups.password_arguments(word, backups.Backups(pipeline).folder())
        if args.look:
            return _tell(backups.look_into(pipeline, args.file, path, more), as_json=args.json)
        command = backups.restore_command(args.file, path)
        done = pipeline.ask([*command, *more, "--raw", str(pipeline.raw)], backups.MAKE_SECONDS)
        pipeline.build()
    except IntakeError as refused:
        return refuse(str(refused))
    if args.json:
        say_json(done)
        return 0
    kept = f"戻す前の控えは {done['before']} です。" if done["before"] else ""
    say(f"控えから戻し、データを作り直しました。{kept}")
    return 0


def _tell(found: dict[str, Any], *, as_json: bool) -> int:
    if as_json:
        say_json(found)
        return 0
    if found.get("sealed"):
        return refuse("この控えにはパスワードが付いています。--password を付けて、もう一度実行してください。")
    fiction = f"{words.SYNTHETIC}を含みます。" if found["synthetic"] else ""
    made = moment(datetime.fromisoformat(found["made_at"]))
    say(f"{made}の控えです（{words.count(found['files'])}ファイル）。{fiction}")
    for one in found["counts"]:
        held, now = (
            NONE if value is None else words.count(value) for value in (one["in_backup"], one["now"])
        )
        say(f"  {one['label']}: 控え {held}、いま {now}、戻すと {change(one)}")
    for one in found["stages"]:
        held, now = one["in_backup"] or NONE, one["now"] or NONE
        say(f"  {one['label']}: 控え {held}、いま {now}")
    for name in found["changes"]["replaced_names"]:
        say(f"  控えの中身に替わるファイル: {name}")
    return 0
