"""What a slide is made of, before any file: text with numbers in it, a map, charts, tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from dashboard import theme


class Box(NamedTuple):
    """A place on the slide, in inches from its top left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Number:
    """A number in a text. key: what it counts, the same in every quarter; text: as it is written."""

    key: str
    value: float
    text: str


Part = str | Number


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: words and numbers in turn. colour: #RRGGBB, or a name of the theme of the file (tx1)."""

    parts: tuple[Part, ...]
    size: float = 14
    bold: bool = False
    colour: str = ""
    align: Literal["left", "center", "right"] = "left"
    bullet: bool = False
    space_after: float = 0

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def numbers(self) -> list[Number]:
        return [part for part in self.parts if isinstance(part, Number)]


@dataclass(frozen=True)
class Text:
    """A text box, or the title, the mark of fiction or the notes, as `role` says. An empty one is not drawn."""

    name: str
    box: Box
    paragraphs: tuple[Paragraph, ...]
    role: Literal["title", "body", "tag", "notes"] = "body"
    fill: str = ""
    line: str = ""
    anchor: Literal["top", "middle", "bottom"] = "top"
    alt: str = ""
    inset: float = 0.0
    over: str = ""  # the chart whose fixed axes say where it stands

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def numbers(self) -> list[Number]:
        return [number for paragraph in self.paragraphs for number in paragraph.numbers]


@dataclass(frozen=True)
class Shape:
    """A municipality on the map: rings in inches on the slide, fill, and the symbol that stands at its hall."""

    name: str
    part: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    fill: str
    line: str
    symbol: str = ""
    ink: str = ""
    at: tuple[float, float] | None = None
    alt: str = ""
    size: float = 5


@dataclass(frozen=True)
class Map:
    """Shapes grouped by part (振興局), outlines over them, names beside their halls."""

    name: str
    box: Box
    shapes: tuple[Shape, ...]
    outlines: tuple[Shape, ...] = ()
    labels: tuple[Text, ...] = ()
    alt: str = ""


@dataclass(frozen=True)
class Stroke:
    """A line through points in inches on the slide; dash: a preset of DrawingML; is_arrow: with a head at both ends."""

    name: str
    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 2.0
    dash: str = "solid"
    is_arrow: bool = False


@dataclass(frozen=True)
class Sketch:
    """A small picture of native shapes in one group, drawn anew as a whole: grounds, then lines, marks and labels."""

    name: str
    box: Box
    grounds: tuple[Shape, ...]
    strokes: tuple[Stroke, ...]
    marks: tuple[Shape, ...]
    labels: tuple[Text, ...]
    alt: str = ""
    over: str = ""  # as of Text


class LabelSpot(NamedTuple):
    """Where the label of a value stands: t, b, l or r of it, and how far from there in widths and heights of the chart."""

    side: str
    right: float = 0.0
    down: float = 0.0


@dataclass(frozen=True)
class Series:
    """One series: a value a category (None where nothing is known). named: which says its name; keys: as of Number.

    named_at: of a part of a bar, which one. name_right, name_shift: how far its name stands from its place beside the value
    (of a bar: from the middle of the part), in widths and heights of the chart; below nought: to the left, upwards.
    spots: of a line, where the label of each value stands; None for no label.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    line: str = ""
    ink: str = ""
    pattern: str = ""
    hollow: tuple[bool, ...] = ()
    marker: str = ""
    dash: str = ""
    label: Literal["above", "below", "inside", "none"] = "inside"
    named: Literal["", "first", "last", "bar"] = ""
    named_at: int = 0
    name_right: float = 0.0
    name_shift: float = 0.0
    spots: tuple[LabelSpot | None, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class NativeChart:
    """A native chart. plot: where its axes stand; axis_format: of the values at the axis of lines, "" for none."""

    name: str
    box: Box
    kind: Literal["bar_stacked", "column_stacked", "line", "bar", "column"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str = "#,##0;;"
    alt: str = ""
    legend: bool = True
    axis_title: str = ""
    size: float = 11
    maximum: float | None = None
    plot: Box | None = None
    axis_format: str = ""
    # The surface behind it (none: that of the slide) and the colour of its words ("": ours).
    ground: str = ""
    ink: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: one paragraph a line."""

    parts: tuple[Part, ...]
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False
    colour: str = ""
    fill: str = ""

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def numbers(self) -> list[Number]:
        return [part for part in self.parts if isinstance(part, Number)]


@dataclass(frozen=True)
class Row:
    """A row of a table; key says whose row it is, in every quarter the same."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class NativeTable:
    """A native table with its header; widths are shares of the box; air: inches that a row may take beyond its text."""

    name: str
    box: Box
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    size: float = 11
    alt: str = ""
    air: float = 0.16
    head_fill: str = theme.BLUE_50


Element = Text | Map | Sketch | NativeChart | NativeTable


@dataclass(frozen=True)
class Slide:
    """One slide of a view. asked: year and filters; behind: codes of the towns behind a number, by its key.
    absent: why it has words instead of a picture; "" where it has its picture. scope: what the filters leave; "" for all.
    left_out: what found no room on it, in words.
    """

    view: str
    elements: tuple[Element, ...]
    layout: Literal["title", "content"] = "content"
    synthetic: bool = False
    behind: dict[str, tuple[str, ...]] = field(default_factory=dict)
    view_state: dict[str, object] = field(default_factory=dict)
    absent: str = ""
    scope: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return next((e.text for e in self.elements if isinstance(e, Text) and e.role == "title"), self.view)


@dataclass(frozen=True)
class Stamp:
    """What the deck says of itself: which data, up to when known, and how it was asked for."""

    warehouse_id: str
    as_of: str
    made_at: str
    title: str
    asked: dict[str, object]


@dataclass(frozen=True)
class Deck:
    """evidence: what the warehouse rested on, so that a later one can be held against it.
    notes: what is to be said of the slides, and of parts of slides, that were left out; names: of all municipalities;
    areas: short names of all 振興局.
    """

    stamp: Stamp
    slides: tuple[Slide, ...]
    evidence: dict[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


def owned(what: str, view: str) -> str:
    """The name of a shape of ours: 「01452 鷹栖町｜status_map」. People see it in PowerPoint's selection pane."""
    return f"{what}｜{view}"
