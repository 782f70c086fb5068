"""The fields of 選んだ市町村がすべて始めたら: whose start, amounts per head, and what a town really spent."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.components import selects
from dashboard.frames import records
from dashboard.pages.plan import journal_fields
from dashboard.planning.what_if import LEVELS
from dashboard.queries import map as map_queries
from dashboard.services import what_if
from dashboard.views import what_if_words as say
from dashboard.warehouse.reader import Reader

PLAN = "plan"
WHO = {PLAN: "この計画の市町村", **what_if.NAMED, what_if.TOWNS: "選んだ市町村"}


def who(reader: Reader, plan_id: str) -> list[Any]:
    return [
        dmc.Select(
            id="what-if-who",
            label="どの市町村が始めたら",
            data=[{"value": name, "label": label} for name, label in WHO.items() if plan_id or name != PLAN],
            value=PLAN if plan_id else None,
            placeholder="選ぶ",
            size="sm",
            allowDeselect=False,
            comboboxProps=selects.COMBO,
        ),
        html.Div(
            dmc.MultiSelect(
                id="what-if-towns",
                label="選んだ市町村（左で「選んだ市町村」にしたとき）",
                data=journal_fields.towns(reader),
                searchable=True,
                filter=selects.FOLDED,
                size="sm",
                disabled=True,
                placeholder="市町村名かよみを入力",
                comboboxProps=selects.COMBO,
                nothingFoundMessage="見つかりません",
                hidePickedOptions=True,
            ),
            className="wide",
        ),
    ]


def amounts(reader: Reader) -> list[Any]:
    sizes = records(map_queries.sizes(reader))
    return [
        dmc.Select(
            id="amount-size_class",
            label="人口規模",
            data=[{"value": str(row["code"]), "label": str(row["label_ja"])} for row in sizes],
            value=str(sizes[0]["code"]),
            size="sm",
            allowDeselect=False,
            comboboxProps=selects.COMBO,
        ),
        *(
            dmc.TextInput(id=f"amount-{level}", label=f"{say.LEVELS[level]}（円/人）", size="sm")
            for level in LEVELS
        ),
        dmc.TextInput(
            id="amount-source",
            label="額の根拠",
            size="sm",
            required=True,
            placeholder="例: 令和6年度決算 3市町村",
        ),
    ]


def settlement(reader: Reader) -> list[Any]:
    return [
        dmc.Select(
            id="settlement-town",
            label="市町村",
            data=journal_fields.towns(reader),
            searchable=True,
            filter=selects.FOLDED,
            size="sm",
            required=True,
            comboboxProps=selects.COMBO,
        ),
        dmc.TextInput(
            id="settlement-fiscal_year",
            label="決算の年度（西暦）",
            size="sm",
            required=True,
            placeholder="例: 2025",
        ),
        dmc.TextInput(id="settlement-amount", label="決算額（円、1年分）", size="sm", required=True),
        dmc.TextInput(
            id="settlement-source", label="出典", size="sm", required=True, placeholder="例: 決算書 p.00"
        ),
    ]
