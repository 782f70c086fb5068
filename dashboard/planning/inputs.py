"""The input frames of the ranking: query results as they were known on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd


@dataclass(frozen=True, eq=False)
class RankingInputs:
    """The input frames as known on one day.

    towns: one row per municipality: municipality_code, name, kind, subprefecture_code, size_class, group_code,
        status_code, status_label, status_fiscal_year, start_fiscal_year, began (year it began, implementing only),
        status_as_of, status_known_on, is_synthetic (of the status), population, aging_65, aging_75, persons
        (a household), area, density; figures that were not known on the day are missing.
    answers: one row per answer: municipality_code, fiscal_year, question_id, question, option_code, option_label,
        value, rank, answer_state, is_synthetic, file, sheet, cell, raw_text.
    returns: one row per municipality and round: fiscal_year, municipality_code, state, days_late, deadline, is_synthetic.
    attendance: one row per municipality at an activity: municipality_code, activity_id, measure_code, title, held_on,
        is_synthetic. activities: one row per activity: activity_id, measure_code, title, held_on, is_synthetic.
    adjacency: municipality_code, neighbour_code.
    reported_statuses: one row per reported status: municipality_code, fiscal_year, as_of, known_on, status_code,
        start_fiscal_year, is_synthetic, file, sheet, cell, document (which says it).
    barrier_measure: barrier_code, barrier_label, measure_code, measure_label, reason, briefing_words,
        is_provisional, file, cell. measures: code, label_ja, short_label. supports: code, label_ja.
    cases: municipality_code, topic, statement, publisher, source_place.
    contacts: municipality_code, contacted_on, means, owner; None where there is no journal; trouble: why it cannot
        be read; recorded_since: the day on which the first of them was written down, None where none was.
    """

    day: date
    towns: pd.DataFrame
    answers: pd.DataFrame
    returns: pd.DataFrame
    attendance: pd.DataFrame
    activities: pd.DataFrame
    adjacency: pd.DataFrame
    reported_statuses: pd.DataFrame
    barrier_measure: pd.DataFrame
    measures: pd.DataFrame
    cases: pd.DataFrame
    contacts: pd.DataFrame | None = None
    trouble: str = ""
    recorded_since: date | None = None
