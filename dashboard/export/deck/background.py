"""What a template's slides lie on, and in which of its colours texts can be read there."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from dashboard import theme
from dashboard.export.deck.contrast import READABLE, contrast, mixed
from dashboard.export.deck.ink import A
from dashboard.export.deck.look import Look

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
NEUTRALS = ("tx1", "bg1", "tx2", "bg2")
HEAD_TINT = 0.1


def look_of(layout: Any) -> Look | None:
    """The look of the slides of a layout; None where no colour of the theme can be read on its ground."""
    master = layout.slide_master
    colours = _colours(master)
    background = _ground(layout, master, colours)
    given = _colour_in(master.element.find(f".//{P}bodyStyle/{A}lvl1pPr/{A}defRPr/{A}solidFill"), colours)
    choices = [*((given[0],) if given else ()), *NEUTRALS]
    value = {**{name: colours.get(name, "") for name in NEUTRALS}, **dict([given] if given else [])}
    readable = [name for name in choices if value[name] and contrast(value[name], background) >= READABLE]
    if not readable:
        return None
    ink = readable[0]
    soft = next((name for name in ("tx2", "bg2") if name in readable), ink)
    return Look(background, ink, soft, mixed(colours.get("accent1", theme.BLUE_900), theme.WHITE, HEAD_TINT))


def _colours(master: Any) -> dict[str, str]:
    """#RRGGBB of each name that a slide may use, as the master maps it."""
    root = etree.fromstring(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    scheme: dict[str, str] = {}
    for colour in root.iterfind(f".//{A}clrScheme/*"):
        value = colour[0].get("lastClr") or colour[0].get("val") if len(colour) else None
        if value and len(value) == 6:
            scheme[etree.QName(colour).localname] = f"#{value.upper()}"
    mapped = master.element.find(f"{P}clrMap")
    names = {} if mapped is None else dict(mapped.attrib)
    return {**scheme, **{str(name): scheme[str(of)] for name, of in names.items() if str(of) in scheme}}


def _ground(layout: Any, master: Any, colours: dict[str, str]) -> str:
    """A picture or a shade that nobody can read stands for the ground of the theme."""
    for holder in (layout, master):
        ground = holder.element.find(f"{P}cSld/{P}bg")
        if ground is None:
            continue
        fills = [ground.find(f"{P}bgPr/{A}solidFill"), ground.find(f"{P}bgPr/{A}gradFill/{A}gsLst/{A}gs")]
        for fill in (*fills, ground.find(f"{P}bgRef")):
            if found := _colour_in(fill, colours):
                return found[1]
    return colours.get("bg1", theme.WHITE)


def _colour_in(fill: Any, colours: dict[str, str]) -> tuple[str, str] | None:
    """Name and #RRGGBB of the colour of a fill; none where it has none that is plain."""
    if fill is None:
        return None
    plain, named = fill.find(f"{A}srgbClr"), fill.find(f"{A}schemeClr")
    if plain is not None:
        value = f"#{plain.get('val').upper()}"
        return value, value
    if named is not None and named.get("val") in colours:
        shade = _shaded(colours[named.get("val")], named)
        return (shade if len(named) else str(named.get("val"))), shade
    return None


def _shaded(colour: str, given: Any) -> str:
    """Lighter or darker, as lumMod and lumOff say; near enough to tell dark from light."""
    part, more = (
        float(given.find(f"{A}{name}").get("val")) / 100_000
        if given.find(f"{A}{name}") is not None
        else standard
        for name, standard in (("lumMod", 1.0), ("lumOff", 0.0))
    )
    return mixed(mixed(colour, "#000000", min(part, 1.0)), theme.WHITE, 1 - min(more, 1.0))
