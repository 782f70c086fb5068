"""What is shown of a file before it is registered."""

from typing import Any

import pytest

from dashboard.pages.register import report
from dashboard.words import words


def found(changes: list[dict[str, Any]], kind: str = "status_list") -> dict[str, Any]:
    counts = {name: sum(one["change"] == name for one in changes) for name in report.CHANGES}
    return {
        "kind": kind,
        "findings": [],
        "missing": [],
        "refused": "",
        "already": "",
        "contradictions": [],
        "between": [],
        "rows": len(changes),
        "counts": counts,
        "changes": changes,
    }


def gone(name: str, before: str = "実施中（令和3年度開始）", *, follows: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "item": "令和6年度",
        "before": before,
        "after": "",
        "change": "gone",
        "follows": follows,
        "displaced": "",
    }


@pytest.mark.parametrize("number", [1, report.MOST_NAMES, report.MOST_NAMES + 1])
def test_implementers_that_a_complete_list_leaves_out_are_named_above_the_button(number: int) -> None:
    names = [f"{place}町" for place in range(number)]
    told = str(report.report(found([gone(name) for name in names])))
    assert f"実施中だった{words.count(number)}市町村が、この名簿に載っていません" in told
    assert ("ほか1" in told) == (number > report.MOST_NAMES)
    assert told.index("載っていません") < told.index("register-do")


def test_what_is_no_implementer_or_of_another_year_or_table_is_not_told_as_left_out() -> None:
    others = [gone("甲町", "検討中"), gone("乙町", follows=True)]
    assert "載っていません" not in str(report.report(found(others)))
    assert "載っていません" not in str(report.report(found([gone("甲町")], kind="figures")))


def test_what_a_file_displaces_of_a_later_day_is_told_above_the_button_with_names_and_day() -> None:
    changes = [
        {**gone("甲町", "実施中"), "after": "検討中", "change": "changed", "displaced": day}
        for day in ("2026-11-30", "2026-06-01")
    ]
    told = str(report.report(found(changes)))
    assert "2市町村は、この資料より後の時点で分かっていることと違います" in told
    assert "甲町、甲町" in told
    assert "令和8年11月30日時点" in told
    assert told.index("この資料より後の時点") < told.index("register-do")
    assert "この資料より後の時点" not in str(report.report(found([gone("甲町")])))
