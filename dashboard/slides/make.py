"""A deck from the warehouse: its slides drawn in their order, and read back before the file is handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard import faults
from dashboard.chart_data import figure_notes, registry
from dashboard.chart_data.chart import SlideRequest
from dashboard.chart_data.registry import UnknownChartError
from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.chart_data.slide_request import slide_request
from dashboard.export.deck import dress, frame, remarks, slide_words, table_pages
from dashboard.export.deck.compose import compose
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.handwritten import Handwritten
from dashboard.export.deck.model import Deck, Slide, Stamp, Text
from dashboard.export.deck.package import DeckRefusedError
from dashboard.export.deck.renaming import renamed, retitled
from dashboard.export.deck.stage import Stage
from dashboard.export.deck.town_names import TownNames
from dashboard.journal import JournalError
from dashboard.queries import slides as queries
from dashboard.queries import visits
from dashboard.slides import check
from dashboard.slides.evidence import status_by_year
from dashboard.slides.look_through import look_through
from dashboard.warehouse.reader import Reader, WarehouseError

MOST_MISMATCHES = 8
COVER_TITLE = 34


@dataclass(frozen=True)
class Wanted:
    """One slide of a deck: which chart, of what scope, under which name in the file, with which title of the user's.

    is_optional: nobody asked for it by name, so that it is left out where the warehouse has nothing for it.
    stage: the one of another deck, from which the slide was moved. page: which of how many that a long table takes.
    """

    view: str
    scope: Scope
    key: str = ""
    title: str = ""
    as_of: date | None = None
    is_optional: bool = False
    stage: Stage | None = None
    page: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        return self.key or self.view


@dataclass(frozen=True)
class BuiltDeck:
    """The file and what is to be reported of it. checked: how many numbers and fills were recounted.

    names: mentions of municipalities; handwritten: places with numbers or names that nobody recounts.
    """

    content: bytes
    slides: tuple[Slide, ...]
    checked: int
    notes: tuple[str, ...]
    names: int = 0
    handwritten: tuple[Handwritten, ...] = ()

    @property
    def synthetic(self) -> bool:
        return any(slide.synthetic for slide in self.slides)


class SlideFailedError(Exception):
    """One slide cannot be drawn for a reason that nobody foresaw; the message names it in Japanese."""


def briefing(scope: Scope, as_of: date | None = None) -> list[Wanted]:
    """The deck of those who ask for no particular slides."""
    return [
        Wanted(chart_id, scope, as_of=as_of, is_optional=True)
        for chart_id in registry.in_briefing(is_whole=scope.is_whole)
    ]


def build_deck(
    reader: Reader,
    wanted: list[Wanted],
    stage: Stage,
    journal: Path | None = None,
) -> BuiltDeck:
    """The file, once every number in it was recounted by another way.

    Raises SlidesRefusedError where a recount gives another number or none.
    """
    deck = draw_deck(reader, wanted, stage, journal)
    content = compose(deck, stage)
    looked = look_through(content, reader, TownNames(deck.names, deck.areas), journal)
    if looked.wrong:
        raise SlidesRefusedError(refusal(looked.wrong))
    return BuiltDeck(content, deck.slides, looked.numbers, deck.notes, looked.names, looked.handwritten)


def draw_deck(reader: Reader, wanted: list[Wanted], stage: Stage, journal: Path | None = None) -> Deck:
    """The slides as they are to be, not yet a file. reader: of all that is known now."""
    requests: dict[tuple[Scope, date | None], SlideRequest] = {}
    slides, notes = [], []
    for item in wanted:
        key = (item.scope, item.as_of)
        if key not in requests:
            requests[key] = slide_request(reader.at(item.as_of), item.scope, item.as_of, journal)
        try:
            slide = shaped(_draw(item, requests[key], stage, reader), item, stage)
        except SlideFailedError as failed:
            if not item.is_optional:
                raise SlidesRefusedError(
                    f"{failed}急ぐときは、このスライドを一覧から外すと、ほかのスライドで資料を作れます。"
                ) from failed
            notes.append(str(failed))
            continue
        if slide.absent and item.is_optional:
            label = registry.chart(item.view).label
            notes.append(f"「{label}」のスライドは入れていません。{slide.absent}")
        else:
            notes += _left_out(slide, item)
            slides += table_pages.paged(slide, stage)
    first = next(iter(requests.values())).data
    return _deck(reader, wanted[0].as_of, slides, stage, notes, first)


def draw_each(
    reader: Reader, wanted: list[Wanted], stage: Stage, journal: Path | None, failed: list[str]
) -> tuple[Deck | None, list[str]]:
    """As draw_deck, for an old deck: a slide that cannot be drawn any more stands for itself alone.

    failed: what is known not to be drawn; the answer tells of the others as well.
    """
    requests: dict[tuple[Scope, date | None], SlideRequest] = {}
    slides = []
    for item in wanted:
        key = (item.scope, item.as_of)
        label = item.title or registry.chart(item.view).label
        try:
            if key not in requests:
                requests[key] = slide_request(reader.at(item.as_of), item.scope, item.as_of, journal)
            place = item.stage or stage
            slide = shaped(_draw(item, requests[key], place, reader), item, place)
            slides.append(table_pages.page_of(slide, place, *item.page) if item.page else slide)
        except (SlidesRefusedError, SlideFailedError) as reason:
            failed.append(f"「{label}」のスライドは、そのままにしました。{reason}")
    if not slides:
        return None, failed
    first = next(iter(requests.values())).data
    return _deck(reader, wanted[0].as_of, slides, stage, [], first), failed


def _left_out(slide: Slide, item: Wanted) -> list[str]:
    label = item.title or registry.chart(item.view).label
    return [f"「{label}」のスライドは、場所が足りないため{what}を入れていません。" for what in slide.left_out]


def _deck(
    reader: Reader, as_of: date | None, slides: list[Slide], stage: Stage, notes: list[str], first: DeckData
) -> Deck:
    return Deck(
        Stamp(
            reader.warehouse_id,
            first.as_of_words,
            reader.built_at.isoformat(),
            f"{slide_words.PROGRAMME} {first.label} {first.scope}の実施状況",
            {"as_of": as_of.isoformat() if as_of else None},
        ),
        tuple(dress.dressed(slide, stage) for slide in frame.evened(slides, stage)),
        evidence(reader.at(as_of)),
        tuple(notes),
        tuple(visits.places(reader)["name"].astype(str)),
        tuple(queries.areas(reader)["short_name"].astype(str)),
    )


def _draw(item: Wanted, request: SlideRequest, stage: Stage, reader: Reader) -> Slide:
    """reader: of today. A fault of ours in one slide names that slide; what it was is in the log. Raises SlideFailedError."""
    chart = registry.chart(item.view)
    if chart.slide is None:
        raise UnknownChartError(f"{item.view}: no slide")
    try:
        said = figure_notes.lines(reader, item.view, item.scope, item.as_of, request.journal)
        return remarks.put(chart.slide(request, stage), said, stage)
    except JournalError as error:
        raise SlidesRefusedError(str(error)) from error
    except (SlidesRefusedError, DeckRefusedError, WarehouseError):
        raise
    except Exception as error:
        number = faults.note(f"slide {item.view} of warehouse {request.data.warehouse_id}", error)
        raise SlideFailedError(
            f"「{chart.label}」のスライドを作れませんでした（かさなりの不具合です）。{faults.told(number)}"
        ) from error


def shaped(slide: Slide, item: Wanted, stage: Stage) -> Slide:
    """Under the name and title that were asked for."""
    asked = {**slide.view_state, "view": item.view, "title": item.title}

    def size_in(title: Text) -> float:
        is_cover = slide.layout == "title"
        box, largest = (title.box._replace(h=1.4), COVER_TITLE) if is_cover else (title.box, stage.title_size)
        size = frame.title_size(said, box, largest)
        return 0 if size == largest else size

    said = "".join(str(part) for part in frame.scoped((item.title,), slide.scope))
    slide = retitled(slide, said, size_in) if item.title else slide
    return renamed(slide, item.name, asked)


def evidence(reader: Reader) -> dict[str, object]:
    """What the numbers rest on now, so that a later 正誤表 can say what changed."""
    return {"status": status_by_year(reader), "files": queries.known_files(reader)}


def refusal(wrong: Sequence[check.Mismatch]) -> str:
    lines = [
        f"・{mismatch.number.location}: 資料では {mismatch.number.text}、"
        f"数え直すと {'数え直せません' if mismatch.now is None else mismatch.now}"
        for mismatch in wrong[:MOST_MISMATCHES]
    ]
    more = f"\nほか{len(wrong) - MOST_MISMATCHES}件" if len(wrong) > MOST_MISMATCHES else ""
    return (
        f"数え直した数と合わないところが{len(wrong)}件あるため、資料を出しませんでした。"
        "データを作り直しても直らないときは、管理する人に次を伝えてください。\n" + "\n".join(lines) + more
    )
