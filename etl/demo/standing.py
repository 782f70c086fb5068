"""What a town has in place: meetings, staff, the functions of 第1号イ to 第6号. Little changes between rounds."""

from __future__ import annotations

from collections.abc import Mapping

from etl.demo.draw import weighted
from etl.demo.situation import Situation
from etl.readers import vocabulary
from etl.survey.form.questions import PlainAnswer, Question

# Chance by stage that a meeting is established, in the first round; half of the rest at PLANNED_MEETING.
MEETING = {
    "meeting_internal": {"implementing": 1.0, "preparing": 0.85, "planned": 0.65, "undecided": 0.3},
    "meeting_support": {"implementing": 1.0, "preparing": 0.5, "planned": 0.3, "undecided": 0.08},
}
NO_STAGE_MEETING = {"meeting_internal": 0.15, "meeting_support": 0.03}
PLANNED_MEETING = {"implementing": 1.0, "preparing": 0.8, "planned": 0.6, "undecided": 0.2}
NEXT_MEETING = {
    "established": {"established": 0.96, "none": 0.04},
    "planned": {"established": 0.4, "planned": 0.5, "none": 0.1},
    "none": {"none": 0.92, "planned": 0.05, "established": 0.03},
}
# Persons (full time; beside other work) by size class, each number as likely as it is often listed.
STAFF = {
    "staff_full_time": {
        "under_5k": (0, 0, 0, 0, 1),
        "5k_10k": (0, 0, 0, 1),
        "10k_30k": (0, 0, 1, 1, 2),
        "30k_100k": (0, 1, 2, 3),
        "over_100k": (1, 2, 3, 4, 6),
    },
    "staff_concurrent": {
        "under_5k": (1, 1, 2, 2, 3),
        "5k_10k": (1, 2, 2, 3, 4),
        "10k_30k": (1, 2, 3, 4),
        "30k_100k": (2, 3, 4, 5),
        "over_100k": (2, 4, 5, 8),
    },
}
STAFF_CHANGES = {0: 0.8, 1: 0.1, -1: 0.1}
# How the state of a function goes on; a plan for one of the new functions by stage.
NEXT_FUNCTION = {
    "existing": {"existing": 0.99, "partly": 0.01},
    "partly": {"partly": 0.9, "existing": 0.1},
    "planned": {"planned": 0.55, "partly": 0.25, "existing": 0.1, "none": 0.1},
    "none": {"none": 0.93, "partly": 0.04, "planned": 0.03},
}
PLANNED_FUNCTION = {"preparing": 0.7, "planned": 0.6, "undecided": 0.15}
IN_PLACE = "existing"


def meeting(situation: Situation, question: Question, _: Mapping[str, PlainAnswer]) -> PlainAnswer | None:
    stage, rng = situation.state.status, situation.rng(question.id)
    if stage == "implementing":
        return "established"
    before = situation.was(question.id)
    if isinstance(before, str) and before in NEXT_MEETING:
        return weighted(rng, NEXT_MEETING[before])
    chance = MEETING[question.id].get(stage, NO_STAGE_MEETING[question.id])
    if rng.random() < chance:
        return "established"
    return "planned" if rng.random() < PLANNED_MEETING.get(stage, 0.03) else "none"


def staff(situation: Situation, question: Question, _: Mapping[str, PlainAnswer]) -> PlainAnswer:
    before, rng = situation.was(question.id), situation.rng(question.id)
    least = int(question.id == "staff_concurrent" or situation.state.status == "implementing")
    if isinstance(before, int):
        return max(least, before + weighted(rng, STAFF_CHANGES))
    return max(least, rng.choice(STAFF[question.id][situation.town.size_class]))


def function(situation: Situation, question: Question, _: Mapping[str, PlainAnswer]) -> PlainAnswer | None:
    """Towns that implement have all functions: the programme consists of them."""
    stage, rng = situation.state.status, situation.rng(question.id)
    if stage == "implementing":
        return IN_PLACE
    before = situation.was(question.id)
    if isinstance(before, str) and before in NEXT_FUNCTION:
        return weighted(rng, NEXT_FUNCTION[before])
    row = next((r for r in vocabulary.rows("demo_functions") if r["code"] == question.item_code), None)
    if row is None:
        return None
    side = "city" if situation.is_city else "town"
    existing, partly = float(row[f"{side}_existing"]), float(row[f"{side}_partly"])
    draw = rng.random()
    if draw < existing + partly:
        return IN_PLACE if draw < existing else "partly"
    is_planned = row["new"] == "1" and rng.random() < PLANNED_FUNCTION.get(stage, 0.02)
    return "planned" if is_planned else "none"
