"""What a form that is being written will look like: the rows of its sheet, and the workbook of one municipality."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from etl import fiscal_year as years
from etl.findings import Finding
from etl.names import MunicipalityName
from etl.survey.drafting import compare, form_of, problems_of, references_of
from etl.survey.form.document import FormDocument, checked
from etl.survey.form.draft_problems import DraftProblem, doubtful_days
from etl.survey.form.loading import FormError
from etl.survey.form.municipalities import MUNICIPALITIES, read_municipalities
from etl.survey.form.questions import Form
from etl.survey.form.unwritten import unwritten
from etl.survey.sheet.preview import preview as preview_sheet
from etl.survey.sheet.workbook import created_at, draw_workbook, make_template

# No text of the programme speaks of a year before.
FIRST_YEAR = 2015


def preview(raw: Path, given: object) -> dict[str, Any]:
    """What the sheet will look like, what has to be put right, and what can be compared with the round before.

    Where something has to be put right that leaves no sheet to draw, `sheet` and `changes` are None. `unwritten`: what
    keeps a form that may be saved from going out.
    """
    document = checked(given)
    problems = [problem.as_json() for problem in problems_of(document)]
    try:
        form = form_of(document)
        town = sample_town(raw)
        sheet = preview_sheet(make_template(form).layout, town)
    except FormError as error:
        told = {problem["question_id"] for problem in problems}
        problems += [_unforeseen(one) for one in error.findings if one.question_id not in told]
        return {"problems": problems, "unwritten": [], "reminders": [], "changes": None, "sheet": None}
    changes = compare(raw, form)
    return {
        "problems": problems,
        "unwritten": [one.as_json() for one in unwritten(form)],
        "reminders": [
            problem.as_json()
            for problem in (
                *doubtful_days(document["form"]),
                *_reminders(document, form),
                *references_of(document, {one.question_id for one in changes or () if one.kind == "added"}),
            )
        ],
        "changes": None if changes is None else [change.as_json() for change in changes],
        "sheet": sheet,
    }


def sample_workbook(raw: Path, form: Form) -> bytes:
    """The workbook of one municipality as it will go out, without answers of the round before."""
    return draw_workbook(make_template(form), sample_town(raw), {}, {}, created_at(form))


def sample_town(raw: Path) -> MunicipalityName:
    """The municipality that a preview is made for: the first of the reference list."""
    return read_municipalities(raw / MUNICIPALITIES)[0]


def _reminders(document: FormDocument, form: Form) -> list[DraftProblem]:
    """Texts that speak of an earlier year, whichever: 「令和5年度に加えた設問です。」."""
    earlier = [years.label(year) for year in range(FIRST_YEAR, form.fiscal_year)]
    return [
        DraftProblem(
            str(entry.get("id", "")),
            key,
            f"「{entry.get('wording', '')}」の{'文言' if key == 'wording' else '補足'}に「{before}」とあります。今回もこのままでよいか確かめてください。",
        )
        for entry in document["questions"]
        for key in ("wording", "help")
        for before in earlier
        if before in str(entry.get(key, ""))
    ]


def _unforeseen(finding: Finding) -> dict[str, str]:
    message = finding.message.split(": ", 1)[-1]
    return DraftProblem(finding.question_id, "", message).as_json()
