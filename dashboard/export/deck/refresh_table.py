"""Refreshing a table: cells that are as we wrote them; a row that people worked on stays with its town."""

from __future__ import annotations

from typing import Any

from dashboard.export.deck import draw_table, ink, read_back, refresh_text
from dashboard.export.deck.model import Cell, NativeTable, Paragraph, Row, Slide
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found

RESHAPED = "表の行や列が手で増減されているため、そのままにしました"
ROW_EDITED = "この行は手で書き換えられているため、そのままにしました"
CELL_EDITED = "セルが手で書き換えられているため、そのままにしました"


def refresh_table(
    notes: Notes, slide: Slide, found: Found, wanted: NativeTable, last: dict[str, Any]
) -> None:
    now = read_back.state(found.shape)
    goal = cells(wanted)
    if now.get("kind") != "table" or _size(now["cells"]) != _size(last["cells"]):
        notes.add_unchanged(slide, found, RESHAPED, "")
        return
    if len(goal[0]) != len(now["cells"][0]):
        notes.add_unchanged(
            slide, found, "表の列の作りが変わったため、そのままにしました。作り直してください", ""
        )
        return
    _length(notes, slide, found, wanted, last, now["cells"])
    table = found.shape.table
    keys = ["", *last.get("rows", [])]
    header = Row("", tuple(draw_table.header_cell(text) for text in wanted.header))
    for place, row in enumerate((header, *wanted.rows)):
        if place >= len(table.rows):
            break
        old = last["cells"][place] if place < len(last["cells"]) else None
        is_same = place < len(keys) and keys[place] == row.key
        _row(notes, slide, found, (place, row), old, is_same)


def remembered(last: dict[str, Any], fresh: dict[str, Any], wanted: NativeTable) -> dict[str, Any]:
    """The record of a table after a refresh: what stands where it is ours, what we wrote last where it is not."""
    if fresh.get("kind") != "table":
        return last
    goal, old = cells(wanted), last["cells"]
    if _size(fresh["cells"])[1] != len(goal[0]) or (
        _size(fresh["cells"]) != _size(old) and len(fresh["cells"]) != len(goal)
    ):
        return {**last, "alt": fresh["alt"]}
    kept: list[list[str]] = []
    numbers: list[list[Any]] = []  # of a cell that people wrote over, what ours would be
    rows: list[str] = []
    keys = last.get("rows", [])
    for place, line in enumerate(fresh["cells"]):
        was = old[place] if place < len(old) else line
        aim = goal[place] if place < len(goal) else was
        is_same = (
            place < len(goal) and place and [*keys, *[""] * place][place - 1] == wanted.rows[place - 1].key
        )
        numbers.append(
            [
                [[number.key, number.text] for number in wanted.rows[place - 1].cells[column].numbers]
                if is_same and text != aim[column]
                else fresh["numbers"][place][column]
                for column, text in enumerate(line)
            ]
        )
        kept.append(
            [now if now == want else before for now, want, before in zip(line, aim, was, strict=True)]
        )
        if place:
            is_ours = place < len(goal) and line[0] == aim[0]
            rows.append(
                wanted.rows[place - 1].key if is_ours else keys[place - 1] if place - 1 < len(keys) else ""
            )
    return {**last, "cells": kept, "numbers": numbers, "rows": rows, "alt": fresh["alt"]}


def cells(wanted: NativeTable) -> list[list[str]]:
    """The texts as they would be read back."""
    return [
        [ink.safe(text) for text in wanted.header],
        *([ink.safe(cell.text) for cell in row.cells] for row in wanted.rows),
    ]


def _row(
    notes: Notes, slide: Slide, found: Found, given: tuple[int, Row], old: list[str] | None, is_same: bool
) -> None:
    place, row = given
    table = found.shape.table
    now = [ink.text_of(table.cell(place, column)._tc.txBody) for column in range(len(row.cells))]
    goal = [ink.safe(cell.text) for cell in row.cells]
    if old is None:
        old = now
    edited = [column for column, text in enumerate(now) if text not in (old[column], goal[column])]
    stale = [
        column
        for column, cell in enumerate(row.cells)
        if now[column] != goal[column]
        or _keys(table.cell(place, column)) not in ([], [number.key for number in cell.numbers])
    ]
    if not stale:
        return
    if edited and not is_same:
        notes.add_unchanged(slide, found, f"{place}行目: {ROW_EDITED}", " / ".join(goal))
        return
    for column in edited:
        notes.add_unchanged(slide, found, f"{place}行目: {CELL_EDITED}", goal[column])
    for column in stale:
        if column not in edited:
            _write(table.cell(place, column), row.cells[column], f"{found.shape.name}/{row.key}/{column}")
            notes.add_change(slide, found, f"表（{place}行目）", now[column], goal[column])


def _keys(cell: Any) -> list[str]:
    """What the numbers of a cell count: the same 1 may be that of another town now."""
    return [key for key, _ in ink.fields(cell._tc.txBody)]


def _write(target: Any, cell: Cell, name: str) -> None:
    paragraph = Paragraph(cell.parts, bold=cell.bold, colour=cell.colour, align=cell.align, size=0)
    refresh_text.rewrite(target._tc.txBody, (paragraph,), name)


def _length(
    notes: Notes, slide: Slide, found: Found, wanted: NativeTable, last: dict[str, Any], now: list[list[str]]
) -> None:
    """As many rows as are wanted; a row that people worked on is not taken away."""
    table = found.shape.table
    goal = len(wanted.rows) + 1
    while len(table.rows) < goal:
        draw_table.add_row(table)
    while len(table.rows) > goal:
        place = len(table.rows) - 1
        if now[place] != last["cells"][place]:
            notes.add_unchanged(
                slide, found, f"{place}行目は不要になりましたが、手で書き換えられているため残しました", ""
            )
            return
        notes.add_change(slide, found, "表（行の削除）", " / ".join(now[place]), "")
        draw_table.drop_last_row(table)


def _size(grid: list[list[str]]) -> tuple[int, int]:
    return len(grid), len(grid[0]) if grid else 0
