"""「スライドへ」「画像」「Excel」 under a chart. The browser does the rest (assets/take_out.js), on every page alike."""

from __future__ import annotations

from dash import html

from dashboard.words import words

WORDS = {"slide": "スライドへ", "png": "画像", "svg": "SVG", "excel": "Excel"}

HINTS = {
    "slide": "この図を「資料づくり」に入れる",
    "png": "題・出典を付けた画像（PNG）で保存する",
    "svg": "拡大しても粗くならない画像（SVG）で保存する",
    "excel": "この図の数を出典付きの Excel で保存する",
}


# What the picture says that it rests on, by view; the sheet says more.
ANSWERS, SURVEY = "市町村の回答と公表資料", "市町村の調査票"
SOURCES = {
    "status_map": ANSWERS,
    "status_bars": ANSWERS,
    "flow": ANSWERS,
    "rollout": f"全国は社会保障審議会福祉部会 第29回 資料1、北海道は{ANSWERS}から数えたもの",
    "slippage": "市町村の回答と名簿に示された開始予定と、その後の記録",
    "outlook": f"{ANSWERS}に示された開始予定からの計算",
    "barrier_places": SURVEY,
    "barriers": SURVEY,
    "barrier_pairs": SURVEY,
    "barrier_change": f"{SURVEY}、道の取組への参加の記録",
    "barrier_support": f"{SURVEY}、国の調査、道の取組への参加の記録",
    "ranking": "市町村の回答、参加の記録、公式統計からの計算。画像は先頭の20市町村まで",
    "returns": "市町村の調査票の受け取りの記録",
    "route": "計画の訪問先と、推計の移動時間からの計算",
}


def buttons(
    view_id: str,
    *,
    has_slide: bool = True,
    content: str = "",
    title: str = "",
    title_of: str = "",
    credit: str = "",
    synthetic: bool = False,
    server_picture: str = "",
    more: str = "",
) -> html.Div:
    """Inside the card of one chart, whose title is the card's h2 and whose note is its .note.

    A part of a heading that is a .tag, or of a note that is .screen-only, is not quoted.
    view_id: a view of dashboard/slides/make.py and of dashboard/chart_data/views.py.
    content: where the picture is no chart, what of the card it is (a CSS selector); title: where the h2 is not it;
    title_of: what of the page says it (a CSS selector). credit: of the boundaries of a map.
    server_picture: "tiles", or the address of an SVG, where the picture is drawn by the server; more: what the address of the page leaves
    out of the view, as plan=….
    synthetic: whether the chart rests on fictional data, so that the picture says so; the banner of the page too.
    """
    return html.Div(
        [
            html.Button(
                WORDS[kind],
                type="button",
                title=HINTS[kind],
                className="take-out-button",
                **{"data-take-out": kind, "data-view": view_id},
            )
            for kind in WORDS
            if has_slide or kind != "slide"
        ],
        className="take-out",
        role="group",
        **{
            "aria-label": "この図を持ち出す",
            "data-synthetic": words.SYNTHETIC if synthetic else "",
            "data-picture": server_picture or ("shapes" if view_id == "status_map" else ""),
            "data-more": more,
            "data-content": content,
            "data-title": title,
            "data-title-of": title_of,
            "data-source": SOURCES.get(view_id, "") + (f"、境界は{credit}" if credit else ""),
        },
    )


def line() -> html.Div:
    """Where the buttons say what they did; once, in the shell."""
    return html.Div(id="take-out-line", className="take-out-line", role="status", **{"aria-live": "polite"})
