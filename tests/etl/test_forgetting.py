"""A meaning that an officer gave to a heading is listed, taken back with who and when, and given anew."""

import json
from pathlib import Path

import pytest

from etl import clock, learned_headings
from etl.forgetting import HeadingNotForgottenError, forget, remembered
from tests import messes
from tests.etl.raw_copy import copy_raw, run_etl

HEADING = "重層の有無について"
ROWS = [
    ["実施市町村一覧（令和6年度）"],
    ["令和6年4月1日現在"],
    ["コード", "市町村名", HEADING],
    ["014524", "鷹栖町", "実施中"],
    ["012025", "函館市", "検討中"],
]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return copy_raw(tmp_path / "raw")


def added(raw: Path, path: Path, column: str = "status") -> str:
    """Register the list with a meaning of its heading; its place."""
    said = ("--as-of", "2024-04-01", f"--heading={HEADING}={column}", "--by", "佐藤", "--json")
    done = run_etl("add", "status_list", path, "--raw", raw, *said)
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["file"])


def test_a_meaning_that_a_file_in_use_is_read_by_is_not_forgotten(raw: Path, tmp_path: Path) -> None:
    added(raw, messes.workbook(tmp_path / "名簿.xlsx", ROWS))
    with pytest.raises(HeadingNotForgottenError, match="先にその資料を取り消し"):
        forget(raw, "status_list", HEADING, "鈴木")
    assert [row.column for row in learned_headings.read(raw)] == ["status"]


def test_a_meaning_is_forgotten_with_who_and_when_and_given_anew(raw: Path, tmp_path: Path) -> None:
    path = messes.workbook(tmp_path / "名簿.xlsx", ROWS)
    file = added(raw, path)
    [known] = remembered(raw)
    assert (known.kind_label, known.heading, known.decided_by) == ("実施状況の名簿", HEADING, "佐藤")
    assert (known.file, known.forgotten_on) == ("名簿.xlsx", "")
    assert run_etl("withdraw", file, "--reason", "意味の取り違え", "--raw", raw).returncode == 0
    told = ("--kind=status_list", f"--heading={HEADING}", "--by", "鈴木", "--raw", raw, "--json")
    assert run_etl("forget-heading", *told).returncode == 0
    assert learned_headings.read(raw) == []
    [known] = remembered(raw)
    assert (known.label, known.decided_by) == ("実施状況", "佐藤")
    assert (known.forgotten_on, known.forgotten_by) == (clock.today().isoformat(), "鈴木")
    again = run_etl("forget-heading", *told)
    assert (again.returncode, "覚えていません" in again.stderr) == (1, True)
    refused = run_etl("add", "status_list", path, "--raw", raw, "--as-of", "2024-04-01")
    assert refused.returncode == 1
    assert added(raw, path) == file
    assert [row.column for row in learned_headings.history(raw)] == ["status", "", "status"]
    assert remembered(raw)[0].forgotten_on == ""


def test_nothing_is_remembered_before_the_first_meaning(raw: Path) -> None:
    assert remembered(raw) == []
    done = run_etl("headings", "--raw", raw, "--json")
    assert json.loads(done.stdout) == {"headings": []}
