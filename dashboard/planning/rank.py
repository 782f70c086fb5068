"""The ranking: which towns it holds, score, rank, its doubt and reasons; towns of which too little is known apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.planning import reasons, score, spec, stability
from dashboard.planning.facts import Facts
from dashboard.planning.inputs import RankingInputs
from dashboard.planning.score import Estimates, Floats

LAST_BAND = "C"
RANKED, INSUFFICIENT, WATCH, OUT = "ranked", "insufficient", "watch", "out"


@dataclass(frozen=True, eq=False)
class Ranking:
    """rows: one row per ranked town in the order of its rank, of equal ones by code: code, name, score, rank (equal scores
    share one), rank_low, rank_high, top_share, band (A, B or C: how often it is in the top), columns (dict by
    family of value, the weighted mean of its criteria, and known_share), contributions (dict by
    criterion, of an unknown one as estimated), unknown (list of criteria), reasons
    (two sentences), known_share, tied (towns of this score, itself included), fragile (criterion whose weight would
    take it out of the top, "" where none), fragile_factor, is_synthetic, synthetic (list of criteria).

    insufficient: one row per municipality of which less than half the weight is known: code, name, known_share, unknown.
    pairs: one row per pair of the top whose order is not sure: code_a (ahead), code_b, share of draws with a ahead.
    lists: by town, the list that it stands on (ranked, insufficient, watch, out). filled: one row per municipality that is
    ranked or insufficient, by criterion the value that counts; missing where nothing is known of anybody.
    """

    rows: pd.DataFrame
    insufficient: pd.DataFrame
    pairs: pd.DataFrame
    lists: pd.Series
    filled: pd.DataFrame
    weights: dict[str, float]
    top: int


def ranking(inputs: RankingInputs, facts: Facts, weights: dict[str, float], top: int) -> Ranking:
    """Rank the towns that neither implement nor have fixed a start, by the weights (by criterion, any scale)."""
    towns = inputs.towns.set_index("municipality_code")
    lists = towns["status_code"].map(spec.rules().lists).fillna(RANKED)
    values = facts.values
    weight = np.array([weights[code] for code in spec.codes()])
    candidates = values[(lists == RANKED).to_numpy()]
    keep = facts.keep[(lists == RANKED).to_numpy()].to_numpy()
    estimates = score.estimate(candidates.to_numpy(), keep)
    judged = score.scored(estimates, weight)
    enough = judged.known_share >= spec.rules().known_share - 1e-9
    lists[candidates.index[~enough]] = INSUFFICIENT
    ranked = candidates[enough]
    chosen = score.Scored(judged.score[enough], judged.contributions[enough], judged.known_share[enough])
    apart = _insufficient(towns, candidates[~enough], judged.known_share[~enough], weight)
    rows, pairs = _rows(towns, facts, ranked.index, estimates.of(enough), chosen, weight, top)
    filled = pd.DataFrame(
        np.where(estimates.observed, estimates.filled, np.nan),
        index=candidates.index,
        columns=candidates.columns,
    )
    return Ranking(rows, apart, pairs, lists, filled, weights, top)


def _rows(
    towns: pd.DataFrame,
    facts: Facts,
    index: pd.Index,
    estimates: Estimates,
    chosen: score.Scored,
    weight: Floats,
    top: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    matrix = estimates.values
    places, last = score.places(chosen.score)
    sure = stability.stability(estimates, weight, top)
    leaving = stability.leaving(estimates, weight, top)
    codes = spec.codes()
    # plain lists and dicts: a frame asked cell by cell takes longer than all the draws
    raw = facts.raw.loc[index].to_numpy(dtype=object).tolist()
    earlier = facts.earlier.loc[index].to_numpy(dtype=object).tolist()
    fictional = facts.synthetic.loc[index].to_numpy()
    names = towns["name"].to_dict()
    columns = _columns(estimates, weight)
    weighed = (weight > 0) & estimates.observed
    known = ~np.isnan(matrix)
    rows = []
    for town in np.argsort(places, kind="stable"):
        code = index[town]
        unknown = [codes[c] for c in range(len(codes)) if weight[c] > 0 and np.isnan(matrix[town, c])]
        low, high, share = int(sure.rank_low[town]), int(sure.rank_high[town]), float(sure.top_share[town])
        marked = [codes[c] for c in np.flatnonzero(fictional[town] & weighed & known[town])]
        left = leaving[town]
        tied = int(last[town] - places[town]) + 1
        rows.append(
            {
                "code": code,
                "name": names[code],
                "score": float(chosen.score[town]),
                "rank": int(places[town]),
                "rank_low": low,
                "rank_high": high,
                "top_share": share,
                "band": band(share),
                "columns": columns[town],
                "contributions": {
                    codes[c]: float(chosen.contributions[town, c]) for c in np.flatnonzero(weighed)
                },
                "unknown": unknown,
                "reasons": [
                    reasons.reason_sentence(
                        raw[town],
                        np.where(known[town], chosen.contributions[town], 0.0),
                        earlier[town],
                        is_synthetic=bool(marked),
                    ),
                    reasons.confidence_sentence(low, high, top, share, unknown, tied),
                ],
                "known_share": float(chosen.known_share[town]),
                "tied": tied,
                "fragile": codes[left[0]] if left else "",
                "fragile_factor": left[1] if left else np.nan,
                "is_synthetic": bool(marked),
                "synthetic": marked,
            }
        )
    return pd.DataFrame(rows, columns=ROW_COLUMNS), _pairs(index, sure, places, top)


def _columns(estimates: Estimates, weight: Floats) -> list[dict[str, dict[str, float]]]:
    """By town and family the weighted mean of its criteria, 0–1, on a scale of its own; alike where none of them counts."""
    filled, known = estimates.filled, ~np.isnan(estimates.values)
    rows: list[dict[str, dict[str, float]]] = [{} for _ in filled]
    for family in spec.families():
        own = np.array([criterion.family == family.code for criterion in spec.criteria()])
        used = own & estimates.observed
        share = np.where(used, weight, 0.0) if weight[used].any() else used.astype(np.float64)
        total = max(share.sum(), 1e-12)
        values, shares = (filled @ share) / total, (known @ share) / total
        for row, value, part in zip(rows, values, shares, strict=True):
            row[family.code] = {"value": float(value), "known_share": float(part)}
    return rows


def band(top_share: float) -> str:
    """The band of a town by the share of draws in which it is in the top; see rules.toml."""
    return next((name for name, least in spec.rules().bands.items() if top_share >= least), LAST_BAND)


ROW_COLUMNS = [
    "code",
    "name",
    "score",
    "rank",
    "rank_low",
    "rank_high",
    "top_share",
    "band",
    "columns",
    "contributions",
    "unknown",
    "reasons",
    "known_share",
    "tied",
    "fragile",
    "fragile_factor",
    "is_synthetic",
    "synthetic",
]


def _pairs(index: pd.Index, drawn: stability.Stability, places: score.Ints, top: int) -> pd.DataFrame:
    """Pairs among the top (and the first beyond it) of which neither is surely ahead."""
    order = np.argsort(places, kind="stable")[: top + 1]
    share = drawn.ahead(order) if len(order) else np.zeros((0, 0))
    sure = spec.rules().ordered
    rows = [
        (index[order[a]], index[order[b]], float(share[a, b]))
        for a in range(len(order))
        for b in range(a + 1, len(order))
        if share[a, b] < sure
    ]
    return pd.DataFrame(rows, columns=["code_a", "code_b", "share"])


def _insufficient(
    towns: pd.DataFrame, values: pd.DataFrame, known_share: Floats, weight: Floats
) -> pd.DataFrame:
    codes, matrix = spec.codes(), values.to_numpy()
    rows = [
        {
            "code": code,
            "name": towns.at[code, "name"],
            "known_share": float(known_share[place]),
            "unknown": [codes[c] for c in range(len(codes)) if weight[c] > 0 and np.isnan(matrix[place, c])],
        }
        for place, code in enumerate(values.index)
    ]
    return pd.DataFrame(rows, columns=["code", "name", "known_share", "unknown"])
