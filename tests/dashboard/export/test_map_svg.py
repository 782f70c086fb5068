"""The map as SVG: every town in the colour and with the mark of its class, words for all, nothing fetched."""

from collections import Counter
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from dashboard.export import map_svg
from dashboard.figures import map_layers
from dashboard.figures.map_classes import Layer
from dashboard.queries import map as map_queries
from dashboard.queries import overview
from dashboard.views import map_store
from dashboard.warehouse.reader import Reader

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def layer(reader: Reader) -> Layer:
    return map_store.layers(reader)["status"]


@pytest.fixture(scope="module")
def towns(reader: Reader, layer: Layer) -> pd.DataFrame:
    rows = map_queries.layers(reader)
    rows = rows[(rows["layer"] == "status") & (rows["fiscal_year"] == 2023)]
    towns = map_queries.towns(reader)
    return towns.merge(map_layers.classify(layer, rows, towns), on="municipality_code")


def fills(svg: str, prefix: str) -> Counter[str]:
    tree = ET.fromstring(svg)
    found: Counter[str] = Counter()
    for element in tree.iter():
        if (element.get("id") or "").startswith(prefix):
            box = element if element.get("fill") else element.find(f"{SVG}rect")
            assert box is not None
            found[str(box.get("fill"))] += 1
    return found


def test_every_town_is_drawn_in_the_colour_of_its_class(
    reader: Reader, layer: Layer, towns: pd.DataFrame
) -> None:
    svg = map_svg.choropleth(
        overview.boundaries(reader), towns, layer, "令和5年度: 10市町村が実施", "出典: 一覧"
    )
    assert fills(svg, "town-") == {"#0017C1": 10, "#3460FB": 1, "#FFFFFF": 168}
    assert svg.count('class="mark"') == 179 + len(layer.classes)
    assert 'id="northern"' in svg
    assert len(svg.encode("utf-8")) < 600_000


def test_tiles_are_drawn_in_the_same_colours(reader: Reader, layer: Layer, towns: pd.DataFrame) -> None:
    svg = map_svg.tile_map(map_queries.tiles(reader), towns, layer, "令和5年度", "出典: 一覧")
    assert fills(svg, "tile-") == {"#0017C1": 10, "#3460FB": 1, "#FFFFFF": 168}


def test_the_picture_says_in_words_what_it_shows_and_fetches_nothing(
    reader: Reader, layer: Layer, towns: pd.DataFrame
) -> None:
    svg = map_svg.tile_map(map_queries.tiles(reader), towns, layer, "実施 <10> & 予定", "出典: 一覧")
    tree = ET.fromstring(svg)
    assert tree.find(f"{SVG}title").text == "実施 <10> & 予定"  # type: ignore[union-attr]
    assert "実施 10市町村" in str(tree.get("aria-label"))
    assert "出典: 一覧" in svg
    assert "href" not in svg
    assert "架空データ" not in svg


def test_a_picture_that_rests_on_fictional_data_is_marked(
    reader: Reader, layer: Layer, towns: pd.DataFrame
) -> None:
    fictional = towns.assign(is_synthetic=True)
    svg = map_svg.choropleth(overview.boundaries(reader), fictional, layer, "令和5年度", "出典: 一覧")
    assert 'id="synthetic"' in svg
    assert "架空データを含む" in svg
