"""What a town wrote into the column of last year's answers while its own answer is blank: said, never lost."""

from __future__ import annotations

from datetime import date

from etl.findings import Finding
from etl.readers.grid import cell_at
from etl.survey.entries import Entry, previous_entries
from etl.survey.returned_cells import is_filled
from etl.survey.returned_model import QuestionCells
from etl.survey.returned_plan import Plan, key
from etl.survey.returned_rows import locate
from etl.survey.returned_setting import Setting
from etl.survey.returned_sheet import SheetRows, without_unit


def written_there(
    sheet: SheetRows, plan: Plan, cells: QuestionCells, code: str | None, setting: Setting
) -> list[Finding]:
    """A finding a cell that differs from last year's answer as we know it, beside a question left blank.

    Where no answers of last year are known, the form was issued with that column empty: all that stands there counts.
    """
    column = sheet.columns.previous
    below = sheet.sheet.rows[sheet.columns.header_row + 1 :]
    if column is None or not any(row[column] for row in below if len(row) > column):
        return []
    blank = {
        question for question, pairs in cells.items() if not any(is_filled(ref.text) for _, ref in pairs)
    }
    before = setting.previous.get(code or "", {})
    issued = previous_entries(plan.form, setting.forms.get(plan.form.fiscal_year - 1), before)
    findings = []
    beside_answers = 0
    for index, at in locate(plan, sheet).rows.items():
        ref = without_unit(cell_at(sheet.sheet, at, column))
        own = [(question, slot) for question, slot, is_reason in plan.rows[index].slots if not is_reason]
        if not is_filled(ref.text) or not own or key(ref.text) in plan.hints:
            continue
        if own[0][0] not in blank:
            beside_answers += 1
            continue
        if any(_is_same(issued.get(one), ref.text) for one in own):
            continue
        message = (
            f"前年度の回答の欄に「{' '.join(ref.text.split())[:60]}」とあり、控えている前年度の回答と違います。"
            "今年度の回答は空欄です。回答としては読んでいません。今年度の回答を前年度の欄に書いていないか確かめてください。"
        )
        finding = Finding(
            "warning",
            "STRAY-PREVIOUS",
            message,
            sheet=ref.sheet,
            cell=ref.cell,
            question_id=own[0][0],
            value=ref.text[:200],
        )
        findings.append(finding)
    if before or beside_answers <= len(findings):
        return findings
    # The column stands filled beside answers too: it was issued so, from answers that are not held here.
    always = {one.id for one in plan.form.questions if one.required and not one.conditions}
    return [finding for finding in findings if finding.question_id in always]


def _is_same(entry: Entry | None, text: str) -> bool:
    return isinstance(entry, date) or (entry is not None and key(str(entry)) == key(text))
