"""What a person sees in a cell is what is read: formats, struck and raised parts, and values that show nothing."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from etl import fiscal_year
from etl.findings import Finding
from etl.readers import document, number_format, row_evidence
from etl.readers.cell_year import day_of, year_of
from etl.readers.grid import CellRef, cell_at
from etl.readers.rich_text import Run, left_out
from etl.readers.year_evidence import Expected
from etl.survey.returned.reading import UnderstoodReturn, read_here
from tests.etl.read_list import status_list
from tests.etl.survey import return_truth as truth
from tests.workbook_parts import sheet_data, workbook_of_xml

CASES = Path(__file__).parents[1] / "cases" / "shown"
HAKODATE_AND_NANAE = [("01202", "undecided", None), ("01337", "implementing", 2023)]
LISTS = {
    "furigana_inline.xlsx": HAKODATE_AND_NANAE,
    "furigana_shared.xlsx": [("01202", "undecided", None)],
    "days_from_1904.xlsx": [("01202", "implementing", 2023)],
    "days_from_1904_with_extension.xlsx": [("01202", "implementing", 2023)],
    "iso_days.xlsx": [("01202", "implementing", 2023), ("01337", "implementing", 2023)],
    "absolute_targets.xlsx": [("01202", "undecided", None)],
    "escaped_carriage_returns.xlsx": [("01202", "undecided", None)],
    "shared_string_without_number.xlsx": [("01337", "undecided", None)],
    "x005F_literal.xlsx": [("01202", "undecided", None)],
    "prefixed_namespace.xlsx": [("01202", "undecided", None)],
    "nbsp_choices.xlsx": [("01202", "implementing", 2023), ("01337", "implementing", 2023)],
    "number_shown_as_reiwa.xlsx": [
        ("01337", "implementing", 2021),
        ("01433", "implementing", 2022),
        ("01202", "undecided", None),
    ],
    "numbers_shown_as_years.xlsx": [("01202", "implementing", 2023), ("01203", "implementing", 2023)],
    "years_shown_by_eras.xlsx": [(f"01{code}", "implementing", 2023) for code in range(202, 214)],
    "january_shown_as_fiscal_year.xlsx": [(f"01{code}", "implementing", 2023) for code in range(202, 207)],
    "built_in_date_formats.xlsx": [(f"01{code}", "implementing", 2023) for code in range(202, 210)],
}
TOLD = {
    "shared_string_without_number.xlsx": [("error", "STATUS-UNKNOWN", "C2")],
    "no_r_attributes.xlsx": [("error", "CELL-ERROR", "D2"), ("error", "YEAR-UNREADABLE", "D2")],
    "name_merged_over_two_rows.xlsx": [("warning", "L1-12", "A2"), ("error", "MUNI-MISSING", "A3")],
    "status_merged_over_three_towns.xlsx": [
        ("warning", "L1-12", "C2"),
        ("error", "STATUS-UNKNOWN", "C3"),
        ("error", "STATUS-UNKNOWN", "C4"),
    ],
    "formula_empty_string.xlsx": [("error", "STATUS-UNKNOWN", "C3")],
    "autofilter_hidden_rows.xlsx": [("warning", "L1-13", "A2")],
    "january_shown_as_fiscal_year.xlsx": [("warning", "YEAR-SPELLING", f"D{row}") for row in range(2, 7)],
}
YEAR_FORMATS = [
    'yyyy"年度"', "yyyy", 'yy"年度"', '[$-411]ggge"年度"', 'ggge"年度"', "ggge", "ge", "[$-411]ge", 'gge"年"',
    '[$-ja-JP-x-gannen]ggge"年度"', '[$-ja-JP]ggge"年度"', '[DBNum1][$-411]ggge"年度"', '[DBNum1]yyyy"年度"',
    '[DBNum3]ggge"年度"', '"令和"e"年度"', 'e"年度"', 'ee"年度"', 'rr"年度"', "ggge\\年\\度", 'yyyy"年度";@',
]  # fmt: skip
PLAIN_DAYS = [
    "yyyy/m/d", 'yyyy"年"m"月"d"日"', '[$-411]ggge"年"m"月"d"日"', "ge.m.d", 'yyyy"年"m"月"',
    "yyyy-mm-dd hh:mm", 'yyyy/m/d"("aaa")"', "d-mmm-yy", '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@',
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_as_it_is_seen(name: str) -> None:
    facts, findings = status_list(CASES / name)
    assert [(f["municipality_code"], f["status_code"], f["start_fiscal_year"]) for f in facts] == LISTS[name]
    assert name in TOLD or [f for f in findings if f.severity != "info"] == []


@pytest.mark.parametrize("name", TOLD)
def test_what_cannot_be_seen_to_be_right_is_told_with_its_cell(name: str) -> None:
    _, findings = status_list(CASES / name)
    assert [(f.severity, f.rule, f.cell) for f in findings if f.severity != "info"] == TOLD[name]


@pytest.mark.parametrize(
    ("name", "question", "value", "rule"),
    [
        ("form_day_shown_as_fiscal_year.xlsx", "start_year", 2025, None),
        ("form_number_over_two_lines.xlsx", "staff_full_time", None, "NUMBER-RANGE"),
        ("form_number_with_wide_space.xlsx", "staff_full_time", None, "NUMBER-RANGE"),
        ("form_day_over_two_lines.xlsx", "meeting_internal_date", None, "DATE-UNREADABLE"),
        ("form_number_half_struck.xlsx", "staff_full_time", 5, "CELL-STRUCK-PART"),
        ("form_number_with_footnote.xlsx", "staff_full_time", 3, "CELL-RAISED"),
    ],
)
def test_an_answer_is_read_as_it_is_seen(
    name: str, question: str, value: int | None, rule: str | None
) -> None:
    understood, findings = _return(CASES / name)
    assert understood.plain.get(question) == value
    told = [f.rule for f in findings if f.question_id == question and f.severity in ("warning", "error")]
    assert told == ([] if rule is None else [rule])


@given(st.dates(date(2019, 5, 1), date(2035, 12, 31)), st.sampled_from(YEAR_FORMATS))
def test_a_year_shown_is_the_year_read_and_asked_about_where_the_day_says_another(
    day: date, code: str
) -> None:
    text = number_format.displayed_text(day, code)
    assert text is not None
    read = year_of(CellRef("一覧", "D2", day, text))
    assert read.fiscal_year == day.year
    assert bool(read.warning) == (fiscal_year.of_date(day) != day.year)


@given(st.dates(date(2019, 5, 1), date(2035, 12, 31)), st.sampled_from(PLAIN_DAYS))
def test_a_day_in_a_usual_format_is_that_day_and_nobody_is_asked(day: date, code: str) -> None:
    assert number_format.displayed_text(day, code) is None
    ref = CellRef("一覧", "D2", day, day.isoformat())
    assert day_of(ref) == fiscal_year.ParsedDate(day)
    assert year_of(ref) == fiscal_year.ParsedYear(fiscal_year.of_date(day))


def test_a_day_that_shows_only_a_year_is_asked_about() -> None:
    read = day_of(CellRef("取組み", "C2", date(2023, 4, 1), "2023年度"))
    assert read.value == date(2023, 4, 1)
    assert "2023年度" in read.warning


@pytest.mark.parametrize("number_format_code", YEAR_FORMATS)
def test_the_year_of_a_cell_is_read_the_same_from_xlsx_and_xls(
    tmp_path: Path, number_format_code: str
) -> None:
    rows = [["団体コード", "市町村名", "実施状況", "開始年度"], ["01202", "函館市", "実施中", None]]
    new, old = tmp_path / "a.xlsx", tmp_path / "a.xls"
    with xlsxwriter.Workbook(new) as book:
        page = book.add_worksheet("一覧")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        page.write_datetime(1, 3, date(2023, 4, 1), book.add_format({"num_format": number_format_code}))
    xls = xlwt.Workbook()
    sheet = xls.add_sheet("一覧")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    style = xlwt.XFStyle()
    style.num_format_str = number_format_code
    sheet.write(1, 3, date(2023, 4, 1), style)
    xls.save(str(old))
    for path in (new, old):
        facts, findings = status_list(path)
        assert [fact["start_fiscal_year"] for fact in facts] == [2023], path.suffix
        assert findings == [], path.suffix


RICH = {
    "struck first": ([Run("3", True), Run("5", False)], "5", ["CELL-STRUCK-PART"]),
    "struck last": ([Run("5"), Run("3", True)], "5", ["CELL-STRUCK-PART"]),
    "footnote": ([Run("3"), Run("1", is_raised=True)], "3", ["CELL-RAISED"]),
    "footnote with a sign": ([Run("3"), Run("※1", is_raised=True)], "3", ["CELL-RAISED"]),
    "both": ([Run("8", True), Run("3"), Run("1", is_raised=True)], "3", ["CELL-STRUCK-PART", "CELL-RAISED"]),
    "footnote of a word": ([Run("実施中"), Run("1", is_raised=True)], "実施中", []),
    "area": ([Run("面積km"), Run("2", is_raised=True)], "面積km2", []),
    "all struck": ([Run("3", True), Run("5", True)], "35", []),
    "a space struck": ([Run("3"), Run(" ", True)], "3 ", []),
    "bold": ([Run("1"), Run("2", False)], "12", []),
}


@pytest.mark.parametrize("where", ["shared", "inline", "xls"])
@pytest.mark.parametrize("name", RICH)
def test_struck_and_raised_parts_are_no_part_of_the_value(tmp_path: Path, name: str, where: str) -> None:
    runs, text, rules = RICH[name]
    if where == "xls":
        path = _xls_with_runs(tmp_path / "a.xls", runs)
    else:
        path = _xlsx_with_runs(tmp_path / "a.xlsx", runs, inline=where == "inline")
    read, findings = document.read_here(path, path.name)
    assert read is not None
    ref = cell_at(read.sheets[0], 0, 0)
    assert (ref.value, ref.text) == (text, text)
    told = [f for f in findings if f.rule in ("CELL-STRUCK-PART", "CELL-RAISED") and f.severity == "warning"]
    assert [(f.rule, f.cell) for f in told] == [(rule, "A1") for rule in rules]


def test_what_of_a_text_counts_when_the_cell_itself_is_struck() -> None:
    runs = [Run("3"), Run("5", False)]
    part = left_out(runs, is_struck_cell=True)
    assert part is not None
    assert (part.left, part.struck) == ("5", "3")
    assert left_out(runs) is None


@pytest.mark.parametrize(
    ("value", "code", "is_asked"),
    [(5, '0"0人"', True), (5, '0"人"', False), (0.123, "0.0%", False), (1202, "00000", False), (12345, '#,##0"円"', False),
     (5, '"令和"0"年度"', False), (1, '"○"', False)],
)  # fmt: skip
def test_a_number_that_shows_another_is_asked_about(
    tmp_path: Path, value: float, code: str, is_asked: bool
) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("一覧").write(0, 0, value, book.add_format({"num_format": code}))
    _, findings = document.read_here(path, path.name)
    assert [f.rule for f in findings] == (["CELL-SHOWN"] if is_asked else [])


def test_days_from_1904_in_a_format_of_eras_are_days_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        page = book.add_worksheet("一覧")
        page.write_number(
            0, 0, (date(2023, 4, 1) - date(1904, 1, 1)).days, book.add_format({"num_format": "ge"})
        )
    read, _ = document.read_here(path, path.name)
    assert read is not None
    assert cell_at(read.sheets[0], 0, 0) == CellRef("一覧", "A1", date(2023, 4, 1), "R5")


def _return(path: Path) -> tuple[UnderstoodReturn, list[Finding]]:
    read = read_here(path, path.name, path.name, "", truth.make_setting())
    [understood] = read.returns
    return understood, [*read.findings, *understood.findings]


def _xlsx_with_runs(path: Path, runs: list[Run], *, inline: bool) -> Path:
    body = ""
    for run in runs:
        look = '<rPr><b/><strike val="0"/></rPr>' if run.is_struck is False else ""
        look = "<rPr><strike/></rPr>" if run.is_struck else look
        look = '<rPr><vertAlign val="superscript"/></rPr>' if run.is_raised else look
        body += f'<r>{look}<t xml:space="preserve">{escape(run.text)}</t></r>'
    body += '<rPh sb="0" eb="1"><t>ヨミ</t></rPh>'
    cell = f'<c r="A1" t="inlineStr"><is>{body}</is></c>' if inline else '<c r="A1" t="s"><v>0</v></c>'
    strings = [] if inline else [f"<si>{body}</si>"]
    return workbook_of_xml(path, {"一覧": sheet_data(f'<row r="1">{cell}</row>')}, shared_strings=strings)


def _xls_with_runs(path: Path, runs: list[Run]) -> Path:
    book = xlwt.Workbook()
    fonts = []
    for run in runs:
        font = xlwt.Font()
        font.struck_out = bool(run.is_struck)
        font.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT if run.is_raised else xlwt.Font.ESCAPEMENT_NONE
        fonts.append((run.text, font))
    book.add_sheet("一覧").write_rich_text(0, 0, fonts)
    book.save(str(path))
    return path


@pytest.mark.parametrize(
    ("value", "code", "is_told"),
    [
        (date(2023, 1, 1), 'yyyy"年度"', False),
        (date(2022, 1, 1), 'yyyy"年度"', True),
        (date(2023, 4, 1), '[$-411]ggge"年度"', False),
        (5, '"令和"0"年度"', False),
        (4, '"令和"0"年度"', True),
        (2023, '0"年度"', False),
    ],
)
def test_a_year_column_of_a_row_is_read_as_it_is_seen(value: int | date, code: str, is_told: bool) -> None:
    ref = CellRef("一覧", "E2", value, number_format.displayed_text(value, code) or "")
    expected = Expected(2023, date(2023, 12, 1))
    found = row_evidence.doubt(row_evidence.SURVEY_YEAR, ref, expected)
    assert (found is not None and found.severity == "error") == is_told
