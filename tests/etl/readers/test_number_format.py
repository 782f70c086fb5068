"""What number formats add to numbers."""

from __future__ import annotations

import pytest

from etl.readers import number_format


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (5, '"令和"0"年度"', "令和5年度"),
        (5, '[$-ja-JP]"R"0', "R5"),
        (12, '#,##0"人"', "12人"),
        (12345.5, '#,##0.0"千円"', "12,345.5千円"),
        (0.123, "0.0%", "12.3%"),
        (0.125, "0%", "13%"),
        (1202, "00000", "01202"),
        (1, '0"件";-0"件";"なし"', "1件"),
        (-2, '0"件";"減"0"件"', "減2件"),
        (3, 'General"か所"', "3か所"),
        (2, "\\R0", "R2"),
    ],
)
def test_the_text_is_what_excel_shows(value: float, code: str, text: str) -> None:
    assert number_format.adds_text(code)
    assert number_format.displayed_text(value, code) == text


@pytest.mark.parametrize(
    "code",
    ["General", "0", "0.00", "#,##0", "#,##0_ ;[Red]-#,##0\\ ", '"△"0', "¥#,##0", "@", "yyyy/m/d", '[$-411]ggge"年"m"月"', "0.0E+00"],
)  # fmt: skip
def test_a_format_that_adds_no_words_says_nothing(code: str) -> None:
    assert not number_format.adds_text(code)
    assert number_format.displayed_text(5, code) is None


@pytest.mark.parametrize(("value", "text"), [(5, "5名"), (12, "12人")])
def test_a_condition_chooses_the_section(value: float, text: str) -> None:
    assert number_format.displayed_text(value, '[>=10]0"人";0"名"') == text
