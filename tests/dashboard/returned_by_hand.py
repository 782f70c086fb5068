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
    """One row a mark in the newest workbook of each town and round: code, year, topic (barrier, wanted, joined, rank,
    status), label, place (of a rank), cell, file.
    """
    return pd.DataFrame(
        [
            {"code": code, "year": year, "file": str(path.relative_to(raw)), **row}
            for year, code, path in _newest(raw)
            for row in _rows(path)
        ]
    )


def towns(raw: Path) -> pd.DataFrame:
    """One row a municipality: code, area (振興局), size, by the census figure."""
    figures = pd.read_csv(raw / "reference" / "figures.csv", dtype=str)
    people = figures[figures["figure_code"] == "population_census2025_prelim"].set_index("code")["value"]
    known = pd.read_csv(raw / "reference" / "municipalities.csv", dtype=str)
    known["size"] = [
        next(name for bound, name in BOUNDS if int(float(people[code])) < bound) for code in known["code"]
    ]
    return known


def attended(raw: Path) -> pd.DataFrame:
    """One row a town at an event: code, measure (as written), day."""
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
        with (folder / "REGISTER.csv").open(encoding="utf-8") as file:
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
            if first_line == STATUS and answer:
                yield {"topic": "status", "label": answer, "place": None, "cell": f"C{number}"}
        elif re.fullmatch(r"問\d+-\d+", question) and topic and answer:
            option = label.removesuffix("〔仮〕")
            if topic == "rank":
                # several in one cell stand in their order from that place on
                for place, one in enumerate(answer.split("、"), start=int(label[0])):
                    yield {"topic": "rank", "label": one, "place": place, "cell": f"C{number}"}
            elif not option.startswith("「その他」"):
                yield {"topic": topic, "label": option, "place": None, "cell": f"C{number}", "mark": answer}
