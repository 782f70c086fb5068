"""Which kind a file is of, by its headings; how sure that is, and why."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from etl.add_kinds import BOUNDARIES, KINDS, LABELS, table_kinds
from etl.inspection import titled_kind
from etl.inspection.candidates import unknown_places
from etl.readers import beside
from etl.readers.figure_headings import is_figure
from etl.readers.figure_table import WIDE
from etl.readers.grid import Document, Sheet, cell_at, is_blank
from etl.readers.headings import ColumnMap, Header, find_header
from etl.survey.sheet.manifest import MANIFEST_SHEET

Certainty = Literal["sure", "likely", "unsure", "unknown"]
RETURN = "return"
SHAPES = (".shp", ".geojson", ".topojson")
# Columns that stand in many kinds of table and tell none from another.
# What has no heading of its own to be named by.
FIGURE_COLUMNS = {"figure": "人口・世帯数などの数の列"}
# The record of corrections, which the program writes: a table that lacks a part of it is something else.
OWN_RECORD = "corrections"
COMMON = frozenset({"code", "name", "subprefecture", "number", "note", "fiscal_year", "district"})
MOST_ROWS = 12
TITLE_SHOWN = 40
_RETURN_TITLE = re.compile(r"調査票|回答票|実態調査|意向調査")
_QUESTION = re.compile(r"問\s*\d")


@dataclass(frozen=True)
class Recognition:
    """`kind`: one of KINDS, "return" for a 調査票, "" for nothing known. `table_kind`, `sheet`, `header`: what was found of it.

    `others`: further kinds that fit, the best first.
    """

    kind: str
    certainty: Certainty
    why: str
    table_kind: str = ""
    sheet: Sheet | None = None
    header: Header | None = None
    missing: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Match:
    kind: str
    table_kind: str
    sheet: Sheet
    header: Header
    missing: tuple[str, ...]
    own: int

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        return (not self.missing, self.own, self.header.score, -len(self.header.unknown))


def of_boundary_file(path: Path) -> Recognition | None:
    """A file of shapes, by its name or by what its zip holds; None for all others. Nothing is unpacked."""
    suffix = path.suffix.lower()
    if suffix in (*SHAPES, ".json"):
        return Recognition(BOUNDARIES, "sure", f"地図の形のファイル（{suffix}）です。")
    if suffix != ".zip":
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.lower() for name in archive.namelist()[:2000]]
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    inside = next((name for name in names if name.endswith(SHAPES)), "")
    if not inside:
        return None
    return Recognition(
        BOUNDARIES, "sure", f"zip の中に地図の形のファイル（{inside.rpartition('.')[2]}）があります。"
    )


def of_document(document: Document, columns: ColumnMap, only: str = "", file_name: str = "") -> Recognition:
    """The kind of a document of cells; `only`: the kind that an officer chose.

    What its title says (of the sheet, else of the file) decides between kinds of which the headings hold as much.
    """
    if not only and (found := _return(document)) is not None:
        return found
    kinds = [only] if only else [kind for kind in KINDS if kind != BOUNDARIES]
    matches = sorted(
        _matches(document, columns, kinds, is_chosen=bool(only)), key=lambda one: one.rank, reverse=True
    )
    titled, title = ("", "") if only else titled_kind.of_texts(_titles(document, matches, file_name))
    if (
        titled and not matches
    ):  # read as if an officer had chosen it, so that its headings can be given their meaning
        matches = _matches(document, columns, [titled], is_chosen=True)
    if not matches:
        if titled:
            why = f"「{title[:TITLE_SHOWN]}」とありますが、知っている見出しの行が見つかりません。"
            return Recognition(titled, "unsure", why)
        return Recognition(only, "unknown", "知っている見出しの行が見つかりません。")
    best = next(
        (one for one in matches if one.kind == titled and (not one.missing or matches[0].missing)), matches[0]
    )
    rivals = [one for one in matches[1:] if one.kind != best.kind and (one.missing == () or best.missing)]
    others = tuple(dict.fromkeys(one.kind for one in rivals if one.own))
    unknown = unknown_places(best.header, best.table_kind)
    read = [
        text
        for place, text in best.header.texts.items()
        if place not in (*unknown, *best.header.skipped) or (best.table_kind == WIDE and is_figure(text))
    ]
    shown = "、".join(f"「{text}」" for text in read[:8])
    certainty: Certainty
    told = f"「{title[:TITLE_SHOWN]}」とあり、" if titled else ""
    if titled not in ("", best.kind):
        certainty = "unsure"
        others = tuple(dict.fromkeys((titled, *others)))
        why = f"見出し {shown} がありますが、「{title[:TITLE_SHOWN]}」とあるので、{LABELS[titled]}かもしれません。"
    elif (best.missing or not best.own) and not only:
        certainty = "unsure" if best.own or titled else "unknown"
        why = f"{told}{LABELS[best.kind]}に似た見出し（{shown}）がありますが、必要な見出しが足りません。"
    else:
        is_close = any(not one.missing and one.own >= best.own for one in rivals)
        certainty = "likely" if is_close or unknown else "sure"
        certainty = "sure" if titled and not unknown else certainty
        why = f"{told}見出し {shown} があります。"
    kind = best.kind if certainty != "unknown" else only
    return Recognition(kind, certainty, why, best.table_kind, best.sheet, best.header, best.missing, others)


def _titles(document: Document, matches: Sequence[_Match], file_name: str) -> Iterator[str]:
    """What stands above the tables that may be meant, then the names of their sheets, then that of the file."""
    headers = {one.sheet.name: one.header.row for one in reversed(matches)}
    sheets = [sheet for sheet in document.sheets if sheet.visible]
    for sheet in sheets:
        above = headers.get(sheet.name, 0 if headers else 1)
        yield from (
            cell_at(sheet, row, column).text
            for row in range(min(above, MOST_ROWS, len(sheet.rows)))
            for column in range(len(sheet.rows[row]))
            if not is_blank(sheet, row, column)
        )
    yield from (sheet.name for sheet in sheets)
    yield Path(file_name).stem


def _return(document: Document) -> Recognition | None:
    if any(sheet.name == MANIFEST_SHEET for sheet in document.sheets):
        return Recognition(RETURN, "sure", "調査票の目印になるシートがあります。")
    for sheet in document.sheets:
        if not sheet.visible:
            continue
        texts = _first_texts(sheet)
        title = next((text for text in texts if _RETURN_TITLE.search(text)), "")
        questions = sum(bool(_QUESTION.match(text)) for text in texts)
        if title and questions:
            return Recognition(RETURN, "likely", f"「{title[:40]}」とあり、問の番号が並んでいます。")
        if questions > 2:
            return Recognition(RETURN, "likely", "問の番号の並ぶ表（調査票の取りまとめ表）のようです。")
    return None


def _first_texts(sheet: Sheet) -> list[str]:
    return [
        cell_at(sheet, row, column).text.strip()
        for row in range(min(MOST_ROWS, len(sheet.rows)))
        for column in range(len(sheet.rows[row]))
        if not is_blank(sheet, row, column)
    ]


def _matches(
    document: Document, columns: ColumnMap, kinds: Sequence[str], *, is_chosen: bool
) -> list[_Match]:
    """Tables of these kinds; with nothing but columns that every table has only where an officer chose the kind."""
    found = []
    for kind in kinds:
        for table_kind in table_kinds(kind):
            rules = columns[table_kind]
            required = list(dict.fromkeys(rule.column for rule in rules if rule.required))
            for sheet in document.sheets:
                header = find_header(sheet, rules) if sheet.visible else None
                if header is None:
                    continue
                have = set(header.columns.values())
                missing = [column for column in required if column not in have]
                own = len(have - COMMON - beside.COLUMNS)
                if table_kind == WIDE:
                    figures = sum(map(is_figure, header.texts.values()))
                    own = figures if have & {"code", "name"} else 0
                    missing = [] if own else ["figure"]
                if kind == OWN_RECORD and missing and not is_chosen:
                    continue  # the office's own record, which the program writes
                if own or is_chosen:
                    found.append(_Match(kind, table_kind, sheet, header, tuple(missing), own))
    return found
