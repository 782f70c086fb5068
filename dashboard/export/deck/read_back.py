"""What stands in a deck: the shapes by name, and what each says now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from dashboard.export.deck import ink
from dashboard.export.deck.draw_text import described
from dashboard.export.deck.ink import A

PART = re.compile(r"[^｜]+｜[a-z0-9_-]+")
State = dict[str, Any]


class Found(NamedTuple):
    """A shape of ours, with the slide it stands on (numbered from 1)."""

    number: int
    slide: Any
    shape: Any


def shapes(presentation: Any) -> dict[str, list[Found]]:
    """Shapes whose name is of our form, also inside groups, by name; several where a slide was copied."""
    found: dict[str, list[Found]] = {}
    for number, slide in enumerate(presentation.slides, start=1):
        for shape in walk(slide.shapes):
            if PART.fullmatch(shape.name or ""):
                found.setdefault(shape.name, []).append(Found(number, slide, shape))
    return found


def walk(holder: Any) -> Iterator[Any]:
    """Every shape, groups first, then what is in them."""
    for shape in holder:
        yield shape
        if shape.shape_type == 6:
            yield from walk(shape.shapes)


def state(shape: Any) -> State:
    """What a shape says now, in the form of the record."""
    if getattr(shape, "has_chart", False):
        said = _chart(shape.chart)
    elif getattr(shape, "has_table", False):
        said = _table(shape.table)
    elif shape.shape_type == 6:
        said = {"kind": "group"}
    elif shape._element.find(f".//{A}custGeom") is not None:
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


def plain(value: float | None) -> float | int | None:
    """A value of a chart as it is compared: 3, 5.59, None."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else round(float(value), 6)
