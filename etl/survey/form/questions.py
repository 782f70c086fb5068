"""What a questionnaire is once it has been read: questions, options, conditions, and when they apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from etl import fiscal_year

Kind = Literal["single", "multiple", "ranked", "integer", "fiscal_year", "date", "free_text", "contact"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KINDS_WITH_OPTIONS: frozenset[Kind] = frozenset({"single", "multiple", "ranked", "contact"})
# Kinds whose row carries the answer of last year and, where it changed, the reason.
KINDS_COMPARED: frozenset[Kind] = frozenset(KINDS) - {"free_text", "contact"}

# An answer in canonical form, as it is stored and as last year's is handed in:
#   single: option code; multiple: codes in form order; ranked: codes, first place first;
#   integer: int; fiscal_year: int of its first year, or UNDECIDED; date: date; free_text: text;
#   contact: part code -> text.
PlainAnswer = str | int | date | tuple[str, ...] | Mapping[str, str]

UNDECIDED = "undecided"
UNDECIDED_LABEL = "未定"
CHECK_MARK = "○"
REASON_SLOT = "reason"


@dataclass(frozen=True)
class Option:
    """One choice. `replaces` are codes of earlier years that this one stands for (merged or renamed)."""

    code: str
    label: str
    help: str = ""
    provisional: bool = False
    exclusive: bool = False
    aliases: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.code)


@dataclass(frozen=True)
class Condition:
    """The question is to be answered only if the answer of another one is (not) among these codes."""

    question_id: str
    codes: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class Question:
    """One question. `conditions` are complete: those of the questions that it depends on are included."""

    id: str
    kind: Kind
    wording: str
    help: str = ""
    options: tuple[Option, ...] = ()
    vocabulary: str = ""
    required: bool = False
    conditions: tuple[Condition, ...] = ()
    condition_note: str = ""
    prefilled: bool = False
    provisional: bool = False
    previous_ids: tuple[str, ...] = ()
    compared: bool = True
    group_id: str = ""
    item_code: str = ""
    unit: str = ""
    minimum: int = 0
    maximum: int = 0
    allows_undecided: bool = False
    ranks: int = 0
    lines: int = 1

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """Names of the answer cells: one per option, rank or part; a single "" where there is one cell."""
        if self.kind in ("multiple", "contact"):
            return tuple(option.code for option in self.options)
        if self.kind == "ranked":
            return tuple(str(rank) for rank in range(1, self.ranks + 1))
        return ("",)

    @cached_property
    def places(self) -> frozenset[str]:
        """Every slot that a returned cell of this question may have: also "" for all of it, and the reason."""
        return frozenset({"", REASON_SLOT, *self.slots, *(option.code for option in self.options)})

    @property
    def is_compared(self) -> bool:
        """Is the answer compared with last year's cell by cell (of a merged question it is only shown)?"""
        return self.compared and self.kind in KINDS_COMPARED and len(self.previous_ids) == 1


@dataclass(frozen=True)
class Block:
    """One numbered 問: a question, or a table of questions, with what belongs to it."""

    number: int
    id: str
    title: str
    help: str
    section: str
    questions: tuple[Question, ...]
    is_table: bool


@dataclass(frozen=True)
class Form:
    """The 調査票 of one fiscal year."""

    version: str
    fiscal_year: int
    previous: str
    title: str
    file_label: str
    as_of: date
    issued_on: date
    deadline: date
    sender: str
    reply_to: str
    legal_basis: str
    note: str
    instructions: tuple[str, ...]
    blocks: tuple[Block, ...]

    @cached_property
    def previous_year(self) -> int:
        """Fiscal year of the round whose answers stand beside this one's: that of `previous`, else the year before."""
        named = fiscal_year.parse(self.previous).fiscal_year if self.previous else None
        return self.fiscal_year - 1 if named is None else named

    @property
    def previous_word(self) -> str:
        """What people call that round: 前年度, or 前回 where no survey was held last year."""
        return "前年度" if self.previous_year == self.fiscal_year - 1 else "前回"

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for block in self.blocks for question in block.questions)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}


def applies(question: Question, answers: Mapping[str, PlainAnswer]) -> bool | None:
    """Is the question to be answered, given the canonical answers? None: one that decides is unanswered."""
    unknown = False
    for condition in question.conditions:
        answer = answers.get(condition.question_id)
        if answer is None or answer == ():
            unknown = True
            continue
        chosen = {answer} if isinstance(answer, str) else set(answer) if isinstance(answer, tuple) else set()
        if bool(chosen & set(condition.codes)) == condition.negated:
            return False
    return None if unknown else True


def condition_text(form: Form, question: Question) -> str:
    """When the question is to be answered, in words: 「問1が「実施中」のとき」. Empty if always."""
    if question.condition_note or not question.conditions:
        return question.condition_note
    controls = {condition.question_id: form.by_id[condition.question_id] for condition in question.conditions}
    inherited = {condition for control in controls.values() for condition in control.conditions}
    texts = []
    for condition in question.conditions:
        control = controls[condition.question_id]
        if condition in inherited:
            continue
        named = [option.label for option in control.options if option.code in condition.codes]
        others = [option.label for option in control.options if option.code not in condition.codes]
        negated = condition.negated
        if others and len(others) < len(named) and not negated:
            named, negated = others, True
        number = next(block.number for block in form.blocks if control in block.questions)
        texts.append(f"問{number}が「{'」「'.join(named)}」{'以外' if negated else ''}のとき")
    return "、".join(texts)
