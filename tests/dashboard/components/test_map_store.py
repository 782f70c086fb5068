"""What the browser gets of the map: small, whole, and equal to the warehouse."""

import json
from pathlib import Path

import pytest

from dashboard.components import map_store, view
from dashboard.queries import map as map_queries
from dashboard.warehouse import Reader, Warehouse


@pytest.fixture(scope="module")
def demo(demo_curated: Path) -> Reader:
    return Warehouse(demo_curated).reader()


def test_every_layer_and_year_is_what_the_warehouse_says(demo: Reader) -> None:
    content = map_store.content(demo, view.read("", demo), None, scores=False)
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
    content = map_store.content(demo, view.read("", demo), None, scores=True)
    assert len(content["layers"]) == 3 + 10 + 13 + 2 + 1
    assert len(json.dumps(content, ensure_ascii=False).encode()) < 200_000
    priority = content["layers"][-1]
    assert len(priority["values"]["all"]["places"]) == 179
    assert priority["values"]["all"]["synthetic"]


def test_the_priority_waits_until_it_is_asked_for(reader: Reader) -> None:
    content = map_store.content(reader, view.read("", reader), None, scores=False)
    assert content["layers"][-1]["pending"]
    assert map_store.chosen_layer(reader, "priority") == "priority"
    assert map_store.chosen_layer(reader, "nonsense") == "status"


def test_a_filter_by_state_follows_the_year(reader: Reader) -> None:
    inside = map_store.inside(reader, view.read("?fy=2023&group=implementing", reader))
    assert inside["2021"].count("1") == 4
    assert inside["2023"].count("1") == 10
    assert map_store.inside(reader, view.read("?sub=12", reader))["2023"].count("1") == 19
