"""Score, rank and doubt once more, in plain loops that share nothing with the code under test but the draws."""

import math

Matrix = list[list[float | None]]


def score(values: list[float | None], weights: list[float]) -> float | None:
    known = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None]
    total = math.fsum(weight for _, weight in known)
    return math.fsum(value * weight for value, weight in known) / total if total > 0 else None


def ranks(scores: list[float]) -> list[int]:
    """One more than the towns that have more; equal to twelve decimals is equal."""
    rounded = [round(score, 12) for score in scores]
    return [1 + sum(other > mine for other in rounded) for mine in rounded]


def lasts(scores: list[float]) -> list[int]:
    """The last place of those that towns of one score take together."""
    rounded = [round(score, 12) for score in scores]
    return [sum(other >= mine for other in rounded) for mine in rounded]


def intervals(values: Matrix, drawn: list[list[float]], top: int) -> tuple[list[int], list[int], list[float]]:
    """rank_low, rank_high (the middle 90 % of the draws) and top_share, by town.

    Equal towns may have the first or the last of their places, and are in the top in part where it ends among them.
    """
    first: list[list[int]] = [[] for _ in values]
    last: list[list[int]] = [[] for _ in values]
    for weights in drawn:
        scores = [score(row, weights) or 0.0 for row in values]
        for town, places in enumerate(zip(ranks(scores), lasts(scores), strict=True)):
            first[town].append(places[0])
            last[town].append(places[1])
    cut = len(drawn) // 20
    low, high, share = [], [], []
    for firsts, ends in zip(first, last, strict=True):
        low.append(sorted(firsts)[cut])
        high.append(sorted(ends)[len(drawn) - cut - 1])
        inside = [
            sum(place <= top for place in range(one, end + 1)) / (end - one + 1)
            for one, end in zip(firsts, ends, strict=True)
        ]
        share.append(math.fsum(inside) / len(drawn))
    return low, high, share
