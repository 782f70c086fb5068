"""Tables of joint bodies and of what towns have before them: read a row a member or event, or told by their cell."""

import csv
from datetime import date
from pathlib import Path

import pytest

from etl import add, sources, trial

BODIES = ("枠組みの名称", "枠組みの種別", "団体コード", "市町村名")
DATES = ("団体コード", "市町村名", "予定の種類", "期日または年度")


def facts(
    kind: str, heads: tuple[str, ...], rows: list[tuple[str, ...]], raw: Path, folder: Path
) -> trial.Trial:
    path = folder / "届いた表.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([heads, *rows])
    add.add(kind, path, raw, add.Details(date(2026, 11, 1)))
    registered, _ = sources.read_register(raw)
    return trial.read(next(one for one in registered if one.kind == kind), registered)


def test_a_body_has_a_row_a_member_and_its_kind_by_its_name_where_none_is_written(
    raw: Path, tmp_path: Path
) -> None:
    rows = [("架空東部広域連合", "", "", "鷹栖町"), ("架空の圏域", "障害保健福祉圏域", "01453", "東神楽町")]
    read = facts("joint_bodies", BODIES, rows, raw, tmp_path)
    assert [(one["body_kind"], one["municipality_code"]) for one in read.facts] == [
        ("広域連合", "01452"),
        ("障害保健福祉圏域", "01453"),
    ]
    assert all(one["source_id"] for one in read.facts)


def test_a_time_is_a_day_or_a_fiscal_year(raw: Path, tmp_path: Path) -> None:
    rows = [
        ("", "鷹栖町", "地域福祉計画", "令和8年度"),
        ("", "鷹栖町", "町長選挙", "令和9年4月25日"),
        ("", "鷹栖町", "新設合併", "令和10年4月1日"),
    ]
    read = facts("town_dates", DATES, rows, raw, tmp_path)
    assert [(one["event_code"], one["on_day"], one["fiscal_year"]) for one in read.facts] == [
        ("plan_end", "", 2026),
        ("mayor", "2027-04-25", 2027),
        ("merger", "2028-04-01", 2028),
    ]


@pytest.mark.parametrize(
    ("row", "rule", "words"),
    [
        (("", "鷹栖町", "祭り", "令和8年度"), "DATE-EVENT", "地域福祉計画の終期、首長の選挙"),
        (("", "鷹栖町", "町長選挙", "そのうち"), "DATE-UNREADABLE", "日付とも年度とも読めません"),
        (("", "鷹栖町", "町長選挙", ""), "DATE-EMPTY", "空欄"),
        (("", "ない町", "町長選挙", "令和8年度"), "MUNI-UNKNOWN_NAME", "ない町"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_cell(
    row: tuple[str, ...], rule: str, words: str, raw: Path, tmp_path: Path
) -> None:
    good = ("", "東神楽町", "町長選挙", "令和9年4月25日")
    found = facts("town_dates", DATES, [good, row], raw, tmp_path).findings
    assert any(one.rule == rule and words in one.message and one.cell for one in found), found


def test_a_municipality_before_a_merger_is_not_counted_as_that_of_today_but_stands_beside_it(
    raw: Path, tmp_path: Path
) -> None:
    rows = [("", "北見市", "町長選挙", "令和9年4月25日"), ("", "端野町", "町長選挙", "令和9年4月25日")]
    read = facts("town_dates", DATES, rows, raw, tmp_path)
    assert [one["municipality_code"] for one in read.facts] == ["01208"]
    (told,) = [one for one in read.findings if one.rule == "MUNI-FORMER_NAME"]
    assert (told.municipality_code, told.value, told.severity) == ("01208", "端野町", "error")
    assert "2006年の合併で北見市になりました" in told.message
