"""The two figures of 事業について in native shapes: how the functions overlap, and who works together in a town."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from dashboard import theme
from dashboard.export.deck import fit
from dashboard.export.deck.model import Box, Paragraph, Part, Shape, Sketch, Stroke, Text, owned
from dashboard.export.deck.programme_data import ProgrammeData, quoted

OVERLAP, SYSTEM = "programme_overlap", "programme_system"
# Function → its place in the figure: column and row of its ellipse.
PLACES = {"f1": (0, 0), "f5": (1, 0), "f6": (2, 0), "f4": (0, 1), "f2": (1, 1), "f3": (2, 1)}
# From function to function: who is passed on, as the statements say it.
WAYS = (("f1", "f5"), ("f5", "f6"), ("f4", "f1"), ("f1", "f2"), ("f2", "f3"))
FILLS = {"f1": theme.BLUE_200, "f5": theme.BLUE_200, "f6": theme.BLUE_200}
CORNERS = 48
NAME_SIZE, WORDS_SIZE = 12.0, 9.0
BAND = 0.52


def overlap(data: ProgrammeData, box: Box) -> Sketch:
    """Six ellipses that overlap, arrows from one to the next, and the whole around them."""
    inner = Box(box.x + 0.1, box.y + 0.1, box.w - 0.2, box.h - BAND - 0.2)
    wide, high = inner.w / 3, inner.h / 2
    across, down = wide * 0.55, high * 0.54
    centres = {
        code: (
            inner.x + across + column * (inner.w - 2 * across) / 2,
            inner.y + down + row * (inner.h - 2 * down),
        )
        for code, (column, row) in PLACES.items()
    }
    told = {str(row["function_group_codes"]): row for row in data.section("figure")}
    items = data.functions.drop_duplicates("group_code").set_index("group_code")["item"]
    grounds = [_frame("全体", box, theme.GREY_50, theme.BLUE_600)]
    outlines: list[Stroke] = []
    labels: list[Text] = []
    room = (inner.w - 2 * across) / 2 - 0.5
    names = {
        code: (str(told[code]["heading"]), f"（{str(items.get(code, ''))[:3]}）")
        for code in PLACES
        if code in told
    }
    fits = all(fit.width("".join(name), NAME_SIZE) <= room for name in names.values())
    lines = {code: ("".join(name),) if fits else name for code, name in names.items()}
    longest = max((line for name in lines.values() for line in name), key=len, default="")
    size = fit.size_for(longest, room, NAME_SIZE, WORDS_SIZE)
    for code, centre in centres.items():
        ring = _ellipse(centre, across, down)
        row = told.get(code)
        if row is None:
            continue
        name = str(row["heading"])
        grounds.append(
            Shape(
                owned(f"機能 {code}", OVERLAP),
                "",
                (ring,),
                FILLS.get(code, theme.BLUE_50),
                theme.BLUE_900,
                alt=f"{name}: {row['statement']}",
            )
        )
        outlines.append(Stroke(owned(f"重なり {code}", OVERLAP), (*ring, ring[0]), theme.BLUE_900, 1.25))
        labels += _ellipse_words(code, centre, room, lines[code], size, row)
    arrows = [_arrow(f"{a}→{b}", centres[a], centres[b], down) for a, b in WAYS]
    whole = told.get("")
    if whole is not None:
        band = Box(box.x + 0.15, box.y + box.h - BAND - 0.04, box.w - 0.3, BAND)
        said = quoted(str(whole["statement"]), f"statement:{whole['statement_code']}")
        labels.append(_words("全体の言葉", band, [said], 12.0, bold=True))
    return Sketch(
        owned("重なりの図", OVERLAP),
        box,
        tuple(grounds),
        (*outlines, *(line for line, _ in arrows)),
        tuple(head for _, head in arrows),
        tuple(labels),
        overlap_alt(data),
    )


def overlap_alt(data: ProgrammeData) -> str:
    """The figure in words."""
    told = "。".join(f"{row['heading']}は「{row['statement']}」" for row in data.section("figure"))
    return (
        "機能の重なりの図。包括的相談支援から多機関協働へ、多機関協働から支援プランへつなぐ。アウトリーチ等は包括的相談支援へ、"
        f"包括的相談支援は参加支援へ、参加支援は地域づくりへつながり、すべてが重なり合う。{told}。"
    )


def system(data: ProgrammeData, box: Box) -> Sketch:
    """The town, its centre, the council of social welfare and the others, joined by the cooperation between them."""
    told = {str(row["statement_code"]): row for row in data.section("case")}
    half, gap = (box.w - 0.3) / 2, 0.22
    high = (box.h - 2 * gap) / 3
    places = {
        "town": Box(box.x, box.y, half, high),
        "council": Box(box.x + half + 0.3, box.y, half, high),
        "centre": Box(box.x, box.y + high + gap, box.w, high),
        "others": Box(box.x, box.y + 2 * (high + gap), box.w, high),
    }
    content = {
        "town": ("case_system_town", "case_system_town_work"),
        "council": ("case_system_council",),
        "centre": ("case_system_centre", "case_system_centre_work"),
        "others": ("case_system_link", "case_system_others"),
    }
    labels = [
        Text(
            owned(f"体制 {name}", SYSTEM),
            places[name],
            tuple(
                Paragraph(
                    quoted(str(told[code]["statement"]), f"statement:{code}"),
                    size=NAME_SIZE if not place else 10.5,
                    bold=not place,
                    align="center",
                )
                for place, code in enumerate(codes)
                if code in told
            ),
            fill=theme.BLUE_200 if name == "centre" else theme.BLUE_50,
            line=theme.BLUE_900,
            anchor="middle",
            inset=0.08,
        )
        for name, codes in content.items()
    ]
    middle = {name: (place.x + place.w / 2, place.y + place.h / 2) for name, place in places.items()}
    links = (
        ("町と社協", ((box.x + half, middle["town"][1]), (box.x + half + 0.3, middle["town"][1]))),
        ("町とセンター", _down(middle["town"][0], box.y + high, gap)),
        ("社協とセンター", _down(middle["council"][0], box.y + high, gap)),
        ("センターと関係機関", _down(middle["centre"][0], box.y + 2 * high + gap, gap)),
    )
    return Sketch(
        owned("体制の図", SYSTEM),
        box,
        (),
        tuple(Stroke(owned(name, SYSTEM), points, theme.BLUE_900, 2.5) for name, points in links),
        (),
        tuple(labels),
        system_alt(data),
    )


def system_alt(data: ProgrammeData) -> str:
    rows = [row for row in data.section("case") if str(row["statement_code"]).startswith("case_system_")]
    return "町の実施体制の図。" + "。".join(str(row["statement"]) for row in rows)


def _down(x: float, y: float, gap: float) -> tuple[tuple[float, float], ...]:
    return ((x, y), (x, y + gap))


def _frame(what: str, box: Box, fill: str, line: str) -> Shape:
    corners = ((box.x, box.y), (box.x + box.w, box.y), (box.x + box.w, box.y + box.h), (box.x, box.y + box.h))
    return Shape(owned(what, OVERLAP), "", (corners,), fill, line)


def _ellipse(centre: tuple[float, float], across: float, down: float) -> tuple[tuple[float, float], ...]:
    return tuple(
        (
            centre[0] + across * math.cos(2 * math.pi * number / CORNERS),
            centre[1] + down * math.sin(2 * math.pi * number / CORNERS),
        )
        for number in range(CORNERS)
    )


def _arrow(
    name: str, start: tuple[float, float], end: tuple[float, float], down: float
) -> tuple[Stroke, Shape]:
    """A short line over the place where two ellipses overlap, with a head at its end."""
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    if abs(end[1] - start[1]) < 0.01:  # beside the words, which stand in the middle of the ellipses
        middle = (middle[0], middle[1] - down * 0.42)
    reach = 0.2
    tip = (middle[0] + reach * math.cos(angle), middle[1] + reach * math.sin(angle))
    tail = (middle[0] - reach * math.cos(angle), middle[1] - reach * math.sin(angle))
    head = tuple(
        (tip[0] + 0.15 * math.cos(angle + turn), tip[1] + 0.15 * math.sin(angle + turn))
        for turn in (0.0, 2.4, -2.4)
    )
    line = Stroke(owned(f"矢印 {name}", OVERLAP), (tail, tip), theme.BLUE_900, 3)
    return line, Shape(owned(f"矢じり {name}", OVERLAP), "", (head,), theme.BLUE_900, theme.WHITE)


def _ellipse_words(
    code: str,
    centre: tuple[float, float],
    room: float,
    name: tuple[str, ...],
    size: float,
    row: dict[str, Any],
) -> list[Text]:
    high = 0.3 if len(name) == 1 else 0.46
    heading = Box(centre[0] - room / 2, centre[1] - 0.12 - high, room, high)
    words = Box(centre[0] - room / 2, centre[1] - 0.1, room, 0.6)
    said = quoted(str(row["statement"]), f"statement:{row['statement_code']}")
    return [
        _words(f"名前 {code}", heading, [(line,) for line in name], size, bold=True),
        _words(f"言葉 {code}", words, [said], WORDS_SIZE),
    ]


def _words(
    what: str, box: Box, lines: Sequence[tuple[Part, ...]], size: float, *, bold: bool = False
) -> Text:
    said = tuple(Paragraph(line, size=size, bold=bold, colour=theme.INK, align="center") for line in lines)
    return Text(owned(what, OVERLAP), box, said, anchor="middle" if bold else "top")
