"""A name that may be a sum, another town's, or two towns' is asked about."""

from __future__ import annotations

import pytest

from etl.names import Resolution
from tests.etl.towns import BY_CODE, resolve

BUREAUS = {
    "石狩": "01235",
    "上川": "01457",
    "日高": "01601",
    "留萌": "01212",
    "根室": "01223",
    "ひだか": "01601",
}


@pytest.mark.parametrize(("name", "code"), BUREAUS.items())
def test_a_bare_name_that_a_subprefecture_has_too_is_asked_about(name: str, code: str) -> None:
    found = resolve(None, name)
    assert (found.code, found.problem) == (None, "ambiguous_name")
    assert "振興局の計か" in found.note
    assert resolve(None, name, BY_CODE[code].subprefecture).code is None
    assert resolve(code, name) == Resolution(code)
    assert resolve(None, BY_CODE[code].name) == Resolution(code)


@pytest.mark.parametrize("name", ["空知", "後志", "宗谷管内", "十勝総合振興局", "オホーツク"])
def test_a_subprefecture_is_no_municipality(name: str) -> None:
    found = resolve(None, name)
    assert (found.code, found.problem, found.candidates) == (None, "unknown_name", ())
    assert "振興局の名前" in found.note


@pytest.mark.parametrize("code", [None, "01227"])
@pytest.mark.parametrize(
    "name",
    [
        "歌志内市（砂川市分）",
        "歌志内市(砂川市)",
        "歌志内市【砂川分】",
        "歌志内市（砂川市・上砂川町を含む）",
        "歌志内市（旧戸井町）",
    ],
)
def test_a_remark_that_names_another_town_is_asked_about(name: str, code: str | None) -> None:
    found = resolve(code, name)
    assert (found.code, found.problem) == (None, "joint_name")
    assert name in found.note


@pytest.mark.parametrize(
    ("name", "code"),
    [("函館市（中核市）", "01202"), ("むかわ町（旧鵡川町）", "01586"), ("函館市（はこだてし）", "01202"), ("士別市（しべつ）", "01220"),
     ("釧路市（旧阿寒町を含む市）", "01206"), ("夕張市（本庁）", "01209"), ("厚岸町（釧路）", "01662"), ("函館市（旧戸井町）", "01202")],
)  # fmt: skip
def test_a_remark_that_names_no_other_town_is_not(name: str, code: str) -> None:
    assert resolve(None, name).code == code


@pytest.mark.parametrize(
    "name",
    ["砂川市・歌志内市", "砂川市、歌志内市", "砂川市\n歌志内市", "砂川市及び歌志内市", "函館市ほか2町"],
)
def test_two_towns_in_one_cell_are_no_town(name: str) -> None:
    assert resolve(None, name).code is None


def test_a_part_of_a_merged_town_is_asked_about() -> None:
    assert resolve(None, "函館市（旧戸井町分）").problem == "joint_name"
