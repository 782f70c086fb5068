"""The step that turns received 調査票 into rows: surveys, questions, returns, answers, reasons for changes, statuses."""

from __future__ import annotations

import contextlib
from dataclasses import asdict

from etl import form_rows
from etl.readers.context import Fact
from etl.readers.grid import CellRef
from etl.sources import RegisteredFile
from etl.state import Build
from etl.survey.form.loading import FORM_FILE, FormError, form_path, load_form
from etl.survey.form.questions import Form
from etl.survey.form.versions import load_earlier, united
from etl.survey.receive import AnswerRow, LoadedReturns, ReturnRow
from etl.tables import Columns

STATUS, START_YEAR = "status", "start_year"
PRECEDENCE = 1
# Of an answer what core_answer takes; where it stands is cited.
ANSWER = (
    *("return_id", "municipality_code", "fiscal_year", "question_id", "option_code"),
    *("value", "rank", "answer_state", "known_on", "until"),
)


def read_returns(state: Build) -> None:
    """Fill the inputs of core_survey, core_return, core_answer, core_change_reason and the questions, and add to core_status."""
    loaded = state.returns
    sources = {source.file_id: source for source in state.files}
    forms = _forms(state, loaded)
    state.inputs["survey"] = [_survey(form, loaded) for form in forms.values()]
    state.inputs["question"] = [row for form in forms.values() for row in form_rows.questions(form)]
    state.inputs["option"] = [row for form in forms.values() for row in form_rows.options(form)]
    state.inputs["condition"] = [row for form in forms.values() for row in form_rows.conditions(form)]
    awaited = _awaited(state, set(forms))
    state.inputs["awaited_question"] = [row for form in awaited for row in form_rows.questions(form)]
    state.inputs["awaited_option"] = [row for form in awaited for row in form_rows.options(form)]
    for row in loaded.returns:
        _count(state, sources[row.file_id], row)
    state.inputs["return"] = [_return(row) for row in loaded.returns]
    cited = [(row, _cite(state, row)) for row in loaded.answers]
    state.columns["answer"] = _answers(cited)
    told = [(row, _cite(state, row)) for row in loaded.corrected.told]
    state.columns["answer_told"] = _answers(told)
    state.inputs["return_before"] = [asdict(one) for one in loaded.corrected.completeness_before]
    for outcome in loaded.corrected.outcomes.values():
        if outcome.old_ref is not None:
            state.context.ledger.cite(sources[outcome.old_source_id.partition("!")[0]], outcome.old_ref)
    state.inputs["change_reason"] = [_reason(row, _cite(state, row)) for row in loaded.reasons]
    state.inputs["status_fact"] += _statuses(state, loaded, forms, cited)
    state.inputs["status_fact"] += _told_statuses(state, forms, told)


def _forms(state: Build, loaded: LoadedReturns) -> dict[int, Form]:
    """The forms of all rounds of which anything came or was told, also where all of it was set apart.

    With what only earlier versions of a round ask, since their returns answer it.
    """
    forms: dict[int, Form] = {}
    years = {row.fiscal_year for row in loaded.returns} | {row.fiscal_year for row in loaded.corrected.told}
    for year in sorted(years):
        try:
            path = form_path(state.raw, year)
            form = load_form(path)
            forms[year] = united(form, load_earlier(path, form))
        except (FormError, FileNotFoundError):
            continue  # nothing of the round was loaded then, and a finding says so
    return forms


def _awaited(state: Build, begun: set[int]) -> list[Form]:
    """The forms of which nothing came yet, so that the first answer can be told; one that cannot be read load_rounds finds."""
    found = []
    for path in sorted(state.raw.glob(f"survey/*/{FORM_FILE}")):
        with contextlib.suppress(FormError):
            form = load_form(path)
            found += [form] if form.fiscal_year not in begun else []
    return found


def _count(state: Build, source: RegisteredFile, row: ReturnRow) -> None:
    count = state.context.ledger.count(source)
    count.read += 1
    if row.state == "loaded":
        count.loaded += 1
    else:
        whole_file = CellRef("", "A1", source.title, source.title)
        state.context.ledger.quarantine(source, whole_file, source.title, row.reason)


def _cite(state: Build, row: AnswerRow) -> str:
    """The source_id of the cell; "" for an answer that stands nowhere (left blank in a compiled table)."""
    if not row.cell:
        return ""
    file_id = row.file_id or row.return_id.partition("-")[0]
    return state.context.ledger.cite_cell(file_id, row.sheet, row.cell, row.text)


def _statuses(
    state: Build, loaded: LoadedReturns, forms: dict[int, Form], cited: list[tuple[AnswerRow, str]]
) -> list[Fact]:
    """What the towns said of their own status, as facts of core_status.

    Of several returns of one day the last one counts: core_status orders by days alone.
    """
    returns = {row.return_id: row for row in loaded.returns}
    last: dict[tuple[str, int, str, bool], int] = {}
    for row, _ in cited:
        if row.question_id == STATUS and row.answer_state == "answered":
            own_day = _day_of(row, returns[row.return_id])
            last[own_day] = max(last.get(own_day, 0), returns[row.return_id].version)
    said: dict[str, list[tuple[AnswerRow, str]]] = {}
    for row, source_id in cited:
        if row.question_id in (STATUS, START_YEAR):
            said.setdefault(row.return_id, []).append((row, source_id))
    following: dict[tuple[str, int, bool], list[ReturnRow]] = {}
    for came in loaded.returns:
        if came.state == "loaded":
            following.setdefault(_sequence_of(came), []).append(came)
    facts: list[Fact] = []
    for return_id, own in said.items():
        came = returns[return_id]
        if came.version < last.get(_day_of(own[0][0], came), 0):
            continue
        for day, until in _days_of(own, came, following[_sequence_of(came)]):
            status, start = (_answered_on(own, question, day) for question in (STATUS, START_YEAR))
            if status is None:
                continue
            days = (day or came.received_on.isoformat(), until)
            facts.append(_status(state, status, start, forms, days, is_synthetic=came.is_synthetic))
    return facts


def _told_statuses(state: Build, forms: dict[int, Form], told: list[tuple[AnswerRow, str]]) -> list[Fact]:
    """What towns of which no return had come told of their own status."""
    by_town: dict[tuple[str, int], list[tuple[AnswerRow, str]]] = {}
    for one in told:
        by_town.setdefault((one[0].municipality_code, one[0].fiscal_year), []).append(one)
    return [
        _status(state, one, start, forms, (one[0].known_on, one[0].until), is_synthetic=False)
        for own in by_town.values()
        for one in own
        if one[0].question_id == STATUS and one[0].answer_state == "answered"
        for start in [_answered_on(own, START_YEAR, one[0].known_on)]
    ]


def _status(
    state: Build,
    status: tuple[AnswerRow, str],
    start: tuple[AnswerRow, str] | None,
    forms: dict[int, Form],
    days: tuple[str, str],
    *,
    is_synthetic: bool,
) -> Fact:
    """One fact of core_status. days: from which it was known, and until which ("": still)."""
    row, source_id = status
    if start is not None:
        state.context.ledger.link("core_status", source_id, "start_fiscal_year", start[1])
    return {
        "municipality_code": row.municipality_code,
        "fiscal_year": row.fiscal_year,
        "as_of": forms[row.fiscal_year].as_of.isoformat(),
        "status_code": row.option_code,
        "start_fiscal_year": int(start[0].value) if start is not None else None,
        "source_id": source_id,
        "known_on": days[0],
        "until": days[1],
        "precedence": PRECEDENCE,
        "is_synthetic": is_synthetic,
        "note": "",
    }


def _sequence_of(row: ReturnRow) -> tuple[str, int, bool]:
    """Of which returns the later one counts: of a municipality and a round, and real ones or the demo's."""
    return row.municipality_code, row.fiscal_year, row.is_synthetic


def _days_of(
    own: list[tuple[AnswerRow, str]], came: ReturnRow, returns: list[ReturnRow]
) -> list[tuple[str, str]]:
    """The days on which a correction changed what a return says of the status, each with the next; "": its receipt.

    What changes after a later return has come is of no matter: that one counts. `returns`: see _sequence_of.
    """
    later = [row.received_on.isoformat() for row in returns if row.version > came.version]
    days = sorted({"", *(row.known_on for row, _ in own if not later or row.known_on < min(later))})
    return list(zip(days, [*days[1:], ""], strict=True))


def _answered_on(own: list[tuple[AnswerRow, str]], question: str, day: str) -> tuple[AnswerRow, str] | None:
    """The answer to a question of one value as it was from a day on; None where there was none."""
    for row, source_id in own:
        if row.question_id == question and row.known_on <= day and (not row.until or row.until > day):
            is_value = question == STATUS or row.value.isdigit()
            return (row, source_id) if row.answer_state == "answered" and is_value else None
    return None


def _day_of(answer: AnswerRow, came: ReturnRow) -> tuple[str, int, str, bool]:
    return answer.municipality_code, answer.fiscal_year, came.received_on.isoformat(), came.is_synthetic


def _survey(form: Form, loaded: LoadedReturns) -> Fact:
    year_returns = [row for row in loaded.returns if row.fiscal_year == form.fiscal_year]
    return {
        "fiscal_year": form.fiscal_year,
        "form_version": form.version,
        "title": form.title,
        "as_of": form.as_of.isoformat(),
        "issued_on": form.issued_on.isoformat(),
        "deadline": form.deadline.isoformat(),
        "sender": form.sender,
        "reply_to": form.reply_to,
        "is_synthetic": bool(year_returns) and all(row.is_synthetic for row in year_returns),
    }


def _return(row: ReturnRow) -> Fact:
    return {
        "return_id": row.return_id,
        "municipality_code": row.municipality_code,
        "fiscal_year": row.fiscal_year,
        "version": row.version,
        "form_version": row.form_version,
        "route": row.route,
        "file_id": row.file_id,
        "received_on": row.received_on.isoformat(),
        "known_on": row.received_on.isoformat(),
        "required": row.required,
        "answered": row.answered,
        "state": row.state,
        "reason": row.reason,
        "is_synthetic": row.is_synthetic,
        "is_decided": row.is_decided,
    }


def _answers(cited: list[tuple[AnswerRow, str]]) -> Columns:
    by_column = zip(*(row for row, _ in cited), strict=True) if cited else ((),) * len(AnswerRow._fields)
    columns = dict(zip(AnswerRow._fields, by_column, strict=True))
    return {name: columns[name] for name in ANSWER} | {"source_id": [source_id for _, source_id in cited]}


def _reason(row: AnswerRow, source_id: str) -> Fact:
    return {
        "return_id": row.return_id,
        "municipality_code": row.municipality_code,
        "fiscal_year": row.fiscal_year,
        "question_id": row.question_id,
        "reason": row.value,
        "source_id": source_id,
    }
