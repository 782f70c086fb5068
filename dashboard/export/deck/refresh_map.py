"""Refreshing a map, each copy of it as a whole: fills, symbols, alternative texts, and the names beside the halls."""

from __future__ import annotations

from typing import Any

from dashboard.export.deck import draw_map, draw_text, ink, read_back, refresh_text
from dashboard.export.deck.model import Map, Shape, Slide
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found

COLOURED = "塗りが手で変えられているため、そのままにしました"
MARKED = "記号が手で書き換えられているため、そのままにしました"
REPLACED = "別の種類の図形に替えられているため、そのままにしました"
UNGROUPED = "地図のまとまりが解かれているため、市町村名「{}」を足していません"
Shapes = dict[str, Any]


def refresh_map(
    notes: Notes,
    slide: Slide,
    element: Map,
    found: dict[str, list[Found]],
    shapes: Shapes,
) -> None:
    """shapes: those of the record, which then tell what was written."""
    for shape in element.shapes:
        last = shapes.get(shape.name)
        if last is None:
            continue
        for one in found.get(shape.name, []):
            _town(notes, slide, one, shape, last)
        shapes[shape.name] = {
            **last,
            "fill": shape.fill.lstrip("#").upper(),
            "symbol": shape.symbol,
            "alt": refresh_text.plain(shape.alt),
        }
    whole = shapes.get(element.name)
    if whole is not None:
        for one in found.get(element.name, []):
            notes.renew_alt(slide, one, element.alt, whole)
        whole["alt"] = refresh_text.plain(element.alt)
    _labels(notes, slide, element, found, shapes)


def _town(notes: Notes, slide: Slide, one: Found, shape: Shape, last: dict[str, Any]) -> None:
    if not read_back.is_freeform(one.shape):
        notes.add_unchanged(slide, one, REPLACED, "")
        return
    wanted = shape.fill.lstrip("#").upper()
    now = read_back.fill(one.shape)
    if now == last["fill"] and now != wanted:
        draw_map.fill(one.shape, shape.fill)
        notes.add_change(slide, one, "塗り", now, wanted)
    elif now not in (last["fill"], wanted):
        notes.add_unchanged(slide, one, COLOURED, wanted)
    symbol = ink.text_of(one.shape.text_frame._txBody)
    if symbol == last["symbol"] and symbol != shape.symbol:
        draw_map.mark(one.shape, shape.symbol, shape.ink, shape.name, shape.size)
        notes.add_change(slide, one, "記号", symbol, shape.symbol)
    elif symbol not in (last["symbol"], shape.symbol):
        notes.add_unchanged(slide, one, MARKED, shape.symbol)
    notes.renew_alt(slide, one, shape.alt, last)


def _labels(notes: Notes, slide: Slide, element: Map, found: dict[str, list[Found]], shapes: Shapes) -> None:
    """Names beside the halls: into the names of each copy what is new, out of each what is no longer wanted."""
    wanted = {label.name: label for label in element.labels}
    known = [n for n, k in shapes.items() if k.get("is_label") and n.endswith(f"｜{slide.view}")]
    for name in known:
        if name not in wanted:
            refresh_text.remove(notes, slide, found.get(name, []), shapes.pop(name))
    groups = found.get(f"市町村名｜{slide.view}", []) or found.get(element.name, [])
    for name, label in wanted.items():
        if name in shapes:
            for one in found.get(name, []):
                if read_back.state(one.shape)["kind"] == "text":
                    refresh_text.refresh_text(notes, slide, one, label, shapes[name])
                else:
                    notes.add_unchanged(slide, one, REPLACED, "")
            shapes[name] = refresh_text.state_of(label) | {"is_label": True}
            continue
        shapes[name] = refresh_text.state_of(label) | {"is_label": True}
        if not groups:
            copies = found.get(element.shapes[0].name, []) if element.shapes else []
            for one in copies:
                notes.add_unchanged(slide, one, UNGROUPED.format(label.text), "")
        for group in groups:
            drawn = draw_text.draw(group.slide.shapes, label)
            group.shape._element.append(drawn._element)
            notes.add_change(slide, Found(group.number, group.slide, drawn, name), "追加", "", label.text)
