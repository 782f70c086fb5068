"""A deck in black and white: every colour a grey, and surfaces that would look alike told apart by patterns.

For the copy that is printed; what the colours told, the symbols, labels and patterns tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from dashboard import theme
from dashboard.export.deck.contrast import luminance
from dashboard.export.deck.ink import A

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
COLOUR = f"{A}srgbClr"
SURFACES = (
    "}spPr",
    "}tcPr",
    "}bgPr",
)  # what holds the fill of a surface, as against that of a line or of letters
THEME = re.compile(rb'(srgbClr val="|lastClr=")([0-9A-Fa-f]{6})"')


class Surface(NamedTuple):
    """How a fill is drawn in grey: ground, and the pattern over it with its colour ("" for none).

    Letters on it are read on both: they have 4.5 times the contrast of either.
    """

    ground: str
    pattern: str = ""
    over: str = ""


# The fills that tell a state. Those that would be neighbours in lightness differ in pattern.
STATES: dict[str, Surface] = {
    theme.BLUE_900: Surface("#1A1A1A"),
    theme.BLUE_600: Surface("#4D4D4D", "wdUpDiag", "#767676"),
    theme.BLUE_400: Surface("#B0B0B0"),
    theme.BLUE_200: Surface("#D9D9D9"),
    theme.GREY_400: Surface("#FFFFFF", "wdDnDiag", "#8C8C8C"),
    theme.BLUE_50: Surface("#F2F2F2"),
    theme.RED_200: Surface("#BFBFBF"),
}


ALARMS = ("#B00000", "#B00020")  # what stands out by its red stands out by its black


def in_grey(colour: str) -> str:
    """The grey that is as light."""
    if colour.upper() in ALARMS:
        return "#000000"
    light = luminance(colour)
    part = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return "#" + f"{round(part * 255):02X}" * 3


def to_mono(presentation: Any) -> int:
    """Draw all that a deck shows in grey; how many surfaces got a pattern."""
    patterned = 0
    for part in list(_parts(presentation)):
        if hasattr(part, "_element"):
            patterned += _drawn(part._element)
        elif str(part.partname).startswith("/ppt/theme/"):
            part._blob = THEME.sub(_theme_colour, part.blob)
    return patterned


def _parts(presentation: Any) -> Iterator[Any]:
    """Slides, charts, layouts, masters and themes."""
    waiting, seen = [presentation.part], set()
    while waiting:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        yield part
        waiting += [one.target_part for one in part.rels.values() if not one.is_external]


def _drawn(root: Any) -> int:
    patterned = 0
    for fill in list(root.iter(f"{A}solidFill")):
        colour = fill.find(COLOUR)
        style = None if colour is None else STATES.get(f"#{colour.get('val').upper()}")
        holder = fill.getparent()
        if style is None or holder is None or not str(holder.tag).endswith(SURFACES):
            continue
        if style.pattern:
            fill.addprevious(_pattern(style, list(colour)))
            holder.remove(fill)
            patterned += 1
        else:
            colour.set("val", style.ground[1:])
    for colour in root.iter(COLOUR):
        colour.set("val", in_grey(f"#{colour.get('val')}")[1:])
    for picture in root.iter(f"{A}blip"):
        if picture.find(f"{A}grayscl") is None:
            picture.insert(0, etree.Element(f"{A}grayscl"))
    return patterned


def _pattern(style: Surface, more: list[Any]) -> Any:
    """more: what belongs to the colour, as that it lets through."""
    drawn = etree.Element(f"{A}pattFill", prst=style.pattern)
    for kind, colour in (("fgClr", style.over), ("bgClr", style.ground)):
        held = etree.SubElement(etree.SubElement(drawn, f"{A}{kind}"), COLOUR, val=colour[1:])
        held.extend([_copy(one) for one in more])
    return drawn


def _copy(element: Any) -> Any:
    return etree.fromstring(etree.tostring(element))


def _theme_colour(found: re.Match[bytes]) -> bytes:
    return found[1] + in_grey(f"#{found[2].decode()}")[1:].encode() + b'"'
