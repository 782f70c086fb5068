"""`python -m dashboard visits` as an officer types it: the same route in words, CSV and JSON."""

import csv
import io
import json
from pathlib import Path

import pytest

from dashboard import journal, visiting
from dashboard.__main__ import main
from dashboard.warehouse import Warehouse


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


def test_the_command_gives_the_route_of_the_page(
    built_curated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, towns = tmp_path / "journal.sqlite", ("01634", "01635", "01636", "01643", "01646", "01362")
    asked = {"office": "十勝総合振興局（帯広市）", "days": 2, "first_day": "2024-01-04", "hours": 7.75}
    plan = journal.write(
        path, "plan", "", {"title": "十勝", "fiscal_year": 2023, "capacity_days": 4, **asked}, "佐藤"
    )
    for code in towns:
        values = {"plan_id": plan.record_id, "means": "訪問", "owner": "佐藤", "state": "予定"}
        journal.write(path, "item", code, values, "佐藤")
    page = visiting.plan_tour(Warehouse(built_curated).reader(), path, plan.record_id)
    assert page is not None
    command = ("--days", "2", "--from", "十勝", "--towns", ",".join(towns), "--format", "json")
    told = json.loads(visits(built_curated, capsys, *command)[1])
    shown = visiting.as_frame(page).assign(date=lambda frame: [day.isoformat() for day in frame["date"]])
    assert told["visits"] == shown.to_dict("records")
    assert told["left_out"] == visiting.left_out(page)


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
