"""Finds the cells of an .xlsx of which a part is struck out or raised, in shared and in inline strings."""

from __future__ import annotations

from etl.readers import rich_text
from etl.readers.grid import Position
from etl.readers.raw_scan import STYLE, TYPE, VALUE, WHOLE_CELL, StyleScan, place_of
from etl.readers.rich_text import LeftOut, Run


def rich_cells(xml: bytes, shared: dict[int, list[Run]], styles: StyleScan) -> dict[Position, LeftOut]:
    """The cells of which a part is struck out or raised; `shared`: the runs of shared strings (see rich_text)."""
    has_inline = b"inlineStr" in xml and (styles.looks.struck or rich_text.may_have_parts(xml))
    found = {}
    for cell in WHOLE_CELL.finditer(xml) if shared or has_inline else ():
        kind, style, place = TYPE.search(cell.group(1)), STYLE.search(cell.group(1)), place_of(cell.group(1))
        if kind is None or place is None or kind.group(1) not in (b"s", b"inlineStr"):
            continue
        runs: list[Run] = []
        if kind.group(1) == b"inlineStr":
            runs = rich_text.inline_runs(cell.group(2))
        elif (number := VALUE.search(cell.group(2))) is not None and number.group(1).strip().isdigit():
            runs = shared.get(int(number.group(1)), [])
        is_struck = style is not None and style.group(1) in styles.looks.struck
        if (part := rich_text.left_out(runs, is_struck_cell=is_struck)) is not None:
            found[place] = part
    return found
