"""A 控え holds all that was received and entered, and gives it back."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import journal as journals
from dashboard.intake.backups import UNFINISHED
from dashboard.intake.pipeline import Pipeline
from dashboard.journal import backups as kept_backups
from dashboard.journal import journal_file, schema
from etl import raw_writes, unfinished_restore
from etl.backup import making, manifest, restoring
from etl.backup.manifest import BackupRefusedError
from tests.etl.backup.office import MOMENT, Office, made, other, put_back, usual

NAMES = st.text(st.sampled_from("abcあア重 .-_"), min_size=1, max_size=6).filter(
    lambda name: name.strip(" .") == name and not name.startswith(".")
)
TREES = st.dictionaries(
    st.lists(NAMES, min_size=1, max_size=3).map("/".join), st.binary(max_size=40), max_size=6
).filter(lambda tree: not any(one.startswith(f"{name}/") for name in tree for one in tree))


def test_a_backup_is_named_by_its_day_and_lists_every_file_with_its_hash(tmp_path: Path) -> None:
    office = usual(tmp_path / "a")
    file = made(office, tmp_path / "to")
    assert file.name == "かさなり控え_令和8年11月30日_0930.zip"
    assert made(office, tmp_path / "to").name == "かさなり控え_令和8年11月30日_0930_2.zip"
    with zipfile.ZipFile(file) as archive:
        said = json.loads(archive.read(manifest.NAME))
        names = archive.namelist()
    assert {one["path"] for one in said["files"]} | {manifest.NAME} == set(names)
    assert {"raw/status/a.csv", "journal/journal.sqlite", "journal/baskets/b.json"} <= set(names)
    assert (said["made_at"], said["program"]) == (MOMENT.isoformat(), manifest.program_version())
    assert said["journal_version"] == schema.VERSION
    assert sorted(path.name for path in (tmp_path / "to").iterdir()) == [file.name, f"{file.stem}_2.zip"]
    assert kept_backups.last_made(office.journal) == MOMENT


def test_a_backup_of_fictional_data_says_so_in_its_name(tmp_path: Path) -> None:
    office = usual(tmp_path / "a").fill({"survey/R5/demo/x.csv": b"x"}, [], {})
    assert made(office, tmp_path).name == "かさなり控え_架空データ_令和8年11月30日_0930.zip"


@settings(max_examples=15)
@given(kept=TREES, now=TREES, baskets=st.sets(st.sampled_from(["a.json", "b.json"])))
def test_any_tree_of_files_comes_back_as_it_was(
    kept: dict[str, bytes], now: dict[str, bytes], baskets: set[str]
) -> None:
    with TemporaryDirectory() as name:
        office = Office(Path(name)).fill(kept, ["一"], dict.fromkeys(baskets, b"{}"))
        before = office.state()
        file = made(office, office.root)
        for path in office.raw.rglob("*"):
            if path.is_file():
                path.unlink()
        with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            office.fill(now, ["二"], {"c.json": b"{}"})
        put_back(file, office)
        assert office.state() == before


def test_what_came_back_counts_as_not_in_the_data_until_a_build_has_followed(tmp_path: Path) -> None:
    """So the pages say after a power cut between the two."""
    office = usual(tmp_path / "a").fill({"SOURCES.csv": b"file\n"}, [], {})
    file = made(office, tmp_path / "to")
    os.utime(office.raw / "SOURCES.csv", (0, 0))
    pipeline, built_at = Pipeline(office.raw, tmp_path), datetime.now(UTC).replace(tzinfo=None)
    assert not pipeline.is_behind(built_at)
    put_back(file, office)
    assert pipeline.is_behind(built_at)


def test_a_backup_comes_back_onto_an_empty_folder(tmp_path: Path) -> None:
    office, empty = usual(tmp_path / "a"), Office(tmp_path / "b")
    assert put_back(made(office, tmp_path), empty) is None
    assert empty.state() == office.state()
    empty.journal.unlink()
    with pytest.raises(journals.JournalError, match="見当たりません"):
        journals.contacts(empty.journal)


def test_what_stood_there_before_can_be_put_back_again(tmp_path: Path) -> None:
    office, busy = usual(tmp_path / "a"), other(tmp_path / "b")
    before = busy.state()
    kept = put_back(made(office, tmp_path), busy)
    assert busy.state() == office.state()
    assert kept is not None
    assert [kept] == kept_backups.kept_before(busy.journal)
    put_back(kept, busy)
    assert busy.state() == before


def test_a_backup_is_consistent_while_records_are_written(tmp_path: Path) -> None:
    office, again = usual(tmp_path / "a"), Office(tmp_path / "b")
    stop = threading.Event()
    written: list[str] = []

    def write() -> None:
        while not stop.is_set():
            office.note(f"記録{len(written)}")
            written.append("")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        file = made(office, tmp_path)
    finally:
        stop.set()
        writer.join()
    put_back(file, again)
    assert set(again.state()[1]) <= set(office.state()[1])
    assert {"一", "二"} <= set(again.state()[1])


def test_the_present_journal_stays_where_the_backup_has_none(tmp_path: Path) -> None:
    office = Office(tmp_path / "a").fill({"a.csv": b"a"}, [], {})
    busy = other(tmp_path / "b")
    found = restoring.look_into(made(office, tmp_path), busy.raw, busy.journal)
    assert not found.has_journal
    put_back(made(office, tmp_path), busy)
    assert busy.state()[1] == ["三"]


def test_a_broken_journal_is_put_aside_and_never_taken_for_an_empty_one(tmp_path: Path) -> None:
    office, broken = usual(tmp_path / "a"), other(tmp_path / "b")
    file = made(office, tmp_path)
    broken.journal.write_bytes(b"no journal" * 1000)
    with pytest.raises(BackupRefusedError, match="対応の記録"):
        made(broken, tmp_path)
    put_back(file, broken)
    assert broken.state() == office.state()
    [aside] = (broken.journal.parent / "backup").glob("読めなかった_*_journal.sqlite")
    assert aside.read_bytes() == b"no journal" * 1000


def test_a_log_that_is_left_of_a_missing_journal_does_not_get_into_the_restored_one(tmp_path: Path) -> None:
    office, without = usual(tmp_path / "a"), Office(tmp_path / "b").fill({}, [], {})
    file = made(office, tmp_path)
    without.journal.parent.mkdir()
    Path(f"{without.journal}-wal").write_bytes(b"left over" * 500)
    put_back(file, without)
    assert without.state() == office.state()


def test_no_record_that_is_written_during_a_restore_is_lost(tmp_path: Path) -> None:
    office, busy = usual(tmp_path / "a"), other(tmp_path / "b")
    file = made(office, tmp_path)
    stop, has_begun = threading.Event(), threading.Event()
    acknowledged: list[str] = []

    def write() -> None:
        while not stop.is_set():
            said = f"記録{len(acknowledged)}"
            busy.note(said)
            acknowledged.append(said)
            has_begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert has_begun.wait(60)
        put_back(file, busy)
    finally:
        stop.set()
        writer.join()
    [copy] = (busy.journal.parent / "backup").glob("*_戻す前.sqlite")
    kept = {*busy.state()[1], *journals.contacts(copy)["said"]}
    assert {"三", *acknowledged} <= kept


def test_the_newest_of_what_stood_there_before_restores_are_kept_and_the_one_that_is_put_back(
    tmp_path: Path,
) -> None:
    office = usual(tmp_path / "a")
    file = made(office, tmp_path)
    most = kept_backups.MOST_BEFORE
    assert most == restoring.MOST_BEFORE
    kept = []
    for number in range(most + 2):
        before = put_back(file, office)
        assert before is not None
        os.utime(before, (number, number))
        kept.append(before)
    assert kept_backups.kept_before(office.journal) == kept[:1:-1]
    last = put_back(kept[2], office)
    assert last is not None
    assert kept_backups.kept_before(office.journal) == [last, *kept[:1:-1]]


def test_a_restore_that_was_decided_is_finished_by_whoever_changes_the_files_next(tmp_path: Path) -> None:
    office, busy = usual(tmp_path / "a"), other(tmp_path / "b")
    file = made(office, tmp_path)
    ready = busy.raw / unfinished_restore.FOLDER / unfinished_restore.READY
    with restoring.reading.opened(file) as backup:
        backup.unpack(ready)
        plan = unfinished_restore.RestorePlan(
            tuple(backup.manifest.below("raw")), ("b.json",), str(busy.journal)
        )
    unfinished_restore.decide(busy.raw, plan)
    assert (busy.raw / UNFINISHED).is_file()
    with raw_writes.locked(busy.raw):
        assert busy.state() == office.state()
    assert not unfinished_restore.is_decided(busy.raw)


def test_both_sides_know_the_same_journal_and_the_same_folder_of_copies() -> None:
    assert (manifest.JOURNAL_MARK, manifest.JOURNAL_VERSION) == (schema.APPLICATION_ID, schema.VERSION)
    assert unfinished_restore.COPIES == journal_file.BACKUPS
    assert making.RECORD == kept_backups.RECORD
    assert kept_backups.BEFORE.startswith(restoring.BEFORE)
