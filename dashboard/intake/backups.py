"""控え in the browser: those that were made or sent here, by an id that nobody guesses, and the commands on them."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dashboard.intake.pipeline import IntakeError, Pipeline
from machine import temporary

CHECK_SECONDS, MAKE_SECONDS = 300.0, 600.0
MOST_HELD = 20
GONE = "この控えはもう残っていません。もう一度{again}ください。"
# Where `python -m etl` notes a restore that was decided on and cut short; with it there, any of its commands goes on.
UNFINISHED = Path(".restoring") / "plan.json"


class HeldBackup(NamedTuple):
    """A 控え that was made or sent here, and the password that opened it, "" where there is none."""

    path: Path
    password: str = ""


class Backups:
    """The 控え that a running application holds for its pages."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self._held: dict[str, HeldBackup] = {}
        self._folder: Path | None = None
        self._lock = threading.Lock()

    def hold(self, path: Path) -> str:
        """Remember a file; its id."""
        backup_id = secrets.token_urlsafe(16)
        with self._lock:
            self._held[backup_id] = HeldBackup(path)
            for key in list(self._held)[: max(0, len(self._held) - MOST_HELD)]:
                del self._held[key]
        return backup_id

    def path(self, backup_id: str, again: str) -> Path:
        """The file of an id. again: what to do where it is gone. Raises IntakeError."""
        return self.held(backup_id, again).path

    def held(self, backup_id: str, again: str) -> HeldBackup:
        """The same with its password. Raises IntakeError."""
        with self._lock:
            held = self._held.get(backup_id)
        if held is None or not held.path.is_file():
            raise IntakeError(GONE.format(again=again))
        return held

    def unlock(self, backup_id: str, password: str) -> None:
        """Remember the password of a 控え, for as long as the program holds it. Raises IntakeError where it is gone."""
        held = self.held(backup_id, "入れて")
        with self._lock:
            self._held[backup_id] = held._replace(password=password)

    def folder(self) -> Path:
        """Where a 控え is made before the browser takes it; private, and gone with the program."""
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix=temporary.prefix()))
                atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
            return self._folder

    def has_anything(self) -> bool:
        """Whether anything stands there that a restore would put aside first."""
        return self.pipeline.raw.is_dir() and any(path.is_file() for path in self.pipeline.raw.rglob("*"))

    def look_into(self, held: HeldBackup, journal: Path) -> dict[str, Any]:
        """What a 控え holds and would change: the object of `backup check --json`. Raises IntakeError."""
        more = password_arguments(held.password, self.folder())
        return look_into(self.pipeline, held.path, journal, more)


def make_command(folder: Path, journal: Path) -> list[str]:
    return ["backup", "make", f"--to={folder}", f"--journal={journal}"]


def restore_command(file: Path, journal: Path) -> list[str]:
    return ["backup", "restore", str(file.resolve()), f"--journal={journal}"]


def password_arguments(password: str, folder: Path) -> list[str]:
    """What a command is given beside its own words: a file of this account alone, which the command deletes."""
    if not password:
        return []
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(password)
    return [f"--password-file={name}"]


def look_into(pipeline: Pipeline, file: Path, journal: Path, more: Sequence[str] = ()) -> dict[str, Any]:
    """more: of the password; without it {"sealed": True} where one is wanted. Raises IntakeError."""
    command = ["backup", "check", str(file.resolve()), f"--journal={journal}", "--raw", str(pipeline.raw)]
    return pipeline.ask([*command, *more], CHECK_SECONDS)


def finish(pipeline: Pipeline) -> None:
    """Do to its end a restore that was cut short, and build. Raises IntakeError."""
    if (pipeline.raw / UNFINISHED).is_file():
        pipeline.build()
