"""What the benchmarks share: one measured quantity, and how many of them become a table."""

import statistics
from typing import NamedTuple


class Measure(NamedTuple):
    """One quantity, measured several times."""

    subject: str
    quantity: str
    unit: str
    values: list[float]


def table(measures: list[Measure]) -> str:
    """A Markdown table: median, least and most of each quantity."""
    lines = ["| 対象 | 量 | 中央値 | 最小 | 最大 | 回数 |", "|---|---|---:|---:|---:|---:|"]
    for subject, quantity, unit, values in measures:
        digits = 2 if unit in {"秒", "MB", "KB"} else 0
        shown = [
            f"{value:.{digits}f} {unit}" for value in (statistics.median(values), min(values), max(values))
        ]
        lines.append(f"| {subject} | {quantity} | {' | '.join(shown)} | {len(values)} |")
    return "\n".join(lines) + "\n"


def demand(name: str, found: float, most: float, unit: str = " 倍") -> str:
    """A demand of the issue, what was found, and whether it holds."""
    digits = 0 if unit == " 件" or most >= 10 else 2
    return f"{name}: {found:.{digits}f}{unit}（求め: {most:g}{unit} 以下）{'○' if found <= most else '×'}"
