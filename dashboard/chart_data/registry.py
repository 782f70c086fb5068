"""Every chart, once. A new chart is a module of charts/ and a line here."""

from __future__ import annotations

from typing import Any

from dashboard.chart_data import recount
from dashboard.chart_data.chart import Chart
from dashboard.chart_data.charts import (
    adopted,
    alternative,
    appendix,
    barrier_change,
    barrier_pairs,
    barrier_places,
    barrier_support,
    barriers,
    compare,
    contact_effect,
    cover,
    flow,
    forecast,
    joint_groups,
    next_steps,
    outlook,
    plan,
    programme,
    ranking,
    returns,
    rollout,
    route,
    second_source,
    size_adjusted,
    slippage,
    status_bars,
    status_map,
    support_report,
    targets,
    text_codes,
    town_dates,
    what_if,
)
from dashboard.chart_data.recount import RecountContext, UnknownNumberError

# In the order of the briefing, which is also that of the list in 資料づくり.
CHARTS: tuple[Chart, ...] = (
    cover.COVER,
    cover.SUMMARY,
    programme.OVERLAP,
    programme.CONTENT,
    programme.BACKGROUND,
    status_map.CHART,
    status_map.TILES,
    status_bars.CHART,
    compare.CHART,
    rollout.CHART,
    size_adjusted.CHART,
    targets.CHART,
    flow.CHART,
    barrier_places.CHART,
    barriers.CHART,
    barrier_pairs.CHART,
    barrier_support.CHART,
    barrier_change.CHART,
    text_codes.CHART,
    programme.SUPPORT,
    programme.CASE,
    programme.SYSTEM,
    programme.ADDED,
    programme.ISSUE,
    programme.PLANS,
    slippage.CHART,
    outlook.CHART,
    alternative.CHART,
    adopted.CALLS,
    adopted.SYSTEMS,
    second_source.CHART,
    forecast.CHART,
    contact_effect.CHART,
    joint_groups.CHART,
    town_dates.CHART,
    ranking.CHART,
    plan.CHART,
    what_if.CHART,
    route.CHART,
    support_report.CHART,
    returns.CHART,
    next_steps.CHART,
    appendix.DEFINITIONS,
    appendix.TOWNS,
    appendix.SOURCES,
)


class UnknownChartError(KeyError):
    """No chart of this id is registered."""


def chart(chart_id: str) -> Chart:
    """Raises UnknownChartError."""
    for known in CHARTS:
        if known.id == chart_id:
            return known
    raise UnknownChartError(chart_id)


def with_slide() -> dict[str, Chart]:
    """The charts that become slides, by id, in the order of the briefing."""
    return {known.id: known for known in CHARTS if known.slide is not None}


def in_briefing(*, is_whole: bool) -> list[str]:
    """The charts of the base deck, in its order: what the command makes unasked, and 「基本の構成」 of the page.

    is_whole: of all municipalities, not of some.
    """
    return [
        chart_id
        for chart_id, known in with_slide().items()
        if known.is_in_briefing or (known.is_in_filtered_briefing and not is_whole)
    ]


def with_table() -> dict[str, Chart]:
    """The charts whose numbers are taken out, by id."""
    return {known.id: known for known in CHARTS if known.table is not None}


def draw(chart_id: str, *frames: Any, **options: Any) -> Any:
    """The figure of a chart, of what its figure function takes. Raises UnknownChartError where it has none."""
    figure = chart(chart_id).figure
    if figure is None:
        raise UnknownChartError(f"{chart_id}: no figure")
    return figure(*frames, **options)


def recounted(key: str, context: RecountContext) -> float | str:
    """The number (or words, or fill) of a key, counted again. Raises UnknownNumberError where no way is known."""
    kind = key.partition(".")[0]
    for recounts in (recount.SHARED, *(known.recounts for known in CHARTS)):
        if kind in recounts:
            return recounts[kind](context, key)
    raise UnknownNumberError(key)
