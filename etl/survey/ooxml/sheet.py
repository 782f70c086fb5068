"""One worksheet part: where its cells and parts stand, and the edits that colour cells and point to comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from etl.readers.grid import Position, Range, cell_name, position
from etl.survey.ooxml import xml as ooxml_xml
from etl.survey.ooxml.geometry import Grid, grid_of
from etl.survey.ooxml.parts import attribute, relationship_space
from etl.survey.ooxml.xml import Edit, Element

# How a cell that is there is edited, from its row's bytes and its element in them; how one is made that is not there yet.
Change = Callable[[bytes, Element], Edit]
Making = Callable[[Position], bytes]
# What may stand before an element in a worksheet (ISO 29500-1, 18.3.1.99).
BEFORE_CONDITIONS = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr",
}  # fmt: skip
BEFORE_LEGACY_DRAWING = BEFORE_CONDITIONS | {
    "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
}  # fmt: skip
_LISTED = {"row", "col", "mergeCell"}
_ANYWHERE = {"cfRule", "sqref", "formula"}


class WorksheetXml:
    """A worksheet part, read once; `edits` are made to its bytes."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.edits: list[Edit] = []
        elements = ooxml_xml.find(
            content,
            lambda local, depth: depth <= 1 or local in _ANYWHERE or (depth == 2 and local in _LISTED),
        )
        self.root, self.elements = elements[0], elements[1:]
        self.prefix = self.root.prefix
        self.data = next((e for e in self.elements if e.local == "sheetData"), None)
        self.rows = self._numbered_rows()
        self._cells: dict[int, list[tuple[int, Element]]] = {}

    def children(self, local: str) -> list[Element]:
        return [element for element in self.elements if element.local == local]

    @cached_property
    def grid(self) -> Grid:
        formats = self.children("sheetFormatPr")
        return grid_of(formats[0] if formats else None, self.children("col"), self.rows.items())

    @cached_property
    def merged(self) -> list[Range]:
        areas = (area_of(element.attributes.get("ref", "")) for element in self.children("mergeCell"))
        return [area for area in areas if area is not None]

    def area_at(self, cell_position: Position) -> Range:
        """The merged range of a cell, or the cell alone."""
        return next(
            (area for area in self.merged if is_inside(area, cell_position)), (*cell_position, *cell_position)
        )

    def style_at(self, cell_position: Position) -> int:
        """The style in force at a cell: its own, else its row's, else its column's."""
        row, column = cell_position
        cell = self._cell(cell_position)
        if cell is not None:
            return ooxml_xml.whole(cell, "s", 0)
        if row in self.rows and self.rows[row].attributes.get("customFormat") in ("1", "true"):
            return ooxml_xml.whole(self.rows[row], "s", 0)
        for element in self.children("col"):
            if ooxml_xml.whole(element, "min") <= column + 1 <= ooxml_xml.whole(element, "max"):
                return ooxml_xml.whole(element, "style", 0)
        return 0

    def set_styles(self, styles: Mapping[Position, int]) -> None:
        """Give cells their style, making those that are not there yet. Once a sheet: the places do not move."""

        def change(style: int) -> Change:
            def edit(row: bytes, cell: Element) -> Edit:
                tag = ooxml_xml.set_attributes(row[cell.start : cell.inner], {"s": str(style)})
                return cell.start, cell.inner, tag

            return edit

        def making(style: int) -> Making:
            return lambda place: f'<{self.prefix}c r="{cell_name(*place)}" s="{style}"/>'.encode()

        self._set_cells({place: (change(style), making(style)) for place, style in styles.items()})

    def set_values(self, values: Mapping[Position, str | float]) -> None:
        """Put numbers and texts in place of what cells hold; their style stays. Once a sheet, as set_styles."""

        def filled(place: Position, style: str, value: str | float) -> bytes:
            cell = f'<{self.prefix}c r="{cell_name(*place)}"' + (f' s="{style}"' if style else "")
            p = self.prefix
            if isinstance(value, str):
                text = f'<{p}t xml:space="preserve">{ooxml_xml.escape(value)}</{p}t>'
                return f'{cell} t="inlineStr"><{p}is>{text}</{p}is></{p}c>'.encode()
            return f"{cell}><{p}v>{value!r}</{p}v></{p}c>".encode()

        def change(place: Position, value: str | float) -> Change:
            return lambda _row, cell: (
                cell.start,
                cell.end,
                filled(place, cell.attributes.get("s", ""), value),
            )

        def making(value: str | float) -> Making:
            return lambda place: filled(place, str(self.style_at(place) or ""), value)

        self._set_cells({place: (change(place, value), making(value)) for place, value in values.items()})

    def has_formula(self, place: Position) -> bool:
        """Whether a cell is computed by the workbook."""
        cell = self._cell(place)
        if cell is None:
            return False
        row = self.rows[place[0]]
        inside = self.content[row.start + cell.inner : row.start + cell.close]
        return f"<{self.prefix}f>".encode() in inside or f"<{self.prefix}f ".encode() in inside

    def formulas(self) -> list[Position]:
        """The cells that the workbook computes."""
        places = [(row, column) for row in self.rows for column, _ in self._cells_of(row)]
        return [place for place in places if self.has_formula(place)]

    def _set_cells(self, changes: Mapping[Position, tuple[Change, Making]]) -> None:
        by_row: dict[int, dict[int, tuple[Change, Making]]] = {}
        for (row, column), change in sorted(changes.items()):
            by_row.setdefault(row, {})[column] = change
        new_rows: list[tuple[int, bytes]] = []
        for row, cells in by_row.items():
            if row in self.rows:
                self._set_in_row(row, cells)
            else:
                made = b"".join(making((row, column)) for column, (_, making) in cells.items())
                tag = f"{self.prefix}row"
                new_rows.append((row, f'<{tag} r="{row + 1}">'.encode() + made + f"</{tag}>".encode()))
        self._add_rows(new_rows)
        self._widen_dimension(list(changes))

    @property
    def legacy_drawing(self) -> str:
        """The relation id of the VML drawing; "" where there is none."""
        found = self.children("legacyDrawing")
        return attribute(found[0], "id") if found else ""

    def add_legacy_drawing(self, relation_id: str) -> None:
        space = relationship_space(self.root)
        known = (
            key[6:] for key, value in self.root.attributes.items() if value == space and key[:6] == "xmlns:"
        )
        prefix = next(known, None)
        declared = "" if prefix else f' xmlns:r="{space}"'
        tag = f'<{self.prefix}legacyDrawing{declared} {prefix or "r"}:id="{relation_id}"/>'
        self.insert_after(BEFORE_LEGACY_DRAWING, tag.encode())

    def insert_after(self, earlier: set[str], element: bytes) -> None:
        """Put an element behind the last of those that must stand before it, so before others of its own name."""
        ends = [e.end for e in self.elements if e.depth == 1 and e.local in earlier]
        place = max(ends, default=self.root.inner)
        self.edits.append((place, place, element))

    def to_bytes(self) -> bytes:
        return ooxml_xml.apply(self.content, self.edits)

    def _numbered_rows(self) -> dict[int, Element]:
        rows: dict[int, Element] = {}
        number = -1
        for element in self.elements:
            if element.local == "row":
                number = ooxml_xml.whole(element, "r", number + 2) - 1
                rows[number] = element
        return rows

    def _cells_of(self, row: int) -> list[tuple[int, Element]]:
        """Column and element of the cells of a row; offsets count from the start of the row."""
        if row not in self._cells:
            element = self.rows[row]
            xml = self.content[element.start : element.end]
            cells: list[tuple[int, Element]] = []
            column = -1
            for cell in ooxml_xml.find(xml, lambda local, depth: local == "c" and depth == 1):
                named = area_of(cell.attributes.get("r", ""))
                column = named[1] if named is not None else column + 1
                cells.append((column, cell))
            self._cells[row] = cells
        return self._cells[row]

    def _cell(self, cell_position: Position) -> Element | None:
        cells = self._cells_of(cell_position[0]) if cell_position[0] in self.rows else []
        return next((cell for column, cell in cells if column == cell_position[1]), None)

    def _set_in_row(self, row: int, changes: dict[int, tuple[Change, Making]]) -> None:
        element = self.rows[row]
        old = self.content[element.start : element.end]
        cells = self._cells_of(row)
        edits: list[Edit] = []
        appended = b""
        for column, (change, making) in changes.items():
            cell = self._cell((row, column))
            later = next((cell.start for other, cell in cells if other > column), None)
            if cell is not None:
                edits.append(change(old, cell))
            elif later is not None:
                edits.append((later, later, making((row, column))))
            else:
                appended += making((row, column))
        own = Element(
            element.name, element.attributes, 0, 0, element.inner - element.start,
            element.close - element.start, element.end - element.start,
        )  # fmt: skip
        attributes = _spans(element.attributes.get("spans"), changes)
        if appended or attributes:
            edits += ooxml_xml.append_child(old, own, appended, attributes)
        self.edits.append((element.start, element.end, ooxml_xml.apply(old, edits)))

    def _add_rows(self, new_rows: list[tuple[int, bytes]]) -> None:
        if self.data is None or not new_rows:
            return
        appended = b""
        for row, made in new_rows:
            later = min((number for number in self.rows if number > row), default=None)
            if later is None:
                appended += made
            else:
                start = self.rows[later].start
                self.edits.append((start, start, made))
        if appended:
            self.edits += ooxml_xml.append_child(self.content, self.data, appended, {})

    def _widen_dimension(self, places: list[Position]) -> None:
        for element in self.children("dimension"):
            area = area_of(element.attributes.get("ref", ""))
            if area is None or all(is_inside(area, place) for place in places):
                continue
            rows = [area[0], area[2], *(row for row, _ in places)]
            columns = [area[1], area[3], *(column for _, column in places)]
            ref = f"{cell_name(min(rows), min(columns))}:{cell_name(max(rows), max(columns))}"
            tag = ooxml_xml.set_attributes(self.content[element.start : element.inner], {"ref": ref})
            self.edits.append((element.start, element.inner, tag))


def area_of(reference: str) -> Range | None:
    """B4 or B4:C6 as a range, also with $; None for anything else."""
    first, _, last = reference.replace("$", "").strip().upper().partition(":")
    try:
        area = (*position(first), *position(last or first))
    except ValueError:
        return None
    return area if min(area) >= 0 else None


def is_inside(area: Range, cell_position: Position) -> bool:
    return area[0] <= cell_position[0] <= area[2] and area[1] <= cell_position[1] <= area[3]


def _spans(spans: str | None, columns: Mapping[int, object]) -> dict[str, str]:
    """The spans attribute of a row widened to new columns; empty where it need not change."""
    if spans is None or not spans.replace(":", "").isdigit():
        return {}
    first, last = map(int, spans.split(":"))
    wider = f"{min(first, min(columns) + 1)}:{max(last, max(columns) + 1)}"
    return {"spans": wider} if wider != f"{first}:{last}" else {}
