"""A round of R8 as the form proposes it, answered by six municipalities (fictional), after one of R5 by two of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl import build
from etl.survey import drafting, receive, saving
from etl.survey.form.loading import form_path, load_form
from etl.survey.form.questions import Form, PlainAnswer, applies
from tests.etl.raw_copy import copy_raw
from tests.etl.survey import received
from tests.etl.survey import return_truth as truth

YEAR = 2026
RECEIVED = date(2026, 11, 28)
TAKASU, ATSUMA, OTOFUKE = "01452", "01581", "01631"
HIGASHIKAWA, KUTCHAN, TOMARI = "01458", "01400", "01403"
WHOLE = {"system_consultation": "in_place", "system_community": "in_place"}
MADE = {"status": "implementing", "implementation_plan": "made"}
# Municipality → what it answers; the rest is drawn at random.
ANSWERS: dict[str, dict[str, PlainAnswer]] = {
    TAKASU: WHOLE
    | MADE
    | {"start_year": 2021, "plan_goals": "numeric", "plan_evaluation": "done", "plan_last_year": 2029}
    | {"plan_next_revision": 2029, "cases_cooperation": 12, "cases_participation": 5},
    ATSUMA: WHOLE
    | MADE
    | {"start_year": 2023, "plan_goals": "none", "plan_evaluation": "none", "plan_last_year": 2026}
    | {"plan_next_revision": 2026, "cases_cooperation": 0, "cases_participation": 0, "function_f2": "none"},
    OTOFUKE: WHOLE
    | {"status": "implementing", "implementation_plan": "in_progress", "start_year": 2022}
    | {"cases_cooperation": 3, "cases_participation": 0, "reference_consent": "each_time"},
    HIGASHIKAWA: {"status": "undecided", "system_consultation": "partly", "system_community": "none"},
    KUTCHAN: {"status": "alternative", "alternative_year": 2027, "system_consultation": "planned"},
    TOMARI: {"status": "no_plan", "system_consultation": "none", "system_community": "none"},
}
EXISTING = ("existing", "partly")


@dataclass(frozen=True)
class R8Round:
    """given: what each municipality answered, by question."""

    raw: Path
    curated: Path
    form: Form
    given: dict[str, dict[str, PlainAnswer]]


def make_round(folder: Path, *, synthetic: bool = False) -> R8Round:
    """Save the proposed form, fill and receive its workbooks, build. synthetic: whether they are marked 架空データ."""
    raw = copy_raw(folder / "raw")
    before = [
        received.hand_in(folder / "before", code, seed) for seed, code in enumerate((HIGASHIKAWA, TOMARI), 1)
    ]
    assert receive.receive(before, raw, 2023, date(2023, 12, 10), synthetic=synthetic).loaded == len(before)
    saving.save(raw, YEAR, drafting.propose(raw, YEAR)["document"], drafting.NEW)
    form = load_form(form_path(raw, YEAR))
    template = truth.template_of(form)
    towns = {town.code: town for town in truth.towns()}
    given = {code: _answers(form, own, seed) for seed, (code, own) in enumerate(ANSWERS.items())}
    books = [
        truth.filled_workbook(template, towns[code], answers, folder / "filled")
        for code, answers in given.items()
    ]
    done = receive.receive(books, raw, YEAR, RECEIVED, synthetic=synthetic)
    assert done.loaded == len(books)
    build.build(raw, folder / "curated")
    return R8Round(raw, folder / "curated", form, given)


def _answers(form: Form, own: dict[str, PlainAnswer], seed: int) -> dict[str, PlainAnswer]:
    rng = random.Random(seed)
    found: dict[str, PlainAnswer] = {}
    for question in form.questions:
        if not applies(question, found):
            continue
        if question.id in own:
            found[question.id] = own[question.id]
        elif question.id.startswith("function_"):
            found[question.id] = rng.choice(EXISTING)
        elif question.required:
            found[question.id] = truth.random_answer(question, rng)
    return found
