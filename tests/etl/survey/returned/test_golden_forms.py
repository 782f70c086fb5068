"""Forms as towns really sent them back (made up), each with what must become of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.survey.returned.setting import Setting
from tests.etl.survey.returned import changed_forms as forms

CASES = Path(__file__).resolve().parents[2] / "cases"
# file → whether it is loaded, and rule, cell and question of every warning and error
EXPECTED: dict[str, tuple[bool, list[tuple[str, str, str]]]] = {
    "column/01202_answer_column_deleted.xlsx": (False, [("COLUMN-MISSING", "C14", "")]),
    "column/01100_columns_swapped_and_renamed.xlsx": (True, []),
    "column/01482_mark_in_last_years_column.xlsx": (True, [("STRAY-PREVIOUS", "D27", "barriers")]),
    "identity/01404_card_says_tomari.xlsx": (False, [("TOWN-CONTRADICTION", "D4", "")]),
    "identity/01405_card_says_tomari_without_code.xlsx": (False, [("TOWN-CONTRADICTION", "D4", "")]),
    "identity/01227_card_names_two_towns.xlsx": (True, [("TOWN-NOTE", "D4", "")]),
    "zero/01397_zero_beside_marks.xlsx": (True, [("ANSWER-MARK-ZERO", "C27", "barriers")]),
    "zero/01396_wide_zero_beside_marks.xlsx": (True, [("ANSWER-MARK-ZERO", "C27", "barriers")]),
    "strays/01406_marks_on_two_numbers.xlsx": (
        True,
        [("NUMBER-CHANGED", "A27", "barriers"), ("NUMBER-CHANGED", "A64", "support_wanted")],
    ),
    "told/01337_day_after_the_basis_day.xlsx": (
        True,
        [("DATE-AFTER-AS-OF", "C39", "meeting_internal_date")],
    ),
    "told/01331_comment_takes_the_answer_back.xlsx": (True, [("CELL-COMMENT", "C16", "status")]),
}


@pytest.mark.parametrize("case", EXPECTED)
def test_a_form_as_it_came_is_read_or_told(case: str) -> None:
    is_loaded, warnings = EXPECTED[case]
    path = CASES / case
    found = forms.read(path)
    [one] = found.returns
    assert (one.rejected == "", forms.loud(forms.findings(found))) == (is_loaded, warnings)


def test_the_swapped_columns_are_read_from_the_answers_of_this_year() -> None:
    """Last year's answers are held as the demo's were issued: 財源の確保が困難 is chosen only this year."""
    held = {"01100": {"barriers": ("staff_shortage", "consensus"), "staff_full_time": 6}}
    plain = forms.setting()
    setting = Setting(plain.forms, plain.directory, 2023, held)
    path = CASES / "column/01100_columns_swapped_and_renamed.xlsx"
    [one] = forms.read(path, setting).returns
    assert one.plain["barriers"] == ("staff_shortage", "funding", "other")
    assert (one.plain["staff_full_time"], one.plain["status"]) == (2, "undecided")
