"""手引き: how each page is used, the first ten steps, the year, and what the words mean."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

import flask
from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.components import manual
from dashboard.components.shell import GUIDE_PATH, METHODS_PATH, READING_RULES_PATH, SELFCHECK_PATH
from dashboard.views import guide
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse

PATH = GUIDE_PATH
TITLE = "手引き"
FOLLOWS = "nothing"
IS_ASIDE = True
PICTURES_PATH = f"{PATH}/pictures"
SHOWN_PIXELS = (1366, 768)


def layout(_reader: Reader, asked: View) -> html.Div:
    """The section of the page that the reader came from first, then everything."""
    return _manual(parse_qs(asked.search.removeprefix("?")).get("of", [""])[0])


def without_data(_notice: Component) -> html.Div:
    """The guide, which needs no data."""
    return _manual("")


def _manual(came_from: str) -> html.Div:
    found = guide.sections()
    titles = flask.current_app.config["TITLES"] if flask.has_app_context() else {}
    here = str(titles.get(came_from, ""))
    first = [here] if here in found else []
    rest = [title for title in found if title not in first]
    sections = [
        *(_section(title, found[title], is_here=title in first) for title in [*first, *rest]),
        _section(guide.GLOSSARY.stem, guide.glossary()),
    ]
    rules = dcc.Link("読み方の決まり（別のページ）", href=READING_RULES_PATH)
    return manual.manual(
        [html.H1(TITLE)],
        sections,
        "手引きの目次",
        [
            rules,
            dcc.Link("決め方（別のページ）", href=METHODS_PATH),
            dcc.Link("自己診断（別のページ）", href=SELFCHECK_PATH),
        ],
    )


def register(app: Dash, _warehouse: Warehouse) -> None:
    """Serve the pictures; the page itself only shows."""

    @app.server.get(f"{PICTURES_PATH}/<name>")
    def picture_file(name: str) -> flask.Response:
        # Windows may not know the type, and the browser is told not to guess.
        return flask.send_from_directory(guide.PICTURES, name, mimetype="image/webp")


def _section(title: str, text: str, *, is_here: bool = False) -> manual.ManualSection:
    parts = [
        _figure(part) if isinstance(part, guide.Picture) else dcc.Markdown(part) for part in guide.parts(text)
    ]
    return manual.ManualSection(title, parts, f"{title}（いま見ていた画面）" if is_here else "")


def _figure(picture: guide.Picture) -> html.Figure:
    """The picture, fetched when it comes near the window, which html.Img cannot ask for."""
    address = f"{PICTURES_PATH}/{picture.name}"
    width, height = SHOWN_PIXELS
    image = f'<img src="{address}" alt="{escape(picture.alt)}" width="{width}" height="{height}" loading="lazy" />'
    return html.Figure(
        [
            html.A(dcc.Markdown(image, dangerously_allow_html=True), href=address, target="_blank"),
            html.Figcaption(
                "画面の例（架空データ）。押すと、新しいタブに元の大きさで出ます。", className="note"
            ),
        ]
    )
