"""What the browser gets of the map: small, whole, and equal to the warehouse."""

import json
from pathlib import Path

import pytest

from dashboard.planning import spec
from dashboard.queries import map as map_queries
from dashboard.services import ranking
from dashboard.views import map_store, view
from dashboard.warehouse.reader import Reader, Warehouse


@pytest.fixture(scope="module")
def demo(demo_curated: Path) -> Reader:
    return Warehouse(demo_curated).reader()


def test_every_layer_and_year_is_what_the_warehouse_says(demo: Reader) -> None:
    content = map_store.content(demo, view.parse_address("", demo), None, scores=False)
    rows = map_queries.layers(demo)
    for layer in content["layers"]:
        if not layer["byYear"] or layer["code"] == "start":
            continue
        codes = [one["code"] for one in layer["classes"]]
        for year, written in layer["values"].items():
            said = rows[(rows["layer"] == layer["code"]) & (rows["fiscal_year"] == int(year))]
            wanted = dict(zip(said["municipality_code"], said["class_code"], strict=True))
            shown = dict(
                zip(
                    content["towns"]["code"],
                    [codes[int(digit, 36)] for digit in written["places"]],
                    strict=True,
                )
            )
            assert {code: wanted.get(code, "no_data") for code in shown} == shown, (layer["code"], year)


def test_all_years_of_all_layers_are_small(demo: Reader) -> None:
    content = map_store.content(demo, view.parse_address("", demo), None, scores=True)
    assert len(content["layers"]) == 3 + 10 + 13 + 2 + 2
    assert len(json.dumps(content, ensure_ascii=False).encode()) < 200_000
    (priority,) = (one for one in content["layers"] if one["code"] == map_store.PRIORITY)
    assert len(priority["values"]["all"]["places"]) == 179
    assert priority["values"]["all"]["synthetic"]
    assert [one["code"] for one in priority["classes"]] == ["A", "B", "C", "watch", "out", "no_data"]
    assert priority["values"]["all"]["values"] is None, "no weighted number stands on the map"


def test_the_map_shows_the_bands_of_the_page(demo: Reader) -> None:
    towns = map_queries.towns(demo)
    layer, found = map_store.worked_out(demo, None, towns, map_store.PRIORITY)
    codes = [one.code for one in layer.classes]
    shown = dict(zip(found["municipality_code"], [codes[place] for place in found["place"]], strict=True))
    ranked = ranking.material(demo, None).ranking(spec.weights_of("balance"))
    bands = ranked.rows.set_index("code")["band"]
    assert {code: shown[code] for code in bands.index} == bands.to_dict()
    apart = {"watch": "watch", "out": "out", "insufficient": "no_data"}
    rest = ranked.lists[~ranked.lists.index.isin(bands.index)]
    assert {code: shown[code] for code in rest.index} == rest.map(apart).to_dict()


def test_the_priority_waits_until_it_is_asked_for(reader: Reader) -> None:
    content = map_store.content(reader, view.parse_address("", reader), None, scores=False)
    assert [one["code"] for one in content["layers"] if "pending" in one] == list(map_store.WORKED_OUT)
    assert map_store.chosen_layer(reader, "priority") == "priority"
    assert map_store.chosen_layer(reader, "nonsense") == "status"


def test_the_state_alone_is_smaller_and_says_what_it_rests_on(reader: Reader) -> None:
    content = map_store.status_content(reader, view.parse_address("", reader))
    (layer,) = content["layers"]
    assert len(json.dumps(content, ensure_ascii=False).encode()) < 60_000
    town = content["towns"]["code"].index("01543")  # 美幌町, of which nothing is known
    bases = {year: said["basis"][town] for year, said in layer["said"]["years"].items()}
    assert set(bases.values()) <= {"0", "1", "2"}
    atsuma = content["towns"]["code"].index("01581")
    said = layer["said"]["years"]["2023"]
    assert layer["said"]["status"][int(said["status"][atsuma], 36)] == "実施中"
    assert layer["said"]["start"][int(said["start"][atsuma], 36)] == "令和5年度"
