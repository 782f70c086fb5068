"""The paragraph says what the numbers say, and nothing of silence."""

import pytest

from dashboard.components import summary, year
from dashboard.warehouse import Reader


def said(reader: Reader, fiscal_year: int) -> str:
    facts = year.gather(reader, fiscal_year)
    return summary.paragraph(
        facts.year, facts.counts, facts.towns, facts.before, facts.national, facts.totals
    )


def test_a_complete_year_is_told_with_share_change_and_names(reader: Reader) -> None:
    assert said(reader, 2023) == (
        "令和5年度（2023年度）に重層的支援体制整備事業を実施している道内の市町村は、179のうち10（5.6％）です。"
        "前年度の7から3増え、新たに始めたのは厚真町、鹿追町、幕別町です。"
        "移行準備事業を実施、または開始年度を決めている市町村は1（厚岸町）です。"
        "残る168はこの年度の資料・回答がなく、予定なしとは限りません。"
        "全国では1,741市町村のうち189（10.9％）です。"
    )


def test_an_incomplete_year_is_what_is_known_and_has_no_share(reader: Reader) -> None:
    text = said(reader, 2025)
    assert "わかっている範囲で13です（公表された合計はありません）" in text
    assert "7.3％" not in text
    assert "473（予定）（27.2％）" in text


def test_the_first_year_is_not_compared(reader: Reader) -> None:
    assert "前年度" not in said(reader, 2021)


def test_totals_without_names_are_told_as_such(reader: Reader) -> None:
    text = said(reader, 2022)
    assert "実施予定・検討中（時期未定）77、実施予定なし83。令和4年11月30日時点。区分は推定" in text
    assert "市町村名はわかりません" in text


def test_answers_of_every_town_leave_no_silence(fictional: Reader) -> None:
    text = said(fictional, 2022)
    assert "検討は77、予定なしは83です" in text
    assert "残る" not in text


@pytest.mark.parametrize(("difference", "text"), [(0, "と同数で"), (2, "から2増え"), (-1, "から1減り")])
def test_the_change_is_a_word(difference: int, text: str) -> None:
    assert summary._moved(difference) == text
