"""Small towns that might begin together, as the data have them: towns, ways in winter, functions and joint bodies."""

from __future__ import annotations

import pandas as pd

from dashboard.planning import joint_groups as grouping
from dashboard.planning import spec, survey_answers
from dashboard.planning.joint_groups import JointGroups
from dashboard.queries import joint_groups as queries
from dashboard.queries import planning, visits
from dashboard.services import routes
from dashboard.warehouse.reader import Reader


def joint_groups(reader: Reader) -> JointGroups:
    """Made once of each state of the data."""
    return reader.once("joint groups", lambda: _made(reader))


def answers(reader: Reader) -> pd.DataFrame:
    """The answers that the groups are made of, with their cells: survey_answers.function_rows."""
    return survey_answers.function_rows(planning.answers(reader))


def is_synthetic(reader: Reader) -> bool:
    """Whether the options rest on fictional answers or tables."""
    used = {code for one in joint_groups(reader).options for code in one.towns}
    rows = answers(reader)
    bodies = queries.bodies(reader)
    of_answers = rows.loc[rows["municipality_code"].isin(used), "is_synthetic"].astype(bool).any()
    return bool(of_answers or bodies["is_synthetic"].astype(bool).any())


def _made(reader: Reader) -> JointGroups:
    return grouping.joint_groups(
        planning.towns(reader),
        visits.neighbours(reader),
        routes.times(reader, spec.joint_rules().month),
        survey_answers.functions(planning.answers(reader)),
        queries.bodies(reader),
    )
