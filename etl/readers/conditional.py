"""Values that a conditional format hides: white letters where the cell says 実施中, or no letters at all (;;;)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple

from etl.readers.grid import Position, Range, cell_name, column_index, text_of_value, value_at
from etl.readers.unseen import Hiding, inline_hides
from etl.readers.xml_scan import attribute, elements, kept_while_small, plain, span_of, text_of

HIDDEN = "条件付き書式のため、見えません"
PERHAPS = "条件付き書式により、見えないことがあります"
MOST_CELLS = 200_000
_STYLE = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_AREA = re.compile(r"\$?([A-Z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Z]{1,3})?\$?(\d{1,7})?)?")
_ALWAYS = {"TRUE", "TRUE()", "1"}
_NEVER = re.compile(r"FALSE(?:\(\))?|0|IS(?:ERROR|ERR|NA)\(.*\)")
_COMPARED = re.compile(r"\$?([A-Z]{1,3})(\$?)(\d{1,7})(<>|>=|<=|=|>|<)(.+)")
_FILLED = re.compile(
    r"LEN\((?P<a>[$A-Z\d]+)\)>0|NOT\(ISBLANK\((?P<b>[$A-Z\d]+)\)\)|NOT\((?P<c>[$A-Z\d]+)=\"\"\)"
)
_SIGNS = {
    "equal": "=", "notEqual": "<>", "greaterThan": ">", "lessThan": "<",
    "greaterThanOrEqual": ">=", "lessThanOrEqual": "<=",
}  # fmt: skip
_TEXT_RULES: dict[str, Callable[[str, str], bool]] = {
    "containsText": lambda value, text: text in value,
    "notContainsText": lambda value, text: text not in value,
    "beginsWith": str.startswith,
    "endsWith": str.endswith,
}
_FIXED = {
    "notContainsBlanks": True,
    "notContainsErrors": True,
    "containsBlanks": False,
    "containsErrors": False,
}


class ConditionalRule(NamedTuple):
    """One rule on some areas. `on_any_ground`: whether it hides everywhere, or only where the cell is white."""

    attributes: bytes
    tests: list[str]
    areas: list[Range]
    on_any_ground: bool


def hidden_values(xml: bytes, rows: list[list[object]], hiding: Hiding) -> dict[Position, str]:
    """The cells whose value a conditional format hides, and how sure that is."""
    found: dict[Position, str] = {}
    if b"cfRule" not in xml:
        return found
    styles: dict[str, str] | None = None
    for rule in _hiding_rules(span_of(xml, b"conditionalFormatting"), tuple(hiding.formats.items())):
        for place, value in _cells(rule.areas, rows):
            holds = _holds(rule.attributes, rule.tests, value, rule.areas[0])
            if holds is False:
                continue
            if not rule.on_any_ground:
                styles = _styles(xml) if styles is None else styles
                if styles.get(_name(place), "0") not in hiding.white:
                    continue
            if holds or place not in found:
                found[place] = HIDDEN if holds else PERHAPS
    return found


@kept_while_small
def _hiding_rules(xml: bytes, formats: tuple[tuple[str, bool], ...]) -> tuple[ConditionalRule, ...]:
    """The rules that hide: those of the sheet, and those that Excel writes into its extension list.

    There, since Excel 2010, stand rules that look at another sheet; each has its look and its areas within it
    ([MS-XLSX] 2.6.4, x14:conditionalFormatting).
    """
    hides = dict(formats)
    rules = []
    for _, attributes, inner in elements(xml, "conditionalFormatting"):
        sqref = attribute(attributes, "sqref") or text_of(inner, "sqref")
        areas = list(_areas(sqref))
        if not areas:
            continue
        for _, rule, parts in elements(inner, "cfRule"):
            on_any_ground = hides.get(attribute(rule, "dxfId"))
            for _, _, look in elements(parts, "dxf"):
                on_any_ground = inline_hides(look)
            if on_any_ground is not None:
                tests = [unescape(plain(one)) for _, _, one in elements(parts, "formula", "f")]
                rules.append(ConditionalRule(rule, tests, areas, on_any_ground))
    return tuple(rules)


def _cells(areas: list[Range], rows: list[list[object]]) -> Iterator[tuple[Position, object]]:
    left = MOST_CELLS
    for area in areas:
        top, first_column, bottom, last_column = area
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(first_column, min(last_column + 1, len(rows[row]))):
                value = value_at(rows, row, column)
                if value is not None and (left := left - 1) > 0:
                    yield (row, column), value


def _holds(rule: bytes, tests: list[str], value: object, first: Range) -> bool | None:
    """Whether the condition of a rule holds for a value; None where that cannot be told from the value alone."""
    kind = attribute(rule, "type")
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in _TEXT_RULES:
        if not attribute(rule, "text"):  # in the extension list the text is a formula
            return None
        return _TEXT_RULES[kind](text_of_value(value), attribute(rule, "text"))
    operator = attribute(rule, "operator")
    if kind == "cellIs" and tests and operator in _SIGNS:
        return _compare(value, _SIGNS[operator], tests[0])
    if kind == "cellIs" and len(tests) == 2 and operator in ("between", "notBetween"):
        inside = _compare(value, ">=", tests[0]), _compare(value, "<=", tests[1])
        return None if None in inside else all(inside) is (operator == "between")
    return _expression(tests[0], value, first) if kind == "expression" and tests else None


def _expression(formula: str, value: object, first: Range) -> bool | None:
    plain_formula = "".join(formula.split())
    upper = plain_formula.upper()
    if upper in _ALWAYS:
        return True
    if _NEVER.fullmatch(upper):
        return False
    if filled := _FILLED.fullmatch(upper):
        return True if _is_own(next(filter(None, filled.groups())), first) else None
    compared = _COMPARED.fullmatch(plain_formula)
    if compared and _is_own(f"{compared[1]}{compared[2]}{compared[3]}", first):
        return _compare(value, compared[4], compared[5])
    return None


def _is_own(reference: str, first: Range) -> bool:
    """Whether a reference means the cell itself: that of the upper left corner, and moving with the cell."""
    moves = "$" not in reference.lstrip("$")
    return (moves or first[:2] == first[2:]) and _name(first[:2]) == reference.replace("$", "")


def _compare(value: object, sign: str, constant: str) -> bool | None:
    constant = constant.strip()
    quoted = re.fullmatch(r'"((?:[^"]|"")*)"', constant)
    left: float | str
    right: float | str
    if quoted:
        left, right = text_of_value(value).casefold(), quoted[1].replace('""', '"').casefold()
    elif re.fullmatch(r"-?\d+(?:\.\d+)?", constant):
        if not isinstance(value, int | float):
            return sign in ("<>", ">", ">=")  # Excel puts every text after every number
        left, right = float(value), float(constant)
    else:
        return None
    if sign in ("=", "<>"):
        return (left == right) is (sign == "=")
    if isinstance(left, str) or isinstance(right, str):
        return None
    return {">": left > right, "<": left < right, ">=": left >= right, "<=": left <= right}[sign]


def _areas(sqref: str) -> Iterator[Range]:
    for written in sqref.split():
        match = _AREA.fullmatch(written)
        if match is None:
            continue
        first_column, first_row, last_column, last_row = match.groups()
        if ":" not in written:
            last_column, last_row = first_column, first_row
        yield (
            int(first_row) - 1 if first_row else 0,
            column_index(first_column) if first_column else 0,
            int(last_row) - 1 if last_row else 2**20,
            column_index(last_column) if last_column else 2**14,
        )


def _styles(xml: bytes) -> dict[str, str]:
    tags = (match.group(1) for match in _STYLE.finditer(xml))
    return {attribute(tag, "r"): attribute(tag, "s") or "0" for tag in tags}


def _name(place: tuple[int, ...]) -> str:
    return cell_name(place[0], place[1])
