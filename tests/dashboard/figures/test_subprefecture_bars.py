"""The bars of the 振興局 start at 0, keep their order and say their whole."""

import pandas as pd

from dashboard import theme
from dashboard.figures import subprefecture_bars

AREAS = {"空知": (24, 3), "石狩": (8, 0), "檜山": (7, 1)}


def summary() -> pd.DataFrame:
    rows = []
    for area, (whole, implementing) in AREAS.items():
        for group in theme.GROUP_ORDER:
            number = {"implementing": implementing, "no_data": whole - implementing}.get(group, 0)
            rows.append(
                {
                    "short_name": area,
                    "group_code": group,
                    "group_label": group,
                    "municipalities": number,
                    "denominator": whole,
                    "carried": 2 * (group == "implementing" and number > 2),
                }
            )
    return pd.DataFrame(rows)


def test_bars_start_at_nothing_and_add_up_to_the_whole() -> None:
    picture = subprefecture_bars.figure(summary())
    assert picture.layout.xaxis.range[0] == 0
    assert picture.layout.barmode == "stack"
    totals = [sum(bar.x[place] for bar in picture.data) for place in range(3)]
    assert totals == [24, 8, 7]


def test_order_is_that_of_the_frame_from_the_top() -> None:
    picture = subprefecture_bars.figure(summary())
    assert list(picture.data[0].y) == ["空知", "石狩", "檜山"]
    assert picture.layout.yaxis.autorange == "reversed"


def test_the_denominator_stands_at_the_end_of_each_bar() -> None:
    said = [note.text for note in subprefecture_bars.figure(summary()).layout.annotations]
    assert said == ["<b>3</b>／24", "0／8", "<b>1</b>／7"]


def test_nothing_is_written_where_there_is_nothing() -> None:
    implementing = subprefecture_bars.figure(summary()).data[0]
    assert list(implementing.text) == ["3", "", "1"]


def test_plans_are_hatched() -> None:
    planned = subprefecture_bars.figure(summary()).data[1]
    assert planned.marker.pattern.shape == "/"


def test_a_count_that_is_not_settled_has_no_whole_and_says_what_is_carried() -> None:
    said = [note.text for note in subprefecture_bars.figure(summary(), is_settled=False).layout.annotations]
    assert said == ["<b>3</b>（継続2）", "―", "<b>1</b>"]
