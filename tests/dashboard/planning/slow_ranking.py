"""Score, rank and doubt once more, in plain loops that share nothing with the code under test but the draws."""

import math

Matrix = list[list[float | None]]
FEW = 10


def middle(values: Matrix, criterion: int) -> float | None:
    """What stands for an unknown value: the mean of the known ones, of fewer than ten the middle of the scale."""
    known = [value for row in values if (value := row[criterion]) is not None]
    if not known:
        return None
    return math.fsum(known) / len(known) if len(known) >= FEW else 0.5


def scores(values: Matrix, weights: list[float]) -> list[float]:
    middles = [middle(values, criterion) for criterion in range(len(weights))]
    found = []
    for row in values:
        points = total = 0.0
        for value, instead, weight in zip(row, middles, weights, strict=True):
            if instead is not None:
                points += (instead if value is None else value) * weight
                total += weight
        found.append(points / total if total else 0.0)
    return found


def ranks(scores_: list[float]) -> list[int]:
    """One more than the towns that have more; equal to twelve decimals is equal."""
    rounded = [round(score, 12) for score in scores_]
    return [1 + sum(other > mine for other in rounded) for mine in rounded]


def lasts(scores_: list[float]) -> list[int]:
    """The last place of those that towns of one score take together."""
    rounded = [round(score, 12) for score in scores_]
    return [sum(other >= mine for other in rounded) for mine in rounded]


def intervals(drawn: list[list[float]], top: int) -> tuple[list[int], list[int], list[float]]:
    """rank_low, rank_high (the middle 90 % of the draws) and top_share, by town. drawn: by draw the scores.

    Equal towns may have the first or the last of their places, and are in the top in part where it ends among them.
    """
    first: list[list[int]] = [[] for _ in drawn[0]]
    last: list[list[int]] = [[] for _ in drawn[0]]
    for scores_ in drawn:
        for town, places in enumerate(zip(ranks(scores_), lasts(scores_), strict=True)):
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
