"""Lists on A4: as few pages beside each other as leave type that can be read, each with its heads and names."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export import excel, print_pages, town_list
from dashboard.export.excel import MACHINE_READABLE, ExcelList, ListColumn, PrintSetup
from dashboard.export.print_pages import pages_across


@pytest.mark.parametrize(
    ("widths", "type_size", "pages"),
    [([10] * 8, 11, 1), ([16] * 26, 11, 3), ([16] * 26, 8.5, 4), ([40] * 20, 11, 6)],
)
def test_the_type_decides_how_many_pages_stand_beside_each_other(
    widths: list[float], type_size: float, pages: int
) -> None:
    assert pages_across(widths, 2, type_size) == pages


@given(st.lists(st.integers(4, 30), min_size=1, max_size=80), st.integers(1, 3), st.sampled_from((9, 10, 11)))
def test_no_list_is_printed_in_type_that_is_too_small(
    widths: list[int], repeated: int, type_size: float
) -> None:
    """All columns, and those that are repeated on each page, fit on the pages in the least type."""
    across = pages_across(widths, repeated, type_size)
    room = print_pages.ROOM * type_size / print_pages.LEAST_TYPE
    pixels = [width * print_pages.DIGIT + print_pages.GUTTER for width in widths]
    repeatedly = (across - 1) * sum(pixels[:repeated])
    assert sum(pixels) + repeatedly <= across * room
    assert across == 1 or sum(pixels) > room
    assert print_pages.LEAST_TYPE >= 8


def test_every_sheet_of_every_list_is_set_up_for_paper() -> None:
    target = io.BytesIO()
    with excel.open_workbook(target) as book:
        excel.write_list(book, ExcelList("表", [ListColumn("項目", 0)], [("値",)], MACHINE_READABLE))
        excel.write_lines(book, "文", ["注"], 90, excel.READABLE)
    for sheet in openpyxl.load_workbook(io.BytesIO(target.getvalue())):
        assert (sheet.page_setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage) == (excel.A4, True)


def test_a_list_of_26_columns_goes_over_pages_with_its_heads_and_names_on_each() -> None:
    columns = [ListColumn("標準地域コード", 0), ListColumn("市町村名", 1)]
    columns += [ListColumn(f"項目その{number}", number, 16) for number in range(2, 26)]
    target = io.BytesIO()
    with excel.open_workbook(target) as book:
        rows = [tuple("01452" for _ in columns)] * 200
        excel.write_list(book, ExcelList("一覧", columns, rows, MACHINE_READABLE, print_setup=PrintSetup()))
    sheet = openpyxl.load_workbook(io.BytesIO(target.getvalue()))["一覧"]
    assert sheet.page_setup.paperSize == excel.A4
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth == 3
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_title_cols == "$A:$B"


def test_the_list_of_towns_is_one_page_wide() -> None:
    widths = [column.width or 0 for column in town_list.FOR_PEOPLE[: town_list.PRINTED]]
    assert pages_across(widths, 2, float(excel.READABLE.cell["font_size"])) == 1
