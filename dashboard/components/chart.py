"""A chart of a page: what our own script draws of a figure (assets/chart_figure.js), without plotly's in the browser.

plotly.js was a megabyte to fetch and read, and drew for a third of a second where ours takes a hundredth. Figures stay
plotly's by their words; those that our script does not know are refused here, so that no chart misses a part in silence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
from dash.development.base_component import Component

# What assets/chart_figure.js draws, by the path of its name in a figure; a part of which no name goes on takes any value.
AXIS = "range autorange fixedrange visible tickvals ticktext dtick tick0 nticks ticksuffix ticklabelstandoff tickfont.size tickfont.color showgrid gridcolor zeroline zerolinecolor rangemode type"
TRACE = "type name x y text meta customdata hovertemplate hoverinfo hoveron cliponaxis textfont.size textfont.color"
PATTERN = "shape fgcolor size solidity fillmode"
HATCHES = ("", "/", "\\", "x", "-", "|", "+", ".")
MARKS = ("circle", "circle-open", "square", "square-open", "diamond", "diamond-open", "line-ns-open")


def _paths(names: str, under: str) -> set[str]:
    return {f"{under}.{name}" for name in names.split()}


KNOWN = {
    *_paths("font.family font.size font.color margin.l margin.r margin.t margin.b bargap barmode", "layout"),
    *_paths("paper_bgcolor plot_bgcolor separators showlegend hovermode transition.duration", "layout"),
    *_paths("align bgcolor bordercolor font.family font.size font.color", "layout.hoverlabel"),
    *_paths(AXIS, "layout.xaxis"),
    *_paths(AXIS, "layout.yaxis"),
    *_paths("type xref yref x0 x1 y0 y1 fillcolor layer line.color line.width line.dash", "layout.shapes"),
    *_paths(
        "x y xref yref xanchor yanchor xshift yshift text hovertext showarrow name", "layout.annotations"
    ),
    *_paths("bgcolor bordercolor borderwidth borderpad font.size font.color", "layout.annotations"),
    *_paths(TRACE, "bar"),
    *_paths("orientation textposition insidetextanchor textangle constraintext", "bar"),
    *_paths("marker.color marker.line.color marker.line.width", "bar"),
    *_paths(PATTERN, "bar.marker.pattern"),
    *_paths(TRACE, "scatter"),
    *_paths("mode fill fillcolor line.color line.width line.dash textposition", "scatter"),
    *_paths(PATTERN, "scatter.fillpattern"),
    *_paths("symbol size color line.color line.width", "scatter.marker"),
}
# Where the script draws but some of what plotly knows.
CHOICES: dict[str, tuple[Any, ...]] = {
    "bar.orientation": ("h",),
    "layout.barmode": ("stack",),
    "bar.marker.pattern.shape": HATCHES,
    "scatter.fillpattern.shape": HATCHES,
    "scatter.marker.symbol": MARKS,
    "scatter.line.dash": ("solid", "dot", "dash"),
    "layout.shapes.type": ("line", "rect"),
    "layout.shapes.layer": ("below",),
    "layout.annotations.showarrow": (False,),
}


PROPERTIES = ["id", "className", "clickData", "figure"]
NONE: list[str] = []


class UnknownFigurePartError(ValueError):
    """A figure holds what the script of the pages does not draw."""


class ChartBox(Component):  # type: ignore[misc] # Dash has no types
    """A figure in the box that its class gives it; what is pressed comes as clickData, as with plotly's own graph."""

    _namespace = "kasanari_components"
    _type = "ChartBox"
    _prop_names = PROPERTIES
    _valid_wildcard_attributes = NONE
    available_properties = PROPERTIES
    available_wildcard_properties = NONE

    def __init__(self, figure: go.Figure, **props: Any) -> None:
        """Raises UnknownFigurePartError."""
        super().__init__(figure=drawable(figure), **props)


def drawable(figure: go.Figure) -> dict[str, Any]:
    """The figure as plain data, without plotly's template, of which nothing is drawn. Raises UnknownFigurePartError."""
    plain: dict[str, Any] = json.loads(figure.to_json())
    plain["layout"].pop("template", None)
    unknown = sorted({*_unknown(plain["layout"], "layout"), *_of_traces(plain["data"])})
    if unknown:
        raise UnknownFigurePartError(f"the pages cannot draw {', '.join(unknown)}")
    return plain


def _of_traces(traces: list[dict[str, Any]]) -> Iterator[str]:
    for trace in traces:
        yield from _unknown(trace, trace["type"])
        if trace["type"] == "bar" and any(
            isinstance(number, (int, float)) and number < 0 for number in trace.get("x", ())
        ):
            yield "bar.x below 0"  # bars are laid one after the other, to one side


def _unknown(part: Any, path: str) -> Iterator[str]:
    """The paths in a part that the script does not know, with the value where it knows but some."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from _unknown(value, f"{path}.{name}")
    elif path not in KNOWN and isinstance(part, list) and all(isinstance(one, dict) for one in part):
        for one in part:
            yield from _unknown(one, path)
    elif path not in KNOWN:
        yield path
    elif path in CHOICES:
        for value in part if isinstance(part, list) else [part]:
            if value not in CHOICES[path]:
                yield f"{path} {value!r}"
