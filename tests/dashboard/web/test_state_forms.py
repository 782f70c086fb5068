"""A form of the state from its file to the filled copy: pointed at, traced, held against last year's, and taken back."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from dash import html
from flask.testing import FlaskClient

from dashboard import journal
from dashboard.app import create_app
from dashboard.pages.state_form import page
from dashboard.services import state_forms
from dashboard.services.state_forms import FormFacts
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse

OURS = {"Origin": "http://127.0.0.1", "X-Kasanari": "intake"}
YEAR = 2022


def form(values: dict[str, object] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "総括"
    sheet["A2"], sheet["A3"], sheet["A4"] = "実施", "検討", "計"
    sheet["B4"] = "=B2+B3"
    towns = book.create_sheet("市町村別")
    for row in (["団体コード", "市町村名", "状態"], ["01452", "鷹栖町"], ["01581", "厚真町"]):
        towns.append(row)
    for cell, value in (values or {}).items():
        sheet[cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Desk:
    """An officer with a form: the page, its addresses and the journal."""

    def __init__(self, warehouse: Warehouse, raw: Path, kept: Path) -> None:
        self.app, self.kept, self.warehouse = create_app(warehouse, kept, raw), kept, warehouse
        self.client: FlaskClient = self.app.server.test_client()

    def send(self, content: bytes, **more: str) -> Any:
        data = {"file": (io.BytesIO(content), "様式.xlsx"), "by": "架空", **more}
        return self.client.post("/state-form/file", data=data, headers=OURS, base_url="http://127.0.0.1")

    def form_id(self) -> str:
        return str(journal.current(self.kept, "state_form").iloc[-1]["record_id"])

    def point(self, sheet: str, cell: str, figure: str) -> None:
        values = {"form_id": self.form_id(), "sheet": sheet, "cell": cell, "figure": figure}
        journal.write(self.kept, "form_cell", "", values, "架空")

    def fill(self) -> Any:
        address = f"/state-form/{self.form_id()}/filled.zip"
        return self.client.post(address, json={"by": "架空"}, headers=OURS, base_url="http://127.0.0.1")

    def seen(self) -> str:
        with self.app.server.test_request_context("/"):
            reader = self.warehouse.reader()
            return str(page.layout(reader, view.parse_address(f"?form={self.form_id()}", reader)))


@pytest.fixture
def desk(fictional_curated: Path, raw_files: Path, tmp_path: Path) -> Desk:
    made = Desk(Warehouse(fictional_curated), raw_files, tmp_path / "journal.sqlite")
    assert made.send(form(), title="報告書", fiscal_year=str(YEAR)).status_code == 200
    return made


def test_the_filled_copy_has_its_values_and_is_traced_cell_by_cell(desk: Desk) -> None:
    desk.point("総括", "B2", "group:implementing")
    desk.point("総括", "B3", "group:considering")
    desk.point("総括", "B4", "towns")
    desk.point("市町村別", "C2", "town_status")
    answer = desk.fill()
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        names = packed.namelist()
        filled, cells, behind = (openpyxl.load_workbook(io.BytesIO(packed.read(name))) for name in names)
    assert all(
        name.rpartition(".")[0].endswith(f"{desk.warehouse.reader().warehouse_id}_架空データ")
        for name in names
    )
    assert [filled["総括"][cell].value for cell in ("B2", "B3", "B4")] == [7, 77, "=B2+B3"]
    shown = [str(row[2]) for row in filled["市町村別"].iter_rows(values_only=True)]
    assert shown[0] == "状態"
    assert "None" not in shown
    _, *rows = cells["機械可読"].iter_rows(values_only=True)
    told = {(row[0], row[1]): row for row in rows}
    assert told["総括", "B4"][9] == "計算式の入ったセルなので、書き入れませんでした。"
    assert {place for place in told if place[0] == "市町村別"} == {("市町村別", "C2"), ("市町村別", "C3")}
    _, *towns = behind["機械可読"].iter_rows(values_only=True)
    assert sum(row[:2] == ("総括", "B2") for row in towns) == 7


def test_what_stood_there_last_year_is_listed_beside_it(desk: Desk) -> None:
    desk.point("総括", "B2", "group:implementing")
    assert desk.send(form({"B2": 5}), form=desk.form_id()).status_code == 200
    assert "前の年度と違うもの 1" in desk.seen()
    assert "＋2" in desk.seen()


def test_the_copy_that_was_filled_here_is_what_the_next_year_is_held_against(desk: Desk) -> None:
    desk.point("総括", "B2", "group:implementing")
    assert desk.fill().status_code == 200
    assert desk.send(form(), title="報告書", fiscal_year="2023").status_code == 200
    desk.point("総括", "B2", "group:implementing")
    assert "＋3" in desk.seen()  # 7, then the 10 of R5


def test_what_is_not_known_stays_blank_and_says_why(desk: Desk) -> None:
    facts = FormFacts(desk.warehouse.reader(), YEAR)
    value, basis, *_ = facts.value("sum:staff_full_time")
    assert (value, basis) == (None, "答えがまだありません")
    nothing = FormFacts(desk.warehouse.reader(), 2099)
    assert nothing.value("group:implementing")[0] is None
    assert {figure.key for figure in nothing.figures()} == {"towns", "town_code", "town_name"}
    answer = desk.fill()
    assert answer.status_code == 409
    assert "書き入れるセルがまだありません" in answer.get_json()["message"]


def test_a_number_of_what_is_known_so_far_says_so(reader: Reader) -> None:
    facts = FormFacts(reader, 2025)
    value, basis, _, is_so_far = facts.value("group:implementing")
    assert value
    assert is_so_far
    assert "わかっている範囲" in basis


def test_no_contact_and_no_words_of_a_person_can_go_into_a_form(desk: Desk) -> None:
    facts = FormFacts(desk.warehouse.reader(), 2023)
    keys = {figure.key for figure in facts.figures()}
    assert not any("contact" in key or "comments" in key or "_other" in key for key in keys)


def test_a_file_that_is_no_workbook_is_refused_and_a_form_is_taken_back(desk: Desk) -> None:
    refused = desk.send("団体コード,状態\n01452,実施\n".encode(), title="表", fiscal_year="2023")
    assert refused.status_code == 409
    (row,) = journal.current(desk.kept, "state_form").to_dict("records")
    journal.revise(desk.kept, row["record_id"], 1, {}, "架空", is_removed=True)
    with desk.app.server.test_request_context("/"):
        reader = desk.warehouse.reader()
        shown = page.layout(reader, view.parse_address(f"?form={row['record_id']}", reader))
    assert isinstance(shown, html.Div)
    assert "元に戻す" in str(shown)
    assert "セルに書き入れるもの" not in str(shown)


def test_a_cell_is_named_as_excel_names_it() -> None:
    assert [state_forms.is_cell(text) for text in ("B5", "AB12", "B0", "5B", "b5", "")] == [
        *(True, True),
        *(False, False, False, False),
    ]
