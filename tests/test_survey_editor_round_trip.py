"""Any form made in the editor issues, fills and receives exactly; one that cannot go out is never saved."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from dashboard.views.survey import conditions, fields, options, questions
from dashboard.views.survey.document import WITH_OPTIONS, Document, blocks
from etl import names
from etl.survey import draft_preview, drafting, saving
from etl.survey.form.document import read_document, write_document
from etl.survey.form.loading import form_path, load_form
from etl.survey.form.questions import Form, PlainAnswer, applies
from etl.survey.returned.reading import read_here
from etl.survey.returned.setting import Setting
from tests.etl.survey import received
from tests.etl.survey import return_truth as truth

WORDS = (
    "状況",
    "○○の（有・無）",
    "100%の「例」",
    "令和8年度の人数",
    "Aか Bか\nどちらか",
    "ｱｲｳ＝値",
    '\\ と " と #',
)
Draw = Callable[[st.SearchStrategy[Any]], Any]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return received.make_raw(tmp_path_factory.mktemp("editor") / "raw")


@pytest.fixture(scope="module")
def begun(raw: Path) -> dict[str, Any]:
    return drafting.propose(raw, 2026)


def edited(document: Document, form: dict[str, Any], draw: Draw) -> Document:
    """The document after one press or field, drawn at random among those that the page has."""
    ids = [entry["id"] for entry in document["questions"]]
    of = draw(st.sampled_from(ids))
    entry = next(one for one in document["questions"] if one["id"] == of)
    what = draw(st.sampled_from(("field", "add", "drop", "move", "option", "condition", "section")))
    event(what)
    if what == "field":
        key, value = draw(
            st.sampled_from(
                [("wording", word) for word in WORDS]
                + [("help", word) for word in ("", *WORDS)]
                + [("required", True), ("required", False), ("prefilled", True), ("previous", [])]
            )
        )
        return fields.with_field(document, of, key, value, form["lists"])
    if what == "add":
        return questions.add_question(document, draw(st.sampled_from(form["library"])), form, of)[0]
    if what == "drop":
        return document if of == questions.NEEDED else questions.drop_question(document, of)[0]
    if what == "move":
        place = st.integers(0, len(blocks(document)) - 1)
        if draw(st.booleans()):
            return questions.move_question(document, of, draw(st.sampled_from((-1, 1))))[0]
        return questions.move_block(document, draw(place), draw(place))[0]
    if what == "option" and entry["kind"] in WITH_OPTIONS:
        return with_another_option(document, form, entry, draw)
    if what == "condition":
        return with_another_condition(document, form, of, draw)
    if what == "section":
        change = draw(st.sampled_from((questions.split_section, questions.join_section)))
        return change(document, of)
    return document


def with_another_option(
    document: Document, form: dict[str, Any], entry: dict[str, Any], draw: Draw
) -> Document:
    of, lists = entry["id"], form["lists"]
    known = options.options_of(entry, lists)
    listed = [row["code"] for row in lists.get(entry.get("options_from", ""), [])]
    unused = [code for code in listed if code not in {one.code for one in known}]
    how = draw(st.sampled_from(("add", "drop", "up", "down", "label")))
    if how == "add":
        own = [] if entry.get("options_from") == "status" else [""]
        return (
            options.add_option(document, of, draw(st.sampled_from(unused + own)), form)
            if unused + own
            else document
        )
    if not known:
        return document
    code = draw(st.sampled_from([one.code for one in known]))
    if how == "drop":
        return options.drop_option(document, of, code, lists)
    if how == "label":
        return fields.with_field(document, of, f"label:{code}", draw(st.sampled_from(WORDS)), lists)
    return options.move_option(document, of, code, -1 if how == "up" else 1, lists)


def with_another_condition(document: Document, form: dict[str, Any], of: str, draw: Draw) -> Document:
    entry = next(one for one in document["questions"] if one["id"] == of)
    if entry.get("only_if") and draw(st.booleans()):
        return conditions.drop_condition(document, of, 0)
    added = conditions.add_condition(document, of, form["lists"])
    place = len(entry.get("only_if", []))
    controls = conditions.controls_of(document, of)
    if added is document or not controls:
        return document
    control = draw(st.sampled_from(controls))
    codes = [one.code for one in options.options_of(control, form["lists"])]
    chosen = draw(st.lists(st.sampled_from(codes), min_size=1, unique=True)) if codes else []
    for what, value in (
        ("question", control["id"]),
        ("codes", chosen),
        ("how", draw(st.sampled_from(("in", "not_in")))),
    ):
        added = fields.with_field(added, of, f"condition:{place}:{what}", value, form["lists"])
    return added


def answers_to(form: Form, rng: random.Random) -> dict[str, PlainAnswer]:
    found: dict[str, PlainAnswer] = {}
    for question in form.questions:
        if applies(question, found):
            found[question.id] = truth.random_answer(question, rng)
    return found


@settings(max_examples=25)
@given(data=st.data(), count=st.integers(1, 12), seed=st.integers(0, 999))
def test_any_form_made_in_the_editor_issues_fills_and_receives_exactly(
    raw: Path, begun: dict[str, Any], data: st.DataObject, count: int, seed: int
) -> None:
    document = begun["document"]
    for _ in range(count):
        document = edited(document, begun, data.draw)
    path = form_path(raw, 2026)
    path.unlink(missing_ok=True)
    if drafting.problems_of(drafting.checked(document)):
        event("refused")
        with pytest.raises(saving.FormRefusedError):
            saving.save(raw, 2026, document, drafting.NEW)
        assert not path.exists()
        return
    saving.save(raw, 2026, document, drafting.NEW)
    kept = read_document(path.read_text(encoding="utf-8"))
    assert kept["questions"] == document["questions"]
    assert read_document(write_document(kept)) == kept
    form = load_form(path)
    found = draft_preview.preview(raw, document)
    assert found["problems"] == []
    given_answers = answers_to(form, random.Random(seed))
    town = truth.towns()[40]
    book = truth.filled_workbook(truth.template_of(form), town, given_answers, raw / "filled")
    setting = Setting({2026: form}, names.make_directory(truth.towns()), 2026)
    read = read_here(book, book.name, book.name, "", setting)
    [one] = read.returns
    assert one.municipality_code == town.code
    assert one.rejected == ""
    assert one.plain == given_answers
    assert date(2026, 11, 30) == form.as_of
