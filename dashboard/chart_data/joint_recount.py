"""The groups of small towns once more, from rows read anew: another tree (Prim), another way through it, plain counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.chart_data.recount import RecountContext
from dashboard.planning import spec
from dashboard.queries import recount as recounts
from dashboard.services import routes


@dataclass(frozen=True)
class GroupsAgain:
    """small: towns that may be grouped; groups: of two towns or more; answers: (town, function) → option; work: who implements."""

    small: list[str]
    groups: list[tuple[str, ...]]
    answers: dict[tuple[str, str], str]
    work: set[str]
    beside: dict[str, set[str]]
    bodies: dict[str, set[str]]
    minutes: dict[tuple[str, str], float]

    def filled(self, group: tuple[str, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
        found = []
        for (town, name), said in sorted(self.answers.items()):
            having = tuple(t for t in group if self.answers.get((t, name)) in ("existing", "partly"))
            if town in group and said in ("none", "planned") and having:
                found.append((town, name, having))
        return found

    def longest(self, group: tuple[str, ...]) -> float:
        return max(self.minutes[a, b] for a in group for b in group)

    def options(self) -> list[tuple[str, ...]]:
        def order(group: tuple[str, ...]) -> tuple[float, ...]:
            whole = sum(set(group) <= has for has in self.bodies.values())
            return (-len(self.filled(group)), -whole, self.longest(group))

        useful = [group for group in self.groups if self.filled(group)]
        return sorted(sorted(useful, key=order)[: spec.joint_rules().options])


def again(context: RecountContext) -> GroupsAgain:
    return context.once("joint groups", lambda: _again(context))


def _again(context: RecountContext) -> GroupsAgain:
    rules = spec.joint_rules()
    newest = max(int(row["fiscal_year"]) for row in context.all_states())
    states = [row for row in context.all_states() if int(row["fiscal_year"]) == newest]
    work = {row["municipality_code"] for row in states if row["group_code"] == "implementing"}
    people = {row["municipality_code"]: row["population"] for row in context.rows(recounts.populations)}
    small = sorted(code for code, number in people.items() if number < rules.most_people and code not in work)
    beside: dict[str, set[str]] = {row["municipality_code"]: set() for row in states}
    for row in context.rows(recounts.neighbours):
        beside[row["municipality_code"]].add(row["neighbour_code"])
    bodies: dict[str, set[str]] = {}
    for row in context.rows(recounts.joint_members):
        bodies.setdefault(row["body"], set()).add(row["municipality_code"])
    times = routes.times(context.reader, rules.month)
    minutes = {
        (a, b): 0.0 if a == b else max(times.between(a, b), times.between(b, a)) for a in small for b in small
    }
    answers = _answers(context)
    apart = _apart(small, minutes, answers)
    return GroupsAgain(small, _groups(small, beside, minutes, apart), answers, work, beside, bodies, minutes)


def _answers(context: RecountContext) -> dict[tuple[str, str], str]:
    rows = [
        row
        for row in context.rows(recounts.function_answers)
        if row["answer_state"] == "answered" and row["option_code"] is not None
    ]
    last: dict[str, int] = {}
    for row in rows:
        code = row["municipality_code"]
        last[code] = max(last.get(code, 0), int(row["fiscal_year"]))
    return {
        (row["municipality_code"], row["question_id"]): "" if row["is_by_prefecture"] else row["option_code"]
        for row in rows
        if int(row["fiscal_year"]) == last[row["municipality_code"]]
    }


def _apart(
    small: list[str], minutes: dict[tuple[str, str], float], answers: dict[tuple[str, str], str]
) -> dict[tuple[str, str], float]:
    said: dict[str, dict[str, bool]] = {code: {} for code in small}
    for (code, name), option in answers.items():
        if code in said and option:
            said[code][name] = option in ("existing", "partly")
    shares = {}
    for place, a in enumerate(small):
        for b in small[place + 1 :]:
            both = said[a].keys() & said[b].keys()
            if both:
                shares[a, b] = sum(not said[a][name] and not said[b][name] for name in both) / len(both)
    mean = sum(shares.values()) / len(shares) if shares else 0.0
    found = {}
    for place, a in enumerate(small):
        for b in small[place + 1 :]:
            found[a, b] = found[b, a] = (minutes[a, b] / 60) ** 2 + shares.get((a, b), mean) ** 2
    return found


def _groups(
    small: list[str],
    beside: dict[str, set[str]],
    minutes: dict[tuple[str, str], float],
    apart: dict[tuple[str, str], float],
) -> list[tuple[str, ...]]:
    rules = spec.joint_rules()
    at = {code: place for place, code in enumerate(small)}
    squares = np.zeros((len(small), len(small)))
    for (a, b), value in apart.items():
        squares[at[a], at[b]] = value
    near = {
        code: {other for other in beside[code] if other in at and minutes[code, other] <= rules.most_minutes}
        for code in small
    }
    waiting, done, left = [], [], set(small)
    while left:
        waiting.append(_prim(min(left), near, apart))
        left -= set(waiting[-1])
    while waiting:
        tree = waiting.pop()
        group = tuple(sorted(tree))
        if (
            len(group) <= rules.most_towns
            and max(minutes[a, b] for a in group for b in group) <= rules.most_minutes
        ):
            done.append(group)
            continue
        best: tuple[tuple[float, ...], set[str], set[str]] | None = None
        for a, b in sorted((one, other) for one in tree for other in tree[one] if one < other):
            side = _reached(tree, a, b)
            other = set(group) - side
            within = sum(_within(part, at, squares) for part in (side, other))
            alone = float(sum(len(part) == 1 for part in (side, other)))
            judged = (alone, round(within, 9), float(at[a]), float(at[b]))
            if best is None or judged < best[0]:
                best = (judged, side, other)
        assert best is not None
        waiting += [{code: tree[code] & part for code in part} for part in best[1:]]
    return sorted(group for group in done if len(group) > 1)


def _within(part: set[str], at: dict[str, int], squares: np.ndarray) -> float:
    places = [at[code] for code in sorted(part)]
    return float(squares[places][:, places].sum()) / (2 * len(places))


def _prim(start: str, near: dict[str, set[str]], apart: dict[tuple[str, str], float]) -> dict[str, set[str]]:
    """The minimum spanning tree of all that can be reached from a town: its neighbours in the tree by town."""
    tree: dict[str, set[str]] = {start: set()}
    while True:
        ways = [(apart[a, b], min(a, b), max(a, b)) for a in tree for b in near[a] if b not in tree]
        if not ways:
            return tree
        _, one, other = min(ways)
        for a, b in ((one, other), (other, one)):
            tree.setdefault(a, set()).add(b)


def _reached(tree: dict[str, set[str]], start: str, without: str) -> set[str]:
    found, stack = {start}, [start]
    while stack:
        here = stack.pop()
        new = {code for code in tree[here] if code not in found and (here, code) != (start, without)}
        found |= new
        stack += new
    return found
