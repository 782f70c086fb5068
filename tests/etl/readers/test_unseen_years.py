"""A day of which only month and day are seen is asked about where its year is not the one that everybody would think of."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import add, fiscal_year
from etl.findings import Finding
from etl.readers import number_format
from etl.readers.cell_year import day_of, hides_year, shows_otherwise, unseen_year, year_of
from etl.readers.grid import CellRef
from etl.survey.returned.reading import FileRead, read_here
from tests.etl import read_list
from tests.etl.survey import form_changes, received, return_truth, table_books
from tests.etl.survey.table_books import Row

CODES = (
    'm"月"d"日"',
    "m/d",
    "mm/dd",
    "d-mmm",
    'm"月"d"日("aaa")"',
    '[DBNum3]m"月"d"日"',
    "[$-411]m.d",
    'm"月"d"日";@',
)
DAYS = st.dates(date(2019, 5, 1), date(2035, 12, 31))
BASIS = date(2023, 11, 30)
USUAL = (date(2023, 10, 5), date(2023, 4, 1), date(2023, 3, 20), BASIS)
OTHER = (date(2022, 10, 5), date(2022, 12, 20), date(2021, 4, 1), date(2020, 2, 29))
EARLIER, LATER = date(2022, 10, 5), date(2024, 10, 5)


@given(DAYS, st.sampled_from(CODES))
def test_a_day_without_its_year_is_quoted_as_it_is_seen_and_read_as_it_is_stored(
    day: date, code: str
) -> None:
    shown = number_format.displayed_text(day, code)
    assert shown is not None
    ref = CellRef("一覧", "D2", day, shown)
    assert hides_year(ref)
    assert not shows_otherwise(ref)
    assert day_of(ref) == fiscal_year.ParsedDate(day)
    assert year_of(ref) == fiscal_year.ParsedYear(fiscal_year.of_date(day))


@given(
    DAYS,
    st.sampled_from(["yyyy/m/d", '[$-411]ggge"年"m"月"d"日"', 'yyyy"年度"', "ge.m.d", "yy/m/d", 'm"月"']),
)
def test_a_day_with_its_year_or_without_its_day_is_not_taken_for_one_without_its_year(
    day: date, code: str
) -> None:
    shown = number_format.displayed_text(day, code) or day.isoformat()
    assert not hides_year(CellRef("一覧", "D2", day, shown))


@given(DAYS, st.integers(-800, 800), st.sampled_from(CODES))
def test_only_a_day_of_another_year_or_after_the_basis_is_asked(until: date, apart: int, code: str) -> None:
    day = until + timedelta(days=apart)
    ref = CellRef("", "D2", day, number_format.displayed_text(day, code) or "")
    is_same = day.year == until.year or fiscal_year.of_date(day) == fiscal_year.of_date(until)
    assert (unseen_year(ref, until) == "") is (day <= until and is_same)


def of_cell(findings: list[Finding]) -> set[str]:
    return {one.rule for one in findings if one.severity != "info" and one.rule.startswith("DATE-")}


def told(read: FileRead) -> set[str]:
    return of_cell([*read.findings, *(finding for one in read.returns for finding in one.findings)])


def read(path: Path) -> FileRead:
    return read_here(path, path.name, path.name, "", return_truth.make_setting())


@pytest.mark.parametrize("code", CODES[:3])
@pytest.mark.parametrize(
    ("day", "rules"),
    [
        *((day, set()) for day in USUAL),
        *((day, {"DATE-YEAR-UNSEEN"}) for day in OTHER),
        (LATER, {"DATE-AFTER-AS-OF"}),
    ],
)
def test_the_day_of_a_meeting_in_a_form(tmp_path: Path, code: str, day: date, rules: set[str]) -> None:
    path = received.hand_in(
        tmp_path, received.TAKASU, meeting_internal="has", meeting_internal_on=date(2023, 8, 21)
    )
    book = openpyxl.load_workbook(path)
    form_changes.put("問6-1", day, code)(book)
    book.save(path)
    assert told(read(path)) == rules


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
@pytest.mark.parametrize("code", CODES[:2])
def test_the_day_of_a_meeting_in_a_compiled_table(tmp_path: Path, kind: str, code: str) -> None:
    for day, rules in ((USUAL[0], set()), (EARLIER, {"DATE-YEAR-UNSEEN"}), (LATER, {"DATE-AFTER-AS-OF"})):
        book = table_books.book_of([table_books.TABLE_HEAD, *table_books.TABLE_ROWS])
        cell = table_books.cell_of(book.worksheets[0], "鷹栖町", "直近の開催日")
        cell.value, cell.number_format = day, code
        assert told(read(table_books.save_as(book, tmp_path / f"上川.{kind}"))) == rules


@pytest.mark.parametrize("code", CODES[:3])
def test_the_day_on_which_a_list_was_put_on_the_web(tmp_path: Path, code: str) -> None:
    for day, rules in (
        (date(2024, 3, 15), set()),
        (date(2024, 4, 1), set()),
        (EARLIER, {"DATE-YEAR-UNSEEN"}),
    ):
        book = table_books.book_of([table_books.LIST_HEAD, *table_books.LIST_ROWS])
        table_books.add_column(book.worksheets[0], "掲載日", [day])
        book.worksheets[0].cell(2, len(table_books.LIST_HEAD) + 1).number_format = code
        book.save(tmp_path / "一覧.xlsx")
        facts, findings = read_list.status_list(tmp_path / "一覧.xlsx")
        assert (len(facts), of_cell(findings)) == (4, rules)


HEAD: Row = ["取組番号", "取組み", "題名", "開催日"]


def activities(
    folder: Path,
    raw: Path,
    code: str,
    days: list[date],
    number: str = "A-{}",
    title: str = "説明会",
    above: str = "",
) -> tuple[int, list[Finding]]:
    rows: list[Row] = [[number.format(at), "連携促進説明会", title, day] for at, day in enumerate(days, 1)]
    book = table_books.book_of([*([[above]] if above else []), HEAD, *rows])
    for line in book.worksheets[0].iter_rows(min_row=2 + bool(above)):
        line[3].number_format = code
    book.save(folder / "取組.xlsx")
    try:
        added = add.add("activities", folder / "取組.xlsx", raw, add.Details(date(2026, 8, 1)))
    except add.AddRefusedError as refused:
        return 0, refused.findings
    return added.rows, added.findings


@pytest.mark.parametrize("code", CODES[:3])
def test_the_days_of_activities_are_asked_once_where_nothing_says_their_year(
    raw: Path, tmp_path: Path, code: str
) -> None:
    taken, findings = activities(
        tmp_path, raw, code, [date(2024, 10, 5), date(2024, 11, 6), date(2024, 12, 7)]
    )
    asked = [one for one in findings if one.rule == "DATE-YEAR-UNSEEN"]
    assert (taken, [one.cell for one in asked]) == (3, ["D2"])
    assert "2024-10-05" in asked[0].message


@pytest.mark.parametrize(
    "said",
    [
        {"number": "R6-{}"},
        {"title": "令和6年度 説明会"},
        {"above": "令和6年度 後方支援の取組み"},
        {"above": "2024年度"},
    ],
)
def test_the_days_of_activities_are_held_against_what_says_their_year(
    raw: Path, tmp_path: Path, said: dict[str, str]
) -> None:
    chance = random.Random(str(said))
    right, wrong = date(2024, chance.randint(4, 12), 5), date(2022, chance.randint(4, 12), 5)
    taken, findings = activities(tmp_path, raw, chance.choice(CODES), [right], **said)
    assert (taken, of_cell(findings)) == (1, set())
    taken, findings = activities(tmp_path, raw, chance.choice(CODES), [wrong], **said)
    loud = {(one.rule, one.cell[0]) for one in findings if one.severity != "info"}
    assert loud == {("ROW-OTHER-YEAR", "D")} if "above" in said else {("DATE-YEAR-UNSEEN", "D")}
