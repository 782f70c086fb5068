"""正誤表: which numbers of an old deck no longer hold, and by which paper."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest

from dashboard.export.deck import errata_file
from dashboard.slides import errata
from dashboard.slides.errata import Verified
from dashboard.slides.recount import Recount
from dashboard.slides.scope import Scope
from dashboard.warehouse import Reader
from tests.dashboard.slides.reading import content, named, presentation

pytestmark = pytest.mark.xdist_group("slides")


@pytest.fixture(scope="module")
def verified(real_deck: bytes, later: Reader) -> Verified:
    return errata.verify(later, real_deck, "前の資料.pptx")


def test_a_deck_holds_against_the_data_it_was_made_from(real_deck: bytes, reader: Reader) -> None:
    found = errata.verify(reader, real_deck, "資料.pptx")
    assert found.holds
    assert found.looked > 300
    assert found.unknown == ()


def test_a_correction_afterwards_is_named_with_its_reason(verified: Verified) -> None:
    one = next(e for e in verified.errata if e.key == "group.implementing" and e.slide == 2)
    assert (one.written, one.right) == ("10", "9")
    assert "厚真町が「実施中」から「移行準備事業を実施」に" in one.why
    assert "訂正" in one.why
    assert "電話で確認" in one.why
    share = next(e for e in verified.errata if e.key == "share.implementing" and e.slide == 2)
    assert (share.written, share.right) == ("5.6％", "5.0％")


def test_a_return_that_came_later_is_named_with_its_day(verified: Verified) -> None:
    one = next(e for e in verified.errata if e.key == "group.no_plan" and e.slide == 2)
    assert (one.written, one.right) == ("0", "1")
    assert "札幌市が「記載なし」から「実施予定なし」に" in one.why
    assert "後から届いた調査票" in one.why
    assert "令和6年6月10日受領" in one.why


def test_colours_on_the_map_are_held_against_the_data_too(verified: Verified) -> None:
    fills = {e.key: (e.written, e.right) for e in verified.errata if e.key.startswith("town.")}
    assert fills == {"town.01581": ("実施", "予定"), "town.01100": ("データなし", "予定なし")}


def test_what_people_did_to_a_number_since_is_said(real_deck: bytes, later: Reader) -> None:
    deck = presentation(real_deck)
    named(deck, "札の数 実施｜summary").text_frame.text = "9（訂正済み）"
    found = errata.verify(later, content(deck), "直した資料.pptx")
    change = next(e for e in found.errata if e.key == "change.implementing")
    assert (change.written, change.right) == ("＋3", "＋2")
    assert change.edited == "手で書き換えられています"
    assert next(e for e in found.errata if e.key == "group.no_plan").edited == ""


def test_the_table_is_written_to_word_and_excel_without_a_formula(verified: Verified) -> None:
    table = [("頁", "箇所", "誤"), ("2", "=HYPERLINK(1)", "10")]
    book = openpyxl.load_workbook(io.BytesIO(errata_file.written(table, ["題"], ".xlsx")))
    assert book.worksheets[0]["B2"].value == "=HYPERLINK(1)"
    assert book.worksheets[0]["B2"].data_type == "s"
    word = docx.Document(io.BytesIO(errata_file.written(table, ["題"], ".docx")))
    assert word.tables[0].cell(1, 1).text == "=HYPERLINK(1)"


def test_towns_of_one_score_share_a_rank_in_the_recount_too(reader: Reader) -> None:
    again = Recount(reader, Scope(), 2023)
    points = {"01100": 0.5, "01202": 0.7, "01203": 0.5, "01204": 0.2}
    again._ranking = {
        code: {"contributions": {"x": one / 3, "y": 2 * one / 3}} for code, one in points.items()
    }
    assert [again.value(f"rank.{code}") for code in points] == [2, 1, 2, 4]
