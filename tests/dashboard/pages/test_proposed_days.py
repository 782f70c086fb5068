"""A day of receipt is proposed only where it would be taken."""

from datetime import date
from pathlib import Path

from dashboard.intake.jobs import Batch
from dashboard.intake.uploads import StoredFile
from dashboard.pages.returns import intake
from tests.dashboard.walking import components, plain, seen_texts

WHY = "日付の令和5年11月19日は、調査票を送った日より前です。"


def test_a_day_that_would_be_refused_is_not_proposed_and_the_reason_is_told() -> None:
    early, fit = date(2023, 11, 19), date(2023, 12, 4)
    files = tuple(StoredFile(f"{day}.xlsx", f"{day}.xlsx", 1, day) for day in (early, fit))
    batch = Batch("b", 2023, Path(), files, stage="checked", checked={"files": []})
    shown = plain(intake.results(batch, {}, {}, lambda day: WHY if day == early else ""))
    days = [
        one["props"]["id"]["day"]
        for one in components(shown)
        if isinstance(one["props"].get("id"), dict) and "day" in one["props"]["id"]
    ]
    assert days == ["2023-12-04"]
    assert f"メール・zip の{WHY}" in " ".join(seen_texts(shown))
