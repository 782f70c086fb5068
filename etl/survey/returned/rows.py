"""Finds each row of the form again in a returned sheet by its number and label, wherever it has moved to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from etl.findings import Finding, Severity
from etl.readers.grid import CellRef, cell_at
from etl.survey.returned.plan import Plan, PlanRow
from etl.survey.returned.sheet import SheetRows

LEAST_LABEL = 4
# 問4-7: a number of another row, not one with something put to it.
_NUMBER = re.compile(r"(?:問|Q|第)?[\d.()]+(?:[-ー‐－の][\d]+)*問?", re.IGNORECASE)


@dataclass
class LocatedRows:
    """`rows`: place of the row in the plan → row of the sheet. `unread`: questions whose rows are in doubt.

    `reported`: rows of the sheet that a finding is about already.
    """

    rows: dict[int, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    renumbered: list[int] = field(default_factory=list)
    reported: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Fit:
    """The share of the form's rows that a sheet has: number and label alike, and by the label alone."""

    exact: float
    by_label: float

    @property
    def score(self) -> float:
        """What the form that fits best has most of."""
        return (self.exact + self.by_label) / 2

    @property
    def best(self) -> float:
        return max(self.exact, self.by_label)


def fit(plan: Plan, sheet: SheetRows) -> Fit:
    exact = sum(pair in sheet.by_pair for pair in plan.pairs)
    by_label = sum(row.text in sheet.by_text for row in plan.rows)
    total = max(1, len(plan.rows))
    return Fit(exact / total, by_label / total)


def locate(plan: Plan, sheet: SheetRows) -> LocatedRows:
    """Where each row of the plan stands now. What is not certain is said, and its question is not read."""
    located = LocatedRows()
    used: set[int] = set()
    for index, row in enumerate(plan.rows):
        hits = _hits(plan, sheet, row)
        at = hits[0] if len(hits) == 1 else _of_several(located, sheet, row, hits) if hits else None
        if at is not None and at not in used:
            _take(located, plan, sheet, index, at, used)
    doubled = frozenset(located.unread)
    for index, row in enumerate(plan.rows):
        if index not in located.rows and row.question_id not in doubled:
            _by_text(located, plan, sheet, index, used)
    _missing(located, plan, sheet)
    _renumbered(located, plan, sheet)
    return located


def _hits(plan: Plan, sheet: SheetRows, row: PlanRow) -> list[int]:
    """Every row that may be this one: number and label alike, or one of them with the other erased.

    Without any of these: the same number, and a label that only lost its help or had something added to it.
    """
    exact = sheet.by_pair.get((row.number, row.text), [])
    without_label = sheet.by_pair.get((row.number, ""), []) if row.number else []
    without_number = sheet.by_pair.get(("", row.text), []) if plan.texts[row.text] == 1 else []
    hits = sorted({*exact, *without_label, *without_number})
    if hits or not row.label:
        return hits
    same = [at for at in sheet.by_number.get(row.number, []) if _holds(sheet.texts[at][1], row)]
    return [at for at in same if sheet.texts[at] not in plan.pairs]


def _holds(text: str, row: PlanRow) -> bool:
    """Whether a label still is the row's: it begins with it, or something was put in front of it, as in ○人材不足."""
    return text.startswith(row.label) or (
        len(row.label) >= LEAST_LABEL and text.endswith((row.label, row.text))
    )


def _take(located: LocatedRows, plan: Plan, sheet: SheetRows, index: int, at: int, used: set[int]) -> None:
    """Settle where a row of the plan stands, and say what of it has changed."""
    row = plan.rows[index]
    located.rows[index] = at
    used.add(at)
    number, text = sheet.texts[at]
    if number != row.number:
        located.renumbered.append(index)
    elif not text:
        ref = cell_at(sheet.sheet, at, max(0, sheet.columns.label))
        message = f"{row.name}の文言が消えています。番号をたよりに読みました。確かめてください。"
        located.findings.append(_finding("warning", "LABEL-GONE", message, ref, row))
    elif not row.text.startswith(text):
        ref = cell_at(sheet.sheet, at, max(0, sheet.columns.label))
        message = (
            f"{row.name}の文言が「{' '.join(ref.text.split())[:60]}」と書き足されています。書き足しは回答として読まず、"
            "回答の欄だけを元の設問への答えとして読みました。○や答えを文言の欄に書いていないか確かめてください。"
        )
        located.findings.append(_finding("warning", "LABEL-CHANGED", message, ref, row))


def _of_several(located: LocatedRows, sheet: SheetRows, row: PlanRow, hits: list[int]) -> int | None:
    """A row that was copied: the copy that is filled in, if only one is or all say the same."""
    located.reported.update(hits)
    said = {at: tuple(ref.text.strip() for ref in _entries(sheet, row, at)) for at in hits}
    filled = [at for at in hits if any(said[at])]
    places = "、".join(cell_at(sheet.sheet, at, sheet.columns.answer).cell for at in hits)
    if len({said[at] for at in filled}) > 1:
        message = (
            f"{row.name}の行が{len(hits)}つあり、違う答えが書かれています（{places}）。"
            "どれが正しいか決められないので、この設問は読んでいません。正しい行だけを残してもらってください。"
        )
        located.findings.append(_finding("error", "ROW-TWICE", message, sheet.answer_at(filled[-1]), row))
        located.unread.update(question_id for question_id, _, _ in row.slots)
        return None
    at = filled[0] if filled else hits[0]
    message = f"{row.name}の行が{len(hits)}つあります（{places}）。{sheet.answer_at(at).cell}を読みました。確かめてください。"
    located.findings.append(_finding("warning", "ROW-TWICE", message, sheet.answer_at(at), row))
    return at


def _entries(sheet: SheetRows, row: PlanRow, at: int) -> Iterable[CellRef]:
    for _, _, is_reason in row.slots:
        ref = sheet.reason_at(at) if is_reason else sheet.answer_at(at)
        if ref is not None:
            yield ref


def _by_text(located: LocatedRows, plan: Plan, sheet: SheetRows, index: int, used: set[int]) -> None:
    """A row that lost its number, or its label, by what is left of it."""
    row = plan.rows[index]
    unnumbered = [
        at
        for at in sheet.by_text.get(row.text, [])
        if at not in used and (not sheet.texts[at][0] or sheet.texts[at][0] not in plan.numbers)
    ]
    if len(unnumbered) > 1 or plan.texts[row.text] > 1:
        unnumbered = [at for at in unnumbered if _is_between(located, plan, index, at)]
    if len(unnumbered) == 1:
        return _take(located, plan, sheet, index, unnumbered[0], used)
    candidates = [at for at in sheet.by_number.get(row.number, []) if at not in used]
    if len(candidates) != 1:
        return None
    ref = cell_at(sheet.sheet, candidates[0], sheet.columns.label)
    message = (
        f"{row.name}の文言が「{' '.join(ref.text.split())[:60]}」に変わっています。別の設問への答えかもしれないので、"
        "読んでいません。元の調査票の文言に戻してもらってください。"
    )
    located.reported.add(candidates[0])
    located.findings.append(_finding("error", "LABEL-CHANGED", message, ref, row))
    located.unread.update(question_id for question_id, _, _ in row.slots)
    return None


def _is_between(located: LocatedRows, plan: Plan, index: int, at: int) -> bool:
    """Whether a row lies after the row before it in the form and before the one after it, as far as they are known."""
    before = next((located.rows[i] for i in range(index - 1, -1, -1) if i in located.rows), -1)
    after = next((located.rows[i] for i in range(index + 1, len(plan.rows)) if i in located.rows), None)
    return before < at and (after is None or at < after)


def _missing(located: LocatedRows, plan: Plan, sheet: SheetRows) -> None:
    """One finding a question for its rows that are nowhere to be found."""
    gone: dict[str, list[PlanRow]] = {}
    for index, row in enumerate(plan.rows):
        if index not in located.rows and row.question_id not in located.unread:
            gone.setdefault(row.question_id, []).append(row)
    for rows in gone.values():
        names = "、".join(row.name for row in rows[:4]) + ("ほか" if len(rows) > 4 else "")
        message = (
            f"{names}の行が見つかりません。削除されたものとみて、空欄として扱いました。"
            "元の調査票に書きなおしてもらうか、回答を聞いてください。"
        )
        ref = CellRef(sheet.sheet.name, "", None, "")
        located.findings.append(_finding("warning", "ROW-MISSING", message, ref, rows[0]))


def _renumbered(located: LocatedRows, plan: Plan, sheet: SheetRows) -> None:
    """Numbers that were shifted or erased are one thing to say; what was written to a number may be an answer each."""
    plain: list[int] = []
    for index in located.renumbered:
        number = sheet.texts[located.rows[index]][0]
        if not number or _NUMBER.fullmatch(number):
            plain.append(index)
            continue
        ref = cell_at(sheet.sheet, located.rows[index], sheet.columns.number)
        message = (
            f"{plan.rows[index].name}の番号の欄が「{' '.join(ref.text.split())[:40]}」になっています。文言をたよりに設問を決め、"
            "番号の欄に書かれたものは回答として読んでいません。○や答えを番号の欄に書いていないか確かめてください。"
        )
        located.findings.append(_finding("warning", "NUMBER-CHANGED", message, ref, plan.rows[index]))
    if not plain:
        return
    first = plain[0]
    more = f"（ほか{len(plain) - 1}行）" if len(plain) > 1 else ""
    ref = cell_at(sheet.sheet, located.rows[first], sheet.columns.number)
    message = (
        f"{plan.rows[first].name}の番号が変わっているので{more}、文言をたよりに読みました。確かめてください。"
    )
    located.findings.append(_finding("warning", "NUMBER-CHANGED", message, ref, plan.rows[first]))


def _finding(severity: Severity, rule: str, message: str, ref: CellRef, row: PlanRow) -> Finding:
    value = ref.text[:200]
    return Finding(
        severity,
        rule,
        message,
        sheet=ref.sheet,
        cell=ref.cell,
        question_id=row.question_id,
        value=value,
    )
