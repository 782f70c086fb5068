"""The frame of every content slide: title that says the content, mark of fiction, source line."""

from __future__ import annotations

from dataclasses import replace

from dashboard import theme, words
from dashboard.export.deck import fit
from dashboard.export.deck.facts import Facts
from dashboard.export.deck.model import Box, Element, Number, Paragraph, Part, Slide, Text, owned
from dashboard.export.deck.stage import Stage

NOTE_SIZE = 9
SMALLEST_TITLE = 13


def content(
    view: str,
    title: tuple[Part, ...],
    elements: tuple[Element, ...],
    facts: Facts,
    place: Stage,
    source: str,
    *,
    synthetic: bool,
    behind: dict[str, tuple[str, ...]] | None = None,
) -> Slide:
    """A slide with its title, its marks and its foot."""
    return Slide(
        view,
        (
            heading(view, title, place),
            *elements,
            tag(view, place, synthetic=synthetic),
            foot(view, facts, place, source),
        ),
        synthetic=synthetic,
        behind=behind or {},
        asked=facts.asked,
    )


def heading(view: str, title: tuple[Part, ...], place: Stage) -> Text:
    """The title on one line."""
    said = "".join(part if isinstance(part, str) else part.text for part in title)
    size = fit.size_for(said, place.title.w - 0.15, place.title_size, SMALLEST_TITLE)
    shown = 0 if size == place.title_size else size
    return Text(owned("見出し", view), place.title, (Paragraph(title, size=shown),), role="title")


def tag(view: str, place: Stage, *, synthetic: bool) -> Text:
    """架空データ, in a corner that nothing else uses; empty where all is real."""
    box = Box(place.width - 0.5 - 1.55, 0.1, 1.55, 0.27)
    said = (Paragraph((words.SYNTHETIC,), size=12, bold=True, colour="#B00000", align="center"),)
    return Text(
        owned(words.SYNTHETIC, view),
        box,
        said if synthetic else (),
        role="tag",
        fill="#FFF0F0",
        line="#B00000",
        anchor="middle",
        alt="このスライドは架空データを含みます。実際の状況として引用しないでください" if synthetic else "",
    )


def foot(view: str, facts: Facts, place: Stage, source: str) -> Text:
    """Source, up to when known, which data."""
    said = f"出典: {source}　｜　{facts.as_of_words}までに知った内容　｜　版 {facts.warehouse_id}"
    room = place.width - place.content.x - 1.2
    box = Box(place.content.x, place.height - 0.44, room, 0.34)
    size = NOTE_SIZE if fit.lines(said, NOTE_SIZE, room) <= 2 else 8
    least = 7 if fit.lines(said, 8, room) > 2 else size
    return Text(
        owned("注記", view),
        box,
        (
            Paragraph(
                (fit.cut(said, min(size, least), room, 2),), size=min(size, least), colour=theme.INK_SOFT
            ),
        ),
        anchor="middle",
    )


def count(key: str, value: int) -> Number:
    return Number(key, value, words.count(value))


def percent(key: str, part: float, whole: float) -> Number:
    return Number(key, round(100 * part / whole, 1) if whole else 0.0, words.percent(part, whole))


def listed(names: list[str], most: int) -> str:
    """Names in a row; past `most` the rest without a number, as every number on a slide is recounted."""
    return "、".join(names[:most]) + ("など" if len(names) > most else "")


def bullets(
    view: str, what: str, box: Box, lines: list[tuple[Part, ...]], size: float = 15, least: float = 10
) -> Text:
    """Sentences one under the other, in the largest size that fits the box."""
    texts = ["".join(part if isinstance(part, str) else part.text for part in line) for line in lines]

    def needed(points: float) -> float:
        room = box.w - points * 1.2 / 72 - 0.05
        return sum(fit.height(text, points, room) + points * 0.55 / 72 for text in texts)

    while size > least and needed(size) > box.h:
        size -= 0.5
    return Text(
        owned(what, view),
        box,
        tuple(Paragraph(line, size=size, bullet=True, space_after=size * 0.55) for line in lines),
    )


def absent(view: str, title: str, why: str, what_to_do: str, facts: Facts, place: Stage) -> Slide:
    """Where the data does not exist: words instead of an empty picture."""
    box = place.content
    said = (
        Paragraph((why,), size=18, bold=True, space_after=8),
        Paragraph((what_to_do,), size=14, colour=theme.INK_SOFT),
    )
    middle = Box(box.x + box.w * 0.1, box.y + box.h * 0.3, box.w * 0.8, box.h * 0.3)
    text = Text(
        owned("説明", view),
        middle,
        said,
        fill=theme.GREY_50,
        line=theme.GREY_200,
        anchor="middle",
        inset=0.25,
    )
    slide = content(view, (title,), (text,), facts, place, "この資料の作成時点のデータ", synthetic=False)
    return replace(slide, absent=why)
