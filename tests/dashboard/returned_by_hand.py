"""The returns of the demo read by hand: openpyxl-free, label by label, without anything of etl. For the tests of 課題."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

MARKS = {"○", "〇", "◯", "レ", "✓", "1", "1.0"}
SECTIONS = {"実施していない理由や課題": "barrier", "道に望む支援": "wanted", "これまでに参加": "joined"}
RANKING = "そのうち特に大きなもの"
STATUS = "重層的支援体制整備事業の実施状況"
START = "実施を始めた年度、または始める予定の年度"
NOTHING = {"特に課題はない", "特にない", "参加していない", "参加・活用していない"}
GROUPS = {
    "実施中": "implementing",
    "移行準備事業を実施": "planned",
    "実施予定（開始年度決定）": "planned",
    "実施予定・検討中（時期未定）": "considering",
    "実施予定なし": "no_plan",
}
BOUNDS = (
    (5_000, "under_5k"),
    (10_000, "5k_10k"),
    (30_000, "10k_30k"),
    (100_000, "30k_100k"),
    (10**9, "over_100k"),
)
BASE_DAYS = {2022: date(2022, 11, 30), 2023: date(2023, 11, 30)}


def answers(raw: Path) -> pd.DataFrame:
    """One row per mark in the newest workbook of each town and round: code, year, topic (barrier, wanted, joined, rank,
    status, start, function), label, place (of a rank), cell, file, state (of a function).
    """
    return pd.DataFrame(
        [
            {"code": code, "year": year, "file": str(path.relative_to(raw)), **row}
            for year, code, path in _newest(raw)
            for row in _rows(path)
        ]
    )


def towns(raw: Path) -> pd.DataFrame:
    """One row per municipality: code, area (振興局), size, by the census figure."""
    figures = pd.read_csv(raw / "reference" / "figures.csv", dtype=str)
    people = figures[figures["figure_code"] == "population_census2025_prelim"].set_index("code")["value"]
    known = pd.read_csv(raw / "reference" / "municipalities.csv", dtype=str)
    known["size"] = [
        next(name for bound, name in BOUNDS if int(float(people[code])) < bound) for code in known["code"]
    ]
    return known


def listed(raw: Path) -> dict[int, set[str]]:
    """By fiscal year, the towns of the lists of implementing towns that the prefecture and the ministry published."""
    folder = raw / "status"
    found = {
        2021: pd.read_csv(folder / "2021-04-01_implementers_r3.csv", dtype=str, encoding="cp932")[
            "団体コード"
        ],
        2022: pd.Series(_codes(folder / "2022-04-01_implementers_r4.xlsx")),
        2023: pd.read_csv(folder / "2023-04-01_implementers_r5.csv", dtype=str)["団体コード"],
    }
    return {year: {code.zfill(5)[:5] for code in codes.dropna()} for year, codes in found.items()}


def _codes(path: Path) -> list[str]:
    cells = [
        cell for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() for cell in row
    ]
    words = [str(int(cell)) if isinstance(cell, float) else str(cell).strip() for cell in cells]
    return [word.zfill(5) for word in words if re.fullmatch(r"0?1[2-6]\d{2,3}", word)]


def attended(raw: Path) -> pd.DataFrame:
    """One row per municipality at an event: code, measure (as written), day."""
    folder = raw / "activities" / "demo"
    events = pd.read_csv(folder / "activities.csv", dtype=str, encoding="utf-8-sig").set_index("取組番号")
    came = pd.read_csv(folder / "attendance.csv", dtype=str, encoding="utf-8-sig")
    return pd.DataFrame(
        {
            "code": came["団体コード"].str[:5],
            "measure": came["取組番号"].map(events["取組み"]),
            "day": pd.to_datetime(came["取組番号"].map(events["開催日"])).dt.date,
        }
    )


def _newest(raw: Path) -> Iterator[tuple[int, str, Path]]:
    """The last workbook of each town and round, by the day it was received and then its place in the register."""
    for year, name in ((2022, "R4"), (2023, "R5")):
        folder = raw / "survey" / name / "demo" / "returns"
        with (folder / "REGISTER.csv").open(encoding="utf-8-sig") as file:
            rows = [row for row in csv.DictReader(file) if row["state"] == "loaded"]
        newest: dict[str, dict[str, str]] = {}
        for row in sorted(rows, key=lambda row: row["received_on"]):
            newest[row["municipality_code"]] = row
        for code, row in sorted(newest.items()):
            yield year, code, folder / row["file"]


def _rows(path: Path) -> Iterator[dict[str, object]]:
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("調査票")
    topic = ""
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        question, label, answer = (str(cell).strip() for cell in cells[:3])
        first_line = label.partition("\n")[0].split("\u3000")[0]
        if re.fullmatch(r"問\d+", question):
            topic = next((name for words, name in SECTIONS.items() if first_line.startswith(words)), "")
            topic = "rank" if first_line == RANKING else topic
            kind = {STATUS: "status", START: "start"}.get(first_line)
            if kind and answer:
                yield {"topic": kind, "label": answer, "place": None, "cell": f"C{number}"}
        elif re.fullmatch(r"第\d号.*", first_line) and answer:
            yield {
                "topic": "function",
                "label": first_line,
                "place": None,
                "cell": f"C{number}",
                "state": answer,
            }
        elif re.fullmatch(r"問\d+-\d+", question) and topic and answer:
            option = label.removesuffix("〔仮〕")
            if topic == "rank":
                # several in one cell stand in their order from that place on
                for place, one in enumerate(answer.split("、"), start=int(label[0])):
                    yield {"topic": "rank", "label": one, "place": place, "cell": f"C{number}"}
            elif not option.startswith("「その他」"):
                yield {"topic": topic, "label": option, "place": None, "cell": f"C{number}", "mark": answer}
