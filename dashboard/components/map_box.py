"""The place of the map that the browser draws (assets/map_drawing.js), with the buttons that bring it closer."""

from __future__ import annotations

from dash import html

ZOOMS = {"in": ("＋", "拡大"), "out": ("−", "縮小"), "reset": ("全体", "元の大きさ")}


def box(name: str, described: str, *, names: str, beside: html.Div | None = None) -> html.Div:
    """names: whose names are written on the whole map: "adopters" (towns that implement or plan) or "areas" (振興局)."""
    buttons = [
        html.Button(sign, type="button", title=said, **{"data-zoom": zoom, "aria-label": said})
        for zoom, (sign, said) in ZOOMS.items()
    ]
    drawing = html.Div(id=name, className="figure drawn-box", **{"data-names": names})
    return html.Div(
        [
            drawing,
            html.Div(buttons, className="drawn-zoom", role="group", **{"aria-label": "地図の大きさ"}),
            beside,
        ],
        className="figure-box",
        role="group",
        **{"aria-label": described},
    )
