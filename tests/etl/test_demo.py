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
from etl.survey.receive import LoadedReturns, load_returns
from tests.etl.raw_copy import copy_raw, register
from tests.etl.survey import received

SHEET = "調査票"
# FACTS.md: first fiscal year of those that implement.
REAL_STARTS = {
    **dict.fromkeys(("01337", "01433", "01452", "01544"), 2021),
    **dict.fromkeys(("01204", "01631", "01642"), 2022),
    **dict.fromkeys(("01581", "01634", "01643"), 2023),
}
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
def raw(demo_raw: Path) -> Path:
    """A copy of data/raw with the whole demo; not to be changed."""
    return demo_raw


@pytest.fixture(scope="module")
def loaded(raw: Path) -> LoadedReturns:
    """The returns of the demo as the pipeline reads them."""
    return load_returns(raw)


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
    with (raw / "activities" / "demo" / "SOURCES.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["file"], row["synthetic"]) for row in rows] == [
        ("activities.csv", "1"),
        ("attendance.csv", "1"),
    ]


@pytest.mark.parametrize("year", ["R4", "R5"])
def test_the_register_names_every_workbook_with_its_hash_and_as_fiction(raw: Path, year: str) -> None:
    folder = raw / "survey" / year / "demo" / "returns"
    with (folder / "REGISTER.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert sorted(line["file"] for line in lines) == sorted(
        path.relative_to(folder).as_posix() for path in workbooks(raw, year)
    )
    for line in lines:
        assert line["sha256"] == hashlib.sha256((folder / line["file"]).read_bytes()).hexdigest()
        assert line["file"] == f"{line['received_on']}/{line['original_name']}"
        assert (line["state"], line["synthetic"]) == ("loaded", "1")
    assert [line["received_on"] for line in lines] == sorted(line["received_on"] for line in lines)


def test_reading_the_demo_back_meets_the_published_totals(loaded: LoadedReturns) -> None:
    current = received.in_use(loaded)
    in_use = {row.return_id: row for row in loaded.returns if row.return_id in current}
    assert Counter(row.fiscal_year for row in in_use.values()) == {2022: 179, 2023: 170}
    assert all(row.is_synthetic and row.state == "loaded" for row in loaded.returns)
    answers = {
        (row.return_id, row.question_id): row.option_code or row.value
        for row in loaded.answers
        if row.question_id in ("status", "start_year")
    }
    counted: Counter[object] = Counter()
    for return_id, row in in_use.items():
        if row.fiscal_year == 2022:
            status = answers[return_id, "status"]
            counted[status if status != "planned" else answers[return_id, "start_year"] == "2023"] += 1
    assert counted == {"implementing": 7, True: 3, False: 9, "undecided": 77, "no_plan": 83}


def test_every_answer_is_read_as_it_was_meant_but_where_a_defect_was_planted(
    plan: demo.DemoPlan, loaded: LoadedReturns
) -> None:
    read: dict[tuple[str, int, str], set[str]] = {}
    in_use = received.in_use(loaded)
    for row in loaded.answers:
        if row.return_id in in_use and row.answer_state == "answered":
            key = (row.municipality_code, row.fiscal_year, row.question_id)
            read.setdefault(key, set()).add(row.option_code or row.value)
    compared = 0
    for one in plan.rounds:
        planted = {item.town.code for item in one.returns if item.defect and item.defect != "resubmitted"}
        for code, answers in one.answers.items():
            if code in planted or code in one.missing:
                continue
            for question in one.form.questions:
                if question.kind in ("single", "multiple", "ranked", "integer"):
                    meant = answers.get(question.id, ())
                    codes = set(meant) - {"none"} if isinstance(meant, tuple) else {str(meant)}
                    got = read.get((code, one.form.fiscal_year, question.id), set())
                    assert got - {"none"} == codes - {"none"}, (code, question.id)
                    compared += 1
    assert compared > 6000


def test_what_nobody_spoiled_draws_no_complaint_and_what_somebody_did_draws_one(
    plan: demo.DemoPlan, loaded: LoadedReturns
) -> None:
    spoiled = {
        f"survey/{fiscal_year.short_label(one.form.fiscal_year)}/demo/returns/{item.received_on}/{item.file_name}": item.defect
        for one in plan.rounds
        for item in one.returns
        if item.defect
    }
    complaints: dict[str, set[str]] = {}
    for finding in loaded.findings:
        if finding.severity != "info":
            complaints.setdefault(finding.file, set()).add(finding.rule)
    assert set(complaints) <= set(spoiled)
    silent = {defect for file, defect in spoiled.items() if file not in complaints}
    # Read right without a complaint, in one of their spellings at least; the rest always draws one.
    readable = {"other_mark", "synonym", "number_words", "year_spelling", "date_words", "doubtful_mark"}
    assert silent <= readable | {"resubmitted"}


def test_the_mark_of_fiction_in_a_form_is_no_note_of_the_town(loaded: LoadedReturns) -> None:
    assert [finding.cell for finding in loaded.findings if finding.rule == "HEAD-NOTE"] == []


def test_each_kind_of_defect_is_planted_as_often_as_the_list_says(raw: Path, plan: demo.DemoPlan) -> None:
    vocabulary = Path(demo.__file__).parents[1] / "vocabulary" / "demo_defects.csv"
    with vocabulary.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for one, column in zip(plan.rounds, ("r4", "r5"), strict=True):
        planted = Counter(item.defect for item in one.returns if item.defect)
        assert planted == {row["code"]: int(row[column]) for row in rows if int(row[column])}
        readme = raw / "survey" / column.upper() / "demo" / "README.md"
        assert sum(
            line.startswith("| 01") for line in readme.read_text(encoding="utf-8").splitlines()
        ) == sum(planted.values())


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
