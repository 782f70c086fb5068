"""Forms of the state, as the command of the pipeline keeps, shows and fills them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard.intake.pipeline import Pipeline
from machine import temporary

SECONDS = 60.0
MOST_SEEN = 8


class StateForms:
    """Each raises IntakeError where the pipeline refuses."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self._seen: dict[str, dict[str, Any]] = {}

    def keep(self, file: Path) -> str:
        """Keep a form; its id."""
        with self.pipeline.changing:
            return str(self._ask(["keep", str(file)])["form"])

    def look(self, form_id: str) -> dict[str, Any]:
        """Its sheets. What a form is never changes, as its id is that of its content."""
        if form_id not in self._seen:
            self._seen[form_id] = self._ask(["look", form_id])
            for old in list(self._seen)[:-MOST_SEEN]:
                self._seen.pop(old, None)
        return self._seen[form_id]

    def fill(self, form_id: str, values: Sequence[dict[str, Any]]) -> tuple[bytes, list[dict[str, str]], str]:
        """The filled copy, what could not be put in (sheet, cell, reason), and the id under which the copy is kept."""
        with tempfile.TemporaryDirectory(prefix=temporary.prefix()) as folder:
            given, out = Path(folder) / "values.json", Path(folder) / "filled.xlsx"
            given.write_text(json.dumps(list(values), ensure_ascii=False), encoding="utf-8")
            done = self._ask(["fill", form_id, "--values", str(given), "--out", str(out)])
            return out.read_bytes(), done["refused"], self.keep(out)

    def _ask(self, arguments: Sequence[str]) -> dict[str, Any]:
        return self.pipeline.ask(["state-form", *arguments, "--raw", str(self.pipeline.raw)], SECONDS)
