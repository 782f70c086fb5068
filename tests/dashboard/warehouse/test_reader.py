"""The warehouse is followed by its pointer; what cannot be opened is said, and what could be stays."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError


@pytest.fixture
def curated(tmp_path: Path) -> Path:
    folder = tmp_path / "curated"
    folder.mkdir()
    return folder


def point(curated: Path, name: str) -> None:
    (curated / "current").write_text(f"{name}\n", encoding="utf-8")


def publish(built: Path, curated: Path, name: str) -> None:
    published = (built / "current").read_text(encoding="utf-8").strip()
    shutil.copy(built / published, curated / name)
    point(curated, name)


def test_nothing_published_is_said_with_what_to_do(curated: Path) -> None:
    with pytest.raises(WarehouseError, match=r"データがまだありません。「データを作る」を押してください"):
        Warehouse(curated).reader()


@pytest.mark.parametrize("name", ["wh_gone.duckdb", "", "../wh_outside.duckdb", "notes.txt"])
def test_a_pointer_to_nothing_is_said(curated: Path, name: str) -> None:
    (curated.parent / "wh_outside.duckdb").write_bytes(b"")
    (curated / "notes.txt").write_text("x", encoding="utf-8")
    point(curated, name)
    with pytest.raises(WarehouseError, match="見つかりません"):
        Warehouse(curated).reader()


def test_a_pointer_that_is_no_text_is_said(curated: Path) -> None:
    (curated / "current").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WarehouseError, match="読めません"):
        Warehouse(curated).reader()


def test_a_broken_file_is_said(curated: Path) -> None:
    (curated / "wh_x.duckdb").write_bytes(b"not a database")
    point(curated, "wh_x.duckdb")
    with pytest.raises(WarehouseError, match="壊れているか、古い形です"):
        Warehouse(curated).reader()


def test_a_file_without_our_tables_is_said(curated: Path) -> None:
    duckdb.connect(str(curated / "wh_empty.duckdb")).close()
    point(curated, "wh_empty.duckdb")
    with pytest.raises(WarehouseError, match="壊れているか、古い形です"):
        Warehouse(curated).reader()


def test_it_recovers_at_the_next_question(curated: Path, built_curated: Path) -> None:
    warehouse = Warehouse(curated)
    assert warehouse.state()[0] == ""
    publish(built_curated, curated, "wh_20260101T000000-a.duckdb")
    assert warehouse.state() == ("wh_20260101T000000-a", "")


def test_a_new_one_is_followed_and_the_old_reader_still_reads(curated: Path, built_curated: Path) -> None:
    publish(built_curated, curated, "wh_20260101T000000-a.duckdb")
    warehouse = Warehouse(curated)
    old = warehouse.reader()
    publish(built_curated, curated, "wh_20260102T000000-b.duckdb")
    assert warehouse.reader().warehouse_id == "wh_20260102T000000-b"
    assert old.frame("select count(*) as n from codes_municipality")["n"].item() == 179


def test_the_one_before_stays_while_the_newest_does_not_open(curated: Path, built_curated: Path) -> None:
    publish(built_curated, curated, "wh_20260101T000000-a.duckdb")
    warehouse = Warehouse(curated)
    warehouse.reader()
    point(curated, "wh_missing.duckdb")
    assert warehouse.reader().warehouse_id == "wh_20260101T000000-a"
    assert "見つかりません" in warehouse.state()[1]
    (curated / "current").unlink()
    assert "まだありません" in warehouse.state()[1]


def test_it_is_opened_for_reading_only(reader: Reader) -> None:
    with pytest.raises(WarehouseError, match="読めませんでした"):
        reader.frame("create table x as select 1")


def test_an_old_shape_of_the_warehouse_is_said(reader: Reader) -> None:
    with pytest.raises(WarehouseError, match="「データを作る」"):
        reader.frame("from mart_of_the_future")


def test_answers_are_remembered_and_safe_to_change(reader: Reader) -> None:
    question = "select code, name from codes_municipality order by code limit 2"
    first = reader.frame(question)
    first.loc[0, "name"] = "changed"
    first["more"] = 1
    assert reader.frame(question)["name"].tolist() == ["札幌市", "函館市"]
    assert list(reader.frame(question)) == ["code", "name"]


def test_many_threads_read_at_once(reader: Reader) -> None:
    def ask(number: int) -> int:
        return int(reader.frame("select count(*) + ? as n from codes_municipality", [number])["n"].item())

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(64))) == [179 + number for number in range(64)]


def test_the_built_time_is_in_the_name(curated: Path, built_curated: Path) -> None:
    publish(built_curated, curated, "wh_20260102T030405-b.duckdb")
    assert Warehouse(curated).reader().built_at.isoformat() == "2026-01-02T03:04:05"


def test_a_text_that_many_cells_say_is_kept_once_and_what_is_missing_stays_missing(reader: Reader) -> None:
    sql = "select subprefecture_name, nullif(kind, '町') as kind, population from mart_municipality order by municipality_code"
    frame = reader.frame(sql)
    pd.testing.assert_frame_equal(frame, reader.connection.execute(sql).df())
    assert frame["kind"].isna().sum() == 129
    names = frame["subprefecture_name"].tolist()
    assert len({id(name) for name in names}) == len(set(names)) == 14


def test_what_is_worked_out_of_the_answers_is_kept_with_the_state_of_the_data(reader: Reader) -> None:
    made = []

    def make() -> str:
        made.append("once")
        return f"result {len(made)}"

    then = reader.at(date(2023, 6, 1))
    assert [each.once("a test", make) for each in (reader, reader, then, then)] == [
        "result 1",
        "result 1",
        "result 2",
        "result 2",
    ]
