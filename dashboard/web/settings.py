"""What the running application was started with."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import flask

from dashboard.journal import JournalError


class SizedCache(Protocol):
    """A cache that knows how many bytes it holds, and how many it may."""

    @property
    def held_bytes(self) -> int: ...

    @property
    def most_bytes(self) -> int: ...


def journal_path() -> Path | None:
    """The file of the follow-up records; None outside of the application, or where none is kept."""
    if not flask.has_app_context():
        return None
    path: Path | None = flask.current_app.config.get("JOURNAL")
    return path


def journal_to_write() -> Path:
    """The file of the follow-up records. Raises JournalError where none is kept."""
    path = journal_path()
    if path is None:
        raise JournalError("記録を残す場所が決まっていないため、書き込めません。管理する人に伝えてください。")
    return path


def caches() -> dict[str, SizedCache]:
    """The caches of the running application by their names on screen."""
    found: dict[str, SizedCache] = flask.current_app.config["CACHES"]
    return found
