"""The one table of eras: its arithmetic, and the rows that the browser gets."""

import re
from datetime import date
from pathlib import Path

import pytest

from dashboard.words import eras

DASHBOARD = Path(__file__).resolve().parents[3] / "dashboard"


def test_the_rows_for_the_browser_say_what_python_counts_with() -> None:
    newest = eras.as_rows()[0]
    assert newest == {"name": "令和", "short": "R", "first_day": "2019-05-01", "offset": 2018}
    for row in eras.as_rows():
        first = date.fromisoformat(str(row["first_day"]))
        assert eras.era_year(first) == f"{row['name']}元年"
        assert first.year - int(row["offset"]) == 1


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026)]
)
def test_a_fiscal_year_begins_in_april(day: date, year: int) -> None:
    assert eras.fiscal_year_of(day) == year


@pytest.mark.parametrize(
    ("mark", "number", "year"), [("R", "5", 2023), ("ｒ", "5", 2023), ("令和", "元", 2019)]
)
def test_an_entered_year_is_a_western_year(mark: str, number: str, year: int) -> None:
    assert eras.year_entered(mark, number) == year


@pytest.mark.parametrize("mark", ["H", "平成", "X", ""])
def test_an_era_that_nobody_may_enter_is_refused(mark: str) -> None:
    with pytest.raises(KeyError):
        eras.year_entered(mark, "5")


def test_a_short_day_is_that_of_its_era() -> None:
    assert eras.short_day(date(2023, 11, 30)) == "R5.11.30"
    assert eras.short_day(date(2019, 4, 30)) == "H31.4.30"
    assert eras.short_day(date(1900, 1, 1)) == "1900-01-01"


def test_a_new_era_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eras, "ERAS", (eras.EraNotation("新元", "N", date(2040, 1, 1)), *eras.ERAS))
    assert eras.fiscal_year(2040) == "新元元年度"
    assert eras.fiscal_year(2039) == "令和21年度"
    assert eras.as_rows()[0]["offset"] == 2039


def test_no_other_module_counts_years_of_an_era() -> None:
    counting = re.compile(r"(-|\+|=|\()\s*(2018|1988|1925)\b|\b(2018|1988|1925)\s*\+")
    guilty = [
        f"{path.relative_to(DASHBOARD).as_posix()}:{number}"
        for path in sorted(DASHBOARD.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if counting.search(line) and "params.value" not in line
    ]
    assert guilty == []
