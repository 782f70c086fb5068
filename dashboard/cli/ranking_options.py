"""What the commands that rest on the ranking share: its options, what it is made from, and the forms of a result."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

from dashboard.cli.parser import as_day, open_reader
from dashboard.planning import spec
from dashboard.services import ranking
from dashboard.services.ranking import Material

FORMATS = ("table", "csv", "json")


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """The day as of which the result is."""
    parser.add_argument("--as-of", type=as_day, help="この日（YYYY-MM-DD）までに把握したことだけで出す")


def add_weights(parser: argparse.ArgumentParser) -> None:
    """The choice of weights and of the day, alike wherever a command rests on the ranking."""
    presets = "、".join(f"{preset.code}={preset.label}" for preset in spec.presets())
    parser.add_argument("--preset", default=spec.presets()[0].code, help=f"重みの組み合わせ（{presets}）")
    parser.add_argument(
        "--weights", type=as_weights, default={}, help="重みを変える項目（例 stage=2,aging_65=0.5）"
    )
    add_as_of(parser)


def add_format(parser: argparse.ArgumentParser) -> None:
    """The form of the result."""
    parser.add_argument("--format", choices=FORMATS, default="table", help="出す形（既定 table）")


def gather_material(args: argparse.Namespace) -> Material:
    """What the ranking is made from. Raises WarehouseError."""
    return ranking.material(open_reader(args, args.as_of), args.journal)


def formatted(form: str, records: list[Any], table: Callable[[], str]) -> str:
    """The records as JSON, as CSV, or as the table that people read."""
    if form == "json":
        return f"{json.dumps(records, ensure_ascii=False, indent=2, default=str)}\n"
    if form == "table":
        return f"{table()}\n"
    text = io.StringIO()
    columns = list(records[0]) if records else [*ranking.KEYS, *ranking.MORE_KEYS]
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in record.items()} for record in records)
    return text.getvalue()


def _cell(value: object) -> object:
    """One cell of a CSV: what is a list or a record in JSON is written as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def as_weights(text: str) -> dict[str, float]:
    """The type of an argument that sets weights: stage=2,aging_65=0.5."""
    weights = {}
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\w+)\s*=\s*(\d+(?:\.\d+)?|\.\d+)\s*", part)
        if match is None:
            raise argparse.ArgumentTypeError(
                f"「{part}」は 項目=重み（例 stage=2、重みは0以上）の形ではありません"
            )
        weights[match[1]] = float(match[2])
    return weights
