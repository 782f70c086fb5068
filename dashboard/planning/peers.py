"""参考団体: towns like this one that implement, view by view. Never a league table: no rank, no score of theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.planning import likeness, spec, survey_answers
from dashboard.planning.facts import IMPLEMENTING
from dashboard.planning.inputs import RankingInputs
from dashboard.planning.score import Floats
from dashboard.planning.survey_answers import RoundChoices
from dashboard.words import words

Record = dict[str, Any]
LABELS = {
    "population": "人口",
    "aging_65": "65歳以上の割合",
    "area": "面積",
    "kind": "市・町・村の別",
    "functions": "すでにある機能",
    "barriers_then": "以前の課題",
    "barriers_now": "いまの課題（相手は開始前の課題）",
}
UNITS = {"population": "人", "aging_65": "％", "area": "km²"}
UNKNOWN = "わからない"
FUNCTION_WORDS = {
    "existing": "ある",
    "partly": "一部ある",
    "planned": "予定がある",
    "none": "ない",
    "prefecture": "道が実施",
}


@dataclass(frozen=True, eq=False)
class Likeness:
    """Towns (rows) against implementing towns (columns): features 0–1 or unknown, and the distance.

    deciding: the features that the distance goes by. Answers are told beside them: they are known of some towns only.
    """

    inputs: RankingInputs
    towns: pd.DataFrame
    implementing: pd.DataFrame
    deciding: frozenset[str]
    features: dict[str, Floats]
    apart: Floats
    barriers: dict[str, list[RoundChoices]] = field(repr=False)
    functions: dict[str, str] = field(repr=False)
    fictional_functions: frozenset[str] = field(repr=False)
    attended: dict[str, list[Record]] = field(repr=False)
    cases: dict[str, list[Record]] = field(repr=False)
    records: dict[str, Record] = field(repr=False)


def compare(inputs: RankingInputs) -> Likeness:
    """Every town against every town that implements, on the day of the frames."""
    towns = inputs.towns.set_index("municipality_code")
    others = towns[towns["status_code"] == IMPLEMENTING]
    barriers = survey_answers.choices(inputs.answers, "barriers")
    functions = survey_answers.functions(inputs.answers)
    mine, theirs = list(towns.index), list(others.index)
    features = {
        name: likeness.numbers(towns, others, name, likeness.span(towns[name], name))
        for name in likeness.NUMBERS
    }
    features["kind"] = likeness.same(towns["kind"], others["kind"])
    apart = likeness.distance(features, spec.rules().features)
    deciding = frozenset(features)
    features["functions"] = likeness.functions(functions.reindex(mine), functions.reindex(theirs))
    began: dict[str, Any] = dict(zip(others.index, others["began"], strict=True))
    then = [_code_set(_before(barriers.get(code), began[code])) for code in theirs]
    features["barriers_then"] = likeness.sets([_code_set(_older(barriers.get(code))) for code in mine], then)
    features["barriers_now"] = likeness.sets([_code_set(_newest(barriers.get(code))) for code in mine], then)
    asked = (
        inputs.answers["question_id"].str.startswith(survey_answers.FUNCTION) & inputs.answers["is_synthetic"]
    )
    names = inputs.measures[["code", "label_ja"]].rename(columns={"code": "measure", "label_ja": "label"})
    there = inputs.attendance.rename(columns={"measure_code": "measure"}).merge(
        names, on="measure", how="left"
    )
    return Likeness(
        inputs=inputs,
        towns=towns,
        implementing=others,
        deciding=deciding,
        features=features,
        apart=apart,
        barriers=barriers,
        functions=_function_words(functions),
        fictional_functions=frozenset(inputs.answers.loc[asked, "municipality_code"]),
        attended=_listed(there[there["municipality_code"].isin(theirs)].drop(columns="activity_id")),
        cases=_listed(inputs.cases),
        records={code: rows[0] for code, rows in _listed(inputs.towns).items()},
    )


def of_town(likeness_: Likeness, town: str, most: int | None = None) -> list[Record]:
    """The towns most like a town, nearest first; itself is none of them.

    code, name, distance (0 = alike in all figures), began (fiscal year), barriers_before and
    barriers_fiscal_year, measures (those it took part in between), alike (one record a feature: feature, label,
    mine, theirs, likeness, decides: whether the distance goes by it), case (statements on a leading case), is_synthetic.
    """
    row = list(likeness_.towns.index).index(town)
    apart = likeness_.apart[row]
    order = [place for place in np.argsort(apart, kind="stable") if not np.isnan(apart[place])]
    chosen = [place for place in order if likeness_.implementing.index[place] != town]
    return [_story(likeness_, town, row, int(place)) for place in chosen[: most or spec.rules().peers_shown]]


def _story(known: Likeness, town: str, row: int, place: int) -> Record:
    code = str(known.implementing.index[place])
    peer = known.records[code]
    began: int | None = None if pd.isna(peer["began"]) else int(peer["began"])
    before = _before(known.barriers.get(code), began)
    between = _measures_between(known, code, before, began)
    alike = _alike(known, town, code, row, place)
    fictional = bool(
        peer["is_synthetic"]
        or (before is not None and before.is_synthetic)
        or any(record["is_synthetic"] for record in between)
        or any(record["is_synthetic"] for record in alike)
    )
    return {
        "code": code,
        "name": str(peer["name"]),
        "distance": words.half_up(float(known.apart[row, place]), 4),
        "began": began,
        "barriers_before": list(before.labels) if before else [],
        "barriers_fiscal_year": before.fiscal_year if before else None,
        "measures": between,
        "alike": alike,
        "case": known.cases.get(code, []),
        "is_synthetic": fictional,
    }


def _alike(known: Likeness, town: str, other: str, row: int, place: int) -> list[Record]:
    found = []
    for name, matrix in known.features.items():
        value = matrix[row, place]
        mine, theirs, fictional = _value_labels(known, name, town, other)
        found.append(
            {
                "feature": name,
                "label": LABELS[name],
                "mine": mine,
                "theirs": theirs,
                "decides": name in known.deciding,
                "likeness": None if np.isnan(value) else words.half_up(float(value), 3),
                "is_synthetic": fictional and not np.isnan(value),
            }
        )
    return found


def _value_labels(known: Likeness, feature: str, town: str, other: str) -> tuple[str, str, bool]:
    mine, theirs = known.records[town], known.records[other]
    if feature in UNITS:
        return _number(mine[feature], feature), _number(theirs[feature], feature), False
    if feature == "kind":
        return str(mine["kind"]), str(theirs["kind"]), False
    if feature == "functions":
        fictional = bool(known.fictional_functions & {town, other})
        return known.functions.get(town, UNKNOWN), known.functions.get(other, UNKNOWN), fictional
    rounds = known.barriers.get(town)
    mine_stated = _older(rounds) if feature == "barriers_then" else _newest(rounds)
    their_stated = _before(known.barriers.get(other), theirs["began"])
    marks = [stated_.is_synthetic for stated_ in (mine_stated, their_stated) if stated_ is not None]
    return _choices(mine_stated), _choices(their_stated), any(marks)


def _number(value: object, feature: str) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return UNKNOWN
    digits = 0 if feature == "population" else 1
    return f"{words.decimal(float(str(value)), digits)}{UNITS[feature]}"


def _function_words(functions: pd.DataFrame) -> dict[str, str]:
    """By town: ある7・一部ある4・ない2."""
    found = {}
    for town, row in zip(functions.index, functions.to_dict("records"), strict=True):
        given = list(row.values())
        counts = [(word, given.count(code)) for code, word in FUNCTION_WORDS.items()]
        found[str(town)] = "・".join(f"{word}{count}" for word, count in counts if count)
    return found


def _choices(choices: RoundChoices | None) -> str:
    return UNKNOWN if choices is None else "、".join(choices.labels) or "特に課題はない"


def _measures_between(
    known: Likeness, code: str, before: RoundChoices | None, began: int | None
) -> list[Record]:
    """What the town took part in before it began: from the year of the stated barrier on, else all that is known."""
    until = date(began, 4, 1) if began else known.inputs.day
    since = date(before.fiscal_year, 4, 1) if before else date.min
    found = []
    for row in known.attended.get(code, []):
        day = pd.Timestamp(row["held_on"]).date()
        if since <= day < until:
            found.append({**row, "held_on": day.isoformat(), "is_synthetic": bool(row["is_synthetic"])})
    return found


def _listed(frame: pd.DataFrame) -> dict[str, list[Record]]:
    """Rows by town."""
    found: dict[str, list[Record]] = {}
    for row in frame.to_dict("records"):
        town = str(row.pop("municipality_code"))
        found.setdefault(town, []).append({str(name): value for name, value in row.items()})
    return found


def _code_set(choices: RoundChoices | None) -> frozenset[str] | None:
    return None if choices is None else frozenset(choices.real_codes)


def _newest(rounds: list[RoundChoices] | None) -> RoundChoices | None:
    return rounds[0] if rounds else None


def _older(rounds: list[RoundChoices] | None) -> RoundChoices | None:
    return rounds[1] if rounds and len(rounds) > 1 else None


def _before(rounds: list[RoundChoices] | None, began: object) -> RoundChoices | None:
    """The newest round before the year in which a town began."""
    if began is None or pd.isna(began):  # type: ignore[call-overload]
        return _newest(rounds)
    return next((one for one in rounds or [] if one.fiscal_year < int(str(began))), None)
