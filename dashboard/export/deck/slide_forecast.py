"""Whether it can be foretold who begins next: the verdict, the marks, and what it would take."""

from __future__ import annotations

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Number, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.planning import hazard
from dashboard.planning.hazard import Judgement
from dashboard.words import words

VIEW = "forecast"
TITLE = "始める市町村を予測できるか"


def slide(data: DeckData, judged: Judgement, years: str, total: float | None, stage: Stage) -> Slide:
    """years: which years are used, in words; total: of the chances, where they may be shown."""
    if not judged.brier:
        return frame.absent(
            VIEW,
            f"{TITLE}: まだ採点できる年度がありません",
            "始めた市町村がすべてわかる年度が足りません。",
            "年度ごとの一覧がそろって登録されると、自動で計算します。",
            data,
            stage,
        )
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(h=box.h * 0.5),
            ("言い方", "採点（小さいほどよい）"),
            tuple(
                Row(
                    name,
                    (
                        Cell((label,), bold=name == "model"),
                        Cell(
                            (Number(f"forecast_brier.{name}", 0, words.decimal(judged.brier[name], 4)),),
                            "right",
                        ),
                    ),
                )
                for name, label in hazard.METHODS.items()
            ),
            (3.0, 1.6),
            14,
            "予測の言い方ごとのブライアスコアの表",
        )
    )
    lines: list[tuple[Part, ...]] = [
        (Number("forecast_years", 0, years),),
        (
            "採点はブライアスコア（見込みと結果の差の2乗の平均）。前の年度までの例だけから次の年度を予測したもの。",
        ),
    ]
    if judged.lacking:
        lines.append(
            (
                "始めやすさを左右するしるしを見つけるには、開始が",
                frame.count("forecast_needed", judged.needed),
                "例要ります。",
            )
        )
    return frame.content(
        VIEW,
        _title(judged, total),
        (
            table,
            frame.bullets(VIEW, "要点", box._replace(y=box.y + box.h * 0.55, h=box.h * 0.45), lines, size=14),
        ),
        data,
        stage,
        "公表された一覧からの計算（画面「働きかけ」）。架空データは使わない",
        synthetic=False,
        scope="全道",
    )


def _title(judged: Judgement, total: float | None) -> tuple[Part, ...]:
    if total is not None:
        shown = Number("forecast_total", words.half_up(total, 1), words.decimal(total, 1))
        return ("次の年度に始める見込みは、合わせて", shown, "市町村")
    if judged.lacking:
        return (
            "まだ予測できるだけの例がない（使える開始",
            frame.count("forecast_starts", judged.starts),
            "例、あと",
            frame.count("forecast_lacking", judged.lacking),
            "例）",
        )
    return ("ほかの言い方より当たるとは言えず、予測を示さない",)
