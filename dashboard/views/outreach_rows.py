"""The ranking as plain records for the browser, which draws its rows itself (assets/outreach.js)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import frames
from dashboard.planning import rank, reasons, spec
from dashboard.views.outreach import OutreachView
from dashboard.words import eras, words

FICTIONAL = f"【{words.SYNTHETIC}】"


def payload(shown: OutreachView) -> dict[str, Any]:
    """rows: one record a town that the filters leave, by band in the order of the view; key: what they were made for."""
    rows = shown.ranking.rows
    left = rows.set_index("code", drop=False).loc[shown.codes]
    now = eras.fiscal_year_of(shown.material.inputs.day)
    about = {
        str(town["municipality_code"]): _about(town, now)
        for town in frames.records(shown.material.inputs.towns)
    }
    top = shown.ranking.top
    records = [
        {
            "code": row["code"],
            "name": row["name"],
            "about": about[row["code"]],
            "band": row["band"],
            "low": row["rank_low"],
            "high": row["rank_high"],
            "top": round(row["top_share"], 6),
            "sure": f"上位{top}に{reasons.percent(row['top_share'])}（幅 {reasons.span(row['rank_low'], row['rank_high'])}）",
            "columns": [round(column["value"], 4) for column in row["columns"].values()],
            "why": [sentence.removeprefix(FICTIONAL) for sentence in row["reasons"]],
            "fictional": row["is_synthetic"],
        }
        for row in frames.records(left)
    ]
    return {
        "rows": records,
        "count": len(rows),
        "bands": {band: f"{band}　{about}" for band, about in band_words(top).items()},
        "key": ranking_key(shown),
        "weights": shown.choice.weights,
        "asked": shown.choice.search,
    }


def _about(town: dict[str, Any], now: int) -> str:
    """Where a town is and what it last said, with the year where that is past: 石狩振興局・検討（令和5年度）."""
    year = town["status_fiscal_year"]
    said = "" if pd.isna(year) or int(year) >= now else f"（{words.fiscal_year(int(year))}）"
    return f"{town['subprefecture_name']}・{town['group_label']}{said}"


def band_words(top: int) -> dict[str, str]:
    """What each band means."""
    least = [(band, words.share_of(share)) for band, share in spec.rules().bands.items()]
    said = {band: f"上位{top}に入る割合が{share}以上" for band, share in least}
    return said | {rank.LAST_BAND: f"上位{top}に入る割合が{least[-1][1]}に満たない"}


def browser_keys(shown: OutreachView) -> dict[str, str]:
    """What the browser has, in words short enough to be sent back: of the ranking, and of what lies under it."""
    return {"key": ranking_key(shown), "under": _under(shown)}


def ranking_key(shown: OutreachView) -> str:
    """What the ranking depends on: warehouse, day, journal and filters, then the weights."""
    weights = ",".join(f"{code}:{weight:g}" for code, weight in shown.choice.weights.items())
    return f"{_under(shown)}|{shown.choice.preset}|{weights}{'|0' if shown.choice.instead else ''}"


def _under(shown: OutreachView) -> str:
    asked = shown.view
    left = "all" if asked.codes is None else ",".join(sorted(asked.codes))
    return f"{shown.reader.warehouse_id}|{shown.material.inputs.day}|{shown.material.state}|{left}|{shown.choice.order}"
