"""Files from a browser do no harm, and what is said of each is put together."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.intake import reports
from dashboard.intake.uploads import (
    MOST_FILE_BYTES,
    RejectedFile,
    StoredFile,
    UploadFolder,
    safe_name,
    store_upload,
)


def packed(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return content.getvalue()


def taken(folder: UploadFolder, shown: str, content: bytes) -> list[StoredFile | RejectedFile]:
    return list(store_upload(io.BytesIO(content), shown, folder))


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("01202_函館市.xlsx", "01202_函館市.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("回答\u202excod.xlsx", "回答_xcod.xlsx"),
        ("a\0b\n.xlsx", "a_b_.xlsx"),
        ("...", "file"),
        ("", "file"),
        ("CON.xlsx", "_CON.xlsx"),
        ("--raw", "_--raw"),
        (".htaccess", "htaccess"),
        ("ヒ\u309aア.xls", "ピア.xls".replace("ピ", "ヒ\u309a")),
    ],
)
def test_a_name_from_outside_is_made_harmless_and_stays_readable(shown: str, name: str) -> None:
    assert safe_name(shown) == name.replace("ヒ\u309a", "ピ")


def test_a_very_long_name_keeps_its_ending_and_fits_any_file_system() -> None:
    name = safe_name("町" * 500 + ".xlsx")
    assert name.endswith("町.xlsx")
    assert len(name.encode("utf-8")) < 255


def test_files_of_a_zip_come_out_under_its_folder_alone(tmp_path: Path) -> None:
    folder = tmp_path / "room"
    folder.mkdir()
    content = packed({"../../out.xlsx": b"1", "/abs.xlsx": b"2", "a/x.xlsx": b"3", "b/X.xlsx": b"4"})
    came = taken(UploadFolder(folder), "返送.zip", content)
    assert [one.name for one in came if isinstance(one, StoredFile)] == [
        "out.xlsx",
        "abs.xlsx",
        "x.xlsx",
        "X (2).xlsx",
    ]
    assert came[2].sender_name == "返送.zip／a/x.xlsx"
    assert sorted(path.name for path in folder.iterdir()) == ["X (2).xlsx", "abs.xlsx", "out.xlsx", "x.xlsx"]
    assert list(tmp_path.iterdir()) == [folder]


def test_names_in_a_zip_made_on_windows_in_japan_are_read(tmp_path: Path) -> None:
    content = packed({"PLACE.xlsx": b"1"}).replace(b"PLACE", "函館x".encode("cp932"))
    assert [one.sender_name for one in taken(UploadFolder(tmp_path), "a.zip", content)] == [
        "a.zip／函館x.xlsx"
    ]


def test_the_day_of_a_file_is_kept_so_that_the_later_of_two_returns_can_be_told(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("old.xlsx", (2023, 12, 10, 9, 0, 0)), b"1")
        archive.writestr(zipfile.ZipInfo("odd.xlsx", (1980, 0, 0, 0, 0, 0)), b"1")
    folder = UploadFolder(tmp_path)
    assert [type(one) for one in taken(folder, "a.zip", content.getvalue())] == [StoredFile, StoredFile]
    assert (tmp_path / "old.xlsx").stat().st_mtime == 1_702_166_400
    list(store_upload(io.BytesIO(b"1"), "sent.xlsx", folder, 1_700_000_000.0))
    assert (tmp_path / "sent.xlsx").stat().st_mtime == 1_700_000_000


def test_what_systems_leave_in_a_zip_is_no_return(tmp_path: Path) -> None:
    content = packed({"__MACOSX/._a.xlsx": b"1", "~$a.xlsx": b"1", "Thumbs.db": b"1", "a.xlsx": b"1"})
    assert [one.sender_name for one in taken(UploadFolder(tmp_path), "a.zip", content)] == ["a.zip／a.xlsx"]


def test_a_bomb_in_a_zip_is_turned_away_and_leaves_nothing(tmp_path: Path) -> None:
    folder = UploadFolder(tmp_path)
    came = taken(folder, "a.zip", packed({"big.xlsx": bytes(MOST_FILE_BYTES + 1), "good.xlsx": b"1"}))
    assert [type(one) for one in came] == [RejectedFile, StoredFile]
    assert "大きすぎます" in came[0].reason
    assert [path.name for path in tmp_path.iterdir()] == ["good.xlsx"]


def test_all_that_a_zip_unpacks_to_has_a_limit(tmp_path: Path) -> None:
    came = taken(
        UploadFolder(tmp_path, bytes_left=10),
        "a.zip",
        packed({"1.csv": b"123456", "2.csv": b"123456", "3.csv": b"1"}),
    )
    assert "合計が上限" in came[1].reason
    assert [path.name for path in tmp_path.iterdir()] == ["1.csv"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", b"", "中身が空"),
        ("a.zip", b"PK\x03\x04broken", "開けません"),
        ("a.zip", packed({}), "ファイルがありません"),
        ("a.zip", packed({f"{n}.xlsx": b"1" for n in range(4_001)}), "多すぎます"),
    ],
)
def test_what_cannot_be_taken_in_is_said(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (came,) = taken(UploadFolder(tmp_path), name, content)
    assert isinstance(came, RejectedFile)
    assert reason in came.reason
    assert list(tmp_path.iterdir()) == []


def said(file: str, status: str, town: str = "", *severities: str) -> dict[str, Any]:
    findings = [{"severity": severity, "message": f"{severity}です。"} for severity in severities]
    return {"file": file, "status": status, "municipality": town, "findings": findings}


def test_reports_of_one_file_are_put_together() -> None:
    files = [StoredFile(name, name, 1) for name in ("表.xlsx", "a.xlsx", "b.pdf", "中.zip")]
    checked = {
        "files": [
            said("表.xlsx", "ok", "01202"),
            said("表.xlsx", "rejected", "01206", "error"),
            said("x/a.xlsx", "ok", "01204"),
            said("b.pdf", "rejected", "", "warning"),
            said("中.zip/c.xlsx", "findings", "01203", "warning", "info"),
        ]
    }
    received = {
        "stored": [
            {"file": "表.xlsx", "state": "loaded", "reason": ""},
            {"file": "b.pdf", "state": "quarantined", "reason": "PDFです。"},
        ],
        "already": ["a.xlsx"],
        "loaded": 1,
        "quarantined": 1,
    }
    table, plain, pdf, nested = reports.lines(files, checked, received)
    assert (table.status, table.towns, table.errors, table.outcome) == (
        "findings",
        ("01202", "01206"),
        1,
        "loaded",
    )
    assert (plain.status, plain.outcome) == ("ok", "already")
    assert (pdf.status, pdf.reason, pdf.outcome) == ("rejected", "PDFです。", "quarantined")
    assert (nested.status, nested.towns, nested.warnings, nested.outcome) == ("findings", ("01203",), 1, "")
    assert reports.counts(received) == {"loaded": 1, "quarantined": 1, "held": 0, "already": 1}


def test_a_refused_file_gives_the_reason_of_its_check_until_it_is_received() -> None:
    (line,) = reports.lines(
        [StoredFile("b.pdf", "b.pdf", 1)], {"files": [said("b.pdf", "rejected", "", "warning")]}, {}
    )
    assert (line.reason, line.outcome) == ("warningです。", "")


def test_a_zip_and_a_mail_say_the_day_of_their_files(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.xlsx", (2026, 11, 27, 9, 0, 0)), b"x")
    content.seek(0)
    folder = UploadFolder(tmp_path)
    assert [one.dated for one in store_upload(content, "b.zip", folder) if isinstance(one, StoredFile)] == [
        date(2026, 11, 27)
    ]
    mail = b"Date: Thu, 26 Nov 2026 20:30:00 +0000\r\nSubject: x\r\n\r\nbody"
    for body, day in ((mail, date(2026, 11, 27)), (b"Subject: x\r\n\r\n", None), (b"\xff\xfe", None)):
        [came] = store_upload(io.BytesIO(body), "m.eml", folder)
        assert isinstance(came, StoredFile)
        assert came.dated == day
    [plain] = store_upload(io.BytesIO(mail), "m.xlsx", folder)
    assert isinstance(plain, StoredFile)
    assert plain.dated is None
