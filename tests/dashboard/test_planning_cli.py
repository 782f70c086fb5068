"""`python -m dashboard visits` as an officer types it: the same route in words, CSV and JSON."""

import csv
import io
import json
from pathlib import Path

import pytest

from dashboard.__main__ import main


def visits(curated: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    code = main(["--curated", str(curated), "visits", "--first-day", "2024-01-04", *more])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_route_is_told_with_dates_arrival_times_and_what_they_rest_on(
    built_curated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = visits(
        built_curated, capsys, "--days", "2", "--from", "宗谷", "--towns", "01517,01512,01513,01100"
    )
    assert code == 0
    assert "1日目 2024年1月4日（令和6年）  08:45 出発" in out
    assert "礼文町（01517" in out
    assert (
        "札幌市（宗谷総合振興局（稚内市）から日帰りでは届きません。石狩振興局（札幌市）からは届きます）"
        in out
    )
    assert "移動時間は推計です" in out
    assert "1月の割増し×1.35" in out
    assert "係数は仮の値です" in out


def test_the_three_forms_hold_the_same_visits(
    built_curated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--days", "2", "--from", "十勝", "--towns", "01634,01635,01636,01643,01646")
    told = json.loads(visits(built_curated, capsys, *asked, "--format", "json")[1])
    rows = list(csv.DictReader(io.StringIO(visits(built_curated, capsys, *asked, "--format", "csv")[1])))
    words = visits(built_curated, capsys, *asked)[1]
    assert [row["code"] for row in rows] == [visit["code"] for visit in told["visits"]]
    assert all(f"{row['arrive']} 着 {row['name']}（{row['code']}" in words for row in rows)
    assert (told["from"], told["is_estimate"]) == ("十勝総合振興局（帯広市）", True)
    assert sorted([*(row["code"] for row in rows), *(town["code"] for town in told["left_out"])]) == [
        *("01634", "01635", "01636", "01643", "01646")
    ]


def test_an_office_or_a_town_that_is_none_is_refused_with_what_there_is(
    built_curated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = visits(built_curated, capsys, "--days", "1", "--from", "東京")
    assert (code, out) == (1, "")
    assert "札幌、空知、石狩" in err
    code, _, err = visits(built_curated, capsys, "--days", "1", "--towns", "13101")
    assert code == 1
    assert "道内の市町村コードではありません" in err
    with pytest.raises(SystemExit) as wrong:
        visits(built_curated, capsys, "--days", "0")
    assert wrong.value.code == 2
