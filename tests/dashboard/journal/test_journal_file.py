"""The file of the journal: never written over where it is broken, missed where only its copies are left."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import journal
from dashboard.journal import journal_file

CALL = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤", "said": "6月議会の後に検討する"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "journal.sqlite"


def raw_rows(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    rows = connection.execute("select record_id, version, body from record order by seq").fetchall()
    connection.close()
    return rows


def broken_in_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    path.write_bytes(content)


BREAKAGES = {
    "other text": lambda path: path.write_text("これは記録ではありません" * 400, encoding="utf-8"),
    "emptied": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "broken in the middle": broken_in_the_middle,
}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_file_is_never_written_over_and_the_message_says_the_way_on(
    path: Path, breakage: str
) -> None:
    for _ in range(30):
        journal.write(path, "contact", "01581", CALL, "佐藤")
    with journal_file.writing(path) as connection:
        pass
    connection = sqlite3.connect(path)
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    BREAKAGES[breakage](path)
    before = path.read_bytes()
    with pytest.raises(journal.JournalError, match="上書きはしていません") as told:
        journal.write(path, "contact", "01581", CALL, "佐藤")
    assert "控え" in str(told.value)
    assert "malformed" not in str(told.value).partition("（")[0]
    assert path.read_bytes() == before


def test_another_program_s_database_is_not_taken_for_a_journal(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("create table record (body text)")
    connection.close()
    with pytest.raises(journal.JournalError, match="かさなりの記録ではない"):
        journal.contacts(path)


def test_a_copy_from_before_the_first_write_of_the_day_lies_beside_and_opens(path: Path) -> None:
    journal.write(path, "contact", "01581", CALL, "佐藤")
    copy = next((path.parent / "backup").glob("journal_*.sqlite"))
    copy.unlink()
    journal.write(path, "contact", "01452", CALL, "佐藤")
    assert journal.contacts(copy)["municipality_code"].tolist() == ["01581"]


def test_a_journal_that_is_gone_while_its_copies_lie_there_is_missed_and_not_begun_anew(path: Path) -> None:
    record = journal.write(path, "contact", "01581", CALL, "佐藤")
    (path.parent / "backup").joinpath("other_2026-01-01.sqlite").touch()
    away = path.with_name("moved.sqlite")
    path.rename(away)
    for ask in (
        lambda: journal.contacts(path),
        lambda: journal.version_of(path),
        lambda: journal.history(path, record.record_id),
        lambda: journal.write(path, "contact", "01452", CALL, "佐藤"),
    ):
        with pytest.raises(
            journal.JournalError, match=r"見当たりませんが、控え.+journal_\d{4}-\d\d-\d\d\.sqlite"
        ):
            ask()
    assert not path.exists()
    shutil.copy(away, path)
    assert journal.contacts(path)["said"].tolist() == [CALL["said"]]
    path.unlink()
    (path.parent / "backup").rename(path.parent / "earlier")
    journal.write(path, "contact", "01452", CALL, "佐藤")
    assert journal.contacts(path)["municipality_code"].tolist() == ["01452"]


def test_a_folder_that_is_renamed_while_the_program_runs_is_missed_and_not_begun_anew(path: Path) -> None:
    path.parent.mkdir()
    journal.write(path, "contact", "01581", CALL, "佐藤")
    away = path.parent.rename(path.parent.with_name("よそ"))
    for _ in range(2):
        with pytest.raises(journal.JournalError, match="元に戻してください"):
            journal.write(path, "contact", "01452", CALL, "佐藤")
        with pytest.raises(journal.JournalError, match="元に戻してください"):
            journal.contacts(path)
    assert not path.parent.exists()
    away.rename(path.parent)
    journal.write(path, "contact", "01452", CALL, "佐藤")
    assert len(journal.contacts(path)) == 2


def test_a_folder_of_ours_that_is_gone_is_missed_by_a_program_that_starts_anew(path: Path) -> None:
    journal.write(path, "contact", "01581", CALL, "佐藤")
    path.parent.rename(path.parent.with_name("よそ"))
    asked = f"from pathlib import Path; from dashboard import journal; journal.contacts(Path({str(path)!r}))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert "見当たりません" in done.stderr
    (path.parent.parent / "journal.begun.txt").unlink()  # as the message says
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_a_journal_begins_on_a_file_system_without_hard_links(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    journal.write(path, "contact", "01581", CALL, "佐藤")
    assert len(journal.contacts(path)) == 1


def test_a_lone_write_ahead_log_is_not_mixed_into_a_new_journal(path: Path) -> None:
    path.parent.mkdir()
    left = Path(f"{path}-wal")
    left.write_bytes(b"left over")
    with pytest.raises(journal.JournalError, match="書きかけのファイル"):
        journal.write(path, "contact", "01581", CALL, "佐藤")
    assert left.read_bytes() == b"left over"
    assert not path.exists()


def test_a_journal_of_a_newer_version_is_left_alone(path: Path) -> None:
    journal.write(path, "contact", "01581", CALL, "佐藤")
    connection = sqlite3.connect(path)
    connection.execute("pragma user_version = 99")
    connection.close()
    rows = raw_rows(path)
    with pytest.raises(journal.JournalError, match="新しい版"):
        journal.write(path, "contact", "01581", CALL, "佐藤")
    assert raw_rows(path) == rows
