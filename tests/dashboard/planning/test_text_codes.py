"""Free text under codes: phrases propose, people decide, and agreement is measured beyond chance."""

import pytest

from dashboard.planning import text_codes as coding
from dashboard.planning.text_codes import Code, Judged, TextKey

HANDS = Code("1", "人手", ("人手不足", "専門職がいない"))
KEY = TextKey(2023, "01202", "comments")


def test_a_phrase_proposes_where_it_stands_or_most_of_it_does() -> None:
    found = coding.propose("慢性的な 人手\n不足 です", HANDS)
    assert (found.how, found.phrase) == ("exact", "人手不足") if found else False
    near = coding.propose("専門職が町内にいないため難しい", HANDS)
    assert (near.how, near.phrase) == ("near", "専門職がいない") if near else False
    assert coding.propose("財源がない", HANDS) is None
    assert coding.propose("財源がない", Code("2", "空", ())) is None


def test_who_differ_split_a_text_and_nobody_leaves_it_open() -> None:
    yes, no = (Judged(KEY, "1", coder, fits, "文") for coder, fits in (("甲", True), ("乙", False)))
    assert coding.standing([]) == "open"
    assert coding.standing([yes]) == "confirmed"
    assert coding.standing([no]) == "refused"
    assert coding.standing([yes, no]) == "split"


def test_kappa_is_that_of_the_textbook_and_undefined_where_chance_explains_all() -> None:
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert coding.kappa(pairs) == pytest.approx(0.4)
    assert coding.kappa([(True, True)] * 9) is None
    assert coding.kappa([]) is None
    assert coding.kappa([(True, False), (False, True)]) == pytest.approx(-1)


def test_agreement_is_of_what_both_have_judged() -> None:
    other = KEY._replace(municipality_code="01203")
    said = [
        Judged(KEY, "1", "甲", fits=True, text="文"),
        Judged(other, "1", "甲", fits=False, text="文"),
        Judged(KEY, "1", "乙", fits=True, text="文"),
        Judged(KEY, "2", "乙", fits=True, text="文"),
    ]
    (one,) = coding.agreements(said)
    assert (one.coders, one.pairs, one.alike) == (("乙", "甲"), 1, 1)
