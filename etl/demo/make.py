"""`etl demo`: fictional returns and activities, written under */demo/ of data/raw and nowhere else."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from etl import fiscal_year as years
from etl.demo import files
from etl.demo.activities import ActivityPlan, plan_activities
from etl.demo.rounds import RoundPlan, plan_round
from etl.demo.situation import Situation
from etl.demo.states import State, first_states, next_states
from etl.demo.world import DemoRefusedError, World, read_world
from etl.survey.form.loading import form_path, load_form
from etl.survey.form.questions import Form

SEED = 2023
FIRST_YEAR, LAST_YEAR = 2022, 2023
DEMO = "demo"
DEMO_FOLDERS = ("survey/*/demo", "activities/demo")


@dataclass(frozen=True)
class RoundReport:
    """One round. `files` ≥ `returned`: some towns send their answer again. `defects`: how many of each kind."""

    fiscal_year: int
    returned: int
    missing: int
    late: int
    files: int
    defects: Mapping[str, int]


@dataclass(frozen=True)
class DemoReport:
    """What was written. `folders`: the demo folders, under data/raw."""

    seed: int
    rounds: tuple[RoundReport, ...]
    activities: int
    attendances: int
    folders: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class DemoPlan:
    """The whole content of the demo, before any file is drawn."""

    world: World
    rounds: tuple[RoundPlan, ...]
    activities: ActivityPlan


def run(
    raw: Path,
    fiscal_year: int = LAST_YEAR,
    seed: int = SEED,
    on_progress: Callable[[str], None] = lambda _: None,
) -> DemoReport:
    """Write the rounds from 令和4年度 to `fiscal_year`, and the activities of these years.

    The same data/raw and seed give the same bytes. Everything is drawn before anything is written; an earlier
    demo is replaced. `on_progress` receives messages in Japanese. Raises DemoRefusedError, FormError, FileNotFoundError.
    """
    started = time.perf_counter()
    plan = plan_demo(raw, fiscal_year, seed)
    folders = {"activities/demo": files.activity_files(plan.world, plan.activities)}
    before: RoundPlan | None = None
    for round_plan in plan.rounds:
        content = files.return_files(
            round_plan, before.form if before else None, before.answers_on_file if before else {}, on_progress
        )
        folders[f"survey/{years.short_label(round_plan.form.fiscal_year)}/{DEMO}"] = content
        before = round_plan
    remove(raw)
    for folder, content in folders.items():
        for place, data in content.items():
            path = raw / folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return DemoReport(
        seed=seed,
        rounds=tuple(_report(round_plan) for round_plan in plan.rounds),
        activities=len(plan.activities.events),
        attendances=len(plan.activities.attendances),
        folders=tuple(sorted(folders)),
        seconds=round(time.perf_counter() - started, 2),
    )


def remove(raw: Path) -> tuple[str, ...]:
    """Delete all demo folders; the tree is as it was before the demo. Returns the folders deleted."""
    found = sorted(path for pattern in DEMO_FOLDERS for path in raw.glob(pattern) if path.is_dir())
    for path in found:
        shutil.rmtree(path)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return tuple(path.relative_to(raw).as_posix() for path in found)


def plan_demo(raw: Path, fiscal_year: int = LAST_YEAR, seed: int = SEED) -> DemoPlan:
    """The whole content of the demo, without drawing it."""
    if not FIRST_YEAR <= fiscal_year <= LAST_YEAR:
        raise DemoRefusedError(
            f"架空データを作れるのは {years.label(FIRST_YEAR)}から{years.label(LAST_YEAR)}までです"
            f"（--fiscal-year {FIRST_YEAR} か {LAST_YEAR}）。"
        )
    world = read_world(raw)
    forms = [load_form(form_path(raw, year)) for year in range(FIRST_YEAR, fiscal_year + 1)]
    states = first_states(world, forms[0], seed)
    activities = plan_activities(world, {FIRST_YEAR: states}, fiscal_year, seed)
    rounds: list[RoundPlan] = []
    for form in forms:
        before = rounds[-1] if rounds else None
        if before is not None:
            states = next_states(world, form, states, _supported(world, activities, before.form, form), seed)
        rounds.append(plan_round(_situations(world, form, states, activities, before, seed)))
    return DemoPlan(world, tuple(rounds), activities)


def _supported(world: World, activities: ActivityPlan, before: Form, now: Form) -> frozenset[str]:
    return frozenset(
        town.code for town in world.towns if activities.attended(town.code, before.as_of, now.as_of)
    )


def _situations(
    world: World,
    form: Form,
    states: Mapping[str, State],
    activities: ActivityPlan,
    before: RoundPlan | None,
    seed: int,
) -> list[Situation]:
    day_before = before.form.as_of if before else None
    return [
        Situation(
            world=world,
            town=town,
            form=form,
            state=states[town.code],
            before=before.answers[town.code] if before else None,
            attended=activities.attended(town.code, None, form.as_of),
            attended_since=activities.attended(town.code, day_before, form.as_of),
            seed=seed,
        )
        for town in world.towns
    ]


def _report(plan: RoundPlan) -> RoundReport:
    planted = [item.defect for item in plan.returns if item.defect]
    return RoundReport(
        fiscal_year=plan.form.fiscal_year,
        returned=len({item.town.code for item in plan.returns}),
        missing=len(plan.missing),
        late=len(plan.late),
        files=len(plan.returns),
        defects={code: planted.count(code) for code in dict.fromkeys(planted)},
    )
