"""A chart that is written outside the house and registered in one line is found on screen, in a deck and in Excel."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from dash import Dash, dcc, html
from flask.testing import FlaskClient
from pptx import Presentation

from dashboard.app import create_app
from dashboard.chart_data import registry
from dashboard.chart_data.chart import Chart
from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.components import take_out
from dashboard.export.deck import template
from dashboard.pages.slides import page
from dashboard.slides import deck_request, make
from dashboard.slides.make import Wanted
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse

OURS = {"Origin": "http://127.0.0.1", "X-Kasanari": "slides"}
MODULE = '''
"""How many municipalities each 振興局 has."""

from dashboard.chart_data import table
from dashboard.chart_data.chart import Chart
from dashboard.export.deck import frame
from dashboard.export.deck.model import Paragraph, Text, owned
from dashboard.queries import slides as queries


def figure(towns):
    areas = towns.groupby("subprefecture_code").size()
    return {"data": [{"type": "bar", "x": list(areas.index), "y": areas.tolist()}]}


def numbers(request):
    towns = queries.towns(request.reader, request.view.fiscal_year)
    areas = towns.groupby("subprefecture_code").size()
    columns = (table.text("振興局コード"), table.towns("全市町村"))
    return table.chart_table(columns, areas.items(), [False] * len(areas), ("試しの出典",))


def slide(request, stage):
    total = frame.count("toy_total", len(request.data.towns))
    words = Text(owned("要点", "toy"), stage.content, (Paragraph(("全部で", total, "市町村。")),))
    return frame.content("toy", ("試しの図: ", total, "市町村"), (words,), request.data, stage, "試しの出典", synthetic=False)


def recount_total(context, key):
    return len(context.codes)


CHART = Chart(
    "toy",
    "試しの図",
    source="試しの出典",
    figure=figure,
    table=numbers,
    slide=slide,
    recounts={"toy_total": recount_total},
)
'''


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chart]:
    """The chart of a module in a temporary package, registered by one line."""
    package = tmp_path / "toy_charts"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "toy.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    module = importlib.import_module("toy_charts.toy")
    monkeypatch.setattr(registry, "CHARTS", (*registry.CHARTS, module.CHART))
    yield module.CHART
    for name in ("toy_charts.toy", "toy_charts"):
        sys.modules.pop(name, None)


@pytest.fixture
def client(warehouse: Warehouse, tmp_path: Path) -> FlaskClient:
    return create_app(warehouse, tmp_path / "journal.sqlite").server.test_client()


def post(client: FlaskClient, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, json=body, headers=OURS, base_url="http://127.0.0.1")


def parts(component: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A component of a layout as the browser gets it, and all inside it."""
    yield component
    children = component["props"].get("children")
    for child in children if isinstance(children, list) else [children]:
        if isinstance(child, dict):
            yield from parts(child)


@pytest.mark.usefixtures("toy")
def test_a_registered_chart_is_on_screen_with_its_figure_buttons_and_source(reader: Reader) -> None:
    towns = reader.frame("select code, subprefecture_code from codes_municipality")
    app = Dash("toy")
    app.layout = html.Section([dcc.Graph(figure=registry.draw("toy", towns)), take_out.buttons("toy")])
    layout = app.server.test_client().get("/_dash-layout").json
    found = list(parts(layout))
    (graph,) = [part for part in found if part["type"] == "Graph"]
    assert sum(graph["props"]["figure"]["data"][0]["y"]) == len(towns)
    assert [part["props"]["children"] for part in found if part["type"] == "Button"] == [
        *("スライドへ", "画像", "SVG", "Excel", "確認")
    ]
    assert {part["props"]["data-view"] for part in found if part["type"] == "Button"} == {"toy"}
    assert [part["props"]["data-source"] for part in found if "data-source" in part["props"]] == [
        "試しの出典"
    ]


@pytest.mark.usefixtures("toy")
def test_a_registered_chart_is_listed_by_its_label_and_becomes_a_deck_of_the_basket(
    reader: Reader,
) -> None:
    assert (
        "toy=試しの図"
        in page.layout(reader, view.parse_address("", reader)).to_plotly_json()["props"]["data-views"]
    )
    items = [{"view": "toy", "search": "?fy=2023&sub=14", "title": ""}]
    built = make.build_deck(reader, deck_request.wanted_slides(items, reader), template.load_template())
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert slide.shapes.title.text_frame.text == "試しの図: 5市町村（根室管内）"


def test_the_number_of_a_registered_chart_is_recounted_before_its_deck_is_handed_out(
    toy: Chart, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [Wanted("toy", Scope(2023))]
    built = make.build_deck(reader, wanted, template.load_template())
    assert built.checked == 2  # title and words
    wrong = replace(toy, recounts={"toy_total": lambda context, _: len(context.codes) + 1})
    monkeypatch.setattr(registry, "CHARTS", (*registry.CHARTS[:-1], wrong))
    with pytest.raises(SlidesRefusedError, match="資料では 179、数え直すと 180"):
        make.build_deck(reader, wanted, template.load_template())
    nobody = replace(toy, recounts={})
    monkeypatch.setattr(registry, "CHARTS", (*registry.CHARTS[:-1], nobody))
    with pytest.raises(SlidesRefusedError, match="数え直せません"):
        make.build_deck(reader, wanted, template.load_template())


@pytest.mark.usefixtures("toy")
def test_the_numbers_of_a_registered_chart_are_taken_to_excel(client: FlaskClient) -> None:
    asked = {"view": "toy", "search": "?fy=2023", "title": "試し", "note": "", "address": "/?fy=2023"}
    answer = post(client, "/slides/excel", asked)
    assert answer.status_code == 200, answer.text
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    head, *rows = book["機械可読"].iter_rows(values_only=True)
    assert head == ("振興局コード", "全市町村（市町村）", "架空データ")
    assert sum(row[1] for row in rows) == 179
    assert ("出典", "試しの出典") in [row[:2] for row in book["説明"].iter_rows(values_only=True)]


def test_an_unregistered_chart_is_nowhere(client: FlaskClient) -> None:
    for address in ("/slides/deck", "/slides/excel"):
        asked = {"view": "toy", "search": "", "items": [{"view": "toy", "search": "", "title": ""}]}
        assert post(client, address, asked).status_code == 409
    with pytest.raises(registry.UnknownChartError):
        take_out.buttons("toy")
