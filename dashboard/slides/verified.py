"""What looking through an old deck, or a 配付用の1ファイル, found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from dashboard.export.deck.handwritten import Handwritten


@dataclass(frozen=True)
class Erratum:
    """One number, or words, that stand as we wrote them and no longer hold.

    slide: its number in the deck as it is now; causes: each change that made it so, of which `why` is the sentence.
    """

    slide: int
    title: str
    places: tuple[str, ...]
    key: str
    written: str
    right: str
    causes: tuple[str, ...]

    @property
    def place(self) -> str:
        return "、".join(self.places)

    @property
    def why(self) -> str:
        return "。".join(self.causes)


class NewTitle(NamedTuple):
    """The title of a slide that stands as we wrote it, and what it is today."""

    slide: int
    written: str
    right: str


@dataclass(frozen=True)
class Edited:
    """Something that people changed. stands: what the deck says; right: what the data give now; note: what was done."""

    slide: int
    title: str
    place: str
    stands: str
    right: str
    note: str


@dataclass(frozen=True)
class Verified:
    """What a deck was made of, what of it no longer holds, what people changed in it and what they took out.

    names: mentions of municipalities that were looked at; handwritten: places with numbers or names that nobody can check;
    renamed: shapes of ours under names that people gave them; titles: those that are others today;
    labels: of the groups of states, in the order of the groups.
    """

    warehouse_id: str
    as_of: str
    now_id: str
    looked: int
    errata: tuple[Erratum, ...]
    edited: tuple[Edited, ...]
    deleted: tuple[str, ...]
    unknown: tuple[str, ...]
    names: int = 0
    handwritten: tuple[Handwritten, ...] = ()
    renamed: tuple[str, ...] = ()
    is_synthetic: bool = False
    titles: tuple[NewTitle, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not self.errata
