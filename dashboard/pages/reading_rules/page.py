"""読み方の決まり: how what towns send is read, and what each finding means, so that an officer can answer a town."""

from __future__ import annotations

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.components import manual
from dashboard.components.shell import GUIDE_PATH, READING_RULES_PATH
from dashboard.views import guide
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse

PATH = READING_RULES_PATH
TITLE = "読み方の決まり"
FOLLOWS = "nothing"
IS_ASIDE = True
ABOUT = (
    "市町村や（総合）振興局から届いたファイルを、書いてあるとおりに読みます。決められないときは推しはからず、"
    "ファイル・シート・セルを示して尋ねます。**エラー**は読んでいないもの、**警告**は読んだが確かめてほしいもの、"
    "**情報**は答えの変わらないお知らせです。指摘の「記号」は、画面の検索（Ctrl + F）で探せます。"
)


def layout(_reader: Reader, _asked: View) -> html.Div:
    """Every rule in its section, below a list of the sections."""
    return _rules()


def without_data(_notice: Component) -> html.Div:
    """The rules, which need no data."""
    return _rules()


def _rules() -> html.Div:
    found = {"読むときの約束": ABOUT, **guide.sections(guide.READING_RULES)}
    return manual.manual(
        [html.H1(TITLE), dcc.Link("手引きに戻る", href=GUIDE_PATH)],
        [manual.ManualSection(title, [dcc.Markdown(body)]) for title, body in found.items()],
        "読み方の決まりの目次",
    )


def register(_app: Dash, _warehouse: Warehouse) -> None:
    """Nothing: the page only shows."""
