"""A second deck beside a refreshed one: each number that changed with the old one beside it, in red and struck through."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx.util import Inches, Pt

from dashboard.export.deck import copies, draw_text, fit, handout, ink, ownership, read_back, row_pairs
from dashboard.export.deck.ink import A
from dashboard.export.deck.locate import FOOT
from dashboard.export.deck.model import Box, Paragraph, Text
from dashboard.export.deck.package import open_deck, saved

RED, PALE = "#B00000", "#FFF0F0"
TAG = "変更箇所の印入り（確認用）"
BEFORE = "（前 {}）"
WORDS_BEFORE = "（前の文: {}）"
NEW = "（新しい文）"
NEW_CELL = "（新）"
MARK, IN_PICTURES, AT_END = copies.MARK, "図で変わったところ（確認用）", "図の変更は巻末"
TITLES = (1, 3)  # types of placeholders
EDGE, TOP, SIZE = 0.5, 1.3, 10.0
LONGEST = 60
SMALLER, SMALLEST, PLAIN_SIZE = 0.6, 900, "1200"  # of the number beside it, so that a card still holds both


def mark(old: bytes, new: bytes) -> bytes:
    """old: the deck as it was sent in; new: what the refresh made of it. Its record is taken out: it is to be read, not renewed."""
    before, after = open_deck(old, "前の資料"), open_deck(new, "新しい資料")
    told: list[str] = []
    for number, (was, now) in enumerate(zip(list(before.slides), list(after.slides), strict=True), start=1):
        lines: list[str] = []
        is_marked = False
        shapes = _by_name(was)
        for shape in list(read_back.walk(now.shapes)):
            alike = shapes.get(read_back.name_of(shape), [])
            last = alike.pop(0) if alike else None
            if last is not None and not read_back.name_of(shape).startswith(f"{FOOT}｜"):
                is_marked |= _shape(last, shape, lines)
        if lines or is_marked:
            _tag(now, f"{TAG}　{AT_END}" if lines else TAG)
        told += [f"{number}頁 {line}" for line in lines]
    _at_end(after, told)
    handout.drop_records(after)
    copies.call(after, copies.CHECKED)
    return saved(after)


def _by_name(slide: Any) -> dict[str, list[Any]]:
    """Copies of a shape in their order."""
    found: dict[str, list[Any]] = {}
    for shape in read_back.walk(slide.shapes):
        found.setdefault(read_back.name_of(shape), []).append(shape)
    return found


def _shape(was: Any, now: Any, lines: list[str]) -> bool:
    """Mark one shape; what cannot be marked inside is told in lines. Whether anything was marked inside."""
    if read_back.is_group(now) or read_back.is_group(was):
        return False
    if read_back.has_chart(now) and read_back.has_chart(was):
        lines += _chart(read_back.state(was), read_back.state(now))
    elif getattr(now, "has_table", False) and getattr(was, "has_table", False):
        return _table(was.table, now.table)
    elif read_back.is_freeform(now) and read_back.is_freeform(was):
        if read_back.fill(was) != read_back.fill(now):
            now.line.color.rgb, now.line.width = draw_text.rgb(RED), Pt(2)
            lines.append(f"地図 {_state(was)} → {_state(now)}")
    elif now.has_text_frame and was.has_text_frame:
        return _text(was.text_frame._txBody, now.text_frame._txBody)
    return False


def _text(was: Any, now: Any) -> bool:
    old = [ownership.standing(one) for one in was.findall(f"{A}p")]
    elements = now.findall(f"{A}p")
    lines = [ownership.standing(one) for one in elements]
    next_of = ownership.successors(old, lines)
    before_of = {aim: place for place, aim in next_of.items()}
    is_marked = False
    for place, element in enumerate(elements):
        last = old[before_of[place]] if place in before_of else None
        if last is None:
            if lines[place].text.strip() and old:
                _behind(element[-1], NEW, is_struck=False)
                is_marked = True
            continue
        is_marked |= _fields(element, dict(last.numbers))
        if last.skeleton != lines[place].skeleton:
            _behind(element[-1], WORDS_BEFORE.format(_short(last.text)), is_struck=True)
            is_marked = True
    return is_marked


def _table(was: Any, now: Any) -> bool:
    is_marked = False
    rows = row_pairs.paired(list(was.rows), list(now.rows))
    has_keys = row_pairs.have_keys(list(was.rows), list(now.rows))
    for row, last in zip(now.rows, rows, strict=True):
        texts = [] if last is None else [cell.text_frame.text for cell in last.cells]
        numbers = {} if last is None else row_pairs.numbers(last)
        for column, cell in enumerate(row.cells):
            ends = list(cell._tc.iter(f"{A}r", f"{A}fld"))
            if ends and last is None and column == 0 and has_keys:
                _behind(ends[-1], NEW_CELL, is_struck=False)
                is_marked = True
            elif next(ink.fields(cell._tc), None) is not None:
                is_marked |= _fields(cell._tc, numbers)
            elif ends and len(texts) == len(row.cells) and texts[column] != cell.text_frame.text:
                _behind(ends[-1], BEFORE.format(_short(texts[column]) or "空欄"), is_struck=True)
                is_marked = True
    return is_marked


def _fields(element: Any, before: dict[str, str]) -> bool:
    changed = [
        (field, before[key])
        for key, field in ink.fields(element)
        if key in before and before[key] != (field.findtext(f"{A}t") or "")
    ]
    for field, text in changed:
        _behind(field, BEFORE.format(text), is_struck=True)
    return bool(changed)


def _behind(run: Any, text: str, *, is_struck: bool) -> None:
    """A run behind another one, in its look but red."""
    fresh = etree.Element(f"{A}r")
    look = run.find(f"{A}rPr")
    properties = copy.deepcopy(look) if look is not None else etree.Element(f"{A}rPr", lang="ja-JP")
    for old in properties.findall(f"{A}solidFill"):
        properties.remove(old)
    size = properties.get("sz")
    properties.set("sz", str(max(SMALLEST, int(int(size) * SMALLER))) if size else PLAIN_SIZE)
    if is_struck:
        properties.set("strike", "sngStrike")
    fill = etree.Element(f"{A}solidFill")
    etree.SubElement(fill, f"{A}srgbClr", val=RED.lstrip("#"))
    properties.insert(0, fill)
    fresh.append(properties)
    etree.SubElement(fresh, f"{A}t").text = ink.safe(text)
    run.addnext(fresh)


def _chart(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    before = {
        (name, category): value
        for name, values in was["series"]
        for category, value in zip(was["categories"], values, strict=False)
    }
    for name, values in now["series"]:
        for category, value in zip(now["categories"], values, strict=False):
            last = before.get((name, category))
            if value != last:
                yield f"グラフ {category}・{name}: {_value(last)} → {_value(value)}"


def _value(value: float | None) -> str:
    return "なし" if value is None else f"{value:.1f}".removesuffix(".0")


def _state(shape: Any) -> str:
    """「厚真町（胆振総合振興局）: 実施中」."""
    return draw_text.described(shape)


def _at_end(deck: Any, lines: list[str]) -> None:
    """What changed in pictures, on pages of their own: over a picture it would hide what has to be read."""
    wide, high = deck.slide_width / Inches(1), deck.slide_height / Inches(1)
    room = wide - 2 * EDGE
    most = int((high - TOP - EDGE) / fit.height("字", SIZE, room))
    layout = deck.slides[len(deck.slides) - 1].slide_layout if len(deck.slides) else None
    for start in range(0, len(lines), most):
        slide = deck.slides.add_slide(layout)
        for place in list(slide.placeholders):
            if place.placeholder_format.type not in TITLES:
                place._element.getparent().remove(place._element)
        if slide.shapes.title is not None:
            slide.shapes.title.text_frame.text = IN_PICTURES
        shown = [fit.cut(line, SIZE, room, 1) for line in lines[start : start + most]]
        paragraphs = tuple(Paragraph((line,), size=SIZE, colour=RED) for line in shown)
        box = Box(EDGE, TOP, room, high - TOP - EDGE)
        draw_text.draw(slide.shapes, Text(MARK, box, paragraphs, fill=PALE, inset=0.05))
        _tag(slide, TAG)


def _tag(slide: Any, text: str) -> None:
    said = (Paragraph((text,), size=10, bold=True, colour=RED, align="center"),)
    box = Box(0.5, 0.04, fit.width(text, 10) * 1.1 + 0.2, 0.25)
    draw_text.draw(slide.shapes, Text(MARK, box, said, fill=PALE, line=RED, anchor="middle"))


def _short(text: str) -> str:
    plain = text.replace("\n", " ")
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"
