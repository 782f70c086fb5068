"""Pieces of a page as HTML: the same words, attributes and links, in a fraction of the components."""

import json
from typing import Any

import pytest
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.app import PAGES, create_app
from dashboard.views import view
from dashboard.warehouse.reader import Warehouse
from dashboard.web import plain_html
from tests.dashboard.plain_pieces import is_piece, unpacked
from tests.dashboard.walking import Browser, components, plain


def norm(node: Any) -> Any:
    """A component by kind, attributes as a browser reads them, and what stands in it; texts side by side are one."""
    if is_piece(node):
        node = unpacked(node)
    if isinstance(node, list):
        parts: list[Any] = []
        for one in map(norm, node):
            if isinstance(one, str) and parts and isinstance(parts[-1], str):
                parts[-1] += one
            elif one != "":
                parts.extend(one if isinstance(one, list) else [one])
        return parts
    if not isinstance(node, dict) or "props" not in node:
        return "" if node is None or isinstance(node, bool) else str(node)
    props = {
        name: value
        for name, value in node["props"].items()
        if name != "children" and value is not None and value is not False
    }
    if isinstance(props.get("style"), dict):
        props["style"] = plain_html.style(props["style"])[8:-1].replace("&quot;", '"').replace("&#x27;", "'")
    if node["type"] in plain_html.TAGS or node["type"] == "Link":
        props = {
            name: "" if value is True and "-" not in name else str(value) for name, value in props.items()
        }
        props = {
            name: value.lower() if value in ("True", "False") else value for name, value in props.items()
        }
    children = node["props"].get("children")
    return (
        node["type"],
        sorted(props.items(), key=str),
        norm(children if isinstance(children, list) else [children]),
    )


@pytest.mark.parametrize("shown", PAGES, ids=lambda page: page.PATH)
def test_a_packed_page_is_the_same_page(warehouse: Warehouse, shown: Any) -> None:
    app = create_app(warehouse)
    with app.server.test_request_context("/"):
        reader, asked = view.open(warehouse, "?town=01202")
        layout = shown.layout(reader, asked)
        before, after = plain(layout), plain(plain_html.pack(layout))
    assert str(norm([before])) == str(norm([after]))  # a NaN is unlike itself
    ids = [
        [one["props"]["id"] for one in components(tree) if "id" in one["props"]] for tree in (before, after)
    ]
    assert ids[0] == ids[1]


def test_a_long_page_is_a_fraction_of_the_components(warehouse: Warehouse) -> None:
    """Dash looks after each of them; this is what opening a page takes."""

    def count(node: Any) -> int:
        if isinstance(node, list):
            return sum(map(count, node))
        return (
            1 + count(node["props"].get("children") or [])
            if isinstance(node, dict) and "props" in node
            else 0
        )

    app = create_app(warehouse)
    for page in PAGES:
        if page.PATH in ("/", "/map", "/barriers", "/outreach", "/town"):
            with app.server.test_request_context("/"):
                layout = page.layout(*view.open(warehouse, "?town=01202"))
            packed = count(plain(plain_html.pack(layout)))
            assert packed <= 170, page.PATH
            assert packed < count(plain(layout)), page.PATH


def test_answers_of_callbacks_go_out_packed(warehouse: Warehouse) -> None:
    shown = Browser(create_app(warehouse)).page("/town", "?town=01202")
    assert '"type": "Plain"' in json.dumps(shown)


@pytest.mark.parametrize(
    "part",
    [
        html.Div([html.P("a", id="b")]),
        html.Div([html.Span(dcc.Input(value="a"))]),
        html.P([html.Div("a"), "b"]),
        html.A([html.Span(html.A("a", href="/"))], href="/"),
        html.Table([html.Tr(html.Td("a"))]),
        html.Div([html.Iframe(src="/")]),
        html.Div([html.Div("a", contentEditable="true")]),
        html.Div([html.Div("a", key="b")]),
    ],
    ids=str,
)
def test_what_a_browser_would_read_otherwise_or_is_asked_about_stays(part: Component) -> None:
    packed = plain_html.pack(part)
    assert type(packed) is type(part)
    assert norm([plain(packed)]) == norm([plain(part)])


def test_words_attributes_and_styles_are_written_as_dash_would() -> None:
    part = html.Div(
        [
            html.Span(
                'a<b & "c"',
                title="d'e\"<f>",
                style={"width": 3, "opacity": 0.5, "--wide": 2, "marginTop": "1em"},
            ),
            html.Br(),
            html.Details([html.Summary("g")], open=True),
            html.Button("h", disabled=False, type="button", **{"data-i": "j", "aria-pressed": False}),  # type: ignore[arg-type]
            dcc.Link("k", href="/town?town=01202&fy=2023", className="l"),
            None,
            0,
        ],
        className="m",
    )
    packed = plain_html.pack(part).to_plotly_json()["props"]
    assert (packed["tag"], packed["attributes"]) == ("div", {"className": "m"})
    assert packed["html"] == (
        '<span title="d&#x27;e&quot;&lt;f&gt;" style="width:3px;opacity:0.5;--wide:2;margin-top:1em">a&lt;b &amp; &quot;c&quot;</span>'
        '<br/><details open=""><summary>g</summary></details><button type="button" aria-pressed="false" data-i="j">h</button>'
        '<a href="/town?town=01202&amp;fy=2023" class="l" data-within="true">k</a>0'
    )
