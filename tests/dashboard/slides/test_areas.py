"""All 14 振興局 in one go: a folder each, with its own scope and municipalities beside 全道."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl

from dashboard.warehouse.reader import Reader
from tests.commands import run_main
from tests.dashboard.slides.reading import presentation, texts, towns


def test_each_subprefecture_has_its_own_deck_list_and_letters(
    demo_curated: Path, told: Reader, tmp_path: Path
) -> None:
    out = tmp_path / "areas.zip"
    command = ("areas", "--what", "decks", "lists", "letters", "--curated", demo_curated, "--out", out)
    done = run_main("dashboard", *command, "--subprefecture", "空知", "--subprefecture", "14")
    assert done.returncode == 0, done.stderr
    archive = zipfile.ZipFile(out)
    names = archive.namelist()
    areas = told.frame("select code, short_name from codes_subprefecture order by sort_order")
    folders = [f"{place:02}_{name}" for place, name in enumerate(areas["short_name"], start=1)]
    folders = [folder for folder in folders if folder[3:] in ("空知", "根室")]
    assert list(dict.fromkeys(name.partition("/")[0] for name in names if "/" in name)) == folders
    assert all(
        sum(name.startswith(f"{folder}/") and name.endswith("_架空データ.pptx") for name in names) == 1
        for folder in folders
    )
    nemuro = presentation(archive.read(next(n for n in names if n.startswith("14_") and n.endswith("pptx"))))
    codes = set(told.frame("select code from codes_municipality")["code"])
    own = set(told.frame("select code from codes_municipality where subprefecture_code = '14'")["code"])
    assert {name[:5] for name in towns(nemuro)} - {
        "01695",
        "01696",
        "01697",
        "01698",
        "01699",
        "01700",
    } == own
    assert "全道は5.6％" in texts(nemuro)["見出し｜compare"]
    listed = openpyxl.load_workbook(
        io.BytesIO(archive.read(next(n for n in names if n.startswith("14_") and "一覧_令和" in n)))
    )
    cells = {cell for row in listed["機械可読"].iter_rows(min_row=2, values_only=True) for cell in row}
    assert cells & codes == own
    letters = {n.partition("/")[2][:5] for n in names if n.startswith("01_") and n.endswith("docx")}
    assert letters
    assert letters <= set(
        told.frame("select code from codes_municipality where subprefecture_code = '01'")["code"]
    )
