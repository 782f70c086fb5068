"""A file of slides looked through before it is handed out: numbers against their recounts, names, and what is people's."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.export.deck import locate
from dashboard.export.deck.handwritten import Handwritten, read_words
from dashboard.export.deck.package import open_deck
from dashboard.export.deck.town_names import TownNames
from dashboard.queries import visits
from dashboard.slides import recover
from dashboard.slides.check import Mismatch, Recounts, stated_numbers
from dashboard.slides.check_names import wrong_names
from dashboard.slides.number_state import carried_numbers, number_states
from dashboard.warehouse.reader import Reader

MADE = "できた資料"


@dataclass(frozen=True)
class Checked:
    """What a file was found to say: wrong numbers; how many numbers and names of municipalities; what nobody can check."""

    wrong: tuple[Mismatch, ...]
    numbers: int
    names: int
    handwritten: tuple[Handwritten, ...]


def look_through(
    content: bytes,
    reader: Reader,
    names: TownNames,
    journal: Path | None = None,
    *,
    edited: bool = False,
) -> Checked:
    """Every number of a file that was just made, as it stands in it, and all that people wrote.

    edited: people have worked on the file; only what still is as we wrote it is ours to answer for.
    """
    gc.collect()  # the presentation that this file was written from: of sixty maps 250 MB
    presentation = open_deck(content, MADE)
    deck_record = recover.record_of(presentation, MADE, content, reader)
    located = locate.locate(presentation, deck_record)
    recounts = Recounts(reader, deck_record, journal)
    places = visits.places(reader)
    name_of = dict(zip(places["municipality_code"], places["name"], strict=True))
    wrong: list[Mismatch] = []
    looked = 0
    for name, copies in located.shapes.items():
        known = deck_record["shapes"][name]
        if not edited:
            context = recounts.context_of(name.rpartition("｜")[2])
            wrong += wrong_names(name, known, context, names, name_of)
        numbers = list(stated_numbers({**deck_record, "shapes": {name: known}}))
        if not numbers:
            continue
        for found in copies:
            states = number_states(name, numbers, found.shape, deck_record)
            standing = states.untouched
            if not edited:
                standing = [*standing, *(replace(one, text=text) for one, text in states.overwritten)]
                wrong += [Mismatch(one, None, found.number) for one in states.removed]
            looked += len(states.untouched) + len(states.overwritten)
            for one in standing if not (edited and known.get("is_left")) else ():
                right, value = recounts.agrees(one)
                if not right:
                    wrong.append(Mismatch(one, value, found.number))
    for carried in carried_numbers(located.shapes, deck_record):
        if carried.stated is None:
            continue
        looked += 1
        right, value = recounts.agrees(carried.stated)
        if not right:
            wrong.append(Mismatch(carried.stated, value, carried.found.number))
    said = read_words(presentation, deck_record, located, names)
    return Checked(tuple(wrong), looked, said.names, said.handwritten)
