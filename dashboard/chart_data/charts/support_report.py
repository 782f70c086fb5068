"""What the prefecture did for municipalities in a year: every support, and a slide of it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from dashboard import journal as journals
from dashboard.chart_data import table
from dashboard.chart_data.chart import Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.scope import SUPPORT_YEAR, SlidesRefusedError
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_support
from dashboard.export.deck.model import Slide
from dashboard.export.deck.slide_support import SupportArea, SupportKind, SupportYear
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.queries import recount as recounts
from dashboard.services import support_report
from dashboard.services.support_report import CHOICE, CONTACT, DONE, SURVEY
from dashboard.views import support_words as say
from dashboard.words import words

SOURCE = "計画、対応の記録、参加者名簿（画面「支援の実績」）"


def year_of(plan: str) -> int:
    """The year that an address names in place of a plan; the present one where it names none."""
    return (
        int(plan.removeprefix(SUPPORT_YEAR)) if plan.startswith(SUPPORT_YEAR) else support_report.this_year()
    )


def numbers(request: TableRequest) -> ChartTable:
    """One row per support of a municipality. Raises NoNumbersError where the year has none."""
    try:
        report = support_report.report(request.reader, request.journal, year_of(request.plan))
    except journals.JournalError as error:
        raise NoNumbersError(str(error)) from error
    if report.rows.empty:
        raise NoNumbersError(say.summary(report))
    columns = (
        table.text("区分"),
        *table.MUNICIPALITY,
        table.text("振興局"),
        table.text("支援"),
        table.text("根拠", "市町村の答えとセル"),
        table.text("行った日または期限"),
        table.text("担当"),
        table.text("状態"),
        table.text("出典"),
    )
    rows = records(report.rows)
    cells = [
        (
            say.number(report, row),
            row["municipality_code"],
            row["name"],
            row["area"],
            row["what"],
            row["evidence"],
            say.when(row),
            row["owner"],
            row["state"],
            row["source"],
        )
        for row in rows
    ]
    fictional = [bool(row["is_synthetic"]) for row in rows]
    return table.chart_table(columns, cells, fictional, (SOURCE, *say.notes(report)))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    year = year_of(request.scope.plan)
    try:
        report = support_report.report(request.reader, request.journal, year)
    except journals.JournalError as error:
        raise SlidesRefusedError(str(error)) from error
    areas = tuple(
        SupportArea(area["code"], area["name"], area["towns"], area["supported"], area["supports"])
        for area in report.areas
    )
    done = report.done
    kinds = tuple(
        SupportKind(
            kind["number"],
            _words(kind),
            len(own := done[done["number"] == kind["number"]]),
            int(own["municipality_code"].nunique()),
        )
        for kind in report.kinds
        if kind["text"] and kind["number"] not in (SURVEY, CHOICE)
    )
    told = SupportYear(
        words.fiscal_year(year),
        len(done),
        int(done["municipality_code"].nunique()),
        report.planned_towns,
        areas,
        kinds,
    )
    return slide_support.slide(request.data, told, stage, synthetic=report.is_synthetic)


def _words(kind: dict[str, Any]) -> str:
    mark = "" if say.is_checked(kind) else f"（{say.checked(kind)}）"
    return f"{kind['number']} {kind['text']}{mark}"


class Given(NamedTuple):
    """A support that was given or is planned: to whom, of which measure, given or not, from a plan or not."""

    town: str
    measure: str
    is_done: bool
    is_planned: bool


def recount_support(context: RecountContext, key: str) -> float | str:
    """By hand from plans, calls and attendance; the words from the kinds as they stand in the journal."""
    year = year_of(context.scope.plan)
    kind, _, rest = key.removeprefix("support_").partition(".")
    if kind == "words":
        return next(
            _words(row) for row in support_report.kinds_of(context.journal, year) if row["number"] == rest
        )
    areas = {row["municipality_code"]: row["subprefecture_code"] for row in context.all_states()}
    given = context.once("supports", lambda: _given(context, year))
    given = [one for one in given if one.town in areas]
    if kind == "planned":
        return len({one.town for one in given if one.is_planned})
    own = [one for one in given if one.is_done]
    if kind.startswith("area_"):
        if kind == "area_towns":
            return list(areas.values()).count(rest)
        own = [one for one in own if areas[one.town] == rest]
    if kind.startswith("kind_"):
        written = records(journals.current(context.journal, "support_kind"))
        counts = {
            token
            for row in written
            if row["number"] == rest and int(row["fiscal_year"]) == year
            for token in str(row["counts"] or "").split()
        }
        own = [one for one in own if one.measure in counts]
    number: int = len({one.town for one in own}) if kind in TOWNS else len(own)
    return number


TOWNS = ("towns", "area_supported", "kind_towns")


def _given(context: RecountContext, year: int) -> list[Given]:
    plans = {
        row["record_id"]
        for row in records(journals.plans(context.journal))
        if int(row["fiscal_year"]) == year
    }
    items = [
        Given(row["municipality_code"], row["measure"] or CONTACT, row["state"] == DONE, True)
        for row in records(journals.items(context.journal))
        if row["plan_id"] in plans
    ]
    calls = [
        Given(row["municipality_code"], CONTACT, True, False)
        for row in records(journals.contacts(context.journal))
        if date(year, 4, 1) <= row["contacted_on"] < date(year + 1, 4, 1)
    ]
    there = [
        Given(row["municipality_code"], row["measure_code"], True, False)
        for row in context.rows(recounts.attended)
        if int(row["fiscal_year"]) == year
    ]
    return [*items, *calls, *there]


KINDS = ("done", "towns", "planned", "words", "area_towns", "area_supported", "area_supports")
CHART = Chart(
    slide_support.VIEW,
    slide_support.TITLE,
    source=SOURCE,
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys(
        (f"support_{kind}" for kind in (*KINDS, "kind_done", "kind_towns")), recount_support
    ),
    is_in_briefing=False,
)
