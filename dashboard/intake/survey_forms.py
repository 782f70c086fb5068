"""The forms of the rounds, as the commands of the pipeline show, propose, preview and save them."""

from __future__ import annotations

import json
import logging
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.intake.act_notes import ActNote
from dashboard.intake.pipeline import Pipeline
from dashboard.words import words
from machine import temporary

SECONDS = 60.0
FORMS = "survey/*/form.toml"
HEAD = {"fiscal_year": int, "title": str, "as_of": date, "issued_on": date, "deadline": date, "version": str}
log = logging.getLogger(__name__)


class SurveyForms:
    """Questions of the editor to the pipeline. Each raises IntakeError where the pipeline refuses."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline

    def rounds(self) -> dict[str, list[dict[str, Any]]]:
        """`rounds`: every round that has a form, the newest first; `removed`: those whose form was taken away."""
        return self._ask(["list"])

    def show(self, fiscal_year: int) -> dict[str, Any]:
        """The form of a round with all that the editor needs."""
        return self._ask(["show", "--fiscal-year", str(fiscal_year)])

    def propose(self, fiscal_year: int, before: int | None) -> dict[str, Any]:
        """The form of a new round, made from an earlier one and not kept yet."""
        source = ["--from", str(before)] if before is not None else []
        return self._ask(["new", "--fiscal-year", str(fiscal_year), *source, "--draft"])

    def preview(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The rows of the sheet, what is to be put right and what can be compared."""
        with _handed_over(document) as file:
            return self._ask(["preview", str(file)])

    def workbook(self, document: Mapping[str, Any]) -> bytes:
        """The workbook of one municipality as it will go out; empty where no sheet can be drawn yet."""
        with _handed_over(document) as file:
            book = file.with_name("sheet.xlsx")
            self._ask(["preview", str(file), "--xlsx", str(book)])
            return book.read_bytes() if book.exists() else b""

    def save(
        self, fiscal_year: int, document: Mapping[str, Any], state: str, *, as_new_version: bool, by: str
    ) -> dict[str, Any]:
        """Keep the form, unless somebody else has since it was in that state. by: who does."""
        version = ["--as-new-version"] if as_new_version else []
        year = ["--fiscal-year", str(fiscal_year)]
        with _handed_over(document) as file, self.pipeline.changing:
            command = ["form", "save", str(file), *year, "--expect", state, *version]
            note = ActNote(f"{words.fiscal_year(fiscal_year)}の調査票を保存", by)
            return self.pipeline.change([*command, "--raw", str(self.pipeline.raw)], SECONDS, note)

    def _ask(self, arguments: Sequence[str]) -> dict[str, Any]:
        return self.pipeline.ask(["form", *arguments, "--raw", str(self.pipeline.raw)], SECONDS)


def heads(raw: Path) -> list[dict[str, Any]]:
    """Of every questionnaire that can be read, built into the data or not: fiscal_year, form_version, title, as_of,
    issued_on, deadline. 調査をつくる says what is wrong with one that cannot be read.
    """
    found = (document["form"] for document in _documents(raw))
    return [{**{key: head[key] for key in HEAD}, "form_version": head["version"]} for head in found]


def questions(raw: Path) -> dict[str, str]:
    """Id → words of every question of the questionnaires that can be read: those of the newest in their order, then others."""
    found: dict[str, str] = {}
    for document in sorted(_documents(raw), key=lambda one: int(one["form"]["fiscal_year"]), reverse=True):
        above = ""
        for entry in document.get("question", []):
            wording = str(entry.get("wording", ""))
            above = above if "part_of" in entry else wording
            found.setdefault(str(entry["id"]), f"{above} ― {wording}" if "part_of" in entry else wording)
    return found


def _documents(raw: Path) -> list[dict[str, Any]]:
    """The questionnaires whose head can be read."""
    found = []
    for path in raw.glob(FORMS):
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
            head = document["form"]
        except (OSError, ValueError, KeyError) as error:  # ValueError: no TOML, or no UTF-8
            log.info("the head of %s cannot be read: %s", path, error)
            continue
        if isinstance(head, dict) and all(isinstance(head.get(key), kind) for key, kind in HEAD.items()):
            found.append(document)
    return found


def state_of_forms(raw: Path) -> tuple[tuple[str, int], ...]:
    """Tells one state of the saved questionnaires from another."""
    return tuple(sorted((path.parent.name, path.stat().st_mtime_ns) for path in raw.glob(FORMS)))


@contextmanager
def _handed_over(document: Mapping[str, Any]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=temporary.prefix()) as folder:
        file = Path(folder) / "form.json"
        file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        yield file
