"""The pipeline as this server runs it: `python -m etl …`, one change at a time."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard import faults
from dashboard.intake import act_notes
from dashboard.intake.act_notes import ActNote
from dashboard.intake.spare_command import SpareCommand
from dashboard.intake.subprocess_limits import Command, CommandResult
from dashboard.journal import InvalidRecordError, JournalError
from dashboard.words import raw_files

ETL = (sys.executable, "-m", "etl")
READY = "ready"
PROJECT = Path(__file__).resolve().parents[2]
BUILD_SECONDS = 600.0
SPARE_SECONDS = 600.0  # what was found in files is read before they are received; it takes 60 MB
# What is written whenever something is received, decided, registered, corrected or closed; a build reads it.
REGISTERS = (
    "SOURCES.csv",
    "HEADINGS.csv",
    "*/*/SOURCES.csv",
    "corrections/corrections.csv",
    "survey/*/REGISTER.csv",
    "survey/*/*/REGISTER.csv",
    "survey/*/round.csv",
)
LONGEST_REASON = 500
# What of the object of a command is read by people.
SENTENCES = frozenset({"message", "messages", "reason", "refused", "note"})
# In place of whatever rests on the folder of received files alone; the way on stands above every page.
WITHOUT_FOLDER = "受け取った資料のフォルダが見つからないので、ここは使えません。画面の上の説明のとおりに、フォルダを戻してください。"
log = logging.getLogger(__name__)


class IntakeError(Exception):
    """A command of the pipeline did not do its work; the message says why in Japanese.

    `findings`: what the command found, each as the object that it prints.
    """

    def __init__(self, message: str, findings: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(message)
        self.findings = list(findings)


class Pipeline:
    """Commands on one folder of received files and one folder of warehouses.

    `changing` is held by whoever changes what is received or builds, so that one act follows the other.
    """

    def __init__(
        self, raw: Path, curated: Path, command: tuple[str, ...] = ETL, journal: Path | None = None
    ) -> None:
        """journal: where it is noted who changed what; nowhere where there is none."""
        self.raw, self.curated, self.command = raw.resolve(), curated.resolve(), command
        self.journal = journal
        self.changing = threading.Lock()
        self._spare = SpareCommand(self._start, SPARE_SECONDS) if command == ETL else None

    def is_behind(self, built_at: datetime) -> bool:
        """Whether something was received after the data were built (UTC), and nobody is about to build them.

        So it is after a power cut between the two, and where a build failed.
        """
        if self.changing.locked():
            return False
        built = built_at.replace(tzinfo=UTC).timestamp()
        return any(_written_at(path) > built for pattern in REGISTERS for path in self.raw.glob(pattern))

    def ask(self, arguments: Sequence[str], seconds: float, *, is_followed: bool = False) -> dict[str, Any]:
        """Run a command that prints one object and changes nothing received; the object. Raises IntakeError.

        is_followed: another is likely to come next, so that a process for it is loaded meanwhile.
        """
        if act_notes.changes(arguments):
            raise ValueError(f"{arguments[0]} changes what is received: say by whom with change()")
        return self._object(arguments, seconds, is_followed=is_followed)

    def change(
        self, arguments: Sequence[str], seconds: float, note: ActNote, *, is_followed: bool = False
    ) -> dict[str, Any]:
        """Run a command that changes what is received, and note who did it; the object. Raises IntakeError.

        Where the note cannot be written, the object says so as `unnoted`: what was changed stays.
        """
        said = self._object(arguments, seconds, is_followed=is_followed)
        if self.journal is not None:
            try:
                files = said.get("files", [])
                act_notes.keep(self.journal, note, [one for one in files if isinstance(one, str)])
            except (JournalError, InvalidRecordError) as error:
                log.warning("an act was not noted: %s", error)
                said["unnoted"] = f"だれがしたかは記録できませんでした。{error}"
        return said

    def _object(self, arguments: Sequence[str], seconds: float, *, is_followed: bool) -> dict[str, Any]:
        output = self.run([*arguments, "--json"], seconds, is_followed=is_followed)
        try:
            said = json.loads(output)
        except json.JSONDecodeError:
            raise IntakeError("読み取りの結果を受け取れませんでした。管理する人に伝えてください。") from None
        if not isinstance(said, dict):
            raise IntakeError("読み取りの結果の形が違います。管理する人に伝えてください。")
        return _in_words(said)

    def build(self) -> dict[str, Any]:
        """Build and publish a warehouse of all that is received; the object of `build --json`."""
        return self.ask(["build", "--raw", str(self.raw), "--curated", str(self.curated)], BUILD_SECONDS)

    def run(self, arguments: Sequence[str], seconds: float, *, is_followed: bool = False) -> str:
        """What a command prints. Raises IntakeError where it refuses, is late or fails."""
        done = self._done(arguments, seconds, is_followed=is_followed)
        if done.is_late:
            raise IntakeError(
                f"{int(seconds)}秒たっても終わらないため止めました。ファイルを分けて入れてください。"
            )
        if done.code != 0:
            reason = _reason(done)
            if reason:
                log.info("%s refused: %s", arguments[0], reason)
            else:
                number = faults.number_of_trace(done.words)
                log.error("fault %s: %s ended with %s: %s", number, arguments[0], done.code, done.words)
                reason = f"不具合のため、終わりまでできませんでした。{faults.told(number)}"
            raise IntakeError(reason, _findings(done))
        return done.output

    def _done(self, arguments: Sequence[str], seconds: float, *, is_followed: bool) -> CommandResult:
        """The outcome of a command, given to the process that waits where there is one."""
        try:
            waiting = self._spare.take((READY,)) if self._spare else None
            command = waiting or self._start(arguments)
            if self._spare and is_followed:
                self._spare.prepare((READY,))
        except OSError as error:
            return CommandResult(None, "", str(error))
        said = json.dumps(list(arguments)).encode() if waiting else b""
        return command.finish(seconds, said)

    def _start(self, arguments: Sequence[str]) -> Command:
        return Command([*self.command, *arguments], PROJECT)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # taken away since it was listed
        return 0.0


def _reason(done: CommandResult) -> str:
    """The last thing that the command said to people; nothing of a trace."""
    lines = [line.strip() for line in done.words.splitlines() if line.strip()]
    if done.code != 1 or "Traceback" in done.words or not lines:
        return ""
    return raw_files.in_text(lines[-1])[:LONGEST_REASON]


def _findings(done: CommandResult) -> list[dict[str, Any]]:
    """What a command that refused found, where it printed its refusal as an object."""
    try:
        said = json.loads(done.output)
    except json.JSONDecodeError:
        return []
    found = said.get("findings") if isinstance(said, dict) else None
    return [_in_words(one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _in_words(said: dict[str, Any]) -> dict[str, Any]:
    """An object of a command with each file in its sentences said as people call it; places stay where they are keys."""

    def told(value: Any, name: str) -> Any:
        if isinstance(value, dict):
            return {key: told(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [told(one, name) for one in value]
        return raw_files.in_text(value) if isinstance(value, str) and name in SENTENCES else value

    return {key: told(one, key) for key, one in said.items()}
