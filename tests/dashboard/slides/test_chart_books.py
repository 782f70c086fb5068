"""What people write into a chart and into the table behind it is kept, and what nobody can check is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from dashboard.export.deck import chart_book, chart_words, draw_chart, refresh_chart
from dashboard.export.deck.model import Box, NativeChart, Series, Slide
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found


def bars(*values: float | None, areas: tuple[str, ...] = ("空知", "石狩", "十勝")) -> NativeChart:
    series = (Series("実施", values, "#0017C1"), Series("検討", (2.5, 3.0, 4.0)[: len(areas)], "#C5D7FB"))
    return NativeChart("グラフ", Box(1, 1, 8, 3), "bar_stacked", areas, series)


BEFORE, LATER = bars(1, None, 3), bars(2, 5, 3)


def chart() -> Any:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    return draw_chart.draw(slide.shapes, BEFORE, "BIZ UDPゴシック")


def edit(frame: Any, change: Callable[[Any], None]) -> None:
    part = frame.chart.part.chart_workbook.xlsx_part
    book = openpyxl.load_workbook(io.BytesIO(part.blob))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    part._blob = saved.getvalue()


def book_of(frame: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))


def refreshed(frame: Any, wanted: NativeChart) -> Notes:
    notes = Notes()
    found = Found(4, None, frame, "グラフ｜status_bars")
    refresh_chart.refresh_chart(
        notes, Slide("status_bars", ()), found, wanted, refresh_chart.state_of(BEFORE)
    )
    return notes


def remark(book: Any) -> None:
    book.active["I2"] = "空知は12月に再確認"
    book.create_sheet("計算")["B1"] = "=SUM(Sheet1!B2:B4)"


def test_remarks_in_the_table_of_a_chart_stay_beside_its_new_numbers() -> None:
    frame = chart()
    edit(frame, remark)
    assert refreshed(frame, LATER).unchanged == []
    assert list(frame.chart.plots[0].series[0].values) == [2, 5, 3]
    book = book_of(frame)
    assert [row[1] for row in book["Sheet1"].iter_rows(values_only=True)] == ["実施", 2, 5, 3]
    assert book["Sheet1"]["I2"].value == "空知は12月に再確認"
    assert book["計算"]["B1"].value == "=SUM(Sheet1!B2:B4)"
    assert book.calculation.fullCalcOnLoad


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book.active.__setitem__("B2", 6), refresh_chart.BOOK_EDITED),
        (lambda book: book.active.__setitem__("B2", "=1+1"), refresh_chart.BOOK_EDITED),
        (remark, refresh_chart.REMARKS.format("Sheet1のI2、計算のB1")),
    ],
)
def test_a_chart_is_left_and_told_where_its_table_cannot_be_renewed_around_what_people_wrote(
    change: Callable[[Any], None], said: str
) -> None:
    frame = chart()
    edit(frame, change)
    other = bars(2, 5, areas=("空知", "胆振"))
    [left] = refreshed(frame, other if change is remark else LATER).unchanged
    assert left.why == said
    assert list(frame.chart.plots[0].categories) == list(BEFORE.categories)


def test_a_table_that_nobody_touched_or_that_was_only_saved_again_is_ours() -> None:
    frame = chart()
    written = refresh_chart.state_of(BEFORE)
    blob = frame.chart.part.chart_workbook.xlsx_part.blob
    assert chart_book.look(blob, written) == chart_book.Book(True, ())
    edit(frame, lambda _book: None)
    blob = frame.chart.part.chart_workbook.xlsx_part.blob
    assert chart_book.look(blob, written) == chart_book.Book(True, ())
    assert chart_book.look(b"PK\x03\x04", written) == chart_book.UNREADABLE


def test_words_that_people_typed_into_a_chart_are_read() -> None:
    frame = chart()
    assert list(chart_words.typed(frame.chart)) == []
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "実施（20市町村）"
    frame.chart.plots[0].series[0].points[2].data_label.text_frame.text = "6（確認中）"
    assert list(chart_words.typed(frame.chart)) == ["実施（20市町村）", "6（確認中）"]
