"""One return as the rules look at it: answers, their plain values, last year's under this year's codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etl import fiscal_year
from etl.findings import Finding, Severity
from etl.readers.grid import CellRef
from etl.survey.answers.model import Answer, remark
from etl.survey.answers.reading import canonical
from etl.survey.form.entries import text_of
from etl.survey.form.questions import Form, PlainAnswer, Question
from etl.survey.sheet.layout import SYNTHETIC_MARK


@dataclass(frozen=True)
class ReturnView:
    """`plain`: this year's canonical answers; `previous`: last year's; `as_of`: the fiscal year that is now.

    `previous_form`: in whose words last year's answers are shown; `last_year`: how findings call that year.
    """

    form: Form
    answers: Mapping[str, Answer]
    plain: Mapping[str, PlainAnswer]
    previous: Mapping[str, PlainAnswer]
    as_of: int
    numbers: Mapping[str, int]
    last_year: str
    previous_form: Form | None = None

    def name(self, question: Question) -> str:
        """問1「重層的支援体制整備事業の実施状況」."""
        return f"問{self.numbers[question.id]}「{question.wording}」"

    def text(self, question_id: str) -> str:
        """What was answered, in words; empty where there is no answer."""
        plain = self.plain.get(question_id)
        return "" if plain is None else text_of(self.form.by_id[question_id], plain)

    def before(self, question: Question) -> PlainAnswer | None:
        """Last year's answer to the same question, in this year's codes; None for new and merged questions."""
        if len(question.previous_ids) != 1:
            return None
        answer = self.previous.get(question.previous_ids[0])
        if isinstance(answer, str) and question.options:
            return next((option.code for option in question.options if answer in option.replaces), answer)
        return answer

    def text_before(self, question: Question) -> str:
        """Last year's answer in last year's words: an option of then may not exist any more."""
        before = self.before(question)
        if before is None:
            return ""
        asked = self.previous_form.by_id.get(question.previous_ids[0]) if self.previous_form else None
        if asked is None or asked.kind != question.kind:
            return text_of(question, before)
        return text_of(asked, self.previous[question.previous_ids[0]])

    def finding(
        self, severity: Severity, rule: str, question: Question, message: str, ref: CellRef | None = None
    ) -> Finding:
        """A finding on the first cell that the answer stands in, unless another one is given."""
        answer = self.answers[question.id]
        cells = [value.ref for value in answer.values] + list(answer.cells)
        place = ref or (cells[0] if cells else CellRef("", "", None, ""))
        return remark(question, place, severity, rule, message)


def view(
    form: Form,
    answers: Mapping[str, Answer],
    previous: Mapping[str, PlainAnswer],
    as_of: int,
    previous_form: Form | None = None,
    *,
    previous_is_synthetic: bool = False,
) -> ReturnView:
    """Ready the answers of one return for the rules."""
    plain = {
        question_id: value
        for question_id, answer in answers.items()
        if (value := canonical(form.by_id[question_id], answer)) is not None
    }
    numbers = {question.id: block.number for block in form.blocks for question in block.questions}
    last_year = fiscal_year.label(form.previous_year) + (
        f"（{SYNTHETIC_MARK}）" if previous_is_synthetic else ""
    )
    return ReturnView(form, answers, plain, previous, as_of, numbers, last_year, previous_form)
