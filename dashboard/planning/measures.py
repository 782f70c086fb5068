"""What to bring to a town: measures that answer its barriers, support it wants and has not had, its own words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.planning import spec, survey_answers
from dashboard.planning.inputs import RankingInputs
from dashboard.planning.survey_answers import RoundChoices
from dashboard.words import eras, raw_files

Record = dict[str, Any]
MOST_QUOTES = 4
# Reasons that name no lack: a town that says its people are in touch already is brought nothing for it.
NO_LACK = frozenset({"linked_already"})


def by_town(inputs: RankingInputs) -> dict[str, list[Record]]:
    """By town: one record a measure to bring, those that answer the heaviest barriers first.

    measure (code), label, answers (list of {barrier, label, reason, source, is_provisional}), wanted (words of the
    support that the town asked for), had (when the town took part), fiscal_year of the answer, is_synthetic.
    """
    barriers = survey_answers.choices(inputs.answers, "barriers")
    wanted = survey_answers.choices(inputs.answers, "support_wanted")
    had = taken_part(inputs)
    table: dict[str, list[Record]] = {}
    for row in inputs.barrier_measure.to_dict("records"):
        if row["barrier_code"] not in NO_LACK:
            table.setdefault(str(row["barrier_code"]), []).append({str(k): v for k, v in row.items()})
    names = dict(zip(inputs.measures["code"], inputs.measures["label_ja"], strict=True))
    return {
        town: _bring(_newest(barriers.get(town)), _newest(wanted.get(town)), table, names, had.get(town, {}))
        for town in inputs.towns["municipality_code"]
    }


def label(measure: Record) -> str:
    """A measure to bring as it is named; 仮 where a provisional table says that it answers a barrier."""
    tentative = any(answer["is_provisional"] for answer in measure["answers"])
    return f"{measure['label']}（仮）" if tentative else str(measure["label"])


def taken_part(inputs: RankingInputs) -> dict[str, dict[str, list[str]]]:
    """By town and measure: when it took part (by the attendance lists, and as it says itself)."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in inputs.attendance.to_dict("records"):
        day = pd.Timestamp(row["held_on"])
        said = f"{day.year}年{day.month}月{day.day}日「{row['title']}」"
        found.setdefault(str(row["municipality_code"]), {}).setdefault(str(row["measure_code"]), []).append(
            said
        )
    for town, rounds in survey_answers.choices(inputs.answers, "participation").items():
        for code in rounds[0].real_codes:
            listed = found.setdefault(town, {}).setdefault(code, [])
            if not listed:
                listed.append(f"{eras.fiscal_year(rounds[0].fiscal_year)}の調査票で「参加・活用した」と回答")
    return found


def not_given(inputs: RankingInputs) -> dict[str, list[Record]]:
    """By town: one record a support that it wants and for which it took part in nothing of ours yet.

    support (code), label, measure (code of what would answer it, "" where none of ours does), measure_label.
    """
    had = taken_part(inputs)
    names = dict(zip(inputs.measures["code"], inputs.measures["label_ja"], strict=True))
    answered = spec.rules().support
    found: dict[str, list[Record]] = {}
    for town, rounds in survey_answers.choices(inputs.answers, "support_wanted").items():
        for code, label in zip(rounds[0].codes, rounds[0].labels, strict=True):
            measure = answered.get(code, "")
            if code != survey_answers.NOTHING and not had.get(town, {}).get(measure):
                record: Record = {"support": code, "label": label, "measure": measure}
                record |= {"measure_label": names.get(measure, ""), "is_synthetic": rounds[0].is_synthetic}
                found.setdefault(town, []).append(record)
    return found


def talking_points(inputs: RankingInputs, town: str) -> list[Record]:
    """A town's own words, the newest first: text, question, fiscal_year, file, sheet, cell, is_synthetic."""
    columns = ["value", "question", "fiscal_year", "file", "sheet", "cell", "is_synthetic"]
    rows = (
        survey_answers.quotes(inputs.answers, [town])
        .head(MOST_QUOTES)[columns]
        .rename(columns={"value": "text"})
    )
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _newest(rounds: list[RoundChoices] | None) -> RoundChoices | None:
    return rounds[0] if rounds else None


def _bring(
    barriers: RoundChoices | None,
    wanted: RoundChoices | None,
    table: dict[str, list[Record]],
    names: dict[str, str],
    had: dict[str, list[str]],
) -> list[Record]:
    found: dict[str, Record] = {}

    def record(measure: str, source: RoundChoices) -> Record:
        if measure not in found:
            found[measure] = {
                "measure": measure,
                "label": names.get(measure, measure),
                "answers": [],
                "wanted": [],
                "had": had.get(measure, []),
                "fiscal_year": source.fiscal_year,
                "is_synthetic": False,
            }
        found[measure]["is_synthetic"] |= source.is_synthetic
        return found[measure]

    if barriers is not None:
        for code in barriers.real_codes:
            for row in table.get(code, []):
                record(str(row["measure_code"]), barriers)["answers"].append(_answer(code, row))
    if wanted is not None:
        for code, label in zip(wanted.codes, wanted.labels, strict=True):
            measure = spec.rules().support.get(code, "")
            if measure:
                record(measure, wanted)["wanted"].append(label)
    return list(found.values())


def _answer(barrier: str, row: Record) -> Record:
    return {
        "barrier": barrier,
        "label": row["barrier_label"],
        "reason": row["reason"],
        "source": f"{row['briefing_words']}　{raw_files.of_row(row)}",
        "is_provisional": bool(row["is_provisional"]),
    }
