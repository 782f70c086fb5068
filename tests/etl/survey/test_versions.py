"""A round whose form changed after it went out: returns of both versions are read, each by its own."""

import random
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from etl import clock, publish
from etl.survey import check, drafting, issue, receive, saving
from etl.survey.form import versions
from etl.survey.form.loading import form_path, load_form
from etl.survey.form.questions import PlainAnswer
from tests.etl.raw_copy import build_json, copy_raw
from tests.etl.survey import received
from tests.etl.survey import return_truth as truth

YEAR = 2026
TAKASU, HIGASHIKAWA = "01452", "01458"


class Round(NamedTuple):
    """R8 as it went out, then without 直近の開催日 and 策定中 and with a question more; one return of each version."""

    raw: Path
    returns: dict[str, Path]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Round:
    place = tmp_path_factory.mktemp("versions")
    raw = copy_raw(place / "raw")
    saving.save(raw, YEAR, drafting.propose(raw, YEAR)["document"], drafting.NEW)
    first = load_form(form_path(raw, YEAR))
    versions.keep_version(form_path(raw, YEAR), first.version)
    shown = drafting.show(raw, YEAR)
    change(shown["document"]["questions"])
    saving.save(raw, YEAR, shown["document"], shown["state"], as_new_version=True)
    second = load_form(form_path(raw, YEAR))
    returns = {}
    for code, form, plan in ((TAKASU, first, "in_progress"), (HIGASHIKAWA, second, "made")):
        town = next(one for one in truth.towns() if one.code == code)
        found: dict[str, PlainAnswer] = {
            **truth.random_answers(form, random.Random(7)),
            "status": "implementing",
        }
        found |= {"start_year": 2026, "implementation_plan": plan, "meeting_internal": "established"}
        if form is first:
            found["meeting_internal_date"] = date(2026, 10, 5)
        returns[code] = truth.filled_workbook(truth.template_of(form), town, found, place)
    done = receive.receive(list(returns.values()), raw, YEAR, clock.today())
    assert done.loaded == 2
    return Round(raw, returns)


def change(questions: list[dict[str, Any]]) -> None:
    by_id = {entry["id"]: entry for entry in questions}
    questions.remove(by_id["meeting_internal_date"])
    by_id["implementation_plan"]["options"].pop(1)
    options = [{"code": "yes", "label": "はい"}, {"code": "no", "label": "いいえ"}]
    questions.insert(
        2,
        {"id": "r8_choice_1", "section": questions[1]["section"], "kind": "single", "wording": "新しい問い"}
        | {"options": options},
    )


def rules(changed: Round, code: str) -> set[str]:
    return {one.rule for one in check.check([changed.returns[code]], changed.raw, YEAR).findings}


def test_each_return_is_read_by_the_version_that_it_was_made_with(changed: Round) -> None:
    loaded = receive.load_returns(changed.raw, [YEAR])
    by_town = {row.municipality_code: row for row in loaded.returns}
    assert {code: row.form_version for code, row in by_town.items()} == {TAKASU: "R8-1", HIGASHIKAWA: "R8-2"}
    answered = {
        (row.municipality_code, row.question_id): row.option_code or row.value for row in loaded.answers
    }
    assert answered[TAKASU, "meeting_internal_date"] == "2026-10-05"
    assert answered[TAKASU, "implementation_plan"] == "in_progress"
    assert (HIGASHIKAWA, "meeting_internal_date") not in answered
    assert (TAKASU, "r8_choice_1") not in answered
    assert (HIGASHIKAWA, "r8_choice_1") in answered


def test_an_earlier_version_is_named_and_is_no_reason_to_ask(changed: Round) -> None:
    assert "FORM-EARLIER-VERSION" in rules(changed, TAKASU)
    assert "FORM-VERSION" not in rules(changed, TAKASU) | rules(changed, HIGASHIKAWA)
    assert "FORM-EARLIER-VERSION" not in rules(changed, HIGASHIKAWA)


def test_a_return_without_its_hidden_sheet_is_read_by_the_version_on_its_card(
    changed: Round, tmp_path: Path
) -> None:
    for code, version in ((TAKASU, "R8-1"), (HIGASHIKAWA, "R8-2")):
        book = openpyxl.load_workbook(changed.returns[code])
        for name in [name for name in book.sheetnames if name.startswith("_")]:
            del book[name]
        path = tmp_path / f"{code}.xlsx"
        book.save(path)
        found = check.check([path], changed.raw, YEAR)
        assert {one.status for one in found.files} <= {"ok", "findings"}, found.findings
        named = {one.value for one in found.findings if one.rule == "FORM-EARLIER-VERSION"}
        assert named == ({version} if version == "R8-1" else set())


def test_the_warehouse_has_words_for_every_answer_of_both_versions(changed: Round, tmp_path: Path) -> None:
    built = build_json(changed.raw, tmp_path / "curated")
    with publish.read_only(Path(built["warehouse"])) as connection:
        rows = connection.execute(
            """
            select a.municipality_code, q.wording, o.label_ja
            from core_answer as a
            inner join codes_question as q using (fiscal_year, question_id)
            left join codes_option as o using (fiscal_year, question_id, option_code)
            where a.fiscal_year = 2026
            """
        ).fetchall()
        counted = connection.execute("select count(*) from core_answer where fiscal_year = 2026").fetchone()
    assert counted == (len(rows),)
    assert (TAKASU, "実施計画（法第106条の5）の策定", "策定中") in rows
    assert (TAKASU, "直近の開催日", None) in rows


def test_issuing_again_is_refused_where_the_form_changed_without_a_new_version(
    tmp_path: Path,
) -> None:
    raw = received.make_raw(tmp_path / "raw")
    received.keep_towns(raw, TAKASU)
    saving.save(raw, YEAR, drafting.propose(raw, YEAR)["document"], drafting.NEW)
    path = form_path(raw, YEAR)
    issue.run(raw, YEAR, tmp_path / "first")
    path.write_text(path.read_text(encoding="utf-8").replace("# ---", "# ===", 1), encoding="utf-8")
    issue.run(raw, YEAR, tmp_path / "again")
    path.write_text(
        path.read_text(encoding="utf-8").replace('wording = "直近の開催日"', 'wording = "開催日"'),
        encoding="utf-8",
    )
    with pytest.raises(issue.IssueRefusedError, match="新しい版"):
        issue.run(raw, YEAR, tmp_path / "refused")
    assert not (tmp_path / "refused").exists()
    assert list(versions.kept_versions(path)) == ["R8-1"]
