"""Names on the real 179, by properties: found from any spelling, and never another town in silence."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.municipality_code import check_digit
from etl.name_directory import read_former_names
from etl.names import MunicipalityName, Resolution
from tests.etl.towns import BY_CODE, GLYPHS, TOWNS, resolve

OLD = {standard: [old for old, new in GLYPHS.items() if new == standard] for standard in GLYPHS.values()}
AMBIGUOUS = {
    "泊",
    "釧路",
    "石狩",
    "上川",
    "日高",
    "留萌",
    "根室",
}  # 釧路市 and 釧路町; the others are 振興局 too
SPACES = st.sampled_from(["", " ", "　", "\n", "\u200b"])
towns = st.sampled_from(TOWNS)


def widened(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@st.composite
def written_codes(draw: st.DrawFn, town: MunicipalityName) -> object:
    digits = draw(st.sampled_from([town.code, town.code + check_digit(town.code)]))
    digits = draw(st.sampled_from([digits, digits[1:]]))
    number: list[object] = [int(digits), float(digits), f"{int(digits)}.0"]
    text = (
        draw(st.sampled_from(["", "'", " "]))
        + draw(st.sampled_from([digits, widened(digits)]))
        + draw(SPACES)
    )
    return draw(st.sampled_from([text, *number]))


@st.composite
def written_names(draw: st.DrawFn, town: MunicipalityName) -> str:
    name = town.name
    if draw(st.booleans()) and name.removesuffix(town.kind) not in AMBIGUOUS:
        name = name.removesuffix(town.kind)
    if draw(st.booleans()):
        name = "".join(draw(st.sampled_from([c, *OLD.get(c, [])])) for c in name)
    parts = list(name)
    if draw(st.booleans()):
        parts.insert(0, town.district)
    if draw(st.booleans()):
        parts.insert(0, draw(st.sampled_from([town.subprefecture, town.subprefecture + "管内"])))
    if draw(st.booleans()):
        parts.insert(0, "北海道")
    name = draw(SPACES).join(parts)
    name = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), name)
    return draw(st.sampled_from([name, f"「{name}」", f"※{name}", f"{name}（仮）"]))


@settings(max_examples=1000)
@given(towns, st.data())
def test_every_town_is_found_from_any_spelling_of_its_code(
    town: MunicipalityName, data: st.DataObject
) -> None:
    assert resolve(data.draw(written_codes(town))) == Resolution(town.code)


@settings(max_examples=1000)
@given(towns, st.data())
def test_every_town_is_found_from_any_spelling_of_its_name(
    town: MunicipalityName, data: st.DataObject
) -> None:
    name = data.draw(written_names(town))
    if town.name == "泊村" and not any(area in name for area in ("後志", "古宇郡")):
        assert (found := resolve(None, name)).code == town.code or found.problem == "ambiguous_name"
        name = f"古宇郡{town.name}"
    assert resolve(None, name) == Resolution(town.code)
    assert resolve(data.draw(written_codes(town)), name) == Resolution(town.code)


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.name)
def test_each_of_the_179_is_found_by_code_name_stem_and_reading(town: MunicipalityName) -> None:
    stem, others = town.name.removesuffix(town.kind), [other for other in TOWNS if other is not town]
    written = [
        town.name,
        f"{town.district}{town.name}",
        f"北海道{town.district}{town.name}",
        town.subprefecture + town.name,
    ]
    for name in written if town.name != "泊村" else written[1:]:
        assert resolve(None, name) == Resolution(town.code)
    assert resolve(town.code, town.name, town.subprefecture) == Resolution(town.code)
    for form, same in (
        (stem, stem in AMBIGUOUS),
        (town.kana, town.kana in {o.kana for o in others} | {"とまりむら"}),
    ):
        assert resolve(None, form).code == (None if same else town.code)
    for other in others:
        found = resolve(town.code, other.name)
        assert (found.code, found.problem) == (None, "code_name_mismatch")


EDIT_CHARACTERS = "".join(
    sorted({c for town in TOWNS for c in town.name + town.district + town.kana} | set(OLD) | set(GLYPHS))
)


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """The text after one to three insertions, deletions, replacements or swaps of neighbours."""
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        character = draw(st.sampled_from(EDIT_CHARACTERS + "市町村（）※ 郡"))
        kind = draw(st.sampled_from(["ins", "del", "put", "swap"]))
        rest = text[place + 1 :]
        if kind == "ins":
            text = text[:place] + character + text[place:]
        elif kind == "del":
            text = text[:place] + rest
        elif kind == "put":
            text = text[:place] + character + rest
        else:
            text = text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]
    return text


def own_forms(town: MunicipalityName) -> set[str]:
    """What a town may be called, without the code under test: name, stem, reading, and both with the other's ending."""
    stem = town.name.removesuffix(town.kind)
    reading = next(
        town.kana.removesuffix(e) for e in ("ちょう", "まち", "むら", "そん", "し") if town.kana.endswith(e)
    )
    return {town.name, stem, town.kana, reading, reading + town.kind} | {
        name
        for old in read_former_names()
        if old.code == town.code
        for name in (old.former_name, old.former_name[:-1])
    }


def plain(text: str) -> str:
    """The text without what may stand around a name, as far as one can say without knowing the names."""
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace())
    while re.search(r"\([^()]*\)", text):
        text = re.sub(r"\(([市町村])\)", r"\1", text)
        text = re.sub(r"\([^()]*\)", "", text)
    return hiragana(re.sub(r"(?<=[市町村])(役場|役所|長)?(様|殿|御中)?$", "", text.strip("※")))


def hiragana(text: str) -> str:
    text = "".join(GLYPHS.get(c, c) for c in text)
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def may_be_called(town: MunicipalityName, text: str) -> bool:
    area = re.escape(hiragana(re.sub("(総合)?振興局", "", town.subprefecture)))
    before = rf"(北海道)?({area}((総合)?振興局|支庁)?(管内)?)?({hiragana(town.district)})?"
    forms = "|".join(re.escape(hiragana(form)) for form in own_forms(town))
    return re.fullmatch(f"{before}({forms})", plain(text)) is not None


@settings(max_examples=1500)
@given(towns, st.booleans(), st.data())
def test_a_slip_of_the_pen_never_leads_to_another_town_in_silence(
    town: MunicipalityName, with_district: bool, data: st.DataObject
) -> None:
    original = data.draw(st.sampled_from([town.name, town.name.removesuffix(town.kind), town.kana]))
    text = data.draw(edited(town.district + original if with_district else original))
    found = resolve(None, text)
    assert found.problem is None or found.note
    if found.problem is None and found.code is not None and found.code != town.code:
        assert may_be_called(BY_CODE[found.code], text), (text, found)


@settings(max_examples=1000)
@given(towns, st.data())
def test_a_wrong_digit_beside_the_right_name_is_never_taken_in_silence(
    town: MunicipalityName, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from([town.code, town.code + check_digit(town.code)]))
    place, digit = data.draw(st.integers(0, len(code) - 1)), data.draw(st.sampled_from("0123456789"))
    found = resolve(code[:place] + digit + code[place + 1 :], town.name)
    assert found.problem is not None or found.code == town.code


@given(
    st.one_of(st.none(), st.text(max_size=8), st.integers(), st.floats(), st.booleans()),
    st.one_of(
        st.none(),
        st.text(max_size=8),
        st.text(EDIT_CHARACTERS + "()（）", max_size=6),
        st.integers(),
        st.floats(),
    ),
)
def test_nothing_that_a_cell_can_hold_breaks_the_look_up(code: object, name: object) -> None:
    found = resolve(code, name, name)
    assert found.code is None or found.code in BY_CODE
    assert found.code is not None or (found.problem is not None and found.note.endswith("。"))
