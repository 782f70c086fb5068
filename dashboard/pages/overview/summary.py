"""The summary paragraph on screen: each number of municipalities is a button."""

from __future__ import annotations

from dash import html

from dashboard.views.overview_summary import parts
from dashboard.views.year import YearFacts


def pressable(facts: YearFacts) -> list[object]:
    """The paragraph on screen: each number of towns is a button that leads to them."""
    return [
        part
        if isinstance(part, str)
        else html.Button(
            part[0],
            id={"type": "group-link", "group": part[1], "place": f"summary-{number}"},
            className="number-link",
            type="button",
            title="この市町村を下の表で見る",
        )
        for number, part in enumerate(parts(facts))
    ]
