"""`python -m dashboard visits` as an officer types it: the same route in words, CSV and JSON."""

import csv
import io
import json
from pathlib import Path

import pytest

from dashboard import journal
from dashboard.__main__ import main
from dashboard.planning import spec
from dashboard.services import routes
from dashboard.warehouse.reader import Warehouse


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
    assert "1日目 令和6年1月4日  08:45 出発" in out
    assert "礼文町（01517" in out
    assert (
        "入らなかった市町村 1（宗谷総合振興局（稚内市）から日帰りでは届きません。石狩振興局（札幌市）からは届きます）: 札幌市"
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
    page = routes.plan_tour(Warehouse(built_curated).reader(), path, plan.record_id)
    assert page is not None
    command = ("--days", "2", "--from", "十勝", "--towns", ",".join(towns), "--format", "json")
    path.unlink()  # of the journal only its copy is left: that is said, and is no reason to give no route
    _, out, err = visits(built_curated, capsys, *command, "--journal", str(path))
    assert "見当たりませんが、控え" in err
    told = json.loads(out)
    shown = routes.as_frame(page).assign(date=lambda frame: [day.isoformat() for day in frame["date"]])
    assert told["visits"] == shown.to_dict("records")
    assert told["left_out"] == routes.left_out(page)


def test_towns_are_named_as_people_name_them_and_weights_and_day_are_those_of_rank(
    built_curated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_code = ("--days", "1", "--from", "胆振", "--towns", "01581,01578,01584", "--format", "json")
    by_name = ("--days", "1", "--from", "胆振", "--towns", "厚真町、白老町, 洞爺湖町", "--format", "json")
    assert visits(built_curated, capsys, *by_code)[1] == visits(built_curated, capsys, *by_name)[1]
    asked = ("--days", "2", "--from", "日高", "--top", "6", "--format", "json")
    weighed = ("--preset", "small", "--weights", "aging_65=0,smallness=9")
    told = json.loads(visits(built_curated, capsys, *asked, *weighed)[1])
    weights = spec.weights_of("small", {"aging_65": 0.0, "smallness": 9.0})
    scores = routes.scores(Warehouse(built_curated).reader(), None, weights)
    visited = [visit["code"] for visit in told["visits"]]
    assert visited
    assert told["priority"] == pytest.approx(sum(scores[code] for code in visited))
    then = json.loads(visits(built_curated, capsys, *asked, *weighed, "--as-of", "2022-12-31")[1])
    assert then["visits"] == [], "the figures that the weights ask for were not known on that day"


def test_the_way_takes_as_long_as_in_the_slowest_month_of_the_working_days(
    built_curated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--days", "2", "--towns", "倶知安町", "--format", "json")
    notes, minutes = {}, {}
    for first in ("2026-12-31", "2026-11-30", "2026-12-01"):
        told = json.loads(visits(built_curated, capsys, *asked, "--first-day", first)[1])
        notes[first], minutes[first] = told["note"], told["visits"][0]["travel_minutes"]
    reader = Warehouse(built_curated).reader()
    by_month = {month: routes.times(reader, month).between("01100", "01400") for month in (11, 12, 1)}
    assert by_month[11] < by_month[12] < by_month[1]
    assert "、1月の割増し×1.35。" in notes["2026-12-31"], "no day of December is a working day"
    assert minutes["2026-12-31"] == by_month[1]
    assert "、11月の割増し×1.1・12月の割増し×1.25の大きい方。" in notes["2026-11-30"]
    assert minutes["2026-11-30"] == minutes["2026-12-01"] == by_month[12]


def test_a_visit_longer_than_the_day_is_told_as_such_and_nothing_is_proved_of_it(
    built_curated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--days", "1", "--hours", "1", "--visit-minutes", "600", "--towns", "岩見沢市,江別市")
    code, out, _ = visits(built_curated, capsys, *asked)
    assert code == 0
    assert "入らなかった市町村 2（1か所の時間（600分）が1日の時間（60分）より長いため" in out
    assert "泊まり" not in out
    assert "確かめました" not in out


def test_an_office_or_a_town_that_is_none_is_refused_with_what_there_is(
    built_curated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = visits(built_curated, capsys, "--days", "1", "--from", "東京")
    assert (code, out) == (1, "")
    assert "札幌、空知、石狩" in err
    code, _, err = visits(built_curated, capsys, "--days", "1", "--towns", "13101")
    assert code == 1
    assert "「13101」という道内の市町村はありません" in err
    code, _, err = visits(built_curated, capsys, "--days", "1", "--preset", "best")
    assert code == 2
    assert "検討が進んでいる市町村" in err
    with pytest.raises(SystemExit) as wrong:
        visits(built_curated, capsys, "--days", "0")
    assert wrong.value.code == 2
