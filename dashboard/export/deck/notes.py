"""What a refresh did and what it left, for people and for scripts."""

from __future__ import annotations

from dataclasses import dataclass, field

from dashboard.export.deck.model import Slide
from dashboard.export.deck.read_back import Found


@dataclass(frozen=True)
class Change:
    """One thing that was written anew. slide: its number in the deck as it is now."""

    slide: int
    shape: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Left:
    """One thing that was left, why, and what would have been written. slide 0: no longer in the deck."""

    slide: int
    shape: str
    why: str
    now: str


@dataclass
class Notes:
    changes: list[Change] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def changed(self, _slide: Slide, one: Found, what: str, before: str, after: str) -> None:
        self.changes.append(Change(one.number, _plain(one.shape.name), what, before, after))

    def left_alone(self, _slide: Slide, one: Found, why: str, now: str) -> None:
        self.left.append(Left(one.number, _plain(one.shape.name), why, now))

    def missing(self, slide: Slide, name: str) -> None:
        self.left.append(Left(0, _plain(name), f"図形が資料から削除されています（「{slide.title}」）", ""))

    def gone(self, slide: Slide) -> None:
        self.left.append(Left(0, slide.view, f"「{slide.title}」のスライドが資料から削除されています", ""))


def _plain(name: str) -> str:
    return name.rpartition("｜")[0] or name
