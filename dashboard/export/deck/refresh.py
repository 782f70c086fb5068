"""A deck that people have edited, with new numbers: what we wrote and nobody touched is written anew, all else stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.export.deck import (
    compose,
    draw_map,
    draw_text,
    ink,
    read_back,
    record,
    refresh_chart,
    refresh_sketch,
    refresh_table,
    refresh_text,
)
from dashboard.export.deck.model import (
    Deck,
    Element,
    Map,
    NativeChart,
    NativeTable,
    Shape,
    Sketch,
    Slide,
    Text,
)
from dashboard.export.deck.notes import DeckCorrection, Notes, UnchangedShape
from dashboard.export.deck.package import open_deck, saved
from dashboard.export.deck.read_back import Found


@dataclass(frozen=True)
class Refreshed:
    """The file (the very same bytes where nothing was to be done) and what was done."""

    content: bytes
    changes: tuple[DeckCorrection, ...]
    unchanged: tuple[UnchangedShape, ...]


class Session:
    """One deck being refreshed."""

    def __init__(self, presentation: Any, deck_record: record.Record) -> None:
        self.presentation = presentation
        self.deck_record = deck_record
        self.found = read_back.shapes(presentation)
        self.notes = Notes()
        self.face = str(deck_record["stage"]["face"])


def refresh(content: bytes, name: str, deck: Deck) -> Refreshed:
    """deck: the slides as they would be drawn today, on the stage of the record, for the views of the record.

    A shape that is no longer as we wrote it is left, and said. What we do not own is never touched.
    """
    presentation = open_deck(content, name)
    kept = record.read_record(presentation, name)
    session = Session(presentation, kept)
    for slide in deck.slides:
        _slide(session, slide)
    if not session.notes.changes:
        return Refreshed(content, (), session.notes.unchanged_in_order())
    _stamp(session, deck)
    record.write_record(presentation, kept)
    return Refreshed(
        saved(presentation), session.notes.changes_in_order(), session.notes.unchanged_in_order()
    )


def _slide(session: Session, slide: Slide) -> None:
    if slide.view not in session.deck_record["views"]:
        return
    names = [name for name in record.names(slide) if name in session.deck_record["shapes"]]
    home = next((f for name in names for f in session.found.get(name, [])), None)
    if home is None:
        session.notes.add_deleted_slide(slide)
        return
    for element in slide.elements:
        _element(session, slide, element, home)
    _outdated(session, slide)
    session.deck_record["views"][slide.view] |= {
        "asked": slide.view_state,
        "title": slide.title,
        "synthetic": slide.synthetic,
    }
    session.deck_record["behind"][slide.view] = {key: list(codes) for key, codes in slide.behind.items()}


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


def _element(session: Session, slide: Slide, element: Element, home: Found) -> None:
    if isinstance(element, Map):
        _map(session, slide, element)
        return
    last = session.deck_record["shapes"].get(element.name)
    found = session.found.get(element.name, [])
    if last is None:
        if not isinstance(element, Text) or element.text:
            _add(session, slide, element, home)
        return
    if not found:
        session.notes.add_deleted_shape(slide, element.name)
        return
    if isinstance(element, Text) and not element.text:
        _remove(session, slide, element.name, found, last)
        return
    if isinstance(element, Sketch):
        session.deck_record["shapes"][element.name] = refresh_sketch.all_of(
            session.notes, slide, found, element, last
        )
        return
    left_before = len(session.notes.unchanged)
    for one in found:
        if isinstance(element, Text):
            refresh_text.refresh_text(session.notes, slide, one, element, last)
        elif isinstance(element, NativeChart):
            refresh_chart.refresh_chart(session.notes, slide, one, element, last)
        elif isinstance(element, NativeTable):
            refresh_table.refresh_table(session.notes, slide, one, element, last)
        _alt(session.notes, slide, one, element.alt, last)
    fresh = read_back.state(found[0].shape)
    is_edited = len(session.notes.unchanged) > left_before
    session.deck_record["shapes"][element.name] = {**_merged(last, fresh, element), "is_edited": is_edited}


def _merged(last: dict[str, Any], fresh: dict[str, Any], element: Element) -> dict[str, Any]:
    """What we last wrote: only where the shape says it now; else what it was, so that an edit stays an edit."""
    if isinstance(element, Text):
        return refresh_text.remembered(last, fresh, element)
    if isinstance(element, NativeChart):
        return refresh_chart.remembered(last, fresh, element)
    if isinstance(element, NativeTable):
        return refresh_table.remembered(last, fresh, element)
    return last


def _alt(notes: Notes, slide: Slide, one: Found, alt: str, last: dict[str, Any]) -> None:
    now = draw_text.described(one.shape)
    wanted = refresh_text.plain(alt)
    if now == wanted or not wanted:
        return
    if now == last.get("alt", ""):
        draw_text.describe(one.shape, alt)
        notes.add_change(slide, one, "代替テキスト", now, wanted)
    else:
        notes.add_unchanged(
            slide, one, "代替テキストが手で書き換えられているため、そのままにしました", wanted
        )


def _map(session: Session, slide: Slide, element: Map) -> None:
    for shape in element.shapes:
        last = session.deck_record["shapes"].get(shape.name)
        if last is None:
            continue
        found = session.found.get(shape.name, [])
        if not found:
            session.notes.add_deleted_shape(slide, shape.name)
        for one in found:
            _town(session.notes, slide, one, shape, last)
        if found:
            session.deck_record["shapes"][shape.name] = _remembered_town(last, shape)
    whole = session.deck_record["shapes"].get(element.name)
    for one in session.found.get(element.name, []):
        if whole is not None:
            _alt(session.notes, slide, one, element.alt, whole)
            if draw_text.described(one.shape) == refresh_text.plain(element.alt):
                whole["alt"] = refresh_text.plain(element.alt)
    _labels(session, slide, element)


def _town(notes: Notes, slide: Slide, one: Found, shape: Shape, last: dict[str, Any]) -> None:
    wanted = shape.fill.lstrip("#").upper()
    now = read_back.fill(one.shape)
    if now == last["fill"] and now != wanted:
        draw_map.fill(one.shape, shape.fill)
        notes.add_change(slide, one, "塗り", now, wanted)
    elif now not in (last["fill"], wanted):
        notes.add_unchanged(slide, one, "塗りが手で変えられているため、そのままにしました", wanted)
    body = one.shape.text_frame._txBody
    symbol = ink.text_of(body)
    if symbol == last["symbol"] and symbol != shape.symbol:
        draw_map.mark(one.shape, shape.symbol, shape.ink, shape.name, shape.size)
        notes.add_change(slide, one, "記号", symbol, shape.symbol)
    elif symbol not in (last["symbol"], shape.symbol):
        notes.add_unchanged(slide, one, "記号が手で書き換えられているため、そのままにしました", shape.symbol)
    _alt(notes, slide, one, shape.alt, last)


def _remembered_town(last: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """What we wrote, or would have written where people had coloured the town: that stays theirs."""
    due = {"fill": shape.fill.lstrip("#").upper(), "symbol": shape.symbol}
    return {**last, **due, "alt": refresh_text.plain(shape.alt)}


def _labels(session: Session, slide: Slide, element: Map) -> None:
    """Names beside the halls: new ones into the group of names, those that are no longer wanted out."""
    wanted = {label.name: label for label in element.labels}
    shapes = session.deck_record["shapes"]
    view = slide.view
    for name in [
        n for n, k in shapes.items() if k.get("is_label") and n.endswith(f"｜{view}") and n not in wanted
    ]:
        _remove(session, slide, name, session.found.get(name, []), shapes[name])
    group = next(iter(session.found.get(f"市町村名｜{view}", [])), None)
    for name, label in wanted.items():
        if name in shapes:
            continue
        if group is None:
            session.notes.add_deleted_shape(slide, name)
            continue
        drawn = draw_text.draw(group.shape.shapes, label)
        session.notes.add_change(slide, Found(group.number, group.slide, drawn), "追加", "", label.text)
        shapes[name] = read_back.state(drawn) | {"is_label": True}


def _add(session: Session, slide: Slide, element: Element, home: Found) -> None:
    drawn = compose.draw(home.slide, element, session.face)
    if drawn is None:
        return
    session.notes.add_change(
        slide, Found(home.number, home.slide, drawn), "追加", "", refresh_text.brief(element)
    )
    state = read_back.sketch if isinstance(element, Sketch) else read_back.state
    session.deck_record["shapes"][element.name] = state(drawn) | record.names(slide)[element.name]


def _remove(session: Session, slide: Slide, name: str, found: Iterable[Found], last: dict[str, Any]) -> None:
    for one in found:
        now = read_back.state(one.shape)
        if now.get("text") != last.get("text"):
            session.notes.add_unchanged(
                slide, one, "不要になりましたが、手で書き換えられているため残しました", ""
            )
            continue
        session.notes.add_change(slide, one, "削除", str(last.get("text", "")), "")
        one.shape._element.getparent().remove(one.shape._element)
    session.deck_record["shapes"].pop(name, None)


def _stamp(session: Session, deck: Deck) -> None:
    """The record and the properties of the file speak of the new data; titles of people stay."""
    old = session.deck_record["stamp"]
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
