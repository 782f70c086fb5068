"""Makes the 控え of the day while the pages are served."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from dashboard.intake import backups
from dashboard.intake.pipeline import IntakeError, Pipeline

# Not while the first page is awaited; and again and again, since a PC may be left on over the night.
FIRST_SECONDS, AGAIN_SECONDS = 300.0, 3600.0
log = logging.getLogger(__name__)


def begin(pipeline: Pipeline, journal: Path) -> threading.Event:
    """In a thread of its own, which ends with the program or when the event is set."""
    ended = threading.Event()
    threading.Thread(
        target=_keep, args=(pipeline, journal.resolve(), ended), name="daily backup", daemon=True
    ).start()
    return ended


def make(pipeline: Pipeline, journal: Path) -> str:
    """Once; the file that was made, "" where none was needed. Raises IntakeError."""
    made = pipeline.ask(
        ["backup", "daily", f"--journal={journal}", "--raw", str(pipeline.raw)], backups.MAKE_SECONDS
    )
    return str(made["file"])


def _keep(pipeline: Pipeline, journal: Path, ended: threading.Event) -> None:
    pause = FIRST_SECONDS
    while not ended.wait(pause):
        pause = AGAIN_SECONDS
        try:
            make(pipeline, journal)
        except IntakeError as error:  # 自己診断 tells how old the newest is
            log.warning("no daily backup: %s", error)
