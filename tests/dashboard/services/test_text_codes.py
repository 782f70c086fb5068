"""Coding free text of the demo: only what people confirmed is counted, and the slide is counted again from the journal."""

import io
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard import journal
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import text_codes as chart
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.table import NoNumbersError
from dashboard.export.deck import template
from dashboard.frames import records
from dashboard.pages.barriers import codes
from dashboard.queries import barriers as queries
from dashboard.services import text_codes
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import code_words, view
from dashboard.warehouse.reader import Reader, Warehouse


@pytest.fixture(scope="module")
def demo(demo_curated: Path) -> Reader:
    return Warehouse(demo_curated).reader()


@pytest.fixture
def coded(demo: Reader, tmp_path: Path) -> tuple[Path, str]:
    """One code; two answers fit by one coder, of which a second coder refuses one; one is refused by both."""
    path = tmp_path / "journal.sqlite"
    text_codes.write_code(path, "人手", "人手不足、兼務", "甲")
    code = str(journal.current(path, "text_code")["record_id"].iloc[0])
    rows = records(queries.texts(demo))[:3]
    for row, verdicts in zip(rows, ((True, True), (True, False), (False, False)), strict=True):
        for coder, fits in zip(("甲", "乙"), verdicts, strict=True):
            verdict = "当てはまる" if fits else "当てはまらない"
            text = text_codes.text_of(row)
            text_codes.judge(path, text_codes.key_of(row), text, code, verdict, coder)
    return path, code


def test_only_what_all_coders_confirmed_is_counted(demo: Reader, coded: tuple[Path, str]) -> None:
    path, code = coded
    made = text_codes.text_coding(queries.texts(demo), path)
    assert [len(made.of(code, state)) for state in ("confirmed", "split", "refused")] == [1, 1, 1]
    (agreed,) = made.agreements
    assert (agreed.pairs, agreed.alike) == (3, 2)
    assert "目安です" in code_words.agreement(agreed)
    assert "「当てはまる」と確かめたのは1件" in code_words.summary(made)[0]


def test_saying_otherwise_is_a_new_version_and_a_changed_answer_counts_no_more(
    demo: Reader, coded: tuple[Path, str]
) -> None:
    path, code = coded
    texts = queries.texts(demo)
    row = records(texts)[1]
    text_codes.judge(path, text_codes.key_of(row), text_codes.text_of(row), code, "当てはまる", " 乙 ")
    assert len(journal.current(path, "coding")) == 6
    assert len(text_codes.text_coding(texts, path).of(code, "confirmed")) == 2
    other = texts.copy()
    other.loc[other.index[0], "value"] = "まったく違う回答"
    made = text_codes.text_coding(other, path)
    assert len(made.of(code, "confirmed")) == 1
    assert made.changed == 1, "one answer, which two coders had judged"
    assert code_words.summary(made)[2].startswith("確かめた後に変わった回答1件は、")


def test_the_panel_shows_the_proposals_with_their_cells(demo: Reader, coded: tuple[Path, str]) -> None:
    path, code = coded
    drawn = str(codes.shown(demo, view.parse_address("", demo), path, code))
    assert "意見が分かれた" in drawn
    assert "セル" in drawn
    assert "言葉がある" in drawn or "提案なし" in drawn
    assert code_words.NONE in str(codes.shown(demo, view.parse_address("", demo), None, ""))


def test_the_slide_is_counted_again_and_the_sheet_holds_the_cells(
    demo: Reader, coded: tuple[Path, str], tmp_path: Path
) -> None:
    path, _ = coded
    built = make.build_deck(demo, [Wanted("text_codes", Scope(2023))], template.load_template(), path)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert "延べ1件" in slide.shapes.title.text_frame.text
    assert built.checked >= 4
    (row,) = chart.numbers(TableRequest(demo, view.parse_address("", demo), "/barriers", path)).rows
    assert row[0] == "人手"
    assert ".xlsx" in row[-2]
    empty = tmp_path / "empty.sqlite"
    with pytest.raises(NoNumbersError):
        chart.numbers(TableRequest(demo, view.parse_address("", demo), "/barriers", empty))
