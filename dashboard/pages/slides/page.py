"""資料づくり: the views that were put aside become a deck; old decks are refreshed and held against today's data."""

from __future__ import annotations

import flask
from dash import Dash, html

from dashboard.chart_data import registry
from dashboard.components import one_file_link
from dashboard.queries import overview
from dashboard.views import view, year
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import lazy_routes

PATH = "/slides"
TITLE = "資料づくり"


def layout(reader: Reader, asked: View) -> html.Div:
    """The page; what is in the basket is kept by the browser (assets/slides.js)."""
    years = overview.years(reader).set_index("fiscal_year")
    label = str(years.at[asked.fiscal_year, "label_ja"])
    return html.Div(
        [
            html.Div(
                [
                    html.H1(TITLE),
                    html.P(
                        "各画面の図の下にある「スライドへ」を押すと、その図がここに並びます。"
                        "できるのは PowerPoint でそのまま直せる資料です（地図は市町村ごとの図形、グラフは中にデータ）。"
                    ),
                ],
                className="page-head",
            ),
            html.Div(
                [
                    _basket(label),
                    html.Div(
                        [_saved(), _areas(), _one_file(reader, asked, label), _old()], className="slides-side"
                    ),
                ],
                className="slides-columns",
            ),
        ],
        className="slides",
        id="slides-page",
        **{
            "data-views": "|".join(f"{chart.id}={chart.label}" for chart in registry.with_slide().values()),
            "data-base": "|".join(registry.in_briefing(is_whole=not (asked.has_places or asked.groups))),
        },
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    def files(server: flask.Flask) -> None:
        from dashboard.web import slides

        slides.register(server, warehouse)

    lazy_routes.add(app.server, files, f"{PATH}/")


def _basket(year_label: str) -> html.Section:
    return html.Section(
        [
            html.H2("次の資料", id="basket-title"),
            html.Div(
                [
                    _button("基本の構成を入れる", "basket-whole"),
                    _button("すべて最新の年度に", "basket-newest"),
                    _button("元に戻す", "basket-undo"),
                    _button("すべて外す", "basket-clear"),
                ],
                className="toolbar",
            ),
            html.P(
                f"「基本の構成」は、上の条件（{year_label}など）で、表紙から巻末までのひと揃いを入れます。",
                className="note",
            ),
            html.Ol(id="basket-list", className="basket-list", **{"aria-labelledby": "basket-title"}),
            html.P("まだ何も入っていません。", id="basket-empty", className="note"),
            html.P("", id="basket-weight", className="note"),
            html.Div(
                [
                    html.Label(
                        ["資料の名前", html.Br(), html.Span(id="basket-name-slot")], htmlFor="basket-name"
                    ),
                    html.Label(
                        ["大きさ", html.Br(), html.Span(id="basket-size-slot")], htmlFor="basket-size"
                    ),
                    html.Label(
                        [
                            "所定のひな形（.pptx・.potx、なくてもよい）",
                            html.Br(),
                            html.Span(id="basket-template-slot"),
                        ],
                        htmlFor="basket-template",
                    ),
                ],
                className="basket-choices",
            ),
            html.Div(id="basket-layouts", className="basket-layouts"),
            html.Div(
                [
                    _button("資料を作る", "basket-make", main=True),
                    _button("絵で確かめる", "basket-preview"),
                    _button("この名前で保存", "basket-save"),
                ],
                className="toolbar",
            ),
            html.Div(id="basket-pictures", className="basket-pictures"),
            html.P("", id="basket-line", className="note", role="status", **{"aria-live": "polite"}),
        ],
        className="panel basket",
        **{"aria-labelledby": "basket-title"},
    )


def _saved() -> html.Section:
    return html.Section(
        [
            html.H2("保存した構成", id="saved-title"),
            html.P(
                "次の期も同じ構成で作れます。選んだ年度の図はその年度のまま、「最新の年度」の図は作るときの最新の年度になります。",
                className="note",
            ),
            html.Ul(id="saved-list", className="saved-list", **{"aria-labelledby": "saved-title"}),
        ],
        className="panel",
        **{"aria-labelledby": "saved-title"},
    )


def _areas() -> html.Section:
    kinds = (
        ("decks", "説明資料（管内だけの数と地図、全道との比較、管内の市町村名）"),
        ("lists", "市町村の一覧（Excel）"),
        ("letters", "疑義照会と提出のお願い（再）の文書"),
    )
    return html.Section(
        [
            html.H2("14振興局を一度に", id="areas-title"),
            html.P("振興局ごとのフォルダーに分けた zip を作ります（1分ほどかかります）。", className="note"),
            html.Div(
                [
                    html.Label([html.Span(className="areas-slot", **{"data-what": what}), label])
                    for what, label in kinds
                ],
                className="areas-choices",
            ),
            html.Div([_button("14振興局分を作る", "areas-make", main=True)], className="toolbar"),
            html.P("", id="areas-line", className="note", role="status", **{"aria-live": "polite"}),
        ],
        className="panel",
        **{"aria-labelledby": "areas-title"},
    )


def _one_file(reader: Reader, asked: View, label: str) -> html.Section:
    about = f"上の条件（{label}、{year.place_name(reader, asked)}）"
    return one_file_link.section(view.address(asked), about)


def _old() -> html.Section:
    return html.Section(
        [
            html.H2("前の資料", id="old-title"),
            html.P(
                "手を入れた資料でもかまいません。かさなりが書いたまま残っている数・塗り・グラフだけを新しくします。"
                "配付用の1ファイル（.html）は、「正誤を確かめる」で確かめられます。",
                className="note",
            ),
            html.P(
                "「配布用に保存」は、記録・ノート・非表示のスライド・コメント・作成者・グラフの中の表を除いた資料を作ります。"
                "「配布用に白黒で保存」は、さらに色を濃淡と模様に替えます（白黒の印刷とコピーでも区分がわかります）。"
                "どちらも題・本文・出典の順に読み上げられ、その順で PDF になります。"
                "配布用の資料は、後から数を新しくできません。もとの資料も残してください。",
                className="note",
            ),
            html.Label(["資料（.pptx、.html）", html.Br(), html.Span(id="old-slot")], htmlFor="old-file"),
            html.Label(
                [
                    html.Span(id="old-marked-slot"),
                    "新しくするとき、変わった数に前の数を添えた確認用の資料と、1枚の変更一覧（Word）も作る",
                ],
                htmlFor="old-marked",
                className="note",
            ),
            html.Div(
                [
                    _button("数を新しくする", "old-refresh", main=True),
                    _button("正誤を確かめる", "old-verify"),
                    _button("配布用に保存", "old-handout"),
                    _button("配布用に白黒で保存", "old-mono"),
                ],
                className="toolbar",
            ),
            html.P("", id="old-line", className="note", role="status", **{"aria-live": "polite"}),
            html.Div(id="old-result"),
        ],
        className="panel",
        **{"aria-labelledby": "old-title"},
    )


def _button(label: str, name: str, *, main: bool = False) -> html.Button:
    return html.Button(label, id=name, type="button", className="button" if main else "button-plain")
