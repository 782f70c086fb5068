"""What somebody wrote into the upper part of a form: 差替版, 問8のみ訂正します, この調査票は上砂川町の分です."""

from __future__ import annotations

import re
from itertools import pairwise

from etl import fiscal_year
from etl.findings import Finding, Severity
from etl.readers import printed, year_evidence
from etl.readers.correcting_words import changes_an_answer, speaks_of_another_round, withdrawn_word
from etl.readers.grid import CellRef, cell_at, is_blank
from etl.readers.year_evidence import Expected
from etl.survey.form.questions import Form
from etl.survey.returned.column_headings import role_of
from etl.survey.returned.identity import BUREAU_LABEL, CODE_LABEL, NAME_LABEL, VALUE_WITHIN
from etl.survey.returned.plan import Plan, key
from etl.survey.returned.setting import Setting
from etl.survey.returned.sheet import SheetRows
from etl.survey.sheet.head import PROGRESS_LABEL, day_text, sender_line
from etl.survey.sheet.layout import SYNTHETIC_MARK
from etl.survey.sheet.manifest import Manifest

MOST_NOTES = 20
# The law as another version of the form named it.
_BASIS = re.compile(r"^根拠:[^※。]*")
_YEAR = re.compile(r"(?:令和|平成|[RH])(?:元|\d{1,2})年?度?|20\d{2}年度?")
AS_OF_LABEL = "基準日"
# What the form's own line of progress says, wherever a column was inserted.
PROGRESS_WORDS = ("必須項目はすべて記入済み", "未記入:", "■", "□")


def read_notes(sheet: SheetRows, plan: Plan) -> list[CellRef]:
    """The cells above the questions that say what was not issued there; `text` is what was added."""
    notes: list[CellRef] = []
    header = sheet.columns.header_row
    for at in range(min(max(0, header), len(sheet.sheet.rows))):
        values = sheet.sheet.rows[at]
        own = set[int]()
        for column, value in enumerate(values):
            if not isinstance(value, str) or column in own or not (text := key(value)):
                continue
            if text in plan.card:
                own |= _beside(sheet, at, column, text)
            elif added := _added(text, plan):
                notes.append(_note(cell_at(sheet.sheet, at, column), added))
    notes += _beside_headings(sheet, plan)
    return notes[:MOST_NOTES]


def note_findings(notes: list[CellRef], form: Form) -> list[Finding]:
    """One finding per note: a warning where it may change an answer, or names another year than the form's."""
    return [_finding(ref, form) for ref in notes]


def basis_findings(sheet: SheetRows, plan: Plan) -> list[Finding]:
    """Where the card gives another day than the one of which all answers are to be."""
    form, label = plan.form, key(AS_OF_LABEL)
    for at in range(min(max(0, sheet.columns.header_row), len(sheet.sheet.rows))):
        if not any(isinstance(value, str) and key(value) == label for value in sheet.sheet.rows[at]):
            continue
        cells = [cell_at(sheet.sheet, at, column) for column in range(len(sheet.sheet.rows[at]))]
        written = [ref for ref in cells if ref.text.strip()]
        for ref, value in pairwise(written):
            if key(ref.text) != label or key(value.text) == key(day_text(form.as_of)):
                continue
            if fiscal_year.parse_date(value.text.partition("（")[0]).value == form.as_of:
                continue
            message = (
                f"基準日の欄が「{value.text[:40]}」になっています（発出したときは{day_text(form.as_of)}）。"
                "いつの状況を答えたものか、市町村に確かめてください。"
            )
            return [
                Finding(
                    "warning", "HEAD-BASIS", message, sheet=ref.sheet, cell=value.cell, value=value.text[:200]
                )
            ]
    return []


def print_findings(sheet: SheetRows, form: Form) -> list[Finding]:
    """Where the printed header or footer of the form speaks of another year."""
    expected = Expected(form.fiscal_year, form.as_of)
    other = printed.contradiction(sheet.sheet, expected)
    if other is None:
        return []
    message = (
        f"{printed.PLACE}に「{other.text}」とあります。中身は{expected.label}の調査票なので、{expected.label}の回答として読みました。"
        "別の年度の回答を書き写したものでないか、市町村に確かめてください。"
    )
    return [Finding("warning", "PRINT-YEAR", message, sheet=sheet.sheet.name, value=other.text)]


def name_findings(file_name: str, form: Form) -> list[Finding]:
    """Where the name of the file speaks of another year than the form in it."""
    expected = Expected(form.fiscal_year, form.as_of)
    other = year_evidence.contradiction(year_evidence.of_name(file_name, expected), expected)
    if withdrawn := withdrawn_word(file_name):
        message = (
            f"ファイルの名前が「{file_name}」です。書かれたとおりに読みました。"
            "使わないはずのファイルでないか、市町村に確かめてください。"
        )
        return [Finding("warning", "FORM-NAME-WITHDRAWN", message, value=withdrawn)]
    if other is None:
        return []
    message = (
        f"ファイルの名前が「{file_name}」です。中身は{expected.label}の調査票なので、{expected.label}の回答として読みました。"
        "別の年度の回答を書き写したものでないか、市町村に確かめてください。"
    )
    return [Finding("warning", "FORM-NAME-YEAR", message, value=other.text)]


def _beside(sheet: SheetRows, at: int, column: int, label: str) -> set[int]:
    """The columns of what stands beside a label of the card: the next one, or a little further where one was inserted."""
    if label == key(PROGRESS_LABEL):
        return {column + 1, column + 2}
    if label not in map(key, (NAME_LABEL, CODE_LABEL, BUREAU_LABEL)):
        return {column + 1}
    within = range(column + 1, column + 1 + VALUE_WITHIN)
    return {next((place for place in within if not is_blank(sheet.sheet, at, place)), column + 1)}


def _added(text: str, plan: Plan) -> str:
    """What of a text (as plan.key) is not the form's own; the title may have something put after it."""
    if text in plan.head or text in plan.labels or text.startswith(PROGRESS_WORDS):
        return ""
    for own in (key(sender_line(plan.form)), *plan.titles):
        if own and own in text:
            text = _BASIS.sub("", text.replace(own, "", 1))
    added = text.strip("()[]【】")
    return "" if added == SYNTHETIC_MARK else added


def _note(ref: CellRef, added: str) -> CellRef:
    whole = " ".join(ref.text.split())
    return CellRef(ref.sheet, ref.cell, ref.value, whole if key(whole) == added else added)


def _beside_headings(sheet: SheetRows, plan: Plan) -> list[CellRef]:
    """Notes in the row of the headings, over a column in which nothing else stands."""
    columns, rows = sheet.columns, sheet.sheet.rows
    if not columns.has_header:
        return []
    found = []
    below = range(columns.header_row + 1, len(rows))
    for column, value in enumerate(rows[columns.header_row]):
        is_note = isinstance(value, str) and role_of(key(value), plan.form.fiscal_year) == "other"
        if is_note and all(is_blank(sheet.sheet, row, column) for row in below):
            found.append(cell_at(sheet.sheet, columns.header_row, column))
    return found


def _finding(ref: CellRef, form: Form) -> Finding:
    shown = " ".join(ref.text.split())[:60]
    years = {fiscal_year.parse(text).fiscal_year for text in _YEAR.findall(key(ref.text))}
    is_loud = (
        changes_an_answer(ref.text)
        or bool(years - {None, form.fiscal_year})
        or speaks_of_another_round(ref.text)
    )
    severity: Severity = "warning" if is_loud else "info"
    message = f"調査票の上の部分に「{shown}」とあります。"
    message += (
        "答えは欄に書かれたとおりに読みました。訂正や差替えなら、どの回答を使うか確かめ、直した調査票を受け取ってください。"
        if severity == "warning"
        else "回答に関わる内容か確かめてください。"
    )
    return Finding(severity, "HEAD-NOTE", message, sheet=ref.sheet, cell=ref.cell, value=ref.text[:200])


def version_findings(
    form: Form, manifest: Manifest | None, sheet_name: str, setting: Setting
) -> list[Finding]:
    """Says which version of the form a sheet was read by, where it is not the one of now as the sheet has it."""
    if manifest is not None and manifest.form_version != form.version:
        message = (
            f"様式 {manifest.form_version} の調査票です。今の様式は {form.version} です。"
            "調査票に控えられた並びで読みました。設問の意味が変わっていないか確かめてください。"
        )
        return [Finding("warning", "FORM-VERSION", message, value=manifest.form_version)]
    newest = setting.forms[form.fiscal_year].version
    if form.version != newest:
        message = f"前の版（様式 {form.version}）の調査票です。その版の設問として読みました。今の版は {newest} です。"
        return [Finding("info", "FORM-EARLIER-VERSION", message, value=form.version)]
    if manifest is None:
        message = (
            f"控えのシートがないので、設問の番号と文言をたよりに{fiscal_year.label(form.fiscal_year)}の"
            "調査票として読みました。"
        )
        return [Finding("info", "READ-BY-LABELS", message, sheet=sheet_name)]
    return []
