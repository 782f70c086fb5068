"""A file that was received, as people call it: 令和5年度の調査票（01452_鷹栖町.xlsx）.

Its place in data/raw is a key of tables and stands on the console of an administrator. What is read in the browser, on paper
or on a slide says whose file it is, of which round, and its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from dashboard.frames import records
from dashboard.words import eras

CORRECTIONS = "corrections/corrections.csv"
# Files that the program keeps by itself: their names say nothing to anybody.
KEPT = {
    CORRECTIONS: "正誤の記録",
    "status/announcements.csv": "市町村の公表の一覧",
    "status/published_totals.csv": "公表された市町村数の一覧",
    "knowledge/briefing.txt": "道の説明資料の文字",
}
REGISTERS = {"SOURCES.csv": "受領資料の台帳", "HEADINGS.csv": "見出しの対応の記録"}
KEPT_OF_A_ROUND = {
    "form.toml": "{year}の調査票の様式",
    "round.csv": "{year}の調査の状態の記録",
    "REGISTER.csv": "{year}の回収の台帳",
}
FOLDERS = {
    "activities": "道の取組みの資料",
    "boundaries": "市町村の境界",
    "corrections": "正誤の記録",
    "knowledge": "説明資料など",
    "planning": "移動・予定の資料",
    "reference": "統計などの資料",
    "status": "実施状況の資料",
}
RETURN = "{year}の調査票"
ROUND = re.compile(r"([A-Z])(\d{1,2})")
_TOP = "|".join([*FOLDERS, "survey"])
# A place within a sentence, with or without the folders above it: to the end of its quotation marks, else to a blank.
IN_TEXT = re.compile(
    rf"(?P<open>「)?(?:(?(open)[^「」]*?|(?:[A-Za-z]:)?[\w./\\-]*?)[/\\])?"
    rf"(?P<place>(?:{_TOP})[/\\](?(open)[^」]+|[^\s「」、。]+)\.[A-Za-z]{{2,8}}|[A-Z]\d{{1,2}}[/\\]form\.toml|(?:SOURCES|HEADINGS)\.csv)"
    r"(?![A-Za-z])(?(open)」)"
)


def file_words(place: str, town: str = "") -> str:
    """survey/R5/returns/2023-12-12/a.xlsx → 令和5年度の調査票 鷹栖町（a.xlsx）. town: whose file it is, where known."""
    kept = KEPT.get(place) or REGISTERS.get(PurePosixPath(place).name)
    parts = PurePosixPath(place.removeprefix("survey/")).parts
    if kept or len(parts) < 2:
        return kept or place
    name, year = parts[-1], _year(parts[0])
    if not year:
        return f"{FOLDERS.get(parts[0], '受領資料')}（{name}）"
    if name in KEPT_OF_A_ROUND:
        return KEPT_OF_A_ROUND[name].format(year=year)
    return f"{RETURN.format(year=year)}{f' {town}' if town and town not in name else ''}（{name}）"


def cell_words(place: str, sheet: object = None, cell: object = None) -> str:
    """The file with the sheet and the cell in it, where there are any."""
    named = f" シート「{sheet}」" if isinstance(sheet, str) and sheet else ""
    within = f" セル {cell}" if isinstance(cell, str) and cell else ""
    return f"{file_words(place)}{named}{within}"


def of_row(row: Mapping[str, Any], prefix: str = "") -> str:
    """Of a row with the columns file, sheet and cell (with `prefix` before each); empty where it has no file."""
    file, sheet, cell = (row.get(f"{prefix}{name}") for name in ("file", "sheet", "cell"))
    return cell_words(file, sheet, cell) if isinstance(file, str) and file else ""


def of_frame(frame: pd.DataFrame, prefix: str = "") -> pd.Series:
    """The same of each row of a frame."""
    names = [f"{prefix}{name}" for name in ("file", "sheet", "cell") if f"{prefix}{name}" in frame]
    rows = records(frame[names])
    return pd.Series([of_row(row, prefix) for row in rows], index=frame.index, dtype="str")


def files(column: pd.Series) -> pd.Series:
    """A column of places as words; nothing stays nothing."""
    return column.map(lambda place: file_words(place) if isinstance(place, str) and place else place)


def names(column: pd.Series) -> pd.Series:
    """The names of the files alone, where their round is told already; nothing stays nothing."""
    return column.map(lambda place: PurePosixPath(place).name if isinstance(place, str) else place)


def in_text(text: str) -> str:
    """A message in which each place in data/raw is said in words."""
    return IN_TEXT.sub(_said, text)


def _said(hit: re.Match[str]) -> str:
    words = file_words(hit["place"].replace("\\", "/"))
    return words if hit["open"] is None else f"「{words}」"


def _year(folder: str) -> str:
    hit = ROUND.fullmatch(folder)
    era = next((one for one in eras.ERAS if hit and one.short == hit[1]), None)
    return eras.fiscal_year(era.year_of(int(hit[2]))) if era and hit else ""
