"""A deck from the warehouse: which slides, in which order, drawn, and read back before it is handed out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from dashboard.chart_data import gather
from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.export.deck import (
    frame,
    slide_appendix,
    slide_change,
    slide_charts,
    slide_map,
    slide_moves,
    slide_outlook,
    slide_outreach,
    slide_places,
    slide_plans,
    slide_returns,
    slide_route,
    slide_tables,
    slide_together,
    slide_words,
    stage,
)
from dashboard.export.deck.compose import compose
from dashboard.export.deck.facts import Facts
from dashboard.export.deck.model import Deck, Slide, Stamp, Text, renamed, retitled
from dashboard.export.deck.package import DeckRefusedError
from dashboard.queries import slides as own
from dashboard.slides import check
from dashboard.warehouse.reader import Reader

log = logging.getLogger(__name__)
Maker = Callable[[Facts, stage.Stage], Slide]
MAKERS: dict[str, tuple[str, Maker]] = {
    slide_words.COVER: ("表紙", slide_words.cover),
    slide_words.SUMMARY: ("概要", slide_words.summary),
    slide_map.VIEW: ("状態の地図", slide_map.slide),
    slide_charts.BARS: ("振興局別の状態", slide_charts.bars),
    slide_charts.CURVE: ("実施率の推移", slide_charts.curve),
    slide_moves.VIEW: ("状態の移り変わり", slide_moves.slide),
    slide_places.VIEW: ("課題を挙げた市町村数", slide_places.slide),
    slide_tables.BARRIERS: ("課題と人口規模", slide_tables.barriers),
    slide_together.PAIRS: ("一緒に挙がる課題", slide_together.pairs),
    slide_together.SUPPORT: ("望む支援と受けた支援", slide_together.support),
    slide_change.VIEW: ("続いている課題", slide_change.slide),
    slide_plans.VIEW: ("予定の進み具合", slide_plans.slide),
    slide_outlook.VIEW: ("これからの見通し", slide_outlook.slide),
    slide_tables.RANKING: ("働きかけの候補", slide_tables.ranking),
    slide_outreach.VIEW: ("働きかけの計画", slide_outreach.slide),
    slide_route.VIEW: ("訪問経路", slide_route.slide),
    slide_returns.VIEW: ("調査票の回収", slide_returns.slide),
    slide_appendix.DEFINITIONS: ("言葉の定義", slide_appendix.definitions),
    slide_appendix.SOURCES: ("出典といつ時点", slide_appendix.sources),
    slide_appendix.TOWNS: ("数に含まれる市町村", slide_appendix.towns),
}
APPENDIX = (slide_appendix.DEFINITIONS, slide_appendix.SOURCES, slide_appendix.TOWNS)
# What is not of the briefing is made where somebody asks for it.
ON_DEMAND = (slide_places.VIEW, slide_together.PAIRS, slide_together.SUPPORT, slide_returns.VIEW)
WHOLE = tuple(view for view in MAKERS if view not in ON_DEMAND)
MOST_SAID = 8
COVER_TITLE = 34


@dataclass(frozen=True)
class Wanted:
    """One slide of a deck: which view, of what, under which name in the file, with a title of one's own.

    is_optional: nobody asked for it by name, so that it is left out where the warehouse has nothing for it.
    """

    view: str
    scope: Scope
    key: str = ""
    title: str = ""
    as_of: date | None = None
    is_optional: bool = False

    @property
    def name(self) -> str:
        return self.key or self.view


@dataclass(frozen=True)
class Made:
    """The file and what is to be said about it."""

    content: bytes
    slides: tuple[Slide, ...]
    checked: int
    notes: tuple[str, ...]

    @property
    def synthetic(self) -> bool:
        return any(slide.synthetic for slide in self.slides)


class SlideFailedError(Exception):
    """One slide cannot be drawn for a reason that nobody foresaw; the message names it in Japanese."""


def whole(scope: Scope, as_of: date | None = None) -> list[Wanted]:
    """The briefing as it is made where nobody asks for particular slides."""
    return [Wanted(view, scope, as_of=as_of, is_optional=True) for view in WHOLE]


def drawn(reader: Reader, wanted: list[Wanted], place: stage.Stage, journal: Path | None = None) -> Deck:
    """The slides as they are to be, not yet a file. reader: of all that is known now."""
    known: dict[tuple[Scope, date | None], Facts] = {}
    slides, notes = [], []
    for one in wanted:
        key = (one.scope, one.as_of)
        if key not in known:
            known[key] = gather.facts(reader.at(one.as_of), one.scope, one.as_of, journal)
        try:
            slide = shaped(_drawn(one, known[key], place), one, place)
        except SlideFailedError as failed:
            if not one.is_optional:
                raise SlidesRefusedError(
                    f"{failed}急ぐときは、このスライドを一覧から外すと、ほかのスライドで資料を作れます。"
                ) from failed
            notes.append(str(failed))
            continue
        if slide.absent and one.is_optional:
            notes.append(f"「{MAKERS[one.view][0]}」のスライドは入れていません。{slide.absent}")
        else:
            slides.append(slide)
    first = next(iter(known.values()))
    as_of = wanted[0].as_of
    return Deck(
        Stamp(
            reader.warehouse_id,
            first.as_of_words,
            reader.built_at.isoformat(),
            f"{slide_words.PROGRAMME} {first.label} {first.scope}の実施状況",
            {"as_of": as_of.isoformat() if as_of else None},
        ),
        tuple(frame.evened(slides, place)),
        evidence(reader.at(as_of)),
        tuple(notes),
    )


def _drawn(one: Wanted, facts: Facts, place: stage.Stage) -> Slide:
    """A fault of ours in one slide names that slide; what it was is in the log. Raises SlideFailedError."""
    label, maker = MAKERS[one.view]
    try:
        return maker(facts, place)
    except (SlidesRefusedError, DeckRefusedError):
        raise
    except Exception as error:
        log.exception("slide %s of warehouse %s", one.view, facts.warehouse_id)
        raise SlideFailedError(
            f"「{label}」のスライドを作れませんでした（かさなりの不具合です）。"
            f"管理する人に、このスライドの名前とデータの版（{facts.warehouse_id}）を伝えてください。"
        ) from error


def shaped(slide: Slide, one: Wanted, place: stage.Stage) -> Slide:
    """Under the name and title that were asked for."""
    asked = {**slide.asked, "view": one.view, "title": one.title}

    def size_in(title: Text) -> float:
        is_cover = slide.layout == "title"
        box, largest = (title.box._replace(h=1.4), COVER_TITLE) if is_cover else (title.box, place.title_size)
        size = frame.title_size(one.title, box, largest)
        return 0 if size == largest else size

    slide = retitled(slide, one.title, size_in) if one.title else slide
    return renamed(slide, one.name, asked)


def evidence(reader: Reader) -> dict[str, object]:
    """What the numbers rest on now, so that a later 正誤表 can say what changed."""
    towns = own.evidence(reader)
    by_year: dict[str, dict[str, list[object]]] = {}
    for row in towns.itertuples():
        by_year.setdefault(str(row.fiscal_year), {})[str(row.municipality_code)] = [
            str(row.status_code),
            None if pd.isna(row.start_fiscal_year) else int(row.start_fiscal_year),  # type: ignore[call-overload]
            str(row.source_id),
        ]
    return {"status": by_year, "files": own.known_files(reader)}


def made(
    reader: Reader,
    wanted: list[Wanted],
    place: stage.Stage,
    journal: Path | None = None,
) -> Made:
    """The file, once every number in it was found again by another path.

    Raises SlidesRefusedError where a number cannot be found again or is another.
    """
    deck = drawn(reader, wanted, place, journal)
    content = compose(deck, place)
    wrong, looked = check.mismatches(content, reader, journal)
    if wrong:
        raise SlidesRefusedError(refusal(wrong))
    return Made(content, deck.slides, looked, deck.notes)


def refusal(wrong: list[check.Mismatch]) -> str:
    lines = [
        f"・{one.stated.place}: 資料では {one.stated.text}、数え直すと {'数え直せません' if one.now is None else one.now}"
        for one in wrong[:MOST_SAID]
    ]
    more = f"\nほか{len(wrong) - MOST_SAID}件" if len(wrong) > MOST_SAID else ""
    return (
        f"数え直した数と合わないところが{len(wrong)}件あるため、資料を出しませんでした。"
        "「python -m etl build」でデータを作り直しても直らないときは、管理する人に次を伝えてください。\n"
        + "\n".join(lines)
        + more
    )
