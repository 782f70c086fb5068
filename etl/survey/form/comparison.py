"""Which comparison with the round before each change of a form breaks, limits or keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from etl import fiscal_year
from etl.survey.form.questions import Condition, Form, Kind, Option, Question

Effect = Literal["breaks", "limits", "keeps"]
ChangeKind = Literal[
    "added",
    "dropped",
    "merged",
    "split",
    "kind",
    "unit",
    "condition",
    "options_merged",
    "option_dropped",
    "option_added",
    "option_reworded",
    "options_ordered",
    "ranks",
    "reworded",
    "help",
    "required",
    "not_compared",
    "moved",
]
EFFECT_LABELS: dict[Effect, str] = {
    "breaks": "比べられない",
    "limits": "注意して比べる",
    "keeps": "比べられる",
}
KIND_LABELS: dict[Kind, str] = {
    "single": "1つ選ぶ",
    "multiple": "いくつでも選ぶ",
    "ranked": "順位を付けて選ぶ",
    "integer": "数",
    "fiscal_year": "年度",
    "date": "年月日",
    "free_text": "自由に書く",
    "contact": "連絡先",
}


@dataclass(frozen=True)
class FormChange:
    """One change. `question_id`: of this round, of the round before where the question was dropped; `number`: 問3."""

    question_id: str
    number: str
    wording: str
    kind: ChangeKind
    effect: Effect
    message: str

    def as_json(self) -> dict[str, str]:
        return {
            "question_id": self.question_id,
            "number": self.number,
            "wording": self.wording,
            "kind": self.kind,
            "effect": self.effect,
            "label": EFFECT_LABELS[self.effect],
            "message": self.message,
        }


def compare_forms(before: Form, now: Form) -> tuple[FormChange, ...]:
    """Every change that a reader of the series must know, in the order of the form; dropped questions last."""
    heirs = Counter(old for question in now.questions for old in question.previous_ids)
    moved = _moved(before, now)
    changes: list[FormChange] = []
    for block in now.blocks:
        for question in block.questions:
            found = list(_changes(question, before, now, heirs))
            if question.id in moved:
                message = "並ぶ順を変えました。番号は変わっても、同じ質問として比べられます。"
                found.append(("moved", "keeps", message))
            changes += [
                FormChange(question.group_id or question.id, f"問{block.number}", name, kind, effect, message)
                for kind, effect, message in found
                for name in [block.title if question.group_id else question.wording]
            ]
    changes += _dropped(before, now, heirs)
    return tuple(dict.fromkeys(changes))


_Found = Iterator[tuple[ChangeKind, Effect, str]]


def _changes(question: Question, before: Form, now: Form, heirs: Mapping[str, int]) -> _Found:
    round_before = f"前回（{fiscal_year.label(before.fiscal_year)}）"
    known = [before.by_id[old] for old in question.previous_ids if old in before.by_id]
    if not known:
        yield (
            "added",
            "breaks",
            f"{round_before}にない質問です。今回からの数だけになり、前回とは比べられません。",
        )
        return
    if len(known) > 1:
        names = "".join(f"「{old.wording}」" for old in known)
        message = f"{round_before}の{names}をまとめた質問です。前回の回答は文字で並べて見せますが、数は1問ずつ比べられません。"
        yield "merged", "breaks", message
        return
    [old] = known
    if heirs[old.id] > 1:
        message = f"{round_before}の「{old.wording}」を{heirs[old.id]}問に分けています。1問ずつの数は前回と比べられません。"
        yield "split", "breaks", message
    if old.kind != question.kind:
        message = (
            f"答え方を「{KIND_LABELS[old.kind]}」から「{KIND_LABELS[question.kind]}」に変えました。"
            "前回の回答は文字で見せるだけになり、数は比べられません。"
        )
        yield "kind", "breaks", message
        return
    if old.unit != question.unit:
        message = f"単位を「{old.unit or 'なし'}」から「{question.unit or 'なし'}」に変えました。前回の数とは比べられません。"
        yield "unit", "breaks", message
    yield from _option_changes(old, question)
    if not _same_conditions(old, before, question, now):
        message = (
            "答える条件が変わりました。答える市町村が前回と違うので、割合は比べられません。市町村の数で比べてください。"
            if question.required or old.required
            else "答える条件が変わりました。答える市町村が前回と違います。"
        )
        yield "condition", "limits", message
    if old.ranks != question.ranks:
        message = f"選ぶ数を{old.ranks}つから{question.ranks}つに変えました。1位は比べられ、選ばれた数は比べられません。"
        yield "ranks", "limits", message
    if old.wording != question.wording:
        message = f"文言を変えました（前回「{old.wording}」）。意味が同じなら比べられます。違うなら、質問を外して新しく加えてください。"
        yield "reworded", "limits", message
    if old.help != question.help:
        message = (
            f"補足を変えました（前回「{old.help or 'なし'}」）。答える範囲が変わらなければ比べられます。"
        )
        yield "help", "keeps", message
    if old.required != question.required:
        now_word = "必須にしました" if question.required else "必須でなくしました"
        message = f"{now_word}。空欄の数が前回と変わります。答えた市町村どうしは比べられます。"
        yield "required", "limits", message
    if old.compared and not question.compared:
        yield "not_compared", "limits", "前回の回答を隣に並べず、変わった理由も尋ねません。数は比べられます。"


def _option_changes(old: Question, question: Question) -> _Found:
    """By code: a label may change, what a code stands for may not."""
    if old.kind == "contact":
        return
    now = {option.code: option for option in question.options}
    heir = {code: option for option in question.options for code in (option.code, *option.replaces)}
    known = {option.code for option in old.options}
    for option in question.options:
        taken = [one for one in old.options if one.code in (option.code, *option.replaces)]
        if len(taken) > 1:
            message = (
                f"選択肢{_quoted(taken)}を「{option.label}」にまとめました。前回の数は足して比べてください。"
            )
            yield "options_merged", "limits", message
        elif taken and taken[0].label != option.label:
            message = (
                f"選択肢「{taken[0].label}」を「{option.label}」に変えました。意味が同じなら比べられます。"
            )
            yield "option_reworded", "limits", message
    dropped = [option for option in old.options if option.code not in heir]
    if dropped:
        message = (
            f"選択肢{_quoted(dropped)}がなくなりました。前回選んだ市町村が今回どれを選ぶかは決められず、"
            "この選択肢の数は比べられません。"
        )
        yield "option_dropped", "breaks", message
    added = [
        option
        for option in question.options
        if option.code not in known and not known.intersection(option.replaces)
    ]
    if added:
        moves = "ほかの選択肢から移った分があり得るので、" if old.kind in ("single", "ranked") else ""
        message = f"選択肢{_quoted(added)}が増えました。{moves}増えた選択肢は今回からの数です。ほかの選択肢は注意して比べてください。"
        yield "option_added", "limits", message
    order = [heir[option.code].code for option in old.options if option.code in heir]
    if list(dict.fromkeys(order)) != [code for code in now if code in set(order)]:
        yield "options_ordered", "keeps", "選択肢の順を変えました。同じ選択肢どうしは比べられます。"


def _dropped(before: Form, now: Form, heirs: Mapping[str, int]) -> Iterator[FormChange]:
    last = fiscal_year.label(before.fiscal_year)
    for block in before.blocks:
        lost = [question for question in block.questions if question.id not in heirs]
        groups = {question.group_id or question.id: question for question in lost}
        for question_id, question in groups.items():
            name = block.title if question.group_id else question.wording
            message = f"前回あった質問です。{fiscal_year.label(now.fiscal_year)}の数はなく、推移は{last}までになります。"
            number = f"前回の問{block.number}"
            yield FormChange(question_id, number, name, "dropped", "breaks", message)


def _same_conditions(old: Question, before: Form, question: Question, now: Form) -> bool:
    """Whether the same towns answer: the same codes are named, or the same are left out where one was added."""
    then, today = _by_control(old.conditions, before), _by_control(question.conditions, now)
    return then.keys() == today.keys() and all(
        then[control][0] == today[control][0] or then[control][1] == today[control][1] for control in then
    )


def _by_control(
    conditions: tuple[Condition, ...], form: Form
) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Question → the codes of it with which a town answers, and those with which it does not."""
    codes: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for condition in conditions:
        every = {option.code for option in form.by_id[condition.question_id].options}
        named = every & set(condition.codes)
        answering = every - named if condition.negated else named
        known = codes.get(condition.question_id)
        answering &= set(known[0]) if known else every
        codes[condition.question_id] = frozenset(answering), frozenset(every - answering)
    return codes


def _moved(before: Form, now: Form) -> set[str]:
    """Ids of the questions that stand elsewhere: those outside the longest run in the order of before."""
    place = {question.id: number for number, question in enumerate(before.questions)}
    kept = [q for q in now.questions if len(q.previous_ids) == 1 and q.previous_ids[0] in place]
    runs: list[list[Question]] = []
    for question in kept:
        earlier = [run for run in runs if place[run[-1].previous_ids[0]] <= place[question.previous_ids[0]]]
        runs.append([*max(earlier, key=len, default=[]), question])
    longest = {question.id for question in max(runs, key=len, default=[])}
    return {question.id for question in kept} - longest


def _quoted(options: list[Option]) -> str:
    return "".join(f"「{option.label}」" for option in options)
