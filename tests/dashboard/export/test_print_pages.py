"""Lists on A4: as few pages beside each other as leave type that can be read, each with its heads and names."""

import io

import openpyxl
import pytest

from dashboard.export import excel
from dashboard.export.excel import MACHINE_READABLE, ExcelList, ListColumn, PrintSetup
from dashboard.export.print_pages import pages_across


@pytest.mark.parametrize(
    ("widths", "type_size", "pages"),
    [([10] * 8, 11, 1), ([16] * 26, 11, 2), ([16] * 26, 8, 3), ([40] * 80, 11, 6)],
)
def test_the_type_decides_how_many_pages_stand_beside_each_other(
    widths: list[float], type_size: float, pages: int
) -> None:
    assert pages_across(widths, 2, type_size) == pages


def test_a_list_of_26_columns_goes_over_two_pages_with_its_heads_and_names_on_both() -> None:
    columns = [ListColumn("標準地域コード", 0), ListColumn("市町村名", 1)]
    columns += [ListColumn(f"項目その{number}", number, 16) for number in range(2, 26)]
    target = io.BytesIO()
    with excel.open_workbook(target) as book:
        rows = [tuple("01452" for _ in columns)] * 200
        excel.write_list(book, ExcelList("一覧", columns, rows, MACHINE_READABLE, print_setup=PrintSetup()))
    sheet = openpyxl.load_workbook(io.BytesIO(target.getvalue()))["一覧"]
    assert sheet.page_setup.paperSize == excel.A4
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth == 2
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_title_cols == "$A:$B"
