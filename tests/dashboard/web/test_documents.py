"""What 概況 and 市町村カルテ hand out: the list in Excel with its machine-readable twin, the 答弁メモ, the sheets."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import docx
import openpyxl
import pandas as pd
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.export import town_list
from dashboard.queries import overview
from dashboard.views import memo_answers, view, year
from dashboard.views.town_list import list_of
from dashboard.warehouse.reader import Warehouse
from dashboard.web import documents
from dashboard.words import words
from etl.readers import marks
from etl.readers.document import read_here
from etl.readers.readability import document_findings, table_findings
from tests.dashboard.conftest import publish_copy
from tests.office_schema import faults

HOST = "http://127.0.0.1"


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("papers")))


@pytest.fixture(scope="module")
def client(demo: Warehouse) -> FlaskClient:
    return create_app(demo).server.test_client()


@pytest.fixture(scope="module")
def excel(client: FlaskClient) -> bytes:
    return get(client, "towns.xlsx?fy=2023").data


@pytest.fixture(scope="module")
def memo(client: FlaskClient) -> bytes:
    return get(client, "memo.docx?fy=2022").data


def get(client: FlaskClient, path: str) -> TestResponse:
    answer = client.get(f"/papers/{path}", base_url=HOST, buffered=True)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer


def file_name(answer: TestResponse) -> str:
    return unquote(answer.headers["Content-Disposition"].partition("UTF-8''")[2])


def test_the_list_for_people_is_a_native_table_with_filters_a_frozen_head_and_days_in_reiwa(
    excel: bytes,
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(excel))["一覧"]
    (table,) = sheet.tables.values()
    assert table.ref == "A4:O183"
    assert table.autoFilter.ref == "A4:O183"
    assert sheet.freeze_panes == "C5"
    assert not sheet.merged_cells.ranges
    heads = [cell.value for cell in sheet[4]]
    days = {row[heads.index("時点")] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert "令和5年11月30日" in days
    assert sheet.column_dimensions["E"].width >= 27  # 状態
    assert "架空データ" in sheet["A2"].value


def test_the_machine_readable_twin_passes_our_own_check_of_the_rule(excel: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(excel)
    document, found = read_here(path, path.name)
    assert document is not None
    # As a reader of the twin tells them: the colour of its headings is no colour of its data.
    told = [*marks.of_table(found, document, "機械可読", 1), *document_findings(document)]
    assert [finding for finding in told if finding.rule.startswith("L")] == []
    sheets = {sheet.name: sheet for sheet in document.sheets}
    assert table_findings(sheets["機械可読"], 0) == []
    assert table_findings(sheets["定義"], 0) == []


def test_the_machine_readable_twin_has_the_types_that_it_says(excel: bytes, demo: Warehouse) -> None:
    frame = pd.read_excel(
        io.BytesIO(excel), sheet_name="機械可読", engine="openpyxl", dtype={"標準地域コード": str}
    )
    towns = overview.towns(demo.reader(), 2023)
    assert frame.columns.is_unique
    assert frame["標準地域コード"].tolist() == towns["municipality_code"].tolist()
    assert frame["標準地域コード"].iloc[0] == "01100"
    assert frame["状態コード"].tolist() == towns["status_code"].tolist()
    assert frame["人口（人）"].tolist() == towns["population"].tolist()
    assert str(frame["時点（西暦）"].dtype).startswith("datetime64")
    assert set(frame["架空データ"]) == {"架空データ", "実データ"}
    assert (frame["架空データ"] == "架空データ").tolist() == towns["is_synthetic"].tolist()
    sheet = openpyxl.load_workbook(io.BytesIO(excel))["機械可読"]
    assert not sheet.merged_cells.ranges
    assert sheet.cell(2, 2).data_type == "s"
    day = [cell.value for cell in sheet[1]].index("時点（西暦）") + 1
    assert sheet.cell(2, day).number_format == "yyyy-mm-dd"


def test_no_text_of_others_becomes_a_formula(demo: Warehouse) -> None:
    reader, asked = view.open(demo, "?fy=2023")
    made = list_of(year.gather(reader, asked))
    hostile = made.towns.assign(raw_text="=1+1", title="@SUM(A1)", file="-2+3", cell="+A1")
    content = town_list.workbook(town_list.TownList("=1", 2023, hostile, made.scope, made.facts))
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_list_holds_the_towns_of_the_view_alone(client: FlaskClient) -> None:
    answer = get(client, "towns.xlsx?fy=2023&sub=14")
    frame = pd.read_excel(io.BytesIO(answer.data), sheet_name="機械可読", engine="openpyxl", dtype=str)
    assert len(frame) == 5
    assert "根室" in file_name(answer)


def test_the_memo_says_the_answer_and_what_may_be_asked_next_with_denominators_and_the_change(
    memo: bytes, demo: Warehouse
) -> None:
    document = docx.Document(io.BytesIO(memo))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    reader, asked = view.open(demo, "?fy=2022")
    facts = year.gather(reader, asked)
    assert [memo_answers.answer(facts)] in cells
    assert ["【要記入：答弁者の職名】"] in cells
    assert [f"答　{memo_answers.follow_ups(facts)[0].answer}"] in cells
    counts = {row[0]: row for row in cells if len(row) == 6}
    assert counts["● 実施"][1:5] == ["7 / 179", "3.9％", "4", "＋3"]
    assert counts["▲ 検討"][1] == "77 / 179【架空】"
    assert counts["▲ 検討"][3:5] == ["―", "―"]  # the year before is not known whole
    totals = [row for row in cells if len(row) == 5 and row[1] == "83"]
    assert totals[0][2] == "83 一致"
    assert "架空データを含みます" in document.sections[0].header.paragraphs[0].text
    said = "\n".join(cell for row in cells for cell in row)
    assert "時点" in said
    assert "移行準備事業を実施、または開始年度を決めている" in said  # the definition of 予定


def test_a_memo_of_real_facts_alone_is_not_marked(warehouse: Warehouse) -> None:
    answer = get(create_app(warehouse).server.test_client(), "memo.docx?fy=2023")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "架空" not in "".join(
            archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()
        )


def test_the_memo_is_a_page_of_words_and_a_page_of_numbers(memo: bytes, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) を入れてください"
    (tmp_path / "memo.docx").write_bytes(memo)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [program, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "memo.docx")], check=True, capture_output=True, timeout=180)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "memo.pdf").pages]
    assert len(pages) == 2
    assert "再質問" in pages[0]
    assert "再質問" not in pages[1]


def test_the_sheet_of_a_town_names_nobody_and_says_where_to_look(client: FlaskClient) -> None:
    with zipfile.ZipFile(io.BytesIO(get(client, "profile.docx?town=01516").data)) as parts:
        said = parts.read("word/document.xml").decode("utf-8")
    assert "画面の「市町村カルテ」にあります" in said
    assert "@" not in said
    assert "000-0000-0000" not in said


def test_the_number_of_the_version_stands_on_no_page_but_a_last_one(
    client: FlaskClient, excel: bytes
) -> None:
    with zipfile.ZipFile(io.BytesIO(get(client, "profile.docx?town=01516").data)) as parts:
        assert "wh_" not in parts.read("word/document.xml").decode("utf-8")
        assert "wh_" in parts.read("docProps/core.xml").decode("utf-8")
    book = openpyxl.load_workbook(io.BytesIO(excel))
    holding = {
        sheet.title for sheet in book for row in sheet.iter_rows(values_only=True) if "wh_" in str(row)
    }
    assert holding == {book.sheetnames[-1]} == {"説明"}


def test_sheets_come_for_one_town_and_for_those_of_the_view(client: FlaskClient) -> None:
    one = get(client, "profile.docx?town=01516")
    assert file_name(one).startswith("01516_豊富町")
    some = get(client, "profiles.zip?sub=14")
    with zipfile.ZipFile(io.BytesIO(some.data)) as archive:
        assert len(archive.namelist()) == 5
    assert "5市町村" in file_name(some)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("profile.docx?town=99999", 404),
        ("profile.docx", 404),
        ("nothing.docx", 404),
        ("memo.docx?sub=14&kind=村", 409),
    ],
)
def test_what_cannot_be_made_is_said_in_words(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(f"/papers/{path}", base_url=HOST)
    assert answer.status_code == status
    assert answer.content_type.startswith("text/plain")
    assert "ください" in answer.get_data(as_text=True)


def test_a_memo_says_why_the_count_of_today_is_not_the_one_held_against_the_published_total(
    demo: Warehouse,
) -> None:
    reader, asked = view.open(demo, "?fy=2023")
    facts = year.gather(reader, asked)
    assert documents.memo_of(facts).cautions == words.CAUTIONS
    known = facts.totals.assign(computed=facts.totals["computed"] - 1)
    said = documents.memo_of(replace(facts, totals=known)).cautions[0]
    assert said.startswith("突合の「市町村の記録」9は令和")
    assert "上の実施 10には" in said


@pytest.mark.parametrize(
    "path",
    ["towns.xlsx?fy=2023", "memo.docx?fy=2022", "profile.docx?town=01516"],
    ids=["list", "memo", "profile"],
)
def test_papers_keep_the_schema_of_office(client: FlaskClient, path: str, tmp_path: Path) -> None:
    suffix = Path(path.partition("?")[0]).suffix
    assert faults(get(client, path).data, tmp_path, suffix) == []


def test_the_file_to_hand_out_comes_of_the_view_and_is_held_against_the_data_where_old_decks_are(
    client: FlaskClient,
) -> None:
    made = get(client, "onefile.html?fy=2022&sub=14")
    assert made.content_type == "text/html; charset=utf-8"
    name = unquote(made.headers["Content-Disposition"].partition("UTF-8''")[2])
    assert name.startswith("配付用_令和4年度_根室_")
    altered = made.data.replace(b'data-n="towns">5<', b'data-n="towns">6<', 1)
    answers = [
        client.post(
            f"/slides/old/{what}",
            data={"file": (io.BytesIO(altered), name)},
            headers={"Origin": HOST, "X-Kasanari": "slides"},
            base_url=HOST,
        )
        for what in ("verify", "refresh")
    ]
    assert answers[0].status_code == 200, answers[0].text
    assert [(one["stands"], one["right"]) for one in answers[0].json["edited"]] == [("6", "5")]
    assert answers[0].json["errata"] == []
    assert answers[1].status_code == 409
    assert "作りなおしてください" in answers[1].text
