"""Cell styles in which a value cannot be seen: letters in the colour of the cell."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

WHITE = "FFFFFF"
_RGB = re.compile(r"[0-9A-F]{6}")
LEAST_CONTRAST = 1.2
"""Between letters and ground, as WCAG counts it (1: the same): white on pale yellow has 1.1, light grey on white 1.4."""
_THEME_WHITE, _INDEXED_WHITE = ("0",), ("1", "9")


def unseen_styles(styles: Element) -> frozenset[bytes]:
    """The numbers of the cell styles, as cells write them, whose letters have the colour of the ground."""
    space = styles.tag[: styles.tag.index("}") + 1] if "}" in styles.tag else ""
    inks = [_colour(font.find(f"{space}color")) for font in styles.iterfind(f"{space}fonts/{space}font")]
    grounds = [_ground(fill, space) for fill in styles.iterfind(f"{space}fills/{space}fill")]
    found = set()
    for number, style in enumerate(styles.iterfind(f"{space}cellXfs/{space}xf")):
        ink, ground = _at(inks, style.get("fontId")), _at(grounds, style.get("fillId"), WHITE)
        if ink and (ink == ground or _contrast(ink, ground) < LEAST_CONTRAST):
            found.add(str(number).encode())
    return frozenset(found)


def _contrast(ink: str, ground: str) -> float:
    """WCAG 2 contrast of two colours as RRGGBB; infinite where one is not known as such."""
    if not _RGB.fullmatch(ink) or not _RGB.fullmatch(ground):
        return float("inf")
    darker, lighter = sorted(map(_luminance, (ink, ground)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _at(listed: list[str], number: str | None, default: str = "") -> str:
    place = int(number) if number is not None and number.isdecimal() else 0
    return listed[place] if place < len(listed) else default


def _ground(fill: Element, space: str) -> str:
    """The colour of a plain fill; white where there is none; no colour of ours for a pattern or a gradient."""
    pattern = fill.find(f"{space}patternFill")
    kind = "gradient" if pattern is None and len(fill) else "none"
    kind = kind if pattern is None else pattern.get("patternType", "none")
    if kind == "none":
        return WHITE
    return _colour(pattern.find(f"{space}fgColor")) if kind == "solid" and pattern is not None else "pattern"


def _colour(element: Element | None) -> str:
    """White in every spelling as FFFFFF; other colours as they are written; empty where none is."""
    if element is None:
        return ""
    tint = element.get("tint", "0")
    if element.get("theme") in _THEME_WHITE and tint in ("0", "0.0"):
        return WHITE
    if element.get("indexed") in _INDEXED_WHITE:
        return WHITE
    if element.get("rgb"):
        return element.get("rgb", "")[-6:].upper()
    return "".join(f"{key}:{value} " for key, value in sorted(element.attrib.items()))
