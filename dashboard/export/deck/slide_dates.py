"""What lies before towns that do not implement yet: those for which it is a reason to call now."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Number, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage

VIEW = "town_dates"
TITLE = "計画の見直しと選挙の予定"


class TownDate(NamedTuple):
    """key: town and event, as 01452.mayor."""

    key: str
    town: str
    event: str
    when: str


def slide(
    data: DeckData, rows: list[TownDate], towns: tuple[str, ...], stage: Stage, *, synthetic: bool
) -> Slide:
    """rows: what is a reason to call now, the nearest first; towns: codes of all towns of them."""
    if not rows:
        return frame.absent(
            VIEW,
            f"{TITLE}: いま声をかける理由になるものはありません",
            "期日の近い未実施の市町村がないか、予定の表が登録されていません。",
            "画面「登録」で、市町村の予定の表を入れられます。",
            data,
            stage,
        )
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(h=box.h * 0.82),
            ("市町村", "予定", "期日"),
            tuple(
                Row(
                    one.key,
                    (
                        Cell((one.town,), bold=True),
                        Cell((one.event,)),
                        Cell((Number(f"dates_when.{one.key}", 0, one.when),)),
                    ),
                )
                for one in rows
            ),
            (2.0, 2.4, 2.0),
            13,
            "いま声をかける理由になる市町村の予定の表。市町村、予定の種類、期日",
        )
    )
    lines: list[tuple[Part, ...]] = [
        (
            "地域福祉計画の最後の年度とその前の年度、選挙の前の半年、合併の年度とその前の年度。近いものから。候補の区分には使っていない。",
        )
    ]
    place = box._replace(y=box.y + box.h * 0.85, h=box.h * 0.15)
    return frame.content(
        VIEW,
        (f"{TITLE}: いま声をかける理由があるのは未実施の", frame.count("dates_towns", len(towns)), "市町村"),
        (table, frame.bullets(VIEW, "要点", place, lines, size=13)),
        data,
        stage,
        "登録された市町村の予定（画面「働きかけ」）",
        synthetic=synthetic,
        behind={"dates_towns": towns},
    )
