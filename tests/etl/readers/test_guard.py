"""The guard: kind by content, refusals in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.readers import guard, zip_parts
from etl.readers.refusal import RefusedError
from tests import hostile, messes

Maker = Callable[[Path], Path]


def refusal_of(path: Path) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        guard.inspect(path)
    return caught.value


@pytest.mark.parametrize(
    ("make", "kind"),
    [(messes.workbook, "xlsx"), (messes.xls_workbook, "xls"), (messes.csv_file, "csv")],
)
def test_the_kind_is_told_by_the_content_and_the_extension_only_warned_about(
    tmp_path: Path, make: Maker, kind: str
) -> None:
    right = guard.inspect(make(tmp_path / f"file.{kind}"))
    wrong = guard.inspect(make(tmp_path / "file.doc"))
    assert (right.kind, right.findings) == (kind, [])
    assert wrong.kind == kind
    assert [(f.severity, f.rule, f.value) for f in wrong.findings] == [("warning", "FILE-KIND", ".doc")]
    assert ".doc" in wrong.findings[0].message
    assert guard.KIND_NAMES[kind] in wrong.findings[0].message


@pytest.mark.parametrize(
    ("make", "rule", "words"),
    [
        (messes.empty_file, "FILE-EMPTY", "空です"),
        (messes.truncated_xlsx, "FILE-BROKEN", "途中で切れて"),
        (messes.damaged_xlsx, "FILE-BROKEN", "壊れて"),
        (messes.encrypted_xlsx, "FILE-ENCRYPTED", "パスワードを外して"),
        (messes.encrypted_xls, "FILE-ENCRYPTED", "パスワードを外して"),
        (messes.pdf, "FILE-NOT-A-TABLE", "PDF"),
        (messes.html_table, "FILE-NOT-A-TABLE", "HTML"),
        (messes.word_document, "FILE-NOT-A-TABLE", "Word"),
        (messes.zip_of_workbooks, "FILE-NOT-A-TABLE", "ZIP"),
        (hostile.zip_bomb, "FILE-TOO-LARGE", "50MB"),
        (hostile.overlapping_zip_bomb, "FILE-TOO-LARGE", "50MB"),
        (hostile.many_entries_zip, "FILE-TOO-LARGE", "部品"),
        (hostile.entity_bomb, "FILE-BROKEN", "DTD"),
    ],
)
def test_what_is_no_safe_table_is_refused_in_words_that_help(
    tmp_path: Path, make: Maker, rule: str, words: str
) -> None:
    finding = refusal_of(make(tmp_path / "調査票.xlsx")).finding
    assert (finding.severity, finding.rule) == ("error", rule)
    assert words in finding.message


def test_a_bomb_that_claims_to_be_small_is_counted_by_its_true_size(tmp_path: Path) -> None:
    path = hostile.zip_bomb(tmp_path / "a.xlsx", claimed_bytes=1000)
    assert path.stat().st_size < 4 * 2**20
    assert refusal_of(path).finding.rule == "FILE-TOO-LARGE"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\x89PNG\r\n\x1a\n", "画像"),
        (b"\xff\xd8\xff\xe0", "画像"),
        (b"\x00\x00\x00\x18ftypheic", "画像または動画"),
        (b"{\\rtf1", "RTF"),
        (b"\x00\x00-lh5-", "圧縮"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "XML"),
    ],
)
def test_other_formats_are_named(tmp_path: Path, head: bytes, name: str) -> None:
    path = tmp_path / "回答.xlsx"
    path.write_bytes(head + b"rest of the file")
    finding = refusal_of(path).finding
    assert finding.rule == "FILE-NOT-A-TABLE"
    assert name in finding.message


def test_of_what_excel_cannot_open_the_excel_file_is_asked_for(tmp_path: Path) -> None:
    for make in (messes.pdf, messes.word_document):
        message = refusal_of(make(tmp_path / "調査票.xlsx")).finding.message
        assert "送り主に、元になったExcelのファイル（.xlsx）を送ってもらってください" in message
        assert "Excelで開き" not in message
    assert "Excelで開き" in refusal_of(messes.html_table(tmp_path / "調査票.xls")).finding.message


def test_an_ole_file_of_noise_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(guard.OLE_MAGIC + bytes(range(256)) * 20)
    assert refusal_of(path).finding.rule == "FILE-BROKEN"


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "nowhere.xlsx").finding.rule == "FILE-UNREADABLE"


def test_a_macro_workbook_is_told_apart(tmp_path: Path) -> None:
    path = messes.workbook(tmp_path / "a.xlsx")
    content = path.read_bytes()
    with zip_parts.open_archive(content) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    kinds = parts.pop("[Content_Types].xml").replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.xlsm", "w") as archive:
        for name, part in {"[Content_Types].xml": kinds, **parts}.items():
            archive.writestr(name, part)
    inspection = guard.inspect(tmp_path / "a.xlsm")
    assert (inspection.kind, inspection.findings) == ("xlsm", [])
