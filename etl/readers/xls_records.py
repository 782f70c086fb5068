"""The records of one sheet of an old .xls, for what xlrd passes over ([MS-XLS]): printed margins, and formulas of the day."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from etl.readers import printed
from etl.readers.grid import Position

BOF, EOF = 0x809, 0x0A
OLD_BOFS = frozenset({0x009, 0x209, 0x409})
HEADER, FOOTER, MORE_HEADERS = 0x14, 0x15, 0x89C
FORMULA, SHARED_FORMULA, ARRAY = 0x06, 0x4BC, 0x221
BIFF8 = 80
MOST_RECORDS = 2_000_000
# Functions whose value depends on the day or the moment at which the workbook is opened.
VOLATILE = {221: "TODAY()", 74: "NOW()", 63: "RAND()"}
# Tokens of a formula that are followed by something, and how long that is.
_EXPRESSION, _STRING, _ATTRIBUTE, _FUNCTION, _FUNCTION_WITH_COUNT = 0x01, 0x17, 0x19, 0x21, 0x22
_NAME, _CHOOSE = 0x23, 0x04
_PLAIN = {0x01: 4, 0x02: 4, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8, 0x20: 7, 0x21: 2, 0x22: 3, 0x29: 2}
_LENGTHS_8 = _PLAIN | {
    0x23: 4, 0x24: 4, 0x25: 8, 0x26: 6, 0x27: 6, 0x28: 6, 0x2A: 4, 0x2B: 8, 0x2C: 4, 0x2D: 8,
    0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6, 0x3D: 10,
}  # fmt: skip
_LENGTHS_5 = _PLAIN | {
    0x23: 14, 0x24: 3, 0x25: 6, 0x26: 6, 0x27: 6, 0x28: 6, 0x2A: 3, 0x2B: 6, 0x2C: 3, 0x2D: 6,
    0x39: 24, 0x3A: 17, 0x3B: 20, 0x3C: 17, 0x3D: 20,
}  # fmt: skip


@dataclass(frozen=True)
class SheetRecords:
    """`printed`: texts of the printed header and footer; `volatile`: cells whose formula gives another value tomorrow."""

    printed: tuple[str, ...] = ()
    volatile: dict[Position, str] = field(default_factory=dict)


def records_of_sheet(content: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Number and body of the records of the sheet that begins at `start`, without those of its charts."""
    depth, at = 0, start
    for _ in range(MOST_RECORDS):
        if at + 4 > len(content):
            return
        record, length = struct.unpack_from("<HH", content, at)
        if record == BOF or record in OLD_BOFS:
            depth += 1  # a chart has records of its own inside those of the sheet
        elif record == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth <= 1:
            yield record, content[at + 4 : at + 4 + length]
        at += 4 + length


def read_records(
    content: bytes, start: int, biff_version: int, encoding: str, names: Sequence[bytes] = ()
) -> SheetRecords:
    """What the records of a sheet tell; `names`: the formulas of the workbook's names, in their order.

    Raises struct.error for a record cut off.
    """
    lines: list[str] = []
    volatile: dict[Position, str] = {}
    shared: dict[Position, list[Position]] = {}
    is_new = biff_version >= BIFF8
    of_the_day = _volatile_names(names, is_new=is_new)
    place = (-1, -1)
    for record, body in records_of_sheet(content, start):
        if record in (HEADER, FOOTER):
            lines.append(_text(body, encoding, is_new=is_new))
        elif record == MORE_HEADERS:
            lines += _more_headers(body)
        elif record == FORMULA and len(body) > 22:
            row, column = struct.unpack_from("<HH", body)
            place = (row, column)
            if body[22] == _EXPRESSION:
                first_row, first_column = struct.unpack_from("<HH", body, 23)
                shared.setdefault((first_row, first_column), []).append(place)
            elif name := _volatile(body[22:], of_the_day, is_new=is_new):
                volatile[place] = name
        elif record in (SHARED_FORMULA, ARRAY):
            name = _volatile(body[10 if record == SHARED_FORMULA else 14 :], of_the_day, is_new=is_new)
            if name:
                volatile[place] = name
    for first, places in shared.items():
        if first in volatile:
            volatile |= dict.fromkeys(places, volatile[first])
    return SheetRecords(printed.texts_of(lines), volatile)


def _text(body: bytes, encoding: str, *, is_new: bool) -> str:
    """A string with its length before it: of two bytes and a byte that says how it is coded, or of one byte alone."""
    if len(body) < 2:
        return ""
    if not is_new:
        return body[1 : 1 + body[0]].decode(encoding, "replace")
    length = int(struct.unpack_from("<H", body)[0])
    is_wide = len(body) > 2 and body[2] & 1
    return body[3 : 3 + length * (2 if is_wide else 1)].decode(
        "utf-16-le" if is_wide else "latin-1", "replace"
    )


def _more_headers(body: bytes) -> Iterator[str]:
    """The headers and footers of even pages and of the first one."""
    if len(body) < 38:
        return
    at = 38
    for length in struct.unpack_from("<4H", body, 30):
        if length and at + 3 <= len(body):
            yield _text(body[at:], "", is_new=True)
            at += 3 + length * (2 if body[at + 2] & 1 else 1)


def _volatile_names(formulas: Sequence[bytes], *, is_new: bool) -> dict[int, str]:
    """Number of a name, counted from 1, → the function of the day that it stands for, also by way of other names."""
    found: dict[int, str] = {}
    while True:
        more = {
            number: function
            for number, tokens in enumerate(formulas, start=1)
            if number not in found and (function := _volatile(tokens, found, is_new=is_new))
        }
        if not more:
            return found
        found |= more


def _volatile(tokens: bytes, names: Mapping[int, str], *, is_new: bool) -> str:
    """The function of the day in a formula, … around it where the formula holds more; "" where there is none."""
    lengths = _LENGTHS_8 if is_new else _LENGTHS_5
    at, count, name = 0, 0, ""
    while at < len(tokens):
        token = tokens[at]
        kind = token if token < 0x20 else 0x20 | (token & 0x1F)
        at += 1
        if kind in (_FUNCTION, _FUNCTION_WITH_COUNT) and at + lengths[kind] <= len(tokens):
            number = struct.unpack_from("<H", tokens, at + lengths[kind] - 2)[0] & 0x7FFF
            name = name or VOLATILE.get(number, "")
        if kind == _NAME and at + 2 <= len(tokens):
            name = name or names.get(struct.unpack_from("<H", tokens, at)[0], "")
        if kind == _STRING and at + 2 <= len(tokens):
            at += 1 + tokens[at] if not is_new else 2 + tokens[at] * (2 if tokens[at + 1] & 1 else 1)
        elif kind == _ATTRIBUTE and at + 3 <= len(tokens):
            many = struct.unpack_from("<H", tokens, at + 1)[0] + 1 if tokens[at] & _CHOOSE else 0
            at += 3 + many * 2
            continue
        elif kind > 0x16 and kind not in lengths:
            break  # a token that we do not know: where the next begins cannot be told
        else:
            at += lengths.get(kind, 0)
        count += 1
    return name if count <= 1 or not name else f"…{name}…"
