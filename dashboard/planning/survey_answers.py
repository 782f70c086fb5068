"""Answers in the 調査票 by municipality: the options chosen in each round, and free text with its cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

TOWN_YEAR = ["municipality_code", "fiscal_year"]
NOTHING = "none"
FUNCTION = "function_"
# Free text that may be quoted to a town; who answered (contact) is not quoted.
OWN_WORDS = ("barriers_other", "support_wanted_other", "comments")


@dataclass(frozen=True)
class RoundChoices:
    """The options a municipality chose in one round: codes with labels, the most important first."""

    fiscal_year: int
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    is_synthetic: bool

    @property
    def real_codes(self) -> tuple[str, ...]:
        """Without 「特にない」."""
        return tuple(code for code in self.codes if code != NOTHING)


def choices(answers: pd.DataFrame, question: str) -> dict[str, list[RoundChoices]]:
    """By town, its answers to a question of several choices, the newest round first. A blank is no answer."""
    chosen = answers[
        (answers["question_id"] == question)
        & (answers["answer_state"] == "answered")
        & answers["option_code"].notna()
    ]
    order = answers.loc[answers["question_id"] == f"{question}_top", [*TOWN_YEAR, "option_code", "rank"]]
    merged = chosen.drop(columns="rank").merge(
        order.dropna().drop_duplicates([*TOWN_YEAR, "option_code"]),
        on=[*TOWN_YEAR, "option_code"],
        how="left",
    )
    merged["rank"] = pd.to_numeric(merged["rank"]).astype("float64").fillna(99)
    merged = merged.sort_values([*TOWN_YEAR, "rank"], ascending=[True, False, True], kind="stable")
    found: dict[str, list[RoundChoices]] = {}
    labelled = merged.assign(label=merged["option_label"].fillna(merged["value"]))
    columns = (labelled[name].tolist() for name in (*TOWN_YEAR, "option_code", "label", "is_synthetic"))
    # the rows of a town's round follow one another; a group of pandas for each would take ten times as long
    for (town, year), rows in groupby(zip(*columns, strict=True), key=lambda row: row[:2]):
        _, _, codes, labels, synthetic = map(list, zip(*rows, strict=True))
        if len(codes) > 1 and NOTHING in codes:  # both 「特にない」 and something: the something counts
            labels.pop(codes.index(NOTHING))
            codes.remove(NOTHING)
        found.setdefault(str(town), []).append(
            RoundChoices(int(year), tuple(codes), tuple(labels), any(synthetic))
        )
    return found


def function_rows(answers: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality and function, of the newest round in which it answered any: answers' columns."""
    rows = answers[
        answers["question_id"].str.startswith(FUNCTION)
        & (answers["answer_state"] == "answered")
        & answers["option_code"].notna()
    ]
    newest = rows.groupby("municipality_code")["fiscal_year"].transform("max")
    return rows[rows["fiscal_year"] == newest].drop_duplicates(["municipality_code", "question_id"])


def functions(answers: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality (index) and one column a function, of the newest round that names any: the answer's code."""
    rows = function_rows(answers)
    if rows.empty:
        return pd.DataFrame(index=pd.Index([], name="municipality_code"))
    return rows.pivot(index="municipality_code", columns="question_id", values="option_code")


def quotes(answers: pd.DataFrame, towns: Iterable[str] | None = None) -> pd.DataFrame:
    """One row per text in a town's own words, the newest first: answers' columns."""
    said = answers[answers["question_id"].isin(OWN_WORDS) & (answers["answer_state"] == "answered")]
    if towns is not None:
        said = said[said["municipality_code"].isin(list(towns))]
    return said.sort_values(
        ["fiscal_year", "municipality_code", "question_id"], ascending=[False, True, True], kind="stable"
    )
