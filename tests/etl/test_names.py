"""Municipalities by code and name as people write them, on the real 179."""

from __future__ import annotations

import csv
import math
import unicodedata

import pytest

from etl import names
from etl.municipality_code import check_digit
from etl.name_directory import read_former_names
from etl.names import Resolution
from tests.etl.towns import BY_CODE, DIRECTORY, GLYPHS, REFERENCE, TOWNS, resolve

# ---------------------------------------------------------------- by code

GOOD_CODES: list[object] = [
    "01202", "1202", 1202, 1202.0, "1202.0", "012025", "12025", 12025, 12025.0, "０１２０２", "０１２０２５",
    "'01202", "’01202", " 01202 ", "01202-5", "0120 2", "12,025", "01202\u200b",
]  # fmt: skip


@pytest.mark.parametrize("code", GOOD_CODES, ids=repr)
def test_a_code_is_read_in_any_form(code: object) -> None:
    assert resolve(code) == Resolution("01202")


@pytest.mark.parametrize(
    ("code", "candidates"),
    [("012026", ("函館市（01202）",)), ("12026", ("函館市（01202）",)), (12026, ("函館市（01202）",)), ("01999", ()),
     ("01232", ()), ("131016", ()), ("13101", ()), ("202", ()), ("abc", ()), (True, ()), (math.inf, ()),
     ("01000", ()), ("010006", ()), ("0120250", ())],
    ids=repr,
)  # fmt: skip
def test_a_code_that_is_none_of_ours_is_not_guessed(code: object, candidates: tuple[str, ...]) -> None:
    found = resolve(code)
    assert (found.code, found.problem, found.candidates) == (None, "unknown_code", candidates)
    assert str(code) in found.note


@pytest.mark.parametrize("code", ["13101", 13101, "12101", "131016"])
def test_the_code_of_another_prefecture_is_said_to_be_none_of_hokkaido(code: object) -> None:
    assert "は北海道の市町村のコードではありません" in resolve(code).note


def test_a_wrong_code_is_not_replaced_by_the_name_but_the_name_is_offered() -> None:
    found = resolve("01999", "函館市")
    assert (found.code, found.problem, found.candidates) == (None, "unknown_code", ("函館市（01202）",))


@pytest.mark.parametrize("empty", [None, "", "　", "-", "－", math.nan, "nan"], ids=repr)
def test_a_row_without_code_and_name_is_missing(empty: object) -> None:
    assert resolve(empty, empty).problem == "missing"
    assert resolve(empty, "函館市") == resolve("01202", empty) == Resolution("01202")


@pytest.mark.parametrize("number", range(1, 11))
def test_a_ward_of_sapporo_counts_as_sapporo_with_a_note(number: int) -> None:
    five = f"011{number:02d}"
    for code in (five, five + check_digit(five), int(five)):
        found = resolve(code, "中央区")
        assert (found.code, found.problem) == ("01100", "ward")
        assert "札幌市の区" in found.note


@pytest.mark.parametrize("code", range(1695, 1701))
def test_a_northern_village_is_never_counted(code: int) -> None:
    found = resolve(code)
    assert (found.code, found.problem) == (None, "northern_village")
    assert "北方領土" in found.note


def test_the_check_digit_is_that_of_the_official_list() -> None:
    with REFERENCE.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            assert row["code"] + check_digit(row["code"]) == row["code6"]


# ---------------------------------------------------------------- by name

FOUND_NAMES: list[tuple[str, str]] = [
    ("函館市", "01202"), ("札 幌 市", "01100"), ("札\n幌市", "01100"), ("北海道札幌市", "01100"),
    ("北海道虻田郡倶知安町", "01400"), ("虻田郡 倶知安町", "01400"), ("虻田郡倶知安", "01400"),
    ("後志総合振興局倶知安町", "01400"), ("後志総合振興局管内 虻田郡 倶知安町", "01400"), ("後志管内倶知安町", "01400"),
    ("オホーツク総合振興局美幌町", "01543"), ("網走支庁美幌町", "01543"), ("十勝清水町", "01636"),
    ("後志総合振興局泊村", "01403"), ("後志泊村", "01403"), ("古宇郡泊村", "01403"), ("泊村（後志）", "01403"),
    ("上川郡上川町", "01457"), ("上川町", "01457"), ("日高振興局日高町", "01601"), ("釧路（町）", "01661"), ("釧路郡釧路", "01661"),
    ("笘小牧市", "01213"), ("岩見澤市", "01210"), ("瀧川市", "01225"), ("北龍町", "01437"), ("濱頓別町", "01512"),
    ("廣尾町", "01642"), ("冨良野市", "01229"), ("壽都町", "01392"), ("上ノ國町", "01362"), ("凾館市", "01202"), ("餘市町", "01408"),
    ("剣渕町", "01465"), ("留萠市", "01212"), ("俱知安町", "01400"), ("桧山郡江差町", "01361"), ("⻑沼町", "01428"),
    ("二セコ町", "01395"), ("タ張市", "01209"), ("ハ雲町", "01346"), ("士\U000e0100別市", "01220"),
    ("砂川", "01226"), ("上砂川", "01425"), ("富良野", "01229"), ("上富良野", "01460"), ("標津", "01693"), ("中標津", "01692"),
    ("余市", "01408"), ("森", "01345"), ("ニセコ", "01395"),
    ("くっちゃんちょう", "01400"), ("クッチャンチョウ", "01400"), ("ｸｯﾁｬﾝﾁｮｳ", "01400"), ("くっちゃん", "01400"), ("くっちゃん町", "01400"),
    ("ハコダテシ", "01202"), ("しべつし", "01220"), ("しべつちょう", "01693"), ("もりまち", "01345"), ("にせこ町", "01395"),
    ("夕張市（本庁）", "01209"), ("夕張市役所", "01209"), ("夕張市長", "01209"), ("夕張市長 様", "01209"), ("森町長殿", "01345"),
    ("泊村役場（後志）", "01403"), ("※夕張市", "01209"), ("「夕張市」", "01209"), ("夕張市*", "01209"), ("01209", "01209"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "code"), FOUND_NAMES)
def test_a_name_is_found_as_it_is_written(name: str, code: str) -> None:
    assert resolve(None, name) == Resolution(code)


@pytest.mark.parametrize(
    ("name", "candidates"),
    [("泊", ("泊村（01403）", "泊村（01696、北方領土）")),
     ("釧路", ("釧路市（01206）", "釧路町（01661）")), ("くしろ", ("釧路市（01206）", "釧路町（01661）")),
     ("釧路総合振興局 釧路", ("釧路市（01206）", "釧路町（01661）")), ("しべつ", ("士別市（01220）", "標津町（01693）")),
     ("えさし", ("江差町（01361）", "枝幸町（01514）")), ("えさしちょう", ("江差町（01361）", "枝幸町（01514）")),
     ("えさし町", ("江差町（01361）", "枝幸町（01514）"))],
)  # fmt: skip
def test_an_ambiguous_name_is_asked_back_with_all_that_it_may_be(
    name: str, candidates: tuple[str, ...]
) -> None:
    found = resolve(None, name)
    assert (found.code, found.problem, found.candidates) == (None, "ambiguous_name", candidates)
    assert all(candidate in found.note for candidate in candidates)


@pytest.mark.parametrize(
    ("name", "offered"),
    [("釧路村", "釧路市（01206）"), ("砂河市", "砂川市（01226）"), ("砂川町", "砂川市（01226）"), ("浜頓", "浜頓別町（01512）"),
     ("浜中別町", "浜中町（01663）"), ("夕張様", "夕張市（01209）"), ("夕張市福祉課", "夕張市（01209）"), ("余市市", "余市町（01408）"),
     ("もりちょう", "森町（01345）"), ("周智郡森町", "森町（01345）"), ("静岡県森町", "森町（01345）"), ("空知清水町", "清水町（01636）")],
)  # fmt: skip
def test_an_unknown_name_is_not_guessed_but_near_ones_are_offered(name: str, offered: str) -> None:
    found = resolve(None, name)
    assert (found.code, found.problem) == (None, "unknown_name")
    assert offered in found.candidates
    assert "のことですか。" in found.note


@pytest.mark.parametrize("name", ["合計", "北海道", "中央区", "全道", "？？？", "5.5", "x" * 5000])
def test_what_is_no_name_at_all_is_unknown(name: str) -> None:
    found = resolve(None, name)
    assert (found.code, found.problem, found.candidates) == (None, "unknown_name", ())
    assert len(found.note) < 200


@pytest.mark.parametrize(
    ("name", "code"),
    [("鵡川町", "01586"), ("鵡川", "01586"), ("瀬棚町", "01371"), ("襟裳町", "01609"), ("狩太", "01395"), ("上の国町", "01362"),
     ("新日高町", "01610"), ("広島町", "01234")],
)  # fmt: skip
def test_another_spelling_or_former_name_of_the_same_town_is_read_with_a_note(name: str, code: str) -> None:
    found = resolve(None, name)
    assert (found.code, found.problem) == (code, None)
    assert BY_CODE[code].name in found.note


def test_a_town_that_was_merged_into_another_is_asked_back() -> None:
    found = resolve(None, "阿寒町")
    assert (found.code, found.problem, found.candidates) == (None, "former_name", ("釧路市（01206）",))
    assert "2005年の合併で釧路市になりました" in found.note
    with_code = resolve("01206", "阿寒町")
    assert (with_code.code, with_code.problem) == ("01206", "former_name")


@pytest.mark.parametrize(
    ("name", "code", "problem"),
    [("空知郡倶知安町", "01400", "district_mismatch"), ("空知郡夕張市", "01209", "district_mismatch"),
     ("空知総合振興局倶知安町", "01400", "subprefecture_mismatch"), ("札幌市北区", "01100", "ward")],
)  # fmt: skip
def test_what_stands_around_a_clear_name_and_does_not_fit_is_noted(
    name: str, code: str, problem: str
) -> None:
    found = resolve(None, name)
    assert (found.code, found.problem) == (code, problem)
    assert "確かめてください" in found.note


@pytest.mark.parametrize("name", ["国後郡泊村", "根室振興局泊村", "留夜別村", "しこたん村", "蘂取村"])
def test_a_northern_village_by_name_is_never_counted(name: str) -> None:
    assert resolve(None, name).problem == "northern_village"


# ---------------------------------------------------------------- both, and the subprefecture


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("01202", "函館市"),
        ("01206", "釧路"),
        ("01661", "釧路"),
        ("01403", "泊村"),
        ("01220", "しべつ"),
        ("1345", "森町"),
    ],
)
def test_a_code_settles_an_ambiguous_name(code: str, name: str) -> None:
    assert resolve(code, name) == Resolution(code.zfill(5))


@pytest.mark.parametrize("name", ["小樽市", "釧路", "？？", "浜頓", "阿寒町", "札幌市北区"])
def test_a_code_and_a_name_that_disagree_choose_nothing(name: str) -> None:
    found = resolve("01202", name)
    assert (found.code, found.problem) == (None, "code_name_mismatch")
    assert "01202" in found.note
    assert "函館市" in found.note
    assert name in found.note


def test_the_code_of_a_northern_village_is_refused_and_its_namesake_offered() -> None:
    found = resolve("01696", "泊村")
    assert (found.code, found.problem, found.candidates) == (None, "northern_village", ("泊村（01403）",))


@pytest.mark.parametrize("area", ["後志", "後志総合振興局", "後志総合振興局管内", "後 志"])
def test_the_subprefecture_of_the_row_decides_between_namesakes(area: str) -> None:
    assert resolve(None, "泊村", area) == Resolution("01403")
    assert resolve(None, "泊村", "根室").problem == "northern_village"
    assert resolve(None, "しべつ", "上川") == Resolution("01220")


@pytest.mark.parametrize("area", ["本庁", "", None, math.nan, "空知"])
def test_a_subprefecture_that_does_not_help_leaves_a_name_ambiguous(area: object) -> None:
    assert resolve(None, "釧路", area).problem == "ambiguous_name"
    assert resolve(None, "泊", area).problem == "ambiguous_name"


def test_a_full_name_that_only_a_village_without_an_office_shares_is_the_towns_and_that_is_said() -> None:
    found = resolve(None, "泊村")
    assert (found.code, found.problem) == ("01403", None)
    assert "北方領土の泊村には役場がありません" in found.note
    assert resolve(None, "泊村", "空知").problem == "ambiguous_name"


@pytest.mark.parametrize(("code", "name"), [("01400", None), (None, "倶知安町"), ("01400", "倶知安町")])
def test_a_subprefecture_that_is_not_the_towns_own_is_noted(code: str | None, name: str | None) -> None:
    found = resolve(code, name, "空知総合振興局")
    assert (found.code, found.problem) == ("01400", "subprefecture_mismatch")


# ---------------------------------------------------------------- the tables


def test_old_glyphs_touch_no_two_names_alike() -> None:
    assert len({DIRECTORY.key(town.name) for town in TOWNS}) == 179
    for written, standard in GLYPHS.items():
        assert len(written) == len(standard) == 1
        assert unicodedata.normalize("NFKC", written) == written, "NFKC does this one already"
        assert standard not in GLYPHS


def test_a_name_that_differs_in_more_than_two_characters_is_not_proposed() -> None:
    assert resolve(None, "存在しない町").candidates == ()
    assert resolve(None, "新冠まち町").candidates[0].startswith("新冠町")


def test_no_former_name_is_a_name_of_today() -> None:
    for old in read_former_names():
        assert old.code in BY_CODE
        assert old.change in {"spelling", "renamed", "merged"}
        assert DIRECTORY.key(old.former_name) not in DIRECTORY.exact


def test_normalise_takes_width_spaces_and_invisible_characters() -> None:
    assert names.normalise(" Ａ　ｶﾞ\u200b\ufeff\n（１）邊\U000e0101") == "Aガ(1)邊"


def test_a_directory_can_have_its_own_tables() -> None:
    bare = names.make_directory(TOWNS, old_glyphs={}, former_names=[])
    assert names.resolve(bare, None, "凾館市").problem == "unknown_name"
    assert names.resolve(bare, None, "鵡川町").problem == "unknown_name"
