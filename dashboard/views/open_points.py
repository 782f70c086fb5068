"""What of a round is not settled yet: one list for 今年の仕事 and 確定・公表."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.words import words


@dataclass(frozen=True)
class OpenPoint:
    """`key`: its column in queries.rounds.open_points (or LOST); `to_do`: what is done about it, with {n} for the number."""

    key: str
    label: str
    unit: str
    to_do: str


WAITING = OpenPoint("waiting", "未着の市町村", "市町村", "未着の{n}市町村に、提出のお願い（再）を送る")
# What has come and is looked through: 点検・照会.
HELD = OpenPoint(
    "held", "どう使うかを決めていない調査票", "通", "どう使うかを決めていない調査票が{n}通あります"
)
TO_CHECK = (
    HELD,
    OpenPoint(
        "unassigned",
        "どの市町村のものか分からないファイル",
        "件",
        "どの市町村のものか分からないファイルが{n}件あります",
    ),
    OpenPoint("with_errors", "エラーのある市町村", "市町村", "エラーのある{n}市町村に確かめる（疑義照会）"),
    OpenPoint(
        "with_warnings",
        "警告だけのある市町村",
        "市町村",
        "警告だけのある{n}市町村の指摘を見て、要るものを確かめる",
    ),
)
# Of all data: `key` is no column of the round's own numbers.
LOST = OpenPoint("lost", "データに入っていない資料", "件", "データに入っていない資料が{n}件あります")
POINTS = (WAITING, *TO_CHECK, LOST)


def left(points: tuple[OpenPoint, ...], numbers: Mapping[str, int]) -> list[OpenPoint]:
    """Those of which something is open."""
    return [point for point in points if numbers[point.key]]


def to_do(point: OpenPoint, numbers: Mapping[str, int]) -> str:
    return point.to_do.format(n=words.count(numbers[point.key]))
