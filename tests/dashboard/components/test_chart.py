"""Figures of the pages: what the browser's script draws is let through, anything else is refused by name."""

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.components import chart
from dashboard.web import prerender_html

BAR = {"type": "bar", "orientation": "h", "x": [1, 2], "y": ["空知", "石狩"]}
POINTS = {
    "type": "scatter",
    "mode": "markers",
    "x": [1, 2],
    "y": [3, None],
    "marker": {"symbol": ["circle", "square-open"]},
}


def test_a_figure_is_plain_data_without_plotlys_template() -> None:
    given = chart.ChartBox(go.Figure([BAR, POINTS], {"barmode": "stack"}), id="a").to_plotly_json()
    assert (given["namespace"], given["type"]) == ("kasanari_components", "ChartBox")
    assert given["props"]["figure"] == {"data": [BAR, POINTS], "layout": {"barmode": "stack"}}


@pytest.mark.parametrize(
    ("trace", "layout", "named"),
    [
        ({"type": "pie", "values": [1]}, {}, "pie.values"),
        ({**BAR, "orientation": "v"}, {}, "bar.orientation 'v'"),
        ({**BAR, "x": [1, -2]}, {}, "bar.x below 0"),
        ({**BAR, "marker": {"pattern": {"shape": ["/", "x"]}, "opacity": 0.5}}, {}, "bar.marker.opacity"),
        ({**POINTS, "marker": {"symbol": ["circle", "star"]}}, {}, "scatter.marker.symbol 'star'"),
        ({**POINTS, "x": np.array([1, 2])}, {}, "scatter.x.bdata"),
        (BAR, {"barmode": "group"}, "layout.barmode 'group'"),
        (BAR, {"xaxis": {"title": {"text": "市町村"}}}, "layout.xaxis.title.text"),
        (BAR, {"shapes": [{"type": "circle"}]}, "layout.shapes.type 'circle'"),
        (BAR, {"annotations": [{"text": "a", "textangle": 90}]}, "layout.annotations.textangle"),
    ],
)
def test_what_the_script_does_not_draw_is_refused_by_name(
    trace: dict[str, object], layout: dict[str, object], named: str
) -> None:
    with pytest.raises(chart.UnknownFigurePartError) as refused:
        chart.drawable(go.Figure([trace], layout))
    assert named in str(refused.value)


def test_the_script_has_each_mark_and_hatching_that_is_let_through() -> None:
    script = (prerender_html.ASSETS / "chart_elements.js").read_text(encoding="utf-8")
    for name in {mark.removesuffix("-open") for mark in chart.MARKS}:
        assert f"        {name}: (r)" in script or f'        "{name}": (r)' in script, name
    for hatch in filter(None, chart.HATCHES):
        written = hatch.replace("\\", "\\\\")
        assert (
            f'"{written}": (n)' in script
            or f"HATCHES.{hatch} = " in script
            or f'HATCHES["{hatch}"] = ' in script
            or f'=== "{hatch}"' in script
        ), hatch
