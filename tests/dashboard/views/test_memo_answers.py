"""The answers of the 答弁メモ: spoken as in the assembly, and never more than the numbers hold."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.views import memo_answers, view, year
from dashboard.views.year import YearFacts
from dashboard.warehouse.reader import Warehouse
from tests.dashboard.conftest import publish_copy


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("memo")))


def facts_of(warehouse: Warehouse, search: str) -> YearFacts:
    return year.gather(*view.open(warehouse, search))


def test_who_implemented_the_year_before_and_does_not_now_is_named(demo: Warehouse) -> None:
    facts = facts_of(demo, "?fy=2023")
    assert facts.before is not None
    earlier = facts.before.copy()
    earlier.loc[earlier["name"] == "大樹町", ["group_code", "is_implementing"]] = ["implementing", True]
    spoken = memo_answers.answer(replace(facts, before=earlier))
    assert "前年度に実施しておりました大樹町【架空】は、本年度は実施しておりません。" in spoken


def test_the_answer_is_spoken_and_holds_every_count(demo: Warehouse) -> None:
    assert memo_answers.answer(facts_of(demo, "?fy=2023")) == (
        "重層的支援体制整備事業についてでございますが、令和5年度に実施しておりますのは、道内の179市町村のうち10市町村、"
        "率にいたしまして5.6％でございます。前年度の7市町村から3市町村増加しております。"
        "新たに始めましたのは、厚真町、鹿追町及び幕別町でございます。"
        "このほか、現在把握している範囲では、移行準備を含め実施を予定しておりますのが18市町村【架空】、検討中が75市町村【架空】、"
        "実施の予定がないのが67市町村【架空】でございます。残る9市町村【架空】につきましては、資料又は回答がございませんので、"
        "予定がないものとは取り扱っておりません。"
    )


def test_what_may_be_asked_next_has_its_answer(demo: Warehouse) -> None:
    asked = {one.question: one.answer for one in memo_answers.follow_ups(facts_of(demo, "?fy=2023"))}
    assert asked["全国と比べてどうか。"] == (
        "全国では、1,741市区町村のうち189市区町村、率にいたしまして10.9％でございます。"
        "本道は5.6％と、全国を5.3ポイント下回っております。"
    )
    assert "160市町村【架空】のうち111市町村【架空】でございます" in asked["実施が進まない理由は何か。"]
    assert asked["状況を把握していない市町村があるのはなぜか。"].startswith("9市町村【架空】につき")
    assert "【要記入" in asked["実施していない市町村に対し、道は今後どのように支援していくのか。"]


def test_a_count_that_may_grow_is_neither_a_total_nor_compared(demo: Warehouse) -> None:
    facts = facts_of(demo, "?fy=2025")
    assert "これが全てではございません" in memo_answers.answer(facts)
    asked = {one.question: one.answer for one in memo_answers.follow_ups(facts)}
    assert "ポイント" not in asked["全国と比べてどうか。"]
    assert "予定で473市区町村" in asked["全国と比べてどうか。"]


def test_a_part_of_the_prefecture_is_not_held_against_the_nation(demo: Warehouse) -> None:
    facts = facts_of(demo, "?fy=2023&sub=14")
    assert "令和5年度に実施している市町村は、根室管内の5市町村にはございません。" in memo_answers.answer(
        facts
    )
    assert "全国と比べてどうか。" not in {one.question for one in memo_answers.follow_ups(facts)}
