"""Makes the workbooks that are built to do harm: bombs, far cells, memory eaters. Imports nothing of etl.

Each function writes one file to `path` and returns it.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import xlsxwriter

from tests.messes import ROWS, workbook
from tests.workbook_parts import (
    MAIN_NS,
    column_letters,
    directory_entry,
    end_of_directory,
    sheet_data,
    workbook_of_xml,
    write_zip,
)


def zip_bomb(path: Path, gigabytes: int = 3, claimed_bytes: int | None = None) -> Path:
    """A workbook of a few MB whose sheet inflates to `gigabytes`; the header may claim less.

    One MiB is deflated once and its block repeated (a full flush makes the blocks independent), so
    that making the bomb costs next to nothing. Its checksum is not worth computing.
    """
    mebibyte = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = mebibyte.compress(bytes(2**20)) + mebibyte.flush(zlib.Z_FULL_FLUSH)
    size = gigabytes * 2**30
    packed = block * (size // 2**20) + zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS).flush()
    workbook(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entries = [(name, content, zipfile.ZIP_STORED, len(content)) for name, content in parts.items()]
    entries = [entry for entry in entries if entry[0] != "xl/worksheets/sheet1.xml"]
    claimed = size if claimed_bytes is None else claimed_bytes
    write_zip(path, [*entries, ("xl/worksheets/sheet1.xml", packed, zipfile.ZIP_DEFLATED, claimed)])
    return path


def overlapping_zip_bomb(path: Path, entries: int = 1500) -> Path:
    """Many directory entries that share the same packed megabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(bytes(2**20)) + packer.flush()
    name = b"xl/workbook.xml"
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 2**20, len(name), 0)
    body = local + name + packed
    directory = b""
    for number in range(entries):
        entry = name if not number else b"xl/media/%05d.png" % number
        directory += directory_entry(entry, 8, zlib.crc32(bytes(2**20)), len(packed), 2**20, 0)
    path.write_bytes(body + directory + end_of_directory(entries, len(directory), len(body)))
    return path


def many_entries_zip(path: Path, entries: int = 30_000) -> Path:
    """A workbook with a directory of tens of thousands of empty parts."""
    workbook(path)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(entries):
            archive.writestr(f"xl/media/{number}", b"")
    return path


def entity_bomb(path: Path) -> Path:
    """A workbook whose sheet defines entities that multiply (billion laughs)."""
    workbook(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    parts["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "lol">{laughs}]>'
        f'<sst xmlns="{MAIN_NS}"><si><t>&l9;</t></si></sst>'
    ).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def far_cell_workbook(path: Path) -> Path:
    """A good table, and one value in the last cell of the sheet: 11 kB that ask for 512 GiB."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("一覧")
        for number, row in enumerate(ROWS):
            page.write_row(number, 0, row)
        page.write(1_048_575, 16_383, "x")
    return path


def memory_eater(path: Path, megabytes: int = 1, rows: int = 4, columns: int = 1000) -> Path:
    """A workbook of some kB that passes every count: one long text that thousands of cells repeat."""
    body = [
        f'<row r="{row}">'
        + "".join(f'<c r="{column_letters(column)}{row}" t="s"><v>0</v></c>' for column in range(columns))
        + "</row>"
        for row in range(1, rows + 1)
    ]
    text = "あ" * (megabytes * 2**20 // 3)
    return workbook_of_xml(path, {"一覧": sheet_data(*body)}, shared_strings=[f"<si><t>{text}</t></si>"])
