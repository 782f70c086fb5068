"""A deck that people have edited, with new numbers: what we wrote and nobody touched is written anew, all else stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.export.deck import (
    carried,
    compose,
    locate,
    ownership,
    read_back,
    record,
    refresh_beside,
    refresh_chart,
    refresh_foot,
    refresh_map,
    refresh_numbers,
    refresh_sketch,
    refresh_table,
    refresh_text,
    slide_record,
)
from dashboard.export.deck.deleted import deleted
from dashboard.export.deck.model import Deck, Element, Map, NativeChart, NativeTable, Sketch, Slide, Text
from dashboard.export.deck.notes import DeckCorrection, Notes, UnchangedShape
from dashboard.export.deck.package import release, saved
from dashboard.export.deck.read_back import Found
from dashboard.export.deck.town_names import TownNames

REPLACED = "別の種類の図形に替えられているため、そのままにしました"
RECOVERED = "資料の記録が失われているため、文の中の数のほかはそのままにしました"
MOVED, MOVED_SAME = "別の資料から移されたもの", "もとの範囲のまま新しくしました"
FOREIGN = (
    "別の資料（{}）から移されたスライドのため、そのままにしました。もとの資料を新しくしてから移してください"
)


@dataclass(frozen=True)
class Refreshed:
    """The file (the very same bytes where nothing was to be done) and what was done.

    renamed: shapes of ours under a name that people gave them, as they are named now.
    """

    content: bytes
    changes: tuple[DeckCorrection, ...]
    unchanged: tuple[UnchangedShape, ...]
    renamed: tuple[UnchangedShape, ...] = ()


class Session:
    """One deck being refreshed."""

    def __init__(self, presentation: Any, deck_record: record.Record, notes: Notes) -> None:
        self.presentation = presentation
        self.deck_record = deck_record
        self.located = locate.locate(presentation, deck_record)
        self.found = self.located.shapes
        self.notes = notes
        self.left: set[str] = set()  # charts
        self.face = str(deck_record["stage"]["face"])


def refresh(presentation: Any, content: bytes, deck: Deck, kept: record.Record) -> Refreshed:
    """presentation: of the file (content), with slides of other decks adopted; it is used up. deck: the slides as they would be drawn today, on the stage of the record (kept), for its views.

    A shape that is no longer as we wrote it is left, and said. What we do not own is never touched.
    """
    session = Session(
        presentation, kept, Notes(TownNames(deck.names, deck.areas), carried.gather(kept, deck))
    )
    _moved(session)
    marked = refresh_foot.unmark(session.located)
    for foreign in session.located.foreign:
        session.notes.add_foreign(foreign.number, FOREIGN.format(foreign.origin))
    for one in deleted(kept, session.located, deck):
        session.notes.add_deleted(one)
    for slide in deck.slides:
        _slide(session, slide)
    drawn = {slide.view for slide in deck.slides}
    refresh_foot.mark(session.notes, presentation, kept, session.located, drawn, marked)
    renamed = tuple(
        UnchangedShape(one.number, one.name.rpartition("｜")[0], f"名前が「{given}」に変えられています", "")
        for one, given in session.located.names_given()
    )
    if not session.notes.changes:
        release(presentation)
        return Refreshed(content, (), session.notes.unchanged_in_order(), renamed)
    if not kept.get("is_recovered"):
        _stamp(session, deck)
        record.write_record(presentation, kept)
        slide_record.carry(session.located.pages, kept)
    written = saved(presentation)
    release(presentation)
    return Refreshed(written, session.notes.changes_in_order(), session.notes.unchanged_in_order(), renamed)


def _slide(session: Session, slide: Slide) -> None:
    if slide.view not in session.deck_record["views"]:
        return
    _take_over(session, slide)
    names = [name for name in record.names(slide) if name in session.deck_record["shapes"]]
    home = next((f for name in names for f in session.found.get(name, [])), None)
    if home is None:
        return
    for element in slide.elements:
        _element(session, slide, element, home)
    if session.deck_record.get("is_recovered"):
        return
    _outdated(session, slide)
    session.deck_record["views"][slide.view] |= {
        "asked": slide.view_state,
        "title": slide.title,
        "synthetic": slide.synthetic,
    }
    session.deck_record["views"][slide.view].pop("version", None)
    session.deck_record["behind"][slide.view] = {key: list(codes) for key, codes in slide.behind.items()}


def _moved(session: Session) -> None:
    """Slides of another deck, which from now on belong to this one."""
    pages_of: dict[str, list[Any]] = {view: [] for view in session.deck_record["views"]}
    for slide, view in session.located.pages:
        pages_of.get(view, []).append(slide._element)
    for view, known in session.deck_record["views"].items():
        if not known.pop("is_moved", False):
            continue
        foot = session.deck_record["shapes"].get(f"{locate.FOOT}｜{view}", {})
        origin = "、".join(part for part in locate.stamp_of(locate.recorded_foot(foot)) if part)
        for number, slide in enumerate(session.presentation.slides, start=1):
            if slide._element in pages_of[view]:
                whole = Found(number, slide, None, f"スライド｜{view}")
                session.notes.add_change(None, whole, MOVED, origin, MOVED_SAME)


def _take_over(session: Session, slide: Slide) -> None:
    """Shapes that an earlier version of ours named otherwise: known by their numbers, they take today's name."""
    shapes, wanted = session.deck_record["shapes"], record.names(slide)
    old = [name for name in shapes if name.endswith(f"｜{slide.view}") and name not in wanted]
    for element in slide.elements:
        if not isinstance(element, Text) or element.name in shapes or not element.numbers:
            continue
        keys = {number.key for number in element.numbers}
        match = next(
            (name for name in old if {k for k, _ in locate.recorded_numbers(shapes[name])} == keys), None
        )
        if match is None:
            continue
        old.remove(match)
        shapes[element.name] = shapes.pop(match)
        session.found[element.name] = [
            one._replace(name=element.name) for one in session.found.pop(match, [])
        ]
        for one in session.found[element.name]:
            if read_back.name_of(one.shape) == match:
                one.shape.name = element.name


def _outdated(session: Session, slide: Slide) -> None:
    """Shapes of ours that the view no longer has, as a table whose data is gone: out, unless people worked on them."""
    wanted, shapes = record.names(slide), session.deck_record["shapes"]
    for name in [n for n in shapes if n.endswith(f"｜{slide.view}") and n not in wanted]:
        last = shapes.pop(name)
        for one in session.found.get(name, []):
            if not _is_as_written(one, last):
                session.notes.add_unchanged(
                    slide, one, "不要になりましたが、手で変えられているため残しました", ""
                )
                continue
            session.notes.add_change(slide, one, "削除", refresh_text.brief_state(last), "")
            one.shape._element.getparent().remove(one.shape._element)


def _is_as_written(one: Found, last: dict[str, Any]) -> bool:
    if last.get("is_sketch"):
        return read_back.is_same_sketch(read_back.sketch(one.shape), last)
    now = read_back.state(one.shape)
    return all(now.get(part) == last.get(part) for part in ("kind", "text", "cells", "categories", "series"))


def _recovered(session: Session, slide: Slide, element: Element) -> None:
    """Of a deck without its record: the numbers in fields alone, as nobody knows whose the rest is."""
    for one in session.found.get(element.name, []):
        if isinstance(element, Text) and element.name.startswith(f"{locate.FOOT}｜"):
            refresh_text.refresh_text(
                session.notes, slide, one, element, session.deck_record["shapes"][element.name]
            )
            session.notes.renew_alt(slide, one, element.alt, session.deck_record["shapes"][element.name])
            continue
        if isinstance(element, Text | NativeTable):
            due = {number.key: number.text for number in ownership.numbers_of(element)}
            refresh_numbers.renew_fields(session.notes, slide, one, due)
        session.notes.add_unchanged(slide, one, RECOVERED, "")


def _element(session: Session, slide: Slide, element: Element, home: Found) -> None:
    if session.deck_record.get("is_recovered"):
        _recovered(session, slide, element)
        return
    if isinstance(element, Map):
        refresh_map.refresh_map(session.notes, slide, element, session.found, session.deck_record["shapes"])
        return
    last = session.deck_record["shapes"].get(element.name)
    found = session.found.get(element.name, [])
    if refresh_beside.leave(session.notes, slide, element, found, last, session.left):
        if last is not None:
            session.deck_record["shapes"][element.name] = {**last, "is_left": True}
        return
    if last is None:
        if not refresh_beside.has_its_axes(session.found, element):
            return
        if not isinstance(element, Text) or element.text:
            _add(session, slide, element, home)
        return
    if not found:
        return
    if isinstance(element, Text) and not element.text:
        _remove(session, slide, element.name, found, last)
        return
    if isinstance(element, Sketch):
        session.deck_record["shapes"][element.name] = refresh_sketch.all_of(
            session.notes, slide, found, element, last
        )
        return
    is_left = False
    for one in found:
        if read_back.state(one.shape)["kind"] != last["kind"]:
            session.notes.add_unchanged(slide, one, REPLACED, refresh_text.brief(element))
            continue
        if isinstance(element, Text):
            refresh_text.refresh_text(session.notes, slide, one, element, last)
        elif isinstance(element, NativeChart):
            if not refresh_chart.refresh_chart(session.notes, slide, one, element, last):
                is_left = True
                session.left.add(element.name)
                session.notes.leave_alt(slide, one, element.alt)  # it says what the chart shows
                continue
        elif not refresh_table.refresh_table(session.notes, slide, one, element, last):
            is_left = True
            session.notes.leave_alt(slide, one, element.alt)
            continue
        session.notes.renew_alt(slide, one, element.alt, last)
    state = {**last, "is_left": True} if is_left else _drawn_state(element)
    session.deck_record["shapes"][element.name] = state | record.names(slide).get(element.name, {})


def _drawn_state(element: Text | NativeChart | NativeTable) -> dict[str, Any]:
    """The record of a shape: what we wrote, or would have written where people had changed it, so that an edit stays one."""
    if isinstance(element, Text):
        return refresh_text.state_of(element)
    return (
        refresh_chart.state_of(element)
        if isinstance(element, NativeChart)
        else refresh_table.state_of(element)
    )


def _add(session: Session, slide: Slide, element: Element, home: Found) -> None:
    drawn = compose.draw(home.slide, element, session.face)
    if drawn is None:
        return
    session.notes.add_change(
        slide, Found(home.number, home.slide, drawn, element.name), "追加", "", refresh_text.brief(element)
    )
    state = read_back.sketch if isinstance(element, Sketch) else read_back.state
    session.deck_record["shapes"][element.name] = state(drawn) | record.names(slide)[element.name]


def _remove(session: Session, slide: Slide, name: str, found: Iterable[Found], last: dict[str, Any]) -> None:
    refresh_text.remove(session.notes, slide, found, last)
    session.deck_record["shapes"].pop(name, None)


def _stamp(session: Session, deck: Deck) -> None:
    """The record and the properties of the file speak of the new data; titles of people stay."""
    old = session.deck_record["stamp"]
    here = {"warehouse_id": str(old["warehouse_id"]), "as_of": str(old["as_of"])}
    drawn = {slide.view for slide in deck.slides}
    for view, known in session.deck_record["views"].items():
        if view not in drawn:
            known.setdefault("version", here)
    core = session.presentation.core_properties
    for place in ("subject", "keywords"):
        said = getattr(core, place)
        fresh = said.replace(str(old["warehouse_id"]), deck.stamp.warehouse_id)
        fresh = fresh.replace(str(old["as_of"]), deck.stamp.as_of)
        if fresh != said:
            setattr(core, place, fresh)
    session.deck_record["stamp"] = {
        "warehouse_id": deck.stamp.warehouse_id,
        "as_of": deck.stamp.as_of,
        "made_at": deck.stamp.made_at,
        "title": deck.stamp.title,
        "asked": deck.stamp.asked,
    }
    session.deck_record["evidence"] = deck.evidence
