"""Where everything of a 調査票 stands: a pure function of the form, used for writing and for reading back.

Rules that the reading side relies on:
- one sheet, one answer cell a row, never merged with another row; its label stands in column B of that row,
  its number (問3, 問3-1: unique in a form) in column A;
- the answer stands in column C under the heading 回答, last year's in D, the reason of a change in the last;
- free text and contact answers span C to the last column (the value is in C);
- the label cell begins with the label; 必須, and on a new line the help, may follow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from etl import fiscal_year
from etl.survey.form.questions import KINDS_COMPARED, REASON_SLOT, Block, Form, Question, condition_text
from etl.survey.sheet.measure import LEAST_HEIGHT, LINE_POINTS, em, points_of, row_height

SHEET_NAME = "調査票"
NUMBER_COL, LABEL_COL, ANSWER_COL = 0, 1, 2
TITLE_ROW, PROGRESS_ROW, SENDER_ROW, CARD_ROW = 0, 1, 2, 3
LEGEND_LINES = 3
REQUIRED_MARK = "必須"
SYNTHETIC_MARK = "架空データ"
# In the instructions: the column of earlier answers, whatever round it is of.
LAST_YEARS_ANSWER = "前年度の回答"

Role = Literal["section", "heading", "entry"]
HEAD_ROW_HEIGHT, HEADER_HEIGHT = 17.0, 28.0
HEAD_HEIGHT = 52.0 + HEADER_HEIGHT
A4_INSIDE = (530.0, 756.0)  # width and height in points within the margins


@dataclass(frozen=True)
class Line:
    """One row under the header row: a section band, the heading of a 問 with several cells, or one answer."""

    row: int
    role: Role
    block: Block
    number: str = ""
    label: str = ""
    note: str = ""
    is_marked: bool = False
    question: Question | None = None
    slot: str = ""
    has_reason: bool = False
    is_wide: bool = False
    height: float = LEAST_HEIGHT

    @property
    def text(self) -> str:
        """Everything that the label cell says: it begins with the label."""
        marked = f"{self.label}　{REQUIRED_MARK}" if self.is_marked else self.label
        return f"{marked}\n{self.note}" if self.note else marked


@dataclass(frozen=True)
class Slot:
    """One cell to fill: `slot` is "" or an option code, a rank, a part of the contact, or REASON_SLOT."""

    question: Question
    slot: str
    row: int
    col: int
    number: str
    label: str
    text: str
    is_wide: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.question.id, self.slot

    @property
    def name(self) -> str:
        """Its defined name: ans_status, ans_barriers__other, rsn_status (Q01 would be a cell address)."""
        if self.slot == REASON_SLOT:
            return f"rsn_{self.question.id}"
        return f"ans_{self.question.id}" + (f"__{self.slot}" if self.slot else "")


@dataclass(frozen=True)
class CardLine:
    """One line of the card at the top right: what the sheet is and for whom."""

    row: int
    key: str
    label: str


@dataclass(frozen=True)
class Layout:
    """The cells of one 調査票 sheet. Rows are counted from 0, widths in characters."""

    form: Form
    widths: tuple[float, ...]
    header: tuple[str, ...]
    header_row: int
    guide: tuple[str, ...]
    card: tuple[CardLine, ...]
    lines: tuple[Line, ...]
    slots: tuple[Slot, ...]
    break_row: int | None

    @property
    def has_previous(self) -> bool:
        return self.form.previous != ""

    @property
    def previous_col(self) -> int:
        """Column of last year's answer. Only where `has_previous`."""
        return ANSWER_COL + 1

    @property
    def reason_col(self) -> int:
        return len(self.widths) - 1

    @property
    def last_row(self) -> int:
        return self.lines[-1].row

    def slots_of(self, question_id: str) -> tuple[Slot, ...]:
        """The answer cells of a question in order, without the reason."""
        return self._answer_slots[question_id]

    def reason_of(self, question_id: str) -> Slot | None:
        return self._reason_slots.get(question_id)

    @cached_property
    def _answer_slots(self) -> dict[str, tuple[Slot, ...]]:
        slots: dict[str, tuple[Slot, ...]] = {}
        for slot in self.slots:
            if slot.slot != REASON_SLOT:
                slots[slot.question.id] = (*slots.get(slot.question.id, ()), slot)
        return slots

    @cached_property
    def _reason_slots(self) -> dict[str, Slot]:
        return {slot.question.id: slot for slot in self.slots if slot.slot == REASON_SLOT}


def make_layout(form: Form) -> Layout:
    """Lay a form out from top to bottom."""
    header: tuple[str, ...]
    widths: tuple[float, ...]
    if form.previous:
        previous_label = fiscal_year.label(form.previous_year)
        before = f"{form.previous_word}の回答\n（{previous_label}）"
        header = ("問", "設問", "回答", before, "変わった理由・補足")
        widths = (8.0, 50.0, 25.0, 21.0, 21.0)
    else:
        header = ("問", "設問", "回答", "補足")
        widths = (8.0, 50.0, 34.0, 34.0)
    card = _card()
    guide = _guide(form, widths)
    header_row = CARD_ROW + max(len(card), 1 + len(guide) + LEGEND_LINES) + 1
    lines: list[Line] = []
    row = header_row + 1
    section = ""
    for block in form.blocks:
        if block.section != section:
            section = block.section
            lines.append(Line(row, "section", block, label=section, height=19.0))
            row += 1
        for line in _block_lines(form, block, row, widths):
            lines.append(line)
            row += 1
    slots = tuple(slot for line in lines for slot in _slots(line, len(widths) - 1))
    break_row = _page_break(lines, header_row, widths)
    return Layout(form, widths, header, header_row, guide, card, tuple(lines), slots, break_row)


def marked_synthetic(layout: Layout) -> Layout:
    """The same form, with last year's answers headed as fictional."""
    header = list(layout.header)
    header[layout.previous_col] = header[layout.previous_col].replace("\n", f"【{SYNTHETIC_MARK}】\n")
    return replace(layout, header=tuple(header))


def _card() -> tuple[CardLine, ...]:
    labels = {
        "municipality": "市町村名",
        "code": "市町村コード",
        "subprefecture": "（総合）振興局",
        "as_of": "基準日",
        "deadline": "回答期限",
        "reply_to": "返送先",
        "version": "様式",
        "required": "必須項目の数",
        "answered": "うち記入済み",
    }
    return tuple(CardLine(CARD_ROW + n, key, label) for n, (key, label) in enumerate(labels.items()))


def _guide(form: Form, widths: tuple[float, ...]) -> tuple[str, ...]:
    """The instructions, numbered and broken where columns A and B end: text over C would cut them off."""
    room = (points_of(widths[: LABEL_COL + 1]) - 12) / 9
    rows: list[str] = []
    for number, text in enumerate(form.instructions, 1):
        rows.append(f"{number}. ")
        for letter in text.replace(LAST_YEARS_ANSWER, f"{form.previous_word}の回答"):
            if sum(map(em, rows[-1])) + em(letter) > room:
                rows.append("　 ")
            rows[-1] += letter
    return tuple(rows)


def _block_lines(form: Form, block: Block, row: int, widths: tuple[float, ...]) -> list[Line]:
    """The rows of one 問: a heading where it has several cells, then one row per cell."""
    lines: list[Line] = []

    def add(role: Role, label: str, note: str, question: Question | None, slot: str, is_marked: bool) -> None:
        number = f"問{block.number}-{len(lines)}" if lines else f"問{block.number}"
        is_wide = role == "entry" and question is not None and question.kind in ("free_text", "contact")
        has_reason = (
            question is not None
            and question.kind in KINDS_COMPARED
            and (role == "heading" or question.slots == ("",))
        )
        height = row_height(f"{label}　{REQUIRED_MARK}" if is_marked else label, note, widths[LABEL_COL])
        if is_wide and question is not None:
            height = max(height, question.lines * LINE_POINTS + 4)
        at = row + len(lines)
        lines.append(
            Line(at, role, block, number, label, note, is_marked, question, slot, has_reason, is_wide, height)
        )

    if block.is_table:
        add("heading", block.title, block.help, None, "", any(q.required for q in block.questions))
    for question in block.questions:
        condition = condition_text(form, question)
        note = "　".join(filter(None, [f"［{condition}］" if condition else "", question.help]))
        label, is_marked = question.wording, question.required and question.group_id == ""
        if question.slots == ("",):
            add("entry", label, note, question, "", is_marked)
            continue
        add("heading", label, note, question, "", is_marked)
        for slot in question.slots:
            option = question.option(slot)
            name = f"{slot}位" if option is None else option.label
            add("entry", name, "", question, slot, False)
    return lines


def _slots(line: Line, reason_col: int) -> list[Slot]:
    if line.question is None:
        return []
    slots = []
    if line.role == "entry":
        slots.append(_slot(line, line.question, line.slot, ANSWER_COL, line.is_wide))
    if line.has_reason:
        slots.append(_slot(line, line.question, REASON_SLOT, reason_col, False))
    return slots


def _slot(line: Line, question: Question, slot: str, col: int, is_wide: bool) -> Slot:
    return Slot(question, slot, line.row, col, line.number, line.label, line.text, is_wide)


def _page_break(lines: list[Line], header_row: int, widths: tuple[float, ...]) -> int | None:
    """The row of the section that begins the second page, if one is needed and both pages then fit, about equal.

    A form that takes more flows from page to page.
    """
    head = head_height(header_row)
    total = head + sum(line.height for line in lines)
    starts = [line for line in lines if line.role == "section"][1:]
    room = capacity(widths)
    if not starts or total < room:
        return None

    def longer_page(start: Line) -> float:
        first = head + sum(line.height for line in lines if line.row < start.row)
        return max(first, total - first + HEADER_HEIGHT)

    best = min(starts, key=longer_page)
    return best.row if longer_page(best) <= room else None


def capacity(widths: tuple[float, ...]) -> float:
    """Height of the rows that one page takes, in points of the sheet."""
    return A4_INSIDE[1] * points_of(widths) / A4_INSIDE[0]


def head_height(header_row: int) -> float:
    return HEAD_HEIGHT + (header_row - SENDER_ROW) * HEAD_ROW_HEIGHT
