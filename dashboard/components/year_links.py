"""The years of the 調査 as links of one page, the one that is shown marked.

Plain links: a page is made anew only where its path changes, or where it is loaded.
"""

from __future__ import annotations

from dash import html

from dashboard.views import round_in_work
from dashboard.views.returns import year_label
from dashboard.views.round_in_work import RoundChoice


def links(path: str, choice: RoundChoice) -> html.Nav | None:
    """None where there is no other year to go to."""
    if len(choice.years) < 2:
        return None
    shown = [
        html.Span(year_label(year), className="year-link", **{"aria-current": "page"})
        if year == choice.fiscal_year
        else html.A(year_label(year), href=round_in_work.address(path, year), className="year-link")
        for year in choice.years
    ]
    return html.Nav(shown, className="year-links", **{"aria-label": "調査の年度"})
