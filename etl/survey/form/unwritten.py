"""What of a form still stands as the library of questions or the editor put it there, and is to be written before it goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.survey.form.draft_problems import DraftProblem
from etl.survey.form.library import templates
from etl.survey.form.questions import Block, Form, Question

# A gap of the library, the names of its options, and that of an option which the editor adds.
GAP = "○○"
OPTION = re.compile(r"選択肢\s*[0-9０-９]+|新しい選択肢[0-9０-９]*")
SECTION = re.compile(r"新しい節[0-9０-９]*")


def unwritten(form: Form) -> list[DraftProblem]:
    """Each place that is not written yet, from the top of the form to its end."""
    as_added = {
        str(entry["wording"])
        for template in templates(form.fiscal_year)
        for entry in template.entries
        if entry["kind"] in ("multiple", "ranked") and not entry.get("part_of")
    }
    return [
        DraftProblem(question.id, field, f"「{question.wording}」の{message}")
        for block in form.blocks
        for question in block.questions
        for field, message in (*_of_section(question, block), *_of_question(question, as_added))
    ]


def _of_section(question: Question, block: Block) -> Iterator[tuple[str, str]]:
    if question.id == block.id and SECTION.fullmatch(block.section):
        yield "section", f"節の名前が「{block.section}」のままです。"


def _of_question(question: Question, as_added: set[str]) -> Iterator[tuple[str, str]]:
    if GAP in question.wording or question.wording in as_added:
        yield "wording", "文言が、加えたときのままです。何を聞くかを書いてください。"
    if GAP in question.help:
        yield "help", f"補足に「{GAP}」が残っています。"
    options = [
        option.label for option in question.options if OPTION.fullmatch(option.label) or GAP in option.label
    ]
    if options:
        yield "options", f"選択肢{'・'.join(f'「{label}」' for label in options)}の名前を書いてください。"
