"""Results of any kind are kept by all that they depend on, and under whatever name a file comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import kept_results
from etl.findings import READING_STOPPED
from etl.kept_results import kept_or_made, key_of
from etl.readers import document
from etl.sandbox import Outcome
from tests import messes


@pytest.fixture
def curated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(kept_results.ELSEWHERE, raising=False)
    folder = tmp_path / "curated"
    folder.mkdir()
    return folder


def test_a_result_is_made_once_and_again_for_another_key(curated: Path) -> None:
    made: list[int] = []

    def make() -> list[int]:
        made.append(len(made))
        return list(made)

    with kept_results.beside(curated):
        assert [kept_or_made(key_of("a", 1), make) for _ in range(3)] == [[0], [0], [0]]
        assert kept_or_made(key_of("a", 2), make) == [0, 1]
    assert kept_or_made(key_of("a", 1), make) == [0, 1, 2], "nothing is kept outside of a command"


def test_what_would_be_otherwise_at_another_time_is_not_kept(curated: Path) -> None:
    with kept_results.beside(curated):
        assert kept_or_made(key_of("a"), lambda: "stopped", lasts=lambda made: made != "stopped") == "stopped"
        assert kept_or_made(key_of("a"), lambda: "read") == "read"


def test_a_reading_that_was_stopped_is_told_by_the_rule_that_lets_nothing_of_it_be_kept() -> None:
    assert document.stopped(Outcome(reason="timeout"), "一覧.xlsx").rule == READING_STOPPED


def test_the_same_file_under_another_name_is_told_by_that_name(curated: Path, tmp_path: Path) -> None:
    first = messes.pdf(tmp_path / "一覧.xlsx")
    second = tmp_path / "写し.xlsx"
    second.write_bytes(first.read_bytes())
    with kept_results.beside(curated):
        reads = [document.read_document(path, path.name) for path in (first, second)]
    assert reads == [document.read_document(path, path.name) for path in (first, second)]
    assert [finding.file for _, findings in reads for finding in findings] == ["一覧.xlsx", "写し.xlsx"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": "1"}),
        (("a", "b"), ("b", "a")),
        (("a", ("b",)), (("a", "b"),)),
        (None, "None"),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_what_differs_has_different_keys(one: object, other: object) -> None:
    assert key_of(one) != key_of(other)


def test_sets_have_one_key_in_every_order() -> None:
    assert key_of(frozenset("abc")) == key_of(set("cba"))


def test_what_has_no_words_of_its_own_has_no_key() -> None:
    with pytest.raises(TypeError, match="object"):
        key_of(object())


def test_of_what_is_made_again_and_again_the_last_few_are_kept(curated: Path) -> None:
    many = 2 * kept_results.MOST_OF_A_PLACE
    with kept_results.beside(curated):
        kept_or_made(key_of("alone"), lambda: "kept")
        for number in range(many):
            kept_or_made(key_of("round", number), lambda: "kept", place="round")
        kept = [
            kept_or_made(key_of("round", number), lambda: "made", lambda _: False) for number in range(many)
        ]
        assert (
            kept == ["made"] * (many - kept_results.MOST_OF_A_PLACE) + ["kept"] * kept_results.MOST_OF_A_PLACE
        )
        assert kept_or_made(key_of("alone"), lambda: "made") == "kept"
