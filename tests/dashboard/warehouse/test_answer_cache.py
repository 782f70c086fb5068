"""What is remembered of the data stays below its bytes, however many and however long the questions are."""

import weakref
from datetime import date, timedelta

import pandas as pd

from dashboard.warehouse.answer_cache import AnswerCache
from dashboard.warehouse.reader import Reader


def answer(number: int) -> pd.DataFrame:
    return pd.DataFrame({"municipality_code": [f"{number:05}"] * 20, "value": range(20)})


def test_ten_thousand_questions_leave_the_memory_flat() -> None:
    cache = AnswerCache(1_000_000)
    frame, given, held = pd.DataFrame({"value": range(20)}), [], []
    for number in range(10_000):
        made = frame.copy(deep=False)
        given.append(weakref.ref(made))
        cache.put(("select", number), made)
        held.append(cache.held_bytes)
    del made
    assert max(held) <= 1_000_000
    assert sum(one() is not None for one in given) == sum(
        cache.get(("select", number)) is not None for number in range(10_000)
    )
    assert sum(one() is not None for one in given) < 500


def test_long_questions_count_as_well_as_long_answers() -> None:
    cache = AnswerCache(1_000_000)
    for number in range(100):
        cache.put(("select", f"{number}" * 48_000), answer(number))
    assert cache.held_bytes <= 1_000_000
    assert sum(cache.get(("select", f"{number}" * 48_000)) is not None for number in range(100)) < 12


def test_what_was_asked_for_longest_ago_goes_first_and_one_question_counts_once() -> None:
    cache = AnswerCache(20_000)
    cache.put("kept", answer(0))
    for number in range(50):
        cache.put("again", answer(number))
        cache.put(number, answer(number))
        assert cache.get("kept") is not None
    assert cache.get(0) is None
    held = cache.held_bytes
    cache.put("again", answer(1))
    assert cache.held_bytes == held


def test_an_answer_that_is_too_large_is_given_and_not_kept() -> None:
    cache = AnswerCache(100)
    assert cache.put("large", answer(1))["value"].tolist() == list(range(20))
    assert cache.get("large") is None
    assert cache.held_bytes == 0


def test_texts_are_kept_once() -> None:
    made = AnswerCache().put("names", pd.DataFrame({"name": ["".join(["札", "幌市"]) for _ in range(3)]}))
    assert len({id(text) for text in made["name"].array}) == 1


def test_all_days_of_a_warehouse_share_one_room(reader: Reader) -> None:
    first = reader.at(date(2023, 4, 1))
    asked = "select count(*) as municipalities from codes_municipality"
    assert first.frame(asked)["municipalities"].tolist() == [179]
    before = reader.answers.held_bytes
    for number in range(5):
        reader.at(date(2023, 4, 2) + timedelta(days=number)).frame(asked)
    assert reader.answers is first.answers
    assert reader.answers.held_bytes > before
