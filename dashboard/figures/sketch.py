"""A figure in the making: plain parts, handed to plotly once.

Each add_… of a plotly figure checks all that was added before it again (the flow of 経過: 35 notes, a third of the
page's time); a sketch keeps the parts as they are said, and plotly checks them together at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go


class FigureSketch:
    """Takes what a go.Figure takes by the same names; `figure()` makes it one."""

    def __init__(self) -> None:
        self.traces: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {}

    def add_bar(self, **bar: Any) -> None:
        self.traces.append({"type": "bar", **bar})

    def add_scatter(self, **scatter: Any) -> None:
        self.traces.append({"type": "scatter", **scatter})

    def add_annotation(self, **note: Any) -> None:
        self.notes.append(note)

    def update_layout(self, layout: Mapping[str, Any]) -> None:
        self.layout.update(layout)

    def figure(self) -> go.Figure:
        """The checked figure; ValueError where plotly does not know a part."""
        return go.Figure(data=self.traces, layout={**self.layout, "annotations": self.notes})
