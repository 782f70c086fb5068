"""The paragraph says what the numbers say, and nothing of silence."""

from dataclasses import replace

import pytest

from dashboard.views import overview_summary as summary
from dashboard.views import view, year
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader


def said(reader: Reader, fiscal_year: int) -> str:
    return summary.paragraph(year.gather(reader, View(fiscal_year)))


def test_a_complete_year_is_told_with_share_change_and_names(reader: Reader) -> None:
    assert said(reader, 2023) == (
        "令和5年度（2023年度）に重層的支援体制整備事業を実施している道内の市町村は、179のうち10（5.6％）です。"
        "前年度の7から3増え、新たに始めたのは厚真町、鹿追町、幕別町です。"
        "移行準備事業を実施、または開始年度を決めている市町村は1（厚岸町）です。"
        "残る168はこの年度の資料・回答がなく、予定なしとは限りません。"
        "全国では1,741市区町村のうち189（10.9％）です。"
    )


def test_an_incomplete_year_is_what_is_known_and_has_no_share(reader: Reader) -> None:
    text = said(reader, 2025)
    assert (
        "わかっている範囲で13です（うち11は前年度までの記載を継続とみなしたもの。公表された合計はありません）"
        in text
    )
    assert "前年度より後に始めたことがわかっているのは苫小牧市、北斗市です" in text
    assert "7.3％" not in text
    assert "473（予定）（27.2％）" in text


def test_who_implemented_the_year_before_and_does_not_now_is_named(reader: Reader) -> None:
    facts = year.gather(reader, View(2023))
    assert facts.before is not None
    earlier = facts.before.copy()
    earlier.loc[earlier["name"] == "大樹町", ["group_code", "is_implementing"]] = ["implementing", True]
    assert (
        "前年度の8から2増え、新たに始めたのは厚真町、鹿追町、幕別町です。"
        "前年度に実施し、この年度は実施していないのは大樹町です。"
    ) in summary.paragraph(replace(facts, before=earlier))


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


def test_under_filters_it_names_the_towns_that_it_is_of(reader: Reader) -> None:
    facts = year.gather(reader, view.parse_address("?fy=2023&sub=03,12&kind=町", reader))
    assert summary.paragraph(facts).startswith(
        f"令和5年度（2023年度）に重層的支援体制整備事業を実施しているのは、後志・十勝の町{len(facts.towns)}のうち4"
    )


def test_what_is_pasted_tells_its_time_its_version_and_fiction(reader: Reader, fictional: Reader) -> None:
    pasted = summary.to_paste(year.gather(reader, View(2023)))
    assert "（時点: 令和5年4月1日までの資料による。データの更新日: 令和" in pasted
    assert "架空" not in pasted
    assert summary.to_paste(year.gather(fictional, View(2022))).startswith("【架空データを含みます")


def test_each_number_of_towns_can_be_pressed(reader: Reader) -> None:
    groups = [part[1] for part in summary.parts(year.gather(reader, View(2023))) if not isinstance(part, str)]
    assert groups == ["implementing", "planned", "no_data"]
