"""Events under a chart over years; the chart itself carries their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
from dash import html

from dashboard.chart_data import registry
from dashboard.figures import event_marks
from dashboard.frames import records
from dashboard.planning.event_marks import of_years
from dashboard.services import events
from dashboard.warehouse.reader import Reader


def shown(reader: Reader, journal: Path | None, years: Iterable[int]) -> pd.DataFrame:
    """planning.event_marks.of_years of all that stand."""
    return of_years(events.standing(reader, journal), years)


def draw(chart_id: str, marked: pd.DataFrame, *frames: Any, **options: Any) -> Any:
    """The figure of a chart over years with its events."""
    chart = registry.chart(chart_id)
    return event_marks.mark(
        registry.draw(chart_id, *frames, **options), marked, is_below=chart.event_marks == "below"
    )


def key(marked: pd.DataFrame) -> html.Ul | None:
    """What the numbers on the chart stand for; goes with its picture."""
    if marked.empty:
        return None
    return html.Ul(items(marked), className="inline-legend event-key", **{"aria-label": "できごと"})


def items(marked: pd.DataFrame) -> list[html.Li]:
    return [
        html.Li(f"{row['mark']}{events.sentence(row)}", title=f"出典: {row['source']}")
        for row in records(marked)
    ]
