"""Score, rank and doubt once more, in plain loops that share nothing with the code under test but the draws."""

import math

Matrix = list[list[float | None]]


def score(values: list[float | None], weights: list[float]) -> float | None:
    known = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None]
    total = math.fsum(weight for _, weight in known)
    return math.fsum(value * weight for value, weight in known) / total if total > 0 else None


def ranks(scores: list[float]) -> list[int]:
    """Equal to twelve decimals is equal; then the earlier one stands before."""
    order = sorted(range(len(scores)), key=lambda town: (-round(scores[town], 12), town))
    places = [0] * len(scores)
    for place, town in enumerate(order, start=1):
        places[town] = place
    return places


def intervals(values: Matrix, drawn: list[list[float]], top: int) -> tuple[list[int], list[int], list[float]]:
    """rank_low, rank_high (the middle 90 % of the draws) and top_share, by town."""
    reached: list[list[int]] = [[] for _ in values]
    for weights in drawn:
        places = ranks([score(row, weights) or 0.0 for row in values])
        for town, place in enumerate(places):
            reached[town].append(place)
    cut = len(drawn) // 20
    low, high, share = [], [], []
    for places in reached:
        ordered = sorted(places)
        low.append(ordered[cut])
        high.append(ordered[len(drawn) - cut - 1])
        share.append(sum(place <= top for place in places) / len(drawn))
    return low, high, share
