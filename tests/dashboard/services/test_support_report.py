"""支援の実績: what is done already is counted once, with its reason and cell; words of the grant are marked until checked."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from dashboard import clock, journal
from dashboard.app import create_app
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import support_report as chart
from dashboard.chart_data.scope import Scope, plan_named
from dashboard.export.deck import template
from dashboard.pages.support import page
from dashboard.services import support_report
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import support_words as say
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.words import eras

TOWN = "01458"
KIND = {
    "number": "③",
    "fiscal_year": "2026",
    "text": "架空の文言",
    "source": "架空の様式",
    "is_checked": "国の様式とは未照合",
    "counts": "training contact",
}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A journal with a plan of two municipalities and a call."""
    file = tmp_path / "journal.sqlite"
    plan = {"title": "秋の働きかけ", "fiscal_year": 2026, "capacity_days": 5}
    plan_id = journal.write(file, "plan", "", plan, "架空").record_id
    for code, state in ((TOWN, "済み"), ("01362", "予定")):
        item = {"plan_id": plan_id, "means": "訪問", "owner": "架空", "measure": "training", "state": state}
        journal.write(file, "item", code, item, "架空")
    call = {"contacted_on": date(2026, 10, 5), "means": "電話", "owner": "架空", "said": "内容"}
    journal.write(file, "contact", TOWN, call, "架空")
    return file


def test_plans_and_calls_of_the_year_are_counted_once_with_reason_and_cell(
    fictional: Reader, kept: Path
) -> None:
    found = support_report.report(fictional, kept, 2026)
    own = found.rows[found.rows["municipality_code"] == TOWN]
    assert own["what"].tolist() == ["人材養成研修の案内", "電話"]
    assert own["done_on"].tolist() == [clock.today(), date(2026, 10, 5)]
    assert (found.planned_towns, len(found.done)) == (2, 2)
    reasons = [row for row in own["evidence"] if row]
    assert all("「" in one and ".xlsx" in one for one in reasons)
    area = next(row for row in found.areas if row["name"] == "上川")
    assert (area["towns"], area["supported"], area["supports"]) == (23, 1, 2)
    assert "電話" not in support_report.report(fictional, kept, 2025).rows["what"].tolist()


def test_attendance_of_a_year_is_support_with_the_cell_of_its_list(demo_curated: Path) -> None:
    reader = Warehouse(demo_curated).reader()
    newest = reader.frame("select max(fiscal_year) as newest from core_activity")["newest"].iloc[0]
    found = support_report.report(reader, None, int(newest))
    rows = found.rows[found.rows["what"].str.endswith("（参加）")]
    assert len(rows)
    assert rows["source"].str.contains(r"\.\w+） セル [A-Z]+\d+$").all()
    assert found.is_synthetic


def test_words_that_nobody_wrote_are_none_and_what_is_written_stays_marked_until_checked(kept: Path) -> None:
    texts = {kind["number"]: kind["text"] for kind in support_report.kinds_of(kept, 2026)}
    assert [number for number, text in texts.items() if text] == ["①", "②"]
    support_report.record_kind(kept, KIND, "架空", {})
    seen = {support_report.kinds_of(kept, 2026)[2]["record_id"]: 1}
    with pytest.raises(journal.ConflictError, match="架空さんが先に"):
        support_report.record_kind(kept, KIND | {"text": "直した文言"}, "架空", {})
    support_report.record_kind(kept, KIND | {"text": "直した文言"}, "架空", seen)
    third = support_report.kinds_of(kept, 2026)[2]
    assert (third["text"], third["version"], say.checked(third)) == ("直した文言", 2, "国の様式とは未照合")
    assert not support_report.kinds_of(kept, 2027)[2]["text"]


def test_a_year_before_the_grant_has_no_kinds_and_says_so(fictional_curated: Path, kept: Path) -> None:
    warehouse = Warehouse(fictional_curated)
    app = create_app(warehouse, kept)
    with app.server.test_request_context("/"):
        reader = warehouse.reader()
        shown = str(page.layout(reader, view.parse_address("?year=2025", reader)))
    word = app.server.test_client().get("/support/2025/report.docx", base_url="http://127.0.0.1")
    text = "\n".join(one.text for one in Document(io.BytesIO(word.data)).paragraphs)
    for said in (shown, text):
        assert say.NO_KINDS in said
        assert say.UNCHECKED not in said


def test_page_word_and_excel_say_the_same(fictional_curated: Path, kept: Path) -> None:
    support_report.record_kind(kept, KIND, "架空", {})
    warehouse = Warehouse(fictional_curated)
    app = create_app(warehouse, kept)
    report = support_report.report(warehouse.reader(), kept, 2026)
    with app.server.test_request_context("/"):
        reader = warehouse.reader()
        shown = str(page.layout(reader, view.parse_address("?year=2026", reader)))
    client = app.server.test_client()
    word, excel = (
        client.get(f"/support/2026/report.{ending}", base_url="http://127.0.0.1")
        for ending in ("docx", "xlsx")
    )
    document = Document(io.BytesIO(word.data))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(one.text for one in document.paragraphs), *tables])
    for said in (say.summary(report), "③ 架空の文言", say.UNCHECKED):
        assert said in text
    assert "④ 【要記入　区分の文言】" in text
    assert say.summary(report) in shown
    assert "架空の文言" in shown
    sheet = openpyxl.load_workbook(io.BytesIO(excel.data))["機械可読"]
    assert sheet.max_row == len(report.rows) + 1
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"③"}


def test_a_year_that_is_none_and_a_paper_that_is_none_are_refused(fictional_curated: Path) -> None:
    client = create_app(Warehouse(fictional_curated)).server.test_client()
    for address in ("/support/2026/other.docx", "/support/99999/report.docx"):
        assert client.get(address, base_url="http://127.0.0.1").status_code == 404
    assert page.chosen("?year=x") == max(eras.fiscal_year_of(clock.today()), 2026)


def test_the_slide_is_counted_again_by_hand_and_its_sheet_holds_every_support(
    fictional: Reader, kept: Path
) -> None:
    support_report.record_kind(kept, KIND, "架空", {})
    scope = Scope(2023, plan=plan_named("?plan=support-2026"))
    built = make.build_deck(fictional, [Wanted("support_report", scope)], template.load_template(), kept)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert slide.shapes.title.text_frame.text == "令和8年度に行った支援は2件、1市町村"
    text = "".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "③ 架空の文言（国の様式とは未照合）: 2件、1市町村" in text
    assert built.checked > 3 * 14
    request = TableRequest(fictional, view.parse_address("", fictional), "/support", kept, scope.plan)
    rows = chart.numbers(request).rows
    assert len(rows) == len(support_report.report(fictional, kept, 2026).rows)
    empty = Scope(2023, plan=plan_named("?plan=support-2031"))
    built = make.build_deck(fictional, [Wanted("support_report", empty)], template.load_template(), kept)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert "令和13年度の記録はまだありません" in slide.shapes.title.text_frame.text
