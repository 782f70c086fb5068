"""What a person puts on or over the cells is told for every kind of file that enters, in every format."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from etl import add
from etl.add_kinds import BOUNDARIES, DATED, KINDS
from etl.findings import Finding
from etl.readers import marks
from tests import drawn_parts as drawn
from tests.etl.survey import messes_survey

OF_TABLES = [kind for kind in KINDS if kind != BOUNDARIES]  # a map has no cells
CASES = Path(__file__).parent / "cases" / "marks"
STATUS = {"団体コード": "01452", "市町村名": "鷹栖町", "実施状況": "実施中", "実施開始年度": "令和3年度"}
ROWS: dict[str, Mapping[str, object]] = {
    "status_list": STATUS,
    "status_announcement": STATUS
    | {"年度": "令和5年度", "掲載日": "2023-03-15", "読み取った文": "開始", "掲載場所": "ホームページ", "確からしさ": "確か", "備考": ""},
    "published_totals": {
        "total_code": "hk_test", "scope": "hokkaido", "fiscal_year": "2022", "as_of": "2022-11-30",
        "status_code": "implementing", "start_rule": "", "label_ja": "実施中", "value": "7", "is_inferred": "1",
        "is_plan": "1", "source": "資料", "note": "", "known_on": "2023-01-01",
    },
    "figures": {
        "code": "01452", "figure_code": "population_census2025_prelim", "reference_date": "2025-10-01",
        "value": "6500", "unit": "人", "source": "国勢調査",
    },
    "national_counts": {
        "fiscal_year": "2021", "status": "implementing", "municipalities": "42", "is_plan": "0",
        "denominator": "1741", "source": "資料",
    },
    "corrections": {
        "表": "status", "団体コード": "01452", "年度": "令和5年度", "項目": "status_code", "誤": "検討中",
        "正": "実施中", "理由": "聞き取り", "連絡者": "担当", "連絡日": "2023-05-01",
    },
    "activities": {
        "取組番号": "R5-1", "取組み": "連携促進説明会", "題名": "説明会", "開催日": "令和5年5月30日", "場所": "札幌市",
    },
    "attendance": {"取組番号": "R5-1", "市町村名": "鷹栖町", "参加人数": "3", "備考": ""},
    "road_times": {"出発地コード": "01100", "出発地": "札幌市", "到着地コード": "01452", "到着地": "鷹栖町", "所要時間（分）": "150"},
    "joint_bodies": {"枠組みの名称": "上川中部地区", "枠組みの種別": "圏域", "市町村名": "鷹栖町", "備考": ""},
    "named_implementers": {"市町村名": "鷹栖町", "金額または○": "1200", "備考": ""},
    "town_dates": {"市町村名": "鷹栖町", "予定の種類": "地域福祉計画の終期", "期日または年度": "令和8年度", "備考": ""},
}  # fmt: skip
# severity, rule and a word of the finding on each mark below
ON_CELLS = {
    ("warning", "CELL-STRUCK-PART", "「消した文字」"),
    ("warning", "CELL-COMMENT", "「5人に訂正します」"),
    ("info", "L1-11", "塗りつぶしの色（黄）"),
    ("info", "L1-11", "文字の色（赤）"),
    ("warning", "L1-10", "「9人の誤りです」"),
    ("warning", "L1-13", "非表示の行"),
    ("warning", "L1-13", "非表示の列"),
}
ONLY_IN_XLSX = {
    ("warning", "CELL-COMMENT", "「令和6年度に延期」"),
    ("warning", "L1-10", "図形（楕円）"),
    ("warning", "L1-10", "画像"),
    ("warning", "L1-10", "チェックボックス（チェックあり）"),
}


def marked_workbook(kind: str, path: Path) -> Path:
    """A table of the kind with every mark that a person may leave, all in its rows."""
    row = ROWS[kind]
    book = openpyxl.Workbook()
    page = book.active
    page.title = "一覧"
    page.append(list(row))
    for _ in range(6):
        page.append(list(row.values()))
    for cell in page[2]:
        cell.font = Font(strike=True)
    page["B3"] = CellRichText(TextBlock(InlineFont(strike=True), "消した文字"), str(page["B3"].value))
    page["A3"].comment = Comment("5人に訂正します", "担当")
    page["A4"].fill = PatternFill("solid", fgColor="FFFFFF00")
    page["A5"].font = Font(color="FFFF0000")
    page.row_dimensions[6].hidden = True
    page.column_dimensions["B"].hidden = True
    book.save(path)
    parts = {
        "drawing": drawn.drawing(
            drawn.shape(2, 1), drawn.shape(3, 1, "rect", "9人の誤りです", is_box=True), drawn.picture(4, 0)
        ),
        "vmlDrawing": drawn.vml(drawn.note(2, 0), drawn.control(3, 0, is_checked=True)),
        "threadedComment": drawn.thread([("A5", "令和6年度に延期")]),
    }
    return drawn.with_parts(path, parts)


def findings_of(kind: str, path: Path, raw: Path) -> list[Finding]:
    """What an officer is told when adding the file, whether it is taken or not."""
    as_of = date(2024, 4, 1) if kind in DATED else None
    try:
        return add.add(kind, path, raw, add.Details(date(2024, 5, 1), as_of=as_of)).findings
    except add.AddRefusedError as refused:
        return refused.findings


def told(expected: set[tuple[str, str, str]], findings: list[Finding]) -> set[tuple[str, str, str]]:
    return {
        one
        for one in expected
        if any((f.severity, f.rule) == one[:2] and one[2] in f.message and f.cell for f in findings)
    }


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Kind → the same marks in .xlsx, .xlsm and .xls."""
    folder = tmp_path_factory.mktemp("marked")
    plain = {kind: marked_workbook(kind, folder / f"{kind}.xlsx") for kind in ROWS}
    old = messes_survey.convert(list(plain.values()), "xls", folder / "xls")
    return {
        kind: [path, messes_survey.as_xlsm(path), xls]
        for (kind, path), xls in zip(plain.items(), old, strict=True)
    }


def test_every_kind_that_can_be_added_is_walked_over() -> None:
    assert set(ROWS) == set(OF_TABLES)


@pytest.mark.parametrize("kind", OF_TABLES)
def test_every_mark_is_told_in_every_format(
    kind: str, workbooks: dict[str, list[Path]], raw_files: Path, tmp_path: Path
) -> None:
    raw = Path(shutil.copytree(raw_files, tmp_path / "raw"))
    for path in workbooks[kind]:
        expected = ON_CELLS if path.suffix == ".xls" else ON_CELLS | ONLY_IN_XLSX
        found = findings_of(kind, path, raw)
        assert expected - told(expected, found) == set(), path.name
        assert any(f.rule == "CELL-STRIKE" and f.cell == "A2" for f in found)


@pytest.mark.parametrize("kind", OF_TABLES)
def test_of_a_table_without_marks_nothing_of_them_is_told(kind: str, raw_files: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(ROWS[kind]))
    book.active.append(list(ROWS[kind].values()))
    for cell in book.active[1]:  # the looks of a heading mean nothing
        cell.fill, cell.font = PatternFill("solid", fgColor="FF1F497D"), Font(color="FFFFFF00", bold=True)
    book.save(tmp_path / "a.xlsx")
    raw = Path(shutil.copytree(raw_files, tmp_path / "raw"))
    found = findings_of(kind, drawn.with_parts(tmp_path / "a.xlsx", {"drawing": drawn.drawing()}), raw)
    assert [f for f in found if f.rule in marks.RULES] == []


HANDED = {
    "list_row_struck_out": ("warning", "CELL-STRIKE", "A3"),
    "list_start_year_with_a_comment": ("warning", "CELL-COMMENT", "E3"),
    "list_row_in_yellow_with_a_legend": ("warning", "L1-11", "A3"),
    "list_rows_hidden_by_a_filter": ("warning", "L1-13", "A2"),
}


@pytest.mark.parametrize("name", HANDED)
def test_handed_lists_are_told_when_they_are_added(name: str, raw_files: Path, tmp_path: Path) -> None:
    raw = Path(shutil.copytree(raw_files, tmp_path / "raw"))
    found = findings_of("status_list", CASES / f"{name}.xlsx", raw)
    assert HANDED[name] in [(f.severity, f.rule, f.cell) for f in found]
    assert [f.rule for f in found if f.severity != "info"] == [HANDED[name][1]]
