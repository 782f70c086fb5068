"""「スライドへ」「画像」「Excel」 under a chart. The browser does the rest (assets/take_out.js), on every page alike."""

from __future__ import annotations

from dash import html

from dashboard.chart_data import registry
from dashboard.components import figure_notes
from dashboard.words import words

WORDS = {"slide": "スライドへ", "png": "画像", "svg": "SVG", "excel": "Excel", "note": "確認"}

HINTS = {
    "slide": "この図を「資料づくり」に入れる",
    "png": "題・出典を付けた画像（PNG）で保存する",
    "svg": "拡大しても粗くならない画像（SVG）で保存する",
    "excel": "この図の数を出典付きの Excel で保存する",
    "note": "この図を確かめた人と日、注記を書き入れる",
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
    view_id: the id of a chart in dashboard/chart_data/registry.py.
    content: where the picture is no chart, what of the card it is (a CSS selector); title: where the h2 is not it;
    title_of: what of the page says it (a CSS selector). credit: of the boundaries of a map.
    server_picture: "tiles", or the address of an SVG, where the picture is drawn by the server; more: what the address of the page leaves
    out of the view, as plan=….
    synthetic: whether the chart rests on fictional data, so that the picture says so; the banner of the page too.
    """
    chart = registry.chart(view_id)
    return html.Div(
        [
            figure_notes.place(view_id, more),
            *_buttons(view_id, has_slide=has_slide),
        ],
        className="take-out",
        role="group",
        **{
            "aria-label": "この図を持ち出す",
            "data-synthetic": words.SYNTHETIC if synthetic else "",
            "data-picture": server_picture or chart.server_picture,
            "data-more": more,
            "data-content": content,
            "data-title": title,
            "data-title-of": title_of,
            "data-source": chart.source + (f"、境界は{credit}" if credit else ""),
        },
    )


def _buttons(view_id: str, *, has_slide: bool) -> list[html.Button]:
    return [
        html.Button(
            WORDS[kind],
            type="button",
            title=HINTS[kind],
            className="take-out-button",
            **{"data-take-out": kind, "data-view": view_id},
        )
        for kind in WORDS
        if has_slide or kind != "slide"
    ]


def line() -> html.Div:
    """Where the buttons say what they did; once, in the shell."""
    return html.Div(id="take-out-line", className="take-out-line", role="status", **{"aria-live": "polite"})
