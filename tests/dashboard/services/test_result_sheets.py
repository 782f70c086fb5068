"""結果のお知らせ: one page for each of all municipalities, without a person, a ranking or a name not to be named."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from dashboard import journal
from dashboard.export import result_docx
from dashboard.export.docx_sheet import fitted
from dashboard.queries import result_sheets as queries
from dashboard.services import result_sheets
from dashboard.services.profiles import UnknownTownError
from dashboard.warehouse.reader import Reader, Warehouse
from tests import r8_round
from tests.r8_round import ATSUMA, HIGASHIKAWA, OTOFUKE

YEAR = 2023
MOST_SECONDS = 15.0
CALL = {"contacted_on": "2024-02-01", "means": "電話", "owner": "佐藤", "met": "係長", "said": "内密の話"}


@pytest.fixture(scope="module")
def demo(demo_curated: Path) -> Reader:
    return Warehouse(demo_curated).reader()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("calls") / "journal.sqlite"
    journal.write(path, "contact", "01639", CALL, "佐藤")
    return path


@pytest.fixture(scope="module")
def sheets(demo: Reader, written: Path) -> list[result_docx.ResultSheet]:
    return result_sheets.gather(demo, written, YEAR)


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    section = document.sections[0]
    around = [*document.paragraphs, *section.header.paragraphs, *section.footer.paragraphs]
    return "\n".join([*cells, *(paragraph.text for paragraph in around)])


def test_all_179_are_made_in_folders_by_subprefecture_within_the_time(
    demo: Reader, sheets: list[result_docx.ResultSheet]
) -> None:
    began = time.process_time()
    content = result_sheets.to_zip(sheets)
    assert time.process_time() - began < MOST_SECONDS
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    areas = set(demo.frame("select name from codes_subprefecture")["name"])
    assert len(names) == 179
    assert {name.split("/")[0] for name in names} == areas
    assert result_sheets.to_zip(sheets) == content


def test_each_stays_on_its_page_and_nothing_is_left_out_of_what_stands_beside_others(
    sheets: list[result_docx.ResultSheet],
) -> None:
    for sheet in sheets:
        kept = fitted(sheet.blocks, result_docx.HEIGHT)
        assert sum(block.height for block in kept) <= result_docx.HEIGHT, sheet.name
        assert kept[1].left_out == 0


def test_no_person_no_free_text_and_no_rank_stands_on_any(
    demo: Reader, sheets: list[result_docx.ResultSheet]
) -> None:
    private = demo.frame(
        "select distinct a.value from core_answer as a inner join codes_question as q using (fiscal_year, question_id)"
        " where q.kind in ('contact', 'free_text') and a.fiscal_year = 2023 and length(a.value) > 3"
    )["value"].tolist()
    assert private
    text = "\n".join(
        piece.text
        for sheet in sheets
        for block in sheet.blocks
        for row in block.rows
        for cell in row
        for piece in cell
    )
    assert [value for value in private if value in text] == []
    for word in ("内密", "係長", "佐藤", "位のうち", "点数", "仮"):
        assert word not in text, word
    assert "道からの連絡: 電話" in text


def test_the_word_file_says_whose_it_is_what_was_answered_and_that_it_is_fictional(
    sheets: list[result_docx.ResultSheet],
) -> None:
    sheet = next(sheet for sheet in sheets if sheet.code == "01639")
    text = words_of(result_docx.to_docx(sheet, date(2026, 11, 30)))
    for part in (
        "更別村　御中",
        "調査の結果のお知らせ",
        "道に望む支援",
        "同じ人口規模",
        "発送しないでください",
    ):
        assert part in text, part


def test_only_who_agreed_or_is_known_to_everybody_is_named_as_reference(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = r8_round.make_round(tmp_path_factory.mktemp("named"))
    reader = Warehouse(made.curated).reader()
    named = queries.may_be_named(reader)
    assert OTOFUKE not in named  # asks to be asked each time, though the list names it
    assert (ATSUMA in named) == (made.given[ATSUMA]["reference_consent"] == "yes")
    (sheet,) = result_sheets.gather(reader, None, r8_round.YEAR, [HIGASHIKAWA])
    text = "".join(piece.text for row in sheet.blocks[1].rows for cell in row for piece in cell)
    assert "音更町" not in text
    assert not sheet.is_synthetic


def test_a_round_without_returns_and_an_unknown_code_are_refused_in_words(demo: Reader) -> None:
    with pytest.raises(result_sheets.UnansweredRoundError, match="まだ1通も"):
        result_sheets.gather(demo, None, 2019)
    with pytest.raises(UnknownTownError, match="99999"):
        result_sheets.gather(demo, None, YEAR, ["99999"])
