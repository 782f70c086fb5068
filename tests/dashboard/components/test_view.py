"""An address says what is shown; what it cannot say is told."""

import pandas as pd

from dashboard.components import view

YEARS = pd.DataFrame({"fiscal_year": [2022, 2023, 2024], "implementers_complete": [True, True, False]})


def test_without_a_year_the_newest_complete_one_is_shown() -> None:
    assert view.read("", YEARS) == view.View(2023)
    assert view.read(None, YEARS) == view.View(2023)


def test_the_year_and_the_town_of_the_address_are_shown() -> None:
    assert view.read("?fy=2024&town=01581", YEARS) == view.View(2024, "01581")


def test_an_unknown_year_falls_back_and_says_so() -> None:
    for asked in ("1999", "R5", "２０２３", "2023.0", "<script>"):
        shown = view.read(f"?fy={asked}", YEARS)
        assert shown.fiscal_year == 2023
        assert "2022〜2024年度があります" in shown.complaint


def test_where_no_year_is_complete_the_newest_is_shown() -> None:
    assert view.default_year(YEARS.assign(implementers_complete=False)) == 2024
