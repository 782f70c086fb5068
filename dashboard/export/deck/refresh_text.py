"""Refreshing a text: its numbers where the words are people's, all of it where it is as we wrote it."""

from __future__ import annotations

import copy
from typing import Any

from dashboard.export.deck import ink, read_back
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Chart, Element, Paragraph, Sketch, Slide, Table, Text
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found

EDITED = "文が手で書き換えられているため、数だけを新しくしました。文と合っているか確かめてください"
NO_NUMBERS = "文が手で書き換えられているため、そのままにしました"
NUMBER_EDITED = "数が手で書き換えられているため、そのままにしました"


def one(notes: Notes, slide: Slide, found: Found, wanted: Text, last: dict[str, Any]) -> None:
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
        notes.changed(slide, found, "文", now, goal)
    elif now != goal:
        _numbers_by_key(notes, slide, found, wanted, last)


def remembered(last: dict[str, Any], fresh: dict[str, Any], wanted: Text) -> dict[str, Any]:
    """The record of a text after a refresh."""
    alt = plain(wanted.alt) if fresh["alt"] == plain(wanted.alt) else last.get("alt", "")
    if fresh["text"] == text_of(wanted):
        return {**last, **fresh, "alt": alt}
    if fresh["text"] == last["text"]:
        return {**last, "alt": alt}
    now = {key: number.text for key, number in ((n.key, n) for n in wanted.numbers)}
    standing = {(key, text) for key, text in fresh["numbers"]}
    numbers = [[key, now[key] if (key, now.get(key)) in standing else text] for key, text in last["numbers"]]
    return {**last, "numbers": numbers, "alt": alt}


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
    if isinstance(element, Chart):
        return "グラフ"
    if isinstance(element, Sketch):
        return "図"
    return "表" if isinstance(element, Table) else "地図"


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
    seen = False
    for key, field in ink.fields(found.shape.text_frame._txBody):
        now = field.findtext(f"{A}t") or ""
        if key not in goal or now == goal[key]:
            seen = seen or key in goal
            continue
        seen = True
        if now == written.get(key):
            ink.set_field(field, goal[key])
            notes.changed(slide, found, "数", now, goal[key])
        else:
            notes.left_alone(slide, found, NUMBER_EDITED, goal[key])
    notes.left_alone(slide, found, EDITED if seen else NO_NUMBERS, text_of(wanted))


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
