"""`etl inspect`: a file is recognised, its own words are read, and what it would change is what the build then changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from etl import publish
from tests import messes
from tests.etl.raw_copy import build_json, run_etl

TITLE = "重層的支援体制整備事業　実施市町村一覧（令和6年度）"
HEADS = ["団体コード", "市町村名", "実施状況", "開始年度"]
TOWNS = [
    ["014524", "鷹栖町", "実施中", ""],
    ["012025", "函館市", "検討中", ""],
    ["016390", "更別村", "実施予定", "令和7年度"],
]
LISTED = [[TITLE], ["令和6年4月1日現在"], [], HEADS, *TOWNS]
JUKI = [
    ["住民基本台帳人口（令和8年1月1日現在）"],
    ["団体コード", "市町村名", "総人口", "世帯数", "昨年との違い"],
    ["012025", "函館市", 232967, 136238, -10],
]


def inspected(path: Path, raw: Path, curated: Path, *more: object) -> dict[str, Any]:
    """The object of one file; data/raw stays as it was but for the lock."""
    before = {one: one.read_bytes() for one in raw.rglob("*") if one.is_file()}
    done = run_etl("inspect", path, "--raw", raw, "--curated", curated, "--json", *more)
    assert done.returncode == 0, done.stderr
    assert {one: one.read_bytes() for one in raw.rglob("*") if one.is_file()} == before
    [found] = json.loads(done.stdout)["files"]
    return dict(found)


def states(curated: Path) -> dict[tuple[str, str], tuple[str, int | None]]:
    with publish.connect(curated) as connection:
        rows = connection.execute(
            "select municipality_code, y.label_ja, s.label_ja, m.start_fiscal_year from mart_status_by_year as m "
            "join codes_fiscal_year as y using (fiscal_year) join codes_status as s on s.code = m.status_code"
        ).fetchall()
    return {(code, year): (label, start) for code, year, label, start in rows}


def between_sources(curated: Path) -> set[str]:
    with publish.connect(curated) as connection:
        rows = connection.execute(
            "select message from core_finding where rule like 'STATUS-%' or rule = 'TOTAL-MISMATCH'"
        ).fetchall()
    return {message for (message,) in rows}


def test_a_list_is_recognised_with_day_coverage_and_title_from_its_own_words(
    real_raw: Path, real_curated: Path, tmp_path: Path
) -> None:
    found = inspected(messes.workbook(tmp_path / "名簿.xlsx", LISTED), real_raw, real_curated)
    assert (found["kind"], found["certainty"], found["refused"]) == ("status_list", "sure", "")
    assert (found["as_of"], found["coverage"]) == ("2024-04-01", "implementers")
    assert "A2「令和6年4月1日現在」" in found["as_of_where"]
    assert found["title"].startswith("重層的支援体制整備事業")
    assert found["rows"] == len(TOWNS)


@pytest.mark.parametrize(
    ("name", "sheet", "where"),
    [("名簿.xlsx", "令和4年度", "シートの名前"), ("令和3年度名簿.xlsx", "一覧", "ファイルの名前")],
)
def test_words_that_contradict_each_other_are_told(
    real_raw: Path, real_curated: Path, tmp_path: Path, name: str, sheet: str, where: str
) -> None:
    found = inspected(messes.workbook(tmp_path / name, LISTED, sheet), real_raw, real_curated)
    [told] = found["contradictions"]
    assert where in told
    assert "令和6年4月1日と違う年度" in told


@pytest.mark.parametrize("written", ["令和6年13月45日現在", "2024/2/30 時点", "R6.4.31現在"])
def test_a_day_of_no_calendar_is_told_and_not_taken_for_a_missing_one(
    real_raw: Path, real_curated: Path, tmp_path: Path, written: str
) -> None:
    listed = [LISTED[0], [written], *LISTED[2:]]
    found = inspected(messes.workbook(tmp_path / "名簿.xlsx", listed), real_raw, real_curated)
    assert found["contradictions"] == [f"A2「{written}」は、暦にない日です。時点を確かめて入れてください。"]


def test_what_it_says_would_change_is_what_the_build_then_changes(
    raw: Path, real_curated: Path, tmp_path: Path
) -> None:
    path = messes.workbook(tmp_path / "名簿.xlsx", LISTED)
    found = inspected(path, raw, real_curated)
    details = ("--as-of", found["as_of"], "--coverage", found["coverage"], "--title", found["title"])
    assert run_etl("add", "status_list", path, "--raw", raw, *details).returncode == 0
    build_json(raw, tmp_path / "curated")
    before, after = states(real_curated), states(tmp_path / "curated")
    nothing = ("データなし", None)
    changed = {key for key, value in after.items() if before.get(key, nothing) != value}
    told = {
        (one["municipality_code"], one["item"]): one["after"]
        for one in found["changes"]
        if one["change"] in ("new", "changed", "gone")
    }
    assert changed == set(told)
    for key, words in told.items():
        label, start = after[key]
        assert words.startswith(label) if label != "データなし" else not words, key
        assert start is None or str(start - 2018) in words
    counted = [one for one in found["changes"] if not one["follows"]]
    assert sum(found["counts"].values()) == len(counted)
    new = between_sources(tmp_path / "curated") - between_sources(real_curated)
    gone = {f"{one['name']}は" for one in found["changes"] if one["change"] == "gone"}
    left_out = {one for one in new if "この名簿（" in one and one.partition("は")[0] + "は" in gone}
    assert any(one.startswith("大樹町は") for one in new)
    # a town that the list leaves out is named once, by what changes
    assert set(found["between"]) == new - left_out


def test_a_list_that_takes_the_place_of_what_is_known_of_a_later_day_says_so(
    raw: Path, real_curated: Path, tmp_path: Path
) -> None:
    listed = [
        ["実施市町村一覧（令和7年度）"],
        ["令和7年4月1日現在"],
        HEADS,
        ["012131", "苫小牧市", "検討中", ""],
    ]
    path = messes.workbook(tmp_path / "名簿.xlsx", listed)
    details = ("--as-of", "2025-04-01", "--coverage", "partial")
    changes = inspected(path, raw, real_curated, "--kind", "status_list", *details)["changes"]
    assert [(one["name"], one["displaced"]) for one in changes if one["displaced"]] == [
        ("苫小牧市", "2026-11-23")
    ]

    assert run_etl("add", "status_list", path, "--raw", raw, *details).returncode == 0
    build_json(raw, tmp_path / "curated")
    with publish.connect(tmp_path / "curated") as connection:
        told = connection.execute(
            "select message from core_finding where rule = 'STATUS-DISAGREE' and municipality_code = '01213'"
        ).fetchall()
    [[message]] = told
    assert "検討中（時期未定）」（令和7年4月1日時点）" in message
    assert "（令和8年11月23日時点）" in message
    assert "時点は前ですが" in message
    assert "値を訂正してください" in message


def test_an_unknown_heading_gets_candidates_by_its_values_and_is_remembered_once_said(
    raw: Path, real_curated: Path, tmp_path: Path
) -> None:
    rows = [
        [TITLE],
        ["令和6年4月1日現在"],
        ["コード", "市町村名", "重層の有無について"],
        *(row[:3] for row in TOWNS),
    ]
    path = messes.workbook(tmp_path / "名簿.xlsx", rows)
    asked = inspected(path, raw, real_curated, "--kind", "status_list")
    [heading] = asked["headings"]
    assert (heading["heading"], heading["cell"]) == ("重層の有無について", "C3")
    assert heading["candidates"][0]["column"] == "status"
    assert asked["refused"]
    said = ("--heading", "重層の有無について=status")
    assert inspected(path, raw, real_curated, *said)["rows"] == len(TOWNS)
    added = run_etl("add", "status_list", path, "--raw", raw, "--as-of", "2024-04-01", *said, "--by", "佐藤")
    assert added.returncode == 0, added.stderr
    record = (raw / "HEADINGS.csv").read_text(encoding="utf-8-sig")
    assert "status_list,重層の有無について,status" in record
    assert "佐藤" in record
    again = messes.workbook(tmp_path / "別の名簿.xlsx", [*rows, ["01202", "函館市", "検討中"]][:-1], "別")
    assert inspected(again, raw, real_curated)["kind"] == "status_list"
    build_json(raw, tmp_path / "curated")
    with publish.connect(tmp_path / "curated") as connection:
        asked_of = (
            "select count(*) from core_status join core_source using (source_id) where file like '%名簿.xlsx'"
        )
        assert connection.execute(asked_of).fetchall() == [(len(TOWNS),)]


def test_a_column_of_another_kind_of_table_is_no_meaning(raw: Path, tmp_path: Path) -> None:
    path = messes.workbook(tmp_path / "名簿.xlsx", LISTED)
    done = run_etl(
        "add", "status_list", path, "--raw", raw, "--as-of", "2024-04-01", "--heading", "会場=persons"
    )
    assert done.returncode == 1
    assert "この種類の資料の列ではありません" in done.stderr
    assert not (raw / "HEADINGS.csv").exists()


def test_a_published_table_of_figures_shows_each_value_beside_the_one_held(
    real_raw: Path, real_curated: Path, tmp_path: Path
) -> None:
    found = inspected(messes.workbook(tmp_path / "住基.xlsx", JUKI), real_raw, real_curated)
    assert (found["kind"], found["as_of"], found["rows"]) == ("figures", "2026-01-01", 2)
    assert {one["name"] for one in found["changes"]} == {"函館市"}
    assert {one["item"] for one in found["changes"]} == {"総人口", "世帯数"}
    assert found["counts"]["changed"] == found["rows"]
    assert found["headings"] == []  # 昨年との違い speaks of another year and is passed over, which is said
    assert any("昨年との違い" in one["message"] for one in found["findings"])


CODE_LIST = [
    "団体コード",
    "都道府県名\n（漢字）",
    "市区町村名\n（漢字）",
    "都道府県名\n（カナ）",
    "市区町村名\n（カナ）",
]
HAKODATE = ["012025", "北海道", "函館市", "ﾎｯｶｲﾄﾞｳ", "ﾊｺﾀﾞﾃｼ"]


@pytest.mark.parametrize(
    ("title", "heads", "values"),
    [
        ("住民基本台帳人口（令和8年1月1日現在）", ["人口", "世帯数"], [232967, 136238]),
        (f"{TITLE}　令和6年4月1日現在", ["実施状況"], ["実施中"]),
    ],
)
def test_the_headings_of_the_ministrys_list_of_codes_are_read_as_they_come(
    real_raw: Path, real_curated: Path, tmp_path: Path, title: str, heads: list[str], values: list[Any]
) -> None:
    for town, is_read in ((HAKODATE, True), ([*HAKODATE[:2], "小樽市", *HAKODATE[3:]], False)):
        listed = [[title], [*CODE_LIST, *heads], [*town, *values]]
        found = inspected(messes.workbook(tmp_path / "名簿.xlsx", listed), real_raw, real_curated)
        assert (found["rows"] > 0) == is_read
        assert any("小樽市" in one["message"] for one in found["findings"]) != is_read


def test_a_questionnaire_is_sent_to_its_own_page(real_raw: Path, real_curated: Path, tmp_path: Path) -> None:
    rows = [["令和5年度　実態調査　調査票"], ["問1", "実施状況"], ["問2", "理由"], ["問3", "支援"]]
    found = inspected(messes.workbook(tmp_path / "調査票.xlsx", rows), real_raw, real_curated)
    assert found["kind"] == "return"
    assert "回収・点検" in found["refused"]


@pytest.mark.parametrize("rows", [[["メモ"], ["あれこれ"]], [["電話帳"], ["名前", "番号"], ["山田", "123"]]])
def test_of_a_file_of_no_known_kind_the_kind_is_asked(
    real_raw: Path, real_curated: Path, tmp_path: Path, rows: list[list[object]]
) -> None:
    found = inspected(messes.workbook(tmp_path / "メモ.xlsx", rows), real_raw, real_curated)
    assert (found["kind"], found["certainty"], found["changes"]) == ("", "unknown", [])
    assert "種類を選んでください" in found["refused"]


def test_a_file_that_cannot_be_read_is_told_in_words(
    real_raw: Path, real_curated: Path, tmp_path: Path
) -> None:
    found = inspected(messes.pdf(tmp_path / "名簿.pdf"), real_raw, real_curated)
    assert found["certainty"] == "unknown"
    assert found["refused"]
    assert found["findings"][0]["severity"] == "error"


def test_of_text_that_is_named_a_workbook_it_is_said_that_it_is_none(
    real_raw: Path, real_curated: Path, tmp_path: Path
) -> None:
    path = tmp_path / "名簿.xlsx"
    path.write_text("きょうの連絡", encoding="utf-8")
    found = inspected(path, real_raw, real_curated)
    assert "種類を選んでください" in found["refused"]
    assert ["中身は文字だけのファイル" in one["message"] for one in found["findings"]] == [True]


def test_no_message_to_an_officer_names_a_command(real_raw: Path, real_curated: Path, tmp_path: Path) -> None:
    undated = messes.workbook(tmp_path / "名簿.xlsx", [HEADS, *TOWNS])
    sheet = messes.workbook(tmp_path / "出席簿.xlsx", [["出席簿"], ["市町村", "出席者数"], ["函館市", "2名"]])
    for path in (undated, sheet):
        found = inspected(path, real_raw, real_curated)
        assert found["refused"]
        words = json.dumps(found, ensure_ascii=False)
        assert "--" not in words
        assert "python" not in words


def test_without_a_warehouse_everything_is_new(real_raw: Path, tmp_path: Path) -> None:
    found = inspected(messes.workbook(tmp_path / "名簿.xlsx", LISTED), real_raw, tmp_path / "nothing")
    assert found["counts"] == {"changed": 0, "new": 3, "gone": 0, "older": 0, "same": 0}
