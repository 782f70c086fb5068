"""Every hostile file that can come as a status list is refused by name and reason; all the rest is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl import build, publish
from tests import hostile, messes
from tests.etl.raw_copy import register

HOSTILE: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "empty": ("empty.csv", messes.empty_file),
    "truncated": ("cut.xlsx", messes.truncated_xlsx),
    "password": ("locked.xlsx", messes.encrypted_xlsx),
    "pdf": ("really_a_pdf.xlsx", messes.pdf),
    "word": ("really_word.xlsx", messes.word_document),
    "garbled": ("garbled.csv", messes.utf8_read_as_cp932),
    "far cell": ("far.xlsx", hostile.far_cell_workbook),
    "zip bomb": ("bomb.xlsx", hostile.zip_bomb),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_status_list_is_refused_in_japanese_and_the_rest_is_published(
    raw: Path, tmp_path: Path, name: str
) -> None:
    file_name, make = HOSTILE[name]
    make(raw / "status" / file_name)
    file = f"status/{file_name}"
    register(raw, file, kind="status_list", as_of="2024-04-01", coverage="partial")
    done = build.build(raw, tmp_path / "curated")
    errors = [f for f in done.findings if f.file == file and f.severity == "error"]
    assert errors
    assert all(any("ぁ" <= character <= "ん" for character in f.message) for f in errors)
    connection = publish.connect(tmp_path / "curated")
    counts = connection.execute(
        "select count(*) filter (status_code = 'implementing') from mart_status_by_year where fiscal_year = 2023"
    ).fetchall()
    loaded = connection.execute("select rows_loaded from core_file where file = ?", [file]).fetchall()
    connection.close()
    assert counts == [(10,)]
    assert loaded == [(0,)]


def test_an_old_xls_list_is_read(raw: Path, tmp_path: Path) -> None:
    rows = [
        ["団体コード", "市町村名", "実施状況", "実施開始年度"],
        ["01639", "更別村", "実施中", "令和6年度"],
    ]
    messes.xls_workbook(raw / "status" / "old.xls", rows)
    register(raw, "status/old.xls", kind="status_list", as_of="2024-04-01", coverage="partial")
    build.build(raw, tmp_path / "curated")
    connection = publish.connect(tmp_path / "curated")
    found = connection.execute(
        "select s.status_code, c.cell from core_status as s inner join core_source as c using (source_id) "
        "where c.file = 'status/old.xls'"
    ).fetchall()
    connection.close()
    assert found == [("implementing", "C2")]
