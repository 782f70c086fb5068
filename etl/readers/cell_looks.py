"""What the stylesheet of a workbook says that cells look like: struck out, filled, in coloured letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from etl.readers import colours
from etl.readers.colours import Rgb


@dataclass(frozen=True)
class CellLooks:
    """Number of a cell style, as cells write it (b"12") → its look. White is no fill, and grey letters no colour."""

    struck: frozenset[bytes] = frozenset()
    fills: dict[bytes, Rgb] = field(default_factory=dict)
    inks: dict[bytes, Rgb] = field(default_factory=dict)

    def without(self, known: frozenset[Rgb]) -> CellLooks:
        """The looks without the colours that tell nothing."""
        fills, inks = (
            {number: colour for number, colour in looks.items() if colour not in known}
            for looks in (self.fills, self.inks)
        )
        return CellLooks(self.struck, fills, inks)


def cell_looks(styles: Element, theme: bytes) -> CellLooks:
    """The looks of all cell styles of a stylesheet; `theme` is the theme part."""
    space = styles.tag[: styles.tag.index("}") + 1] if "}" in styles.tag else ""
    shades = colours.theme_colours(theme)
    own = [
        element.get("rgb", "")[-6:].upper()
        for element in styles.iterfind(f"{space}colors/{space}indexedColors/*")
    ]
    palette = [*own, *colours.PALETTE[len(own) :]]

    def colour(element: Element | None) -> Rgb | None:
        return colours.resolve(element.attrib, shades, palette) if element is not None else None

    fonts = styles.findall(f"{space}fonts/{space}font")
    struck = [_is_struck(font.find(f"{space}strike")) for font in fonts]
    inks = [
        None if font.find(f"{space}u") is not None else colour(font.find(f"{space}color")) for font in fonts
    ]
    fills = [_fill(fill, space, colour) for fill in styles.iterfind(f"{space}fills/{space}fill")]
    found = CellLooks(frozenset(), {}, {})
    struck_styles = set()
    for index, style in enumerate(styles.iterfind(f"{space}cellXfs/{space}xf")):
        number = str(index).encode()
        font, fill = _number(style, "fontId"), _number(style, "fillId")
        if font < len(fonts):
            ink = inks[font]
            if ink is not None and colours.is_chromatic(ink):
                found.inks[number] = ink
            if struck[font]:
                struck_styles.add(number)
        shade = fills[fill] if fill < len(fills) else None
        if shade is not None and shade != colours.WHITE:
            found.fills[number] = shade
    return CellLooks(frozenset(struck_styles), found.fills, found.inks)


def _is_struck(strike: Element | None) -> bool:
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _fill(fill: Element, space: str, colour: Callable[[Element | None], Rgb | None]) -> Rgb | None:
    """The colour that a fill shows; a pattern in black is grey, and of a gradient the first colour counts."""
    pattern = fill.find(f"{space}patternFill")
    if pattern is None:
        return colour(fill.find(f"{space}gradientFill/{space}stop/{space}color"))
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return None
    shown = colour(pattern.find(f"{space}fgColor"))
    if kind == "solid":
        return shown
    ground = colour(pattern.find(f"{space}bgColor"))
    return (
        shown
        if shown is not None and colours.is_chromatic(shown)
        else ground
        if _tells(ground)
        else colours.GREY
    )


def _tells(colour: Rgb | None) -> bool:
    return colour is not None and colours.is_chromatic(colour)


def _number(style: Element, name: str) -> int:
    written = style.get(name, "0")
    return int(written) if written.isdecimal() else 0
