"""Slides keep to their places on narrow papers and under long titles, and claim no more than is known."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation
from pptx.util import Inches

from dashboard.chart_data.charts import flow
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.slide_request import slide_request
from dashboard.export.deck import fit, template
from dashboard.export.deck.model import Text
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.measured import overflowing
from tests.dashboard.slides.reading import named, presentation


def test_the_appendix_names_the_returns_that_decide_a_state_and_days_in_reiwa(
    demo_deck: bytes, told: Reader
) -> None:
    rows = [
        [cell.text_frame.text for cell in row.cells]
        for row in named(presentation(demo_deck), "表｜sources").table.rows
    ][1:]
    used = told.frame(
        "select count(distinct c.file_id) from mart_status_by_year as y"
        " inner join core_source as c using (source_id) inner join core_file as f using (file_id)"
        " where y.fiscal_year = 2023 and f.kind = 'return'"
    ).iloc[0, 0]
    assert rows[0][0] == f"区分の数に使った調査票（{used}件）"
    assert all(day == "―" or day.startswith("令和") for row in rows for day in row[2:4])


def test_the_sources_of_a_deck_of_one_subprefecture_count_its_own_returns_alone(told: Reader) -> None:
    wanted = [Wanted("sources", Scope(2023, subprefectures=("14",)))]
    deck = presentation(make.build_deck(told, wanted, template.load_template()).content)
    titles = [row.cells[0].text_frame.text for row in named(deck, "表｜sources").table.rows]
    behind = told.frame(
        "select count(distinct c.file_id) from mart_status_by_year as y inner join core_source as c using (source_id)"
        " inner join codes_municipality as m on m.code = y.municipality_code"
        " inner join core_file as f using (file_id)"
        " where y.fiscal_year = 2023 and f.kind = 'return' and m.subprefecture_code = '14'"
    ).iloc[0, 0]
    assert 0 < behind <= 5
    assert f"区分の数に使った調査票（{behind}件）" in titles


def test_who_was_absent_from_a_complete_list_and_implements_now_has_advanced(reader: Reader) -> None:
    slide = flow.slide(slide_request(reader, Scope(2022, ("12", "14"))), template.load_template())
    assert slide.title == "令和3年度から令和4年度: わかっている範囲で2市町村が実施に進展（十勝・根室管内）"
    said = "\n".join(element.text for element in slide.elements if isinstance(element, Text))
    assert "実施　2: 音更町、広尾町" in said
    assert "わからないのは22市町村。見直したとは数えていません。" in said


@pytest.mark.parametrize("kind", ["a4", "4:3"])
def test_narrow_papers_and_long_titles_stay_inside(told: Reader, kind: str) -> None:
    buffer = io.BytesIO()
    Presentation().save(buffer)
    place = (
        template.load_template("a4")
        if kind == "a4"
        else template.load_template(template=(buffer.getvalue(), "枠.pptx"))
    )
    long_title = (
        "市町村の庁内連携の進み具合と道の後方支援の実績を踏まえた来年度の働きかけの考え方について" * 2
    )
    wanted = [
        Wanted("ranking", Scope()),
        Wanted("barrier_change", Scope(None, ("07",))),
        Wanted("summary", Scope(), "summary-2", long_title[:85]),
    ]
    deck = presentation(make.build_deck(told, wanted, place).content)
    found = [line for line in overflowing(deck) if "the title wraps" not in line]
    assert found == []
    badge = named(deck, "架空データ｜summary-2")
    assert badge.top + badge.height < Inches(place.title.y)
    titles = [slide.shapes.title for slide in deck.slides]
    sizes = [next(iter(t._element.xpath(".//a:rPr/@sz")), "2200") for t in titles]
    assert sizes[0] == sizes[1]
    assert fit.height(long_title[:85], int(sizes[2]) / 100, place.title.w) < place.title.h
    feet = [shape.text_frame.text.split("\n") for name in ("注記｜ranking",) for shape in [named(deck, name)]]
    assert feet[0][1].endswith("令和5年度・全道")
