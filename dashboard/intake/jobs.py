"""Takes in returns: check, receive and build run as `python -m etl … --json`, one build at a time.

A batch is what one person dropped at once. Its snapshots are immutable; the newest stands in `Intake`.
"""

from __future__ import annotations

import atexit
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from dashboard import faults
from dashboard.intake.act_notes import ActNote
from dashboard.intake.pipeline import IntakeError, Pipeline
from dashboard.intake.uploads import RejectedFile, StoredFile, UploadFolder, copy_chosen
from dashboard.words import eras, words
from machine import temporary

Stage = Literal["checking", "checked", "queued", "receiving", "building", "done", "failed"]
RUNNING: tuple[Stage, ...] = ("checking", "queued", "receiving", "building")
CHECK_SECONDS, RECEIVE_SECONDS, ANNOTATE_SECONDS = 300.0, 600.0, 60.0
MOST_CHECKS_AT_ONCE = 2
LONGEST_REASON, LONGEST_NAME = 200, 40
MOST_BATCHES = 40
KEPT_SECONDS = 6 * 3600.0
DECIDED = {
    "loaded": "取り込む",
    "quarantined": "保留する",
    "replace": "先の回答と置き換える",
    "amend": "先の回答に訂正として重ねる",
}


@dataclass(frozen=True)
class Decision:
    """What an officer decides on a received file: loaded or quarantined, why, and of which town it is (or "").

    `instead_of`: the town that the file says itself, where it is to be another one's; `use`: whether it replaces
    the earlier return of the town, or amends it; is_for_day: for all files of its day of receipt; by: who decides.
    """

    state: Literal["loaded", "quarantined"]
    reason: str = ""
    municipality: str = ""
    instead_of: str = ""
    use: Literal["", "replace", "amend"] = ""
    is_for_day: bool = False
    by: str = ""


@dataclass(frozen=True)
class Batch:
    """`checked`, `received`: the objects of `check --json` and `receive --json`, empty until there is one.

    `received_on`: the day of receipt that the officer gave, None for today; `decided`: of a decision on a file that was received before, what was decided, in words; `by`: who receives or decides.
    """

    batch_id: str
    fiscal_year: int
    folder: Path
    files: tuple[StoredFile, ...] = ()
    turned_away: tuple[RejectedFile, ...] = ()
    stage: Stage = "checking"
    since: float = field(default_factory=time.monotonic)
    trouble: str = ""
    checked: dict[str, Any] = field(default_factory=dict)
    received: dict[str, Any] = field(default_factory=dict)
    built: dict[str, Any] = field(default_factory=dict)
    chosen_files: tuple[str, ...] = ()
    received_on: date | None = None
    decided: str = ""
    by: str = ""

    @property
    def is_running(self) -> bool:
        return self.stage in RUNNING

    @property
    def seconds(self) -> int:
        """How long the stage has lasted."""
        return int(time.monotonic() - self.since)


class Intake:
    """The batches of a running application, and the pipeline behind them."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline, self.raw = pipeline, pipeline.raw
        self._batches: dict[str, Batch] = {}
        self._lock = threading.Lock()
        self._checks = threading.BoundedSemaphore(MOST_CHECKS_AT_ONCE)
        self._root: Path | None = None

    def open_folder(self) -> UploadFolder:
        """A new private folder for one upload."""
        with self._lock:
            if self._root is None:
                self._root = Path(tempfile.mkdtemp(prefix=temporary.prefix()))
                atexit.register(shutil.rmtree, self._root, ignore_errors=True)
            folder = self._root / secrets.token_hex(8) / "files"
        folder.mkdir(parents=True, mode=0o700)
        return UploadFolder(folder)

    def discard(self, folder: UploadFolder) -> None:
        """Delete an upload that came to nothing."""
        shutil.rmtree(folder.path.parent, ignore_errors=True)

    def check(
        self, folder: UploadFolder, came: Iterable[StoredFile | RejectedFile], fiscal_year: int
    ) -> Batch:
        """Begin to check what came; returns at once."""
        held = tuple(file for file in came if isinstance(file, StoredFile))
        away = tuple(file for file in came if isinstance(file, RejectedFile))
        batch = Batch(secrets.token_urlsafe(16), fiscal_year, folder.path, held, away)
        if not held:
            batch = replace(batch, stage="checked")
        self._forget_old()
        self._store(batch)
        if held:
            self._in_background(batch, self._check)
        return batch

    def batch(self, batch_id: str) -> Batch | None:
        """The batch as it is now; None where the server does not know it (any more)."""
        with self._lock:
            return self._batches.get(batch_id)

    def receive(
        self, batch_id: str, names: Iterable[str], received_on: date | None = None, by: str = ""
    ) -> Batch | None:
        """Begin to receive the chosen files of a checked batch, as of a day (None: today), and to build; returns at once.

        A batch that is running, done or unknown stays as it is.
        """
        with self._lock:
            batch = self._batches.get(batch_id)
            known = {held.name for held in batch.files} if batch else set()
            chosen = tuple(name for name in names if name in known)
            if batch is None or batch.stage not in ("checked", "failed") or not chosen:
                return batch
            batch = replace(batch, stage="queued", since=time.monotonic(), chosen_files=chosen, trouble="")
            batch = replace(batch, received_on=received_on, by=by)
            self._batches[batch_id] = batch
        self._in_background(batch, self._receive)
        return batch

    def decide(self, file: str, fiscal_year: int, decision: Decision) -> Batch:
        """Begin to carry out a decision on a received file (its place in data/raw) and to build; returns at once."""
        more = "と同じ受領日のファイルすべて" if decision.is_for_day else ""
        what = f"「{Path(file).name}」{more}を{DECIDED[decision.use or decision.state]}ことにしました"
        batch = Batch(
            secrets.token_urlsafe(16), fiscal_year, self.open_folder().path, stage="queued", decided=what
        )
        self._forget_old()
        self._store(batch)
        self._in_background(batch, lambda one: self._decide(one, file, decision))
        return batch

    def annotate(self, file: str, fiscal_year: int) -> tuple[str, bytes]:
        """Name and content of the copy with red-pen comments of a received file (its path in data/raw).

        Raises IntakeError where there is none.
        """
        source = (self.raw / file).resolve()
        if not source.is_relative_to(self.raw) or not source.is_file():
            raise IntakeError(f"受け取ったファイル（{Path(file).name}）が見つかりません。")
        with tempfile.TemporaryDirectory(prefix=temporary.prefix()) as scratch:
            out = Path(scratch) / f"{source.stem}_確認のお願い{source.suffix.lower()}"
            command = ["annotate", str(source), "--fiscal-year", str(fiscal_year)]
            folders = ["--raw", str(self.raw), "--curated", str(self.pipeline.curated)]
            self.pipeline.run([*command, "--out", str(out), *folders], ANNOTATE_SECONDS)
            if not out.is_file():
                raise IntakeError("写しを作れませんでした。")
            return out.name, out.read_bytes()

    def forms(self) -> list[int]:
        """Fiscal years with a questionnaire (form.toml), newest first."""
        folders = (path.parent.name for path in self.raw.glob("survey/*/form.toml"))
        matches = [re.fullmatch(r"([A-Z])(\d+)", folder) for folder in folders]
        return sorted(
            (
                eras.year_entered(match[1], match[2])
                for match in matches
                if match and match[1] in eras.ENTERED
            ),
            reverse=True,
        )

    def _check(self, batch: Batch) -> None:
        with self._checks:
            said = self.pipeline.ask(
                ["check", str(batch.folder), *self._year_and_folders(batch)],
                CHECK_SECONDS,
                is_followed=True,
            )
        self._store(replace(batch, stage="checked", checked=said, since=time.monotonic()))

    def _receive(self, batch: Batch) -> None:
        with self.pipeline.changing:
            batch = self._stage(batch, "receiving")
            chosen = batch.folder.parent / f"take-{secrets.token_hex(4)}"
            copy_chosen(batch.folder, list(batch.chosen_files), chosen)
            day = ["--on", batch.received_on.isoformat()] if batch.received_on else []
            said = self.pipeline.change(
                ["receive", str(chosen), *self._year_and_folders(batch), *day],
                RECEIVE_SECONDS,
                ActNote(_received(batch), batch.by),
                is_followed=True,
            )
            batch = self._stage(replace(batch, received=said), "building")
            built = self.pipeline.build()
        self._stage(replace(batch, built=built), "done")

    def _decide(self, batch: Batch, file: str, decision: Decision) -> None:
        with self.pipeline.changing:
            batch = self._stage(batch, "building")
            said = ["--state", decision.state, f"--reason={decision.reason[:LONGEST_REASON]}"]
            said.append(f"--municipality={decision.municipality[:LONGEST_NAME]}")
            said.append(f"--instead-of={decision.instead_of[:LONGEST_NAME]}")
            said += ["--use", decision.use] if decision.use else []
            said += ["--same-day"] if decision.is_for_day else []
            decided = ["decide", file, *self._year_and_folders(batch), *said]
            note = ActNote(batch.decided, decision.by, decision.reason, file)
            self.pipeline.change(decided, CHECK_SECONDS, note, is_followed=True)
            built = self.pipeline.build()
        self._stage(replace(batch, built=built), "done")

    def _year_and_folders(self, batch: Batch) -> list[str]:
        year = ["--fiscal-year", str(batch.fiscal_year)]
        return [*year, "--raw", str(self.raw), "--curated", str(self.pipeline.curated)]

    def _stage(self, batch: Batch, stage: Stage) -> Batch:
        batch = replace(batch, stage=stage, since=time.monotonic())
        self._store(batch)
        return batch

    def _store(self, batch: Batch) -> None:
        with self._lock:
            self._batches[batch.batch_id] = batch

    def _in_background(self, batch: Batch, work: Callable[[Batch], None]) -> None:
        threading.Thread(target=self._guarded, args=(batch, work), daemon=True).start()

    def _guarded(self, batch: Batch, work: Callable[[Batch], None]) -> None:
        """Whatever happens, the batch ends in words."""
        try:
            work(batch)
        except IntakeError as error:
            self._fail(batch, str(error))
        except Exception as error:  # noqa: BLE001 - noted with its trace
            number = faults.note("a batch could not be worked on", error)
            self._fail(batch, f"不具合のため止まりました。ほかのデータは元のままです。{faults.told(number)}")

    def _fail(self, batch: Batch, trouble: str) -> None:
        now = self.batch(batch.batch_id) or batch
        self._store(replace(now, stage="failed", trouble=trouble, since=time.monotonic()))

    def _forget_old(self) -> None:
        """Batches nobody will come back to, and their files."""
        now = time.monotonic()
        with self._lock:
            still = [batch for batch in self._batches.values() if not batch.is_running]
            still.sort(key=lambda batch: batch.since)
            old = [batch for batch in still if now - batch.since > KEPT_SECONDS]
            old += still[: max(0, len(still) - MOST_BATCHES)]
            for batch in old:
                self._batches.pop(batch.batch_id, None)
        for batch in old:
            shutil.rmtree(batch.folder.parent, ignore_errors=True)


def _received(batch: Batch) -> str:
    """「a.xlsx、b.xlsx」を令和8年11月27日の受領として受け取りました."""
    shown = {one.name: one.sender_name for one in batch.files}
    names = words.names([shown.get(name, name) for name in batch.chosen_files])
    day = f"{words.day_short(batch.received_on)}の受領として" if batch.received_on else ""
    return f"{words.fiscal_year(batch.fiscal_year)}の調査票「{names}」を{day}受け取りました"
