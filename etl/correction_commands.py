"""The commands on the record of corrections: correct, uncorrect."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from etl import clock
from etl.command_line import to_type
from etl.command_types import day, year

TABLES = {"answer": "回答", "status": "実施状況", "figure": "統計", "published_total": "公表値"}


def add_parsers(commands: Any, raw: Path) -> None:
    """Give the parser these commands."""
    command = commands.add_parser("correct", help="値を1つ訂正する（元の資料は変えず、訂正の記録に1行足す）")
    command.add_argument(
        "--municipality", required=True, help="団体コードまたは市町村名（公表値では公表値の符号）"
    )
    command.add_argument("--fiscal-year", type=year, help="年度（2023 または R5。統計と公表値では不要）")
    said = "、".join(f"{code}={label}" for code, label in TABLES.items())
    command.add_argument(
        "--table", choices=tuple(TABLES), default="answer", help=f"何の訂正か（{said}。既定は answer）"
    )
    command.add_argument(
        "--item", required=True, help="設問（id、「問8」、文言）、状態・開始年度、統計の符号"
    )
    command.add_argument(
        "--from", dest="before", required=True, help="訂正前の値（画面で見えるとおり。空欄は「空欄」）"
    )
    command.add_argument("--to", dest="after", required=True, help="訂正後の値")
    command.add_argument("--reason", required=True, help="理由")
    command.add_argument("--told-by", default="", help="連絡者")
    command.add_argument("--on", type=day, default=clock.today(), help="連絡日（既定は今日）")
    _common(command, raw)
    command.set_defaults(run=_correct)

    command = commands.add_parser("uncorrect", help="訂正を取り消す（記録は残る）")
    command.add_argument("row", help="訂正の番号")
    command.add_argument("--reason", required=True, help="取り消す理由")
    command.add_argument("--on", type=day, default=clock.today(), help="取消日（既定は今日）")
    _common(command, raw)
    command.set_defaults(run=_uncorrect)


def _common(command: argparse.ArgumentParser, raw: Path) -> None:
    command.add_argument("--raw", type=Path, default=raw, help="受領資料のフォルダ")
    command.add_argument("--json", action="store_true", help="結果をJSONで出す")


def _correct(options: argparse.Namespace) -> int:
    from etl import correct

    wish = correct.Wish(
        options.table,
        options.municipality,
        options.fiscal_year,
        options.item,
        options.before,
        options.after,
        options.reason,
        options.told_by,
        options.on,
    )
    return _tell(options, correct.correct(options.raw, wish), "訂正を記録しました")


def _uncorrect(options: argparse.Namespace) -> int:
    from etl import correct

    return _tell(
        options,
        correct.uncorrect(options.raw, options.row, options.reason, options.on),
        "訂正を取り消しました",
    )


def _tell(options: argparse.Namespace, done: Any, words: str) -> int:
    if options.json:
        print(json.dumps(done.as_json(), ensure_ascii=False))
        return 0
    said = f"{words}（番号 {done.row_id}、{done.item_label}「{done.before}」→「{done.after}」）。"
    print(to_type(f"{said}「python -m etl build」でデータに反映されます。"))
    return 0
