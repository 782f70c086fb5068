"""Colours of cells as a workbook writes them, as six digits (FFFF00), and by the names that people call them."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping, Sequence

Rgb = str
"""Red, green and blue as six hexadecimal digits in capitals."""

WHITE, GREY = "FFFFFF", "808080"
# The palette that numbers mean where a workbook does not bring its own (ISO 29500-1, 18.8.27), from 0 on.
_FIRST_EIGHT = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
PALETTE: tuple[Rgb, ...] = tuple(
    f"{_FIRST_EIGHT} {_FIRST_EIGHT} "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333".split()
)
# The usual theme, in the order in which cells number its colours.
THEME: tuple[Rgb, ...] = (
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646", "0000FF", "800080",
)  # fmt: skip
_THEME_NAMES = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip
_THEME_COLOUR = re.compile(
    rb"<(?:\w+:)?(\w+)>\s*<(?:\w+:)?(?:srgbClr\b[^>]*?\bval|sysClr\b[^>]*?\blastClr)\s*=\s*[\"'](\w{6})[\"']"
)
HUES = (
    (15, "赤"),
    (48, "オレンジ"),
    (70, "黄"),
    (165, "緑"),
    (200, "水色"),
    (260, "青"),
    (290, "紫"),
    (345, "ピンク"),
    (361, "赤"),
)
LEAST_CHROMA = 24


def theme_colours(xml: bytes) -> Sequence[Rgb]:
    """The colours of a theme part in the order in which cells number them."""
    found = {name.decode(): colour.decode().upper() for name, colour in _THEME_COLOUR.findall(xml)}
    return [found.get(name, usual) for name, usual in zip(_THEME_NAMES, THEME, strict=True)]


def resolve(values: Mapping[str, str], theme: Sequence[Rgb], palette: Sequence[Rgb] = PALETTE) -> Rgb | None:
    """The colour that the attributes of a colour element mean; None for an automatic one."""
    written = values.get("rgb", "")
    if re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", written):
        return _tinted(written[-6:].upper(), values.get("tint", ""))
    for key, colours in (("theme", theme), ("indexed", palette)):
        number = values.get(key, "")
        if number.isdecimal() and int(number) < len(colours):
            return _tinted(colours[int(number)], values.get("tint", ""))
    return None


def is_chromatic(colour: Rgb) -> bool:
    """Neither black, white nor a grey."""
    parts = _parts(colour)
    return max(parts) - min(parts) >= LEAST_CHROMA


def name_ja(colour: Rgb) -> str:
    """赤, 黄, 灰色 …: what a person calls it."""
    red, green, blue = _parts(colour)
    if not is_chromatic(colour):
        return "白" if min(red, green, blue) >= 250 else "黒" if max(red, green, blue) < 50 else "灰色"
    hue = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)[0] * 360
    return next(name for end, name in HUES if hue < end)


def distance(one: Rgb, other: Rgb) -> int:
    """How far apart two colours are: the largest difference of a part, from 0 to 255."""
    return max(abs(a - b) for a, b in zip(_parts(one), _parts(other), strict=True))


def _parts(colour: Rgb) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:6], 16)


def _tinted(colour: Rgb, tint: str) -> Rgb:
    """Lighter for a tint above 0, darker below (18.8.19)."""
    try:
        share = max(-1.0, min(1.0, float(tint or 0)))
    except ValueError:
        share = 0.0
    if not share:
        return colour
    red, green, blue = (part / 255 for part in _parts(colour))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))
