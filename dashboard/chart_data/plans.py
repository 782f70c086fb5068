"""The plan of the journal that a chart shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard import journal as journals
from dashboard.chart_data.scope import SlidesRefusedError


def plan_of(journal: Path | None, plan: str) -> dict[str, Any] | None:
    """The plan of that id in the journal, else the one of the newest year and quarter; None where there is none."""
    try:
        plans = journals.plans(journal)
    except journals.JournalError as error:
        raise SlidesRefusedError(str(error)) from error
    if plans.empty:
        return None
    chosen = plans[plans["record_id"] == plan]
    if chosen.empty:
        chosen = plans.sort_values(["fiscal_year", "quarter", "written_at"], na_position="first").tail(1)
    return {str(name): value for name, value in chosen.iloc[0].items()}
