"""Looks in which a value cannot be seen: letters in the colour of the cell, or too small to read."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

WHITE = "FFFFFF"
_RGB = re.compile(r"[0-9A-F]{6}")
LEAST_CONTRAST = 1.2
"""Between letters and ground, as WCAG counts it (1: the same): white on pale yellow has 1.1, light grey on white 1.4."""
LEAST_POINTS = 4.0
SAME_COLOUR = "文字の色が背景と同じため、見えません"
TOO_SMALL = "文字がとても小さいため、見えません"
_THEME_WHITE, _INDEXED_WHITE = ("0",), ("1", "9")
_PREFIX = re.compile(rb"(</?|\s)\w+:(?=[\w]+[\s=/>])")


class Hiding(NamedTuple):
    """`formats`: number of a conditional format → whether it hides on any ground; `white`: cell styles on white."""

    formats: dict[str, bool]
    white: frozenset[str]


# A cell without a style of its own has the first one; where a workbook has none, it is white.
NOTHING_HIDES = Hiding({}, frozenset({"0"}))


def unseen_styles(styles: Element) -> dict[bytes, str]:
    """The numbers of the cell styles, as cells write them, whose letters cannot be seen, and why."""
    space = styles.tag[: styles.tag.index("}") + 1] if "}" in styles.tag else ""
    inks = [_colour(font.find(f"{space}color")) for font in styles.iterfind(f"{space}fonts/{space}font")]
    grounds = [_ground(fill, space) for fill in styles.iterfind(f"{space}fills/{space}fill")]
    sizes = [_size(font.find(f"{space}sz")) for font in styles.iterfind(f"{space}fonts/{space}font")]
    found = {}
    for number, style in enumerate(styles.iterfind(f"{space}cellXfs/{space}xf")):
        ink, ground = _at(inks, style.get("fontId")), _at(grounds, style.get("fillId"), WHITE)
        if ink and (ink == ground or _contrast(ink, ground) < LEAST_CONTRAST):
            found[str(number).encode()] = SAME_COLOUR
        elif is_too_small(_at(sizes, style.get("fontId"))):
            found[str(number).encode()] = TOO_SMALL
    return found


def is_too_small(points: str) -> bool:
    """Whether letters of this size cannot be read on a screen or on paper."""
    return points.replace(".", "", 1).isdecimal() and float(points) < LEAST_POINTS


def hiding_formats(styles: Element) -> Hiding:
    """Which conditional formats hide what stands in a cell, and which cell styles have a white ground."""
    space = styles.tag[: styles.tag.index("}") + 1] if "}" in styles.tag else ""
    looks = enumerate(styles.iterfind(f"{space}dxfs/{space}dxf"))
    hides = ((str(number), _hides(look, space)) for number, look in looks)
    formats = {number: on_any_ground for number, on_any_ground in hides if on_any_ground is not None}
    grounds = [_ground(fill, space) for fill in styles.iterfind(f"{space}fills/{space}fill")]
    cells = enumerate(styles.iterfind(f"{space}cellXfs/{space}xf"))
    white = {str(number) for number, style in cells if _at(grounds, style.get("fillId"), WHITE) == WHITE}
    return Hiding(formats, frozenset(white) or NOTHING_HIDES.white)


def inline_hides(look: bytes) -> bool | None:
    """Whether the look that stands within a rule hides, and then whether it does on any ground; None where not."""
    return _hides(fromstring(b"<dxf>" + _PREFIX.sub(rb"\1", look) + b"</dxf>"), "")


def _hides(look: Element, space: str) -> bool | None:
    code = look.find(f"{space}numFmt")
    ink = _colour(look.find(f"{space}font/{space}color"))
    pattern = look.find(f"{space}fill/{space}patternFill")
    ground = "" if pattern is None else _colour(pattern.find(f"{space}bgColor"))
    if code is not None and not code.get("formatCode", "x").strip(" ;"):
        return True
    is_unseen = ink and (ink == (ground or WHITE) or _contrast(ink, ground or WHITE) < LEAST_CONTRAST)
    return bool(ground) if is_unseen else None


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


def _size(element: Element | None) -> str:
    return "" if element is None else element.get("val", "")


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
