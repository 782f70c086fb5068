"""What the 配付用の1ファイル shows of a view, as plain data: a row per municipality, from which all its sums are counted.

It goes to people outside of the office and is not to be called back. So it never holds words that somebody wrote
(自由記述), contacts, names of officers, what was entered by hand (promises, plans, ranks), findings, or text and names
of returned files, whether the round is published or not.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pandas as pd

from dashboard import clock
from dashboard.figures import map_drawing
from dashboard.figures.map_classes import Layer
from dashboard.frames import records
from dashboard.planning.completeness import is_settled
from dashboard.queries import map as map_queries
from dashboard.queries import one_file as queries
from dashboard.queries import overview, rounds
from dashboard.services import geometry
from dashboard.views import map_store, one_file_rows
from dashboard.views.view import View
from dashboard.views.year import place_name
from dashboard.warehouse.reader import Reader
from dashboard.words import town as town_words
from dashboard.words import words
from dashboard.words.file_names import ended

# Layers of the map that the file can show; who is a candidate for a visit is the office's own business.
FAMILIES = ("status", "start", "figure", "return", "barrier", "function")
NOT_CLOSED = "受付中（確定前）"
NO_ROUND = "調査なし"
Content = dict[str, Any]


def gather(reader: Reader, asked: View) -> Content:
    """All that the file of a view holds (its JSON), but the drawing of the map. reader: as of the day that is asked for.

    状態 of the view leaves nobody out: it is what the file shows when it is opened, so that its shares stay shares of all.
    """
    towns = one_file_rows.towns(reader, asked)
    sources = one_file_rows.SourceList()
    states = queries.states(reader)
    one_file_rows.add_states(towns, states, sources)
    barriers = one_file_rows.add_barriers(towns, queries.barriers(reader))
    one_file_rows.add_layers(towns, map_queries.layers(reader))
    is_fictional = any(
        state["fictional"] for town in towns.values() for state in town["states"].values()
    ) or any(town["fictional"] for town in towns.values())
    years = _years(reader)
    return {
        "record": {
            "warehouse_id": reader.warehouse_id,
            "as_of": _known_until(reader).isoformat(),
            "asked": {
                "fiscal_year": asked.fiscal_year,
                "subprefectures": list(asked.subprefectures),
                "size_classes": list(asked.size_classes),
                "kinds": list(asked.kinds),
                "groups": list(asked.groups),
            },
            "rows": {code: digest(town) for code, town in towns.items()},
        },
        "about": {
            "place": place_name(reader, asked),
            "known": f"{words.day_short(_known_until(reader))}までに把握した内容",
            "built": words.moment(reader.built_at),
            "made": words.day_short(clock.today()),
            "fictional": is_fictional,
            "credit": str(overview.boundaries(reader)["credit"].iloc[0]),
        },
        "years": years,
        "groups": _groups(reader),
        "areas": [[str(row["code"]), str(row["short_name"])] for row in _known(towns, reader)],
        "sizes": [[str(row["code"]), str(row["label_ja"])] for row in records(map_queries.sizes(reader))],
        "layers": [_layer(layer) for layer in map_store.layers(reader).values() if layer.family in FAMILIES],
        "barriers": barriers,
        "basis": town_words.BASIS,
        "yearLabels": {
            str(year): words.fiscal_year(year)
            for year in sorted(
                {state["start"] for town in towns.values() for state in town["states"].values()} - {None}
            )
        },
        "sources": sources.rows,
        "definitions": [
            [str(row["label_ja"]), str(row["description"] or "")]
            for row in records(overview.statuses(reader))
        ],
        "towns": list(towns.values()),
    }


def file_name(content: Content) -> str:
    """配付用_令和5年度_道内_2026-11-23時点_wh_…_架空データ.html"""
    record, about = content["record"], content["about"]
    label = words.fiscal_year(int(record["asked"]["fiscal_year"]))
    name = "_".join(["配付用", label, about["place"], f"{record['as_of']}時点"])
    return ended(f"{name}.html", record["warehouse_id"], is_synthetic=bool(about["fictional"]))


def digest(row: object) -> str:
    """Tells a row that is as it was written from one that was changed."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _known_until(reader: Reader) -> Any:
    return reader.as_of or pd.Timestamp(overview.build(reader)["as_of"].iloc[0]).date()


def _years(reader: Reader) -> list[dict[str, Any]]:
    groups = overview.groups(reader)["code"].tolist()
    with_form = set(rounds.forms(reader)["fiscal_year"].tolist())
    found = []
    for row in records(overview.years(reader)):
        year = int(row["fiscal_year"])
        found.append(
            {
                "year": year,
                "label": str(row["label_ja"]),
                "round": _round_state(reader, year, has_form=year in with_form),
                "settled": [code for code in groups if is_settled(code, row)],
                "newest": ""
                if pd.isna(row["newest_as_of"])
                else f"{words.day_short(row['newest_as_of'])}までの資料による",
            }
        )
    return found


def _round_state(reader: Reader, year: int, *, has_form: bool) -> str:
    """速報 or 確定 with its day; who signed stays in the office."""
    entries = [
        row
        for row in records(rounds.entries(reader, year))
        if reader.as_of is None or pd.Timestamp(row["entered_on"]).date() <= reader.as_of
    ]
    if not entries:
        return NOT_CLOSED if has_form else NO_ROUND
    newest = entries[-1]
    if newest["state"] == "open":
        return NOT_CLOSED
    return f"{newest['state_label']}（{words.day_short(newest['entered_on'])}）"


def _groups(reader: Reader) -> list[dict[str, str]]:
    styles = {one.code: one.style for one in map_store.layers(reader)["status"].classes}
    return [
        {
            "code": str(row["code"]),
            "label": str(row["label_ja"]),
            "symbol": str(row["symbol"]),
            "fill": styles[str(row["code"])].fill,
            "ink": styles[str(row["code"])].ink,
        }
        for row in records(overview.groups(reader))
    ]


def _known(towns: dict[str, dict[str, Any]], reader: Reader) -> list[dict[str, Any]]:
    """The 振興局 that have a municipality of the view, in their order."""
    wanted = {town["area"] for town in towns.values()}
    return [row for row in records(map_queries.subprefectures(reader)) if str(row["code"]) in wanted]


def _layer(layer: Layer) -> dict[str, Any]:
    return {
        "code": layer.code,
        "label": layer.label,
        "group": layer.group,
        "family": layer.family,
        "edges": list(layer.edges),
        "byYear": layer.by_year,
        "note": layer.note,
        "classes": [
            {
                "code": one.code,
                "label": one.label,
                "fill": one.style.fill,
                "ink": one.style.ink,
                "symbol": one.style.symbol,
            }
            for one in layer.classes
        ],
    }


def drawing(reader: Reader) -> str:
    """The map without the style that stands in it: the file has one sheet of styles, and lets no other in."""
    return geometry.drawing(reader).replace(f"<style>{map_drawing.STYLE}</style>", "")
