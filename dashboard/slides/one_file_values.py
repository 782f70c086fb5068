"""The values of a row of the 配付用の1ファイル once more, from the plain rows of the warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dashboard.chart_data.recount import RecountContext
from dashboard.export.one_file.readable import Content
from dashboard.queries import recount as queries
from dashboard.words import words

ANSWERED = ("answered", "none")
NAME = "市町村名"


class Value(NamedTuple):
    """One value of a municipality's row, as it stands and as the warehouse gives it. item: what it is, in words."""

    item: str
    stands: object
    right: object


class RowValues:
    """What the warehouse gives for each value that a file holds of a municipality.

    facts: by code; answers: (code, survey) → state of the answer on barriers, and rank (0: none) by barrier stated.
    """

    def __init__(self, context: RecountContext, content: Content) -> None:
        self.context = context
        self.content = content
        self.facts = {str(row["municipality_code"]): row for row in context.rows(queries.names_and_figures)}
        self.states = {
            (row["municipality_code"], str(row["fiscal_year"])): row for row in context.all_states()
        }
        self.answers = self._answers()
        self.functions = self._functions()
        self.returns: dict[str, dict[str, dict[str, Any]]] = {}

    def of(self, code: str, town: dict[str, Any]) -> Iterator[Value]:
        """Every value of a row, beside what the plain rows of the warehouse give."""
        facts = self.facts[code]
        yield Value(NAME, town["name"], facts["name"])
        yield Value("人口", town["population"], _whole(facts["population"]))
        yield Value("65歳以上の割合", town["aging"], _rounded(facts["aging_rate_pct"], 1))
        yield Value("面積", town["km2"], _rounded(facts["area_km2"], 2))
        state = self.states[code, str(self.context.year)]
        yield Value("振興局", town["area"], state["subprefecture_code"])
        size = state["size_class"]
        yield Value("人口規模", town["size"], size if isinstance(size, str) else "")
        for year, stands in town["states"].items():
            right = self.states.get((code, year), {})
            label = words.fiscal_year(int(year))
            yield Value(f"{label}の状態", stands["group"], right.get("group_code"))
            yield Value(f"{label}の開始年度", stands["start"], _whole(right.get("start_fiscal_year")))
        for survey in self.content["barriers"]:
            year = str(survey["year"])
            stands, right = town["barriers"].get(year, {}), self.answers.get((code, year), {})
            label = f"{words.fiscal_year(int(year))}の課題"
            yield Value(f"{label}への答え方", stands.get("state"), right.get("state"))
            for option, option_label in survey["items"]:
                yield Value(
                    f"{label}「{option_label}」",
                    stands.get("stated", {}).get(option),
                    right.get("stated", {}).get(option),
                )
        for layer in self.content["layers"]:
            if layer["family"] in ("function", "return"):
                yield from self._layer_values(code, town, layer)

    def _layer_values(self, code: str, town: dict[str, Any], layer: dict[str, Any]) -> Iterator[Value]:
        held = town["layers"].get(layer["code"], {})
        for year in (str(one["year"]) for one in self.content["years"]):
            if layer["family"] == "return":
                right = self._return_class(code, year)
            else:
                right = self.functions.get((code, year, layer["code"]))
            if right is not None or year in held:
                yield Value(f"{words.fiscal_year(int(year))}の{layer['label']}", held.get(year), right)

    def _return_class(self, code: str, year: str) -> str | None:
        if year not in self.returns:
            rows = self.context.rows(queries.returns, int(year))
            self.returns[year] = {str(row["municipality_code"]): row for row in rows}
        row = self.returns[year].get(code)
        if row is None:
            return None
        if row["state"] == "waiting":
            return "waiting"
        return "late" if (_whole(row["days_late"]) or 0) > 0 else "on_time"

    def _answers(self) -> dict[tuple[str, str], dict[str, Any]]:
        """(municipality, survey) → state of its answer on barriers, and rank (0: none) by barrier that it stated."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for row in self.context.rows(queries.barrier_answers):
            key = (str(row["municipality_code"]), str(row["fiscal_year"]))
            answer = found.setdefault(key, {"state": row["state"], "stated": {}})
            if isinstance(row["barrier_code"], str):
                answer["stated"][row["barrier_code"]] = _whole(row["rank"]) or 0
        return found

    def _functions(self) -> dict[tuple[str, str, str], str]:
        found = {}
        for row in self.context.rows(queries.function_answers):
            key = (str(row["municipality_code"]), str(row["fiscal_year"]), str(row["question_id"]))
            if row["is_by_prefecture"]:
                found[key] = "prefecture"
            elif row["answer_state"] == "answered" and isinstance(row["option_code"], str):
                found[key] = row["option_code"]
        return found


def _whole(value: Any) -> int | None:
    return None if value is None or value != value else int(value)


def _rounded(value: Any, digits: int) -> float | None:
    return None if value is None or value != value else words.half_up(float(value), digits)
