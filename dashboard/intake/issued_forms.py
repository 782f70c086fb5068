"""The workbooks of a round as issued to every municipality, drawn in the background and kept until the next time.

They stand beside the warehouses, so that whoever starts the program again finds what was made (and perhaps sent).
"""

from __future__ import annotations

import json
import logging
import secrets
import shutil
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dashboard import clock, faults
from dashboard.intake.pipeline import IntakeError, Pipeline
from dashboard.intake.survey_forms import FORMS

log = logging.getLogger(__name__)
ISSUE_SECONDS = 600.0
# Beside the warehouses: a folder per drawing, and per fiscal year a record of the newest that was finished.
FOLDER = "issued"


@dataclass(frozen=True)
class IssuedRound:
    """`head`: the object of `issue --json`, empty until it is drawn; `trouble`: why it could not be drawn anew.

    `drawn_at`: when it was finished, in Japan (ISO).
    """

    fiscal_year: int
    folder: Path
    head: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""
    drawn_at: str = ""
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


def kept(curated: Path, fiscal_year: int) -> IssuedRound | None:
    """What was drawn last of a round, by whichever run of the program; None where it is not there, or not whole."""
    root = curated / FOLDER
    try:
        record = json.loads(_record(root, fiscal_year).read_text(encoding="utf-8"))
        found = IssuedRound(
            fiscal_year,
            root / str(record["folder"]),
            dict(record["head"]),
            drawn_at=str(record["drawn_at"]),
        )
        is_whole = bool(found.workbooks) and all(path.is_file() for path in found.workbooks.values())
        return found if is_whole else None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def first_drawn_on(curated: Path, fiscal_year: int) -> date | None:
    """The day on which workbooks of a round were drawn first; None where nothing tells."""
    first = _first_drawn_at(curated / FOLDER, fiscal_year)
    return datetime.fromisoformat(first).date() if first else None


def versions(curated: Path) -> dict[int, str]:
    """Of which version of the form the workbooks are that were drawn last, by fiscal year."""
    years = [int(path.stem) for path in (curated / FOLDER).glob("*.json") if path.stem.isdecimal()]
    drawn = {year: kept(curated, year) for year in years}
    return {year: str(found.head["form_version"]) for year, found in drawn.items() if found is not None}


def _first_drawn_at(root: Path, fiscal_year: int) -> str:
    """When a round was drawn first, as its record tells; "" where none was, or the record is older than this program."""
    try:
        record = json.loads(_record(root, fiscal_year).read_text(encoding="utf-8"))
        return str(record["first_drawn_at"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return ""


def _record(root: Path, fiscal_year: int) -> Path:
    return root / f"{fiscal_year}.json"


class IssuedForms:
    """What was drawn, by this running application or an earlier one, by fiscal year: the newest drawing of each."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self._root = pipeline.curated / FOLDER
        self._rounds: dict[int, IssuedRound] = {}
        self._lock = threading.Lock()

    def start(self, fiscal_year: int) -> IssuedRound:
        """Begin to draw the workbooks of a round anew; returns at once. One that is being drawn is not begun again."""
        with self._lock:
            before = self._rounds.get(fiscal_year)
            if before is not None and before.is_running:
                return before
            folder = self._root / f"{fiscal_year}-{secrets.token_hex(8)}"
            begun = IssuedRound(fiscal_year, folder)
            self._rounds[fiscal_year] = begun
        threading.Thread(target=self._guarded, args=(begun,), daemon=True).start()
        return begun

    def round(self, fiscal_year: int) -> IssuedRound | None:
        """The newest drawing of a round; None where there is none."""
        with self._lock:
            if (
                fiscal_year not in self._rounds
                and (found := kept(self.pipeline.curated, fiscal_year)) is not None
            ):
                self._rounds[fiscal_year] = found
            return self._rounds.get(fiscal_year)

    def shown(self, fiscal_year: int) -> IssuedRound | None:
        """As `round`, for whoever comes to the page: why an earlier attempt failed was said where it was made."""
        found = self.round(fiscal_year)
        if found is None or not found.trouble:
            return found
        return replace(found, trouble="") if found.head else None

    def version(self, fiscal_year: int) -> str:
        """Of which version of the form the newest drawing is; "" where there is none."""
        found = self.shown(fiscal_year)
        return str(found.head["form_version"]) if found is not None and found.head else ""

    def _keep(self, drawn: IssuedRound) -> None:
        """Put it in the place of the one before; what is left of that, and of drawings that were cut short, goes."""
        record = _record(self._root, drawn.fiscal_year)
        building = record.with_suffix(".building")
        is_first = not record.exists()
        kept = {
            "folder": drawn.folder.name,
            "drawn_at": drawn.drawn_at,
            "first_drawn_at": drawn.drawn_at if is_first else _first_drawn_at(self._root, drawn.fiscal_year),
            "head": drawn.head,
        }
        building.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        building.replace(record)
        for other in self._root.glob(f"{drawn.fiscal_year}-*"):
            if other != drawn.folder:
                shutil.rmtree(other, ignore_errors=True)

    def _guarded(self, begun: IssuedRound) -> None:
        """Whatever happens, the drawing ends in words."""
        try:
            self._root.mkdir(parents=True, mode=0o700, exist_ok=True)
            arguments = ["issue", "--fiscal-year", str(begun.fiscal_year), "--out", str(begun.folder)]
            head = self.pipeline.ask([*arguments, "--raw", str(self.pipeline.raw)], ISSUE_SECONDS)
            drawn = replace(begun, head=head, drawn_at=clock.now().isoformat(timespec="seconds"))
            self._keep(drawn)
            self._store(drawn)
            self._publish_form()
        except IntakeError as error:
            self._fail(begun, str(error))
        except Exception as error:  # noqa: BLE001 - noted with its trace
            number = faults.note("the workbooks of a round could not be drawn", error)
            self._fail(begun, f"不具合のため止まりました。{faults.told(number)}")

    def _publish_form(self) -> None:
        """Pages know the form from now on: answers may be told before the first return comes."""
        built = self.pipeline.curated / "current"
        saved = [path.stat().st_mtime for path in self.pipeline.raw.glob(FORMS)]
        if not built.is_file() or built.stat().st_mtime > max(saved, default=0.0):
            return
        try:
            with self.pipeline.changing:
                self.pipeline.build()
        except IntakeError as error:  # the sheets are drawn; whoever receives next builds again and is told
            log.warning("the form that was issued is not in the data yet: %s", error)

    def _fail(self, begun: IssuedRound, trouble: str) -> None:
        """What was drawn before is there still."""
        self._store(replace(kept(self.pipeline.curated, begun.fiscal_year) or begun, trouble=trouble))

    def _store(self, changed: IssuedRound) -> None:
        with self._lock:
            self._rounds[changed.fiscal_year] = changed
