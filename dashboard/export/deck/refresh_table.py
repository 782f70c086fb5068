"""Refreshing a table cell by cell: each row goes with its key, wherever people put it; what they changed stays."""

from __future__ import annotations

import copy
from typing import Any

from dashboard.export.deck import draw_table, ink, ownership, refresh_numbers, refresh_text
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Cell, NativeTable, Paragraph, Row, Slide
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.ownership import WrittenLine
from dashboard.export.deck.read_back import Found
from dashboard.export.deck.table_grid import RowLines, TableGrid, body_of, line_in, recorded_rows, text_in

COLUMNS_CHANGED = "表の列の作りが変わったため、そのままにしました。作り直してください"
ROWS_REMOVED = "表の{}行が手で削除されているため、その行は入れていません（ほかの行は新しくしました）"
ROWS_OWN = "表に手で加えられた{}行は、そのままにしました"
COLUMNS_OWN = "表の列が手で増減されているため、その列はそのままにしました（ほかの列は新しくしました）"
MERGED = "表のセルが結合されているため、行の増減と並べ替えはしていません"
ROW_OBSOLETE = "{}行目は不要になりましたが、手で書き換えられているため残しました"
CELL_EDITED = "{}行目: セルが手で書き換えられているため、そのままにしました"


def refresh_table(
    notes: Notes, slide: Slide, found: Found, wanted: NativeTable, last: dict[str, Any]
) -> bool:
    """False where the whole table is left."""
    written, goal = recorded_rows(last), _drawn(wanted)
    if not written or len(written[0].cells) != len(goal[0].cells):
        notes.add_unchanged(slide, found, COLUMNS_CHANGED, "")
        return False
    work = _Work(notes, slide, found, wanted, written, goal)
    if not work.columns:
        notes.add_unchanged(slide, found, COLUMNS_CHANGED, "")
        return False
    work.renew()
    return True


def state_of(wanted: NativeTable) -> dict[str, Any]:
    """The record of a table: what we wrote, or would have written where people had changed it."""
    goal = _drawn(wanted)
    return {
        "kind": "table",
        "cells": [[cell.text for cell in row.cells] for row in goal],
        "numbers": [[[list(number) for number in cell.numbers] for cell in row.cells] for row in goal],
        "rows": [row.key for row in wanted.rows],
        "alt": refresh_text.plain(wanted.alt),
    }


class _Work(TableGrid):
    """One table being refreshed."""

    def __init__(
        self,
        notes: Notes,
        slide: Slide,
        found: Found,
        wanted: NativeTable,
        written: list[RowLines],
        goal: list[RowLines],
    ) -> None:
        super().__init__(found.shape.table, written)
        self.notes, self.slide, self.found = notes, slide, found
        self.name, self.goal = wanted.name, goal
        header = Row("", tuple(draw_table.header_cell(text, wanted.head_fill) for text in wanted.header))
        self.sources = [header, *wanted.rows]
        self.is_merged = any(
            cell.get(name)
            for row in self.lines
            for cell in row
            for name in ("gridSpan", "rowSpan", "hMerge", "vMerge")
        )
        self.next_of = _by_key(written, goal)

    def renew(self) -> None:
        matched = self.pairing.untouched | self.pairing.edited
        placed: dict[int, Any] = {}
        for place, row in enumerate(list(self.tree.tr_lst)):
            if place not in matched:
                self._own_row(place)
                continue
            aim = self.next_of.get(matched[place])
            if aim is None:
                self._obsolete(place, row)
                continue
            placed.setdefault(aim, row)
            self._cells(place, matched[place], aim)
        self._tell_of_people(matched)
        if self.is_merged:
            if set(range(len(self.goal))) - set(self.next_of.values()):
                self.notes.add_unchanged(self.slide, self.found, MERGED, "")
            return
        self._add_rows(placed)
        self._in_order(placed)

    def _cells(self, place: int, last: int, aim: int) -> None:
        written, goal, source = self.written[last], self.goal[aim], self.sources[aim]
        for column in self.ours:
            if column >= len(self.lines[place]):
                continue
            cell, ours = self.lines[place][column], self.columns[column]
            was, due = written.cells[ours], goal.cells[ours]
            now = line_in(cell)
            is_same = now.text == due.text and (not now.numbers or now.keys == due.keys)
            if is_same:
                continue
            if now.text == was.text or now.text == due.text:
                _write(cell, source.cells[ours], f"{self.name}/{source.key}/{ours}")
                if now.text != due.text:
                    self.notes.add_change(self.slide, self.found, f"表（{place}行目）", now.text, due.text)
                continue
            self._edited_cell(place, cell, was, due)

    def _edited_cell(self, place: int, cell: Any, was: WrittenLine, due: WrittenLine) -> None:
        if next(ink.fields(body_of(cell)), None) is not None:
            refresh_numbers.renew_numbers(self.notes, self.slide, self.found, body_of(cell), was, due)
        else:
            self.notes.add_unchanged(self.slide, self.found, CELL_EDITED.format(place), due.text)

    def _own_row(self, place: int) -> None:
        written = {key: text for row in self.written for cell in row.cells for key, text in cell.numbers}
        due = {key: text for row in self.goal for cell in row.cells for key, text in cell.numbers}
        for cell in self.lines[place]:
            if body_of(cell) is not None:
                refresh_numbers.stray_numbers(self.notes, self.slide, self.found, body_of(cell), written, due)

    def _obsolete(self, place: int, row: Any) -> None:
        """A row that today's table has not: out, unless people worked on it."""
        texts = [text_in(cell) for cell in self.lines[place]]
        is_own = any(texts[column] for column in range(len(texts)) if column not in self.columns)
        if place in self.pairing.edited or is_own or self.is_merged:
            self.notes.add_unchanged(self.slide, self.found, ROW_OBSOLETE.format(place), "")
            return
        self.notes.add_change(self.slide, self.found, "表（行の削除）", " / ".join(texts), "")
        row.getparent().remove(row)

    def _tell_of_people(self, matched: dict[int, int]) -> None:
        if len(self.columns) < max((len(row) for row in self.lines), default=0) or len(self.columns) < len(
            self.goal[0].cells
        ):
            self.notes.add_unchanged(self.slide, self.found, COLUMNS_OWN, "")
        gone = [place for place in self.pairing.removed if place in self.next_of]
        if gone:
            names = " / ".join(self.goal[self.next_of[place]].cells[0].text for place in gone[:5])
            self.notes.add_unchanged(self.slide, self.found, ROWS_REMOVED.format(len(gone)), names)
        own = [place for place in range(len(self.lines)) if place not in matched]
        if own:
            self.notes.add_unchanged(self.slide, self.found, ROWS_OWN.format(len(own)), "")

    def _add_rows(self, placed: dict[int, Any]) -> None:
        """Rows that the last table had not: after the row before them."""
        for aim in range(len(self.goal)):
            if aim in self.next_of.values():
                continue
            before = next((placed[n] for n in range(aim - 1, -1, -1) if n in placed), None)
            model = next((placed[n] for n in range(aim - 1, 0, -1) if n in placed), None)
            if model is None:
                model = next((placed[n] for n in range(aim + 1, len(self.goal)) if n in placed), before)
            if model is None:
                self.notes.add_unchanged(
                    self.slide, self.found, refresh_text.NOT_ADDED, self.goal[aim].cells[0].text
                )
                continue
            fresh = copy.deepcopy(model)
            for extension in fresh.findall(f"{A}extLst"):
                fresh.remove(extension)
            if before is None:
                model.addprevious(fresh)
            else:
                before.addnext(fresh)
            self._fill(fresh, self.sources[aim])
            placed[aim] = fresh
            self.notes.add_change(
                self.slide,
                self.found,
                "表（行の追加）",
                "",
                " / ".join(cell.text for cell in self.goal[aim].cells),
            )

    def _fill(self, row: Any, source: Row) -> None:
        for place, cell in enumerate(row.findall(f"{A}tc")):
            ours = self.columns.get(place)
            shown = Cell(()) if ours is None else source.cells[ours]
            _write(cell, shown, f"{self.name}/{source.key}/{place}")
            draw_table.surface(cell, shown.fill)

    def _in_order(self, placed: dict[int, Any]) -> None:
        """Our rows in today's order, where people have not put them into another; theirs keep their places."""
        rows = list(self.tree.tr_lst)
        if not self.pairing.is_in_order or len(set(self.pairing.untouched.values())) < len(
            self.pairing.untouched
        ):
            return
        edited = sorted((self.pairing.untouched | self.pairing.edited).items())
        if [last for _, last in edited] != sorted(last for _, last in edited):
            return
        ours = [row for row in rows if any(row is one for one in placed.values())]
        due = [placed[aim] for aim in sorted(placed)]
        if all(one is other for one, other in zip(ours, due, strict=True)):
            return
        slots = iter(due)
        order = [next(slots) if any(row is one for one in ours) else row for row in rows]
        for row in rows:
            self.tree.remove(row)
        for row in order:
            self.tree.append(row)
        self.notes.add_change(self.slide, self.found, "表（行の順）", "", "")


def _drawn(wanted: NativeTable) -> list[RowLines]:
    header = RowLines("", tuple(ownership.line_of((text,)) for text in wanted.header))
    return [
        header,
        *(RowLines(row.key, tuple(ownership.line_of(c.parts) for c in row.cells)) for row in wanted.rows),
    ]


def _by_key(written: list[RowLines], goal: list[RowLines]) -> dict[int, int]:
    """The row of today's table that has the key of each row that we wrote; the heading has that of the heading."""
    free: dict[str, list[int]] = {}
    for place, row in enumerate(goal):
        free.setdefault(row.key, []).append(place)
    return {place: free[row.key].pop(0) for place, row in enumerate(written) if free.get(row.key)}


def _write(target: Any, cell: Cell, name: str) -> None:
    paragraph = Paragraph(cell.parts, bold=cell.bold, colour=cell.colour, align=cell.align, size=0)
    body = body_of(target)
    if body is None:
        body = target.get_or_add_txBody()
    refresh_text.rewrite(body, (paragraph,), name)
