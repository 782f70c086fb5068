"""What one chart is: its words, its table, its slide and how the numbers of its slide are recounted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from dashboard.chart_data.recount import Recount
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader

# What most pictures rest on, as they say it.
ANSWERS, SURVEY = "市町村の回答と公表資料", "市町村の調査票"


@dataclass(frozen=True)
class TableRequest:
    """path: of the page; plan: the plan that the address names, or nothing. reader: as of the day of the view."""

    reader: Reader
    view: View
    path: str = "/"
    journal: Path | None = None
    plan: str = ""


@dataclass(frozen=True, eq=False)
class SlideRequest:
    """What a slide is to be of. reader: as of the day of the slide; data: what every slide of the scope rests on."""

    reader: Reader
    scope: Scope
    journal: Path | None
    data: DeckData

    @property
    def year(self) -> int:
        return self.data.fiscal_year

    @property
    def codes(self) -> set[str]:
        """Codes of the municipalities in the scope."""
        return set(self.data.towns["municipality_code"])


@dataclass(frozen=True)
class Chart:
    """One chart, registered once (registry.CHARTS) and read by page, basket, deck, Excel and picture alike.

    id: in addresses, saved baskets and the records of decks; never renamed. label: the name of its slide.
    source: what a picture of it says that it rests on; the sheet says more.
    figure: frames → figure, where the page draws one.
    table: the numbers behind it; None where nothing is taken out of it.
    slide: gathers what this slide alone needs and draws it; None where it becomes no slide.
    recounts: how to count each number of the slide again by another way, by what its keys start with.
    is_in_briefing: whether the deck that nobody chose slides for holds it; is_in_filtered_briefing: that of some
    municipalities alone.
    event_marks: where a chart over years has the numbers of events, beside the words of its years; "" of any other.
    server_picture: how the server draws its picture ("shapes" of a map); "" where the browser does.
    """

    id: str
    label: str
    source: str = ""
    figure: Callable[..., Any] | None = None
    table: Callable[[TableRequest], ChartTable] | None = None
    slide: Callable[[SlideRequest, Stage], Slide] | None = None
    recounts: Mapping[str, Recount] = field(default_factory=dict)
    is_in_briefing: bool = True
    is_in_filtered_briefing: bool = False
    server_picture: str = ""
    event_marks: Literal["", "above", "below"] = ""
