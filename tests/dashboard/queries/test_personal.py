"""No table that is taken away and no paper names a person of a municipality, whatever column it stands in."""

from pathlib import Path

import pytest

from dashboard.queries import data, personal
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.conftest import publish_copy


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("personal"))).reader()


@pytest.fixture(scope="module")
def contacts(demo: Reader) -> set[str]:
    """What towns wrote as their contacts, apart from the words that others use too."""
    written = demo.frame(
        "select a.value from core_answer as a inner join codes_question as q using (fiscal_year, question_id)"
        " where q.kind = 'contact' and a.value is not null"
    )["value"]
    return {text for text in written if "@" in text or "-" in text}


def test_no_table_that_is_taken_away_holds_a_phone_number_or_mail_address_of_a_town(
    demo: Reader, contacts: set[str]
) -> None:
    assert len(contacts) > 100
    for name in data.tables(demo)["table_name"]:
        rows = data.table(demo, name)
        for column in rows.select_dtypes("str").columns:
            assert not contacts & set(rows[column].dropna()), (name, column)


def test_what_is_withheld_says_so_and_all_else_stays(demo: Reader) -> None:
    whole, given = demo.frame("from mart_answer"), data.table(demo, "mart_answer")
    differs = whole["value"].fillna("") != given["value"].fillna("")
    assert set(given.loc[differs, "value"]) == {personal.WITHHELD}
    assert set(whole.loc[differs, "question_id"]) == {"contact"}
    assert whole["value"].notna().equals(given["value"].notna())


def test_every_personal_column_is_one_of_the_warehouse(demo: Reader) -> None:
    held = data.columns(demo).groupby("table_name")["column_name"].agg(set)
    for table, (columns, known_by, _) in personal.PERSONAL.items():
        assert {*columns, known_by} <= held[table], table
