"""True answers for a form, a workbook filled in with them, and the judgement on what was read of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl import names
from etl.findings import Finding
from etl.names import MunicipalityName
from etl.survey.form.entries import Entry, entries_of, previous_entries
from etl.survey.form.loading import load_form
from etl.survey.form.municipalities import read_municipalities
from etl.survey.form.questions import UNDECIDED, Form, PlainAnswer, Question, applies
from etl.survey.issue import file_name
from etl.survey.returned.reading import FileRead
from etl.survey.returned.setting import Setting
from etl.survey.sheet.workbook import Template, created_at, draw_workbook, make_template

RAW = Path(__file__).resolve().parents[3] / "data" / "raw"
WORDS = (
    "関係課と協議しています。",
    "令和6年度に向けて検討中です。\n（予算要求済み）",
    "=要望は別に送ります",
    "人材",
)


# Findings that put every answer of the file in doubt.
WHOLE_FILE = frozenset({"FORM-CSV", "FORM-COPIED"})


@dataclass(frozen=True)
class Verdict:
    """Of one file: questions read right, questions reported, questions read wrong in silence."""

    right: frozenset[str]
    reported: frozenset[str]
    wrong: frozenset[str]


def make_setting(years: Iterable[int] = (2022, 2023), fiscal_year: int | None = 2023) -> Setting:
    forms = {year: load_form(RAW / "survey" / f"R{year - 2018}" / "form.toml") for year in years}
    directory = names.make_directory(read_municipalities(RAW / "reference" / "municipalities.csv"))
    return Setting(forms, directory, fiscal_year)


def towns() -> tuple[MunicipalityName, ...]:
    return read_municipalities(RAW / "reference" / "municipalities.csv")


def random_answers(form: Form, rng: random.Random) -> dict[str, PlainAnswer]:
    """Answers that contradict neither each other nor the conditions, so that nothing is to be asked back."""
    found: dict[str, PlainAnswer] = {}
    for question in form.questions:
        if applies(question, found) and (question.required or rng.random() < 0.8):
            found[question.id] = _consistent(question, found, rng)
    return found


def _consistent(question: Question, found: Mapping[str, PlainAnswer], rng: random.Random) -> PlainAnswer:
    answer = random_answer(question, rng)
    if question.kind == "fiscal_year":
        first = {"implementing": 2021, "planned": 2023, "preparing": 2024}.get(str(found.get("status")), 2021)
        return rng.randint(first, 2023 if found.get("status") == "implementing" else question.maximum)
    if question.kind == "ranked":
        named = found.get("barriers", ())
        chosen = [code for code in named if question.option(code)] if isinstance(named, tuple) else []
        return tuple(rng.sample(chosen, min(len(chosen), question.ranks)))
    return answer


def random_answer(question: Question, rng: random.Random) -> PlainAnswer:
    codes = [option.code for option in question.options]
    if question.kind == "single":
        return rng.choice(codes)
    if question.kind == "multiple":
        open_codes = [option.code for option in question.options if not option.exclusive]
        chosen = set(rng.sample(open_codes, rng.randint(1, min(4, len(open_codes)))))
        return tuple(code for code in open_codes if code in chosen)
    if question.kind == "ranked":
        return tuple(rng.sample(codes, rng.randint(1, question.ranks)))
    if question.kind == "integer":
        return rng.randint(question.minimum, min(question.maximum, 40))
    if question.kind == "fiscal_year":
        return UNDECIDED if rng.random() < 0.1 else rng.randint(question.minimum, question.maximum)
    if question.kind == "date":
        return date(2023, rng.randint(4, 11), rng.randint(1, 28))
    if question.kind == "contact":
        texts = {"department": "福祉課 地域福祉係", "person": "係長　道野 花", "phone": "0166-00-0000"}
        return texts | {"email": "fukushi@town.example.lg.jp"}
    return rng.choice(WORDS)


def entries(form: Form, answers: Mapping[str, PlainAnswer]) -> dict[tuple[str, str], Entry]:
    found: dict[tuple[str, str], Entry] = {}
    for question in form.questions:
        if question.id in answers:
            found |= entries_of(question, answers[question.id])
    return found


def filled_workbook(
    template: Template,
    town: MunicipalityName,
    answers: Mapping[str, PlainAnswer],
    folder: Path,
    last_year: Mapping[str, PlainAnswer] | None = None,
) -> Path:
    """The workbook of a town as it was issued, last year's answers beside, with these answers typed in."""
    form = template.layout.form
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(form, town)
    before = previous_entries(form, None, last_year or {})
    path.write_bytes(draw_workbook(template, town, before, entries(form, answers), created_at(form)))
    return path


def template_of(form: Form) -> Template:
    return make_template(form)


def judge(form: Form, truth: Mapping[str, PlainAnswer], code: str, read: FileRead) -> Verdict:
    """Hold what was read against what was typed. A refused file has reported everything."""
    ids = frozenset(question.id for question in form.questions)
    loadable = [one for one in read.returns if not one.rejected]
    if len(loadable) != 1:
        errors = [f for f in _all(read) if f.severity in ("error", "warning")]
        return Verdict(frozenset(), ids, frozenset()) if errors else Verdict(frozenset(), frozenset(), ids)
    one = loadable[0]
    in_doubt = any(finding.rule in WHOLE_FILE for finding in _all(read))
    said = (ids if in_doubt else frozenset()) | {
        f.question_id for f in _all(read) if f.severity in ("error", "warning")
    }
    right = {question_id for question_id in ids if one.plain.get(question_id) == truth.get(question_id)}
    if one.municipality_code != code or one.fiscal_year != form.fiscal_year:
        right = set()
    reported = (ids - right) & said
    return Verdict(frozenset(right), frozenset(reported), ids - right - reported)


def _all(read: FileRead) -> list[Finding]:
    return [*read.findings, *(finding for one in read.returns for finding in one.findings)]
