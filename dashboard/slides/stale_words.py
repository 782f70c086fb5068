"""Words of a deck that today's data no longer say: names in sentences, lists and tables, and alternative texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from dashboard.export.deck import ownership, read_back, table_grid
from dashboard.export.deck.draw_text import described
from dashboard.export.deck.handwritten import each_untouched
from dashboard.export.deck.locate import FOOT, Located
from dashboard.export.deck.model import Deck, Element, Map, NativeChart, NativeTable, Slide, Text
from dashboard.export.deck.read_back import Found
from dashboard.export.deck.slide_appendix import SOURCES
from dashboard.export.deck.town_names import TownNames
from dashboard.slides.check import row_name
from dashboard.slides.number_state import brief
from dashboard.words import words

FIGURE = re.compile(r"\d[\d,.]*％?")
SHORTENED = re.compile(r"など|ほか\d+")  # a list that names only the first of its municipalities
HEADING = "見出し"
MOST_NAMES = 5
NONE = "―"
GONE = "（今の資料にはありません）"


class StaleWords(NamedTuple):
    """found: the shape; place: where, in words; written and right: what differs; names: of the municipalities that differ.

    keys: numbers of a sentence that is told as a whole, as its rule gives another today; empty where only a part is told.
    """

    found: Found
    place: str
    written: str
    right: str
    names: tuple[str, ...]
    keys: tuple[str, ...] = ()


def drawn_keys(slide: Slide) -> set[str]:
    """The numbers that a slide shows today."""
    keys: set[str] = set()
    for element in slide.elements:
        if isinstance(element, Text | NativeTable):
            keys |= {number.key for number in ownership.numbers_of(element)}
        elif isinstance(element, NativeChart):
            keys |= {key for series in element.series for key in series.keys}
    return keys


def stale_words(
    deck: Deck, deck_record: dict[str, Any], located: Located, names: TownNames
) -> Iterator[StaleWords]:
    """deck: the slides of the record as they would be drawn today. What people changed is not ours to answer for."""
    for slide in deck.slides:
        if slide.view.partition("-")[0] == SOURCES:
            continue
        for element in slide.elements:
            yield from _element(element, deck_record["shapes"], located, names)


def new_titles(deck: Deck, deck_record: dict[str, Any], located: Located) -> Iterator[tuple[Found, str, str]]:
    """Titles that stand as we wrote them and are others today: the shape, what stands, what is right."""
    for slide in deck.slides:
        for element in slide.elements:
            if not isinstance(element, Text) or element.name.rpartition("｜")[0] != HEADING:
                continue
            right = "\n".join(line.text for line in ownership.drawn(element.paragraphs))
            known = deck_record["shapes"].get(element.name, {})
            for one in located.shapes.get(element.name, []) if known.get("kind") == "text" else ():
                written = "\n".join(text for _, text in each_untouched(one.shape, known))
                if written and written != right:
                    yield one, written, right


def _element(
    element: Element, recorded: dict[str, Any], located: Located, names: TownNames
) -> Iterator[StaleWords]:
    known, copies = recorded.get(element.name), located.shapes.get(element.name, [])
    if isinstance(element, Map):
        yield from _towns(element, recorded, located)
    if known is None or element.name.startswith(f"{FOOT}｜"):
        return
    for one in copies:
        if read_back.state(one.shape)["kind"] != known.get("kind", "group"):
            continue
        yield from _alt(one, element.alt, known, names)
        if isinstance(element, Text):
            yield from _text(one, element, known, names)
        elif isinstance(element, NativeTable):
            yield from _table(one, element, known, names)


def _text(one: Found, element: Text, known: dict[str, Any], names: TownNames) -> Iterator[StaleWords]:
    goal = ownership.drawn(element.paragraphs)
    written = ownership.recorded(known)
    next_of = ownership.successors(written, goal)
    what = one.name.rpartition("｜")[0]
    for place, text in each_untouched(one.shape, known):
        aim = next_of.get(place)
        last = written[place]
        if what == HEADING and last.keys and len(goal) == 1 and goal[0].keys != last.keys:
            changed = (*names.missing(text, goal[0].text), *names.missing(goal[0].text, text))
            yield StaleWords(one, what, text, goal[0].text, changed, tuple(key for key, _ in last.numbers))
            continue
        yield from compared(one, what, text, "" if aim is None else goal[aim].text, names)


def _table(one: Found, element: NativeTable, known: dict[str, Any], names: TownNames) -> Iterator[StaleWords]:
    what = one.name.rpartition("｜")[0]
    aims = {row.key: row for row in element.rows}
    keys = known.get("rows", [])
    for (row, column), line in table_grid.standing_cells(one.shape.table, known).items():
        if not row or line.text != known["cells"][row][column]:
            continue
        wanted = aims.get(keys[row - 1]) if row - 1 < len(keys) else None
        right = wanted.cells[column].text if wanted and column < len(wanted.cells) else ""
        label = row_name(known["cells"][row], row)
        if wanted is None and line.text != label:
            continue  # a row that left the table is told once, by its name
        heading = known["cells"][0][column].replace("\n", " ")
        place = f"{what} {label}・{heading}"
        yield from compared(one, place, line.text, right, names)


def compared(one: Found, place: str, text: str, right: str, names: TownNames) -> Iterator[StaleWords]:
    """The names that came and went; each mention counts. A list that is shortened is told as it is printed.

    A name that went from such a list was not replaced by the one that moved up into it.
    """
    gone, come = names.missing(text, right), names.missing(right, text)
    if gone and come and (SHORTENED.search(text) or SHORTENED.search(right)):
        yield StaleWords(one, place, _passage(text, names), _passage(right, names), (*gone, *come))
    elif gone or come:
        yield StaleWords(
            one, place, "、".join(gone) or NONE, "、".join(come) or (NONE if right else GONE), (*gone, *come)
        )


def _passage(text: str, names: TownNames) -> str:
    """From the first name of a text to its last, with the words that shorten the list."""
    start, end = names.span(text)
    more = SHORTENED.match(text, end)
    return text[start : more.end() if more else end]


def _alt(one: Found, alt: str, known: dict[str, Any], names: TownNames) -> Iterator[StaleWords]:
    now, right = described(one.shape), ownership.line_of((alt,)).text
    if not now or now != known.get("alt") or now == right:
        return
    before, after = _facts(now, names), _facts(right, names)
    if before != after:
        place = f"{one.name.rpartition('｜')[0]}の代替テキスト"
        yield StaleWords(one, place, _differing(before, after), _differing(after, before), ())


def _facts(text: str, names: TownNames) -> list[str]:
    return [*FIGURE.findall(text), *names.found(text)]


def _differing(facts: list[str], other: list[str]) -> str:
    """The facts of one that the other has not."""
    blocks = SequenceMatcher(None, facts, other, autojunk=False).get_opcodes()
    differing = [fact for kind, start, end, *_ in blocks if kind != "equal" for fact in facts[start:end]]
    return brief("、".join(differing)) or NONE


def _towns(element: Map, recorded: dict[str, Any], located: Located) -> Iterator[StaleWords]:
    """States of municipalities whose colour is still right; those that changed alike on one slide together."""
    alike: dict[tuple[int, str, str], list[Found]] = {}
    for shape in element.shapes:
        known = recorded.get(shape.name)
        if known is None or known.get("fill") != shape.fill.lstrip("#").upper():
            continue
        right = ownership.line_of((shape.alt,)).text
        for one in located.shapes.get(shape.name, []):
            now = described(one.shape)
            if now and now == known.get("alt") and now != right:
                alike.setdefault((one.number, _state(now), _state(right)), []).append(one)
    for (_, before, after), copies in alike.items():
        towns = tuple(dict.fromkeys(one.name.partition("｜")[0].partition(" ")[2] for one in copies))
        yield StaleWords(
            copies[0], f"地図の代替テキスト（{words.names(list(towns), MOST_NAMES)}）", before, after, towns
        )


def _state(alt: str) -> str:
    """「厚真町（胆振総合振興局）: 実施中」 → 「実施中」."""
    return alt.partition(": ")[2] or alt
