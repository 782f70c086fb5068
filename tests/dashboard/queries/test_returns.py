"""What is to be asked back and who is silent, read from a warehouse in which a round was drawn."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.queries import returns as queries_returns
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.returns_warehouse import publish_round


@pytest.fixture(scope="module")
def round_reader(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Warehouse(publish_round(built_curated, tmp_path_factory.mktemp("round"))).reader()


def test_a_warehouse_without_a_return_has_no_round(reader: Reader) -> None:
    assert queries_returns.surveys(reader).empty


def test_a_round_has_the_label_of_its_year(round_reader: Reader) -> None:
    (row,) = queries_returns.surveys(round_reader).to_dict("records")
    assert (row["fiscal_year"], row["year_label"], row["deadline"]) == (
        2023,
        "令和5年度",
        pd.Timestamp("2023-12-15"),
    )


def test_findings_are_of_the_return_that_counts_in_the_order_of_the_form(round_reader: Reader) -> None:
    frame = queries_returns.findings(round_reader, 2023)
    assert list(zip(frame["name"], frame["rule"], strict=True)) == [
        ("旭川市", "NEW"),
        ("鷹栖町", "REQUIRED-BLANK"),
        ("鷹栖町", "YEAR-RANGE"),
        ("鷹栖町", "NUMBER-RANGE"),
        ("鷹栖町", "L1-06"),
        ("音更町", "ANSWER-SEVERAL"),
    ]


def test_words_are_those_of_the_cell_and_else_what_the_finding_kept(round_reader: Reader) -> None:
    frame = queries_returns.findings(round_reader, 2023).set_index("rule")
    assert frame.loc["YEAR-RANGE", "written"] == "令和７～8年度"
    assert frame.loc["ANSWER-SEVERAL", "written"] == "検討中、予定"
    assert pd.isna(frame.loc["REQUIRED-BLANK", "written"])


def test_those_who_are_waited_for_have_no_return_that_counts(round_reader: Reader) -> None:
    frame = queries_returns.waiting(round_reader, 2023)
    assert len(frame) == 179 - 3
    assert not set(frame["name"]) & {"鷹栖町", "旭川市", "音更町"}


def test_the_last_file_that_was_set_aside_is_named(round_reader: Reader) -> None:
    frame = queries_returns.waiting(round_reader, 2023)
    (row,) = frame[frame["unreadable_file"].notna()].to_dict("records")
    assert (row["name"], row["unreadable_reason"]) == ("留寿都村", "パスワード付きです。")
    assert row["unreadable_on"] == pd.Timestamp("2023-12-13")


def test_a_file_that_an_officer_set_aside_is_no_reason_to_ask_for_it_again(
    built_curated: Path, tmp_path: Path
) -> None:
    """As where a town took its return back by telephone: the reason stays inside, the earlier unread file counts."""
    curated = publish_round(built_curated, tmp_path)
    name = (curated / "current").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(curated / name)) as connection:
        connection.execute("update core_return set is_decided = (return_id = 'rusu2')")
    frame = queries_returns.waiting(Warehouse(curated).reader(), 2023)
    (row,) = frame[frame["unreadable_file"].notna()].to_dict("records")
    assert (row["name"], row["unreadable_reason"]) == ("留寿都村", "壊れています。")


def test_another_year_has_nothing(round_reader: Reader) -> None:
    assert queries_returns.findings(round_reader, 2022).empty
    assert queries_returns.waiting(round_reader, 2022).empty
