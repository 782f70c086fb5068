"""Conditional colours cover a cell's own fill: a rule above them keeps the red pen visible.

The rule is always true, and its formula carries the author's name, so that it is found again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from html import unescape

from etl.readers.grid import Position, Range, cell_name
from etl.survey.ooxml import xml
from etl.survey.ooxml.sheet import BEFORE_CONDITIONS, WorksheetXml, area_of, is_inside
from etl.survey.ooxml.xml import Element


def has_rule(sheet: WorksheetXml, author: str) -> bool:
    return bool(_own_rules(sheet, author))


def keep_visible(
    sheet: WorksheetXml, cells: Collection[Position], author: str, red_format: Callable[[], int]
) -> None:
    """Put our rule above all others for those cells that have conditional colours; replaces an earlier one."""
    our_rules = _own_rules(sheet, author)
    rules = [rule for rule in sheet.children("cfRule") if rule not in our_rules]
    groups = sheet.children("conditionalFormatting")
    areas = list(_areas(sheet, groups, rules))
    covered = sorted(cell for cell in cells if any(is_inside(area, cell) for area in areas))
    for rule in our_rules:
        parent = next(group for group in groups if group.start < rule.start < group.end)
        is_alone = all(not parent.start < other.start < parent.end for other in rules)
        gone = parent if is_alone else rule
        sheet.edits.append((gone.start, gone.end, b""))
    own_priorities = [_priority(rule) for rule in our_rules]
    for rule in rules:
        priority = _priority(rule)
        moved = priority - sum(other < priority for other in own_priorities) + bool(covered)
        if moved != priority:
            tag = sheet.content[rule.start : rule.inner]
            changed = xml.set_attributes(tag, {"priority": str(moved)})
            sheet.edits.append((rule.start, rule.inner, changed))
    if covered:
        p, places = sheet.prefix, " ".join(cell_name(*cell) for cell in covered)
        made = (
            f'<{p}conditionalFormatting sqref="{places}"><{p}cfRule type="expression" dxfId="{red_format()}" priority="1">'
            f"<{p}formula>{xml.escape(_formula(author))}</{p}formula></{p}cfRule></{p}conditionalFormatting>"
        )
        # First in the file too: LibreOffice goes by that, Excel by priority.
        sheet.insert_after(BEFORE_CONDITIONS, made.encode())


def _own_rules(sheet: WorksheetXml, author: str) -> list[Element]:
    formula = _formula(author)
    texts = [e for e in sheet.children("formula") if _text(sheet, e) == formula]
    return [rule for rule in sheet.children("cfRule") if any(rule.start < t.start < rule.end for t in texts)]


def _areas(sheet: WorksheetXml, groups: Sequence[Element], rules: Sequence[Element]) -> Iterator[Range]:
    """The ranges of other people's rules, also of those that only newer versions of Excel know (sqref elements)."""
    starts = [rule.start for rule in rules]
    texts = [_text(sheet, element) for element in sheet.children("sqref")]
    for group in groups:
        if bisect_left(starts, group.start) < bisect_left(starts, group.end):
            texts.append(group.attributes.get("sqref", ""))
    found = (area_of(text) for ranges in texts for text in ranges.split())
    return (area for area in found if area is not None)


def _priority(rule: Element) -> int:
    return xml.whole(rule, "priority", 1)


def _text(sheet: WorksheetXml, element: Element) -> str:
    return unescape(sheet.content[element.inner : element.close].decode("utf-8"))


def _formula(author: str) -> str:
    name = author.replace('"', '""')
    return f'LEN("{name}より確認")'
