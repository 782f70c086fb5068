"""An old deck with today's numbers: the same views, drawn again in thought, put where nobody has edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dashboard.chart_data import registry
from dashboard.chart_data.scope import SlidesRefusedError, scope_of
from dashboard.export.deck import record, stage
from dashboard.export.deck.package import open_deck
from dashboard.export.deck.refresh import Refreshed, refresh
from dashboard.slides import check, make
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader


@dataclass(frozen=True)
class RenewedDeck:
    """The refreshed file; unknown: views of the old deck that nobody can draw any more."""

    refreshed: Refreshed
    slides: int
    checked: int
    unknown: tuple[str, ...]


def renew(
    reader: Reader, content: bytes, name: str, as_of: date | None = None, journal: Path | None = None
) -> RenewedDeck:
    """Raises DeckRefusedError for a file without our record, SlidesRefusedError where a number cannot be found again."""
    kept = record.read_record(open_deck(content, name), name)
    wanted, unknown = views(kept)
    if not wanted:
        raise SlidesRefusedError(f"「{name}」には、新しくできるスライドがありません。")
    deck = make.draw_deck(
        reader, [replace(item, as_of=as_of) for item in wanted], stage.from_record(kept["stage"]), journal
    )
    done = refresh(content, name, deck)
    wrong, looked = check.mismatches(done.content, reader, journal, edited=True)
    if wrong:
        raise SlidesRefusedError(make.refusal(wrong))
    return RenewedDeck(done, len(wanted), looked, unknown)


def views(deck_record: record.Record) -> tuple[list[Wanted], tuple[str, ...]]:
    """The views that a deck was made of, in no particular order."""
    wanted, unknown = [], []
    for key, known in deck_record["views"].items():
        asked = known.get("asked", {})
        view = str(asked.get("view", key))
        if view not in registry.with_slide():
            unknown.append(str(known.get("title", key)))
            continue
        wanted.append(Wanted(view, scope_of(asked), key, str(asked.get("title") or "")))
    return wanted, tuple(unknown)
