"""What it would mean if some towns all began."""

from __future__ import annotations

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Number, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning.what_if import PARTIES, WhatIf
from dashboard.words import words

VIEW = "what_if"
TITLE = "選んだ市町村がすべて始めたら"


def slide(
    data: DeckData,
    made: WhatIf | None,
    chosen: str,
    levels: dict[str, str],
    notes: tuple[str, str],
    stage: Stage,
    *,
    synthetic: bool,
) -> Slide:
    """chosen: what the towns are called; levels: how the amounts are called; notes: of the shares, and of the 決算."""
    if made is None or not made.added:
        return frame.absent(
            VIEW,
            f"{TITLE}: 始める市町村が選ばれていません",
            "市町村が選ばれていないか、選んだ市町村はすべて実施しています。",
            "画面「計画」で市町村を選ぶと、始めた場合の数をここに示します。",
            data,
            stage,
        )
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(w=box.w * 0.5, h=box.h * 0.9),
            ("振興局", "いま実施", "加わる", "計"),
            tuple(
                Row(
                    str(row["code"]),
                    (
                        Cell((str(row["name"]),), bold=True),
                        Cell((frame.count(f"whatif_area_now.{row['code']}", int(row["now"])),), "right"),
                        Cell((frame.count(f"whatif_area_added.{row['code']}", int(row["added"])),), "right"),
                        Cell(
                            (frame.count(f"whatif_area_all.{row['code']}", int(row["now"] + row["added"])),),
                            "right",
                        ),
                    ),
                )
                for row in records(made.areas)
            ),
            (2.2, 1.0, 1.0, 1.0),
            12,
            "振興局ごとの、いま実施している市町村と加わる市町村の表",
        )
    )
    lines: list[tuple[Part, ...]] = [
        (
            "ほかの市町村のうち隣に実施市町村のあるものは、いま",
            frame.count("whatif_beside_now", made.beside_now),
            "、すべて始めたら",
            frame.count("whatif_beside_then", made.beside_then),
            "です。",
        )
    ]
    if made.unknown:
        lines.append(
            (
                "いまの状態がわからない",
                frame.count("whatif_unknown", made.unknown),
                "市町村は、実施していないものとして数えた。",
            )
        )
    if made.people_now is not None and made.people_then is not None:
        lines.append(
            (
                "実施市町村に住む人の割合は、いま",
                Number(
                    "whatif_people_now",
                    words.half_up(100 * made.people_now, 1),
                    words.share_of(made.people_now, 1),
                ),
                "、すべて始めたら",
                Number(
                    "whatif_people_then",
                    words.half_up(100 * made.people_then, 1),
                    words.share_of(made.people_then, 1),
                ),
                "です。",
            )
        )
    for row in records(made.grants):
        shares: list[Part] = [
            part
            for party, label in PARTIES.items()
            for part in (f"{label} ", _amount(f"whatif_{party}.{row['level']}", row[party]), "万円、")
        ]
        shares[-1] = "万円"
        whole = _amount(f"whatif_whole.{row['level']}", row["whole"])
        lines.append((f"{levels[row['level']]}なら1年に", whole, "万円（", *shares, "）。"))
    if len(made.grants):
        lines.append((Number("whatif_note", 0, notes[0]),))
        lines.append((Number("whatif_settled", 0, notes[1]),))
    lines.append(("予測ではなく、すべて始めた場合の計算です。",))
    place = box._replace(x=box.x + box.w * 0.53, w=box.w * 0.47)
    return frame.content(
        VIEW,
        (
            f"{chosen}がすべて始めたら、{words.KNOWN_SO_FAR}の実施は",
            frame.count("whatif_now", made.now),
            "から",
            frame.count("whatif_then", made.now + made.added),
            "市町村に",
        ),
        (table, frame.bullets(VIEW, "要点", place, lines, size=14)),
        data,
        stage,
        "市町村の回答と公表資料、選んだ市町村からの計算（画面「計画」）",
        synthetic=synthetic,
        scope="全道",
    )


def _amount(key: str, yen: float) -> Number:
    return Number(key, words.half_up(yen / 10_000), words.decimal(yen / 10_000))
