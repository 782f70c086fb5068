"""A state that does not follow from the one before is asked about, whoever said either; what may follow is not."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import duckdb
import pytest

from etl.across_years import turned
from etl.readers import vocabulary
from tests.etl.raw_copy import status_csv
from tests.etl.test_corrections import ask, build_with

TOWN, NAME = "01204", "旭川市"
RETURN, STATEMENT, LIST, CORRECTION = 1, 2, 3, 4
STATES = [row["code"] for row in vocabulary.rows("status")]
NOTHING_SAID = ("no_answer", "unknown")
# (fiscal year, state, precedence)
Said = tuple[int, str, int]


def asked(said: list[Said], *, is_synthetic: bool = False) -> list[str]:
    """The messages on one municipality of which this was said."""
    with duckdb.connect() as connection:
        for statement in (
            "create table core_status (municipality_code text, fiscal_year int, as_of date, status_code text, source_id text, "
            "known_on date, precedence int, is_synthetic bool)",
            f"create table codes_municipality as select '{TOWN}' as code, '{NAME}' as name",
            "create table codes_status (code text, label_ja text)",
            "create table core_source as select '' as source_id, '' as file_id, '' as file, '' as sheet, '' as cell, '' as raw_text where false",
            "create table core_file as select 'f' as file_id, '実施状況一覧' as title",
        ):
            connection.execute(statement)
        for row in vocabulary.rows("status"):
            connection.execute("insert into codes_status values (?, ?)", [row["code"], row["label_ja"]])
        for place, (year, state, precedence) in enumerate(said):
            day = f"{year}-11-30"
            connection.execute(
                "insert into core_status values (?, ?, ?, ?, ?, ?, ?, ?)",
                [TOWN, year, day, state, str(place), day, precedence, is_synthetic],
            )
            connection.execute(
                "insert into core_source values (?, 'f', 'list.csv', '', ?, ?)",
                [str(place), f"C{year}", state],
            )
        found = turned(connection)
    assert {(one.rule, one.severity, one.municipality_code) for one in found} <= {
        ("STATUS-TURNED", "warning", TOWN)
    }
    return [one.message for one in found]


@pytest.mark.parametrize("before", STATES)
def test_every_step_from_one_state_to_another_is_asked_about_or_may_be(before: str) -> None:
    for after, (first, second) in product(
        STATES, [(LIST, RETURN), (LIST, LIST), (STATEMENT, RETURN), (RETURN, LIST)]
    ):
        contradicts = before == "implementing" and after not in ("implementing", "ended", *NOTHING_SAID)
        contradicts |= (before, after) == ("ended", "implementing")
        # what nobody stated in between changes nothing
        said = [(2023, before, first), (2024, "unknown", LIST), (2026, after, second)]
        assert len(asked(said)) == contradicts, (before, after, first, second)


def test_the_question_names_both_years_and_what_to_write() -> None:
    [message] = asked([(2022, "implementing", LIST), (2025, "implementing", LIST), (2026, "no_plan", RETURN)])
    assert message.startswith(
        "旭川市は令和7年度に「実施中」でした（「実施状況一覧」C2025セル）が、令和8年度は「実施予定なし」です。"
    )
    assert "終了したのか、書き間違いかを市町村に確かめ" in message


@pytest.mark.parametrize(
    "said",
    [
        # the rules of the form have asked
        [(2023, "implementing", RETURN), (2026, "no_plan", RETURN)],
        # the list is used, and that it differs from the return is a finding of its own
        [(2025, "implementing", LIST), (2026, "implementing", LIST), (2026, "no_plan", RETURN)],
        # an officer has put it so
        [(2025, "implementing", LIST), (2026, "no_plan", CORRECTION)],
        # it was asked about when it turned
        [(2022, "implementing", LIST), (2023, "ended", LIST), (2026, "no_plan", RETURN)],
    ],
)
def test_what_is_settled_is_not_asked_again(said: list[Said]) -> None:
    assert asked(said) == []


def test_fictional_answers_are_no_reason_to_ask() -> None:
    said = [(2025, "implementing", LIST), (2026, "no_plan", LIST)]
    assert (len(asked(said)), asked(said, is_synthetic=True)) == (1, [])


def test_a_build_says_it_at_the_cell(raw: Path, tmp_path: Path) -> None:
    lines = ["団体コード,市町村名,実施状況,開始年度", f"{TOWN},{NAME},実施予定なし,"]
    file = status_csv(raw, "turned.csv", lines, received_on="2024-04-10")
    build_with(raw, tmp_path)
    sql = "select file, cell, municipality_code from core_finding where rule = 'STATUS-TURNED'"
    assert ask(tmp_path, sql) == [(file, "C2", TOWN)]
