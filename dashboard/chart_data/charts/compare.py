"""Some municipalities beside all of 北海道: a slide of decks that filters narrow."""

from __future__ import annotations

from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.export.deck import slide_compare
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.queries import slides as queries


def slide(request: SlideRequest, stage: Stage) -> Slide:
    return slide_compare.compare(request.data, queries.towns(request.reader, request.year), stage)


def recount_whole(context: RecountContext, key: str) -> float:
    """Municipalities of 北海道 in a group, their share in per cent, or all of them."""
    groups = [row["group_code"] for row in context.all_states() if row["fiscal_year"] == context.year]
    kind, _, group = key.partition(".")
    if kind == "whole_total":
        return len(groups)
    return groups.count(group) if kind == "whole_group" else 100 * groups.count(group) / len(groups)


CHART = Chart(
    slide_compare.VIEW,
    slide_compare.TITLE,
    source=ANSWERS,
    slide=slide,
    recounts=dict.fromkeys(("whole_total", "whole_group", "whole_share"), recount_whole),
    is_in_briefing=False,
    is_in_filtered_briefing=True,
)
