"""The map: colours by group, symbols and names on top, 北方領土 apart, no geometry inside."""

import json
from typing import Any

import pandas as pd
import pytest

from dashboard import theme
from dashboard.figures import status_map

BOUNDS = (139.3, 41.3, 148.9, 45.6)
GROUPS = {
    "implementing": "実施",
    "planned": "予定",
    "considering": "検討",
    "no_plan": "予定なし",
    "no_data": "データなし",
}


def town(number: int, group: str, **more: Any) -> dict[str, Any]:
    return {
        "municipality_code": f"01{number:03d}",
        "name": f"第{number}町",
        "subprefecture_name": "空知総合振興局",
        "group_code": group,
        "symbol": "●",
        "sort_order": list(GROUPS).index(group) + 1,
        "status_label": GROUPS[group],
        "start_label": None,
        "basis": "stated",
        "is_synthetic": False,
        "hall_lat": 42 + number / 100,
        "hall_lon": 141 + number / 100,
        **more,
    }


def frame(*groups: str) -> pd.DataFrame:
    return pd.DataFrame([town(number, group) for number, group in enumerate(groups)])


def draw(towns: pd.DataFrame) -> dict[str, Any]:
    picture = status_map.figure(
        towns, "/geo/x/towns.geojson", "/geo/x/areas.geojson", ["01"], BOUNDS, "northern"
    )
    drawn: dict[str, Any] = json.loads(picture.to_json())
    return drawn


def colour_of(trace: dict[str, Any], value: int) -> str:
    """The colour that plotly's scale gives a value."""
    place = (value - trace["zmin"]) / (trace["zmax"] - trace["zmin"])
    return str([colour for at, colour in trace["colorscale"] if at <= place][-1])


def test_each_group_has_its_flat_colour() -> None:
    fills = draw(frame(*GROUPS))["data"][status_map.FILLS]
    assert [colour_of(fills, z) for z in fills["z"]] == [theme.GROUPS[code].fill for code in GROUPS]


def test_geometry_is_an_address_and_not_in_the_figure() -> None:
    drawn = draw(frame(*GROUPS))
    assert drawn["data"][status_map.FILLS]["geojson"] == "/geo/x/towns.geojson"
    assert "coordinates" not in json.dumps(drawn)


def test_the_northern_territories_are_grey_and_not_counted() -> None:
    drawn = draw(frame("implementing"))
    northern = drawn["data"][status_map.NORTHERN]
    assert northern["locations"] == ["northern"]
    assert {colour for _, colour in northern["colorscale"]} == {theme.NORTHERN}
    assert "対象外" in northern["hovertemplate"]
    assert "northern" not in drawn["data"][status_map.FILLS]["locations"]


def test_every_group_but_the_silent_has_a_symbol_of_its_own() -> None:
    symbols = draw(frame(*GROUPS))["data"][status_map.FIRST_SYMBOL :][:4]
    assert [len(trace["lat"]) for trace in symbols] == [1, 1, 1, 1]
    assert len({trace["marker"]["symbol"] for trace in symbols}) == 4


def test_another_year_changes_colours_and_symbols_only() -> None:
    changed = status_map.changes(frame("planned", "no_data"), BOUNDS)
    assert set(changed) == {0, 3, 4, 5, 6}
    assert set(changed[0]) == {"z", "text"}
    assert set(changed[3]) == {"lat", "lon", "text", "textposition"}
    assert changed[3]["lat"] == []


def test_names_are_written_while_they_can_be_read() -> None:
    few = status_map.changes(frame(*["implementing"] * 3, *["planned"] * 3), BOUNDS)
    assert "" not in few[3]["text"] + few[4]["text"]
    many = status_map.changes(frame(*["implementing"] * 10, *["planned"] * 30), BOUNDS)
    assert "" not in many[3]["text"]
    assert set(many[4]["text"]) == {""}
    most = status_map.changes(frame(*["implementing"] * 100), BOUNDS)
    assert set(most[3]["text"]) == {""}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"start_label": "令和5年度"}, "開始: 令和5年度"),
        ({"basis": "carried"}, "継続とみなす"),
        ({"basis": "none"}, "予定なしとは限らない"),
        ({"is_synthetic": True}, "架空データ"),
    ],
)
def test_the_pointer_is_told_what_the_state_rests_on(more: dict[str, Any], said: str) -> None:
    assert said in status_map.hover(town(1, "implementing", **more))
