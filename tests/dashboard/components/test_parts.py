"""Cards, published totals, table, drawer and notices, as the texts that people read."""

import json
from typing import Any

import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.components import cards, drawer, notices, provenance, reconciliation
from dashboard.components.grid_words import LOCALE
from dashboard.pages.overview import town_table
from dashboard.queries import overview
from dashboard.views import view, year
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader


def text_of(part: Any) -> str:
    """All that a component says, in order."""
    if part is None or isinstance(part, bool):
        return ""
    if isinstance(part, str | int | float):
        return str(part)
    if isinstance(part, list | tuple):
        return "".join(text_of(one) for one in part)
    return text_of(getattr(part, "children", None))


def shown_cards(reader: Reader, fiscal_year: int) -> list[str]:
    facts = year.gather(reader, View(fiscal_year))
    return [text_of(card) for card in cards.cards(facts, reconciliation.newest(facts.totals))]


def test_counts_of_a_complete_year(reader: Reader) -> None:
    assert shown_cards(reader, 2023) == [
        "●実施10／179市町村5.6％前年度比 ＋3",
        "◆予定わかっている範囲1／179市町村前年度比 ―",
        "▲検討わかっている範囲―／179市町村市町村のわかる資料なし",
        "✕予定なしわかっている範囲―／179市町村市町村のわかる資料なし",
        "―未回答・データなし168／179市町村93.9％前年度比 −1",
    ]


def test_a_year_of_announcements_shows_no_share_of_implementing_towns(reader: Reader) -> None:
    assert shown_cards(reader, 2025)[0] == "●実施わかっている範囲13／179市町村前年度比 ―うち継続とみなす 11"


def test_published_totals_stand_beside_what_is_known(reader: Reader) -> None:
    shown = shown_cards(reader, 2022)
    assert shown[1].endswith("公表値 12※")
    assert shown[3].endswith("公表値 83※")


def test_towns_that_answered_without_being_named_are_said_to_have_answered(reader: Reader) -> None:
    assert "回答済み・市町村名は非公表（合計のみ）" in shown_cards(reader, 2022)[4]


def test_filters_narrow_counts_and_their_denominator(reader: Reader) -> None:
    facts = year.gather(reader, view.parse_address("?fy=2023&sub=12&kind=町&group=implementing", reader))
    shown = [text_of(card) for card in cards.cards(facts, {"implementing": 99})]
    assert shown[0].startswith("●実施4／16市町村25.0％") or shown[0].startswith("●実施4／")
    assert "99" not in shown[0], "a published total of the whole is not held against a part"
    assert len(facts.shown_towns) == 4
    assert facts.areas["municipalities"].sum() == 4
    assert facts.place_name == "十勝の町"
    here = facts.rollout[(facts.rollout["scope"] == "hokkaido") & (facts.rollout["fiscal_year"] == 2023)]
    assert (here["implementing"].item(), here["denominator"].item()) == (4, len(facts.towns))


def test_without_a_filter_areas_are_those_of_the_mart(reader: Reader) -> None:
    summary = overview.summary(reader, 2023)
    whole = summary[summary["subprefecture_code"] != "00"]
    areas = year.gather(reader, View(2023)).areas
    assert areas["municipalities"].tolist() == whole["municipalities"].tolist()
    assert areas["denominator"].tolist() == whole["denominator"].tolist()


def test_a_year_that_everyone_answered_has_shares_throughout(fictional: Reader) -> None:
    shown = shown_cards(fictional, 2022)
    assert shown[2] == "▲検討77／179市町村43.0％前年度比 ―"
    assert not any("わかっている範囲" in text for text in shown)


def test_a_year_without_totals_says_so(reader: Reader) -> None:
    said = text_of(reconciliation.panel(overview.reconciliation(reader, 2024), 166))
    assert "公表された道内の合計はありません" in said


def test_a_mismatch_is_said_with_both_numbers(reader: Reader) -> None:
    totals = overview.reconciliation(reader, 2023).assign(state="mismatch", computed=9)
    said = text_of(reconciliation.panel(totals, 168))
    assert "10!9 不一致" in said
    assert "公表値と記録が一致しません" in said


def test_towns_that_answered_are_not_said_to_be_unknown(fictional: Reader) -> None:
    said = text_of(reconciliation.panel(overview.reconciliation(fictional, 2022), 0))
    assert "データなし" not in said


def test_rows_of_the_table_are_json_with_codes_as_text(reader: Reader) -> None:
    rows = town_table.rows(year.gather(reader, View(2025)))
    again = json.loads(json.dumps(rows, cls=PlotlyJSONEncoder))
    assert again[0]["municipality_code"] == "01100"
    assert again[0]["start_fiscal_year"] is None
    asahikawa = next(row for row in again if row["name"] == "旭川市")
    assert asahikawa["basis_label"] == "前年度までの記載を継続とみなす"
    assert asahikawa["state"] == "● 実施"
    assert asahikawa["as_of"] == "2023-04-01"


def test_synthetic_rows_are_marked_in_table_and_banner(fictional: Reader) -> None:
    rows = town_table.rows(year.gather(fictional, View(2022)))
    assert {row["synthetic"] for row in rows} == {"架空データ"}
    assert "（179市町村の状態）" in text_of(notices.synthetic(year.gather(fictional, View(2022))))
    assert "（前年度との比較）" in text_of(notices.synthetic(year.gather(fictional, View(2023))))
    assert notices.synthetic(year.gather(fictional, View(2021))) is None


def test_the_grid_speaks_japanese() -> None:
    assert all(any(ord(sign) > 0x3000 for sign in said) or said == "／" for said in LOCALE.values())


def test_the_drawer_tells_years_and_cells(reader: Reader) -> None:
    assert drawer.title(reader, "01581") == "厚真町（あつまちょう）"
    said = text_of(drawer.content(reader, "01581", 2023))
    for part in (
        "実施予定（開始年度決定）",
        "シート「R5実施予定」 セル D10",
        "4,159人",
        "令和5年度の記載を継続とみなす",
        "のうち、令和5年度に実施 0",
    ):
        assert part in said


def test_a_silent_town_is_not_said_to_have_no_plan(reader: Reader) -> None:
    said = text_of(drawer.content(reader, "01100", 2023))
    assert "予定なしという意味ではありません" in said


def test_suppressed_ages_are_a_dash(reader: Reader) -> None:
    town = overview.town(reader, "01100").assign(aging_rate_pct=pd.NA)
    assert "65歳以上―" in text_of(drawer._facts(town.iloc[0], ""))


@pytest.mark.parametrize("code", ["01696", "", "zzz", "01581' or 1=1"])
def test_a_town_that_is_none_is_said_so(reader: Reader, code: str) -> None:
    assert drawer.title(reader, code) == "市町村が見つかりません"
    assert "179市町村にありません" in text_of(drawer.content(reader, code, 2023))


def test_sources_time_and_update_stand_apart(reader: Reader) -> None:
    said = text_of(provenance.block(year.gather(reader, View(2023))))
    assert "時点　令和5年度の状態は、令和5年4月1日までの資料による" in said
    assert "データの更新日　" in said
    assert "実施状況の資料（2023-04-01_implementers_r5.csv）" in said
    assert "気象庁「予報区等GISデータ」を加工して作成" in said
