"""The one writer of lists in Excel."""

import io

import openpyxl

from dashboard.export import excel
from dashboard.export.excel import MACHINE_READABLE, ExcelList, ListColumn


def test_a_text_that_no_cell_can_hold_is_cut_and_its_end_says_so() -> None:
    target = io.BytesIO()
    texts = ["あ" * excel.LONGEST_TEXT, "あ" * (excel.LONGEST_TEXT + 1)]
    with excel.open_workbook(target) as book:
        rows = [(text,) for text in texts]
        excel.write_list(book, ExcelList("一覧", (ListColumn("文", 0),), rows, MACHINE_READABLE))
    sheet = openpyxl.load_workbook(io.BytesIO(target.getvalue()))["一覧"]
    whole, cut = sheet["A2"].value, sheet["A3"].value
    assert whole == texts[0]
    assert len(cut) == excel.LONGEST_TEXT
    assert cut.endswith(excel.CUT)
