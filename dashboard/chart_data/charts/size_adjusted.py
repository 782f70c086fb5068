"""Implementing municipalities beside what the nation's rates by size would give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import comb
from typing import Any

import pandas as pd

from dashboard.chart_data import state_cells, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_sized
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.figures import size_adjusted as picture
from dashboard.frames import records
from dashboard.planning import size_adjusted
from dashboard.queries import overview, progress
from dashboard.queries import recount as recounts
from dashboard.views import progress as progress_view
from dashboard.views import size_words
from dashboard.words import raw_files, words


def numbers(request: TableRequest) -> ChartTable:
    """One row per size class, their total, and the municipalities that cannot be compared."""
    facts = progress_view.gather(request.reader, request.view)
    columns = (
        *table.year(),
        table.text("人口規模"),
        table.towns("市町村"),
        table.percent("全国の率", "国の資料による人口規模ごとの実施率"),
        table.number("全国と同じ率なら", "市町村", "率×市町村数の合計（間接法による標準化）"),
        table.whole("偶然の幅の下", "市町村", "全国と同じ率でも偶然で動く範囲（20回に19回）"),
        table.whole("偶然の幅の上", "市町村", "全国と同じ率でも偶然で動く範囲（20回に19回）"),
        table.towns("わかっている実施"),
        table.towns("わからない", "その年度に実施していないとわかる資料がない"),
        table.text("言えること"),
    )
    cells = [
        (
            *table.years(facts.sized_year or 0),
            row["label"],
            row["towns"],
            row["rate_pct"],
            None if pd.isna(row["expected"]) else words.half_up(row["expected"], 2),
            row["low"],
            row["high"],
            row["known"],
            row["unknown"],
            size_words.VERDICTS[row["verdict"]],
        )
        for row in records(facts.sized)
    ]
    rates = facts.rates[facts.rates["fiscal_year"] == facts.sized_year]
    sources = (
        *(f"全国の率: {row['publisher']}　{raw_files.of_row(row)}" for row in records(rates)),
        "実施の数: 市町村の回答と公表資料。人口: 令和7年国勢調査 速報",
    )
    counts = table.chart_table(columns, cells, facts.sized["is_synthetic"].astype(bool), sources)
    return replace(counts, behind=_implementing(request))


def _implementing(request: TableRequest) -> ChartTable:
    """Each municipality that is known to implement in the year, with the cell that says so."""
    facts = progress_view.gather(request.reader, request.view)
    work = facts.states[facts.states["state_group"] == "implementing"]
    rows = [
        ((row["population"],), str(row["municipality_code"]), int(row["fiscal_year"]))
        for row in records(work[work["fiscal_year"] == facts.sized_year])
    ]
    return state_cells.behind(request.reader, (table.whole("人口", "人"),), rows)


def slide(request: SlideRequest, stage: Stage) -> Slide:
    reader = request.reader
    rates, states = progress.rates_by_size(reader), progress.states(reader)
    year = size_adjusted.year_of(rates, request.year)
    own = states[states["municipality_code"].isin(request.codes)]
    rows = size_adjusted.of_year(own, rates, overview.years(reader), year)
    said = {str(row["code"]): size_words.SAID.get(row["verdict"], "") for row in records(rows)}
    label = "" if year is None else words.fiscal_year(year)
    source = "、".join(dict.fromkeys(rates["publisher"])) or "国の資料"
    return slide_sized.slide(request.data, rows, said, label, f"全国の率は{source}。実施は{ANSWERS}", stage)


@dataclass
class Counted:
    """A class counted by hand: municipalities, rate (None: no one rate), expected, implementing, of which nothing is known."""

    towns: int = 0
    rate: float | None = None
    expected: float = 0.0
    known: int = 0
    unknown: int = 0
    chances: tuple[tuple[int, float], ...] = ()  # municipalities, rate


def recount_sized(context: RecountContext, key: str) -> float | str:
    """By hand from the rows of single municipalities; the span by binomial terms, not by the convolution of the page."""
    kind, _, code = key.partition(".")
    own = _counted(context)[code]
    if kind in ("sized_low", "sized_high", "sized_verdict"):
        low, high = _span(own.chances)
        if kind == "sized_verdict":
            return _verdict(context, own, low, high)
        return low if kind == "sized_low" else high
    value = getattr(own, kind.removeprefix("sized_"))
    return float(value) if kind in ("sized_rate", "sized_expected") else int(value)


def _counted(context: RecountContext) -> dict[str, Counted]:
    def count() -> dict[str, Counted]:
        rates = context.rows(recounts.national_rates)
        years = [int(row["fiscal_year"]) for row in rates]
        year = context.year if context.year in years else max(years)
        final = context.is_final("hokkaido", year)
        people = {row["municipality_code"]: row["population"] for row in context.rows(recounts.populations)}
        found: dict[str, Counted] = {}
        for state in context.states(year):
            own = people.get(state.code)
            rate = next(
                (
                    row
                    for row in rates
                    if int(row["fiscal_year"]) == year
                    and own is not None
                    and row["min_population"] <= own
                    and (pd.isna(row["max_population"]) or own < row["max_population"])
                ),
                None,
            )
            places = (
                [size_adjusted.OTHER] if rate is None else [str(rate["min_population"]), size_adjusted.TOTAL]
            )
            for place in places:
                one = found.setdefault(place, Counted())
                one.towns += 1
                one.known += state.group == "implementing"
                one.unknown += not final and state.group in ("no_data", "planned")
                if rate is not None:
                    share = float(rate["rate_pct"]) / 100
                    one.expected += share
                    one.rate = float(rate["rate_pct"])
                    chances = {chance: towns for towns, chance in one.chances}
                    chances[share] = chances.get(share, 0) + 1
                    one.chances = tuple((towns, chance) for chance, towns in chances.items())
        return found

    return context.once("sized", count)


def _span(chances: tuple[tuple[int, float], ...]) -> tuple[int, int]:
    terms = [1.0]
    for towns, chance in chances:
        own = [comb(towns, k) * chance**k * (1 - chance) ** (towns - k) for k in range(towns + 1)]
        terms = [
            sum(terms[i] * own[k - i] for i in range(max(0, k - towns), min(len(terms), k + 1)))
            for k in range(len(terms) + towns)
        ]
    below, low, high = 0.0, 0, None
    for k, term in enumerate(terms):
        low = k + 1 if below + term <= 0.025 + 1e-12 else low
        below += term
        if high is None and below >= 0.975 - 1e-12:
            high = k
    return low, len(terms) - 1 if high is None else high


def _verdict(context: RecountContext, own: Counted, low: int, high: int) -> str:
    if own.known > high:
        return size_words.SAID["more"]
    if own.known + own.unknown < low:
        return size_words.SAID["fewer"]
    years = [int(row["fiscal_year"]) for row in context.rows(recounts.national_rates)]
    year = context.year if context.year in years else max(years)
    return size_words.SAID["within" if context.is_final("hokkaido", year) else "open"]


KINDS: tuple[Any, ...] = ("towns", "rate", "expected", "low", "high", "known", "unknown", "verdict")
CHART = Chart(
    slide_sized.VIEW,
    slide_sized.TITLE,
    source=f"全国の人口規模ごとの実施率は国の資料、実施は{ANSWERS}",
    figure=picture.figure,
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys((f"sized_{kind}" for kind in KINDS), recount_sized),
    is_in_briefing=False,
)
