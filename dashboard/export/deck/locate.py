"""Which shapes of a deck are ours: by their names, else by what they hold; and slides that came from another deck."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dashboard.export.deck import ink, read_back
from dashboard.export.deck.draw_text import described
from dashboard.export.deck.read_back import Found

ALIKE = 0.5  # of the numbers that a shape of the record holds
TELLING = ("text", "table", "chart")  # kinds of shapes that tell by what they hold whose they are
FEW = 3  # numbers that differ from the record: people type over so many, not over most of a slide
FOOT, TITLE = "注記", "見出し"
TITLES, SUBTITLES = (1, 3), (4,)  # types of placeholders
# What the foot of a slide says of itself: what it is of, and (in its alternative text) the version of its data. Decks
# made before 2026-11-30 show the version after what they are of.
VERSION = re.compile(r"版 (wh_[\w-]+)")
SCOPE = re.compile(r"　｜　([^｜\n]+・[^｜\n]+?)(?=　｜　|\s*$)", re.MULTILINE)


class ForeignSlide(NamedTuple):
    """A slide of the same kind that another deck brought: of which scope and version, in words."""

    number: int
    slide: Any
    view: str
    origin: str


@dataclass
class Located:
    """shapes: ours by the names of the record, several where people copied them; renamed: those found by what they hold;
    pages: slides of this deck with the view that each shows, "" for people's own.
    """

    shapes: dict[str, list[Found]] = field(default_factory=dict)
    renamed: list[Found] = field(default_factory=list)
    foreign: list[ForeignSlide] = field(default_factory=list)
    pages: list[tuple[Any, str]] = field(default_factory=list)

    def names_given(self) -> list[tuple[Found, str]]:
        """The shapes to which people gave another name, and that name; a placeholder has one of its layout."""
        given = ((one, read_back.name_of(one.shape)) for one in self.renamed if not one.shape.is_placeholder)
        return [(one, name) for one, name in given if name]


def locate(presentation: Any, deck_record: dict[str, Any]) -> Located:
    """Every shape of the record that stands in the file."""
    recorded = deck_record["shapes"]
    by_view: dict[str, list[str]] = {}
    for name in recorded:
        by_view.setdefault(name.rpartition("｜")[2], []).append(name)
    located = Located()
    pages = []
    for number, slide in enumerate(presentation.slides, start=1):
        shapes = list(read_back.on_slide(slide))
        named = [
            Found(number, slide, one, name) for one in shapes if (name := read_back.name_of(one)) in recorded
        ]
        view = _view_of(slide, shapes, named, by_view, recorded)
        origin = _foreign_origin(shapes, named, view, recorded) if view else _unknown_origin(shapes)
        if origin:
            located.foreign.append(ForeignSlide(number, slide, view, origin))
            continue
        for one in named:
            located.shapes.setdefault(one.name, []).append(one)
        pages.append((number, slide, view, shapes, {one.name for one in named}))
    located.pages = [(slide, view) for _, slide, view, *_ in pages]
    for number, slide, view, shapes, there in pages:
        strangers = [one for one in shapes if not is_ours(read_back.name_of(one))]
        for one in _by_content((number, slide), strangers, by_view.get(view, []), there, recorded):
            located.shapes.setdefault(one.name, []).append(one)
            located.renamed.append(one)
    return located


def is_ours(name: str) -> bool:
    return read_back.PART.fullmatch(name) is not None


def numbers_in(shape: Any) -> list[tuple[str, str]]:
    """Key and text of each of our numbers in a text or table."""
    body = shape._element
    return [(key, one.findtext(f"{ink.A}t") or "") for key, one in ink.fields(body)]


def recorded_numbers(state: dict[str, Any]) -> list[tuple[str, str]]:
    """Key and text of each number of a text or table, by the record."""
    numbers = state.get("numbers", [])
    if state.get("kind") == "table":
        numbers = [number for row in numbers for cell in row for number in cell]
    return [(str(key), str(text)) for key, text in numbers]


def _view_of(
    slide: Any, shapes: list[Any], named: list[Found], by_view: dict[str, list[str]], recorded: dict[str, Any]
) -> str:
    """The view that a slide shows: by most of its names, by the slide's own, by the numbers on it; "" for none of ours."""
    views = Counter(one.view for one in named)
    if views:
        return max(views, key=lambda view: (views[view], view))
    own = str(slide._element.cSld.get("name") or "")
    if own in by_view:
        return own
    keys = {key for shape in shapes for key, _ in numbers_in(shape)}
    if not keys:
        return ""
    shared = {
        view: len(keys & {key for name in names for key, _ in recorded_numbers(recorded[name])})
        for view, names in by_view.items()
    }
    best = max(shared, key=lambda view: (shared[view], view), default="")
    return best if best and shared[best] >= ALIKE * len(keys) else ""


def _foreign_origin(shapes: list[Any], named: list[Found], view: str, recorded: dict[str, Any]) -> str:
    """What the slide says of itself where that is not what we wrote into this deck; "" for a slide of this deck."""
    foot = recorded.get(f"{FOOT}｜{view}")
    ours = "" if foot is None else recorded_foot(foot)
    said = _foot_of(shapes, view)
    stamp, own = stamp_of(said), stamp_of(ours)
    origin = "、".join(part for part in stamp if part)
    if stamp[1] and own[1] and stamp[1] != own[1]:
        return origin
    if stamp[0] and own[0]:
        return origin if stamp[0] != own[0] else ""
    pairs = []
    for one in named:
        known = dict(recorded_numbers(recorded[one.name]))
        pairs += [(text, known[key]) for key, text in _own_numbers(one.shape) if key in known]
    differing = sum(text != known for text, known in pairs)
    return (origin or "別の資料") if differing >= FEW and differing * 2 > len(pairs) else ""


def _unknown_origin(shapes: list[Any]) -> str:
    """Of a slide of ours that shows a view which this deck has not; "" for a slide of people's own."""
    ours = [one for one in shapes if is_ours(read_back.name_of(one))]
    if not any(read_back.name_of(one).startswith((f"{TITLE}｜", f"{FOOT}｜")) for one in ours):
        return ""
    said = next(
        (foot_words(one) for one in ours if one.has_text_frame and VERSION.search(foot_words(one))), ""
    )
    return "、".join(part for part in stamp_of(said) if part) or "別の資料"


def _foot_of(shapes: list[Any], view: str) -> str:
    """The words of the foot of a slide; under another name it is known by its version."""
    written = [one for one in shapes if one.has_text_frame]
    named = (foot_words(one) for one in written if read_back.name_of(one) == f"{FOOT}｜{view}")
    telling = (words for one in written if VERSION.search(words := foot_words(one)))
    return next(named, "") or next(telling, "")


def foot_words(shape: Any) -> str:
    """The words of a foot, and its alternative text under them."""
    return f"{shape.text_frame.text}\n{described(shape)}"


def recorded_foot(state: dict[str, Any]) -> str:
    """foot_words of a foot as the record holds it."""
    return f"{state.get('text', '')}\n{state.get('alt', '')}"


def stamp_of(text: str) -> tuple[str, str]:
    """Of what a slide is, and its version, as foot_words give them; "" for what they do not say."""
    scope, version = SCOPE.search(text), VERSION.search(text)
    return (scope[1] if scope else "", f"版 {version[1]}" if version else "")


def _by_content(
    page: tuple[int, Any], strangers: list[Any], names: list[str], there: set[str], recorded: dict[str, Any]
) -> list[Found]:
    """Shapes under other names: the title, the alternative text, the numbers, the words, the data of a chart.

    One that is not there under its own name comes before a copy of one that is.
    """
    by_alt = {str(recorded[name].get("alt") or ""): name for name in names}
    telling = [name for name in names if recorded[name].get("kind") in TELLING]
    scored = []
    for place, one in enumerate(strangers):
        alt = described(one)
        if alt and alt in by_alt:
            scored.append((1.0, by_alt[alt] not in there, place, by_alt[alt]))
        kind = one.placeholder_format.type if one.is_placeholder else None
        scored += [
            (score, name not in there, place, name)
            for name in telling
            if (score := _likeness(one, kind, name, recorded[name], is_there=name in there)) > 0
        ]
    found: dict[int, str] = {}
    for _, is_missing, place, name in sorted(scored, key=lambda one: (-one[0], not one[1], one[2], one[3])):
        if place not in found and (not is_missing or name not in found.values()):
            found[place] = name
    for score, _, place, name in sorted(scored, key=lambda one: (one[2], one[3])):
        if place not in found and score == 1.0:  # a copy of one that was renamed
            found[place] = name
    for place, one in enumerate(strangers):
        if place not in found and (keys := {key for key, _ in _own_numbers(one)}):
            best = max(recorded, key=lambda name: (_shared(keys, recorded[name]), name))
            if _shared(keys, recorded[best]):
                found[place] = best
    return [Found(*page, strangers[place], name) for place, name in sorted(found.items())]


def _likeness(shape: Any, placeholder: Any, name: str, known: dict[str, Any], *, is_there: bool) -> float:
    """From 0 to 1. By the role of a placeholder, or by what the shape holds."""
    what = name.rpartition("｜")[0]
    if placeholder is not None and what in ("見出し", "副題"):
        kinds = TITLES if what == "見出し" else SUBTITLES
        return 1.0 if placeholder in kinds and not is_there else 0.0
    kind = known["kind"]
    if kind == "chart" and read_back.has_chart(shape):
        now = read_back.state(shape)
        return 1.0 if [one[0] for one in now["series"]] == [one[0] for one in known["series"]] else 0.0
    if kind == "table" and getattr(shape, "has_table", False):
        cells = read_back.state(shape)["cells"]
        if cells and cells[0] == known["cells"][0]:
            return 1.0
        return _shared({key for key, _ in numbers_in(shape)}, known)
    if kind == "text" and shape.has_text_frame and not read_back.is_freeform(shape):
        if known["text"] and ink.text_of(shape.text_frame._txBody) == known["text"]:
            return 1.0
        return _shared({key for key, _ in numbers_in(shape)}, known)
    return 0.0


def _own_numbers(shape: Any) -> list[tuple[str, str]]:
    return [] if read_back.is_group(shape) else numbers_in(shape)


def _shared(keys: set[str], known: dict[str, Any]) -> float:
    """How many of the numbers of both are in both."""
    ours = {key for key, _ in recorded_numbers(known)}
    return len(keys & ours) / len(keys | ours) if keys and ours else 0.0
