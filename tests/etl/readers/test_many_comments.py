"""More comments than any office writes are refused before they are read; a few hundred are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.readers import document
from tests.drawn_parts import thread, with_parts
from tests.etl.survey.table_books import LIST_HEAD, LIST_ROWS, book_of


def commented(folder: Path, count: int, text: str) -> Path:
    path = folder / "many.xlsx"
    book_of([LIST_HEAD, *LIST_ROWS]).save(path)
    return with_parts(path, {"threadedComment": thread([(f"A{row + 2}", text) for row in range(count)])})


@pytest.mark.parametrize(
    ("count", "length"), [(10_001, 1), (300_000, 1), (2_000, 3_000)], ids=["more", "hostile", "long"]
)
def test_too_many_or_too_long_comments_are_refused_at_once(tmp_path: Path, count: int, length: int) -> None:
    read, found = document.read_here(commented(tmp_path, count, "訂" * length), "many.xlsx")
    assert read is None
    assert [finding.rule for finding in found] == ["FILE-TOO-LARGE"]
    assert "コメント" in found[0].message


def test_many_comments_of_a_large_office_are_read(tmp_path: Path) -> None:
    read, found = document.read_here(commented(tmp_path, 600, "確認済み"), "many.xlsx")
    assert read is not None
    assert {"CELL-COMMENT", "MARKS-MANY"} <= {finding.rule for finding in found}
