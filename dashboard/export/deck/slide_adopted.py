"""The slides of 実施後: whom to call for which reasons, and 法第106条の3 by field of every municipality."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import theme
from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeChart, NativeTable, Part, Row, Series, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records

CALLS, SYSTEMS = "adopted_calls", "system_fields"
FIELDS = {"system_consultation": "相談支援", "system_community": "地域づくり"}
WHO = {"adopter": "実施", "other": "未実施"}
CLASSES = {
    "in_place": "整備している",
    "partly": "一部整備している",
    "planned": "整備する予定",
    "none": "整備していない",
    "no_data": "未回答",
}
SOURCE = "市町村の調査票"
MOST_NAMES = 12


@dataclass(frozen=True, eq=False)
class AdoptedData:
    """Frames of one year, as the functions of queries.adopted give them."""

    adopters: pd.DataFrame
    reasons: pd.DataFrame
    systems: pd.DataFrame
    alternatives: pd.DataFrame

    def calls(self) -> pd.DataFrame:
        """One row per municipality with a reason, the most reasons first: municipality_code, name, count, labels."""
        frame = self.reasons.drop_duplicates(["municipality_code", "reason_code"])
        found = frame.groupby(["municipality_code", "name"], sort=False).agg(
            count=("reason_code", "size"), labels=("label_ja", list)
        )
        return (
            found.reset_index()
            .sort_values(["count", "municipality_code"], ascending=[False, True], kind="stable")
            .reset_index(drop=True)
        )

    def counted(self) -> pd.DataFrame:
        """One row per field, who (実施, 未実施) and class: municipalities."""
        who = self.systems["status_code"].eq("implementing").map({True: "adopter", False: "other"})
        return (
            self.systems.assign(who=who)
            .groupby(["field", "who", "class_code"])
            .size()
            .rename("municipalities")
            .reset_index()
        )

    def number(self, field: str, who: str = "", class_code: str = "") -> int:
        """How many municipalities; of all where who or class_code is empty."""
        rows = self.counted()
        rows = rows[rows["field"] == field]
        if who:
            rows = rows[rows["who"] == who]
        if class_code:
            rows = rows[rows["class_code"] == class_code]
        return int(rows["municipalities"].sum())

    def answered(self, field: str) -> int:
        return self.number(field) - self.number(field, class_code="no_data")

    @property
    def is_synthetic(self) -> bool:
        frames = (self.adopters, self.reasons, self.systems, self.alternatives)
        return any(bool(frame["is_synthetic"].any()) for frame in frames)


def calls(adopted: AdoptedData, data: DeckData, stage: Stage) -> Slide:
    """One row per implementing municipality with a reason to call it."""
    found = adopted.calls()
    title: tuple[Part, ...] = (
        "実施中と答えた",
        frame.count("adopters", len(adopted.adopters)),
        "市町村のうち、声をかける理由があるのは",
        frame.count("adopters_called", len(found)),
        "市町村",
    )
    table = table_size.fitted(
        NativeTable(
            owned("表", CALLS),
            stage.content,
            ("市町村", "理由の数", "理由"),
            tuple(
                Row(
                    str(row["municipality_code"]),
                    (
                        Cell((str(row["name"]),), bold=True),
                        Cell(
                            (frame.count(f"adopter_reasons.{row['municipality_code']}", int(row["count"])),),
                            "right",
                        ),
                        Cell(("、".join(row["labels"]),)),
                    ),
                )
                for row in records(found)
            )
            or (Row("none", (Cell(("なし",)), Cell(("―",), "right"), Cell(("―",)))),),
            (2.2, 1.2, 9.0),
            14,
            "声をかける実施市町村と理由の表",
        )
    )
    return frame.content(CALLS, title, (table,), data, stage, SOURCE, synthetic=adopted.is_synthetic)


def systems(adopted: AdoptedData, data: DeckData, stage: Stage) -> Slide:
    """A bar per field and who, a segment per class, and 機能集約化 beside it."""
    left, right = frame.split(stage)
    bars = [(field, who) for field in FIELDS for who in WHO]
    styles = theme.MAP_CLASSES["system"]
    series = tuple(
        Series(
            label,
            tuple(adopted.number(field, who, code) for field, who in bars),
            styles[code].fill,
            theme.GREY_400,
            styles[code].ink,
            keys=tuple(f"system.{field}.{who}.{code}" for field, who in bars),
        )
        for code, label in CLASSES.items()
    )
    chart = NativeChart(
        owned("グラフ", SYSTEMS),
        left,
        "bar_stacked",
        tuple(f"{FIELDS[field]}（{WHO[who]}）" for field, who in bars),
        series,
        alt="包括的な支援体制の整備の、分野と実施の別の積み上げ棒グラフ。"
        + "、".join(
            f"{FIELDS[field]}（{WHO[who]}）整備している{adopted.number(field, who, 'in_place')}"
            for field, who in bars
        ),
        size=12,
    )
    lines = [_share(adopted, field) for field in FIELDS]
    lines.append(
        (
            "機能集約化アプローチを検討しているのは",
            frame.count("alternative_towns", len(adopted.alternatives)),
            "市町村"
            + (
                f"（{frame.listed(adopted.alternatives['name'].tolist(), MOST_NAMES)}）。"
                if len(adopted.alternatives)
                else "。"
            ),
        )
    )
    lines.append(("未回答の市町村は、整備していないとは数えていません。",))
    return frame.content(
        SYSTEMS,
        (
            "包括的な支援体制を整備しているのは、",
            *(part for field in FIELDS for part in _in_place(adopted, field)),
        ),
        (chart, frame.bullets(SYSTEMS, "要点", right, lines)),
        data,
        stage,
        SOURCE,
        synthetic=adopted.is_synthetic,
    )


def _in_place(adopted: AdoptedData, field: str) -> tuple[Part, ...]:
    """相談支援で3市町村、 of the title."""
    number = frame.count(f"system_in_place.{field}", adopted.number(field, class_code="in_place"))
    return (f"{FIELDS[field]}で", number, "市町村" if field == list(FIELDS)[-1] else "市町村、")


def _share(adopted: AdoptedData, field: str) -> tuple[Part, ...]:
    part, whole = adopted.number(field, class_code="in_place"), adopted.answered(field)
    return (
        f"{FIELDS[field]}の分野で整備しているのは、答えた",
        frame.count(f"system_answered.{field}", whole),
        "市町村のうち",
        frame.count(f"system_in_place.{field}", part),
        *(("（", *frame.share(f"system_share.{field}", part, whole), "）。") if whole else ("。",)),
    )
