"""Corrections of answers: any question of a round, from the day on which it was told, and back again when withdrawn."""

from __future__ import annotations

import csv
import random
from collections.abc import Container
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl import build, publish
from etl.findings import Finding
from etl.readers.grid import CellRef
from etl.survey.answers.as_text import text_of_answer
from etl.survey.answers.model import Answer, AnswerValue
from etl.survey.answers.reading import read_answer
from etl.survey.form.entries import entries_of
from etl.survey.form.naming import item_of
from etl.survey.form.questions import PlainAnswer, Question
from etl.survey.receive import receive
from tests.etl.raw_copy import copy_raw
from tests.etl.survey import return_truth as truth
from tests.etl.survey.reading import cell
from tests.etl.survey.received import HIGASHIKAWA, KUTCHAN, TAKASU, form, hand_in

RECORD = "corrections/corrections.csv"
# What says how it was built, and the record of corrections itself.
# Where a withdrawal on a later day is a new version.
DATED = ("core_answer", "core_finding", "core_status")
NOT_COMPARED = ("core_build", "core_correction", "core_file", "core_source", "core_lineage")
HEAD = "表,団体コード,年度,項目,誤,正,理由,連絡者,連絡日,取消日,取消理由"
RECEIVED, TOLD, WITHDRAWN = date(2023, 12, 1), date(2023, 12, 5), date(2023, 12, 9)


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """data/raw with the returns of three municipalities; not to be changed."""
    folder = tmp_path_factory.mktemp("received")
    raw = copy_raw(folder / "raw")
    files = [
        hand_in(folder, code, seed=1, status="no_plan", staff_full_time=3, comments="よろしくお願いします。")
        for code in (TAKASU, HIGASHIKAWA, KUTCHAN)
    ]
    assert receive(files, raw, 2023, RECEIVED).loaded == 3
    return raw


def build_with(raw: Path, curated: Path, *lines: str, as_of: date | None = None) -> list[Finding]:
    """Build with these lines in the office's own record; the findings on it."""
    record = raw / RECORD
    record.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8-sig")
    findings = build.build(raw, curated, as_of).findings
    return [finding for finding in findings if finding.file == RECORD]


def ask(curated: Path, sql: str) -> list[tuple[Any, ...]]:
    with publish.connect(curated) as connection:
        return connection.execute(sql).fetchall()


def line(item: str, before: str, after: str, told: date = TOLD, more: str = ",", code: str = TAKASU) -> str:
    return f"回答,{code},令和5年度,{item},{before},{after},電話で確認,鷹栖町の担当者,{told},{more}"


def write(raw: Path, lines: list[list[str]], more: str = ",") -> None:
    """Corrections of TAKASU, each as item, old and new value."""
    with (raw / RECORD).open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD.split(","))
        for item, before, after in lines:
            told = ["電話で確認", "鷹栖町の担当者", TOLD.isoformat(), *more.split(",")]
            writer.writerow(["回答", TAKASU, "令和5年度", item, before, after, *told])


def _text(question: Question, plain: PlainAnswer) -> str:
    cells = [(slot, cell(entry)) for (_, slot), entry in entries_of(question, plain).items()]
    return text_of_answer(question, read_answer(question, cells, today=form(2023).as_of))


def _said(curated: Path, only: Container[str] | None = None) -> dict[str, str]:
    """Question → the answer of TAKASU in words, from the mart; of all questions, or some."""
    rows = ask(
        curated,
        f"select question_id, option_code, value, rank, answer_state from mart_answer where municipality_code = '{TAKASU}' order by rank",
    )
    said: dict[str, str] = {}
    for question in form(2023).questions:
        if only is not None and question.id not in only:
            continue
        own = [row[1:] for row in rows if row[0] == question.id]
        order = {option.code: place for place, option in enumerate(question.options)}
        own.sort(key=lambda row: (row[2] or 0, order.get(row[0], 0)))
        blank = CellRef("", "", "", "")
        values = tuple(AnswerValue(code or "", value, rank, blank) for code, value, rank, _ in own)
        said[question.id] = text_of_answer(question, Answer(question.id, own[0][3], values))
    return said


def _export(curated: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table in order, but for the ways in which two builds always differ."""
    tables = [row[0] for row in ask(curated, "select table_name from duckdb_tables() order by 1")]
    return {
        table: ask(curated, f"from {table} order by all")
        for table in tables
        if table not in NOT_COMPARED and not table.endswith("_before")
    }


def test_a_corrected_answer_holds_from_its_day_with_its_own_cell_and_not_before(
    received: Path, tmp_path: Path
) -> None:
    assert build_with(received, tmp_path, line("staff_full_time", "3人", "5人")) == []
    sql = (
        f"select a.value, s.file, s.cell from mart_answer_at(date '{{}}') as a inner join core_source as s using (source_id)"
        f" where municipality_code = '{TAKASU}' and question_id = 'staff_full_time'"
    )
    assert ask(tmp_path, sql.format(TOLD)) == [("5", "corrections/corrections.csv", "F2")]
    [(value, file, _)] = ask(tmp_path, sql.format("2023-12-04"))
    assert (value, Path(file).suffix) == ("3", ".xlsx")
    record = "select table_label, item_label, value_from, value_to, state, s.raw_text from core_correction as c inner join core_source as s on s.source_id = c.old_source_id"
    assert ask(tmp_path, record) == [
        ("回答", "問8 包括的な支援体制の整備を担当する職員（専任）", "3人", "5人", "applied", "3")
    ]


def test_a_corrected_status_of_a_return_is_the_status_of_the_year(received: Path, tmp_path: Path) -> None:
    corrected = line("問1", "実施予定なし", "実施予定・検討中（時期未定）", code=KUTCHAN)
    assert build_with(received, tmp_path, corrected) == []
    sql = f"select status_code from mart_status_by_year_at(date '{{}}') where municipality_code = '{KUTCHAN}' and fiscal_year = 2023"
    assert ask(tmp_path, sql.format(TOLD)) == [("undecided",)]
    assert ask(tmp_path, sql.format("2023-12-04")) == [("no_plan",)]


def test_a_correction_that_does_not_match_the_answer_complains_and_changes_nothing(
    received: Path, tmp_path: Path
) -> None:
    findings = build_with(received, tmp_path, line("staff_full_time", "4人", "5人"))
    assert [(one.rule, one.cell, one.municipality_code) for one in findings] == [
        ("CORRECTION-STALE", "F2", TAKASU)
    ]
    assert "「3人」" in findings[0].message
    assert ask(tmp_path, "select state from core_correction") == [("stale",)]


def test_corrections_of_every_question_hold_and_are_as_if_never_made_once_withdrawn(
    received: Path, tmp_path: Path
) -> None:
    write(received, [])
    build.build(received, tmp_path / "before")
    asked, now, before = form(2023), _said(tmp_path / "before"), _export(tmp_path / "before")
    wanted = truth.random_answers(asked, random.Random(4711))
    after = {
        question.id: _text(question, wanted[question.id]) if question.id in wanted else "空欄"
        for question in asked.questions
    }
    lines = [[item_of(one, asked), now[one.id], after[one.id]] for one in asked.questions]
    write(received, lines)
    made = build.build(received, tmp_path / "made").findings
    assert [one for one in made if one.rule == "CORRECTION-STALE"] == []
    assert _said(tmp_path / "made") == after
    for withdrawn in (TOLD, WITHDRAWN):
        write(received, lines, f"{withdrawn},聞き違い")
        build.build(received, tmp_path / str(withdrawn))
        again = _export(tmp_path / str(withdrawn))
        assert set(again) == set(before)
        for table in before:
            if withdrawn == TOLD or table not in DATED:
                assert again[table] == before[table], table
        assert _said(tmp_path / str(withdrawn)) == now
