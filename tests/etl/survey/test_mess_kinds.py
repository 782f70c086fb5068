"""A part of the messes of `make bench`, every so many of all media: none may be read wrong or lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import mess_kinds, messes_judged
from tests.etl.survey import messes_of_later_files, messes_of_sources
from tests.etl.survey.mess import Mess, Outcome, Told, judge

EVERY = 19
TRUTH = {"01452": {"a": 1, "b": 2}, "01458": {"a": 3, "b": None}}


def test_there_are_messes_of_every_medium_and_kind() -> None:
    messes = [mess for group in messes_judged.MESSES.values() for mess in group]
    kinds = {mess.kind for mess in messes} | {mess.kind for mess in messes_of_later_files.MESSES}
    assert min(map(len, messes_judged.MESSES.values())) >= 100
    assert kinds >= {1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14}
    assert sum(mess.harmless for mess in messes) >= 100


@pytest.mark.parametrize("medium", messes_judged.MESSES)
def test_a_part_of_the_messes_is_read_right_or_reported(medium: str, tmp_path: Path) -> None:
    judged = list(messes_judged.run(tmp_path, {medium}, EVERY))
    assert len(judged) >= 6
    assert [fault for one in judged for fault in mess_kinds.faults_of(*one)] == []


@pytest.mark.parametrize("number", [0, 5])
def test_a_correction_takes_nothing_away(number: int, tmp_path: Path) -> None:
    mess = messes_of_later_files.MESSES[number]
    before, after, told = messes_of_later_files.run(mess, tmp_path)
    assert len(before) > 20
    assert after == {**before, **mess.means}
    assert bool(told) == (number == 0)


def test_sources_that_disagree_are_counted_by_the_newest_and_told(tmp_path: Path) -> None:
    cases = list(messes_of_sources.run(tmp_path))
    assert {case.mess.kind for case in cases} == {9, 10, 11}
    for case in cases:
        judgement = judge(case.mess, case.truth, case.outcome)
        assert not judgement.wrong + judgement.lost + judgement.accused, case.mess.name


@pytest.mark.parametrize(
    ("mess", "loaded", "told", "fates"),
    [
        (Mess(1, "good"), TRUTH, (), (4, 0, 0, 0, 0)),
        (Mess(1, "wrong"), {**TRUTH, "01452": {"a": 9, "b": 2}}, (), (3, 0, 1, 0, 0)),
        (Mess(1, "lost"), {"01452": TRUTH["01452"]}, (), (3, 0, 0, 1, 0)),
        (Mess(1, "told"), {"01452": TRUTH["01452"]}, (Told("R", "01458", "*"),), (3, 1, 0, 0, 0)),
        (Mess(1, "of another"), {"01452": TRUTH["01452"]}, (Told("R", "01452", "*"),), (3, 0, 0, 1, 0)),
        (Mess(1, "asked", asks=frozenset({("01452", "a")})), TRUTH, (), (3, 0, 1, 0, 0)),
        (Mess(1, "refused", refused=frozenset({"01458"})), TRUTH, (), (2, 0, 2, 0, 0)),
        (Mess(1, "one more"), {**TRUTH, "01457": {"a": 1}}, (), (4, 0, 1, 0, 0)),
        (Mess(13, "same", harmless=True), TRUTH, (Told("R", "01452", "a"),), (4, 0, 0, 0, 1)),
    ],
    ids=lambda value: value.name if isinstance(value, Mess) else "",
)
def test_the_judge_knows_wrong_from_lost_and_told(
    mess: Mess,
    loaded: dict[str, dict[str, object]],
    told: tuple[Told, ...],
    fates: tuple[int, int, int, int, int],
) -> None:
    judgement = judge(mess, TRUTH, Outcome(loaded, told))
    groups = (judgement.right, judgement.reported, judgement.wrong, judgement.lost, judgement.accused)
    assert tuple(map(len, groups)) == fates
