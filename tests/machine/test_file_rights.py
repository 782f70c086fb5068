"""The rights of the folders on Windows: what is asked of it. No Windows runs these tests; icacls itself is not tried."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from machine import file_rights

SID = "S-1-5-21-1004336348-1177238915-682003330-512"
SAID = f'"道庁\\taro","{SID}"\r\n'


class Windows:
    """Keeps what it was asked to run; refuses icacls on folders of some names."""

    def __init__(self, said: str = SAID, refused: str = "") -> None:
        self.said, self.refused = said, refused
        self.asked: list[list[str]] = []

    def run(self, command: Sequence[str]) -> str:
        self.asked.append(list(command))
        if self.refused and Path(command[1]).name == self.refused:
            raise subprocess.CalledProcessError(1, command)
        return self.said if "whoami.exe" in command[0] else ""


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    made = [tmp_path / "受領資料 令和8年度", tmp_path / "journal"]
    for folder in made:
        folder.mkdir()
    return [*made, tmp_path / "not yet there"]


def test_each_folder_that_is_there_is_left_to_the_account_the_system_and_administrators(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYSTEMROOT", r"D:\Windows")
    windows = Windows()
    assert file_rights.keep_to_owner(folders, windows.run) == []
    assert windows.asked == [
        [r"D:\Windows\System32\whoami.exe", "/user", "/fo", "csv", "/nh"],
        *(
            [
                r"D:\Windows\System32\icacls.exe",
                str(folder),
                "/inheritance:r",
                "/grant:r",
                f"*{SID}:(OI)(CI)F",
                "*S-1-5-18:(OI)(CI)F",
                "*S-1-5-32-544:(OI)(CI)F",
                "/q",
            ]
            for folder in folders[:2]
        ),
    ]


def test_a_folder_whose_disk_knows_no_rights_is_named_and_the_others_are_kept(folders: list[Path]) -> None:
    windows = Windows(refused="journal")
    (told,) = file_rights.keep_to_owner(folders, windows.run)
    assert str(folders[1]) in told
    assert "ほかの利用者が読めないようにできませんでした" in told
    assert len(windows.asked) == 3


def test_without_the_number_of_the_account_no_right_is_touched(folders: list[Path]) -> None:
    windows = Windows(said="")
    assert len(file_rights.keep_to_owner(folders, windows.run)) == 2
    assert len(windows.asked) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there icacls is run")
def test_elsewhere_nothing_is_run(folders: list[Path]) -> None:
    assert file_rights.keep_to_owner(folders) == []
