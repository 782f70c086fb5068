"""Refreshing a text paragraph by paragraph: as we wrote it, all of it; changed by people, its numbers; theirs, nothing."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from dashboard.export.deck import ink, ownership, read_back, refresh_numbers
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Element, NativeChart, NativeTable, Paragraph, Sketch, Slide, Text
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.ownership import WrittenLine
from dashboard.export.deck.read_back import Found

OWN = "手で書き加えられた文は、そのままにしました"
REMOVED = "文が手で消されているため、その文は入れていません"
NOT_ADDED = "文が手で書き換えられているため、新しくできた文は入れていません"


def refresh_text(notes: Notes, slide: Slide, found: Found, wanted: Text, last: dict[str, Any]) -> None:
    body = found.shape.text_frame._txBody
    elements = body.findall(f"{A}p")
    now, written = [ownership.standing(one) for one in elements], ownership.recorded(last)
    goal = ownership.drawn(wanted.paragraphs)
    pairing = ownership.pair(now, written)
    if pairing.is_as_written:
        _whole(notes, slide, found, wanted, last)
        return
    if [line.text for line in now] == [line.text for line in goal]:
        return
    next_of = ownership.successors(written, goal)
    numbers = {number.key: number.text for number in wanted.numbers}
    before, kept = {key: text for line in written for key, text in line.numbers}, {}
    own: list[str] = []
    for place, element in enumerate(elements):
        if place in pairing.untouched:
            aim = next_of.get(pairing.untouched[place])
            if aim is None:
                notes.add_change(slide, found, "文", now[place].text, "")
                body.remove(element)
                continue
            kept[aim] = element
            if now[place].text != goal[aim].text:
                kept[aim] = _in_place(element, wanted.paragraphs[aim], now[place], goal[aim], wanted.name)
                notes.add_change(slide, found, "文", now[place].text, goal[aim].text)
        elif place in pairing.edited:
            aim = next_of.get(pairing.edited[place])
            if aim is not None:
                kept[aim] = element
            refresh_numbers.renew_numbers(
                notes,
                slide,
                found,
                element,
                written[pairing.edited[place]],
                goal[aim] if aim is not None else None,
            )
        elif (
            not refresh_numbers.stray_numbers(notes, slide, found, element, before, numbers)
            and now[place].text.strip()
        ):
            own.append(now[place].text)
    is_rewritten = not pairing.untouched and not pairing.edited and next(ink.fields(body), None) is None
    for place in pairing.removed:
        aim = next_of.get(place)
        if aim is None:
            continue
        if written[place].numbers and is_rewritten:
            notes.add_unchanged(slide, found, refresh_numbers.NO_NUMBERS, goal[aim].text)
        elif written[place].text.strip() and wanted.role != "notes":
            notes.add_unchanged(slide, found, REMOVED, goal[aim].text)
    is_told = is_rewritten and any(line.numbers for line in written)
    if own and not is_told and wanted.role != "notes":  # everybody writes notes of their own
        notes.add_unchanged(slide, found, OWN, "")
    _add_new(notes, slide, found, wanted, set(next_of.values()), kept, bool(pairing.untouched))
    if not body.findall(f"{A}p"):
        body.append(ink.paragraph_xml(Paragraph(()), wanted.name))


def remove(notes: Notes, slide: Slide, found: Iterable[Found], last: dict[str, Any]) -> None:
    """Texts that are no longer wanted: out, unless people worked on them."""
    for one in found:
        if read_back.state(one.shape).get("text") != last.get("text"):
            notes.add_unchanged(slide, one, "不要になりましたが、手で書き換えられているため残しました", "")
            continue
        notes.add_change(slide, one, "削除", str(last.get("text", "")), "")
        one.shape._element.getparent().remove(one.shape._element)


def state_of(wanted: Text) -> dict[str, Any]:
    """The record of a text: what we wrote, or would have written where people had changed it."""
    return {
        "kind": "text",
        "text": text_of(wanted),
        "numbers": [[number.key, number.text] for number in wanted.numbers],
        "skeleton": skeleton_of(wanted),
        "alt": plain(wanted.alt),
    }


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
    return "\n".join(line.text for line in ownership.drawn(wanted.paragraphs))


def skeleton_of(wanted: Text) -> str:
    return "\n".join(line.skeleton for line in ownership.drawn(wanted.paragraphs))


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


def _whole(notes: Notes, slide: Slide, found: Found, wanted: Text, last: dict[str, Any]) -> None:
    """A text that nobody touched."""
    body = found.shape.text_frame._txBody
    now, goal = ink.text_of(body), text_of(wanted)
    if now == goal:
        return
    if skeleton_of(wanted) == last.get("skeleton") == read_back.skeleton(body):
        for (_, field), number in zip(ink.fields(body), wanted.numbers, strict=True):
            ink.set_field(field, number.text)
    else:
        rewrite(body, wanted.paragraphs, wanted.name)
    notes.add_change(slide, found, "文", now, goal)


def _in_place(element: Any, wanted: Paragraph, now: WrittenLine, goal: WrittenLine, name: str) -> Any:
    """One paragraph anew, in its look; the element that stands in the end."""
    if now.skeleton == goal.skeleton:
        for (_, field), (_, text) in zip(ink.fields(element), goal.numbers, strict=True):
            ink.set_field(field, text)
        return element
    fresh = ink.paragraph_xml(wanted, name)
    _dress(fresh, element)
    element.getparent().replace(element, fresh)
    return fresh


def _add_new(
    notes: Notes,
    slide: Slide,
    found: Found,
    wanted: Text,
    known: set[int],
    kept: dict[int, Any],
    has_ours: bool,
) -> None:
    """Paragraphs that today's slide has and the last had not: after the one before them, unless all words are people's."""
    new = [place for place in range(len(wanted.paragraphs)) if place not in known]
    for place in new:
        paragraph = wanted.paragraphs[place]
        before = next((kept[n] for n in range(place - 1, -1, -1) if n in kept), None)
        after = next((kept[n] for n in range(place + 1, len(wanted.paragraphs)) if n in kept), None)
        beside = before if before is not None else after
        if not has_ours or beside is None:
            notes.add_unchanged(slide, found, NOT_ADDED, paragraph.text)
            continue
        fresh = ink.paragraph_xml(paragraph, wanted.name)
        _dress(fresh, beside)
        if before is not None:
            before.addnext(fresh)
        else:
            beside.addprevious(fresh)
        kept[place] = fresh
        notes.add_change(slide, found, "文", "", paragraph.text)


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
