"""「スライドへ」「画像」「Excel」 under a chart. The browser does the rest (assets/take_out.js), on every page alike."""

from __future__ import annotations

from dash import html

from dashboard import words

WORDS = {"slide": "スライドへ", "png": "画像", "svg": "SVG", "excel": "Excel"}

HINTS = {
    "slide": "この図を「資料づくり」に入れる",
    "png": "題・出典を付けた画像（PNG）で保存する",
    "svg": "拡大しても粗くならない画像（SVG）で保存する",
    "excel": "この図の数を出典付きの Excel で保存する",
}


def buttons(
    view_id: str,
    *,
    has_slide: bool = True,
    has_chart: bool = True,
    has_table: bool = False,
    synthetic: bool = False,
    server_picture: str = "",
    more: str = "",
) -> html.Div:
    """Inside the card of one chart, whose title is the card's h2 and whose note is its .note.

    view_id: a view of dashboard/slides/make.py, else any word for the name of the file, with has_slide=False.
    has_chart=False: for a card without a chart, which has no picture and whose numbers its own table gives out.
    has_table: for a card whose picture is a table of its own: its cells go to Excel as they stand.
    server_picture: "tiles", or the address of an SVG, where the picture is drawn by the server; more: what the address of the page leaves
    out of the view, as plan=….
    synthetic: whether the chart rests on fictional data, so that the picture says so; the banner of the page too.
    """
    kinds = [
        kind
        for kind in WORDS
        if (has_slide if kind == "slide" else has_chart or (has_table and kind == "excel"))
    ]
    return html.Div(
        [
            html.Button(
                WORDS[kind],
                type="button",
                title=HINTS[kind],
                className="take-out-button",
                **{"data-take-out": kind, "data-view": view_id},
            )
            for kind in kinds
        ],
        className="take-out",
        role="group",
        **{
            "aria-label": "この図を持ち出す",
            "data-synthetic": words.SYNTHETIC if synthetic else "",
            "data-picture": server_picture or ("shapes" if view_id == "status_map" else ""),
            "data-more": more,
        },
    )


def line() -> html.Div:
    """Where the buttons say what they did; once, in the shell."""
    return html.Div(id="take-out-line", className="take-out-line", role="status", **{"aria-live": "polite"})
