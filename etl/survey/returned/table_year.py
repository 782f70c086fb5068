"""Whether a compiled table is of the year that is being received, by its title, notes, names, columns and numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from etl import fiscal_year
from etl.findings import Finding
from etl.readers import printed, row_evidence, year_evidence
from etl.readers.grid import CellRef, Position, Sheet, cell_at, position
from etl.readers.list_year import lone_rows
from etl.readers.row_evidence import Doubt
from etl.readers.year_evidence import Expected, Mention
from etl.survey.form.questions import Form
from etl.survey.returned.headings import NAME, NOTE, TOWN, Target, heading_key, headings
from etl.survey.returned.plan import Plan
from etl.survey.returned.table_columns import without_other_years
from etl.survey.returned.table_header import TableHeader

RIGHT_OR_FIX = "年度を確かめ、{label}の表なら、そこに書かれた年度を直して受け取りなおしてください。"
_NUMBER_ALONE = re.compile(r"(?:問|q)?\s*\d{1,2}(?:\s*[-－‐ー―の]\s*\d{1,2})?", re.IGNORECASE)


@dataclass(frozen=True)
class YearOfSheet:
    """`refused`: the sheet is of another year and must not be read. `is_stated`: something says the right year."""

    refused: Finding | None = None
    findings: list[Finding] = field(default_factory=list)
    is_stated: bool = False


def expected_of(form: Form) -> Expected:
    """The year of the survey, and the day that it asks about."""
    return Expected(form.fiscal_year, form.as_of)


def year_of_sheet(sheet: Sheet, header: TableHeader, file_name: str, form: Form) -> YearOfSheet:
    """Hold the title and the notes of a sheet, its name and the name of its file against the year of the form."""
    expected = expected_of(form)
    below = lone_rows(sheet, header.last_row)
    inside = year_evidence.of_table(sheet, header.row, header.last_row, expected, below)
    wrong = (
        year_evidence.contradiction(inside, expected)
        or year_evidence.wrong_section(sheet, below, expected)
        or _wrong_heading(sheet, header, expected)
    )
    if wrong is not None:
        what = f"{wrong.cell}に「{wrong.text}」とあります" if wrong.cell else f"「{wrong.text}」とあります"
        return YearOfSheet(_refusal(what, wrong, sheet, expected))
    is_stated = any(map(expected.agrees, inside)) or _rows_state_it(sheet, header, expected)
    findings = []
    by_sheet, by_file = (year_evidence.of_name(name, expected) for name in (sheet.name, file_name))
    on_paper, in_print = printed.mentions(sheet, expected), printed.contradiction(sheet, expected)
    for names, other, what in (
        (by_sheet, year_evidence.contradiction(by_sheet, expected), f"シートの名前が「{sheet.name}」です"),
        (by_file, year_evidence.contradiction(by_file, expected), f"ファイルの名前が「{file_name}」です"),
        (on_paper, in_print, f"{printed.PLACE}に「{in_print.text if in_print else ''}」とあります"),
    ):
        if other is not None and not is_stated:
            return YearOfSheet(_refusal(what, other, sheet, expected))
        if other is not None:
            message = f"{what}。表の中は{expected.label}なので読みました。{expected.label}の回答か確かめてください。"
            finding = Finding("warning", "FORM-NAME-YEAR", message, sheet=sheet.name, value=other.text)
            findings.append(finding)
        is_stated = is_stated or any(map(expected.agrees, names))
    return YearOfSheet(findings=findings, is_stated=is_stated)


def of_the_year(
    sheet: Sheet, header: TableHeader, file_name: str, form: Form, meanings: Mapping[str, frozenset[Target]]
) -> TableHeader:
    """The header without its columns of other years (see table_columns)."""
    expected = expected_of(form)
    said = [
        *year_evidence.of_table(
            sheet, header.row, header.last_row, expected, lone_rows(sheet, header.last_row)
        ),
        *year_evidence.of_name(sheet.name, expected),
        *year_evidence.of_name(file_name, expected),
        *printed.mentions(sheet, expected),
    ]
    is_stated = any(map(expected.agrees, said)) or _rows_state_it(sheet, header, expected)
    return without_other_years(sheet, header, expected, meanings, is_stated=is_stated)


def says_other_year(sheet: Sheet, form: Form) -> bool:
    """Whether the name of a sheet alone says that it is of another year: 前年度, R4."""
    expected = expected_of(form)
    return year_evidence.contradiction(year_evidence.of_name(sheet.name, expected), expected) is not None


def unsure_numbers(sheet: Sheet, header: TableHeader, plan: Plan, plans: Mapping[int, Plan]) -> list[Finding]:
    """Asks about headings that are numbers alone and mean another question in the form of another year."""
    numbered = {
        place: target
        for place, target in header.targets.items()
        if target[0] != TOWN
        and _NUMBER_ALONE.fullmatch(unicodedata.normalize("NFKC", header.texts[place]).strip())
    }
    if not numbered:
        return []
    for year, other in plans.items():
        if year == plan.form.fiscal_year:
            continue
        meanings = headings(other)
        moved = _moved(header, numbered, other, meanings)
        if moved:
            place, question_id = moved
            ref = cell_at(sheet, header.last_row, place)
            message = (
                f"番号だけの見出し「{ref.text.strip()}」を{fiscal_year.label(plan.form.fiscal_year)}の"
                f"「{plan.form.by_id[numbered[place][0]].wording}」と読みました。"
                f"{fiscal_year.label(year)}の調査票では「{other.form.by_id[question_id].wording}」です。"
                "どちらの年度の表か確かめ、表の題名に年度を書いてもらってください。"
            )
            return [
                Finding(
                    "warning", "FORM-YEAR-UNSURE", message, sheet=sheet.name, cell=ref.cell, value=ref.text
                )
            ]
    return []


def doubts_of_rows(
    sheet: Sheet, rows: Sequence[Mapping[str, CellRef]], expected: Expected, merged: Mapping[Position, str]
) -> list[list[Doubt]]:
    """For each row what its columns of evidence have against its being of this year.

    A cell merged over several rows counts for all of them; an empty 年度 below another year's is asked about.
    """
    doubts: list[list[Doubt]] = []
    year_above: Doubt | None = None
    for row in rows:
        found: list[Doubt] = []
        for column in row_evidence.COLUMNS:
            ref = row.get(f"{TOWN}|{column}")
            if ref is None:
                continue
            at = position(ref.cell)
            told = cell_at(sheet, *position(merged[at])) if at in merged else ref
            doubt = row_evidence.doubt(column, told, expected)
            if column == row_evidence.SURVEY_YEAR:
                if not told.text.strip() and year_above is not None:
                    doubt = _blank_below(ref, year_above)
                elif told.text.strip():
                    year_above = doubt if doubt is not None and doubt.severity == "error" else None
            found += [doubt] if doubt is not None else []
        name = row.get(f"{TOWN}|{NAME}")
        named = row_evidence.name_doubt(name, expected) if name is not None else None
        found += [named] if named is not None else []
        note = row.get(f"{TOWN}|{NOTE}")
        remark = row_evidence.remark_doubt(note) if note is not None else None
        doubts.append([*found, *([remark] if remark is not None else [])])
    return doubts


def _blank_below(ref: CellRef, above: Doubt) -> Doubt:
    message = (
        f"年度が空欄で、上の行は「{above.ref.text.strip()[:40]}」です。この年度の行か決められないので、取り込みません。"
        "年度を書いて受け取りなおしてください。"
    )
    return Doubt("error", "ROW-OTHER-YEAR", message, ref)


def _wrong_heading(sheet: Sheet, header: TableHeader, expected: Expected) -> Mention | None:
    """A group of columns that is headed by another year."""
    for place, (question_id, _) in header.targets.items():
        if question_id == TOWN:
            continue
        ref = cell_at(sheet, header.row, place)
        mentions = year_evidence.of_heading(header.texts[place], ref, expected)
        wrong = year_evidence.contradiction(mentions, expected)
        if wrong is not None:
            return wrong
    return None


def _rows_state_it(sheet: Sheet, header: TableHeader, expected: Expected) -> bool:
    """Whether a 年度 column says this year in some row."""
    places = [place for place, target in header.targets.items() if target == (TOWN, row_evidence.SURVEY_YEAR)]
    for place in places:
        for row in range(header.last_row + 1, len(sheet.rows)):
            ref = cell_at(sheet, row, place)
            if ref.text.strip() and row_evidence.doubt(row_evidence.SURVEY_YEAR, ref, expected) is None:
                return True
    return False


def _moved(
    header: TableHeader,
    numbered: Mapping[int, Target],
    other: Plan,
    meanings: Mapping[str, frozenset[Target]],
) -> tuple[int, str] | None:
    """A numbered column with its question in another form; None where the table cannot be of that form."""
    moved: tuple[int, str] | None = None
    for place, (question_id, _) in header.targets.items():
        if question_id == TOWN:
            continue
        if place not in numbered:
            if question_id not in other.form.by_id:
                return None
            continue
        theirs = {target[0] for target in meanings.get(heading_key(header.texts[place]), ())}
        if not theirs:
            return None
        if question_id not in theirs and moved is None:
            moved = place, next(iter(theirs))
    return moved


def _refusal(what: str, wrong: Mention, sheet: Sheet, expected: Expected) -> Finding:
    message = f"{what}。{expected.label}の取りまとめ表ではないようなので、読んでいません。{RIGHT_OR_FIX}"
    return Finding(
        "error",
        "FORM-OTHER-YEAR",
        message.format(label=expected.label),
        sheet=sheet.name,
        cell=wrong.cell,
        value=wrong.text,
    )
