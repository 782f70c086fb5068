"""Puts workbooks and zips together from bare parts, also as no library would. Imports nothing of etl."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_NS = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def workbook_of_xml(
    path: Path,
    sheets: Mapping[str, str],
    *,
    styles: str = "",
    shared_strings: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    extra: Mapping[str, bytes] | None = None,
) -> Path:
    """A workbook from bare XML: what stands inside <worksheet> for each sheet, <styleSheet>, and <si>s."""
    parts: dict[str, str] = {}
    entries = relations = ""
    for number, (name, body) in enumerate(sheets.items(), start=1):
        state = f' state="{states[name]}"' if states and name in states else ""
        entries += f'<sheet name="{name}" sheetId="{number}"{state} r:id="rId{number}"/>'
        kind, target = f"{REL_NS}/worksheet", f"worksheets/sheet{number}.xml"
        relations += f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'{XML_HEAD}<worksheet xmlns="{MAIN_NS}" xmlns:r="{REL_NS}">{body}</worksheet>'
        )
    relations += f'<Relationship Id="rIdS" Type="{REL_NS}/sharedStrings" Target="sharedStrings.xml"/>'
    relations += f'<Relationship Id="rIdT" Type="{REL_NS}/styles" Target="styles.xml"/>'
    parts["[Content_Types].xml"] = (
        f'{XML_HEAD}<Types xmlns="{PACKAGE_NS}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET_TYPE}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{SHEET_TYPE}.styles+xml"/></Types>'
    )
    parts["_rels/.rels"] = (
        f'{XML_HEAD}<Relationships xmlns="{PACKAGE_NS}/relationships">'
        f'<Relationship Id="rId1" Type="{REL_NS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    parts["xl/workbook.xml"] = (
        f'{XML_HEAD}<workbook xmlns="{MAIN_NS}" xmlns:r="{REL_NS}"><sheets>{entries}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'{XML_HEAD}<Relationships xmlns="{PACKAGE_NS}/relationships">{relations}</Relationships>'
    )
    parts["xl/sharedStrings.xml"] = f'{XML_HEAD}<sst xmlns="{MAIN_NS}">{"".join(shared_strings)}</sst>'
    parts["xl/styles.xml"] = f'{XML_HEAD}<styleSheet xmlns="{MAIN_NS}">{styles}</styleSheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


def sheet_data(*rows: str) -> str:
    """<sheetData> of rows given as XML."""
    return f"<sheetData>{''.join(rows)}</sheetData>"


def write_zip(path: Path, entries: Sequence[tuple[str, bytes, int, int]]) -> None:
    """A zip of (name, packed bytes, method, claimed size); stored entries get their true checksum."""
    body = directory = b""
    with path.open("wb") as stream:
        place = 0
        for name, packed, method, claimed in entries:
            crc = zlib.crc32(packed) if method == zipfile.ZIP_STORED else 0
            size = claimed & 0xFFFFFFFE
            encoded = name.encode()
            local = struct.pack(
                "<4s5H3L2H", b"PK\x03\x04", 20, 0, method, 0, 0, crc, len(packed), size, len(encoded), 0
            )
            body = local + encoded + packed
            directory += directory_entry(encoded, method, crc, len(packed), size, place)
            stream.write(body)
            place += len(body)
        stream.write(directory + end_of_directory(len(entries), len(directory), place))


def directory_entry(name: bytes, method: int, crc: int, packed: int, size: int, place: int) -> bytes:
    head = struct.pack(
        "<4s6H3L5H2L",
        b"PK\x01\x02",
        20,
        20,
        0,
        method,
        0,
        0,
        crc,
        packed,
        size,
        len(name),
        0,
        0,
        0,
        0,
        0,
        place,
    )
    return head + name


def end_of_directory(entries: int, size: int, place: int) -> bytes:
    return struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, size, place, 0)


def column_letters(column: int) -> str:
    """0 → "A", 26 → "AA"."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
