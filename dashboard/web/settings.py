"""What the running application was started with."""

from __future__ import annotations

from pathlib import Path

import flask


def journal_path() -> Path | None:
    """The file of the follow-up records; None outside of the application, or where none is kept."""
    if not flask.has_app_context():
        return None
    path: Path | None = flask.current_app.config.get("JOURNAL")
    return path
