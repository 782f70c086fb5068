"""The slide of the comparison by size: its numbers are those of the page, counted again by hand; empty states are said."""

import io

import pytest
from pptx import Presentation

from dashboard.chart_data.scope import Scope
from dashboard.export.deck import template
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import progress, size_words, view
from dashboard.warehouse.reader import Reader


def deck(reader: Reader, scope: Scope) -> tuple[str, int]:
    built = make.build_deck(reader, [Wanted("size_adjusted", scope)], template.load_template())
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    return text, built.checked


def test_the_slide_says_what_the_page_says_and_is_counted_again(reader: Reader) -> None:
    text, checked = deck(reader, Scope(2025))
    assert "1万人未満は全国と同じ率なら11.7、わかっているのは7" in text
    assert "1万人未満: 多いとも少ないとも言えません。" in text
    assert checked > 20
    facts = progress.gather(reader, view.parse_address("?fy=2025", reader))
    assert size_words.sentences(facts)[0].startswith(
        "1万人未満の127市町村: 全国と同じ率（9.2％）なら11.7（偶然の幅 6〜18）。わかっている範囲の実施は7、"
    )
    assert size_words.sentences(facts)[-1].startswith("ほかの22市町村")


@pytest.mark.parametrize(
    "scope", [Scope(2023, subprefectures=("14",)), Scope(2021, size_classes=("under_5k",))]
)
def test_the_numbers_of_some_towns_are_counted_again_too(reader: Reader, scope: Scope) -> None:
    assert deck(reader, scope)[1] > 5


def test_where_no_size_has_a_rate_of_the_nation_the_slide_says_so(reader: Reader) -> None:
    text, _ = deck(reader, Scope(2025, size_classes=("over_100k",)))
    assert "比べられる市町村がありません" in text
