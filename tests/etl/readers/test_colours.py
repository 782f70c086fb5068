"""Colours of cells and letters that may mean something are marks; looks that mean nothing are not."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color

from etl.readers import colours, document
from etl.readers.grid import Mark, Sheet
from etl.readers.marks import findings, legend_in
from tests import messes


def marks_of(path: Path) -> list[Mark]:
    found, told = document.read_here(path, path.name)
    assert found is not None, told
    return found.marks


@pytest.mark.parametrize(
    ("colour", "shown"),
    [
        (Color(rgb="FFFFFF00"), "FFFF00"),
        (Color(rgb="00FF0000"), "FF0000"),
        (Color(indexed=5), "FFFF00"),
        (Color(theme=4), "4F81BD"),
        (Color(theme=0, tint=-0.5), "808080"),
    ],
)
def test_a_colour_is_known_in_every_spelling(colour: Color, shown: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "値"
    book.active["A1"].fill = PatternFill("solid", fgColor=colour)
    book.save(tmp_path / "a.xlsx")
    [mark] = marks_of(tmp_path / "a.xlsx")
    assert (mark.kind, mark.cell) == ("fill", "A1")
    assert colours.distance(mark.text, shown) <= 1


@pytest.mark.parametrize(
    "fill", [PatternFill("gray125"), PatternFill("lightUp"), GradientFill(stop=("FFFF0000", "FFFFFFFF"))]
)
def test_patterns_and_gradients_are_colours_too(fill: PatternFill | GradientFill, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "値"
    book.active["A1"].fill = fill
    book.save(tmp_path / "a.xlsx")
    assert [(mark.kind, mark.cell) for mark in marks_of(tmp_path / "a.xlsx")] == [("fill", "A1")]


@pytest.mark.parametrize(
    ("fill", "font"),
    [
        (PatternFill("solid", fgColor="FFFFFFFF"), None),
        (PatternFill("solid", fgColor=Color(theme=0)), None),
        (PatternFill("solid", fgColor=Color(indexed=64)), None),
        (None, Font(color="FF595959")),
        (None, Font(color=Color(theme=1))),
        (None, Font(color=Color(theme=10), underline="single")),
        (None, Font(color="FF0000FF", underline="single")),
        (None, Font(strike=False)),
    ],
    ids=[
        "white",
        "white theme",
        "automatic",
        "grey letters",
        "black letters",
        "link",
        "blue link",
        "strike off",
    ],
)
def test_looks_that_mean_nothing_are_no_marks(
    fill: PatternFill | None, font: Font | None, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    cell = book.active["A1"]
    cell.value = "town@example.jp"
    if fill is not None:
        cell.fill = fill
    if font is not None:
        cell.font = font
    book.save(tmp_path / "a.xlsx")
    assert marks_of(tmp_path / "a.xlsx") == []


def test_colours_outside_the_table_cost_nothing(tmp_path: Path) -> None:
    assert marks_of(messes.far_format_workbook(tmp_path / "a.xlsx")) == []


@pytest.mark.parametrize(
    ("colour", "name"),
    [("FFFF00", "黄"), ("FF0000", "赤"), ("FFC7CE", "赤"), ("92D050", "緑"), ("00B0F0", "水色"), ("FFC000", "オレンジ"),
     ("808080", "灰色"), ("7030A0", "紫"), ("0000FF", "青"), ("FF66CC", "ピンク")],
)  # fmt: skip
def test_a_colour_is_called_as_people_call_it(colour: str, name: str) -> None:
    assert colours.name_ja(colour) == name


@pytest.mark.parametrize(
    "text",
    [
        "※黄色は令和6年度からの実施予定",
        "赤字は変更箇所",
        "網掛けは未提出",
        "色付きの市町村は確認中",
        "黄色のセルは要確認",
    ],
)
def test_where_the_file_says_what_a_colour_means_it_is_a_warning(text: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["市町村名", "実施状況"])
    book.active.append(["函館市", "検討中"])
    book.active.append([text])
    book.active["A2"].fill = PatternFill("solid", fgColor="FFFFFF00")
    book.save(tmp_path / "a.xlsx")
    found, _ = document.read_here(tmp_path / "a.xlsx", "a.xlsx")
    assert found is not None
    [finding] = findings(found.marks, legend=legend_in(found.sheets))
    assert (finding.severity, finding.cell) == ("warning", "A2")
    assert f"「{text}」" in finding.message


@pytest.mark.parametrize(
    "text", ["赤平市", "黄金町の相談窓口", "青少年の居場所", "色々な意見がある", "緑が丘地区"]
)
def test_a_name_with_a_colour_in_it_gives_no_colour_a_meaning(text: str) -> None:
    assert legend_in([Sheet("一覧", [[text]])]) == ""
