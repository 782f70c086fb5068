"""The frame of every content slide: title that says the content, mark of fiction, source line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dashboard import theme
from dashboard.export.deck import chart_names, fit, speaker_notes
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import (
    Box,
    Element,
    NativeChart,
    NativeTable,
    Number,
    Paragraph,
    Part,
    Slide,
    Text,
    owned,
)
from dashboard.export.deck.stage import Stage
from dashboard.words import words

NOTE_SIZE = 9
ABSENT_INSET = 0.25
SMALL_MARK = "％＊"
ONE_LINE, SMALLEST_TITLE = 15, 9  # below the first a title goes over two lines
BOLD = 1.06
PROVISIONAL = "※"
PROVISIONAL_NOTE = f"{PROVISIONAL}は、道の資料にない仮の選択肢です。"


def content(
    view: str,
    title: tuple[Part, ...],
    elements: tuple[Element, ...],
    data: DeckData,
    stage: Stage,
    source: str,
    *,
    synthetic: bool,
    behind: dict[str, tuple[str, ...]] | None = None,
    scope: str = "",
) -> Slide:
    """A slide with its title, its marks, its foot and its notes. scope: of one that the filters do not narrow."""
    narrowed = "" if scope or data.is_whole else data.scope
    is_small = any(SMALL_MARK in said for said in (*_texts(elements), "".join(_said(title))))
    return Slide(
        view,
        (
            heading(view, scoped(title, narrowed), stage),
            *(chart_names.direct(one) if isinstance(one, NativeChart) else one for one in elements),
            tag(view, stage, synthetic=synthetic),
            foot(view, data, stage, source, scope or data.scope, words.SMALL_NOTE if is_small else ""),
            speaker_notes.text(view, data, source),
        ),
        synthetic=synthetic,
        behind=behind or {},
        view_state=data.view_state,
        scope=narrowed,
    )


def _texts(elements: tuple[Element, ...]) -> Iterator[str]:
    """What is written in boxes and tables."""
    for element in elements:
        if isinstance(element, Text):
            yield element.text
        elif isinstance(element, NativeTable):
            yield from (cell.text for row in element.rows for cell in row.cells)


def _said(title: tuple[Part, ...]) -> list[str]:
    return [part if isinstance(part, str) else part.text for part in title]


def scoped(title: tuple[Part, ...], scope: str) -> tuple[Part, ...]:
    """The title of a filtered slide says of which municipalities it is. scope: "" for all."""
    said = "".join(part if isinstance(part, str) else part.text for part in title)
    return title if scope in said else (*title, f"（{scope}）")


def heading(view: str, title: tuple[Part, ...], stage: Stage) -> Text:
    """The title, on one line where it can be."""
    said = "".join(part if isinstance(part, str) else part.text for part in title)
    size = title_size(said, stage.title, stage.title_size)
    shown = 0 if size == stage.title_size else size
    return Text(owned("見出し", view), stage.title, (Paragraph(title, size=shown),), role="title")


def title_size(said: str, box: Box, largest: float) -> float:
    """The largest size with which a title stays inside its box: on one line, a long one on more."""
    room = (box.w - 0.15) / BOLD
    size = fit.size_for(said, room, largest, ONE_LINE)
    if fit.width(said, size) <= room:
        return size
    while size > SMALLEST_TITLE and fit.height(said, size, room) > box.h - 0.06:
        size -= 1
    return size


def evened(slides: list[Slide], stage: Stage) -> list[Slide]:
    """The slides with titles as large as the one that needs most room; a title over more lines is smaller alone."""
    titles = [title for slide in slides if slide.layout == "content" if (title := _title(slide)) is not None]
    sizes = [title.paragraphs[0].size or stage.title_size for title in titles]
    common = min((size for size in sizes if size >= ONE_LINE), default=0)
    if not common or common == stage.title_size:
        return slides

    def one(slide: Slide, element: Element) -> Element:
        if slide.layout != "content" or not isinstance(element, Text) or element.role != "title":
            return element
        size = min(element.paragraphs[0].size or stage.title_size, common)
        return replace(element, paragraphs=(replace(element.paragraphs[0], size=size),))

    return [
        replace(slide, elements=tuple(one(slide, element) for element in slide.elements)) for slide in slides
    ]


def _title(slide: Slide) -> Text | None:
    return next((e for e in slide.elements if isinstance(e, Text) and e.role == "title"), None)


def tag(view: str, stage: Stage, *, synthetic: bool) -> Text:
    """架空データ, in a corner that nothing else uses; empty where all is real."""
    box = Box(stage.width - 0.5 - 1.55, 0.04, 1.55, 0.25)
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


def foot(view: str, data: DeckData, stage: Stage, source: str, scope: str, note: str = "") -> Text:
    """Source on one line; up to when known, of which year and municipalities, on the other.

    Which data it was made of is for whoever compares decks: it stands in the alternative text, which travels with a copy.
    """
    about = f"{data.as_of_words}までに把握した内容　｜　{data.label}・{scope}" + (
        f"　｜　{note}" if note else ""
    )
    lines = (f"出典: {source}", about)
    room = stage.width - stage.content.x - 1.2
    return Text(
        owned("注記", view),
        Box(stage.content.x, stage.height - 0.45, room, 0.36),
        tuple(
            Paragraph((fit.cut(line, NOTE_SIZE, room, 1),), size=NOTE_SIZE, colour=theme.INK_SOFT)
            for line in lines
        ),
        anchor="middle",
        alt=version(data),
    )


def version(data: DeckData) -> str:
    """Which data a slide was made of, as locate.stamp_of reads it."""
    return f"版 {data.warehouse_id}"


def split(stage: Stage, share: float = 0.68) -> tuple[Box, Box]:
    """A picture on the left, words on the right."""
    box = stage.content
    left = box._replace(w=box.w * share)
    return left, Box(box.x + left.w + 0.3, box.y + 0.35, box.w - left.w - 0.3, box.h - 0.35)


def year_axis(labels: list[str], room: float, size: float) -> tuple[tuple[str, ...], str]:
    """Names of years under a chart, and what stands once beside them all where each alone has no room for it."""
    year = "年度"
    wide = max((fit.width(label, size) for label in labels), default=0.0)
    if wide <= room / max(len(labels), 1) - 0.04 or not all(label.endswith(year) for label in labels):
        return tuple(labels), ""
    return tuple(label.removesuffix(year) for label in labels), year


def option(row: dict[str, Any]) -> str:
    """The words of a barrier; one that the papers of the prefecture do not have carries a mark (PROVISIONAL_NOTE)."""
    return f"{row['barrier_label']}{PROVISIONAL}" if row["is_provisional"] else str(row["barrier_label"])


def count(key: str, value: int) -> Number:
    return Number(key, value, words.count(value))


def percent(key: str, part: float, whole: float) -> Number:
    """A share as one number; its text has no mark, so that it can be read back from the file."""
    return Number(key, words.half_up(100 * part / whole, 1) if whole else 0.0, words.percent(part, whole))


def share(key: str, part: float, whole: float) -> tuple[Part, ...]:
    """A share of a number of municipalities, with ＊ beside it where they are few; the foot says what it means."""
    number = percent(key, part, whole)
    mark = words.share(part, whole).removeprefix(number.text)
    return (number, mark) if mark else (number,)


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


def absent(view: str, title: str, why: str, what_to_do: str, data: DeckData, stage: Stage) -> Slide:
    """Where the data does not exist: words instead of an empty picture."""
    box = stage.content
    said = (
        Paragraph((why,), size=18, bold=True, space_after=8),
        Paragraph((what_to_do,), size=14, colour=theme.INK_SOFT),
    )
    wide = box.w * 0.8
    room = wide - 2 * ABSENT_INSET - 0.05
    needed = sum(fit.height(one.text, one.size, room) + one.space_after / 72 for one in said)
    high = max(box.h * 0.3, needed + 2 * ABSENT_INSET)
    middle = Box(box.x + box.w * 0.1, box.y + box.h * 0.3, wide, high)
    text = Text(
        owned("説明", view),
        middle,
        said,
        fill=theme.GREY_50,
        line=theme.GREY_200,
        anchor="middle",
        inset=ABSENT_INSET,
    )
    slide = content(view, (title,), (text,), data, stage, "この資料の作成時点のデータ", synthetic=False)
    return replace(slide, absent=why)
