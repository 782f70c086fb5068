"""Refreshing a text: its numbers where the words are people's, all of it where it is as we wrote it."""

from __future__ import annotations

import copy
import re
from typing import Any

from dashboard.export.deck import ink, read_back
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Element, NativeChart, NativeTable, Paragraph, Sketch, Slide, Text
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found

EDITED = "文が手で書き換えられているため、数だけを新しくしました。文と合っているか確かめてください"
CURRENT = "文が手で書き換えられているため、文はそのままにしました（中の数は今のデータと合っています）"
NO_NUMBERS = "文が手で書き換えられているため、そのままにしました。文の中の数は新しくなっていません"
NUMBER_EDITED = "数が手で「{}」に書き換えられているため、古いままです。今の値に直してください"
UNUSED = "文が手で書き換えられていて、「{}」という数は今の資料にないため、古いままです"


def refresh_text(notes: Notes, slide: Slide, found: Found, wanted: Text, last: dict[str, Any]) -> None:
    body = found.shape.text_frame._txBody
    now = ink.text_of(body)
    goal = text_of(wanted)
    if now == last["text"]:
        if now == goal:
            return
        if skeleton_of(wanted) == last.get("skeleton") == read_back.skeleton(body):
            _numbers_in_order(body, wanted)
        else:
            rewrite(body, wanted.paragraphs, wanted.name)
        notes.add_change(slide, found, "文", now, goal)
    elif now != goal:
        _numbers_by_key(notes, slide, found, wanted, last)


def remembered(last: dict[str, Any], fresh: dict[str, Any], wanted: Text) -> dict[str, Any]:
    """The record of a text after a refresh."""
    alt = plain(wanted.alt) if fresh["alt"] == plain(wanted.alt) else last.get("alt", "")
    if fresh["text"] == text_of(wanted):
        return {**last, **fresh, "alt": alt}
    if fresh["text"] == last["text"]:
        return {**last, "alt": alt}
    due = {number.key: number.text for number in wanted.numbers}
    return {**last, "numbers": [[key, due.get(key, text)] for key, text in last["numbers"]], "alt": alt}


def rewrite(body: Any, paragraphs: tuple[Paragraph, ...], name: str) -> None:
    """New words in the look of the old: each paragraph takes after the one that stood in its place."""
    old = body.findall(f"{A}p")
    fresh = [ink.paragraph_xml(paragraph, name) for paragraph in paragraphs]
    for place, paragraph in enumerate(fresh):
        if old:
            _dress(paragraph, old[min(place, len(old) - 1)])
    for paragraph in old:
        body.remove(paragraph)
    for paragraph in fresh:
        body.append(paragraph)


def text_of(wanted: Text) -> str:
    return "\n".join(ink.safe(paragraph.text) for paragraph in wanted.paragraphs)


def skeleton_of(wanted: Text) -> str:
    return "\n".join(
        "".join(ink.safe(part) if isinstance(part, str) else "{" + part.key + "}" for part in paragraph.parts)
        for paragraph in wanted.paragraphs
    )


def plain(text: str) -> str:
    return ink.safe(text)


def brief(element: Element) -> str:
    """An element in a few words."""
    if isinstance(element, Text):
        return element.text
    if isinstance(element, NativeChart):
        return "グラフ"
    if isinstance(element, Sketch):
        return "図"
    return "表" if isinstance(element, NativeTable) else "地図"


def brief_state(last: dict[str, Any]) -> str:
    """What a shape said, in a few words."""
    return str(
        last.get("text")
        or {"table": "表", "chart": "グラフ", "sketch": "図"}.get(str(last.get("kind")), "図形")
    )


def _numbers_in_order(body: Any, wanted: Text) -> None:
    for (_, field), number in zip(ink.fields(body), wanted.numbers, strict=True):
        ink.set_field(field, number.text)


def _numbers_by_key(notes: Notes, slide: Slide, found: Found, wanted: Text, last: dict[str, Any]) -> None:
    """In words that are people's: the numbers that still stand as we wrote them."""
    goal = {number.key: number.text for number in wanted.numbers}
    written = dict(last["numbers"])
    body = found.shape.text_frame._txBody
    over = typed(str(last.get("skeleton", "")), ink.text_of(body))
    standing, is_renewed, is_stale = set(), False, False
    for key, field in ink.fields(body):
        now = field.findtext(f"{A}t") or ""
        standing.add(key)
        if key not in goal:
            notes.add_unchanged(slide, found, UNUSED.format(now), "")
            is_stale = True
        elif now == written.get(key) != goal[key]:
            ink.set_field(field, goal[key])
            notes.add_change(slide, found, "数", now, goal[key])
            is_renewed = True
        elif now != goal[key]:
            notes.add_unchanged(slide, found, NUMBER_EDITED.format(now), goal[key])
            is_stale = True
    lost = [key for key in goal if key not in standing]
    for key in lost:
        if key in over and over[key] != goal[key]:
            notes.add_unchanged(slide, found, NUMBER_EDITED.format(over[key]), goal[key])
            is_stale = True
    if [key for key in lost if key not in over]:
        notes.add_unchanged(slide, found, EDITED if is_renewed else NO_NUMBERS, text_of(wanted))
    elif not is_stale:
        notes.add_unchanged(slide, found, EDITED if is_renewed else CURRENT, text_of(wanted))


def typed(skeleton: str, text: str) -> dict[str, str]:
    """What stands in the place of each number, by its key, where all other words are as we wrote them."""
    pieces = re.split(r"\{([\w.+-]+)\}", skeleton)
    if len(pieces) == 1:
        return {}
    pattern = "".join("(.{1,40}?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
    found = re.fullmatch(pattern, text)
    return dict(zip(pieces[1::2], found.groups(), strict=True)) if found else {}


def _dress(paragraph: Any, old: Any) -> None:
    """Take over alignment, bullets, size and colour."""
    properties = old.find(f"{A}pPr")
    own = paragraph.find(f"{A}pPr")
    if own is not None:
        paragraph.remove(own)
    if properties is not None:
        paragraph.insert(0, copy.deepcopy(properties))
    looks = {child.tag: child.find(f"{A}rPr") for child in reversed(old) if child.find(f"{A}rPr") is not None}
    any_look = next(iter(looks.values()), None)
    for child in paragraph:
        look = looks.get(child.tag, any_look)
        mine = child.find(f"{A}rPr")
        if look is not None and mine is not None:
            child.replace(mine, copy.deepcopy(look))
