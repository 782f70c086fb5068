"""Does the ranking foretell who begins next? Held against the real history, with what was really known on each day.

Hit rate: of the towns that began in the next fiscal year, the share that a method had named. Interval by Wilson (1927);
chance is the exact hypergeometric distribution of as many names drawn by lot. Where what a method needs was not known
on the day, it cannot be tested, and the reason is said instead of a number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.planning import criteria, score, spec
from dashboard.planning.facts import IMPLEMENTING, facts
from dashboard.planning.inputs import RankingInputs
from dashboard.words import eras, words

FEW = words.SMALL
Z = 1.6448536269514722  # of a two-sided interval of 90 %
METHODS = {
    "score": "この順位（バランス）",
    "known_only": "当時分かっていた項目だけ",
    "plans": "予定の申告だけ",
    "population": "人口の多い順",
    "chance": "くじ引き",
}
COLUMNS = [
    "day",
    "next_fiscal_year",
    "is_complete",
    "method",
    "label",
    "can_verify",
    "why_not",
    "candidates",
    "began",
    "named",
    "hits",
    "rate",
    "low",
    "high",
    "by_chance",
    "at_least",
    "note",
]


@dataclass(frozen=True, eq=False)
class BacktestYear:
    """A day, what was known on it, and the towns that began in the next fiscal year (as far as known today).

    began: by municipality the documents that say so.
    """

    inputs: RankingInputs
    began: Mapping[str, frozenset[str]]
    is_complete: bool

    @property
    def next_year(self) -> int:
        return eras.fiscal_year_of(self.inputs.day) + 1


@dataclass(frozen=True)
class Named:
    """What a method says on a day: by candidate a figure (higher is named first), or why it cannot be tested.

    circular: municipalities whose start is known from the document alone by which the method names them.
    """

    figures: pd.Series | None
    names: int
    why_not: str = ""
    note: str = ""
    circular: frozenset[str] = frozenset()


def backtest(eras: list[BacktestYear], names: int) -> pd.DataFrame:
    """One row per day and method; names: how many towns a method may name. `at_least`: chance of as many hits by lot."""
    rows = [_row(era, method, said) for era in eras for method, said in _methods(era, names).items()]
    return pd.DataFrame(rows, columns=COLUMNS)


def real_only(inputs: RankingInputs) -> RankingInputs:
    """The same day without anything that is fictional; the journal is left out, since it began later."""
    towns = inputs.towns.copy()
    made_up = towns["is_synthetic"].astype(bool)
    towns.loc[made_up, "status_code"] = "unknown"
    towns.loc[made_up, ["start_fiscal_year", "began"]] = pd.NA
    towns["is_synthetic"] = False
    return replace(
        inputs,
        towns=towns,
        answers=_real(inputs.answers),
        returns=_real(inputs.returns),
        attendance=_real(inputs.attendance),
        activities=_real(inputs.activities),
        reported_statuses=_real(inputs.reported_statuses),
        contacts=None,
    )


def wilson(hits: float, cases: int) -> tuple[float, float]:
    """The interval of a share of few cases (Wilson 1927), 90 %."""
    if not cases:
        return 0.0, 1.0
    share, weight = hits / cases, Z * Z / cases
    middle = (share + weight / 2) / (1 + weight)
    half = Z / (1 + weight) * math.sqrt(share * (1 - share) / cases + weight / (4 * cases))
    return max(0.0, middle - half), min(1.0, middle + half)


def at_least(hits: float, candidates: int, began: int, named: int) -> float:
    """The chance that as many names drawn by lot hold at least so many of those who began (hypergeometric, exact).

    Part hits of towns that are equal at the edge are rounded down, so that the method is not flattered.
    """
    whole = math.comb(candidates, named)
    first = math.floor(hits + 1e-9)
    ways = (
        math.comb(began, found) * math.comb(candidates - began, named - found)
        for found in range(first, min(began, named) + 1)
    )
    return sum(ways) / whole


def drawn_by_lot(candidates: int, began: int, named: int) -> tuple[float, float]:
    """The hit rates between which nine draws by lot in ten lie (hypergeometric, exact)."""
    tail = [at_least(found, candidates, began, named) for found in range(began + 2)]
    low = max(found for found in range(began + 1) if tail[found] >= 0.95)
    high = min(found for found in range(began + 1) if tail[found + 1] <= 0.05)
    return low / began, high / began


def hits_among(figures: pd.Series, began: frozenset[str], names: int) -> float:
    """How many of those who began are among the first names; towns that are equal at the edge count in part."""
    ordered = figures.sort_values(ascending=False)
    if len(ordered) <= names:
        return float(ordered.index.isin(list(began)).sum())
    edge = ordered.iloc[names - 1]
    above, tied = ordered.index[ordered > edge], ordered.index[ordered == edge]
    places = names - len(above)
    return float(above.isin(list(began)).sum() + places * tied.isin(list(began)).sum() / len(tied))


def _real(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[~frame["is_synthetic"].astype(bool)].reset_index(drop=True)


def _methods(era: BacktestYear, names: int) -> dict[str, Named]:
    towns = era.inputs.towns.set_index("municipality_code")
    hesitant = towns[towns["status_code"] != IMPLEMENTING]
    values = criteria.values(facts(era.inputs).raw).loc[hesitant.index]
    return {
        "score": _by_score(values, names),
        "known_only": _by_known(values, names),
        "plans": _by_plans(hesitant, era),
        "population": _by_population(hesitant, names),
        "chance": Named(pd.Series(0.0, index=hesitant.index), names),
    }


def _by_score(values: pd.DataFrame, names: int) -> Named:
    weights = np.array(list(spec.weights_of("balance").values()))
    judged = score.scored(score.estimate(values.to_numpy()), weights)
    enough = judged.known_share >= spec.rules().known_share - 1e-9
    if enough.mean() < spec.rules().known_share:
        missing = [c.label for c in spec.criteria() if values[c.code].isna().mean() > 1 / 2]
        return Named(
            None,
            names,
            f"この日に分かっていた本当の資料に「{'」「'.join(missing)}」がないため、順位をつけられません",
        )
    figures = pd.Series(np.where(enough, judged.score, 0.0), index=values.index)
    return Named(figures.round(score.DECIMALS), names)


def _by_known(values: pd.DataFrame, names: int) -> Named:
    known = [code for code in spec.codes() if values[code].notna().mean() >= 1 / 2]
    if not known:
        return Named(None, names, "この日に分かっていた項目がありません")
    weights = spec.weights_of("balance")
    judged = score.scored(
        score.estimate(values[known].to_numpy()), np.array([weights[code] for code in known])
    )
    labels = "・".join(criterion.label for criterion in spec.criteria() if criterion.code in known)
    figures = pd.Series(np.nan_to_num(judged.score, nan=0.0), index=values.index)
    return Named(figures.round(score.DECIMALS), names, note=labels)


def _by_plans(hesitant: pd.DataFrame, era: BacktestYear) -> Named:
    year = era.next_year
    planned = hesitant["start_fiscal_year"].eq(year).fillna(False) & hesitant["status_code"].eq("planned")
    if not planned.any():
        return Named(None, 0, "開始年度の予定を書いた資料が、この日にはありません")
    stated = era.inputs.reported_statuses
    stated = stated[stated["status_code"].eq("planned") & stated["start_fiscal_year"].eq(year)]
    of_plan = stated.groupby("municipality_code")["document"].agg(frozenset)
    circular = frozenset(
        town
        for town, documents in era.began.items()
        if planned.get(town, False) and documents <= of_plan.get(town, frozenset())
    )
    left = planned[~planned.index.isin(list(circular))]
    note = f"予定と同じ資料だけが開始を示す{words.count(len(circular))}市町村を除く" if circular else ""
    if not left.any():
        return Named(None, 0, "開始の記載が予定と同じ資料にしかなく、確かめになりません", circular=circular)
    return Named(left.astype(float), int(left.sum()), note=note, circular=circular)


def _by_population(hesitant: pd.DataFrame, names: int) -> Named:
    if hesitant["population"].isna().all():
        return Named(
            None, names, "この日に知っていた人口の資料がありません（いまの人口は後から知ったものです）"
        )
    return Named(hesitant["population"].astype(float).fillna(0.0), names)


def _row(era: BacktestYear, method: str, said: Named) -> dict[str, object]:
    towns = era.inputs.towns
    candidates = set(towns.loc[towns["status_code"] != IMPLEMENTING, "municipality_code"]) - said.circular
    began = frozenset(set(era.began) & candidates)
    named = min(said.names, len(candidates))
    row: dict[str, object] = {
        "day": era.inputs.day,
        "next_fiscal_year": era.next_year,
        "is_complete": era.is_complete,
        "method": method,
        "label": METHODS[method],
        "can_verify": said.figures is not None and bool(began),
        "why_not": said.why_not or ("" if began else "次の年度に始めた市町村が、まだ分かりません"),
        "candidates": len(candidates),
        "began": len(began),
        "named": named,
        "by_chance": named / len(candidates) if candidates else float("nan"),
        "note": said.note,
    }
    if said.figures is None or not began:
        return row | dict.fromkeys(("hits", "rate", "low", "high", "at_least"), float("nan"))
    hits = hits_among(said.figures, began, named)
    if method == "chance":
        low, high = drawn_by_lot(len(candidates), len(began), named)
        return row | {
            "hits": hits,
            "rate": hits / len(began),
            "low": low,
            "high": high,
            "at_least": float("nan"),
        }
    low, high = wilson(hits, len(began))
    chance = at_least(hits, len(candidates), len(began), named)
    return row | {"hits": hits, "rate": hits / len(began), "low": low, "high": high, "at_least": chance}


def few(table: pd.DataFrame) -> str:
    """What may be concluded, in words."""
    tested = table[table["can_verify"] & (table["method"] == "score")]
    cases = int(tested.groupby("next_fiscal_year")["began"].max().sum()) if not tested.empty else 0
    if not cases:
        return (
            "いまある本当の資料だけでは、この順位が当たるかどうかを検証できません。"
            "当時の調査票の回答や人口の資料を取り込むと、ここに結果が出ます。"
        )
    if cases < FEW:
        return f"検証できた開始は{cases}件だけです。当たり外れから良し悪しは言えません。"
    return f"検証できた開始は{cases}件です。"
