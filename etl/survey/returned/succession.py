"""What becomes of a return that comes after another one of the same municipality: it replaces, amends, or has to wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from etl.findings import Finding
from etl.survey.answers.model import Answer, AnswerValue
from etl.survey.form.entries import text_of
from etl.survey.form.questions import Form, PlainAnswer, Question, applies
from etl.survey.returned.reading import AnswerCell, UnderstoodReturn
from etl.survey.returned.register import RegisteredReturn, Use
from etl.survey.rules import checks

Outcome = Literal["replaces", "amends", "held", "less"]
MOST_NAMED = 12


@dataclass(frozen=True)
class Counting:
    """The answers of a municipality that count. `name`: of the newest file among them, for people.

    `origins`: question → file of the earlier return that its answer was kept from; the rest is the newest file's.
    """

    understood: UnderstoodReturn
    file: str
    name: str
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One return after those before it: what became of it, what counts now, and why it waits or is set apart.

    `withdrawn`: optional answers of before that it leaves blank, in words.
    """

    outcome: Outcome
    counting: Counting
    message: str = ""
    withdrawn: str = ""


def follow(
    current: Counting | None,
    understood: UnderstoodReturn,
    file: str,
    name: str,
    use: Use,
    form: Form,
    previous: Mapping[str, PlainAnswer] | None = None,
    previous_form: Form | None = None,
) -> Step:
    """What counts once a return has come. A form that leaves blank what was answered before never erases it unasked."""
    newest = Counting(understood, file, name)
    if current is None:
        return Step("replaces", newest)
    before = current.understood
    if understood.route == "table":
        if understood.answered < before.answered:
            return Step("less", current, less_message(understood, name, before, current.name))
        return Step("replaces", newest)
    if use == "replace":
        return Step("replaces", newest)
    if use == "amend":
        return Step("amends", amended(current, newest, form, previous, previous_form))
    blank = _left_blank(understood, before, form)
    if any(question.required for question in blank):
        return Step("held", current, held_message(understood, name, current, blank, form))
    return Step("replaces", newest, withdrawn="、".join(_name(question, form) for question in blank))


def counting_of(
    received: Iterable[tuple[RegisteredReturn, UnderstoodReturn]], forms: Mapping[int, Form]
) -> dict[str, Counting]:
    """Municipality code → what counts, from returns in the order of receipt."""
    found: dict[str, Counting] = {}
    for line, one in received:
        if not one.rejected:
            code, form = one.municipality_code, forms[one.fiscal_year]
            found[code] = follow(found.get(code), one, line.file, line.original_name, line.use, form).counting
    return found


def less_message(returned: UnderstoodReturn, file: str, current: UnderstoodReturn, current_file: str) -> str:
    return (
        f"「{file}」の行は必須の設問に{returned.answered}問しか答えておらず、「{current_file}」は{current.answered}問に答えています。"
        "答えの多いそちらを使い、この行は取り込まずに保留します。この表のほうが正しい答えは、"
        "市町村に確かめ、調査票に書いて出しなおしてもらってください。"
    )


def held_message(
    later: UnderstoodReturn, name: str, current: Counting, blank: list[Question], form: Form
) -> str:
    """The question to the officer, with the difference between the two returns."""
    changed = []
    for question in form.questions:
        now, then = later.plain.get(question.id), current.understood.plain.get(question.id)
        if now is not None and now != then:
            was = text_of(question, then) if then is not None else "空欄"
            changed.append(f"{_name(question, form)} {_short(was)} → {_short(text_of(question, now))}")
    differs = f"答えが違う設問: {_listed(changed)}。" if changed else "答えが違う設問はありません。"
    return (
        f"先に受け取った「{current.name}」で答えのあった{len(blank)}問が、「{name}」では空欄です。{differs}"
        f"空欄の設問: {_listed([_name(question, form) for question in blank])}。"
        "先の回答をそのまま使い、この調査票は決めるまで待たせています（2つとも残しています）。"
        "先の回答に訂正として重ねるか、全部を置き換えるかを、市町村に確かめて決めてください。"
    )


def _left_blank(later: UnderstoodReturn, before: UnderstoodReturn, form: Form) -> list[Question]:
    """Questions answered before and blank now, but for those that no longer are to be answered."""
    plain = {**before.plain, **later.plain}
    then, now = _answered(before), _answered(later)
    return [
        question
        for question in form.questions
        if question.id in then and question.id not in now and applies(question, plain) is not False
    ]


def _answered(understood: UnderstoodReturn) -> set[str]:
    return {cell.question_id for cell in understood.answers if cell.state != "blank"}


def amended(
    current: Counting,
    newest: Counting,
    form: Form,
    previous: Mapping[str, PlainAnswer] | None,
    previous_form: Form | None,
) -> Counting:
    """The earlier answers under the answered questions of the later return, each with its own cell."""
    before, later = current.understood, newest.understood
    kept = _answered(before) - _answered(later)
    origins = {question: current.origins.get(question, current.file) for question in sorted(kept)}
    answers = [
        *(cell for cell in later.answers if cell.question_id not in kept),
        *(cell for cell in before.answers if cell.question_id in kept),
    ]
    reasons = [
        *(cell for cell in later.reasons if cell.question_id not in kept),
        *(cell for cell in before.reasons if cell.question_id in kept),
    ]
    plain = {question: value for question, value in before.plain.items() if question in kept}
    plain |= {question: value for question, value in later.plain.items() if question not in kept}
    due = [question.id for question in form.questions if question.required and applies(question, plain)]
    filled = {cell.question_id for cell in answers if cell.state != "blank"}
    merged = replace(
        later,
        answers=answers,
        reasons=reasons,
        plain=plain,
        required=len(due),
        answered=sum(question in filled for question in due),
    )
    own = [finding for finding in later.findings if finding.question_id not in kept]
    asked_before = [
        replace(
            finding,
            sheet="",
            cell="",
            message=f"先の回答「{current.name}」の{finding.cell}: {finding.message}",
        )
        for finding in before.findings
        if finding.question_id in kept and finding.severity != "info"
    ]
    known = {(finding.rule, finding.question_id) for finding in (*own, *asked_before)}
    between = [
        replace(
            finding,
            municipality_code=later.municipality_code,
            sheet="" if finding.question_id in kept else finding.sheet,
            cell="" if finding.question_id in kept else finding.cell,
        )
        for finding in checks.check_return(form, answers_of(merged), previous, previous_form=previous_form)
        if (finding.rule, finding.question_id) not in known
    ]
    return Counting(
        replace(merged, findings=[*own, *asked_before, *between]), newest.file, newest.name, origins
    )


def answers_of(understood: UnderstoodReturn) -> dict[str, Answer]:
    """Answers as the rules between questions look at them."""
    cells: dict[str, list[AnswerCell]] = {}
    for cell in understood.answers:
        cells.setdefault(cell.question_id, []).append(cell)
    reasons = {cell.question_id: cell for cell in understood.reasons}
    return {
        question: Answer(
            question,
            own[0].state,  # type: ignore[arg-type]
            tuple(
                AnswerValue(one.option_code, one.value, one.rank, one.ref)
                for one in own
                if one.value or one.option_code
            ),
            (),
            tuple(one.ref for one in own),
            reasons[question].value if question in reasons else "",
            reasons[question].ref if question in reasons else None,
        )
        for question, own in cells.items()
    }


def amending_findings(counting: Counting, file: str) -> list[Finding]:
    """The findings on an amended return, all on its own file."""
    return [replace(finding, file=file) for finding in counting.understood.findings]


def _name(question: Question, form: Form) -> str:
    number = next(block.number for block in form.blocks if question in block.questions)
    return f"問{number}「{question.wording}」"


def _listed(texts: list[str]) -> str:
    more = f"、ほか{len(texts) - MOST_NAMED}問" if len(texts) > MOST_NAMED else ""
    return "、".join(texts[:MOST_NAMED]) + more


def _short(text: str) -> str:
    return " ".join(text.split())[:40]
