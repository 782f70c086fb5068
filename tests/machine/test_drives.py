"""Where a folder lies is told on every kind of drive, each tried on whatever machine runs the tests."""

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from machine import drives
from machine.drives import DriveReader

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
//fs01/share /net/課\\040共有 cifs rw,vers=3.0 0 0
nas:/export /data nfs4 rw 0 0
/dev/sdb1 /data/local ext4 rw 0 0
/dev/sdc1 /media/usb vfat rw 0 0
C:\\134 /windows/c 9p rw,aname=drvfs;path=C:\\ 0 0
gofer /vm 9p rw,trans=fd 0 0
"""
KEPT_AT = r"D:\職員\taro"


def linux(**environment: str) -> DriveReader:
    return DriveReader(False, str, lambda: MOUNTS, lambda _root: 0, environment)


def windows(resolved: dict[str, str] | None = None, **environment: str) -> DriveReader:
    """Z: is a mapped drive."""
    known = resolved or {}
    return DriveReader(
        True,
        lambda path: known.get(str(path), str(path)),
        lambda: "",
        lambda root: drives.DRIVE_REMOTE if root.upper() == "Z:\\" else 3,
        environment,
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/kasanari/journal.sqlite", "local"),
        ("/net/課 共有/かさなり", "network"),
        ("/net/課 共有ではない", "local"),
        ("/data/raw", "network"),
        ("/data/local/raw", "local"),
        ("/media/usb/かさなり", "local"),
        ("/windows/c/かさなり", "network"),
        ("/vm/かさなり", "local"),
        ("/var/taro/Dropbox/かさなり", "sync"),
        ("/var/taro/Google Drive/かさなり", "sync"),
        ("/var/taro/Ｄｒｏｐｂｏｘ/かさなり", "sync"),
        ("/var/taro/Dropbox (課)/かさなり", "sync"),
        ("/var/taro/dropbox-のまとめ.d/raw", "local"),
        ("/var/taro/OneDriveの手引き/raw", "local"),
    ],
)
def test_a_folder_on_linux_lies_where_its_mount_and_its_names_say(path: str, kind: str) -> None:
    assert drives.drive_of(PurePosixPath(path), linux()).kind == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (r"C:\かさなり", "local"),
        (r"\\?\C:\かさなり", "local"),
        (r"\\fs01\課\かさなり", "network"),
        (r"\\?\UNC\fs01\課\かさなり", "network"),
        (r"Z:\かさなり", "network"),
        (r"z:\かさなり", "network"),
        (rf"{KEPT_AT}\OneDrive - 北海道\かさなり", "sync"),
        (rf"{KEPT_AT}\OneDrive\デスクトップ\かさなり", "sync"),
        (r"G:\マイドライブ\かさなり", "sync"),
        (rf"{KEPT_AT}\Documents\かさなり", "local"),
    ],
)
def test_a_folder_on_windows_lies_where_its_drive_and_its_names_say(path: str, kind: str) -> None:
    assert drives.drive_of(PureWindowsPath(path), windows()).kind == kind


def test_a_link_to_a_share_is_a_share() -> None:
    reader = windows({r"C:\かさなり": r"\\fs01\課\かさなり"})
    assert drives.drive_of(PureWindowsPath(r"C:\かさなり"), reader).kind == "network"


def test_onedrive_is_known_by_what_windows_says_of_it_whatever_its_name() -> None:
    reader = windows(OneDriveCommercial=rf"{KEPT_AT}\共有")
    assert drives.drive_of(PureWindowsPath(rf"{KEPT_AT}\共有\かさなり"), reader).kind == "sync"


def test_the_refusal_names_the_file_the_place_and_the_way() -> None:
    said = drives.refusal("対応の記録", PureWindowsPath(r"Z:\かさなり\journal.sqlite"), windows())
    for part in (
        "対応の記録",
        r"Z:\かさなり\journal.sqlite",
        "ネットワーク上の場所（Z:）",
        "何もしていません",
        r"C:\かさなり",
    ):
        assert part in said
    assert drives.refusal("対応の記録", PureWindowsPath(r"C:\かさなり"), windows()) == ""


def test_this_machine_answers_for_a_folder_of_its_own(tmp_path: Path) -> None:
    found = drives.drive_of(PurePath(tmp_path), drives.this_machine())
    assert (found.kind, bool(found.system)) == ("local", True)
    assert drives.why_refused("データ", tmp_path) == ""
