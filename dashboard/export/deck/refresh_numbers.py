"""Numbers of ours in words that people wrote or changed: those that stand as we wrote them are renewed, all else is told."""

from __future__ import annotations

from typing import Any

from dashboard.export.deck import ink, ownership
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Slide
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
) -> bool:
    """Numbers of ours that people carried into words of their own. True where one was left and told."""
    is_left = False
    for key, field in ink.fields(element):
        now = field.findtext(f"{A}t") or ""
        if key not in due:
            is_left = not _carried(notes, slide, found, key, field) or is_left
        elif now == written.get(key) != due[key]:
            ink.set_field(field, due[key])
            notes.add_change(slide, found, "数", now, due[key])
        elif now != due[key]:
            notes.add_unchanged(slide, found, NUMBER_EDITED.format(now), due[key])
            is_left = True
    return is_left


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
