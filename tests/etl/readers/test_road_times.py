"""A table of real road times is registered, read by month, and what is wrong in it is told by its cell."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from etl import add, sources
from etl.ledger import Ledger
from etl.readers import reference, travel
from etl.readers.context import ReadContext

HEAD = "出発地コード,出発地,到着地コード,到着地,所要時間（分）,対象月\n"


@pytest.fixture
def raw(raw_files: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(raw_files, tmp_path / "raw"))


def received(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "道路時間.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8-sig")
    return path


def test_a_table_of_road_times_is_registered_and_read_a_row_a_month(raw: Path, tmp_path: Path) -> None:
    path = received(tmp_path, "01210,岩見沢市,012254,滝川市,45,", '1210,,01100,札幌市,80,"12、1,2月"')
    done = add.add("road_times", path, raw, add.Details(date(2024, 1, 10)))
    assert (done.rows, done.findings) == (4, [])
    source = next(entry for entry in sources.read_register(raw)[0] if entry.kind == "road_times")
    assert source.file.startswith("planning/2024-01-10_")
    context = ReadContext(Ledger())
    known = {entry.kind: entry for entry in sources.read_register(raw)[0]}
    context.directory = reference.make_directory(
        reference.read_plain(context, known["municipalities"], "name"),
        reference.read_plain(context, known["subprefectures"], "name"),
    )
    facts = travel.read_road_times(context, source)
    told = [(fact["from_code"], fact["to_code"], fact["month"], fact["minutes"]) for fact in facts]
    assert told == [("01210", "01225", "", "45")] + [("01210", "01100", m, "80") for m in ("12", "1", "2")]


@pytest.mark.parametrize(
    ("row", "rule", "cell"),
    [
        ("13101,千代田区,01100,札幌市,80,", "ROAD-TOWN", "A2"),
        ("01210,札幌市,01100,札幌市,80,", "ROAD-TOWN", "A2"),
        ("01210,岩見沢市,01100,札幌市,約80分,", "ROAD-MINUTES", "E2"),
        ("01210,岩見沢市,01100,札幌市,80,13", "ROAD-MONTHS", "F2"),
        ("01210,岩見沢市,01210,岩見沢市,5,", "ROAD-SAME", "C2"),
    ],
)
def test_a_row_that_cannot_be_a_road_time_is_told_by_its_cell(
    raw: Path, tmp_path: Path, row: str, rule: str, cell: str
) -> None:
    with pytest.raises(add.AddRefusedError) as told:
        add.add("road_times", received(tmp_path, row), raw, add.Details(date(2024, 1, 10)))
    assert [(finding.rule, finding.cell) for finding in told.value.findings] == [(rule, cell)]
