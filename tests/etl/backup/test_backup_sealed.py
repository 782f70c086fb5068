"""A 控え under a password: nothing can be read without it, and with it all comes back."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
import pyzipper

from etl.__main__ import main
from etl.backup import making, reading, restoring, sealing
from etl.backup.manifest import BackupRefusedError
from tests.etl.backup.office import MOMENT, Office, other, usual

WORD = "Kasanari 2026!"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return usual(tmp_path / "a")


@pytest.fixture
def sealed(office: Office, tmp_path: Path) -> Path:
    return making.make(office.raw, office.journal, tmp_path / "to", MOMENT, WORD).path


def test_it_comes_back_with_its_password_on_a_pc_that_has_other_data(
    office: Office, sealed: Path, tmp_path: Path
) -> None:
    present = other(tmp_path / "now")
    restoring.restore(sealed, present.raw, present.journal, MOMENT, WORD)
    assert present.state() == office.state()


def test_neither_names_nor_contents_can_be_read_without_the_password(office: Office, sealed: Path) -> None:
    assert sealed.name == "かさなり控え_パスワード付き_令和8年11月30日_0930.zip"
    content = sealed.read_bytes()
    assert all(text.encode() not in content for text in ("実施状況", "returns", "journal.sqlite", "MANIFEST"))
    with zipfile.ZipFile(sealed) as archive:
        assert archive.namelist() == [sealed.name]
        with pytest.raises((RuntimeError, NotImplementedError)):
            archive.read(sealed.name)
    assert list(sealed.parent.iterdir()) == [sealed]


def test_it_is_aes_256_of_winzip_whose_content_is_a_plain_backup(sealed: Path, tmp_path: Path) -> None:
    with pyzipper.AESZipFile(sealed) as archive:
        [entry] = archive.infolist()
        assert (entry.wz_aes_version, entry.wz_aes_strength) == (pyzipper.zipfile_aes.WZ_AES_V2, 3)
        archive.setpassword(WORD.encode())
        archive.extractall(tmp_path / "by hand")
    with reading.opened(tmp_path / "by hand" / sealed.name) as backup:
        backup.verify()


@pytest.mark.parametrize(
    ("word", "told"), [("", sealing.WANTED), ("kasanari 2026!", sealing.WRONG), ("パスワード", sealing.WRONG)]
)
def test_without_the_right_password_nothing_changes_and_the_reason_is_said(
    sealed: Path, tmp_path: Path, word: str, told: str
) -> None:
    present = other(tmp_path / "now")
    before = present.state()
    with pytest.raises(BackupRefusedError) as refused:
        restoring.restore(sealed, present.raw, present.journal, MOMENT, word)
    assert str(refused.value) == told
    assert present.state() == before


def test_a_changed_byte_is_told_as_damage_not_as_a_wrong_password(sealed: Path) -> None:
    content = bytearray(sealed.read_bytes())
    content[len(content) // 2] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(BackupRefusedError, match="壊れています"), reading.opened(sealed, WORD):
        pass


@pytest.mark.parametrize(
    "word", ["short", "全角のパスワードは使えません", "a" * 129, "tab\tinside\tthe word"]
)
def test_a_password_that_is_short_or_may_be_typed_in_two_ways_is_refused_before_anything_is_made(
    office: Office, tmp_path: Path, word: str
) -> None:
    with pytest.raises(BackupRefusedError, match="12文字以上"):
        making.make(office.raw, office.journal, tmp_path / "to", MOMENT, word)
    assert not (tmp_path / "to").exists()


def test_the_command_takes_the_password_from_a_file_that_is_gone_afterwards(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "word"
    common = ["--raw", str(office.raw), "--journal", str(office.journal), "--password-file", str(kept)]
    kept.write_text(f"{WORD}\n", encoding="utf-8")
    assert main(["backup", "make", "--to", str(tmp_path / "to"), *common]) == 0
    [file] = (tmp_path / "to").glob("*.zip")
    assert not kept.exists()
    assert main(["backup", "check", str(file), *common[:-2], "--json"]) == 0
    assert '"sealed": true' in capsys.readouterr().out
    kept.write_text("another password", encoding="utf-8")
    assert main(["backup", "check", str(file), *common]) == 1
    assert "パスワードが違う" in capsys.readouterr().err
    kept.write_text(WORD, encoding="utf-8")
    assert main(["backup", "restore", str(file), *common]) == 0


def test_a_part_that_the_pc_does_not_let_load_is_said_and_plain_backups_go_on(
    office: Office, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyzipper", None)
    with pytest.raises(BackupRefusedError, match="自己診断"), reading.opened(sealed, WORD):
        pass
    with pytest.raises(BackupRefusedError, match="自己診断"):
        making.make(office.raw, office.journal, tmp_path / "to", MOMENT, WORD)
    assert making.make(office.raw, office.journal, tmp_path / "to", MOMENT).path.is_file()
