"""The table of questions of other forms: it begins with what the paper names, and staff extend it."""

from __future__ import annotations

from pathlib import Path

from dashboard import journal
from dashboard.app import create_app
from dashboard.pages.survey import page
from dashboard.planning.asked_twice import asked_twice
from dashboard.services.known_questions import known_questions
from dashboard.warehouse.reader import Reader, Warehouse
from etl.survey import drafting
from tests.dashboard.walking import Browser

RAW = Path(__file__).resolve().parents[3] / "data" / "raw"


def test_what_the_form_of_r8_asks_and_the_paper_names_as_asked_before_is_found(reader: Reader) -> None:
    document = drafting.propose(RAW, 2026)["document"]
    found = {one.question_id for one in asked_twice(document["questions"], known_questions(reader, None))}
    assert {"status", "start_year"} <= found


def test_a_question_that_staff_add_is_in_the_table_and_found_in_a_form(
    warehouse: Warehouse, reader: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "journal.sqlite"
    shown = Browser(create_app(warehouse, path)).open(page.PATH)
    for name, value in (
        ("known-form", "令和8年度 実施計画の調べ"),
        ("known-wording", "実施計画の目標"),
        ("known-question_ids", ["implementation_plan"]),
        ("known-source", "国の通知"),
        ("written-by", "佐藤"),
    ):
        shown.set(name, "value", value)
    shown.set("known-save", "n_clicks", 1)
    assert "実施計画の目標" in shown.text("known-section")
    assert len(journal.current(path, "known_question")) == 1
    found = asked_twice([{"id": "implementation_plan", "wording": "目標"}], known_questions(reader, path))
    assert [one.known["form"] for one in found] == ["令和8年度 実施計画の調べ"]
