"""What is drawn over the cells of an old .xls, from the records of one sheet ([MS-XLS] Obj, TxO, MsoDrawing)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from etl.readers.drawn import Drawn
from etl.readers.grid import Position
from etl.readers.xls_records import BIFF8, records_of_sheet

OBJ, TXO, DRAWING, CONTINUE = 0x5D, 0x1B6, 0xEC, 0x3C
NOTE = 0x19  # the box of a comment, which is no object of its own
DROPDOWN, MADE_BY_EXCEL = 0x14, 0x0100  # the arrow of a filter or of an input list
CHECKBOX, OPTION = 0x0B, 0x0C
NAMES = {
    0x00: "図形",
    0x01: "線",
    0x02: "図形（四角形）",
    0x03: "図形（楕円）",
    0x04: "図形（円弧）",
    0x05: "グラフ",
    0x06: "テキストボックス",
    0x07: "ボタン",
    0x08: "画像",
    0x09: "図形",
    CHECKBOX: "チェックボックス",
    OPTION: "オプションボタン",
    0x0D: "入力欄",
    0x0E: "ラベル",
    0x10: "スピンボタン",
    0x11: "スクロールバー",
    0x12: "リストボックス",
    0x13: "グループ枠",
    DROPDOWN: "コンボボックス",
    0x1E: "図形",
}
# Kinds of shapes of the drawing layer (MSOSPT) that a person would name.
SHAPES = {
    1: "図形（四角形）",
    2: "図形（四角形）",
    3: "図形（楕円）",
    20: "線",
    32: "線",
    75: "画像",
    202: "テキストボックス",
}
CLIENT_ANCHOR, SHAPE = 0xF010, 0xF00A
COMMON = b"\x15\x00"  # FtCmo, with which an Obj record of BIFF8 begins; some writers keep the older form
CHECK_STATE = 0x0A  # FtCbls: bytes 0 and 1 of its data say whether the box is checked


def objects(content: bytes, start: int, biff_version: int) -> Iterator[Drawn]:
    """The objects of the sheet whose records begin at `start`. Raises struct.error for a record cut off."""
    drawing = b""
    waiting: Drawn | None = None  # an object whose text may follow
    is_text_next = False
    for record, body in records_of_sheet(content, start):
        if record == DRAWING:
            drawing = body
        elif record == OBJ:
            if waiting is not None:
                yield waiting
            is_new = biff_version >= BIFF8 and body[:2] == COMMON
            waiting = _object(body, drawing) if is_new else _old_object(body)
            drawing = b""
        elif record == TXO:
            is_text_next = len(body) >= 12 and struct.unpack_from("<H", body, 10)[0] > 0
        elif record == CONTINUE and is_text_next:
            is_text_next = False
            if waiting is not None:
                waiting = waiting._replace(text=_text(body))
    if waiting is not None:
        yield waiting


def _object(body: bytes, drawing: bytes) -> Drawn | None:
    """The object of an Obj record (BIFF8); None for what no person drew."""
    _, _, kind, _, flags = struct.unpack_from("<5H", body)
    if kind == NOTE or (kind == DROPDOWN and flags & MADE_BY_EXCEL):
        return None
    shape, place = _shape(drawing)
    name = SHAPES.get(shape) if kind in (0x00, 0x06, 0x09, 0x1E) else None
    what = name or NAMES.get(kind, "図形")
    if kind in (CHECKBOX, OPTION):
        what += "（チェックあり）" if _is_checked(body) else "（チェックなし）"
    return Drawn(what, place, "")


def _old_object(body: bytes) -> Drawn | None:
    """The object of an Obj record of Excel 95 and before, which holds its place itself."""
    _, kind, _, _, column, _, row = struct.unpack_from("<I6H", body)
    return None if kind in (NOTE, DROPDOWN) else Drawn(NAMES.get(kind, "図形"), (row, column), "")


def _shape(drawing: bytes) -> tuple[int, Position | None]:
    """The kind of the last shape in a piece of the drawing layer, and the cell of its upper left corner."""
    shape, place, at = -1, None, 0
    while at + 8 <= len(drawing):
        options, kind, length = struct.unpack_from("<HHI", drawing, at)
        at += 8
        if kind == SHAPE:
            shape = options >> 4
        elif kind == CLIENT_ANCHOR and length >= 18 and at + 18 <= len(drawing):
            _, column, _, row = struct.unpack_from("<4H", drawing, at)
            place = (row, column)
        if options & 0x0F != 0x0F:  # a container's parts follow; any other record is passed over
            at += length
    return shape, place


def _is_checked(body: bytes) -> bool:
    at = 0
    while at + 4 <= len(body):
        kind, length = struct.unpack_from("<HH", body, at)
        if kind == CHECK_STATE and length >= 2:
            return bool(body[at + 4] == 1)
        at += 4 + length
    return False


def _text(body: bytes) -> str:
    """The text of a Continue record after TxO: a byte that says how it is coded, then the letters."""
    text = body[1:].decode("utf-16-le" if body[:1] == b"\x01" else "latin-1", "replace")
    return " ".join(text.split())
