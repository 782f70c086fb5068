"""Sentences on slides say none, one, few and all as an officer writes them, wherever the counts are so."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.chart_data.scope import Scope
from dashboard.export.deck import count_words, template
from dashboard.export.deck.model import Number, Slide, Text
from dashboard.queries import slides as queries
from dashboard.slides import make
from dashboard.slides.check import close
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from dashboard.words import words

# Counts of nothing spelled as a digit, shares of nothing, and shares of a whole that is not named or of few.
STIFF = re.compile(
    r"(?<![\d.,])0市町村|(?<![\d.,])0[がのはを、。]|(?<!\d)0\.0％|\d市町村のうち0|[はるの認定]0(?![\d.,〜])|[\d]の\d+\.\d％|100\.0％"
)
ALL_OF_ALL = re.compile(r"(?<!\d)(\d+)(?:市町村のうち|／)\1(?!\d)")
VIEWS = (
    "summary",
    "status_map",
    "status_bars",
    "compare",
    "flow",
    "returns",
    "slippage",
    "outlook",
    "barrier_places",
    "barrier_change",
    "barrier_support",
    "size_adjusted",
    "ranking",
)
SPOKEN = ("見出し", "副題", "要点", "注", "ノート", "札", "凡例の数", "指標の数")


@pytest.mark.parametrize("year", [2022, 2023, 2025])
def test_no_sentence_of_any_scope_counts_nothing_in_digits_or_gives_shares_of_few(
    told: Reader, year: int
) -> None:
    areas = [str(code) for code in queries.areas(told)["code"]]
    assert len(areas) == 14
    stage = template.load_template()
    for scope in (Scope(year), *(Scope(year, (area,)) for area in areas)):
        deck, _ = make.draw_each(told, [Wanted(view, scope) for view in VIEWS], stage, None, [])
        assert deck is not None
        stiff = [line for slide in deck.slides for line in lines(slide) if is_stiff(line)]
        assert stiff == [], scope


def lines(slide: Slide) -> list[str]:
    texts = [one for one in slide.elements if isinstance(one, Text) and one.name.startswith(SPOKEN)]
    return [line for text in texts for line in text.text.split("\n")]


def is_stiff(line: str) -> bool:
    return bool(STIFF.search(line) or ALL_OF_ALL.search(line))


def test_stiff_sentences_are_known_as_such() -> None:
    for line in (
        "令和4年度: 0市町村が実施、1市町村が予定（石狩管内）",
        "令和5年度に実施しているのは0市町村（5の0.0％＊）　根室管内",
        "5市町村のうち実施は0",
        "24市町村のうち24から受領（100.0％）",
        "1位に選んだのは0。",
    ):
        assert is_stiff(line), line
    for line in ("10市町村が実施", "率は10.0％", "179市町村のうち17から受領", "令和5年度に20市町村が進展"):
        assert not is_stiff(line), line


@given(st.integers(0, 2_000), st.integers(1, 2_000))
def test_a_share_in_brackets_stands_behind_some_alone(part: int, whole: int) -> None:
    said = "".join(
        one if isinstance(one, str) else one.text
        for one in count_words.share_in_brackets("share.x", min(part, whole), whole)
    )
    assert (said == "") == (min(part, whole) in (0, whole))
    assert not said or said == f"（{words.share(min(part, whole), whole)}）"


@given(st.sampled_from(words.NOTHING), st.floats(-1_000, 1_000))
def test_a_word_for_nothing_is_checked_as_a_number(text: str, value: float) -> None:
    assert close(count_words.none("x", text).text, value) == (value == 0)
    assert isinstance(count_words.none("x", text), Number)


@pytest.mark.parametrize("area", ["02", "05", "14"])
def test_the_words_of_a_small_scope_are_counted_again(told: Reader, area: str) -> None:
    for year in (2022, 2025):
        wanted = [Wanted(view, Scope(year, (area,))) for view in VIEWS]
        assert make.build_deck(told, wanted, template.load_template()).checked > 50
