"""Colours, fonts and words of status: the palette of デジタル庁, read the same in colour, grey and symbols."""

from __future__ import annotations

from dataclasses import dataclass

BLUE_900 = "#0017C1"
BLUE_600 = "#3460FB"
BLUE_400 = "#7096F8"
BLUE_200 = "#C5D7FB"
BLUE_50 = "#E8F1FE"
RED = "#FE3939"
RED_200 = "#FFBBBB"
INK = "#1A1A1C"
INK_SOFT = "#4D4D52"
GREY_600 = "#76767B"
GREY_400 = "#9A9AA0"
GREY_200 = "#D8D8DB"
GREY_50 = "#F5F6F8"
WHITE = "#FFFFFF"

# Fonts that the PC has; none is fetched.
FONT = (
    '"Noto Sans JP", "Noto Sans CJK JP", "BIZ UDPGothic", "Yu Gothic UI", "Hiragino Kaku Gothic ProN", '
    "Meiryo, sans-serif"
)


@dataclass(frozen=True)
class GroupStyle:
    """How a status group is drawn: fill, its line, the ink on it, and a symbol for those who see no colour."""

    fill: str
    line: str
    ink: str
    marker: str
    pattern: str


# From most to least done the lightness never repeats: 0.03, 0.16, 0.67, 0.33 (grey), 1.0 of luminance.
GROUPS: dict[str, GroupStyle] = {
    "implementing": GroupStyle(BLUE_900, BLUE_900, WHITE, "circle", ""),
    "planned": GroupStyle(BLUE_600, BLUE_600, WHITE, "diamond", "/"),
    "considering": GroupStyle(BLUE_200, BLUE_600, INK, "triangle-up", ""),
    "no_plan": GroupStyle(GREY_400, GREY_600, INK, "x-thin", ""),
    "no_data": GroupStyle(WHITE, GREY_400, INK_SOFT, "line-ew", ""),
}
GROUP_ORDER = tuple(GROUPS)
# What became of a stated start, and how a town moved between two years.
OUTCOMES: dict[str, GroupStyle] = {
    "kept": GroupStyle(BLUE_900, BLUE_900, WHITE, "●", ""),
    "slipped": GroupStyle(RED_200, "#B00020", INK, "▼", "/"),
    "undated": GroupStyle(BLUE_200, BLUE_600, INK, "▲", ""),
    "withdrawn": GroupStyle(GREY_400, GREY_600, INK, "✕", ""),
    "not_due": GroupStyle(BLUE_50, BLUE_600, INK, "○", ""),
    "unknown": GroupStyle(WHITE, GREY_600, INK_SOFT, "？", "."),
}
DIRECTIONS = {"advance": "↑", "same": "＝", "retreat": "↓", "unknown": "？"}
NORTHERN = GREY_200
# A town that the filters leave out: paler than any group, and without a symbol.
OUTSIDE = "#E0E1E6"
SEA = "#F3F7FD"


@dataclass(frozen=True)
class MapStyle:
    """How a class of a map is drawn: fill, a mark of its own shape or size on it, and a hatch where it has one."""

    fill: str
    ink: str
    symbol: str
    marker: str
    size: float
    hatch: bool = False


# Five steps of one hue from little to much; the mark grows with them, so that grey print tells them apart.
STEPS: tuple[MapStyle, ...] = (
    MapStyle(BLUE_50, INK, "1", "circle", 2.5),
    MapStyle(BLUE_200, INK, "2", "circle", 4),
    MapStyle(BLUE_400, INK, "3", "circle", 5.5),
    MapStyle(BLUE_600, WHITE, "4", "circle", 7),
    MapStyle(BLUE_900, WHITE, "5", "circle", 8.5),
)
_MOST = MapStyle(BLUE_900, WHITE, "●", "circle", 7)
_MUCH = MapStyle(BLUE_600, WHITE, "◆", "diamond", 7.5)
_SOME = MapStyle(BLUE_200, INK, "▲", "triangle-up", 6)
_NOT = MapStyle(GREY_400, INK, "✕", "x-thin", 4)
MAP_NO_DATA = MapStyle(WHITE, INK_SOFT, "―", "line-ew", 4)
# Classes of a layer by the family of the layer.
MAP_CLASSES: dict[str, dict[str, MapStyle]] = {
    "status": {
        "implementing": _MOST,
        "planned": _MUCH,
        "considering": _SOME,
        "no_plan": _NOT,
        "no_data": MAP_NO_DATA,
    },
    "barrier": {
        "top": _MOST,
        "stated": _MUCH,
        "not_stated": MapStyle(BLUE_50, INK, "・", "circle", 2.5),
        "not_asked": MapStyle(GREY_200, INK, "／", "line-ne", 5, hatch=True),
        "no_data": MAP_NO_DATA,
    },
    "function": {
        "existing": _MOST,
        "partly": _MUCH,
        "planned": _SOME,
        "none": _NOT,
        "prefecture": MapStyle(GREY_200, INK, "／", "line-ne", 5, hatch=True),
        "no_data": MAP_NO_DATA,
    },
    "return": {
        "on_time": MapStyle(BLUE_200, INK, "●", "circle", 3),
        "late": _MUCH,
        "waiting": MapStyle(RED_200, INK, "✕", "x-thin", 6),
        "no_data": MAP_NO_DATA,
    },
}
MAP_CLASSES["system"] = {
    "in_place": _MOST,
    "partly": _MUCH,
    "planned": _SOME,
    "none": _NOT,
    "no_data": MAP_NO_DATA,
}
MAP_CLASSES["adopted"] = {
    "many": MapStyle(RED_200, INK, "◆", "diamond", 7),
    "some": _SOME,
    "clear": MapStyle(BLUE_900, WHITE, "●", "circle", 5),
    "not_asked": MAP_CLASSES["barrier"]["not_asked"],
    "no_data": MAP_NO_DATA,
}
MAP_CLASSES["reason"] = {
    "applies": MAP_CLASSES["adopted"]["many"],
    "clear": MAP_CLASSES["adopted"]["clear"],
    "not_asked": MAP_CLASSES["barrier"]["not_asked"],
    "no_data": MAP_NO_DATA,
}
MAP_CLASSES["alternative"] = {
    "considering": _MOST,
    "others": MAP_CLASSES["barrier"]["not_stated"],
    "implementing": MAP_CLASSES["barrier"]["not_asked"],
    "no_data": MAP_NO_DATA,
}
MAP_CLASSES["priority"] = {
    "A": MapStyle(BLUE_900, WHITE, "A", "circle", 7),
    "B": MapStyle(BLUE_400, INK, "B", "diamond", 6.5),
    "C": MapStyle(BLUE_50, INK, "C", "circle", 2.5),
    "watch": MapStyle(GREY_200, INK, "◆", "diamond", 4),
    "out": MAP_CLASSES["barrier"]["not_asked"],
}
MAP_CLASSES["joint"] = {
    **{
        str(number): MapStyle(fill, ink, str(number), marker, size)
        for number, (fill, ink, marker, size) in enumerate(
            (
                (BLUE_900, WHITE, "circle", 7),
                (BLUE_400, INK, "diamond", 7),
                (BLUE_600, WHITE, "triangle-up", 7),
                (BLUE_200, INK, "circle", 5),
                (RED_200, INK, "diamond", 5),
            ),
            start=1,
        )
    },
    "others": MapStyle(BLUE_50, INK, "・", "circle", 2.5),
    "out": MAP_CLASSES["barrier"]["not_asked"],
}
MAP_NONE = MapStyle(GREY_200, INK, "✕", "x-thin", 4)


def pale(colour: str) -> str:
    """The colour of what lies outside of a filter: a tenth of it on white."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * 0.1):02X}" for part in parts)


def mantine() -> dict[str, object]:
    """The theme of dash-mantine-components."""
    blues = [
        BLUE_50,
        "#D9E6FF",
        BLUE_200,
        "#9DB7F9",
        BLUE_400,
        "#4979F5",
        BLUE_600,
        "#264AF4",
        "#0031D8",
        BLUE_900,
    ]
    return {
        "fontFamily": FONT,
        "headings": {"fontFamily": FONT},
        "colors": {"digital": blues},
        "primaryColor": "digital",
        "primaryShade": 9,
        "defaultRadius": 6,
        "focusRing": "auto",
    }


def plot(**more: object) -> dict[str, object]:
    """The layout that every figure starts from."""
    return {
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "separators": ".,",
        "hoverlabel": {
            "bgcolor": WHITE,
            "bordercolor": GREY_600,
            "font": {"family": FONT, "size": 13, "color": INK},
            "align": "left",
        },
        "transition": {"duration": 0},
        **more,
    }
