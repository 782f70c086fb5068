"""Names of municipalities in a deck as people edit them, and where some are missing."""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import Any

from dashboard.export.deck import record
from dashboard.export.deck.ink import A
from dashboard.export.deck.town_names import TownNames
from tests.dashboard.slides.reading import presentation, walk

NAME = re.compile(r"(?<=、)[^、。（）]+[市町村](?=、)")


def on_names(shapes: list[Any], act: str, pick: int) -> None:
    """A list of names with one taken out, cut in two, or run together with what stands below it."""
    lists = [
        (run, word)
        for shape in shapes
        for run in shape._element.iter(f"{A}r")
        if (word := next(iter(NAME.findall(run.findtext(f"{A}t") or "")), ""))
    ]
    if not lists:
        return
    run, word = lists[pick % len(lists)]
    paragraph, text = run.getparent(), run.find(f"{A}t")
    below = paragraph.getnext()
    if act == "name_out":
        text.text = text.text.replace(word, "", 1)
    elif act == "split":
        start, _, end = text.text.partition(word)
        rest = copy.deepcopy(paragraph)
        for child in list(rest.iter(f"{A}r", f"{A}fld", f"{A}br")):
            rest.remove(child)
        moved = copy.deepcopy(run)
        text.text, moved.find(f"{A}t").text = start, f"{word}{end}"
        for child in [moved, *run.itersiblings(f"{A}r", f"{A}fld", f"{A}br")]:
            rest.append(child)
        paragraph.addnext(rest)
    elif below is not None:
        for child in list(below.iter(f"{A}r", f"{A}fld", f"{A}br")):
            paragraph.append(child)
        below.getparent().remove(below)


def names_missing(content: bytes, names: TownNames) -> set[int]:
    """Pages with a shape of ours that has not all the names that the record says it has."""
    deck = presentation(content)
    known = record.read_record(deck, "資料.pptx", content)["shapes"]
    missing = set()
    for number, slide in enumerate(deck.slides, start=1):
        for shape in walk(slide.shapes):
            said = known.get(shape.name, {})
            if said.get("kind") == "table" and getattr(shape, "has_table", False):
                ours = "\n".join(text for row in said["cells"] for text in row)
                stands = "\n".join(cell.text for row in shape.table.rows for cell in row.cells)
            elif said.get("kind") == "text" and shape.has_text_frame:
                ours, stands = said["text"], shape.text_frame.text
            else:
                continue
            if Counter(names.found(ours)) - Counter(names.found(stands)):
                missing.add(number)
    return missing
