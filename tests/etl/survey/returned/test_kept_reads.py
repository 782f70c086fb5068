"""What was read once is not read again, and nobody can tell from the result: additions, corrections, retractions."""

from __future__ import annotations

import random
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from etl import code_version, kept_results
from etl.survey.receive import LoadedReturns, load_returns, receive
from etl.survey.returned import batch, decision, register
from etl.survey.returned.batch import ReturnFile
from tests.etl.survey import received as made
from tests.etl.survey.received import HIGASHIKAWA, KUTCHAN, TAKASU

DAY = date(2023, 12, 12)
TOWNS = (TAKASU, HIGASHIKAWA, KUTCHAN)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return made.make_raw(tmp_path / "raw")


@pytest.fixture
def curated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(kept_results.ELSEWHERE, raising=False)
    folder = tmp_path / "curated"
    folder.mkdir()
    return folder


@pytest.fixture
def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that a worker was given to read, by name."""
    read: list[str] = []
    read_all = batch._read_all

    def noted(files: list[ReturnFile], setting: object) -> Iterator[object]:
        read.extend(file.name for file in files)
        return read_all(files, setting)

    monkeypatch.setattr(batch, "_read_all", noted)
    return read


def load_in_new_process(raw: Path, curated: Path | None) -> LoadedReturns:
    """What a process loads that remembers nothing; None: with nothing kept either."""
    batch._remembered.clear()
    with kept_results.beside(curated):
        return load_returns(raw)


def reads_kept(curated: Path) -> int:
    """Without rounds and all else that is made of them."""
    with closing(sqlite3.connect(curated / kept_results.FILE_NAME)) as kept:
        return int(kept.execute("select count(*) from kept_result where answers <> x''").fetchone()[0])


def hand_in(raw: Path, tmp_path: Path, town: str, seed: int, year: int = 2023) -> None:
    mail = tmp_path / f"mail{seed}-{year}"
    mail.mkdir()
    given = made.hand_in(mail, town, seed, year=year)
    receive([given], raw, year, DAY + timedelta(days=seed))


def test_the_next_process_reads_only_what_is_new(
    raw: Path, curated: Path, tmp_path: Path, files_read: list[str]
) -> None:
    hand_in(raw, tmp_path, TAKASU, 1)
    first = load_in_new_process(raw, curated)
    files_read.clear()
    assert load_in_new_process(raw, curated) == first
    assert files_read == []
    hand_in(raw, tmp_path, KUTCHAN, 2)
    files_read.clear()
    load_in_new_process(raw, curated)
    assert len(files_read) == 1


def test_other_answers_of_last_year_let_the_return_of_that_town_be_read_again(
    raw: Path, curated: Path, tmp_path: Path, files_read: list[str]
) -> None:
    for seed, town in enumerate((TAKASU, KUTCHAN), 1):
        hand_in(raw, tmp_path, town, seed)
    load_in_new_process(raw, curated)
    hand_in(raw, tmp_path, TAKASU, 3, year=2022)
    files_read.clear()
    loaded = load_in_new_process(raw, curated)
    assert len(files_read) == 2, (
        "the new return of 令和4年度, and the one of 令和5年度 that is compared with it"
    )
    assert loaded == load_in_new_process(raw, None)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_never_makes_a_result_differ_from_reading(
    raw: Path, curated: Path, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    for step in range(6):
        kept = curated / kept_results.FILE_NAME
        act = rng.choice(("new", "new", "last year", "retract", "spoil"))
        folder = register.returns_folder(raw, 2023)
        lines = [one for one in register.current(register.read_lines(folder)) if one.is_loaded]
        if act == "retract" and lines:
            line = rng.choice(lines)
            decision.decide_file(raw, 2023, line.file, "quarantined", "取り消し")
        elif act == "spoil" and kept.is_file():
            content = bytearray(kept.read_bytes())
            for _ in range(20):
                content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
            kept.write_bytes(content)
        else:
            hand_in(raw, tmp_path, rng.choice(TOWNS), step + 10 * seed, 2022 if act == "last year" else 2023)
        assert load_in_new_process(raw, curated) == load_in_new_process(raw, None), (step, act)


@pytest.mark.parametrize("spoilt", [b"", b"not a database", b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_file_is_begun_anew(raw: Path, curated: Path, tmp_path: Path, spoilt: bytes) -> None:
    hand_in(raw, tmp_path, TAKASU, 1)
    first = load_in_new_process(raw, curated)
    (curated / kept_results.FILE_NAME).write_bytes(spoilt)
    assert load_in_new_process(raw, curated) == first
    assert reads_kept(curated) == 1


def test_an_entry_whose_content_was_changed_is_read_again(
    raw: Path, curated: Path, tmp_path: Path, files_read: list[str]
) -> None:
    hand_in(raw, tmp_path, TAKASU, 1)
    first = load_in_new_process(raw, curated)
    with closing(sqlite3.connect(curated / kept_results.FILE_NAME)) as kept:
        kept.execute("update kept_result set body = cast(body || x'00' as blob)")
        kept.commit()
    assert load_in_new_process(raw, curated) == first
    assert load_in_new_process(raw, curated) == first


def test_other_code_or_words_let_everything_be_read_again(
    raw: Path, curated: Path, tmp_path: Path, files_read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(raw, tmp_path, TAKASU, 1)
    load_in_new_process(raw, curated)
    files_read.clear()
    monkeypatch.setattr(code_version, "code_version", lambda: b"of another release")
    load_in_new_process(raw, curated)
    assert len(files_read) == 1


def test_the_version_of_reading_follows_code_and_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = set()
    monkeypatch.setattr(code_version, "ETL", tmp_path)
    for place, text in (("names.py", "a"), ("names.py", "b"), ("vocabulary/a.csv", "x"), ("sql/a.sql", "x")):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
        code_version.code_version.cache_clear()
        versions.add(code_version.code_version())
    code_version.code_version.cache_clear()
    assert len(versions) == 3, "SQL says nothing of how a return is read"


def test_what_is_kept_takes_no_more_room_than_it_may(
    raw: Path, curated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed, town in enumerate(TOWNS, 1):
        hand_in(raw, tmp_path, town, seed)
    load_in_new_process(raw, curated)
    assert reads_kept(curated) == 3
    monkeypatch.setattr(kept_results, "MOST_BYTES", 5000)
    hand_in(raw, tmp_path, TAKASU, 4)
    assert load_in_new_process(raw, curated) == load_in_new_process(raw, None)
    with closing(sqlite3.connect(curated / kept_results.FILE_NAME)) as kept:
        assert 0 < kept.execute("select sum(length(body)) from kept_result").fetchone()[0] <= 5000


def test_nothing_is_kept_where_there_is_no_warehouse_yet(raw: Path, tmp_path: Path) -> None:
    hand_in(raw, tmp_path, TAKASU, 1)
    load_in_new_process(raw, tmp_path / "curated")
    assert not (tmp_path / "curated").exists()


def test_while_somebody_else_writes_files_are_read(
    raw: Path, curated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(raw, tmp_path, TAKASU, 1)
    first = load_in_new_process(raw, curated)
    monkeypatch.setattr(kept_results, "WAIT_S", 0.01)
    with closing(sqlite3.connect(curated / kept_results.FILE_NAME, isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert load_in_new_process(raw, curated) == first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes the rights of the folder")
def test_what_is_kept_is_for_its_owner_alone(raw: Path, curated: Path, tmp_path: Path) -> None:
    hand_in(raw, tmp_path, TAKASU, 1)
    load_in_new_process(raw, curated)
    assert stat.S_IMODE((curated / kept_results.FILE_NAME).stat().st_mode) == 0o600
