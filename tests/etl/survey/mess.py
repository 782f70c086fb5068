"""One mess of a file that comes in, declared: how a good file is spoiled, and what the person who spoiled it meant.

The kinds are those in which a reading can fail in silence; a harmless mess changes nothing that a person would
see as an answer, and nobody may be troubled because of it. Imports nothing of etl.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

Medium = Literal["調査票", "取りまとめ表", "実施状況の一覧", "続けて届いた回答", "資料どうし"]
Book = Any  # openpyxl's workbook and sheet have no useful types

KINDS = {
    1: "年度の証拠",
    2: "取り消し線・コメント・色・図形・非表示",
    3: "見出しと列",
    4: "見えている文字と値",
    5: "どこの市町村か",
    6: "一部だけの訂正",
    7: "思わぬ所の回答",
    8: "答えを変える添え書き",
    9: "新しい版と大きい値",
    10: "資料どうしの食い違い",
    11: "名乗りと割当て",
    12: "文字コードとCSV",
    13: "正しいものへの指摘",
    14: "基準日と時計",
}


def untouched(book: Book) -> None:
    """Nothing is changed in the book."""


def as_saved(path: Path) -> Path:
    """The file is sent as it was saved."""
    return path


@dataclass(frozen=True)
class Mess:
    """`spoil` changes the open book, `send` the saved file (and may give it another name or format).

    `means`: (row, column) → what the person meant, where that is not what the good file says; None for nothing.
    `asks`: cells (row, column) that nobody can read for sure, so that somebody must be asked.
    `refused`: rows that belong to another municipality, year or state of things; "*" for all of them.
    `formats`: in which the spoiled book is tried; a format other than xlsx keeps only what `sheets_as` can write.
    """

    kind: int
    name: str
    spoil: Callable[[Book], None] = untouched
    means: Mapping[tuple[str, str], object] = field(default_factory=lambda: MappingProxyType({}))
    send: Callable[[Path], Path] = as_saved
    asks: frozenset[tuple[str, str]] = frozenset()
    refused: frozenset[str] = frozenset()
    harmless: bool = False
    formats: tuple[str, ...] = ("xlsx",)
    file_name: str = ""
    last_year: bool = False


@dataclass(frozen=True)
class Told:
    """An error or a warning in the terms of the judge: which rows and columns it names ("*": all of them)."""

    rule: str
    row: str
    column: str

    def names(self, row: str, column: str) -> bool:
        return self.row in ("*", row) and self.column in ("*", column)


@dataclass(frozen=True)
class Outcome:
    """What a reader made of a file: row → column → value, and what it told loudly."""

    loaded: Mapping[str, Mapping[str, object]]
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Judgement:
    """The cells of one spoiled file by what became of them."""

    right: tuple[tuple[str, str], ...] = ()
    reported: tuple[tuple[str, str], ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    accused: tuple[str, ...] = ()


def judge(mess: Mess, truth: Mapping[str, Mapping[str, object]], outcome: Outcome) -> Judgement:
    """Hold what was loaded and told against what was meant.

    Only a harmless mess can be falsely accused: of an answer refused, or of anything told loudly at all.
    """
    cells: dict[str, list[tuple[str, str]]] = {"right": [], "reported": [], "wrong": [], "lost": []}
    for row, columns in truth.items():
        for column, good in columns.items():
            cells[_fate(mess, outcome, row, column, good)].append((row, column))
    for row in outcome.loaded.keys() - truth.keys():
        told = any(one.names(row, "*") or one.row == "*" for one in outcome.told)
        cells["reported" if told else "wrong"].append((row, "*"))
    accused = sorted({one.rule for one in outcome.told}) if mess.harmless else []
    return Judgement(**{fate: tuple(found) for fate, found in cells.items()}, accused=tuple(accused))


def _fate(mess: Mess, outcome: Outcome, row: str, column: str, good: object) -> str:
    meant = mess.means.get((row, column), good)
    read = outcome.loaded.get(row, {}).get(column)
    is_told = any(one.names(row, column) for one in outcome.told)
    is_doubtful = (row, column) in mess.asks or bool({"*", row} & mess.refused)
    if not is_doubtful and read == meant:
        return "right"
    if is_told:
        return "reported"
    if is_doubtful and row in outcome.loaded:
        return "wrong"
    return "lost" if read is None else "wrong"
