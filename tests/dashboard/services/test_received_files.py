"""Files that are gone are found at once, though their folders are not read for every answer."""

import os
from pathlib import Path

import pytest

from dashboard.services import received_files

FILES = ["SOURCES.csv", "survey/R5/returns/a.xlsx", "survey/R5/returns/b.xlsx", "status/list.csv"]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for file in FILES:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(b"")
    return tmp_path


def test_each_file_that_goes_and_comes_back_is_seen_by_the_next_look(raw: Path) -> None:
    watch = received_files.FileWatch(FILES, raw)
    assert watch.missing() == []
    for file in FILES:
        (raw / file).rename(raw / "elsewhere")
        assert watch.missing() == [file]
        (raw / "elsewhere").rename(raw / file)
        assert watch.missing() == []


def test_a_whole_folder_that_is_gone_is_all_of_its_files(raw: Path) -> None:
    watch = received_files.FileWatch(FILES, raw)
    assert watch.missing() == []
    (raw / "survey").rename(raw / "elsewhere")
    assert watch.missing() == FILES[1:3]


def test_folders_that_have_not_changed_are_not_read_again(raw: Path) -> None:
    watch = received_files.FileWatch(FILES, raw)
    (raw / FILES[1]).unlink()
    assert watch.missing() is watch.missing()


def test_a_disk_whose_folders_have_no_time_of_change_is_read_again_by_itself(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = received_files.FileWatch(FILES, raw)
    folder = raw / "status"
    before = folder.stat()
    assert watch.missing() == []
    (raw / FILES[3]).unlink()
    os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))  # as FAT leaves it
    assert watch.missing() == []
    monkeypatch.setattr(received_files, "MOST_SECONDS", 0.0)
    assert watch.missing() == [FILES[3]]
