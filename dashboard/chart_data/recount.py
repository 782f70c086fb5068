"""Each number of a slide once more, by another way than the slide took: from the rows of single towns alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard import journal as journals
from dashboard.chart_data import gather_plans, recount_barriers, recount_plans
from dashboard.chart_data.recount_plans import RouteAgain, Rows
from dashboard.chart_data.scope import Scope
from dashboard.export.deck import slide_outreach, slide_tables
from dashboard.planning import score as score_rules
from dashboard.services import ranking
from dashboard.warehouse.reader import Reader

STATES = """
select s.municipality_code, s.fiscal_year, s.group_code, s.status_code, m.subprefecture_code, m.kind,
       (
           select z.code from codes_size_class as z, mart_figures as f
           where f.municipality_code = m.code and f.population >= z.min_population
               and (z.max_population is null or f.population < z.max_population)
       ) as size_class
from mart_status_by_year as s
inner join codes_municipality as m on m.code = s.municipality_code
"""
BARRIERS = """
select municipality_code, barrier_code, is_stated
from mart_barrier
where is_counted
    and fiscal_year = (select max(fiscal_year) from mart_barrier where is_counted and fiscal_year <= {year})
"""
NATIONAL = """
select fiscal_year, max(value), max(denominator)
from core_published_total
where scope = 'national' and status_code = 'implementing'
group by fiscal_year
"""


BARRIER_KEYS = ("barrier", "barrier_stated", "barrier_counted", "barrier_n", "barrier_rate")
RANK_KEYS = ("ranked", "ranking_shown", "rank", "score", "points", "rank_low", "rank_high")
MOST_RANKED = slide_tables.MOST_TOWNS
SAME_SCORE = score_rules.DECIMALS
RANK_WORDS = {"reason": slide_tables.reason, "bring": slide_tables.bring, "peer": slide_tables.peer}
WORDS = (*RANK_WORDS, *recount_plans.ROUTE_WORDS)


class UnknownNumberError(Exception):
    """No other way to this number is known."""


@dataclass
class Recount:
    """Recounts for one warehouse and one scope; year: the fiscal year that the slide speaks of."""

    reader: Reader
    scope: Scope
    year: int
    journal: Path | None = None
    _towns: dict[int, list[tuple[str, str, str, str]]] = field(default_factory=dict)
    _groups: dict[str, str] = field(default_factory=dict)
    _asked: list[tuple[str, str, str, bool]] = field(default_factory=list)
    _ranking: dict[str, dict[str, Any]] = field(default_factory=dict)
    _states: list[dict[str, Any]] = field(default_factory=list)
    _routes: list[RouteAgain] = field(default_factory=list)
    _rows_of: Rows = field(init=False)

    def __post_init__(self) -> None:
        self._rows_of = Rows(self.reader)

    def value(self, key: str) -> float:
        """The number of a key. Raises UnknownNumberError for a key that is not known here."""
        kind, _, rest = key.partition(".")
        known = {
            "group": lambda: len(self.behind(key)),
            "group_before": lambda: len(self.behind(key)),
            "groups": lambda: sum(self._count(group) for group in rest.split("+")),
            "share": lambda: 100 * self._count(rest) / self._all(),
            "shares": lambda: 100 * sum(self._count(group) for group in rest.split("+")) / self._all(),
            "change": lambda: self._count(rest) - self._count(rest, self.year - 1),
            "denominator": lambda: self._denominator(rest),
            "implementing": lambda: self._implementing(rest, self.year)[0],
            "rate": lambda: self._rate(*rest.split(".")),
            "areas": lambda: len({area for _, _, area, _ in self._rows(self.year)}),
            "areas_implementing": lambda: len(
                {area for _, group, area, _ in self._rows(self.year) if group == "implementing"}
            ),
            "area": lambda: self._area(*rest.split(".")),
            "plan_items": self._planned_towns,
            "plan_items_shown": lambda: min(self._planned_towns(), slide_outreach.MOST_ROWS),
            **dict.fromkeys(
                recount_barriers.STATED,
                lambda: recount_barriers.stated(self._rows_of, key, self.year, self._inside()),
            ),
            **{name: lambda: self._barrier(kind, *rest.split(".")) for name in BARRIER_KEYS},
            "barrier_place": lambda: recount_barriers.placed(
                self._rows_of, *rest.split("."), self.year, self._inside()
            ),
            **dict.fromkeys(
                recount_barriers.TOGETHER,
                lambda: recount_barriers.together(self._rows_of, key, self.year, self._inside()),
            ),
            **dict.fromkeys(
                recount_barriers.STARTS, lambda: recount_barriers.starts(self._rows_of, key, self._inside())
            ),
            **{name: lambda: self._rank(kind, rest) for name in RANK_KEYS},
            **dict.fromkeys(recount_plans.KINDS, lambda: self._moves(key)),
            **dict.fromkeys(
                recount_plans.CHANGED,
                lambda: recount_plans.changed(self._rows_of, key, self.year, self._inside()),
            ),
            **dict.fromkeys(
                recount_plans.OUTLOOK, lambda: recount_plans.outlook(self._rows_of, key, self._inside())
            ),
            **dict.fromkeys(
                recount_plans.RETURNED,
                lambda: recount_plans.returned(
                    self._rows_of, key, self.year, {town: area for town, _, area, _ in self._rows(self.year)}
                ),
            ),
            **dict.fromkeys(recount_plans.ROUTE_NUMBERS, lambda: self._route().value(kind, rest)),
        }
        if kind not in known:
            raise UnknownNumberError(key)
        return float(known[kind]())

    def text(self, key: str) -> str:
        """The words of a key that stands for words: reason.<code>, bring.<code>, route_arrive.<code> …."""
        kind, _, code = key.partition(".")
        if kind in recount_plans.ROUTE_WORDS:
            return self._route().text(kind, code)
        return RANK_WORDS[kind](self._ranked()[code])

    def behind(self, key: str) -> tuple[str, ...]:
        """Codes of the towns that a number counts, 行政順; none for a number that counts no towns."""
        kind, _, rest = key.partition(".")
        if kind in ("group", "share", "change"):
            return self._codes(rest, self.year)
        if kind == "group_before":
            return self._codes(rest, self.year - 1)
        if kind in ("groups", "shares"):
            return tuple(sorted(code for group in rest.split("+") for code in self._codes(group, self.year)))
        if kind == "area":
            area, group = rest.split(".")
            return tuple(
                code for code, of, place, _ in self._rows(self.year) if of == group and place == area
            )
        if kind == "areas_implementing" or (kind in ("implementing", "rate") and rest.startswith("hokkaido")):
            return self._codes("implementing", int(rest.split(".")[1]) if rest.count(".") else self.year)
        return ()

    def group(self, code: str) -> str:
        """The group of one town in the year."""
        if not self._groups:
            self._groups = {town: group for town, group, _, _ in self._rows(self.year)}
        return self._groups[code]

    def _rows(self, year: int) -> list[tuple[str, str, str, str]]:
        """Code, group, 振興局, status of the towns in the scope. Filters on the state hold for the year itself."""
        if year not in self._towns:
            rows = self._all_rows()
            now = {
                row["municipality_code"]
                for row in rows
                if row["fiscal_year"] == self.year and self._is_in(row)
            }
            self._towns[year] = sorted(
                (row["municipality_code"], row["group_code"], row["subprefecture_code"], row["status_code"])
                for row in rows
                if row["fiscal_year"] == year and row["municipality_code"] in now
            )
        return self._towns[year]

    def _all_rows(self) -> list[dict[str, Any]]:
        if not self._states:
            self._states = self.reader.frame(STATES).to_dict("records")
        return self._states

    def _is_in(self, row: dict[str, object]) -> bool:
        return all(
            not wanted or row[column] in wanted
            for column, wanted in (
                ("subprefecture_code", self.scope.subprefectures),
                ("size_class", self.scope.size_classes),
                ("kind", self.scope.kinds),
                ("group_code", self.scope.groups),
            )
        )

    def _codes(self, group: str, year: int) -> tuple[str, ...]:
        return tuple(code for code, of, _, _ in self._rows(year) if of == group)

    def _count(self, group: str, year: int | None = None) -> int:
        return Counter(of for _, of, _, _ in self._rows(year or self.year))[group]

    def _all(self) -> int:
        return len(self._rows(self.year))

    def _denominator(self, scope: str) -> int:
        return self._implementing(scope, self.year)[1] if scope else self._all()

    def _area(self, area: str, group: str) -> int:
        return len(self.behind(f"area.{area}.{group}"))

    def _implementing(self, scope: str, year: int) -> tuple[int, int]:
        """Implementing municipalities and the whole, of 北海道 or 全国."""
        if scope == "hokkaido":
            states = [row["status_code"] for row in self._all_rows() if row["fiscal_year"] == year]
            return states.count("implementing"), len(states)
        national = {
            int(a): (int(b), int(c)) for a, b, c in self.reader.frame(NATIONAL).itertuples(index=False)
        }
        if year not in national:
            raise UnknownNumberError(f"{scope}.{year}")
        return national[year]

    def _rate(self, scope: str, year: str = "") -> float:
        part, whole = self._implementing(scope, int(year) if year else self.year)
        return 100 * part / whole

    def _barrier(self, kind: str, code: str = "", size: str = "") -> float:
        """Towns that stated a barrier, that were asked, or the share, of all or of one class of population."""
        if not self._asked:
            sizes = {row["municipality_code"]: row["size_class"] for row in self._all_rows()}
            inside = self._inside()
            rows = self.reader.frame(BARRIERS.format(year=int(self.year))).to_dict("records")
            self._asked = [
                (
                    row["municipality_code"],
                    row["barrier_code"],
                    sizes[row["municipality_code"]],
                    bool(row["is_stated"]),
                )
                for row in rows
                if row["municipality_code"] in inside
            ]
        asked: dict[str, bool] = {}
        for town, barrier, town_size, is_stated in self._asked:
            if (not code or barrier == code) and size in ("", town_size):
                asked[town] = asked.get(town, False) or is_stated
        stated = sum(asked.values())
        if kind == "barrier_rate":
            return 100 * stated / len(asked)
        return float(len(asked) if kind in ("barrier_n", "barrier_counted") else stated)

    def _planned_towns(self) -> int:
        """Towns in the plan of the scope."""
        chosen = gather_plans.plan_of(self.journal, self.scope.plan)
        if chosen is None:
            return 0
        items = journals.items(self.journal).to_dict("records")
        return sum(
            i["plan_id"] == chosen["record_id"] and i["municipality_code"] in self._inside() for i in items
        )

    def _inside(self) -> set[str]:
        return {town for town, *_ in self._rows(self.year)}

    def _moves(self, key: str) -> float:
        before, now = (
            {town: group for town, group, *_ in self._rows(year)} for year in (self.year - 1, self.year)
        )
        return recount_plans.moves(key, before, now)

    def _route(self) -> RouteAgain:
        if not self._routes:
            self._routes.append(RouteAgain(self.reader, self.journal, self.scope.plan))
        return self._routes[0]

    def _ranked(self) -> dict[str, dict[str, Any]]:
        if not self._ranking:
            rows = ranking.ranking(self.reader, self.journal).to_dict("records")
            self._ranking = {str(row["code"]): row for row in rows}
        return self._ranking

    def _rank(self, kind: str, code: str) -> float:
        """A score is the sum of its contributions; a rank is one more than the towns of a higher score."""
        every = self._ranked()
        if kind in ("ranked", "ranking_shown"):
            inside = len(self._inside() & set(every))
            return float(inside if kind == "ranked" else min(inside, MOST_RANKED))
        scores = {town: sum(row["contributions"].values()) for town, row in every.items()}
        if kind in ("points", "score"):  # score: of decks before 2026-11-26, which wrote it out of 100
            return scores[code] * (1 if kind == "points" else 100)
        if kind == "rank":
            mine = round(scores[code], SAME_SCORE)
            return 1.0 + sum(round(score, SAME_SCORE) > mine for score in scores.values())
        return float(every[code][kind])
