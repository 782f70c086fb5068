"""What a title, a name or a column says of its year, held against the year that is received."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import fiscal_year
from etl.japanese_date import day_label
from etl.readers.grid import CellRef
from etl.readers.row_evidence import AS_OF, RETURNED, SURVEY_YEAR, WRITTEN_ON, doubt, remark_doubt
from etl.readers.year_evidence import Expected, contradiction, of_name, of_text, of_value, other_day

R5 = Expected(2023, date(2023, 11, 30))

OTHER_YEAR = [
    "令和4年11月30日現在", "（令和４年１１月３０日現在）", "令和四年十一月三十日現在", "R4.11.30時点", "R4/11/30 現在", "2022/11/30",
    "2022年11月30日時点", "令和4年11月末時点", "基準日：2022-11-30", "令和4年度", "R4年度", "Ｒ４年度分", "令和四年度", "平成30年度", "2022年度版",
    "FY2022", "H30取りまとめ", "R4取りまとめ表", "重層R4", "令和4年度 実施状況", "昨年度", "前年度 分", "（前年度分の取りまとめ）", "前年度の値",
    "昨年度調査", "前回提出分", "令和6年度", "令和6年11月30日現在", "令和4年12月5日作成", "令和5年3月31日現在", "㋿4年度", "20221130",
    "R041130", "令和4年",
]  # fmt: skip
SAME_YEAR = [
    "令和5年11月30日現在", "R5.11.30時点", "2023/11/30", "令和五年度", "令和5年度", "R5", "2023", "2023年度", "令和5年", "令和6年3月31日現在",
    "令和6年1月10日作成", "令和6年5月1日提出", "今年度", "本年度分", "令和5年12月15日", "令和4・5年度",
    "令和5年11月30日現在（前年度：令和4年11月30日現在）", "R3～R5", "令和5年度（2023年度）",
]  # fmt: skip
NO_CLAIM = [
    "※前年度の回答から変わったときは、理由もお書きください。", "前年度との比較", "前年度より増えた理由", "令和3年度以降のもの",
    "重層的支援体制整備事業（令和3年度創設）", "令和6年度から実施予定", "令和4年3月策定", "（令和4年度改定様式）", "提出期限：令和6年12月15日",
    "令和2年12月1日付け通知", "人口は令和5年1月1日現在", "令和5年1月1日現在の住民基本台帳人口", "取りまとめ表", "第2022号", "様式1", "Ver4", "問4",
    "社会福祉法（昭和26年法律第45号）", "令和6年度予算案", "0138-20-2022-1", "",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHER_YEAR)
def test_another_year_is_seen_in_any_spelling(text: str) -> None:
    assert contradiction(of_text(text, R5), R5) is not None


@pytest.mark.parametrize("text", SAME_YEAR)
def test_the_right_year_is_seen_in_any_spelling(text: str) -> None:
    mentions = of_text(text, R5)
    assert mentions
    assert contradiction(mentions, R5) is None


@pytest.mark.parametrize("text", NO_CLAIM)
def test_a_year_of_something_else_claims_nothing(text: str) -> None:
    assert contradiction(of_text(text, R5), R5) is None


@given(
    day=st.dates(date(2020, 4, 1), date(2035, 3, 31)),
    style=st.integers(0, 5),
    word=st.sampled_from(["現在", "時点"]),
)
def test_a_day_in_any_style_agrees_with_its_own_year_and_with_no_other(
    day: date, style: int, word: str
) -> None:
    label = day_label(day)
    written = [
        label,
        f"R{day.year - 2018}.{day.month}.{day.day}",
        f"R{day.year - 2018}/{day.month:02}/{day.day:02}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}-{day.month:02}-{day.day:02}",
        f"{day.year}年{day.month}月{day.day}日",
    ][style]
    year = fiscal_year.of_date(day)
    for asked in range(year - 2, year + 3):
        expected = Expected(asked, fiscal_year.start_date(asked) + timedelta(days=200))
        wrong = contradiction(of_text(f"（{written}{word}）", expected), expected)
        assert (wrong is None) == (asked == year)


@pytest.mark.parametrize(
    "name",
    [
        "R4",
        "前年度",
        "令和4年度",
        "昨年度分",
        "R4取りまとめ表.xlsx",
        "取りまとめ_R4.11.30.csv",
        "2022取りまとめ.xls",
    ],
)
def test_the_name_of_a_sheet_or_file_says_another_year(name: str) -> None:
    assert contradiction(of_name(name, R5), R5) is not None


@pytest.mark.parametrize(
    "name",
    [
        "一覧",
        "R5",
        "Sheet1",
        "今年度",
        "2022-12-01_R5.xlsx",
        "01202_函館市.xlsx",
        "R5取りまとめ（前年度比較）.xlsx",
        "一覧_iso2022jp.csv",
        "ISO-2022-JP_R5.csv",
    ],
)
def test_the_name_of_a_sheet_or_file_does_not(name: str) -> None:
    assert contradiction(of_name(name, R5), R5) is None


def test_a_date_cell_is_as_good_as_a_text() -> None:
    assert contradiction(of_value(date(2022, 11, 30), R5, "基準日"), R5) is not None
    assert contradiction(of_value(date(2023, 11, 30), R5, "基準日"), R5) is None
    assert of_value(date(2022, 12, 15), R5, "提出期限") == []
    assert of_value(2022, R5) == []


def test_the_day_of_a_list_is_compared_within_its_year_too() -> None:
    mentions = of_text("令和5年10月1日現在", R5)
    assert contradiction(mentions, R5) is None
    assert other_day(mentions, R5) is not None
    assert other_day(of_text("令和5年11月30日現在", R5), R5) is None


def cell(value: object) -> CellRef:
    return CellRef("一覧", "A2", value, "" if value is None else str(value))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *((SURVEY_YEAR, value) for value in ("令和4年度", "R4", "2022", 2022, 4, "前年度", "令和6年度", date(2022, 11, 30))),
        *((AS_OF, value) for value in ("R4.11.30", date(2022, 11, 30), "令和4年11月30日現在", "令和4年度末")),
        *((WRITTEN_ON, value) for value in ("R4.12.10", date(2022, 12, 10), "令和4年12月10日")),
        *((RETURNED, value) for value in ("未提出", "未提出（前年度の値）", "前年度の値", "未回答", "転記", "督促中", "×", "なし", "前回回答", "据置")),
    ],
)  # fmt: skip
def test_a_row_of_another_year_is_refused_by_its_cell(column: str, value: object) -> None:
    result = doubt(column, cell(value), R5)
    assert result is not None
    assert (result.severity, result.ref.cell) == ("error", "A2")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *((SURVEY_YEAR, value) for value in ("令和5年度", "R5", "2023", 2023, 5, "今年度", None, "", date(2023, 11, 30))),
        *((AS_OF, value) for value in ("R5.11.30", date(2023, 11, 30), "令和5年11月30日", None)),
        *((WRITTEN_ON, value) for value in ("R5.12.10", date(2024, 5, 10), "12月10日", None)),
        *((RETURNED, value) for value in ("提出", "提出済", "済", "○", "回答あり", "有", "12月10日受領", 1, None, date(2023, 12, 1))),
    ],
)  # fmt: skip
def test_a_row_of_this_year_is_not_accused(column: str, value: object) -> None:
    assert doubt(column, cell(value), R5) is None


@pytest.mark.parametrize(
    "text", ["前年度の回答を記載", "未提出のため前年度の値", "R4の値を転記", "前回の数値のまま。"]
)
def test_a_remark_that_the_answers_are_last_years_is_a_warning(text: str) -> None:
    result = remark_doubt(cell(text))
    assert result is not None
    assert result.severity == "warning"


@pytest.mark.parametrize("text", ["令和4年度から検討", "前年度と同じ", "前年度より1名増", "特になし", ""])
def test_other_remarks_are_not(text: str) -> None:
    assert remark_doubt(cell(text)) is None
