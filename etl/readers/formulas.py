"""Formulas of a sheet that have no stored result, and those that give another value tomorrow (=TODAY())."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from etl.readers import package
from etl.readers.grid import Position
from etl.readers.raw_scan import FORMULA, TYPE, place_of
from etl.readers.xml_scan import attribute, elements, kept_while_small, plain, span_of

# Functions whose value depends on the day or the moment at which the workbook is opened.
VOLATILE = ("TODAY(", "NOW(", "RAND(", "RANDBETWEEN(")
_VOLATILE_BYTES = tuple(name.encode() for name in VOLATILE)
_QUOTED = re.compile(r'"[^"]*"')
PLAIN_FORMULA = re.compile(rb"<f\b(?:[^>]*/>|[^>]*>([^<]*)</f>)")
NO_RESULT = re.compile(rb"\s*(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)")


def volatile_names(parts: Mapping[str, bytes]) -> re.Pattern[str] | None:
    """Finds the names that a workbook gives to formulas of the day (基準日 for TODAY()), also by way of other names.

    None where there is none.
    """
    book = parts.get(package.MAIN_PART, b"")
    return _volatile_names(span_of(book, b"definedName")) if b"definedName" in book else None


@kept_while_small
def _volatile_names(names: bytes) -> re.Pattern[str] | None:
    """By the names alone, which the returns of one form share, whatever Excel writes around them."""
    named = {
        attribute(attributes, "name"): unescape(plain(formula))
        for _, attributes, formula in elements(names, "definedName")
    }
    pattern, found = None, set[str]()
    while more := {
        name for name, formula in named.items() if name not in found and _is_of_the_day(formula, pattern)
    }:
        found |= more
        pattern = re.compile(
            rf"(?<![\w.!])(?:{'|'.join(map(re.escape, sorted(found)))})(?![\w.(!])", re.IGNORECASE
        )
    return pattern


def _is_of_the_day(formula: str, names: re.Pattern[str] | None) -> bool:
    bare = _QUOTED.sub("", formula)
    return any(function in bare.upper() for function in VOLATILE) or (
        names is not None and names.search(bare) is not None
    )


def formulas_of(xml: bytes, names: re.Pattern[str] | None) -> tuple[dict[Position, str], dict[Position, str]]:
    """Formulas without a stored result (an empty text, t="str", is one), and those that give another value tomorrow."""
    uncomputed: dict[Position, str] = {}
    volatile: dict[Position, str] = {}
    if b"<f" not in xml and b":f" not in xml:
        return uncomputed, volatile
    for match in (FORMULA if b":f" in xml else PLAIN_FORMULA).finditer(xml):
        written = match.group(1) or b""
        has_no_result = NO_RESULT.match(xml, match.end()) is not None
        may_be = names is not None or (b"(" in written and any(name in written for name in _VOLATILE_BYTES))
        is_volatile = may_be and _is_of_the_day(unescape(written.decode("utf-8", "replace")), names)
        if not has_no_result and not is_volatile:
            continue
        cell_tag = xml[xml.rfind(b"<", 0, match.start()) : match.start()]
        place = place_of(cell_tag) or (-1, -1)
        formula = unescape(written.decode("utf-8", "replace"))
        if is_volatile:
            volatile[place] = formula
        kind = TYPE.search(cell_tag)
        if has_no_result and (kind is None or kind.group(1) not in (b"str", b"e")):
            uncomputed[place] = formula
    return uncomputed, volatile
