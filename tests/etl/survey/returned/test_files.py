"""Folders and zips as they come: Japanese names, zips in zips, locked and hostile ones."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from etl.survey.receive import ReceiveReport, receive
from tests import messes
from tests.etl.survey import received as made
from tests.etl.survey import zips
from tests.etl.survey.received import HIGASHIKAWA, KUTCHAN, TAKASU


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return made.make_raw(tmp_path / "raw")


@pytest.fixture
def returns(tmp_path: Path) -> dict[str, bytes]:
    """Name → content of the returns of three towns."""
    folder = tmp_path / "made"
    paths = [made.hand_in(folder, code) for code in (TAKASU, HIGASHIKAWA, KUTCHAN)]
    return {path.name: path.read_bytes() for path in paths}


def take(raw: Path, path: Path) -> ReceiveReport:
    return receive([path], raw, 2023, date(2023, 12, 12))


@pytest.mark.parametrize("cp932", [True, False])
def test_a_zip_is_stored_file_by_file_with_its_name_noted(
    cp932: bool, raw: Path, returns: dict[str, bytes], tmp_path: Path
) -> None:
    entries = {f"上川/回答/{name}": content for name, content in returns.items()}
    report = take(raw, zips.write_zip(tmp_path / "上川.zip", entries, cp932=cp932))
    assert report.loaded == 3
    assert {(line["original_name"], line["archive"]) for line in made.lines(raw)} == {
        (name, "上川.zip") for name in returns
    }
    assert sorted(one.file for one in report.received) == sorted(f"上川.zip/{name}" for name in entries)
    stored = raw / "survey/R5/returns/2023-12-12"
    assert {path.name: path.read_bytes() for path in stored.iterdir()} == returns


def test_a_zip_in_a_zip_is_opened_once_and_no_deeper(
    raw: Path, returns: dict[str, bytes], tmp_path: Path
) -> None:
    names = list(returns)
    third = zips.zip_bytes({names[2]: returns[names[2]]})
    second = zips.zip_bytes({names[1]: returns[names[1]], "さらに中.zip": third})
    outer = zips.write_zip(tmp_path / "全道.zip", {names[0]: returns[names[0]], "上川.zip": second})
    report = take(raw, outer)
    assert made.states(raw) == {names[0]: "loaded", names[1]: "loaded"}
    assert {line["archive"] for line in made.lines(raw)} == {"全道.zip", "全道.zip/上川.zip"}
    assert [(f.rule, f.file) for f in report.findings] == [("ZIP-NESTED", "全道.zip/上川.zip/さらに中.zip")]


def test_names_that_lead_out_of_the_folder_stay_in_it(
    raw: Path, returns: dict[str, bytes], tmp_path: Path
) -> None:
    content = next(iter(returns.values()))
    before = set(made.tree(tmp_path))
    outer = zips.write_zip(tmp_path / "a.zip", {"../../../../x/鷹栖町.xlsx": content}, cp932=False)
    assert take(raw, outer).loaded == 1
    new = set(made.tree(tmp_path)) - before
    assert {Path(name).name for name in new} == {"a.zip", "鷹栖町.xlsx", "REGISTER.csv", ".lock"}
    assert (raw / "survey/R5/returns/2023-12-12/鷹栖町.xlsx").is_file()


def test_zips_that_cannot_be_opened_are_refused_with_the_reason(
    raw: Path, returns: dict[str, bytes], tmp_path: Path
) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    zips.locked_zip(mail / "鍵付き.zip", returns)
    zips.bomb(mail / "爆弾.zip")
    zips.write_zip(mail / "空.zip", {})
    (mail / "途中まで.zip").write_bytes(zips.zip_bytes(returns)[:5000])
    report = take(raw, mail)
    assert report.loaded == 0
    rules = {finding.file.split("/")[0]: finding.rule for finding in report.findings}
    assert rules == {
        "鍵付き.zip": "FILE-ENCRYPTED",
        "爆弾.zip": "FILE-TOO-LARGE",
        "空.zip": "FILE-EMPTY",
        "途中まで.zip": "FILE-BROKEN",
    }
    assert {one.status for one in report.files} == {"rejected"}


def test_a_workbook_called_zip_is_still_read(raw: Path, returns: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "鷹栖町.zip"
    path.write_bytes(next(iter(returns.values())))
    report = take(raw, path)
    assert (report.loaded, [finding.rule for finding in report.findings]) == (1, ["FILE-KIND"])


def test_folders_are_read_to_the_bottom(raw: Path, tmp_path: Path) -> None:
    made.hand_in(tmp_path / "mail" / "上川" / "1回目", TAKASU)
    messes.workbook(tmp_path / "mail" / "後志.xlsx", [["市町村名", "問1"], ["倶知安町", "検討中"]])
    report = take(raw, tmp_path / "mail")
    assert sorted(one.file for one in report.received) == [
        "上川/1回目/01452_鷹栖町_重層調査票_R5.xlsx",
        "後志.xlsx",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps file names as bytes")
def test_a_name_that_was_unpacked_in_the_wrong_encoding_is_read(
    raw: Path, returns: dict[str, bytes], tmp_path: Path
) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    content = next(iter(returns.values()))
    with open(os.fsencode(mail) + b"/" + "鷹栖町.xlsx".encode("cp932"), "wb") as stream:  # noqa: PTH123
        stream.write(content)
    assert take(raw, mail).loaded == 1
    assert made.states(raw) == {"鷹栖町.xlsx": "loaded"}
