"""The ranking as plain records for the browser, which draws its rows itself (assets/outreach.js)."""

from __future__ import annotations

from typing import Any

from dashboard import frames
from dashboard.planning import reasons, spec
from dashboard.views.outreach import OutreachView
from dashboard.words import words

FICTIONAL = f"【{words.SYNTHETIC}】"


def payload(shown: OutreachView) -> dict[str, Any]:
    """rows: one record a town that the filters leave, in order; key: what they were made for."""
    rows = shown.ranking.rows
    left = rows[rows["code"].isin(shown.codes)]
    towns = shown.material.inputs.towns.set_index("municipality_code")
    about = (towns["subprefecture_name"] + "・" + towns["group_label"]).to_dict()
    names = rows.set_index("code")["name"].to_dict()
    after = dict(zip(rows["code"], rows["code"].tolist()[1:], strict=False))
    close = {
        pair["code_a"]: pair["share"]
        for pair in frames.records(shown.ranking.pairs)
        if after.get(pair["code_a"]) == pair["code_b"]
    }
    records = [
        {
            "code": row["code"],
            "name": row["name"],
            "about": about[row["code"]],
            "rank": row["rank"],
            "tied": row["tied"],
            "low": row["rank_low"],
            "high": row["rank_high"],
            "top": round(row["top_share"], 6),
            "sure": f"{reasons.span(row['rank_low'], row['rank_high'])}・上位{shown.ranking.top}に{reasons.percent(row['top_share'])}",
            "score": row["score"],
            "families": _by_family(row["contributions"]),
            "why": [sentence.removeprefix(FICTIONAL) for sentence in row["reasons"]],
            "fictional": row["is_synthetic"],
            "close": _close(row, names.get(after.get(row["code"])), close.get(row["code"])),
        }
        for row in frames.records(left)
    ]
    return {
        "rows": records,
        "count": len(rows),
        "key": ranking_key(shown),
        "weights": shown.choice.weights,
        "asked": shown.choice.search,
        "left": None if shown.view.codes is None else sorted(shown.view.codes),
    }


def _close(row: dict[str, Any], other: str | None, share: float | None) -> str:
    """Whom a town is not surely ahead of: those of its score, else the next one."""
    if row["tied"] > 1:
        return f"点の同じ{row['tied']}市町村の中では、順がつきません（並びは市町村コードの順）"
    if share is None:
        return ""
    return f"次の{other}との順位の差は確定的ではありません（前に来る割合{reasons.percent(share)}）"


def material(shown: OutreachView) -> dict[str, Any]:
    """What each town is worth by each criterion, so that the browser can order them by other weights at once.

    Towns that may have a rank, in the order of their codes; what is not known has the value that stands for it.
    """
    families = [family.code for family in spec.families()]
    filled = shown.ranking.filled
    known = shown.material.facts.values.loc[filled.index].notna()
    towns = shown.material.inputs.towns.set_index("municipality_code").loc[filled.index]
    about = towns["subprefecture_name"] + "・" + towns["group_label"]
    return {
        "criteria": spec.codes(),
        "familyOf": [families.index(criterion.family) for criterion in spec.criteria()],
        "families": len(families),
        "counts": filled.notna().any().tolist(),
        "least": spec.rules().known_share,
        "towns": [
            {"code": code, "name": name, "about": said, "values": values, "known": is_known}
            for code, name, said, values, is_known in zip(
                towns.index,
                towns["name"],
                about,
                filled.fillna(0.0).to_numpy().tolist(),
                known.to_numpy().tolist(),
                strict=True,
            )
        ],
    }


def browser_keys(shown: OutreachView) -> dict[str, str]:
    """What the browser has, in words short enough to be sent back: of the ranking, and of what lies under it."""
    return {"key": ranking_key(shown), "material": _under(shown)}


def ranking_key(shown: OutreachView) -> str:
    """What the ranking depends on: warehouse, day, journal and filters, then the weights."""
    weights = ",".join(f"{code}:{weight:g}" for code, weight in shown.choice.weights.items())
    return f"{_under(shown)}|{shown.choice.preset}|{weights}{'|0' if shown.choice.instead else ''}"


def _under(shown: OutreachView) -> str:
    asked = shown.view
    left = "all" if asked.codes is None else ",".join(sorted(asked.codes))
    return f"{shown.reader.warehouse_id}|{shown.material.inputs.day}|{shown.material.state}|{left}"


def _by_family(contributions: dict[str, float]) -> list[float]:
    total = dict.fromkeys((family.code for family in spec.families()), 0.0)
    for criterion in spec.criteria():
        total[criterion.family] += contributions.get(criterion.code, 0.0)
    return [round(value, 4) for value in total.values()]
