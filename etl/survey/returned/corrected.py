"""What corrections make of the answers of a municipality: the same returns again, day by day on which something changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from etl import corrections as records
from etl.corrections import Correction, CorrectionOutcome
from etl.findings import Finding
from etl.japanese_date import day_label
from etl.survey.answers.as_text import answer_of_text, says, text_of_answer
from etl.survey.answers.model import Answer
from etl.survey.answers.reading import canonical
from etl.survey.form.naming import name_of, question_named
from etl.survey.form.questions import Form, PlainAnswer, Question
from etl.survey.returned.reading import cells_of
from etl.survey.returned.succession import Counting, amended, answers_of
from etl.survey.rules import checks

Plain = Mapping[str, PlainAnswer]
PlainByDay = Sequence[tuple[date, Plain]]
"""Canonical answers of one municipality in a round, each with the day from which they held, oldest first."""


@dataclass(frozen=True)
class LoadedReturn:
    """One return of a municipality that counted when it came.

    `newest`: what it says itself; `counting`: with what it keeps of the one before, where it amends that.
    """

    return_id: str
    received_on: date
    newest: Counting
    counting: Counting
    is_amending: bool = False


@dataclass(frozen=True)
class Version:
    """What a return says from a day on."""

    known_on: date
    counting: Counting


@dataclass
class History:
    """return_id → its versions, oldest first; what became of each correction (row_id → outcome); answers by day."""

    versions: dict[str, list[Version]] = field(default_factory=dict)
    outcomes: dict[str, CorrectionOutcome] = field(default_factory=dict)
    plain: list[tuple[date, Plain]] = field(default_factory=list)


@dataclass(frozen=True)
class Rounds:
    """The form that a municipality answers, that of the round before, and what it answered then."""

    form: Form
    previous_form: Form | None = None
    previous: Plain | None = None
    corrected_previous: PlainByDay = ()

    def previous_on(self, day: date) -> Plain | None:
        return next(
            (plain for known, plain in reversed(self.corrected_previous) if known <= day), self.previous
        )


def follow_corrections(
    returns: Sequence[LoadedReturn],
    corrections: Sequence[Correction],
    rounds: Rounds,
    until: date,
    *,
    is_synthetic: bool,
) -> History:
    """The returns of one municipality in one round with the corrections of its answers, as known up to a day.

    Which return counts is not changed by a correction; what an amending one keeps is the corrected answer.
    """
    history = History()
    usable: list[tuple[Correction, Question]] = []
    for one in corrections:
        question, problem = question_named(rounds.form, one.item)
        problem = records.invalid(one) or problem or records.wrong_kind(one, is_synthetic=is_synthetic)
        if question is not None and not problem:
            usable.append((one, question))
        item = (one.item, one.item) if question is None else (question.id, name_of(question, rounds.form))
        history.outcomes[one.row_id] = CorrectionOutcome(problem, *item)
    days = {day for one, _ in usable for day in (one.corrected_on, one.withdrawn_on) if day is not None}
    days |= {known for known, _ in rounds.corrected_previous} | {one.received_on for one in returns}
    for day in sorted(day for day in days if day <= until):
        active = [(one, question) for one, question in usable if one.holds_on(day)]
        known = [one for one in returns if one.received_on <= day]
        for return_id, counting in _replay(known, active, rounds, day, history).items():
            versions = history.versions.setdefault(return_id, [])
            if not versions or not _is_same(versions[-1].counting, counting):
                versions.append(Version(day, counting))
        if known:
            newest = history.versions[known[-1].return_id][-1].counting
            history.plain.append((day, newest.understood.plain))
            _judge_later_returns(active, newest, rounds.form, history)
    return history


def _replay(
    returns: Sequence[LoadedReturn],
    active: Sequence[tuple[Correction, Question]],
    rounds: Rounds,
    day: date,
    history: History,
) -> dict[str, Counting]:
    """return_id → what it says with the corrections that hold on a day."""
    found: dict[str, Counting] = {}
    counting: Counting | None = None
    previous = rounds.previous_on(day)
    for place, came in enumerate(returns):
        if came.is_amending and counting is not None:
            counting = amended(counting, came.newest, rounds.form, previous, rounds.previous_form)
        else:
            counting = _with_previous(came.newest, rounds, previous)
        following = returns[place + 1].received_on if place + 1 < len(returns) else None
        for one, question in active:
            told = one.corrected_on
            if told is None or told < came.received_on or (following is not None and told >= following):
                continue
            counting = _corrected(counting, one, question, rounds, previous, history)
        found[came.return_id] = counting
    if returns:
        for one, _ in active:
            if one.corrected_on is not None and one.corrected_on < returns[0].received_on:
                message = f"連絡日（{day_label(one.corrected_on)}）が、調査票を受け取った日（{day_label(returns[0].received_on)}）より前です。連絡日を確かめてください。"
                history.outcomes[one.row_id] = replace(history.outcomes[one.row_id], problem=message)
    return found


def _corrected(
    counting: Counting,
    one: Correction,
    question: Question,
    rounds: Rounds,
    previous: Plain | None,
    history: History,
) -> Counting:
    """The answers with one of them corrected; as they were where the correction does not match, which is noted."""
    understood, form = counting.understood, rounds.form
    before = answers_of(understood)
    old = before.get(question.id, Answer(question.id, "blank"))
    outcome = history.outcomes[one.row_id]
    file_of_old = counting.origins.get(question.id, counting.file)
    cells = [cell for cell in understood.answers if cell.question_id == question.id and cell.cell]
    source = f"{file_of_old}!{cells[0].sheet}!{cells[0].cell}" if cells else ""
    old_ref = cells[0].ref if cells else None
    outcome = replace(outcome, problem="", old_source_id=source, old_ref=old_ref)
    new = answer_of_text(question, one.ref, form.as_of)
    if not says(question, one.before, old, form.as_of):
        outcome = replace(outcome, problem=records.stale_message(one.before, text_of_answer(question, old)))
    elif new.state == "unreadable":
        found = " ".join(finding.message for finding in new.findings)
        outcome = replace(
            outcome, problem=f"訂正後の値「{one.after}」は、この設問の答えとして読めません。{found}"
        )
    history.outcomes[one.row_id] = outcome
    if outcome.problem:
        return counting
    answers = [cell for cell in understood.answers if cell.question_id != question.id]
    order = {asked.id: place for place, asked in enumerate(form.questions)}
    answers = sorted([*answers, *cells_of(new)], key=lambda cell: order[cell.question_id])
    plain = {asked: value for asked, value in understood.plain.items() if asked != question.id}
    value = canonical(question, new)
    if value is not None:
        plain[question.id] = value
    merged = replace(understood, answers=answers, plain=plain)
    after = answers_of(merged)
    was, now = checks.completeness(form, before), checks.completeness(form, after)
    merged = replace(
        merged,
        answered=understood.answered + now[0] - was[0],
        required=understood.required + now[1] - was[1],
    )
    origins = {**counting.origins, question.id: one.file_id}
    corrected = replace(counting, understood=merged, origins=origins)
    told_before = checks.check_return(form, before, previous, previous_form=rounds.previous_form)
    told_now = checks.check_return(form, after, previous, previous_form=rounds.previous_form)
    return _judged_anew(corrected, told_before, told_now, question.id)


def _with_previous(counting: Counting, rounds: Rounds, previous: Plain | None) -> Counting:
    """A return whose answers of the round before were corrected since, judged beside the corrected ones."""
    if previous == rounds.previous:
        return counting
    answers = answers_of(counting.understood)
    before, now = (
        checks.check_return(rounds.form, answers, one, previous_form=rounds.previous_form)
        for one in (rounds.previous, previous)
    )
    return _judged_anew(counting, before, now, "")


def _judged_anew(counting: Counting, before: list[Finding], now: list[Finding], corrected: str) -> Counting:
    """With what the rules say now in place of what they said before; what was asked of a corrected cell is settled."""
    understood = counting.understood
    gone = {_key(one) for one in before} - {_key(one) for one in now}
    stays = {_key(one) for one in now}
    known = {_key(one) for one in before}
    kept = [
        one
        for one in understood.findings
        if _key(one) not in gone and (one.question_id != corrected or not corrected or _key(one) in stays)
    ]
    added = []
    for one in now:
        if _key(one) in known:
            continue
        is_elsewhere = one.question_id in counting.origins
        placed = replace(one, municipality_code=understood.municipality_code)
        added.append(placed.located(sheet="", cell="") if is_elsewhere else placed)
    return replace(counting, understood=replace(understood, findings=[*kept, *added]))


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.question_id, finding.message


def _judge_later_returns(
    active: Sequence[tuple[Correction, Question]], newest: Counting, form: Form, history: History
) -> None:
    """A later return that says something else than an earlier correction counts, and the correction complains."""
    answers = answers_of(newest.understood)
    for one, question in active:
        outcome = history.outcomes[one.row_id]
        now = answers.get(question.id, Answer(question.id, "blank"))
        if outcome.problem or says(question, one.after, now, form.as_of):
            continue
        after = answer_of_text(question, one.ref, form.as_of)
        if any(
            other is not one
            and asked.id == question.id
            and not history.outcomes[other.row_id].problem
            and says(question, other.before, after, form.as_of)
            for other, asked in active
        ):
            continue  # corrected once more since
        shown = text_of_answer(question, now)
        message = f"この訂正のあとに受け取った調査票では「{shown}」です。どちらが正しいか市町村に確かめ、必要ならもう一度訂正してください。"
        history.outcomes[one.row_id] = replace(outcome, problem=message)


def _is_same(one: Counting, other: Counting) -> bool:
    return (
        one.understood.answers == other.understood.answers
        and dict(one.origins) == dict(other.origins)
        and one.understood.findings == other.understood.findings
        and (one.understood.required, one.understood.answered)
        == (other.understood.required, other.understood.answered)
    )
