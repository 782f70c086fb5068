"""What is said where a native part cannot be loaded, so that no command of the program can start."""

from __future__ import annotations

import sys
from pathlib import Path

from dashboard import clock
from dashboard.selfcheck import native_files, this_pc
from dashboard.selfcheck.report import MARKS, CheckSection, as_text

PLACES = {"データ": Path("data/curated"), "受領資料": Path("data/raw"), "対応の記録": Path("data/journal")}


def refused(error: ImportError, *, asked_for_all: bool) -> int:
    """Say which file it is, of what package, and whom to tell. Gives the exit code.

    asked_for_all: the whole 自己診断, as far as it goes without the parts.
    """
    line = native_files.from_import_error(error)
    if asked_for_all:
        title = "止められて調べられないもの"
        found = [
            CheckSection(title, (line,)),
            this_pc.versions(),
            this_pc.places(PLACES),
            native_files.compared(),
            native_files.loaded(),
        ]
        sys.stdout.write(as_text(found, clock.now()))
    else:
        sys.stderr.write(
            f"かさなりの部品を動かせないため、始められません。\n{MARKS[line.state]} {line.label}: {line.said}\n　→ {line.way}\n"
            "すべて調べて IT の担当に渡すには「python -m dashboard selfcheck」を実行してください。\n"
        )
    return 1
