"""Files that are to be registered: what was dropped, what the pipeline says of each, and the command that registers it."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.intake.pipeline import IntakeError, Pipeline
from dashboard.intake.uploads import RejectedFile, StoredFile

INSPECT_SECONDS = 120.0
# Where `python -m etl` remembers what officers said of headings.
HEADINGS = "HEADINGS.csv"
MOST_UPLOADS = 40
LONGEST_TEXT = 300


@dataclass(frozen=True)
class Upload:
    """What one person dropped at once."""

    upload_id: str
    folder: Path
    files: tuple[StoredFile, ...]
    turned_away: tuple[RejectedFile, ...]


@dataclass(frozen=True)
class FileDetails:
    """What an officer says of a file; empty: nothing. `headings`: unknown headings, each with the column that it means."""

    kind: str = ""
    as_of: str = ""
    coverage: str = ""
    title: str = ""
    received_on: str = ""
    received_from: str = ""
    activity: str = ""
    meeting_title: str = ""
    meeting_on: str = ""
    meeting_measure: str = ""
    by: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)


class Registration:
    """The uploads of a running application that wait to be registered."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self._uploads: dict[str, Upload] = {}
        self._lock = threading.Lock()

    def keep(self, folder: Path, came: Iterable[StoredFile | RejectedFile]) -> Upload:
        """Remember what came, by an id that nobody guesses."""
        listed = list(came)
        upload = Upload(
            secrets.token_urlsafe(16),
            folder,
            tuple(file for file in listed if isinstance(file, StoredFile)),
            tuple(file for file in listed if isinstance(file, RejectedFile)),
        )
        with self._lock:
            self._uploads[upload.upload_id] = upload
            for key in list(self._uploads)[: max(0, len(self._uploads) - MOST_UPLOADS)]:
                del self._uploads[key]
        return upload

    def upload(self, upload_id: str) -> Upload | None:
        """What was dropped; None where this server does not know it (any more)."""
        with self._lock:
            return self._uploads.get(upload_id)

    def inspect(self, upload_id: str, name: str, details: FileDetails) -> dict[str, Any]:
        """What the pipeline says of one file, changing nothing: the object of `inspect --json`. Raises IntakeError."""
        path = self._path(upload_id, name)
        kind = ["--kind", details.kind] if details.kind else []
        asked = ["inspect", str(path), *kind, *_options(details), "--raw", str(self.pipeline.raw)]
        said = self.pipeline.ask([*asked, "--curated", str(self.pipeline.curated)], INSPECT_SECONDS)
        return dict(said["files"][0])

    def headings(self) -> list[dict[str, Any]]:
        """What was said of unknown headings: the objects of `headings --json`. Raises IntakeError."""
        if not (self.pipeline.raw / HEADINGS).is_file():
            return []
        return list(
            self.pipeline.ask(["headings", "--raw", str(self.pipeline.raw)], INSPECT_SECONDS)["headings"]
        )

    def command(self, upload_id: str, name: str, details: FileDetails) -> list[str]:
        """The command that registers a file. Raises IntakeError where it is not here any more."""
        by = [f"--by={_line(details.by)}"] if details.by else []
        return ["add", details.kind, str(self._path(upload_id, name)), *_options(details), *by]

    def _path(self, upload_id: str, name: str) -> Path:
        upload = self.upload(upload_id)
        path = upload.folder / name if upload and name in {file.name for file in upload.files} else None
        if path is None or not path.is_file():
            raise IntakeError("前に入れたファイルはもう残っていません。もう一度入れてください。")
        return path


def _options(details: FileDetails) -> list[str]:
    values = {
        "as-of": details.as_of,
        "coverage": details.coverage,
        "title": details.title,
        "received-on": details.received_on,
        "from": details.received_from,
        "activity": details.activity,
        "meeting-title": details.meeting_title,
        "meeting-on": details.meeting_on,
        "meeting-measure": details.meeting_measure,
    }
    options = [f"--{name}={_line(value)}" for name, value in values.items() if value]
    return [
        *options,
        *(f"--heading={_line(key)}={column}" for key, column in details.headings.items() if column),
    ]


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:LONGEST_TEXT]
