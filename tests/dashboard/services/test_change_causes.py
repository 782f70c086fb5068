"""Why a published value is no longer so: another return, late or not, another paper, or a correction."""

from datetime import date

import pytest

from dashboard.services import change_causes
from dashboard.services.change_causes import CORRECTED, RECEIVED, UNKNOWN, Cause

PUBLISHED_ON = date(2023, 12, 28)
THIS_YEAR, BEFORE = "この年度の資料", "資料なし"


def row(received_on: str, basis: str = THIS_YEAR) -> dict[str, str]:
    state = "受領" if received_on else "未着"
    return {"標準地域コード": "01452", "調査票": state, "受領日": received_on, "根拠": basis}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (
            row("", BEFORE),
            row("2024-01-09"),
            Cause(date(2024, 1, 9), RECEIVED, "遅着。公表した後に受け取った調査票による"),
        ),
        (
            row("", BEFORE),
            row("2023-12-20"),
            Cause(date(2023, 12, 20), RECEIVED, "公表した後に取り込んだ調査票による"),
        ),
        (
            row("", BEFORE),
            row("2023-12-28"),
            Cause(PUBLISHED_ON, RECEIVED, "公表した日に受け取り、公表した後に取り込んだ調査票による"),
        ),
        (
            row("2023-12-11"),
            row("2024-01-09"),
            Cause(
                date(2024, 1, 9),
                RECEIVED,
                "遅着。公表した後に受け取った調査票による（公表したときは令和5年12月11日受領の調査票）",
            ),
        ),
        (
            row("2023-12-11"),
            row("", BEFORE),
            Cause(reason="公表したときの調査票（令和5年12月11日受領）を、いまは使っていない"),
        ),
        (
            row("", BEFORE),
            row("", THIS_YEAR),
            Cause(reason="根拠が「資料なし」から「この年度の資料」に変わった"),
        ),
        (row("2023-12-11"), row("2023-12-11"), UNKNOWN),
    ],
)
def test_what_another_return_or_paper_changed_says_so(
    before: dict[str, str], now: dict[str, str], expected: Cause
) -> None:
    found = change_causes.returns([before], [now], PUBLISHED_ON)
    assert found.get("01452", UNKNOWN) == expected


def test_the_newer_of_a_correction_and_a_return_is_the_cause() -> None:
    late = Cause(date(2024, 1, 9), RECEIVED, "遅着")
    earlier, later = (Cause(date(2024, 1, day), CORRECTED, "電話で確認") for day in (5, 12))
    assert change_causes.newest(earlier, late) == late
    assert change_causes.newest(later, late) == later
    assert change_causes.newest(None, late) == late
    assert change_causes.newest(earlier, None) == earlier
    assert change_causes.newest(None, None) == UNKNOWN
    assert change_causes.newest(earlier, Cause(reason="根拠が変わった")) == earlier
