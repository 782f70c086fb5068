"""What lies before towns: past ones are gone, implementers left out, and now is a plan's last years or half a year before an election."""

from datetime import date

import pandas as pd

from dashboard.planning import coming_dates

TODAY = date(2026, 11, 30)
TOWNS = pd.DataFrame(
    {"municipality_code": ["a", "b", "c"], "group_code": ["considering", "no_data", "implementing"]}
)


def dates(*rows: tuple[str, str, str | None, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["municipality_code", "event_code", "on_day", "fiscal_year"])
    return frame.assign(on_day=pd.to_datetime(frame["on_day"]))


def test_the_nearest_reasons_come_first_and_what_is_past_is_gone() -> None:
    made = coming_dates.coming(
        dates(
            ("a", "mayor", "2027-04-25", 2027),
            ("a", "assembly", "2026-04-01", 2026),
            ("a", "plan_end", None, 2028),
            ("b", "plan_end", None, 2027),
            ("b", "mayor", "2027-08-01", 2027),
            ("c", "mayor", "2027-01-10", 2026),
        ),
        TOWNS,
        TODAY,
    )
    assert made[["municipality_code", "event_code", "is_now"]].to_numpy().tolist() == [
        ["a", "mayor", True],
        ["b", "plan_end", True],
        ["b", "mayor", False],
        ["a", "plan_end", False],
    ]


def test_a_merger_is_talked_over_in_its_year_and_the_year_before_up_to_its_day() -> None:
    row = {"event_code": "merger", "on_day": date(2028, 3, 1), "fiscal_year": 2027}
    assert coming_dates.is_now(row, TODAY)
    assert not coming_dates.is_now(row | {"on_day": date(2028, 4, 1), "fiscal_year": 2028}, TODAY)
    assert coming_dates.is_past(row, date(2028, 3, 2))
    assert not coming_dates.is_past(row, date(2028, 3, 1))


def test_an_election_of_which_the_year_alone_is_known_counts_in_its_year() -> None:
    row = {"event_code": "mayor", "on_day": None, "fiscal_year": 2026}
    assert coming_dates.is_now(row, TODAY)
    assert not coming_dates.is_now(row | {"fiscal_year": 2027}, TODAY)
    assert coming_dates.coming(dates(), TOWNS, TODAY).empty
