"""Which counts of a year are whole."""

import pytest

from dashboard.planning.completeness import is_settled


@pytest.mark.parametrize(
    ("group", "all_answered", "implementers_complete", "expected"),
    [
        ("no_data", False, False, True),
        ("considering", True, False, True),
        ("implementing", False, True, True),
        ("implementing", False, False, False),
        ("considering", False, True, False),
    ],
)
def test_a_count_is_whole_when_all_answered_or_its_list_is(
    group: str, all_answered: bool, implementers_complete: bool, expected: bool
) -> None:
    year = {"all_answered": all_answered, "implementers_complete": implementers_complete}
    assert is_settled(group, year) is expected
