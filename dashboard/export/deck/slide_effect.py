"""Whether towns advanced after a contact: counts by band, and what may be said of them."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Number, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.planning.contact_effect import COUNTS, Difference

VIEW = "contact_effect"
TITLE = "連絡の後に進んだか"


def slide(
    data: DeckData,
    parts: Mapping[str, Difference],
    labels: Mapping[str, str],
    said: Mapping[str, str],
    stage: Stage,
    *,
    synthetic: bool,
) -> Slide:
    """parts: by kind of comparison; labels: what each is called; said: its sentence."""
    shown = {kind: part for kind, part in parts.items() if part.difference is not None}
    if not shown:
        return frame.absent(
            VIEW,
            f"{TITLE}: まだ比べられません",
            "連絡の後の回答が、同じ区分の両方の組にそろっていません。",
            "連絡を記録し、次の調査の回答を取り込むと、ここに示します。",
            data,
            stage,
        )
    box = stage.content
    rows = tuple(
        Row(f"{kind}.{place}", _cells(kind, place, labels[kind], part))
        for kind, part in shown.items()
        for place in range(len(part.bands))
    )
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(h=box.h * 0.5),
            ("比べ方", "区分", "進んだ", "市町村", "もう一方\n進んだ", "もう一方\n市町村"),
            rows,
            (2.6, 1.2, 1.0, 1.0, 1.2, 1.2),
            13,
            "連絡した市町村としなかった市町村の、進んだ数の表",
        )
    )
    lines: list[tuple[Part, ...]] = [(Number(f"effect_said.{kind}", 0, said[kind]),) for kind in shown]
    whole = next(iter(shown.values())).whole
    first = next(iter(shown))
    return frame.content(
        VIEW,
        (
            f"{TITLE}: {labels[first]}に進んだのは",
            frame.count(f"effect_advanced.{first}", whole.advanced),
            "／",
            frame.count(f"effect_towns.{first}", whole.towns),
            "、もう一方は",
            frame.count(f"effect_advanced_without.{first}", whole.advanced_without),
            "／",
            frame.count(f"effect_towns_without.{first}", whole.towns_without),
        ),
        (
            table,
            frame.bullets(VIEW, "要点", box._replace(y=box.y + box.h * 0.55, h=box.h * 0.45), lines, size=13),
        ),
        data,
        stage,
        "対応の記録と、市町村の回答・公表資料からの計算（画面「働きかけ」）",
        synthetic=synthetic,
        scope="全道",
    )


def _cells(kind: str, place: int, label: str, part: Difference) -> tuple[Cell, ...]:
    one = part.bands[place]
    counts = (
        Cell((frame.count(f"effect_{name}.{kind}.{one.band}", getattr(one, name)),), "right")
        for name in COUNTS
    )
    return (Cell((label,), bold=True), Cell((one.band,), "center"), *counts)
