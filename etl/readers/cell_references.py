"""Gives the cells of a sheet their addresses where the program that wrote it left them out, as it may."""

from __future__ import annotations

import re

from etl.readers.grid import cell_name, column_index

_ROW_OR_CELL = re.compile(rb"<((?:\w+:)?(row|c))\b([^>]*)>")
_FIRST_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*>")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,7})[\"']")


def with_references(xml: bytes) -> bytes:
    """The XML of a sheet in which each cell says where it stands; as it is where the first cell says so."""
    first = _FIRST_CELL.search(xml)
    if first is None or _REFERENCE.search(first.group()):
        return xml
    row, column = -1, -1

    def named(tag: re.Match[bytes]) -> bytes:
        nonlocal row, column
        written = _REFERENCE.search(tag.group(3))
        if tag.group(2) == b"row":
            row = int(written.group(2)) - 1 if written else row + 1
            column = -1
            return tag.group()
        if written:
            column = column_index(written.group(1).decode().upper())
            return tag.group()
        column += 1
        return b'<%s r="%s"%s>' % (tag.group(1), cell_name(row, column).encode(), tag.group(3))

    return _ROW_OR_CELL.sub(named, xml)
