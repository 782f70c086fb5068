"""An old deck with today's numbers: the same views, drawn again in thought, put where nobody has edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dashboard.chart_data import registry
from dashboard.chart_data.scope import SlidesRefusedError, scope_of
from dashboard.export.deck import record, stage
from dashboard.export.deck.handwritten import Handwritten
from dashboard.export.deck.model import Deck
from dashboard.export.deck.notes import UnchangedShape
from dashboard.export.deck.package import open_deck
from dashboard.export.deck.refresh import Refreshed, refresh
from dashboard.export.deck.table_pages import MOST_PAGES
from dashboard.export.deck.town_names import TownNames
from dashboard.slides import make, recover
from dashboard.slides.look_through import look_through
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader

UNSURE = "新しくした数「{}」が、数え直した数（{}）と合いません。確かめてください"


@dataclass(frozen=True)
class RenewedDeck:
    """The refreshed file; unknown: views of the old deck that cannot be drawn any more, with the reason where there is one.

    checked and names: numbers and names of municipalities that were looked at; handwritten: what nobody can check.
    """

    refreshed: Refreshed
    slides: int
    checked: int
    unknown: tuple[str, ...]
    names: int = 0
    handwritten: tuple[Handwritten, ...] = ()
    synthetic: bool = False


def renew(
    reader: Reader, content: bytes, name: str, as_of: date | None = None, journal: Path | None = None
) -> RenewedDeck:
    """Raises DeckRefusedError for a file without our record, SlidesRefusedError where no slide of it can be drawn.

    What cannot be renewed is left and told; the rest is renewed.
    """
    presentation = open_deck(content, name)
    kept = recover.record_of(presentation, name, content, reader)
    deck, unknown = draw_again(reader, kept, as_of, journal)
    if deck is None:
        why = "".join(unknown[:1])
        raise SlidesRefusedError(f"「{name}」には、新しくできるスライドがありません。{why}")
    done = refresh(presentation, content, deck, kept)
    del presentation
    looked = look_through(done.content, reader, TownNames(deck.names, deck.areas), journal, edited=True)
    unsure = tuple(
        UnchangedShape(one.slide, one.number.location, UNSURE.format(one.number.text, _short(one.now)), "")
        for one in looked.wrong
    )
    done = replace(done, unchanged=(*done.unchanged, *unsure))
    return RenewedDeck(
        done,
        len(deck.slides),
        looked.numbers,
        tuple(unknown),
        looked.names,
        looked.handwritten,
        any(slide.synthetic for slide in deck.slides),
    )


def draw_again(
    reader: Reader, kept: record.Record, as_of: date | None = None, journal: Path | None = None
) -> tuple[Deck | None, list[str]]:
    """The slides of a record as they would be drawn today, none where none can be; and which cannot, with the reason."""
    wanted, failed = views(kept)
    return make.draw_each(
        reader,
        [replace(item, as_of=as_of) for item in wanted],
        stage.from_record(kept["stage"]),
        journal,
        list(failed),
    )


def views(deck_record: record.Record) -> tuple[list[Wanted], tuple[str, ...]]:
    """The views that a deck was made of, in no particular order."""
    wanted, unknown = [], []
    for key, known in deck_record["views"].items():
        asked = known.get("asked", {})
        view = str(asked.get("view", key))
        if view not in registry.with_slide():
            unknown.append(
                f"「{known.get('title', key)}」は、この版のかさなりでは作れないため、そのままにしました。"
            )
            continue
        moved = known.get("stage")
        place = stage.from_record(moved) if isinstance(moved, dict) else None
        title, number = str(asked.get("title") or ""), asked.get("page")
        pages = asked.get("pages")
        is_page = isinstance(number, int) and isinstance(pages, int) and 1 <= number <= pages <= MOST_PAGES
        page = (number, pages) if is_page else None
        wanted.append(Wanted(view, scope_of(asked), key, title, stage=place, page=page))
    return wanted, tuple(unknown)


def _short(value: float | str | None) -> str:
    return "数え直せません" if value is None else f"{value}"
