"""What a returned sheet should look like: its rows with number, label and cells, from a form or a manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from etl import names
from etl.readers.grid import position
from etl.survey.form.questions import REASON_SLOT, Form
from etl.survey.sheet import layout as places
from etl.survey.sheet.body import CLOSING, HINTS
from etl.survey.sheet.head import GUIDE_TITLE, LEGEND, PROGRESS_LABEL
from etl.survey.sheet.layout import Layout
from etl.survey.sheet.manifest import ManifestCell, make_manifest

# Stood behind an option, and under the form, on sheets issued before a form was reviewed before it went out.
PROVISIONAL_MARK = "〔仮〕"
PROVISIONAL_NOTE = f"{PROVISIONAL_MARK}の付いた選択肢は、確定前の案です。"


@dataclass(frozen=True)
class PlanRow:
    """One row with cells to fill: what stands in its columns A and B, and what its cells answer.

    `slots`: (question id, slot, is it the reason). The texts are keys: see `key`.
    """

    row: int
    number: str
    label: str
    text: str
    name: str
    slots: tuple[tuple[str, str, bool], ...]

    @property
    def question_id(self) -> str:
        return self.slots[0][0]

    @cached_property
    def has_reason(self) -> bool:
        return any(is_reason for _, _, is_reason in self.slots)


@dataclass(frozen=True, eq=False)
class Plan:
    """The rows of one form as issued. `form` says what the questions are. Made once, it is known by itself."""

    form: Form
    layout: Layout
    rows: tuple[PlanRow, ...]

    @cached_property
    def headings(self) -> tuple[tuple[int, PlanRow], ...]:
        """Rows without an answer cell of their own, by their place in `rows`."""
        return tuple(
            (index, row)
            for index, row in enumerate(self.rows)
            if row.question_id in self.form.by_id and all(is_reason for _, _, is_reason in row.slots)
        )

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset((row.number, row.text) for row in self.rows)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(row.number for row in self.rows) | {key(line.number) for line in self.layout.lines}

    @cached_property
    def texts(self) -> Counter[str]:
        """How often each label cell's text occurs in the form."""
        return Counter(row.text for row in self.rows)

    @cached_property
    def labels(self) -> frozenset[str]:
        """Everything that may stand in the columns of numbers and labels of a sheet that nobody changed."""
        lines = self.layout.lines
        marked = [f"{line.label}{places.REQUIRED_MARK}" for line in lines]
        own = {key(text) for line in lines for text in (line.number, line.label, line.text)} | set(
            map(key, marked)
        )
        return frozenset(own | {text for row in self.rows for text in (row.number, row.text)})

    @cached_property
    def hints(self) -> frozenset[str]:
        return frozenset(map(key, HINTS.values()))

    @cached_property
    def head(self) -> frozenset[str]:
        """What stands above the header in the left columns, but for the title and the sender."""
        texts = [*self.layout.guide, *(text for _, text in LEGEND), GUIDE_TITLE]
        return frozenset(map(key, texts))

    @cached_property
    def card(self) -> frozenset[str]:
        """Labels above the header whose row goes on with what depends on the municipality."""
        return frozenset(key(text) for text in (PROGRESS_LABEL, *(line.label for line in self.layout.card)))

    @cached_property
    def titles(self) -> tuple[str, str]:
        return key(self.form.title), key(self.form.sender)

    @cached_property
    def closing(self) -> frozenset[str]:
        """The line under the form."""
        return frozenset({key(CLOSING), key(f"{CLOSING}　{PROVISIONAL_NOTE}")})

    @cached_property
    def manifest_cells(self) -> tuple[ManifestCell, ...]:
        return make_manifest(self.layout, "", "").cells


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """What two spellings of one label have in common: width, spaces, line breaks and 〔仮〕 do not count."""
    return names.normalise(text.replace(PROVISIONAL_MARK, ""))


def plan_of_form(form: Form) -> Plan:
    """The plan of a form as it would be issued now."""
    layout = places.make_layout(form)
    return Plan(form, layout, _rows(make_manifest(layout, "", "").cells))


@lru_cache(maxsize=16)
def plan_of_cells(cells: tuple[ManifestCell, ...], current: Plan) -> Plan:
    """The plan that workbooks themselves carry: mostly that of the form, or as an earlier version of us laid it out."""
    if cells == current.manifest_cells:
        return current
    return Plan(current.form, current.layout, _rows(cells))


def _rows(cells: Iterable[ManifestCell]) -> tuple[PlanRow, ...]:
    by_row: dict[int, list[ManifestCell]] = {}
    for cell in cells:
        by_row.setdefault(position(cell.cell)[0], []).append(cell)
    return tuple(
        PlanRow(
            row,
            key(group[0].number),
            key(group[0].label),
            key(group[0].text),
            f"{group[0].number}「{group[0].label}」",
            tuple((cell.question_id, cell.slot, cell.slot == REASON_SLOT) for cell in group),
        )
        for row, group in sorted(by_row.items())
    )
