"""The demo: fiction beside the facts, flagged at its source, the same for the same seed, and gone when told."""

import csv
import hashlib
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from etl import demo, fiscal_year
from etl.survey.questions import applies
from tests.etl.raw_copy import copy_raw, register

SHEET = "調査票"
# FACTS.md: first fiscal year of those that implement; what single towns announced for later.
REAL_STARTS = {
    **dict.fromkeys(("01337", "01433", "01452", "01544"), 2021),
    **dict.fromkeys(("01204", "01631", "01642"), 2022),
    **dict.fromkeys(("01581", "01634", "01643"), 2023),
}
ANNOUNCED_STARTS = {"01641": 2024, "01236": 2025, "01213": 2025}
PREPARING_IN_R5 = "01662"
LABELS = {
    "実施中": "implementing",
    "移行準備事業を実施": "preparing",
    "実施予定（開始年度決定）": "planned",
    "実施予定・検討中（時期未定）": "undecided",
    "検討中": "undecided",
    "実施予定なし": "no_plan",
}

Tree = dict[str, str]


def tree(raw: Path) -> Tree:
    """Every file and folder with the hash of its content."""
    return {
        path.relative_to(raw).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in raw.rglob("*")
    }


@pytest.fixture(scope="module")
def life_of_r4(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tree, Tree, Tree]:
    """The tree before the demo of R4 alone, with it, and after it was removed."""
    raw = copy_raw(tmp_path_factory.mktemp("demo_r4") / "raw")
    before = tree(raw)
    demo.run(raw, 2022)
    after = tree(raw)
    assert demo.remove(raw) == ("activities/demo", "survey/R4/demo")
    return before, after, tree(raw)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of data/raw with the whole demo; not to be changed."""
    raw = copy_raw(tmp_path_factory.mktemp("demo") / "raw")
    demo.run(raw)
    return raw


@pytest.fixture(scope="module")
def plan(raw: Path) -> demo.DemoPlan:
    return demo.plan_demo(raw)


def workbooks(raw: Path, year: str) -> list[Path]:
    return sorted((raw / "survey" / year / "demo" / "returns").glob("*/*.xlsx"))


def current(raw: Path, year: str) -> dict[str, dict[str, object]]:
    """Municipality code → number of the question → what is written, of the newest return of each town."""
    found: dict[str, dict[str, object]] = {}
    for path in workbooks(raw, year):  # sorted by the day of receipt
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
        code = next(str(cell) for row in rows for cell in row if re.fullmatch(r"01\d{3}", str(cell)))
        found[code] = {str(row[0]): row[2] for row in rows if str(row[0]).startswith("問")}
    return found


def test_only_demo_folders_are_touched(life_of_r4: tuple[Tree, Tree, Tree]) -> None:
    before, after, _ = life_of_r4
    added = set(after) - set(before)
    assert {Path(place).parts[:3] for place in added if Path(place).suffix == ".xlsx"} == {
        ("survey", "R4", "demo")
    }
    assert all("demo" in Path(place).parts for place in added)
    assert {place: after[place] for place in before} == before


def test_removing_leaves_the_tree_as_before(life_of_r4: tuple[Tree, Tree, Tree]) -> None:
    before, _, removed = life_of_r4
    assert removed == before


def test_a_folder_that_only_the_demo_needed_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / "activities" / "demo").mkdir(parents=True)
    demo.remove(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_same_seed_gives_the_same_bytes_and_r4_does_not_depend_on_r5(
    raw: Path, life_of_r4: tuple[Tree, Tree, Tree]
) -> None:
    _, again, _ = life_of_r4
    r4 = {place: digest for place, digest in tree(raw).items() if place.startswith("survey/R4/demo")}
    assert len(r4) > 179
    assert {place: digest for place, digest in again.items() if place.startswith("survey/R4/demo")} == r4


def test_another_seed_tells_another_story_with_the_same_facts(raw: Path, plan: demo.DemoPlan) -> None:
    other = demo.plan_demo(raw, seed=7)
    assert other.rounds[0].answers != plan.rounds[0].answers
    assert Counter(s.status for s in other.rounds[0].states.values()) == Counter(
        s.status for s in plan.rounds[0].states.values()
    )


def test_r4_is_complete_and_its_cells_add_up_to_the_published_totals(raw: Path) -> None:
    answers = current(raw, "R4")
    assert len(answers) == 179
    counted: Counter[str] = Counter()
    for written in answers.values():
        status = LABELS[str(written["問1"])]
        if status == "planned":
            start = fiscal_year.parse(written["問2"]).fiscal_year
            assert start is not None
            status = "start 2023" if start == 2023 else "start later"
            assert start >= 2023
        counted[status] += 1
    assert counted == {"implementing": 7, "start 2023": 3, "start later": 9, "undecided": 77, "no_plan": 83}


def test_r5_has_the_ten_that_really_implement_and_lacks_some_returns(raw: Path) -> None:
    answers = current(raw, "R5")
    implementing = {
        code for code, written in answers.items() if LABELS[str(written["問1"])] == "implementing"
    }
    assert implementing == set(REAL_STARTS)
    first_day: dict[str, date] = {}
    for path in workbooks(raw, "R5"):
        code = next(iter(current_code(path)))
        first_day[code] = min(first_day.get(code, date.max), date.fromisoformat(path.parent.name))
    assert len(first_day) == len(answers) == 170
    assert sum(day > date(2023, 12, 15) for day in first_day.values()) == 6


def current_code(path: Path) -> list[str]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(SHEET).to_python()
    return [str(cell) for row in rows for cell in row if re.fullmatch(r"01\d{3}", str(cell))]


@pytest.mark.parametrize("seed", [1, 2, 3, 2023])
def test_what_is_really_known_is_never_contradicted(raw: Path, seed: int) -> None:
    r4, r5 = demo.plan_demo(raw, seed=seed).rounds
    for code, start in REAL_STARTS.items():
        assert (r4.states[code].status, r4.states[code].start) == (
            "implementing" if start <= 2022 else "planned",
            start,
        )
        assert (r5.states[code].status, r5.states[code].start) == ("implementing", start)
    for code, start in ANNOUNCED_STARTS.items():
        assert r5.states[code].status == "planned"
        assert r5.states[code].start == start
        assert r4.states[code].status in ("planned", "undecided")
        assert r4.states[code].start in (None, start)
    assert (r5.states[PREPARING_IN_R5].status, r5.states[PREPARING_IN_R5].start) == ("preparing", None)
    # The lists of those that implement in R4 and R5 are complete: nobody else does or begins in these years.
    for one in (r4, r5):
        others = [state for code, state in one.states.items() if code not in REAL_STARTS]
        assert all(state.status != "implementing" for state in others)
        assert all(state.start is None or state.start > 2023 for state in others)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_seed_meets_the_published_totals(raw: Path, seed: int) -> None:
    states = demo.plan_demo(raw, 2022, seed).rounds[0].states.values()
    assert Counter(state.status for state in states) == {
        "implementing": 7,
        "planned": 12,
        "undecided": 77,
        "no_plan": 83,
    }
    assert sum(state.start == 2023 for state in states) == 3


def test_every_workbook_says_that_it_is_fiction(raw: Path) -> None:
    for path in [*workbooks(raw, "R4")[::20], *workbooks(raw, "R5")[::20]]:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(SHEET).to_python()
        texts = [str(cell) for row in rows for cell in row]
        assert any("架空データ" in text for text in texts[:5])
        assert any(text.endswith("@example.lg.jp") for text in texts)
        assert "000-0000-0000" in texts
        assert any("　架空 " in text for text in texts)


def test_every_folder_and_every_list_says_that_it_is_fiction(raw: Path) -> None:
    for folder in ("survey/R4/demo", "survey/R5/demo", "activities/demo"):
        assert "架空データ" in (raw / folder / "README.md").read_text(encoding="utf-8").splitlines()[0]
    for name in ("activities.csv", "attendance.csv"):
        path = raw / "activities" / "demo" / name
        with path.open(encoding="utf-8-sig", newline="") as stream:
            assert all(row["備考"] == "架空データ" for row in csv.DictReader(stream))
    with (raw / "activities" / "demo" / "SOURCES.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["file"], row["synthetic"]) for row in rows] == [
        ("activities.csv", "1"),
        ("attendance.csv", "1"),
    ]


def test_answers_are_complete_and_ask_nothing_that_does_not_apply(plan: demo.DemoPlan) -> None:
    for one in plan.rounds:
        for answers in one.answers.values():
            for question in one.form.questions:
                due = applies(question, answers)
                assert due or question.id not in answers
                assert question.id in answers or not (due and question.required)


def test_each_kind_of_defect_is_planted_as_often_as_the_list_says(raw: Path, plan: demo.DemoPlan) -> None:
    vocabulary = Path(demo.__file__).parents[1] / "vocabulary" / "demo_defects.csv"
    with vocabulary.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for one, column in zip(plan.rounds, ("r4", "r5"), strict=True):
        planted = Counter(item.defect for item in one.returns if item.defect)
        assert planted == {row["code"]: int(row[column]) for row in rows if int(row[column])}
        readme = raw / "survey" / column.upper() / "demo" / "README.md"
        assert sum(
            line.startswith("| 01") for line in readme.read_text(encoding="utf-8").splitlines()
        ) == sum(planted.values())


def test_towns_of_which_something_is_known_carry_no_defect_and_are_never_late(plan: demo.DemoPlan) -> None:
    known = {*REAL_STARTS, *ANNOUNCED_STARTS, PREPARING_IN_R5}
    for one in plan.rounds:
        assert not known & {item.town.code for item in one.returns if item.defect}
        assert not known & {*one.missing, *one.late}


def test_a_town_that_chose_wrongly_sends_its_answer_again(plan: demo.DemoPlan) -> None:
    for one in plan.rounds:
        again = [item.town.code for item in one.returns if item.defect == "resubmitted"]
        for code in again:
            first, second = (item for item in one.returns if item.town.code == code)
            assert first.received_on < second.received_on
            assert first.cells["status", ""] == "実施予定なし"
            assert second.cells["status", ""] == "実施予定・検討中（時期未定）"


def test_plans_are_kept_slip_and_are_withdrawn(plan: demo.DemoPlan) -> None:
    changes = Counter(state.change for state in plan.rounds[1].states.values())
    assert all(changes[fate] for fate in ("kept", "slipped", "slipped_to_undecided", "became_preparing"))
    assert changes["interested_after_support"]
    assert changes["cooled"]


def test_barriers_persist_or_are_cleared_with_and_without_support_in_between(plan: demo.DemoPlan) -> None:
    r4, r5 = plan.rounds
    seen: Counter[tuple[bool, bool]] = Counter()
    for code, before in r4.answers.items():
        attended = plan.activities.attended(code, r4.form.as_of, r5.form.as_of)
        now = r5.answers[code].get("barriers")
        stated = before.get("barriers")
        if not isinstance(stated, tuple) or not isinstance(now, tuple):
            continue
        for barrier in stated:
            helped = bool(attended & plan.world.measures_for.get(barrier, frozenset()))
            seen[helped, barrier in now] += 1
    assert all(seen[helped, again] >= 20 for helped in (True, False) for again in (True, False))
    cleared = {
        helped: seen[helped, False] / (seen[helped, True] + seen[helped, False]) for helped in (True, False)
    }
    assert cleared[True] > cleared[False]


def test_small_towns_state_the_shortage_of_staff_and_being_linked_already_more_often(
    plan: demo.DemoPlan,
) -> None:
    r4 = plan.rounds[0]

    def share(barrier: str, *sizes: str) -> float:
        asked = [
            answers["barriers"]
            for town in plan.world.towns
            if town.size_class in sizes and "barriers" in (answers := r4.answers[town.code])
        ]
        return sum(barrier in stated for stated in asked if isinstance(stated, tuple)) / len(asked)

    for barrier in ("staff_shortage", "linked_already"):
        assert share(barrier, "under_5k", "5k_10k") > share(barrier, "30k_100k", "over_100k")
    assert share("internal_consensus", "under_5k") < share("internal_consensus", "30k_100k", "over_100k")


def test_taking_part_in_answers_agrees_with_the_lists_of_attendance(plan: demo.DemoPlan) -> None:
    for one in plan.rounds:
        for code, answers in one.answers.items():
            attended = set(plan.activities.attended(code, None, one.form.as_of))
            stated = answers["participation"]
            assert isinstance(stated, tuple)
            assert set(stated) - {"none", "handbook"} == attended


def test_activities_are_on_working_days_and_some_towns_never_come(plan: demo.DemoPlan) -> None:
    events = plan.activities.events
    assert all(event.held_on.weekday() < 5 for event in events)
    assert {fiscal_year.of_date(event.held_on) for event in events} == {2021, 2022, 2023}
    assert len({event.id for event in events}) == len(events)
    training = {fiscal_year.of_date(event.held_on) for event in events if event.measure == "training"}
    assert training == {2022, 2023}
    handbook = [event for event in events if event.measure == "handbook"]
    assert [fiscal_year.of_date(event.held_on) for event in handbook] == [2021]
    came = {one.code for one in plan.activities.attendances}
    assert 100 < len(came) < 175


def test_a_question_added_to_a_form_is_answered_without_code(tmp_path: Path) -> None:
    raw = copy_raw(tmp_path / "raw")
    form = raw / "survey" / "R5" / "form.toml"
    added = """
[[question]]
section = "９　追加"
id = "new_number"
kind = "integer"
wording = "相談の件数"
required = true

[[question]]
id = "new_choice"
kind = "multiple"
wording = "相談の方法"
required = true
options = [{ code = "a", label = "窓口" }, { code = "b", label = "訪問" }]
"""
    form.write_text(form.read_text(encoding="utf-8") + added, encoding="utf-8")
    answers = demo.plan_demo(raw).rounds[1].answers
    assert all(isinstance(one["new_number"], int) and one["new_choice"] for one in answers.values())


@pytest.mark.parametrize("year", [2021, 2024])
def test_a_year_without_a_round_is_refused(raw: Path, year: int) -> None:
    with pytest.raises(demo.DemoRefusedError, match="令和4年度から令和5年度まで"):
        demo.plan_demo(raw, year)


def test_without_the_published_totals_the_demo_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    raw = copy_raw(tmp_path / "raw")
    totals = raw / "status" / "published_totals.csv"
    text = totals.read_text(encoding="utf-8")
    totals.write_text(text.replace("no_plan,,実施予定なし,83", "no_plan,,実施予定なし,82"), encoding="utf-8")
    register(raw, "status/published_totals.csv")
    before = tree(raw)
    with pytest.raises(demo.DemoRefusedError, match="合計が市町村の数"):
        demo.run(raw)
    assert tree(raw) == before
