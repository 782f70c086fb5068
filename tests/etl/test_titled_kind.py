"""A file's title says of which kind it is where its headings do not."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from etl.add_kinds import KINDS
from etl.inspection import recognition, titled_kind
from etl.ledger import Ledger
from etl.readers.context import ReadContext
from etl.readers.grid import Document, Sheet

COLUMNS = ReadContext(Ledger()).columns
TITLES = {
    "令和8年度 市町村担当者会議 出席者名簿": "attendance",
    "連携促進説明会（令和8年6月18日）出席簿": "attendance",
    "重層的支援体制整備事業　実施市町村一覧（令和6年度）": "status_list",
    "重層的支援体制整備事業の実施状況調べ": "status_list",
    "役場間の所要時間": "road_times",
    "一部事務組合の構成市町村": "joint_bodies",
    "首長選挙の予定": "town_dates",
    "市町村別 交付額一覧": "named_implementers",
    "住民基本台帳人口（令和8年1月1日現在）": "figures",
    "道の取組一覧": "activities",
    "正誤表": "corrections",
    "全国の実施市町村数": "national_counts",
    # says nothing, or two things
    "令和8年度 資料1": "",
    "管内市町村": "",
}


def recognised(
    rows: Sequence[Sequence[object]], sheet: str = "Sheet1", file: str = "a.xlsx"
) -> recognition.Recognition:
    document = Document(Path("a.xlsx"), "xlsx", None, [Sheet(sheet, [list(row) for row in rows])])
    return recognition.of_document(document, COLUMNS, file_name=file)


def test_each_title_says_its_kind() -> None:
    assert {title: titled_kind.of_texts([title])[0] for title in TITLES} == TITLES
    assert set(TITLES.values()) - {""} <= KINDS.keys()


@pytest.mark.parametrize("place", ["above", "sheet", "file"])
def test_what_the_headings_leave_open_the_title_says(place: str) -> None:
    title = "出席者名簿"
    rows: list[list[object]] = [[title]] * (place == "above") + [["市町村名", "備考"], ["函館市", ""]]
    sheet = title if place == "sheet" else "Sheet1"
    found = recognised(rows, sheet, f"{title}.xlsx" if place == "file" else "a.xlsx")
    assert (found.kind, found.certainty) == ("attendance", "unsure")
    assert title in found.why


def test_a_title_that_says_another_kind_than_the_headings_is_asked_about() -> None:
    found = recognised([["出席者名簿"], ["市町村名", "実施状況"], ["函館市", "実施中"]])
    assert (found.kind, found.certainty, found.others[0]) == ("status_list", "unsure", "attendance")
    assert "出席者名簿" in found.why


def test_a_title_that_says_the_same_is_part_of_the_reason() -> None:
    found = recognised([["実施市町村一覧"], ["市町村名", "実施状況"], ["函館市", "実施中"]])
    assert (found.kind, found.certainty) == ("status_list", "sure")
    assert "「実施市町村一覧」とあり" in found.why


def test_a_choice_of_the_officer_stands_over_any_title() -> None:
    document = Document(
        Path("a.xlsx"), "xlsx", None, [Sheet("出席者名簿", [["市町村名", "実施状況"], ["函館市", "実施中"]])]
    )
    assert recognition.of_document(document, COLUMNS, "status_list").kind == "status_list"
