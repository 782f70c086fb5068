"""What is said of contacts and of coded free text, held against plain counts of small drawn worlds."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise, product
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import journal
from dashboard.planning import contact_effect as effect
from dashboard.planning.text_codes import Agreement
from dashboard.services import text_codes
from dashboard.services.contact_effect import ContactEffect
from dashboard.views import code_words, contact_words

YEARS = (2021, 2022, 2023)
ORDER = {"no_plan": 0, "considering": 1, "planned": 2, "implementing": 3}
TEXTS = ("人手が足りない", "財源がない", "場所がない")


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


@st.composite
def contacted_towns(
    draw: st.DrawFn,
) -> tuple[dict[tuple[str, int], str], set[tuple[str, int]], dict[str, str]]:
    """States by town and year, in which years each was contacted (in June), and its band."""
    codes = [f"{place:02}" for place in range(draw(st.integers(0, 5)))]
    keys = list(product(codes, YEARS))
    states = {key: draw(st.sampled_from([*ORDER, "no_data"])) for key in keys}
    calls = draw(st.sets(st.sampled_from(keys))) if keys else set()
    return states, calls, {code: draw(st.sampled_from("AB")) for code in codes}


@settings(max_examples=60, deadline=None)
@given(contacted_towns(), st.integers(0, 2))
def test_what_is_said_of_contacts_is_counted_again_and_no_cause_without_a_draw(
    world: tuple[dict[tuple[str, int], str], set[tuple[str, int]], dict[str, str]], draws: int
) -> None:
    states, calls, bands = world
    rows = [(code, year, group, date(year, 11, 30), False) for (code, year), group in states.items()]
    columns = ["municipality_code", "fiscal_year", "group_code", "as_of", "is_synthetic"]
    made = effect.cases(pd.DataFrame(rows, columns=columns))
    contacts = pd.DataFrame(
        [(code, date(year, 6, 1)) for code, year in sorted(calls)],
        columns=["municipality_code", "contacted_on"],
    )
    reached = effect.contacted(made, contacts)
    before, later = effect.placebo(made, reached)
    of_case = made["code"].map(bands)
    nothing = effect.difference([])
    towns = {code for code, _ in calls}
    found = ContactEffect(
        effect.compare(made, reached, of_case),
        effect.compare(before, later, of_case.loc[before.index]),
        nothing,
        len(towns),
        len(towns) // 2,
        draws,
        False,
        {},
    )
    said = contact_words.sentences(found)
    counted = _by_hand(states, calls, bands)
    for kind, sums in counted.items():
        own = [text for text in said if text.startswith(contact_words.LABELS[kind])]
        assert bool(own) == bool(sums)
        if own:
            assert [int(n) for pair in re.findall(r"で(\d+)／(\d+)", own[0]) for n in pair] == sums
            assert "市町村と年度の延べ" in own[0]
    assert any("連絡の記録がまだ" in text for text in said) == (not towns)
    waiting = [numbers(text) for text in said if "その後の回答がまだありません" in text]
    assert waiting == ([[len(towns), len(towns) // 2]] if len(towns) // 2 else [])
    assert any("そろうと比べられます" in text for text in said) == bool(towns and not counted["observed"])
    assert any("くじで決めた計画が" in text for text in said) == bool(draws)
    assert not [text for text in said if "違いと言えます" in text]


def _by_hand(
    states: dict[tuple[str, int], str], calls: set[tuple[str, int]], bands: dict[str, str]
) -> dict[str, list[int]]:
    """Advanced, cases, advanced without, cases without: of bands with both sides."""
    moves = {
        (code, year): ORDER[states[code, year]] > ORDER[states[code, year - 1]]
        for code in bands
        for _, year in pairwise(YEARS)
        if states[code, year] in ORDER and states[code, year - 1] in list(ORDER)[:3]
    }
    sides = {
        "observed": {key: key in calls for key in moves},
        "placebo": {
            (code, year): (code, year + 1) in calls
            for code, year in moves
            if (code, year + 1) in moves and (code, year) not in calls
        },
    }
    found = {}
    for kind, side in sides.items():
        counts = Counter((bands[key[0]], on, moves[key]) for key, on in side.items())
        both = [b for b in "AB" if all(counts[b, on, True] + counts[b, on, False] for on in (True, False))]
        sums = [
            sum(counts[b, on, moved] for b in both for moved in kinds)
            for on in (True, False)
            for kinds in ((True,), (True, False))
        ]
        found[kind] = sums if both else []
    return found


counts = st.integers(1, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(
    st.lists(st.tuples(counts, counts), min_size=1, max_size=3), st.sampled_from(list(contact_words.LABELS))
)
def test_a_difference_is_more_than_chance_only_where_the_written_interval_leaves_out_zero(
    bands: list[tuple[tuple[int, int], tuple[int, int]]], kind: str
) -> None:
    part = effect.difference(
        effect.BandCounts(str(place), *first, *second) for place, (first, second) in enumerate(bands)
    )
    said = contact_words.sentence(kind, part)
    edges = re.search(r"95％の幅 (−?\d+)〜(−?\d+)）", said)
    assert edges
    low, high = (int(edge.replace("−", "-")) for edge in edges.groups())
    assert ("偶然と区別できません" in said) == (low <= 0 <= high)
    assert ("違いと言えます" in said) == (kind == "by_lot" and not low <= 0 <= high)


judgements = st.dictionaries(
    st.tuples(st.integers(0, 2), st.sampled_from(["人手", "場所"]), st.sampled_from("甲乙")),
    st.booleans(),
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 3), judgements, st.sets(st.integers(0, 2)))
def test_what_is_said_of_coded_text_is_counted_again(
    texts: int, judged: dict[tuple[int, str, str], bool], rewritten: set[int]
) -> None:
    frame = pd.DataFrame(
        [(2023, f"{place:05}", "comments", TEXTS[place], TEXTS[place], False) for place in range(texts)],
        columns=["fiscal_year", "municipality_code", "question_id", "value", "raw_text", "is_synthetic"],
    )
    judged = {key: fits for key, fits in judged.items() if key[0] < texts}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        for label in ("人手", "場所"):
            text_codes.write_code(path, label, label, "甲")
        known = journal.current(path, "text_code").set_index("label")["record_id"]
        for (place, label, coder), fits in judged.items():
            key = text_codes.TextKey(2023, f"{place:05}", "comments")
            verdict = "当てはまる" if fits else "当てはまらない"
            text_codes.judge(path, key, TEXTS[place], str(known[label]), verdict, coder)
        changed = {place for place in rewritten if place < texts}
        frame.loc[sorted(changed), "value"] = "書き直した回答"
        made = text_codes.text_coding(frame, path)
    said = code_words.summary(made)
    if not texts:
        assert said == ["この条件に自由記述の回答はありません。"]
        return
    valid = {key: fits for key, fits in judged.items() if key[0] not in changed}
    by_pair: dict[tuple[int, str], set[bool]] = {}
    for (place, label, _), fits in valid.items():
        by_pair.setdefault((place, label), set()).add(fits)
    states = Counter(
        "split" if len(both) > 1 else "fits" if True in both else "not" for both in by_pair.values()
    )
    assert numbers(said[0])[:4] == [texts, 2, 2 * texts, states["fits"]]
    proposed = sum(
        label in TEXTS[place] and place not in changed and (place, label) not in by_pair
        for place in range(texts)
        for label in ("人手", "場所")
    )
    rest = 2 * texts - len(by_pair)
    assert numbers(said[1]) == [states["not"], states["split"], rest, proposed]
    again = len(changed & {place for place, _, _ in judged})
    assert [numbers(text) for text in said[2:]] == ([[again]] if again else [])
    for code in made.codes:
        fit = {place for (place, label), both in by_pair.items() if label == code.label and both == {True}}
        assert numbers(code_words.line(made, code.code_id)) == [len(fit), len(fit)]
    for one in made.agreements:
        pairs = [
            (valid[place, label, "甲"], valid[place, label, "乙"])
            for place, label in by_pair
            if {(place, label, "甲"), (place, label, "乙")} <= valid.keys()
        ]
        assert numbers(code_words.agreement(one))[:2] == [len(pairs), sum(a == b for a, b in pairs)]
        assert ("2人とも全部に同じ答え" in code_words.agreement(one)) == (
            len({answer for pair in pairs for answer in pair}) == 1
        )


def test_an_agreement_below_chance_is_written_with_the_sign_of_the_house() -> None:
    said = code_words.agreement(Agreement(("甲", "乙"), 4, 1, -0.2))
    assert "κ＝−0.20。件数が少ないため目安です" in said
    assert "κ＝0.00" in code_words.agreement(Agreement(("甲", "乙"), 20, 10, -0.001))
