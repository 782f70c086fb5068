"""手引き: how each page is used, the first ten steps, the year, and what the words mean."""

from __future__ import annotations

from urllib.parse import parse_qs

import flask
from dash import Dash, dcc, html

from dashboard.components.shell import GUIDE_PATH
from dashboard.views import guide
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse

PATH = GUIDE_PATH
TITLE = "手引き"
IS_ASIDE = True


def layout(_reader: Reader, asked: View) -> html.Div:
    """The section of the page that the reader came from first, then everything."""
    found = guide.sections()
    came_from = parse_qs(asked.search.removeprefix("?")).get("of", [""])[0]
    titles = flask.current_app.config["TITLES"] if flask.has_app_context() else {}
    here = str(titles.get(came_from, ""))
    first = [here] if here in found else []
    rest = [title for title in found if title not in first]
    contents = [
        html.Li(html.A(title, href=f"#{_anchor(title)}")) for title in [*first, *rest, guide.GLOSSARY.stem]
    ]
    return html.Div(
        [
            html.Div([html.H1(TITLE)], className="page-head"),
            html.Div(
                [
                    html.Nav(
                        html.Ul(contents), className="panel guide-contents", **{"aria-label": "手引きの目次"}
                    ),
                    html.Div(
                        [
                            *(
                                _section(title, found[title], is_here=title in first)
                                for title in [*first, *rest]
                            ),
                            _section(guide.GLOSSARY.stem, guide.glossary()),
                        ],
                        className="guide-sections",
                    ),
                ],
                className="guide-columns",
            ),
        ],
        className="guide",
    )


def register(_app: Dash, _warehouse: Warehouse) -> None:
    """The page only shows."""


def _section(title: str, text: str, *, is_here: bool = False) -> html.Section:
    about = f"{title}（いま見ていた画面）" if is_here else title
    return html.Section([html.H2(about), dcc.Markdown(text)], className="panel", id=_anchor(title))


def _anchor(title: str) -> str:
    return f"guide-{title}"
