"""Refreshing a text paragraph by paragraph: as we wrote it, all of it; changed by people, its numbers; theirs, nothing."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from dashboard.export.deck import ink, ownership, read_back
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Element, NativeChart, NativeTable, Paragraph, Sketch, Slide, Text
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.ownership import WrittenLine
from dashboard.export.deck.read_back import Found

EDITED = "文が手で書き換えられているため、数だけを新しくしました。文と合っているか確かめてください"
CURRENT = (
    "文が手で書き換えられているため、文はそのままにしました"
    "（かさなりの数は今のデータと合っています。手で書いた数と日付は確かめていません）"
)
NO_NUMBERS = "文が手で書き換えられているため、そのままにしました。文の中の数は新しくなっていません"
NUMBER_EDITED = "数が手で「{}」に書き換えられているため、古いままです。今の値に直してください"
UNUSED = "文が手で書き換えられていて、「{}」という数は今の資料にないため、古いままです"
UNSURE = (
    "ほかの頁から写された数「{}」は、どの頁のものか決められないため、古いままです。今の値に直してください"
)
NAMES = "手で書き換えられた文の「{}」は、今のデータの同じ文にありません。確かめてください"
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
            renew_numbers(
                notes,
                slide,
                found,
                element,
                written[pairing.edited[place]],
                goal[aim] if aim is not None else None,
            )
        else:
            stray_numbers(notes, slide, found, element, before, numbers)
    is_rewritten = not pairing.untouched and not pairing.edited and next(ink.fields(body), None) is None
    for place in pairing.removed:
        aim = next_of.get(place)
        if written[place].numbers and aim is not None and is_rewritten:
            notes.add_unchanged(slide, found, NO_NUMBERS, goal[aim].text)
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


def renew_numbers(
    notes: Notes, slide: Slide, found: Found, element: Any, last: WrittenLine, goal: WrittenLine | None
) -> None:
    """In words that are people's (a paragraph, or the body of a cell): the numbers that stand as we wrote them."""
    due = dict(goal.numbers) if goal else {}
    written = dict(last.numbers)
    text = ink.text_of(element) if element.tag != f"{A}p" else ownership.standing(element).text
    over = ownership.typed(last.skeleton, text)
    aim = goal.text if goal else ""
    there, is_renewed, is_stale = set(), False, False
    for key, field in ink.fields(element):
        now = field.findtext(f"{A}t") or ""
        there.add(key)
        if key not in due:
            is_stale = not _carried(notes, slide, found, key, field) or is_stale
        elif now == written.get(key) != due[key]:
            ink.set_field(field, due[key])
            notes.add_change(slide, found, "数", now, due[key])
            is_renewed = True
        elif now != due[key]:
            notes.add_unchanged(slide, found, NUMBER_EDITED.format(now), due[key])
            is_stale = True
    lost = [key for key in due if key not in there]
    for key in lost:
        if key in over and over[key] != due[key]:
            notes.add_unchanged(slide, found, NUMBER_EDITED.format(over[key]), due[key])
            is_stale = True
    if [key for key in lost if key not in over]:
        notes.add_unchanged(slide, found, EDITED if is_renewed else NO_NUMBERS, aim)
    elif is_renewed:
        notes.add_unchanged(slide, found, EDITED, aim)
    elif not is_stale:
        notes.add_unchanged(slide, found, CURRENT, aim)
    if goal and (gone := notes.names.missing(text, goal.text)):
        notes.add_unchanged(slide, found, NAMES.format("、".join(gone)), aim)


def renew_fields(notes: Notes, slide: Slide, found: Found, due: dict[str, str]) -> None:
    """Every number of ours in a text or table, whatever stands in it now."""
    for key, field in ink.fields(found.shape._element):
        now = field.findtext(f"{A}t") or ""
        if key in due and now != due[key]:
            ink.set_field(field, due[key])
            notes.add_change(slide, found, "数", now, due[key])


def stray_numbers(
    notes: Notes, slide: Slide, found: Found, element: Any, written: dict[str, str], due: dict[str, str]
) -> None:
    """Numbers of ours that people carried into words of their own."""
    for key, field in ink.fields(element):
        now = field.findtext(f"{A}t") or ""
        if key not in due:
            _carried(notes, slide, found, key, field)
        elif now == written.get(key) != due[key]:
            ink.set_field(field, due[key])
            notes.add_change(slide, found, "数", now, due[key])
        elif now != due[key]:
            notes.add_unchanged(slide, found, NUMBER_EDITED.format(now), due[key])


def _carried(notes: Notes, slide: Slide, found: Found, key: str, field: Any) -> bool:
    """A number that the words beside it have not: of another slide, by its key. False where it may be old."""
    now, today = field.findtext(f"{A}t") or "", notes.carried.keys.get(key, set())
    due = notes.carried.due(key, now)
    if due is not None:
        if due != now:
            ink.set_field(field, due)
            notes.add_change(slide, found, "数", now, due)
        return True
    if now in today:
        return True
    why = UNUSED if not today else NUMBER_EDITED if len(today) == 1 else UNSURE
    notes.add_unchanged(slide, found, why.format(now), "、".join(sorted(today)))
    return False


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
