"""The rows of a 正誤表 as they are printed: each cause once, and below it what it reaches, one correction a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

CELL = re.compile(r"(\S+) (.+?)・(.+)")  # a point of a chart, or a cell of a table: what, row, column
YEAR = re.compile(r"令和(\d+)年度")
ALT = "の代替テキスト"
LEAST_CELLS = 3  # of one series or column: fewer stand for themselves
MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ALTS = ("図の代替テキスト（読み上げに使う文）", "前の数と市町村名", "図の正のとおり")


class ErrataEntry(NamedTuple):
    """One correction on one page of a deck, with all its places there and what made it so. page: empty where there is none."""

    page: str
    places: tuple[str, ...]
    wrong: str
    right: str
    causes: tuple[str, ...]


class Printed(NamedTuple):
    """A row: where, what is wrong there, what is right, and the marks of its causes."""

    place: str
    wrong: str
    right: str
    marks: str


def legend(entries: Iterable[ErrataEntry]) -> dict[str, str]:
    """Each cause with its mark: those first that alone made something wrong."""
    found: dict[str, None] = {}
    for entry in sorted(entries, key=lambda entry: len(entry.causes)):
        found.update(dict.fromkeys(entry.causes))
    return {
        cause: MARKS[place] if place < len(MARKS) else f"({place + 1})" for place, cause in enumerate(found)
    }


def printed(entries: Sequence[ErrataEntry]) -> list[Printed]:
    """By their causes: cells of a series or a column as one row, then what is wrong and right alike."""
    marks = legend(entries)
    order = {cause: place for place, cause in enumerate(marks)}
    groups: dict[tuple[str, ...], list[ErrataEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.causes, []).append(entry)
    others = {
        entry.page for entry in entries for place in entry.places if not place.endswith(ALT)
    }  # pages whose figures are told themselves
    rows: list[Printed] = []
    alts: dict[str, None] = {}
    for causes, group in sorted(
        groups.items(), key=lambda item: (len(item[0]), sorted(order[cause] for cause in item[0]))
    ):
        told = [entry for entry in group if not _is_alt(entry) or entry.page not in others]
        alts.update(dict.fromkeys(entry.page for entry in group if entry not in told))
        rows += _of_cause(told, "".join(marks[cause] for cause in sorted(causes, key=order.__getitem__)))
    if alts:
        pages = "・".join(sorted(alts, key=lambda page: (len(page), page)))
        rows.append(Printed(f"{pages}頁 {ALTS[0]}", ALTS[1], ALTS[2], ""))
    return rows


def _is_alt(entry: ErrataEntry) -> bool:
    return all(place.endswith(ALT) for place in entry.places)


def _of_cause(entries: list[ErrataEntry], marks: str) -> list[Printed]:
    columns: dict[tuple[str, str, str], list[tuple[str, ErrataEntry]]] = {}
    for entry in entries:
        for place in entry.places:
            if cell := CELL.fullmatch(place):
                columns.setdefault((entry.page, cell[1], cell[3]), []).append((cell[2], entry))
    whole = {key: cells for key, cells in columns.items() if len(cells) >= LEAST_CELLS}
    alike: dict[tuple[str, str], dict[str, list[str]]] = {}
    for entry in entries:
        for place in entry.places:
            cell = CELL.fullmatch(place)
            if not cell or (entry.page, cell[1], cell[3]) not in whole:
                pages = alike.setdefault((entry.wrong, entry.right), {})
                pages.setdefault(entry.page, []).append(place)
    rows = [Printed(_where(pages), wrong, right, marks) for (wrong, right), pages in alike.items()]
    for (page, what, column), cells in whole.items():
        place = f"{what} {column}（{_span([row for row, _ in cells])}）"
        wrong = "、".join(entry.wrong for _, entry in cells)
        right = "、".join(entry.right for _, entry in cells)
        rows.append(Printed(_where({page: [place]}), wrong, right, marks))
    return _of_one_place(rows)


def _of_one_place(rows: list[Printed]) -> list[Printed]:
    """What changed in the same place by the same cause stands side by side."""
    places: dict[str, Printed] = {}
    for row in rows:
        before = places.get(row.place)
        both = (before, row) if before else (row,)
        places[row.place] = row._replace(
            wrong="、".join(one.wrong for one in both), right="、".join(one.right for one in both)
        )
    return list(places.values())


def _span(rows: list[str]) -> str:
    """Rows in a row: fiscal years one after the other as 令和5年度〜令和9年度."""
    years = [int(match[1]) for row in rows if (match := YEAR.fullmatch(row))]
    if years and years == list(range(years[0], years[0] + len(rows))):
        return f"{rows[0]}〜{rows[-1]}"
    return "、".join(rows)


def _where(pages: dict[str, list[str]]) -> str:
    return "、".join(
        (f"{page}頁 " if page else "") + "、".join(dict.fromkeys(places)) for page, places in pages.items()
    )
