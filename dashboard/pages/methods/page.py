"""決め方: of every method its formula, source, assumption and the numbers of its check."""

from __future__ import annotations

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.components import manual
from dashboard.components.shell import GUIDE_PATH, METHODS_PATH
from dashboard.views import guide
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse

PATH = METHODS_PATH
TITLE = "決め方"
FOLLOWS = "nothing"
IS_ASIDE = True


def layout(_reader: Reader, _asked: View) -> html.Div:
    """Every method in its section, below a list of them."""
    return _methods()


def without_data(_notice: Component) -> html.Div:
    """The methods, which need no data."""
    return _methods()


def _methods() -> html.Div:
    found = guide.sections(guide.METHODS)
    return manual.manual(
        [
            html.H1(TITLE),
            html.P(
                "画面・スライド・Excel の数のうち、数えただけでないものの決め方です。式、出典、仮定、確かめた結果の順に書きます。"
                "確かめは、答えのわかっている架空の世界で計算し、言ったとおりになるかを数えたものです。"
            ),
            dcc.Link("手引きに戻る", href=GUIDE_PATH),
        ],
        [manual.ManualSection(title, [dcc.Markdown(body)]) for title, body in found.items()],
        "決め方の目次",
    )


def register(_app: Dash, _warehouse: Warehouse) -> None:
    """Nothing: the page only shows."""
