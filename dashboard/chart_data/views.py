"""Which table a view gives out: by the word of its buttons (components/take_out.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.chart_data import barriers, progress, towns
from dashboard.chart_data import map as map_files
from dashboard.chart_data.table import Taken
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader


@dataclass(frozen=True)
class Asked:
    """path: of the page; plan: the plan that the address names, or nothing. reader: as of the day of the view."""

    reader: Reader
    view: View
    path: str = "/"
    journal: Path | None = None
    plan: str = ""


TABLES: dict[str, Callable[[Asked], Taken]] = {
    "status_map": lambda asked: (
        towns.layer(asked.reader, asked.view, asked.journal)
        if map_files.is_other_layer(asked.view.search)
        else towns.states(asked.reader, asked.view)
    ),
    "status_bars": lambda asked: progress.bars(asked.reader, asked.view),
    "rollout": lambda asked: progress.curve(asked.reader, asked.view, asked.path),
    "flow": lambda asked: progress.flow(asked.reader, asked.view),
    "slippage": lambda asked: progress.plans(asked.reader, asked.view),
    "outlook": lambda asked: progress.outlook(asked.reader, asked.view),
    "barrier_places": lambda asked: barriers.bars(asked.reader, asked.view),
    "barriers": lambda asked: barriers.heat(asked.reader, asked.view),
    "barrier_pairs": lambda asked: barriers.pairs(asked.reader, asked.view),
    "barrier_change": lambda asked: barriers.change(asked.reader, asked.view),
    "barrier_support": lambda asked: barriers.support(asked.reader, asked.view),
    "ranking": lambda asked: towns.ranking(asked.reader, asked.view, asked.journal),
    "returns": lambda asked: towns.returns(asked.reader, asked.view),
    "route": lambda asked: towns.route(asked.reader, asked.journal, asked.plan),
}
TABLES["tile_map"] = TABLES["status_map"]
