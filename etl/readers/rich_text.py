"""Cells of which a part is struck out or raised: 「3」 struck out before 「5」 is 5, and 3 with a raised 1 is 3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

_RICH = re.compile(rb"<(?:\w+:)?r>")
# A raised sign of a footnote, unlike the 2 of km².
_NOTE_SIGN = re.compile(r"[\s0-9０-９※*＊†‡注()（）,、.a-zA-Z①-⑳]{1,8}")
_PREFIX = re.compile(rb"<(/?)\w+:")


@dataclass(frozen=True)
class Run:
    """A part of a text. `is_struck` is None where the look of the whole cell holds for it."""

    text: str
    is_struck: bool | None = None
    is_raised: bool = False


@dataclass(frozen=True)
class LeftOut:
    """What of a cell is no part of its value, and what is left of it."""

    left: str
    struck: str = ""
    raised: str = ""


def left_out(runs: Sequence[Run], *, is_struck_cell: bool = False) -> LeftOut | None:
    """None where the text counts as it stands, also where all of it is struck out: then it is one mark of the cell."""
    kept, struck, raised = "", "", ""
    for run in runs:
        if is_struck_cell if run.is_struck is None else run.is_struck:
            struck += run.text
        elif run.is_raised and _NOTE_SIGN.fullmatch(run.text) and not re.search(r"[A-Za-zａ-ｚ]$", kept):
            raised += run.text
        else:
            kept += run.text
    if not kept.strip() or not (struck.strip() or raised.strip()):
        return None
    return LeftOut(kept.strip(), struck.strip(), raised.strip())


def may_have_parts(xml: bytes) -> bool:
    """Whether a part of a text in this XML may be struck out or raised; a look at the bytes alone."""
    return b"strike" in xml or b"vertAlign" in xml


def shared_runs(xml: bytes, *, has_struck_cells: bool = False) -> dict[int, list[Run]]:
    """Number of a shared string → its runs, of those with runs; nothing is parsed where no run can matter."""
    if not may_have_parts(xml) and not (has_struck_cells and _RICH.search(xml)):
        return {}
    strings = [item for item in ElementTree.fromstring(xml) if _name(item) == "si"]
    return {number: runs for number, item in enumerate(strings) if (runs := _runs(item))}


def inline_runs(xml: bytes) -> list[Run]:
    """The runs of the body of one cell (<is>…</is>)."""
    try:
        root = ElementTree.fromstring(b"<c>" + _PREFIX.sub(rb"<\1", xml) + b"</c>")
    except ElementTree.ParseError:
        return []
    return [run for item in root if _name(item) == "is" for run in _runs(item)]


def _runs(item: ElementTree.Element) -> list[Run]:
    return [_run(run) for run in item if _name(run) == "r"]


def _run(run: ElementTree.Element) -> Run:
    text = "".join(part.text or "" for part in run if _name(part) == "t")
    look = next((part for part in run if _name(part) == "rPr"), None)
    if look is None:
        return Run(text)
    strike = _of(look, "strike")
    align = _of(look, "vertAlign")
    return Run(
        text,
        strike is not None and strike.get("val", "1") not in ("0", "false"),
        align is not None and align.get("val") in ("superscript", "subscript"),
    )


def _of(look: Iterable[ElementTree.Element], name: str) -> ElementTree.Element | None:
    return next((part for part in look if _name(part) == name), None)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
