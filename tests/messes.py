"""Makes the files that go wrong in real life (those made to do harm: tests.hostile). Imports nothing of etl.

Each function writes one file to `path` and returns it.
"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import xlsxwriter
import xlwt
import xlwt.CompoundDoc

FIXED_DATE = datetime(2023, 4, 1)  # noqa: DTZ001 - workbooks know no time zones
ROWS = [["団体コード", "市町村名", "実施状況"], ["01202", "函館市", "検討中"], ["01337", "七飯町", "実施中"]]


def workbook(path: Path, rows: Sequence[Sequence[object]] = ROWS, sheet: str = "一覧") -> Path:
    """A workbook with nothing wrong."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": FIXED_DATE})
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def empty_file(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def truncated_xlsx(path: Path, kept: float = 0.6) -> Path:
    """A mail attachment that was cut off on the way."""
    workbook(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    return path


def damaged_xlsx(path: Path) -> Path:
    """The directory is whole, but bytes of the sheet are not what they were."""
    workbook(path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    start = info.header_offset + 30 + len(info.filename)
    content[start + 20 : start + 60] = bytes(40)
    path.write_bytes(content)
    return path


def xls_workbook(path: Path, rows: Sequence[Sequence[object]] = ROWS, sheet: str = "一覧") -> Path:
    """The old binary format."""
    _xls_book(rows, sheet).save(str(path))
    return path


def messy_xls(path: Path) -> Path:
    """.xls with a telling number format, a date, an error, a merged range, a hidden sheet and row."""
    book = _xls_book(ROWS, "一覧")
    page = book.get_sheet(0)
    page.write(1, 3, 5, xlwt.easyxf(num_format_str='"令和"0"年度"'))
    page.write(1, 4, FIXED_DATE, xlwt.easyxf(num_format_str="yyyy/m/d"))
    page.write(2, 3, 12.5)
    page.row(2).set_cell_error(4, 42)  # 42 is #N/A
    page.write_merge(4, 5, 0, 1, "結合", xlwt.easyxf("font: struck_out on"))
    page.write(6, 0, "隠れた行")
    page.row(6).hidden = True
    hidden = book.add_sheet("控え")
    hidden.write(0, 0, "隠れた値")
    hidden.visibility = 1
    book.save(str(path))
    return path


def encrypted_xls(path: Path) -> Path:
    """.xls whose first records say that the rest is encrypted (FILEPASS)."""
    stream = _xls_book(ROWS, "一覧").get_biff_data()
    (length,) = struct.unpack_from("<H", stream, 2)
    filepass = struct.pack("<HHHHH", 0x002F, 6, 0, 0x1234, 0x5678)
    locked = stream[: 4 + length] + filepass + stream[4 + length :]
    xlwt.CompoundDoc.XlsDoc().save(str(path), locked)
    return path


def encrypted_xlsx(path: Path, password: str = "himitsu") -> Path:
    """A workbook saved with a password: an OLE package, no longer a zip."""
    plain = io.BytesIO(workbook(path).read_bytes())
    locked = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt(password, locked)
    path.write_bytes(locked.getvalue())
    return path


def pdf(path: Path) -> Path:
    """A PDF, under whatever name the path has."""
    path.write_bytes(
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    return path


def html_table(path: Path) -> Path:
    """What web systems offer as "Excel": an HTML table."""
    path.write_text("<html><body><table><tr><td>市町村名</td></tr></table></body></html>", encoding="utf-8")
    return path


def zip_of_workbooks(path: Path) -> Path:
    """A plain zip with a workbook inside."""
    inner = io.BytesIO()
    with xlsxwriter.Workbook(inner, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "市町村名")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("調査票.xlsx", inner.getvalue())
    return path


def word_document(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return path


def far_format_workbook(path: Path) -> Path:
    """A good table in a sheet whose last cell is only coloured: harmless, and common."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("一覧")
        for number, row in enumerate(ROWS):
            page.write_row(number, 0, row)
        page.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "#FFFF00"}))
    return path


def messy_workbook(path: Path) -> Path:
    """One of everything that a quick reading loses.

    Sheet 一覧: D1 #N/A, E1 =A1&B1 without result, F1 comment, G1 struck out, H1 red fill, B2:B3 merged,
    row 5 and column J hidden. Sheet 控え hidden, sheet _manifest very hidden, each with a value.
    """
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("一覧")
        page.write_row(0, 0, ["団体コード", "市町村名", "実施状況"])
        page.write_formula("D1", "=NA()", None, "#N/A")
        page.write_formula("E1", "=A1+1", None, "")
        page.write("F1", "値")
        page.write_comment("F1", "昨年と同じです", {"author": "担当"})
        page.write("G1", "取消", book.add_format({"font_strikeout": True}))
        page.write("H1", "赤", book.add_format({"bg_color": "#FF0000"}))
        page.merge_range("B2:B3", "函館市", book.add_format())
        page.write("A5", "隠れた行")
        page.set_row(4, None, None, {"hidden": True})
        page.write("J1", "隠れた列")
        page.set_column("J:J", None, None, {"hidden": True})
        hidden = book.add_worksheet("控え")
        hidden.write(0, 0, "隠れた値")
        hidden.hide()
        manifest = book.add_worksheet("_manifest")
        manifest.write(0, 0, "q01")
        manifest.very_hidden()
    _drop_empty_results(path)
    return path


def csv_file(
    path: Path, rows: Iterable[Sequence[str]] = ROWS, encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    """A CSV file in any encoding (utf-8-sig and utf-16 with their byte order mark)."""
    path.write_bytes("".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding))
    return path


def utf8_read_as_cp932(path: Path) -> Path:
    """Somebody opened UTF-8 as Shift_JIS and saved what he saw: 譁・ｭ怜喧縺・, in a valid UTF-8 file."""
    rows = [
        [cell.encode().decode("cp932", "replace").replace("\ufffd", "・") for cell in row] for row in ROWS
    ]
    return csv_file(path, [ROWS[0], *rows[1:]])


def cp932_read_as_latin1(path: Path) -> Path:
    """Somebody opened Shift_JIS as Western text and saved it as UTF-8."""
    rows = [[cell.encode("cp932").decode("latin-1") for cell in row] for row in ROWS]
    return csv_file(path, [ROWS[0], *rows[1:]])


def replacement_characters(path: Path) -> Path:
    """Somebody opened Shift_JIS as UTF-8 and saved it: what was lost became U+FFFD."""
    rows = [[cell.encode("cp932").decode("utf-8", "replace") for cell in row] for row in ROWS]
    return csv_file(path, [ROWS[0], *rows[1:]])


def _xls_book(rows: Sequence[Sequence[object]], sheet: str) -> Any:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    return book


def _drop_empty_results(path: Path) -> None:
    """Make formulas written with an empty result into formulas without any, as other programs save them."""
    with zipfile.ZipFile(path) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in parts.items():
            archive.writestr(info, content.replace(b"</f><v></v>", b"</f>"))
