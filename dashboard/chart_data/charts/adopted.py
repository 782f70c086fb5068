"""実施後: whom to call for which reasons; 法第106条の3 by field. Recounted from the answers of single municipalities."""

from __future__ import annotations

from typing import Any

from dashboard.chart_data import table
from dashboard.chart_data.chart import SURVEY, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import frame, slide_adopted
from dashboard.export.deck.model import Slide
from dashboard.export.deck.slide_adopted import CLASSES, FIELDS, WHO
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.queries import recount as recounts
from dashboard.views import adopted as views
from dashboard.views.adopted import AdoptedView
from dashboard.words import raw_files

NOUGHT = ("cases_cooperation", "cases_participation")
NONE = ("plan_goals", "plan_evaluation")
DUE = ("plan_last_year", "plan_next_revision")


def _view(request: TableRequest) -> AdoptedView:
    """Raises NoNumbersError where the round did not ask."""
    found = views.gather(request.reader, request.view.fiscal_year, request.view.codes)
    if not found.is_asked:
        raise table.NoNumbersError(f"この年度の調査では尋ねていません。{views.ASKED_SINCE}")
    return found


def calls(request: TableRequest) -> ChartTable:
    """One row per answer of an implementing municipality that is a reason to call it."""
    found = _view(request).data.reasons
    columns = (*table.MUNICIPALITY, table.text("理由"), table.text("答え"), table.text("出典のセル"))
    rows = [
        (
            row["municipality_code"],
            row["name"],
            row["label_ja"],
            str(row["detail"]).replace("　", "／"),
            raw_files.of_row(row),
        )
        for row in records(found)
    ]
    return table.chart_table(columns, rows, found["is_synthetic"].astype(bool), ("市町村の調査票",))


def systems(request: TableRequest) -> ChartTable:
    """One row per field, who and class: a part of a bar."""
    data = _view(request).data
    columns = (table.text("分野"), table.text("実施の別"), table.text("整備の状況"), table.towns("市町村数"))
    rows = [
        (FIELDS[field], WHO[who], label, data.number(field, who, code))
        for field in FIELDS
        for who in WHO
        for code, label in CLASSES.items()
    ]
    return table.chart_table(columns, rows, [data.is_synthetic] * len(rows), ("市町村の調査票",))


def _slide_data(request: SlideRequest) -> AdoptedView:
    return views.gather(request.reader, request.year, request.codes)


def calls_slide(request: SlideRequest, stage: Stage) -> Slide:
    found = _slide_data(request)
    if not len(found.data.adopters):
        return _absent(CALLS_LABEL, slide_adopted.CALLS, request, stage)
    return slide_adopted.calls(found.data, request.data, stage)


def systems_slide(request: SlideRequest, stage: Stage) -> Slide:
    found = _slide_data(request)
    if not len(found.data.systems):
        return _absent(SYSTEMS_LABEL, slide_adopted.SYSTEMS, request, stage)
    return slide_adopted.systems(found.data, request.data, stage)


def _absent(label: str, view: str, request: SlideRequest, stage: Stage) -> Slide:
    why = f"{request.data.label}の調査の答えがありません。"
    return frame.absent(view, label, why, views.ASKED_SINCE, request.data, stage)


def _answers(context: RecountContext) -> dict[str, dict[str, dict[str, Any]]]:
    """By municipality in the scope, its answers by question."""

    def read() -> dict[str, dict[str, dict[str, Any]]]:
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for row in context.rows_in_scope(recounts.adopter_answers, context.year):
            found.setdefault(row["municipality_code"], {})[row["question_id"]] = row
        return found

    return context.once("adopter answers", read)


def _implements(answers: dict[str, dict[str, Any]]) -> bool:
    return answers.get("status", {}).get("option_code") == "implementing"


def _reasons(answers: dict[str, dict[str, Any]], year: int) -> int:
    """How many reasons the answers of one municipality give."""
    said = {name: row for name, row in answers.items() if row["answer_state"] in ("answered", "none")}
    found: int = sum(name in said and str(said[name]["value"]) == "0" for name in NOUGHT)
    found += sum(name in said and said[name]["option_code"] == "none" for name in NONE)
    found += sum(
        name in said and str(said[name]["value"]).isdecimal() and int(said[name]["value"]) <= year
        for name in DUE
    )
    lacking = any(
        name.startswith("function_") and row["option_code"] == "none" and not row["is_by_prefecture"]
        for name, row in said.items()
    )
    return found + int(lacking)


def recount_adopters(context: RecountContext, key: str) -> float:
    """Implementing municipalities that were asked, those with a reason, or the reasons of one."""
    kind, _, code = key.partition(".")
    own = {town: rows for town, rows in _answers(context).items() if _implements(rows)}
    if kind == "adopters":
        return len(own)
    counts = {town: _reasons(rows, context.year) for town, rows in own.items()}
    return counts[code] if code else sum(count > 0 for count in counts.values())


def recount_systems(context: RecountContext, key: str) -> float:
    """Municipalities by field of 法第106条の3, by who and class."""
    kind, field, *rest = key.split(".")
    answers = _answers(context)
    states = {row.code: row.status for row in context.states(context.year)}
    classes = [
        (status == "implementing", _class(answers.get(town, {}).get(field)))
        for town, status in states.items()
    ]
    if kind == "system":
        who, code = rest
        return sum(is_adopter == (who == "adopter") and own == code for is_adopter, own in classes)
    whole = sum(own != "no_data" for _, own in classes)
    part = sum(own == "in_place" for _, own in classes)
    return {"system_answered": whole, "system_in_place": part, "system_share": 100 * part / (whole or 1)}[
        kind
    ]


def _class(answer: dict[str, Any] | None) -> str:
    return "no_data" if answer is None or answer["answer_state"] != "answered" else str(answer["option_code"])


def recount_alternatives(context: RecountContext, _key: str) -> float:
    """Municipalities that consider 機能集約化アプローチ."""
    return sum(row.status == "alternative" for row in context.states(context.year))


CALLS_LABEL, SYSTEMS_LABEL = "実施市町村への声かけ", "包括的な支援体制の整備（法第106条の3）"
CALLS = Chart(
    slide_adopted.CALLS,
    CALLS_LABEL,
    source=SURVEY,
    table=calls,
    slide=calls_slide,
    recounts=dict.fromkeys(("adopters", "adopters_called", "adopter_reasons"), recount_adopters),
    is_in_briefing=False,
)
SYSTEMS = Chart(
    slide_adopted.SYSTEMS,
    SYSTEMS_LABEL,
    source=SURVEY,
    table=systems,
    slide=systems_slide,
    recounts={
        **dict.fromkeys(("system", "system_answered", "system_in_place", "system_share"), recount_systems),
        "alternative_towns": recount_alternatives,
    },
    is_in_briefing=False,
)
