"""A form as rows: its questions, their options, and on which answers they depend."""

from __future__ import annotations

from etl.readers.context import Fact
from etl.survey.form.questions import Form


def questions(form: Form) -> list[Fact]:
    return [
        {
            "fiscal_year": form.fiscal_year,
            "question_id": question.id,
            "sort_order": order,
            "number": f"問{block.number}",
            "section": block.section,
            "kind": question.kind,
            "wording": question.wording,
            "vocabulary": question.vocabulary,
            "group_id": question.group_id,
            "item_code": question.item_code,
            "unit": question.unit,
            "is_required": question.required,
            "is_provisional": question.provisional,
            "previous_ids": ",".join(question.previous_ids),
        }
        for order, (block, question) in enumerate(
            ((block, question) for block in form.blocks for question in block.questions), start=1
        )
    ]


def options(form: Form) -> list[Fact]:
    return [
        {
            "fiscal_year": form.fiscal_year,
            "question_id": question.id,
            "option_code": option.code,
            "sort_order": order,
            "label_ja": option.label,
            "is_provisional": option.provisional,
            "is_exclusive": option.exclusive,
            "replaces": ",".join(option.replaces),
        }
        for question in form.questions
        for order, option in enumerate(question.options, start=1)
    ]


def conditions(form: Form) -> list[Fact]:
    return [
        {
            "fiscal_year": form.fiscal_year,
            "question_id": question.id,
            "on_question_id": condition.question_id,
            "option_code": code,
            "is_negated": condition.negated,
        }
        for question in form.questions
        for condition in question.conditions
        for code in condition.codes
    ]
