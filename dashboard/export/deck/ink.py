"""Text on slides: Japanese faces by the theme, and each number as a field that keeps its name."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx.util import Pt

from dashboard.export.deck.model import Number, Paragraph, Part
from dashboard.export.plain_text import visible

A_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"
A = f"{{{A_NS}}}"
TYPE = "kasanari."
BODY, HEADING = "mn", "mj"  # the two fonts of a theme
SPACE = uuid.UUID("6a1f3f0a-9a1e-4c3e-8f57-9f4d0a7b5a11")
# Characters that XML has no way to hold.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write(
    body: Any, paragraphs: tuple[Paragraph, ...], name: str, default_colour: str = "", font: str = BODY
) -> None:
    """Put paragraphs in place of what a txBody holds."""
    for old in body.findall(f"{A}p"):
        body.remove(old)
    for paragraph in paragraphs:
        body.append(paragraph_xml(paragraph, name, default_colour, font))


def paragraph_xml(paragraph: Paragraph, name: str, default_colour: str = "", font: str = BODY) -> Any:
    """<a:p>; size 0 leaves the size to the placeholder. font: the theme's for headings or for all else."""
    element = etree.Element(f"{A}p", nsmap={"a": A_NS})
    properties = etree.SubElement(element, f"{A}pPr")
    if paragraph.align != "left":
        properties.set("algn", {"center": "ctr", "right": "r"}[paragraph.align])
    if paragraph.bullet:
        indent = int(Pt(paragraph.size * 1.2))
        properties.set("marL", str(indent))
        properties.set("indent", str(-indent))
    if paragraph.space_after:
        after = etree.SubElement(properties, f"{A}spcAft")
        etree.SubElement(after, f"{A}spcPts", val=str(round(paragraph.space_after * 100)))
    if paragraph.bullet:
        colour = etree.SubElement(properties, f"{A}buClr")
        etree.SubElement(colour, f"{A}schemeClr", val="accent1")
        etree.SubElement(properties, f"{A}buFont", typeface="Arial")
        etree.SubElement(properties, f"{A}buChar", char="•")
    colour_of = paragraph.colour or default_colour
    for number, part in enumerate(joined(paragraph.parts)):
        if isinstance(part, Number):
            field = etree.SubElement(
                element, f"{A}fld", id=guid(f"{name}/{part.key}/{number}"), type=TYPE + part.key
            )
            run_properties(field, paragraph.size, paragraph.bold, colour_of, font)
            etree.SubElement(field, f"{A}t").text = part.text
        else:
            for place, line in enumerate(part.split("\n")):
                if place:
                    etree.SubElement(element, f"{A}br")
                run = etree.SubElement(element, f"{A}r")
                run_properties(run, paragraph.size, paragraph.bold, colour_of, font)
                etree.SubElement(run, f"{A}t").text = safe(line)
    if not paragraph.parts:
        end = etree.SubElement(element, f"{A}endParaRPr", lang="ja-JP")
        if paragraph.size:
            end.set("sz", str(round(paragraph.size * 100)))
    return element


def run_properties(run: Any, size: float, bold: bool, colour: str, font: str = BODY) -> None:
    given = etree.SubElement(run, f"{A}rPr", lang="ja-JP", altLang="en-US")
    if size:
        given.set("sz", str(round(size * 100)))
    if bold:
        given.set("b", "1")
    given.set("dirty", "0")
    if colour:
        fill = etree.SubElement(given, f"{A}solidFill")
        kind = "srgbClr" if colour.startswith("#") else "schemeClr"
        etree.SubElement(fill, f"{A}{kind}", val=colour.lstrip("#"))
    etree.SubElement(given, f"{A}latin", typeface=f"+{font}-lt")
    etree.SubElement(given, f"{A}ea", typeface=f"+{font}-ea")


def joined(parts: tuple[Part, ...]) -> list[Part]:
    """Neighbouring words as one."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    return found


def fields(body: Any) -> Iterator[tuple[str, Any]]:
    """Key and element of each of our numbers in a txBody, in their order."""
    for field in body.iter(f"{A}fld"):
        kind = field.get("type") or ""
        if kind.startswith(TYPE):
            yield kind.removeprefix(TYPE), field


def text_of(body: Any) -> str:
    """The text of a txBody, a line a paragraph."""
    return "\n".join(
        "".join(
            "\n" if child.tag == f"{A}br" else (child.findtext(f"{A}t") or "")
            for child in paragraph
            if child.tag in (f"{A}r", f"{A}fld", f"{A}br")
        )
        for paragraph in body.findall(f"{A}p")
    )


def set_field(field: Any, text: str) -> None:
    place = field.find(f"{A}t")
    if place is None:
        place = etree.SubElement(field, f"{A}t")
    place.text = text


def guid(name: str) -> str:
    return "{" + str(uuid.uuid5(SPACE, name)).upper() + "}"


def safe(text: str) -> str:
    """Text of others: nothing that XML cannot hold, nothing that turns round what follows."""
    return FORBIDDEN.sub("", visible(text))
