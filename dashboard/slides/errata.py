"""正誤表: which numbers of an old deck no longer hold, what is right now, and why; apart, what people changed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard import theme
from dashboard.export.deck import locate, read_back
from dashboard.export.deck.deleted import deleted
from dashboard.export.deck.handwritten import read_words
from dashboard.export.deck.model import Deck
from dashboard.export.deck.package import open_deck
from dashboard.export.deck.town_names import TownNames
from dashboard.queries import overview, visits
from dashboard.queries import slides as queries
from dashboard.slides import recover
from dashboard.slides.change_reasons import Reasons
from dashboard.slides.check import Recounts, StatedNumber, stated_numbers
from dashboard.slides.number_state import NumberStates, brief, carried_numbers, number_states
from dashboard.slides.number_words import digits, is_raw_share, like
from dashboard.slides.renew import draw_again
from dashboard.slides.stale_words import GONE, StaleWords, drawn_keys, new_titles, stale_words
from dashboard.slides.verified import Edited, Erratum, NewTitle, Verified
from dashboard.warehouse.reader import Reader

FILLS = {style.fill.lstrip("#").upper(): group for group, style in theme.GROUPS.items()}
TYPED_OVER = "手で「{}」に書き換えられています"
COLOURED = "塗りが手で変えられています"
REWRITTEN = "手で書き換えられ、この数は残っていません"
NOT_RENEWED = "手を入れたところのため、更新できていません"
MOST_PLACES = 3
# Numbers that a slide shows only where enough municipalities are behind them, and what stands in their place here.
GUARDED = ("pair", "pair_share", "pair_overlap", "pair_lift", "barrier_rate", "barrier_stated")
WITHHELD = "数が少ないため、今は載せません"


def verify(reader: Reader, content: bytes, name: str, journal: Path | None = None) -> Verified:
    """Every number that the deck was given, against the warehouse of now. Raises DeckRefusedError."""
    look = _Look(reader, content, name, journal)
    look.words()
    for shape in look.deck_record["shapes"]:
        look.at(shape)
    look.carried()
    said = read_words(look.presentation, look.deck_record, look.located, look.names)
    stamp = look.deck_record["stamp"]
    return Verified(
        str(stamp["warehouse_id"]),
        str(stamp["as_of"]),
        reader.warehouse_id,
        look.looked,
        tuple(sorted(look.errata(), key=lambda one: one.slide)),
        tuple(sorted(look.edited, key=lambda one: one.slide)),
        tuple(one.label for one in deleted(look.deck_record, look.located, look.today)),
        tuple(dict.fromkeys(look.unknown)),
        said.names,
        said.handwritten,
        tuple(
            f"{one.number}頁 {one.name.rpartition('｜')[0]}（今の名前「{given}」）"
            for one, given in look.located.names_given()
        ),
        any(bool(view.get("synthetic")) for view in look.deck_record["views"].values()),
        tuple(sorted(look.titles)),
        look.labels,
    )


class _Look:
    """One deck being looked through, shape by shape."""

    def __init__(self, reader: Reader, content: bytes, name: str, journal: Path | None) -> None:
        self.presentation = open_deck(content, name)
        self.reader = reader
        self.journal = journal
        self.deck_record = recover.record_of(self.presentation, name, content, reader)
        self.located = locate.locate(self.presentation, self.deck_record)
        self.found = self.located.shapes
        self.names = TownNames(
            tuple(visits.places(reader)["name"]),
            tuple(queries.areas(reader)["short_name"].astype(str)),
        )
        self.recounts = Recounts(reader, self.deck_record, journal, newest=True)
        groups = overview.groups(reader)
        self.labels: dict[str, str] = dict(zip(groups["code"], groups["label_ja"], strict=True))
        self.looked = 0
        self.unknown: list[str] = []
        self.edited: list[Edited] = []
        self.today: Deck | None = None
        self.wrong: dict[tuple[int, str, str, str], tuple[str, list[str], float | str]] = {}
        self.stale: list[tuple[StaleWords, str]] = []
        self.shown: dict[str, set[str]] = {}
        self.rewritten: set[tuple[int, str]] = set()
        self.titles: list[NewTitle] = []

    def at(self, name: str) -> None:
        numbers = list(
            stated_numbers({**self.deck_record, "shapes": {name: self.deck_record["shapes"][name]}})
        )
        if not numbers:
            return
        for one in self.found.get(name, []):
            states = number_states(name, numbers, one.shape, self.deck_record)
            self.looked += len(states.untouched) + len(states.overwritten)
            self._shape(one, states)

    def carried(self) -> None:
        """Numbers that people took along into words of another shape."""
        for one in carried_numbers(self.found, self.deck_record):
            page, place = one.found.number, one.found.name.rpartition("｜")[0]
            if one.stated is None:
                self.unknown.append(f"{page}頁 {place}（{one.key}）")
                continue
            self.looked += 1
            now = self._wrong(one.stated)
            if now is not None:
                entry = (page, one.stated.view, one.key, digits(one.text))
                self.wrong.setdefault(entry, (self._heading(one.found), [], now))[1].append(place)

    def words(self) -> None:
        """Words as they would be written today, held against those that stand."""
        deck, failed = draw_again(self.reader, self.deck_record, None, self.journal)
        self.today, self.unknown = deck, [*self.unknown, *failed]
        self.shown = {slide.view: drawn_keys(slide) for slide in deck.slides} if deck else {}
        for one, written, right in new_titles(deck, self.deck_record, self.located) if deck else ():
            self.titles.append(NewTitle(one.number, written, right))
        names = self.names.with_areas()
        for words_of in stale_words(deck, self.deck_record, self.located, names) if deck else ():
            if words_of.keys and self._holds(words_of, names):
                continue
            heading = self._heading(words_of.found)
            if self.deck_record["shapes"][words_of.found.name].get("is_left"):
                self.edited.append(
                    Edited(
                        words_of.found.number,
                        heading,
                        words_of.place,
                        words_of.written,
                        words_of.right,
                        NOT_RENEWED,
                    )
                )
                continue
            self.stale.append((words_of, heading))
            if words_of.keys:
                self.rewritten.add((words_of.found.number, words_of.found.name))

    def _holds(self, sentence: StaleWords, names: TownNames) -> bool:
        """Whether a sentence that is put otherwise today is right all the same: its numbers hold, and the names between them too."""
        name = sentence.found.name
        numbers = list(
            stated_numbers({**self.deck_record, "shapes": {name: self.deck_record["shapes"][name]}})
        )
        counted = {word for number in numbers for word in names.found(number.text)}
        gone = set(names.missing(sentence.written, sentence.right)) - counted
        return not gone and all(self.recounts.agrees(number)[0] for number in numbers)

    def errata(self) -> Iterator[Erratum]:
        reasons = Reasons(self.reader, self.deck_record) if self.wrong or self.stale else None
        for stale, heading in self.stale:
            assert reasons is not None
            yield Erratum(
                stale.found.number,
                heading,
                (stale.place,),
                "words",
                stale.written,
                stale.right,
                reasons.causes(stale.found.view, stale.keys, stale.names),
            )
        for (slide, view, key, text), (title, places, right) in self.wrong.items():
            assert reasons is not None
            yield Erratum(
                slide,
                title,
                tuple(dict.fromkeys(places)),
                key,
                self._display(key, text),
                self._now(view, key, text, right),
                reasons.causes(view, [key]),
            )

    def _shape(self, one: read_back.Found, stands: NumberStates) -> None:
        title = self._heading(one)
        is_edited = bool(self.deck_record["shapes"][one.name].get("is_left"))
        for number in stands.untouched:
            now = self._wrong(number)
            if now is None or (one.number, one.name) in self.rewritten:
                continue
            if is_edited:
                self._edit(one, title, number, number.text, now, NOT_RENEWED)
                continue
            key = (one.number, number.view, number.key, digits(number.text))
            self.wrong.setdefault(key, (title, [], now))[1].append(number.location)
        for number, text in stands.overwritten:
            now = self._value(number)
            if now is not None and not self.recounts.agrees(replace(number, text=text))[0]:
                is_town = number.key.startswith("town.")
                note = COLOURED if is_town else TYPED_OVER.format(text)
                self._edit(one, title, number, text, now, note)
        if stands.removed:
            rights = [
                self._now(n.view, n.key, n.text, now)
                for n in stands.removed
                if (now := self._value(n)) is not None
            ]
            places = list(dict.fromkeys(number.location for number in stands.removed))
            more = f"ほか{len(places) - MOST_PLACES}か所" if len(places) > MOST_PLACES else ""
            self.edited.append(
                Edited(
                    one.number,
                    title,
                    "、".join(places[:MOST_PLACES]) + more,
                    brief(stands.text) or "―",
                    "、".join(dict.fromkeys(rights[: MOST_PLACES * 2])),
                    REWRITTEN,
                )
            )

    def _heading(self, one: read_back.Found) -> str:
        return _title(one.slide) or str(self.deck_record["views"].get(one.view, {}).get("title", ""))

    def _edit(
        self, one: read_back.Found, title: str, number: StatedNumber, text: str, now: float | str, note: str
    ) -> None:
        right = self._now(number.view, number.key, number.text, now)
        self.edited.append(
            Edited(one.number, title, number.location, self._display(number.key, text), right, note)
        )

    def _value(self, number: StatedNumber) -> float | str | None:
        return self._recounted(number)[1]

    def _wrong(self, number: StatedNumber) -> float | str | None:
        """What is right instead of a number; None where it holds or nothing recounts it."""
        holds, now = self._recounted(number)
        return None if holds else now

    def _recounted(self, number: StatedNumber) -> tuple[bool, float | str | None]:
        holds, now = self.recounts.agrees(number)
        if now is None:
            self.unknown.append(f"{number.location}（{number.key}）")
        return holds, now

    def _display(self, key: str, text: str) -> str:
        """A number or the fill of a town as people read it."""
        if key.startswith("town."):
            return self.labels.get(FILLS.get(text, ""), "別の色")
        return like("0.0％", float(text)) if is_raw_share(key, text) else text

    def _now(self, view: str, key: str, text: str, right: float | str) -> str:
        is_hidden = key.partition(".")[0] in GUARDED and key not in self.shown.get(view, {key})
        if is_hidden or (isinstance(right, float) and math.isnan(right)):
            return WITHHELD
        if key.startswith("town."):
            return self._display(key, str(right))
        if isinstance(right, str):
            return right or GONE
        return like("0.0％" if is_raw_share(key, text) else text, right)


def _title(slide: Any) -> str:
    """The heading that stands on a slide now, of whomever it is."""
    title = slide.shapes.title
    return brief(title.text_frame.text, 60) if title is not None else ""
