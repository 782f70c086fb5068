"""A form of the state is filled where it was pointed at, and is otherwise the same file, part by part."""

import hashlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from etl import state_form
from etl.state_form import StateFormRefusedError
from tests.etl.raw_copy import copy_raw


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_raw(tmp_path_factory.mktemp("state") / "raw")


def form(path: Path, *, computes: bool) -> Path:
    """Two sheets: one of totals with a merged head, and one with a row per municipality."""
    book = openpyxl.Workbook()
    totals = book.active
    totals.title = "総括"
    totals["A1"] = "実施状況報告"
    totals.merge_cells("A1:C1")
    totals["A2"], totals["A3"] = "実施市町村数", "検討中"
    totals["B2"].fill = PatternFill("solid", fgColor="FFFF99")
    totals["A2"].comment = Comment("記入例", "国")
    if computes:
        totals["A4"], totals["B4"] = "計", "=B2+B3"
    towns = book.create_sheet("市町村別")
    towns.append(["団体コード", "市町村名", "状態"])
    for row in (
        ["01452", "鷹栖町", None],
        ["01581", "厚真町", None],
        ["", "釧路", None],
        ["", "札幌市・江別市", None],
    ):
        towns.append(row)
    book.calculation.fullCalcOnLoad = False
    book.save(path)
    return path


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def test_a_form_is_shown_as_a_person_sees_it_with_the_municipalities_of_its_rows(
    raw: Path, tmp_path: Path
) -> None:
    seen = state_form.look(raw, state_form.keep(form(tmp_path / "様式.xlsx", computes=True), raw))
    totals, towns = seen["sheets"]
    assert totals["rows"][0][0] == "実施状況報告"
    assert totals["merged"] == [[0, 0, 0, 2]]
    assert totals["formulas"] == ["B4"]
    assert towns["towns"] == {"1": "01452", "2": "01581"}  # 釧路 is two places, and a row of two is nobody's


def test_only_the_sheets_that_take_values_change_and_each_cell_keeps_its_look(
    raw: Path, tmp_path: Path
) -> None:
    before = form(tmp_path / "様式.xlsx", computes=False).read_bytes()
    form_id = state_form.keep(tmp_path / "様式.xlsx", raw)
    out = tmp_path / "記入.xlsx"
    values = [
        {"sheet": "総括", "cell": "B2", "value": 10},
        {"sheet": "総括", "cell": "D9", "value": 5.5},
        {"sheet": "総括", "cell": "B1", "value": "令和8年度 <仮> & 「案」"},
    ]
    assert state_form.fill(raw, form_id, values, out).as_json() == {"filled": 3, "refused": []}
    old, new = parts(before), parts(out.read_bytes())
    assert old.keys() == new.keys()
    assert [name for name in old if old[name] != new[name]] == ["xl/worksheets/sheet1.xml"]
    book = openpyxl.load_workbook(out)
    totals = book["総括"]
    assert (totals["B2"].value, totals["D9"].value, totals["A1"].value) == (
        10,
        5.5,
        "令和8年度 <仮> & 「案」",
    )
    assert totals["B2"].fill.fgColor.rgb == "00FFFF99"
    assert (totals["A2"].comment.text, totals["A3"].value) == ("記入例", "検討中")
    assert (tmp_path / "様式.xlsx").read_bytes() == before
    again = tmp_path / "もう一度.xlsx"
    state_form.fill(raw, form_id, values, again)
    assert again.read_bytes() == out.read_bytes()


def test_a_cell_that_computes_is_left_and_the_workbook_computes_anew_once_opened(
    raw: Path, tmp_path: Path
) -> None:
    before = form(tmp_path / "様式.xlsx", computes=True).read_bytes()
    form_id = state_form.keep(tmp_path / "様式.xlsx", raw)
    out = tmp_path / "記入.xlsx"
    values = [{"sheet": "総括", "cell": cell, "value": 3} for cell in ("B2", "B4")]
    values.append({"sheet": "なし", "cell": "A1", "value": 1})
    done = state_form.fill(raw, form_id, values, out)
    assert (done.filled, [(one["sheet"], one["cell"]) for one in done.refused]) == (
        1,
        [("総括", "B4"), ("なし", "A1")],
    )
    old, new = parts(before), parts(out.read_bytes())
    assert {name for name in old if old[name] != new[name]} == {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}
    book = openpyxl.load_workbook(out)
    assert book["総括"]["B4"].value == "=B2+B3"
    assert book.calculation.fullCalcOnLoad


def test_what_is_no_workbook_or_is_not_there_is_refused_in_japanese(raw: Path, tmp_path: Path) -> None:
    table = tmp_path / "表.csv"
    table.write_text("団体コード,状態\n01452,実施\n", encoding="utf-8")
    with pytest.raises(StateFormRefusedError, match="名前を付けて保存"):
        state_form.keep(table, raw)
    with pytest.raises(StateFormRefusedError, match="様式のファイルがありません"):
        state_form.look(raw, "../../etc/passwd")
