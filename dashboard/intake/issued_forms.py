"""The workbooks of a round as issued to every municipality, drawn in the background and kept until the next time."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dashboard import faults
from dashboard.intake.pipeline import IntakeError, Pipeline

ISSUE_SECONDS = 600.0


@dataclass(frozen=True)
class IssuedRound:
    """`head`: the object of `issue --json`, empty until it is drawn; `trouble`: why it could not be."""

    fiscal_year: int
    folder: Path
    head: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""
    since: float = field(default_factory=time.monotonic)

    @property
    def is_running(self) -> bool:
        return not self.head and not self.trouble

    @property
    def seconds(self) -> int:
        """How long the drawing has lasted."""
        return int(time.monotonic() - self.since)

    @property
    def workbooks(self) -> dict[str, Path]:
        """The workbook of each municipality, by code."""
        return {str(code): self.folder / str(name) for code, name in self.head.get("files", {}).items()}


class IssuedForms:
    """What this running application has drawn, by fiscal year: the newest drawing of each."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self._rounds: dict[int, IssuedRound] = {}
        self._lock = threading.Lock()
        self._root: Path | None = None

    def start(self, fiscal_year: int) -> IssuedRound:
        """Begin to draw the workbooks of a round anew; returns at once. One that is being drawn is not begun again."""
        with self._lock:
            before = self._rounds.get(fiscal_year)
            if before is not None and before.is_running:
                return before
            if self._root is None:
                self._root = Path(tempfile.mkdtemp(prefix="kasanari-"))
                atexit.register(shutil.rmtree, self._root, ignore_errors=True)
            begun = IssuedRound(fiscal_year, Path(tempfile.mkdtemp(dir=self._root)) / "files")
            self._rounds[fiscal_year] = begun
        threading.Thread(target=self._guarded, args=(begun,), daemon=True).start()
        if before is not None:
            shutil.rmtree(before.folder.parent, ignore_errors=True)
        return begun

    def round(self, fiscal_year: int) -> IssuedRound | None:
        """The newest drawing of a round; None where there is none."""
        with self._lock:
            return self._rounds.get(fiscal_year)

    def _guarded(self, begun: IssuedRound) -> None:
        """Whatever happens, the drawing ends in words."""
        try:
            arguments = ["issue", "--fiscal-year", str(begun.fiscal_year), "--out", str(begun.folder)]
            head = self.pipeline.ask([*arguments, "--raw", str(self.pipeline.raw)], ISSUE_SECONDS)
            self._store(replace(begun, head=head))
        except IntakeError as error:
            self._store(replace(begun, trouble=str(error)))
        except Exception as error:  # noqa: BLE001 - noted with its trace
            number = faults.note("the workbooks of a round could not be drawn", error)
            self._store(replace(begun, trouble=f"不具合のため止まりました。{faults.told(number)}"))

    def _store(self, changed: IssuedRound) -> None:
        with self._lock:
            self._rounds[changed.fiscal_year] = changed
