"""Small towns that might begin together: neighbours near enough, each with functions that another of them lacks.

Boundary-constrained grouping as SKATER does it (Assunção et al. 2006, Int. J. Geogr. Inf. Sci. 20:797–811): the minimum
spanning tree of towns that border on each other is cut where the sum of squares within the groups falls most, until
every group is small and near enough. Two towns are apart by the way between them (in hours) and by what both lack, so
that those with different functions are held together. No town is scored, and who implements already is in no group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.planning import spec
from dashboard.planning.distances import Times

HAVE, LACK = ("existing", "partly"), ("none", "planned")
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class JointGroup:
    """towns: codes in 行政順. minutes: the longest way between two of them. filled: town, function and the towns of the group
    that have what it lacks. bodies: joint body → those of the group in it (two or more). beside: neighbours that implement.
    """

    towns: tuple[str, ...]
    minutes: float
    filled: tuple[tuple[str, str, tuple[str, ...]], ...]
    bodies: Mapping[str, tuple[str, ...]]
    beside: tuple[str, ...]


@dataclass(frozen=True)
class Recovery:
    """How far the groups follow what towns already do together, which they do not know of. bodies: joint bodies with two to as
    many of the grouped towns as a group may hold; recovered: those of which more than half are in one group. pairs: neighbours
    in one body, together: of them in one group; other_pairs, other_together: neighbours in no common body.
    """

    bodies: int
    recovered: int
    pairs: int
    together: int
    other_pairs: int
    other_together: int


@dataclass(frozen=True, eq=False)
class JointGroups:
    """towns: codes that may be grouped; answered: of them those with an answer to any function; groups: of two towns or more,
    in 行政順; options: the few that fill most, in 行政順.
    """

    towns: tuple[str, ...]
    answered: int
    groups: tuple[JointGroup, ...]
    options: tuple[JointGroup, ...]
    recovery: Recovery | None

    @property
    def useful(self) -> int:
        """Groups of which a town fills what another lacks."""
        return sum(bool(one.filled) for one in self.groups)

    @property
    def tied(self) -> int:
        """Groups that fill as much as the last option and are none."""
        least = min((len(one.filled) for one in self.options), default=0)
        as_many = sum(len(one.filled) == least for one in self.groups if least)
        return as_many - sum(len(one.filled) == least for one in self.options)


def joint_groups(
    towns: pd.DataFrame,
    neighbours: pd.DataFrame,
    times: Times,
    functions: pd.DataFrame,
    bodies: pd.DataFrame,
) -> JointGroups:
    """towns: municipality_code, group_code, population; neighbours: pairs, both ways; functions: by town (index) and function
    the code of its answer; bodies: body, municipality_code.
    """
    rules = spec.joint_rules()
    is_small = towns["population"] < rules.most_people
    own = towns.loc[is_small & (towns["group_code"] != "implementing"), "municipality_code"].sort_values()
    codes = tuple(str(code) for code in own)
    at_work = frozenset(towns.loc[towns["group_code"] == "implementing", "municipality_code"])
    beside = [
        (str(a), str(b))
        for a, b in neighbours[["municipality_code", "neighbour_code"]].itertuples(index=False)
    ]
    ways, squares = apart(codes, times, functions)
    edges = [(a, b) for a, b in beside if a < b and a in codes and b in codes]
    members = partition(codes, edges, ways, squares)
    of_body = {str(name): frozenset(part) for name, part in bodies.groupby("body")["municipality_code"]}
    at = {code: place for place, code in enumerate(codes)}
    groups = tuple(
        JointGroup(
            group,
            float(ways[np.ix_([at[code] for code in group], [at[code] for code in group])].max()),
            filled(group, functions),
            {name: both for name, has in of_body.items() if len(both := _inside(group, has)) > 1},
            tuple(sorted({b for a, b in beside if a in group and b in at_work})),
        )
        for group in members
        if len(group) > 1
    )
    useful = sorted((one for one in groups if one.filled), key=_most_first)[: rules.options]
    options = tuple(sorted(useful, key=lambda one: one.towns))
    answered = int(functions.reindex(list(codes)).notna().any(axis=1).sum())
    return JointGroups(codes, answered, groups, options, _recovery(codes, groups, of_body, edges))


def apart(codes: tuple[str, ...], times: Times, functions: pd.DataFrame) -> tuple[Floats, Floats]:
    """Minutes between towns (the longer way), and the square of how far they are apart: hours² + (share that both lack)²."""
    at = [times.codes.index(code) for code in codes]
    ways = np.maximum(times.minutes[np.ix_(at, at)], times.minutes[np.ix_(at, at)].T)
    answers = functions.reindex(list(codes))
    has = answers.isin(HAVE).to_numpy(dtype=float)
    lacks = answers.isin(LACK).to_numpy(dtype=float)
    both_known = (has + lacks) @ (has + lacks).T
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(both_known > 0, (lacks @ lacks.T) / both_known, np.nan)
    apart_from_self = ~np.eye(len(codes), dtype=bool)
    known = share[~np.isnan(share) & apart_from_self]
    share = np.where(np.isnan(share), known.mean() if known.size else 0.0, share)
    return ways, ((ways / 60) ** 2 + share**2) * apart_from_self


def partition(
    codes: tuple[str, ...], edges: Iterable[tuple[str, str]], ways: Floats, squares: Floats
) -> list[tuple[str, ...]]:
    """The groups of all towns, single ones too, in 行政順."""
    rules = spec.joint_rules()
    at = {code: place for place, code in enumerate(codes)}
    near = [(at[a], at[b]) for a, b in edges if ways[at[a], at[b]] <= rules.most_minutes]
    tree = _spanning(len(codes), near, squares)
    done: list[tuple[int, ...]] = []
    waiting = _components(range(len(codes)), tree)
    while waiting:
        group = waiting.pop()
        inside = ways[np.ix_(group, group)]
        if len(group) <= rules.most_towns and inside.max() <= rules.most_minutes:
            done.append(group)
            continue
        own = [edge for edge in tree if edge[0] in group]
        cut = min(own, key=lambda edge: _after(group, own, edge, squares))
        tree.remove(cut)
        waiting += _components(group, [edge for edge in own if edge != cut])
    return sorted(tuple(codes[place] for place in sorted(group)) for group in done)


def filled(group: tuple[str, ...], functions: pd.DataFrame) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each function that a town said it lacks and another of the group has; see JointGroup."""
    known = functions.reindex(list(group))
    found = []
    for town in group:
        for name in known.columns:
            having = tuple(other for other in group if known.at[other, name] in HAVE)
            if known.at[town, name] in LACK and having:
                found.append((town, str(name), having))
    return tuple(found)


def _most_first(one: JointGroup) -> tuple[float, ...]:
    whole = sum(len(both) == len(one.towns) for both in one.bodies.values())
    return (-len(one.filled), -whole, one.minutes)


def _spanning(size: int, edges: list[tuple[int, int]], squares: Floats) -> list[tuple[int, int]]:
    """The minimum spanning forest (Kruskal)."""
    root = list(range(size))

    def of(place: int) -> int:
        while root[place] != place:
            place = root[place]
        return place

    tree = []
    for a, b in sorted(edges, key=lambda edge: (squares[edge], edge)):
        if of(a) != of(b):
            root[of(a)] = of(b)
            tree.append((a, b))
    return tree


def _components(places: Iterable[int], tree: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    beside: dict[int, list[int]] = {place: [] for place in places}
    for a, b in tree:
        beside[a].append(b)
        beside[b].append(a)
    found, seen = [], set[int]()
    for start in beside:
        if start in seen:
            continue
        group, stack = {start}, [start]
        while stack:
            new = [place for place in beside[stack.pop()] if place not in group]
            group.update(new)
            stack += new
        seen |= group
        found.append(tuple(sorted(group)))
    return found


def _after(
    group: tuple[int, ...], own: list[tuple[int, int]], cut: tuple[int, int], squares: Floats
) -> tuple[float, ...]:
    """What a cut leaves: towns on their own (as few as can be), then the sum of squares within both parts."""
    parts = _components(group, [edge for edge in own if edge != cut])
    within = sum(float(squares[np.ix_(part, part)].sum()) / (2 * len(part)) for part in parts)
    return (float(sum(len(part) == 1 for part in parts)), round(within, 9), *cut)


def _inside(group: tuple[str, ...], has: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in group if code in has)


def _recovery(
    codes: tuple[str, ...],
    groups: tuple[JointGroup, ...],
    of_body: Mapping[str, frozenset[str]],
    edges: list[tuple[str, str]],
) -> Recovery | None:
    """See Recovery; None without any joint body."""
    if not of_body:
        return None
    most = spec.joint_rules().most_towns
    own = {name: frozenset(codes) & has for name, has in of_body.items()}
    judged = [has for has in own.values() if 2 <= len(has) <= most]
    place = {code: number for number, group in enumerate(groups) for code in group.towns}
    best = [
        max(sum(place.get(code) == number for code in has) for number in range(len(groups) or 1))
        for has in judged
    ]
    joined = [any(a in has and b in has for has in judged) for a, b in edges]
    same = [a in place and place[a] == place.get(b) for a, b in edges]
    return Recovery(
        len(judged),
        sum(2 * most_in_one > len(has) for most_in_one, has in zip(best, judged, strict=True)),
        sum(joined),
        sum(one and both for one, both in zip(joined, same, strict=True)),
        len(edges) - sum(joined),
        sum(both and not one for one, both in zip(joined, same, strict=True)),
    )
