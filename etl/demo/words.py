"""What a town writes in its own words: comments, reasons of changes, contact; from vocabulary/demo_texts.csv."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date

from etl import fiscal_year
from etl.demo.situation import Situation
from etl.demo.states import distance_km
from etl.readers import vocabulary
from etl.survey.form.questions import REASON_SLOT, PlainAnswer, Question
from etl.survey.sheet.layout import Layout

SAPPORO = (43.062089, 141.354389)
FAR_KM = 200.0
ISLANDS = ("奥尻町", "礼文町", "利尻町", "利尻富士町")
# How many towns write a comment, and how many of those write only 特になし.
COMMENTS, COMMENTS_WITH_NOTHING = 0.5, 0.12
TWO_REMARKS = 0.3
SAME_PERSON = 0.7
FAMILY_NAME = "架空"
PHONE, MAIL_DOMAIN = "000-0000-0000", "example.lg.jp"
UP = ("established", "existing", "partly", "planned", "none")
REASON_OF = {
    "status": "reason_status",
    "start_year": "reason_start",
    "barriers": "reason_barriers",
    "barriers_top": "reason_ranked",
    "meeting_internal": "reason_meeting",
    "meeting_internal_date": "reason_meeting",
    "meeting_support": "reason_meeting",
    "staff_full_time": "reason_staff",
    "staff_concurrent": "reason_staff",
    "function": "reason_function",
    "support_wanted": "reason_support",
    "participation": "reason_participation",
}


def comment(situation: Situation, question: Question, answers: Mapping[str, PlainAnswer]) -> str | None:
    """A remark that fits the town's answers, another than last year's; None from those that write none."""
    rng = situation.rng("comment")
    if rng.random() >= COMMENTS:
        return None
    if rng.random() < COMMENTS_WITH_NOTHING:
        return rng.choice(_texts("comment", ["nothing"]))
    said = situation.was(question.id)
    fitting = [_filled(situation, text) for text in _texts("comment", _conditions(situation, answers))]
    left = [text for text in fitting if text not in str(said)]
    count = 2 if rng.random() < TWO_REMARKS else 1
    return "".join(rng.sample(left, min(count, len(left)))) or None


def other_text(situation: Situation, question: Question, _: Mapping[str, PlainAnswer]) -> str:
    """The words for 「その他」, the same as last year's where there are some."""
    before = situation.was(question.id)
    use = "barriers_other" if question.id == "barriers_other" else "support_other"
    return before if isinstance(before, str) else situation.rng(question.id).choice(_texts(use))


def contact(situation: Situation) -> PlainAnswer:
    """Plainly fictional: 主査　架空 太郎, 000-0000-0000, example.lg.jp. A part of them move each year."""
    before = situation.was("contact")
    rng = situation.rng("contact")
    if isinstance(before, Mapping) and rng.random() < SAME_PERSON:
        return before
    kind = {"市": "city", "町": "town", "村": "village"}[situation.town.name.kind]
    department = situation.lasting("department").choice(_texts(f"department_{kind}"))
    post, given = rng.choice(_texts("post")), rng.choice(_texts("given_name"))
    return {
        "department": department,
        "person": f"{post}　{FAMILY_NAME} {given}",
        "phone": PHONE,
        "email": f"fukushi-{situation.town.code}@{MAIL_DOMAIN}",
    }


def reasons(
    situation: Situation, layout: Layout, answers: Mapping[str, PlainAnswer]
) -> dict[tuple[str, str], str]:
    """A reason for each answer that differs from last year's, for the cells that ask for one."""
    texts: dict[tuple[str, str], str] = {}
    for question in situation.form.questions:
        before = situation.was(question.previous_ids[0]) if question.previous_ids else None
        now = answers.get(question.id)
        if not question.is_compared or before is None or now is None or now == before:
            continue
        if layout.reason_of(question.id) is not None:
            rng = situation.rng("reason", question.id)
            texts[question.id, REASON_SLOT] = _reason(situation, question, before, now, rng)
    return texts


def _reason(
    situation: Situation, question: Question, before: PlainAnswer, now: PlainAnswer, rng: random.Random
) -> str:
    use = REASON_OF.get(question.group_id or question.id, "reason_other")
    if use == "reason_status":
        condition = situation.state.change
    elif use == "reason_start":
        condition = "slipped" if situation.state.change == "slipped" else "other"
    elif isinstance(now, date):
        condition = "date"
    elif use == "reason_barriers":
        condition = _barrier_change(situation, before, now)
    elif use in ("reason_meeting", "reason_staff", "reason_function"):
        is_begun = _is_up(before, now)
        condition = ("planned" if now == "planned" else "up") if is_begun else "down"
    else:
        condition = ""
    fitting = _texts(use, [condition]) or _texts("reason_other")
    return _filled(situation, rng.choice(fitting))


def _barrier_change(situation: Situation, before: PlainAnswer, now: PlainAnswer) -> str:
    cleared = _codes(before) - _codes(now)
    if not cleared:
        return "added"
    helped = any(
        situation.attended_since & situation.world.measures_for.get(code, frozenset()) for code in cleared
    )
    return "cleared_after_support" if helped else "cleared"


def _is_up(before: PlainAnswer, now: PlainAnswer) -> bool:
    if isinstance(before, int) and isinstance(now, int):
        return now > before
    return UP.index(str(now)) < UP.index(str(before))


def _codes(answer: PlainAnswer) -> set[str]:
    return set(answer) if isinstance(answer, tuple) else set()


def _conditions(situation: Situation, answers: Mapping[str, PlainAnswer]) -> list[str]:
    top = answers.get("barriers_top", ())
    town = situation.town
    checks = {
        "island": town.name.name in ISLANDS,
        "remote": distance_km(town.location, SAPPORO) > FAR_KM,
        "never": not situation.attended,
        "large": town.size_class in ("30k_100k", "over_100k"),
        "small": situation.is_small,
    }
    stated = list(top[:2]) if isinstance(top, tuple) else []
    attended = [f"attended_{measure}" for measure in sorted(situation.attended)]
    return [*stated, *attended, situation.state.status, *(name for name, holds in checks.items() if holds)]


def _texts(use: str, conditions: Iterable[str] = ("",)) -> list[str]:
    wanted = set(conditions)
    return [
        row["text"]
        for row in vocabulary.rows("demo_texts")
        if row["use"] == use and row["condition"] in wanted
    ]


def _filled(situation: Situation, text: str) -> str:
    few = 2 if situation.town.size_class == "under_5k" else 3
    own = f"本{situation.town.name.kind}"
    return text.format(own=own, few=few, year=fiscal_year.label(situation.year))
