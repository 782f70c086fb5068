"""Draws one 調査票 with xlsxwriter: the sheet to fill in, and the hidden manifest."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from etl.findings import Finding
from etl.names import MunicipalityName
from etl.readers.grid import fixed_cell_name
from etl.survey.form.entries import Entries
from etl.survey.form.questions import Form
from etl.survey.form.reader import FormError
from etl.survey.sheet import formulas
from etl.survey.sheet import layout as places
from etl.survey.sheet.body import draw_closing, draw_line, draw_slot
from etl.survey.sheet.head import card_cell, draw_head
from etl.survey.sheet.layout import Layout, make_layout
from etl.survey.sheet.manifest import MANIFEST_SHEET, make_manifest, manifest_rows
from etl.survey.sheet.marking import Marking, markings
from etl.survey.sheet.pen import Pen
from etl.survey.sheet.progress import progress
from etl.survey.sheet.quick_sheet import QuickSheet
from etl.survey.sheet.validation import needs_list_sheet

LIST_SHEET = "_lists"
A4 = 9
MARGINS = {"left": 0.45, "right": 0.45, "top": 0.55, "bottom": 0.6}
PROTECTION = {"format_columns": True, "format_rows": True}
PROPERTY_PREFIX = "kasanari_"  # custom document properties: version and municipality once more
FOOTER_FONT = '&"Meiryo UI,Regular"&8 '
BOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    # Column widths count digits of this font: Arial 10 gives 7 px in Excel and, by Liberation Sans, elsewhere.
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}


@dataclass(frozen=True)
class Template:
    """What is the same for all municipalities: places, formulas and rules, worked out once."""

    layout: Layout
    markings: tuple[Marking, ...]
    formulas: dict[str, str]


def make_template(form: Form) -> Template:
    """Raises FormError where the form has more conditions than an Excel formula can hold."""
    layout = make_layout(form)
    answered, required = (card_cell(layout, key) for key in ("answered", "required"))
    texts = {
        "answered": formulas.answered_formula(layout),
        "required": formulas.required_formula(layout),
        "bar": formulas.bar_formula(answered, required),
        "missing": formulas.missing_formula(layout, answered, required),
    }
    longest = max(map(len, texts.values()))
    if longest > formulas.LONGEST_FORMULA:
        message = (
            f"条件が多く、記入状況の数式が長すぎます（{longest}字、上限{formulas.LONGEST_FORMULA}字）。"
            "only_if や必須の質問を減らしてください"
        )
        raise FormError([Finding("error", "FORM-SIZE", message, file=f"様式 {form.version}")])
    return Template(layout, markings(layout), texts)


def created_at(form: Form) -> datetime:
    """The time written into the files: of the day of issue, so that issuing again gives the same bytes."""
    return datetime.combine(form.issued_on, time(9))


def draw_workbook(
    template: Template, town: MunicipalityName, previous: Entries, entries: Entries, created: datetime
) -> bytes:
    """The bytes of one workbook; the same for the same arguments."""
    layout, form = template.layout, template.layout.form
    buffer = BytesIO()
    # A copy: xlsxwriter writes into the options, and the first workbook of a process would differ from the next.
    book = xlsxwriter.Workbook(buffer, deepcopy(BOOK_OPTIONS))
    book.set_properties({"title": f"{form.title}（{town.name}）", "author": form.sender, "created": created})
    for key, value in (("form_version", form.version), ("municipality_code", town.code)):
        book.set_custom_property(PROPERTY_PREFIX + key, value, "text")
    pen = Pen(book, book.add_worksheet(places.SHEET_NAME, QuickSheet))
    _draw_manifest(book, layout, town)
    for column, width in enumerate(layout.widths):
        pen.sheet.set_column(column, column, width, pen.style("base"))
    draw_head(pen, layout, town, progress(layout, entries, previous), template.formulas)
    for line in layout.lines:
        draw_line(pen, layout, line)
    lists = _Lists(book)
    for slot in layout.slots:
        draw_slot(pen, layout, slot, entries, previous, lists.source)
    for marking in template.markings:
        pen.mark(marking)
    draw_closing(pen, layout)
    _set_page(pen.sheet, layout, town)
    book.close()
    return buffer.getvalue()


class _Lists:
    """Choices too long for a dropdown rule: each in a column of a hidden sheet, made when first needed."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.ranges: dict[tuple[str, ...], str] = {}

    def source(self, values: list[str]) -> list[str] | str:
        if not needs_list_sheet(values):
            return values
        key = tuple(values)
        if key not in self.ranges:
            column = len(self.ranges)
            sheet = self.book.get_worksheet_by_name(LIST_SHEET) or self.book.add_worksheet(LIST_SHEET)
            sheet.very_hidden()
            sheet.write_column(0, column, values)
            first, last = (fixed_cell_name(row, column) for row in (0, len(values) - 1))
            self.ranges[key] = f"={LIST_SHEET}!{first}:{last}"
        return self.ranges[key]


def _set_page(sheet: Any, layout: Layout, town: MunicipalityName) -> None:
    """A4 upright, one page wide, the heading row on each page; protected without a password."""
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.set_portrait()
    sheet.set_margins(**MARGINS)
    sheet.center_horizontally()
    sheet.print_area(0, 0, layout.last_row + 1, len(layout.widths) - 1)
    sheet.repeat_rows(layout.header_row)
    sheet.fit_to_pages(1, 0)
    if layout.break_row is not None:
        sheet.set_h_pagebreaks([layout.break_row])
    left, middle, right = f"様式 {layout.form.version}", "&P ／ &N ページ", f"{town.code} {town.name}"
    sheet.set_footer(f"&L{FOOTER_FONT}{left}&C{FOOTER_FONT}{middle}&R{FOOTER_FONT}{right}")
    sheet.freeze_panes(places.SENDER_ROW, 0)
    first = layout.slots[0]
    sheet.set_selection(first.row, first.col, first.row, first.col)
    sheet.protect("", PROTECTION)
    sheet.activate()


def _draw_manifest(book: Any, layout: Layout, town: MunicipalityName) -> None:
    sheet = book.add_worksheet(MANIFEST_SHEET)
    for row, values in enumerate(manifest_rows(make_manifest(layout, town.code, town.name))):
        for column, value in enumerate(values):
            sheet.write_string(row, column, value)
    sheet.very_hidden()
