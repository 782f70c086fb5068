"""What a refresh did and what it left, for people and for scripts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from dashboard.export.deck import draw_text, ink
from dashboard.export.deck.carried import Carried
from dashboard.export.deck.deleted import Deleted
from dashboard.export.deck.model import Slide
from dashboard.export.deck.read_back import Found
from dashboard.export.deck.town_names import TownNames

FOOT, SLIDE = "注記", "スライド"
ALT = "代替テキスト"
ALT_EDITED = "代替テキストが手で書き換えられているため、そのままにしました"
ALT_LEFT = "図形をそのままにしたため、その代替テキストもそのままにしました"


@dataclass(frozen=True)
class DeckCorrection:
    """One thing that was written anew. slide: its number in the deck as it is now."""

    slide: int
    shape: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class UnchangedShape:
    """One thing that was left, why, and what would have been written. slide 0: no longer in the deck."""

    slide: int
    shape: str
    why: str
    now: str


@dataclass
class Notes:
    """Collects the corrections and the shapes left unchanged while a deck is refreshed."""

    names: TownNames = field(default_factory=TownNames)
    carried: Carried = field(default_factory=Carried)
    changes: list[DeckCorrection] = field(default_factory=list)
    unchanged: list[UnchangedShape] = field(default_factory=list)

    def add_change(self, _slide: Slide | None, one: Found, what: str, before: str, after: str) -> None:
        self.changes.append(DeckCorrection(one.number, _plain(one.name), what, before, after))

    def add_unchanged(self, _slide: Slide, one: Found, why: str, now: str) -> None:
        self.unchanged.append(UnchangedShape(one.number, _plain(one.name), why, now))

    def add_foreign(self, number: int, why: str) -> None:
        self.unchanged.append(UnchangedShape(number, SLIDE, why, ""))

    def renew_alt(self, slide: Slide, one: Found, alt: str, last: dict[str, Any]) -> None:
        """The alternative text anew; one that another program dropped as well."""
        now, wanted = draw_text.described(one.shape), ink.safe(alt)
        if now == wanted or not wanted:
            return
        if now in ("", last.get("alt", "")):
            draw_text.describe(one.shape, alt)
            self.add_change(slide, one, ALT, now, wanted)
        else:
            self.add_unchanged(slide, one, ALT_EDITED, wanted)

    def leave_alt(self, slide: Slide, one: Found, alt: str) -> None:
        """The alternative text of a shape that is left: it stays with what it describes, and is told where it would be another."""
        now, wanted = draw_text.described(one.shape), ink.safe(alt)
        if now and now != wanted:
            self.add_unchanged(slide, one, ALT_LEFT, wanted)

    def add_deleted(self, one: Deleted) -> None:
        why = f"図形が資料から削除されています（「{one.title}」）"
        if not one.shapes:
            why = f"「{one.title}」のスライドが資料から削除されています"
        self.unchanged.append(UnchangedShape(one.number, one.shapes or SLIDE, why, ""))

    def changes_in_order(self) -> tuple[DeckCorrection, ...]:
        """Page by page."""
        return tuple(sorted(self.changes, key=lambda one: one.slide))

    def unchanged_in_order(self) -> tuple[UnchangedShape, ...]:
        """Page by page; what is no longer in the deck last."""
        return tuple(sorted(self.unchanged, key=lambda one: one.slide or 10_000))


def for_people(changes: tuple[DeckCorrection, ...]) -> list[DeckCorrection]:
    """The changes for people: page by page, long texts cut to where they differ, the footers of all pages as one."""
    feet = [one for one in changes if one.shape == FOOT and one.what in ("文", "印", ALT)]
    lines = [
        replace(one, before=around(one.before, one.after), after=around(one.after, one.before))
        for one in changes
        if one not in feet
    ]
    if feet:
        first = feet[0]
        lines.append(
            DeckCorrection(
                0,
                f"{FOOT}（{len({one.slide for one in feet})}頁の下の出典と版）",
                first.what,
                around(first.before, first.after),
                around(first.after, first.before),
            )
        )
    return lines


def around(text: str, other: str, most: int = 60, beside: int = 12) -> str:
    """A text; of a long one the part in which it differs from the other, with some words beside it."""
    text, other = text.replace("\n", " "), other.replace("\n", " ")
    if len(text) <= most:
        return text
    same = _shared(text, other)
    rest = _shared(text[same:][::-1], other[same:][::-1])
    start, end = max(same - beside, 0), min(len(text) - rest + beside, len(text))
    end = min(end, start + most)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _shared(one: str, other: str) -> int:
    """How many characters two texts share at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _plain(name: str) -> str:
    return name.rpartition("｜")[0] or name
