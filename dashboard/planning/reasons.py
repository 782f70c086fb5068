"""Two sentences in Japanese on why a town stands where it stands, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.planning import criteria, spec
from dashboard.planning.score import Floats
from dashboard.words import words

MOST_PHRASES = 3
MOST_UNKNOWN = 3
STEADY = 0.95
NOTHING = "分かっている項目では、点がつくものがありません。"


def reason_sentence(
    facts: Sequence[object], contributions: Floats, answered: Sequence[int | None], *, is_synthetic: bool
) -> str:
    """The largest contributions, as facts, those of answers of earlier years in the past tense with their year.

    facts, contributions, answered (fiscal year of such an answer): in the order of the criteria.
    """
    order = np.argsort(-contributions, kind="stable")[:MOST_PHRASES]
    known = spec.criteria()
    told = [place for place in order if contributions[place] > 0]
    years = [answered[place] for place in told]
    said = [
        criteria.phrase(known[place], facts[place], is_past=year is not None)
        for place, year in zip(told, years, strict=True)
    ]
    marks = ["" if year is None else f"（{words.fiscal_year(int(year))}の回答）" for year in years]
    if len(set(marks)) == 1 and len(marks) > 1:  # said once, for all of them
        marks = [*[""] * (len(marks) - 1), marks[-1].replace("（", "（いずれも")]
    said = [f"{text}{mark}" for text, mark in zip(said, marks, strict=True)]
    sentence = f"主な理由は、{'、'.join(said)}です。" if said else NOTHING
    return f"【架空データ】{sentence}" if is_synthetic else sentence


def confidence_sentence(
    low: int, high: int, top: int, share: float, unknown: list[str], tied: int = 1
) -> str:
    """The interval of the rank, the share of draws in the top, and what is not known.

    tied: how many towns have the score, this one included; their order is none.
    """
    between = span(low, high)
    is_steady = share >= STEADY or high - low + 1 == tied > 1
    moved = "重み・分からない値・目盛りを変えて並べ直して" + ("も" if is_steady else "みると")
    kept = f"{moved}、{words.share_of(spec.rules().interval)}は{between}"
    equal = f"点の同じ{tied}市町村の中では順がつかず、" if tied > 1 else ""
    sentence = f"{equal}{kept}で、上位{top}に入る割合は{percent(share)}です"
    if unknown:
        names = {criterion.code: criterion.label for criterion in spec.criteria()}
        listed = "・".join(names[code] for code in unknown[:MOST_UNKNOWN])
        more = f"など{len(unknown)}項目" if len(unknown) > MOST_UNKNOWN else ""
        sentence += f"（{listed}{more}は分かっていないため、平均とみなしています）"
    return f"{sentence}。"


def span(low: int, high: int) -> str:
    """3位 or 3〜9位."""
    return f"{low}位" if low == high else f"{low}〜{high}位"


def drops_out(label: str, factor: float, top: int) -> str:
    """Which weight, multiplied by what, would take a town out of the top."""
    if factor == 0:
        return f"「{label}」を考えに入れないと、上位{top}から外れます。"
    times = f"{factor:.2g}倍" if factor > 1 else words.share_of(factor)
    return f"「{label}」の重みを{times}にすると、上位{top}から外れます。"


def percent(share: float) -> str:
    """A share of draws; what is not quite certain is never rounded up to certain, nor down to impossible."""
    return (
        words.share_of(share)
        if share in (0.0, 1.0) or 0.01 <= share <= 0.99
        else "1％未満"
        if share < 0.5
        else "99％超"
    )
