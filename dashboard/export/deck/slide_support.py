"""What the prefecture did for municipalities in a year: by 振興局, and by the kinds of the grant."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Number, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage

VIEW = "support_report"
TITLE = "支援の実績"
NOTE = "行った支援だけを数えた（予定は除く）。記録のないことは、支援をしていないこととは限らない。"


class SupportArea(NamedTuple):
    """A 振興局: its municipalities, those that were supported, and how often."""

    code: str
    name: str
    towns: int
    supported: int
    supports: int


class SupportKind(NamedTuple):
    """A kind of the grant with its words, and what of the year belongs to it."""

    number: str
    words: str
    done: int
    towns: int


class SupportYear(NamedTuple):
    """label: 令和8年度; done: supports that were given, to `towns`; planned: municipalities for which one was chosen."""

    label: str
    done: int
    towns: int
    planned: int
    areas: tuple[SupportArea, ...]
    kinds: tuple[SupportKind, ...]


def slide(data: DeckData, year: SupportYear, stage: Stage, *, synthetic: bool) -> Slide:
    if not year.done and not year.planned:
        return frame.absent(
            VIEW,
            f"{TITLE}: {year.label}の記録はまだありません",
            "計画、対応の記録、参加者名簿に、この年度の支援がありません。",
            "画面「支援の実績」に、記録から入ります。",
            data,
            stage,
        )
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(w=box.w * 0.52),
            ("振興局", "市町村", "支援した\n市町村", "件数"),
            tuple(
                Row(
                    area.code,
                    (
                        Cell((area.name,), bold=True),
                        *(
                            Cell((frame.count(f"support_area_{kind}.{area.code}", number),), "right")
                            for kind, number in (
                                ("towns", area.towns),
                                ("supported", area.supported),
                                ("supports", area.supports),
                            )
                        ),
                    ),
                )
                for area in year.areas
            ),
            (2.0, 1.0, 1.2, 1.0),
            12,
            "振興局ごとの、支援した市町村の数と件数の表",
        )
    )
    lines: list[tuple[Part, ...]] = [
        ("計画で支援を決めたのは", frame.count("support_planned", year.planned), "市町村。"),
        *(
            (
                Number(f"support_words.{kind.number}", 0, kind.words),
                ": ",
                frame.count(f"support_kind_done.{kind.number}", kind.done),
                "件、",
                frame.count(f"support_kind_towns.{kind.number}", kind.towns),
                "市町村",
            )
            for kind in year.kinds
        ),
        (NOTE,),
    ]
    place = box._replace(x=box.x + box.w * 0.55, w=box.w * 0.45)
    return frame.content(
        VIEW,
        (
            f"{year.label}に行った支援は",
            frame.count("support_done", year.done),
            "件、",
            frame.count("support_towns", year.towns),
            "市町村",
        ),
        (table, frame.bullets(VIEW, "要点", place, lines, size=13)),
        data,
        stage,
        "計画、対応の記録、参加者名簿（画面「支援の実績」）",
        synthetic=synthetic,
        scope="全道",
    )
