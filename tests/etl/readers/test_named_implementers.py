"""Implementers that another official source names: read row by row, told by their cell, and no state of ours is changed."""

import csv
from datetime import date
from pathlib import Path

import pytest

from etl import add, sources, trial

HEADS = ("保険者名", "重層的支援体制整備事業")


def facts(
    rows: list[tuple[str, str]], raw: Path, folder: Path, as_of: date | None = date(2023, 10, 1)
) -> trial.Trial:
    path = folder / "支払額.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([HEADS, *rows])
    add.add("named_implementers", path, raw, add.Details(date(2026, 11, 1), as_of=as_of))
    registered, _ = sources.read_register(raw)
    return trial.read(next(one for one in registered if one.kind == "named_implementers"), registered)


def test_an_amount_or_a_mark_names_a_municipality_and_nought_does_not(raw: Path, tmp_path: Path) -> None:
    rows = [("鷹栖町", "1,200"), ("厚真町", "○"), ("東神楽町", "0"), ("音更町", "－"), ("札幌市", "")]
    read = facts(rows, raw, tmp_path)
    assert [(one["municipality_code"], one["is_named"], one["amount"]) for one in read.facts] == [
        ("01452", True, "1200"),
        ("01581", True, ""),
        ("01453", False, "0"),
        ("01631", False, ""),
        ("01100", False, ""),
    ]
    assert {one["fiscal_year"] for one in read.facts} == {2023}
    assert all(one["source_id"] for one in read.facts)


@pytest.mark.parametrize(
    ("row", "rule", "words"),
    [
        (("鷹栖町", "予定"), "NAMED-UNREADABLE", "金額か、○・×"),
        (("架空東部広域連合", "500"), "MUNI-UNKNOWN_NAME", "架空東部広域連合"),
    ],
)
def test_a_row_of_nobody_or_that_says_neither_is_told_by_its_cell(
    row: tuple[str, str], rule: str, words: str, raw: Path, tmp_path: Path
) -> None:
    found = facts([("東神楽町", "○"), row], raw, tmp_path).findings
    assert any(one.rule == rule and words in one.message and one.cell for one in found), found


def test_a_list_of_no_year_is_not_taken_for_any(raw: Path, tmp_path: Path) -> None:
    with pytest.raises(add.AddRefusedError, match="資料の時点"):
        facts([("鷹栖町", "○")], raw, tmp_path, as_of=None)
