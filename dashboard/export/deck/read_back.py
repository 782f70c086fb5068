"""What stands in a deck: the shapes by name, and what each says now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from dashboard.export.deck import ink
from dashboard.export.deck.draw_text import described, naming
from dashboard.export.deck.ink import A

GROUP = "{http://schemas.openxmlformats.org/presentationml/2006/main}grpSp"
PART = re.compile(r"[^｜]+｜[a-z0-9_-]+")
State = dict[str, Any]
SAME_VALUE = 0.0001  # of a share in per cent
SAME_PLACE = 0.004  # of the width or height of a group


class Found(NamedTuple):
    """A shape of ours, with the slide it stands on (numbered from 1). name: that of the record, whatever its own is now."""

    number: int
    slide: Any
    shape: Any
    name: str

    @property
    def view(self) -> str:
        return self.name.rpartition("｜")[2]


def shapes(presentation: Any) -> dict[str, list[Found]]:
    """Shapes whose name is of our form, also inside groups, by name; several where a slide was copied."""
    found: dict[str, list[Found]] = {}
    for number, slide in enumerate(presentation.slides, start=1):
        for shape in on_slide(slide):
            name = name_of(shape)
            if PART.fullmatch(name):
                found.setdefault(name, []).append(Found(number, slide, shape, name))
    return found


def name_of(shape: Any) -> str:
    return str(naming(shape).get("name") or "")


def walk(holder: Any) -> Iterator[Any]:
    """Every shape, groups first, then what is in them."""
    for shape in holder:
        yield shape
        if is_group(shape):
            yield from walk(shape.shapes)


def on_slide(slide: Any) -> Iterator[Any]:
    """Every shape of a slide, and the text of its notes."""
    yield from walk(slide.shapes)
    notes = notes_of(slide)
    if notes is not None:
        yield notes


def notes_of(slide: Any) -> Any:
    """The place of the notes of a slide that hold a text; None without one."""
    return slide.notes_slide.notes_placeholder if slide.has_notes_slide else None


def is_group(shape: Any) -> bool:
    return bool(shape._element.tag == GROUP)


def has_chart(shape: Any) -> bool:
    """Whether a chart stands there with its data; a frame that was copied alone leads nowhere."""
    return bool(getattr(shape, "has_chart", False)) and shape._element.chart_rId in shape.part.rels


def is_freeform(shape: Any) -> bool:
    return shape._element.find(f".//{A}custGeom") is not None


def state(shape: Any) -> State:
    """What a shape says now, in the form of the record."""
    if has_chart(shape):
        said = _chart(shape.chart)
    elif getattr(shape, "has_table", False):
        said = _table(shape.table)
    elif is_group(shape):
        said = {"kind": "group"}
    elif is_freeform(shape):
        said = {"kind": "shape", "fill": fill(shape), "symbol": ink.text_of(shape.text_frame._txBody)}
    elif shape.has_text_frame:
        body = shape.text_frame._txBody
        said = {
            "kind": "text",
            "text": ink.text_of(body),
            "numbers": _numbers(body),
            "skeleton": skeleton(body),
        }
    else:
        said = {"kind": "other"}
    return {**said, "alt": described(shape)}


def sketch(shape: Any) -> State:
    """What a group that we draw as a whole holds: each shape with its text, fill and place inside the group.

    Places are shares of the group, so that one which people moved or stretched is still the same.
    """
    parts: list[list[Any]] = []
    numbers: list[list[str]] = []
    inside = shape._element.grpSpPr.find(f"{A}xfrm") if is_group(shape) else None
    if inside is None:
        return {"kind": "other", "alt": described(shape)}
    start, size = inside.find(f"{A}chOff"), inside.find(f"{A}chExt")
    left, top = int(start.get("x")), int(start.get("y"))
    wide, high = max(int(size.get("cx")), 1), max(int(size.get("cy")), 1)
    for one in walk(shape.shapes):
        body = one.text_frame._txBody if one.has_text_frame else None
        text = "" if body is None else ink.text_of(body)
        numbers += [] if body is None else _numbers(body)
        place = [
            (one.left - left) / wide,
            (one.top - top) / high,
            one.width / wide,
            one.height / high,
        ]
        painted = fill(one) if hasattr(one._element, "spPr") else ""
        parts.append([one.name, text, painted, [round(value, 4) for value in place]])
    return {"kind": "sketch", "parts": parts, "numbers": numbers, "alt": described(shape)}


def is_same_sketch(one: State, other: State) -> bool:
    """Whether two sketches say the same at the same places (Office rounds places as it saves)."""
    mine, theirs = one.get("parts", []), other.get("parts", [])
    return len(mine) == len(theirs) and all(
        a[:3] == b[:3] and all(abs(x - y) < SAME_PLACE for x, y in zip(a[3], b[3], strict=True))
        for a, b in zip(mine, theirs, strict=True)
    )


def fill(shape: Any) -> str:
    """RRGGBB of a solid fill, "" for none, otherwise the kind of fill."""
    properties = shape._element.spPr
    for child in properties:
        if child.tag == f"{A}solidFill":
            colour = child.find(f"{A}srgbClr")
            return str(colour.get("val")).upper() if colour is not None and not len(colour) else "theme"
        if child.tag == f"{A}noFill":
            return ""
        if child.tag in (f"{A}gradFill", f"{A}pattFill", f"{A}blipFill", f"{A}grpFill"):
            return str(child.tag.rpartition("}")[2])
    return "inherited"


def skeleton(body: Any) -> str:
    """The text with each number as {its key}: two texts of one skeleton differ in numbers alone."""
    lines = []
    for paragraph in body.findall(f"{A}p"):
        parts = []
        for child in paragraph:
            kind = child.get("type") or ""
            if child.tag == f"{A}fld" and kind.startswith(ink.TYPE):
                parts.append("{" + kind.removeprefix(ink.TYPE) + "}")
            elif child.tag == f"{A}br":
                parts.append("\n")
            elif child.tag in (f"{A}r", f"{A}fld"):
                parts.append(child.findtext(f"{A}t") or "")
        lines.append("".join(parts))
    return "\n".join(lines)


def _numbers(body: Any) -> list[list[str]]:
    return [[key, field.findtext(f"{A}t") or ""] for key, field in ink.fields(body)]


def _chart(chart: Any) -> State:
    plot = next(iter(chart.plots), None)
    if plot is None:
        return {"kind": "chart", "categories": [], "series": []}
    return {
        "kind": "chart",
        "categories": [str(label) for label in plot.categories],
        "series": [[series.name, [plain(value) for value in series.values]] for series in plot.series],
    }


def _table(table: Any) -> State:
    bodies = [[cell._tc.txBody for cell in row.cells] for row in table.rows]
    return {
        "kind": "table",
        "cells": [[ink.text_of(body) for body in row] for row in bodies],
        "numbers": [[_numbers(body) for body in row] for row in bodies],
    }


def is_same_chart(one: State, other: State) -> bool:
    """Whether two charts hold the same data; programs that save a file again may round its values."""
    if [str(label) for label in one["categories"]] != [str(label) for label in other["categories"]]:
        return False
    mine, theirs = one["series"], other["series"]
    return len(mine) == len(theirs) and all(
        a[0] == b[0]
        and len(a[1]) == len(b[1])
        and all(is_same_value(x, y) for x, y in zip(a[1], b[1], strict=True))
        for a, b in zip(mine, theirs, strict=True)
    )


def is_same_value(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and abs(one - other) < SAME_VALUE)


def plain(value: float | None) -> float | int | None:
    """A value of a chart as it is compared: 3, 5.59, None."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else round(float(value), 6)
