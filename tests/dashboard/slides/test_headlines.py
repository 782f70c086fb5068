"""Titles say what the numbers bear out, and no number of the deck says another thing on another slide."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from dashboard.chart_data.charts import barrier_change, rollout, status_bars, status_map
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.slide_request import slide_request
from dashboard.export.deck import ink, record, template
from dashboard.export.deck.ink import A
from dashboard.export.deck.town_names import TownNames
from dashboard.queries import barriers as queries
from dashboard.queries import visits
from dashboard.slides import make, renew
from dashboard.slides.look_through import look_through
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.reading import add_bullet, content, named, presentation, slide_of, texts

MAP_LABEL, SMALLEST = 700, 900


def titles(content: bytes) -> dict[str, str]:
    return {
        name.partition("｜")[2]: text
        for name, text in texts(presentation(content)).items()
        if name.startswith("見出し｜")
    }


def test_titles_are_the_message_of_their_slide(demo_deck: bytes) -> None:
    said = titles(demo_deck)
    assert said["summary"] == "令和5年度の実施は10市町村、率は全国の約半分"
    assert said["status_map"] == "令和5年度に実施の10市町村のうち4は十勝、予定は18市町村"
    assert said["status_bars"] == "8振興局にはまだ実施市町村がない（令和5年度）"
    assert said["rollout"] == "実施率は全国より5.3ポイント低い（令和5年度: 北海道5.6％、全国10.9％）"
    assert said["flow"] == "令和4年度から令和5年度: 25市町村が進展（うち3が実施に）、3市町村が見直し"
    assert said["barrier_change"] == "「人材不足」は2年続けて最多（111市町村、うち102は前年から継続）"


def test_a_year_whose_count_may_still_grow_is_compared_with_nothing(told: Reader) -> None:
    request, stage = slide_request(told, Scope(2025)), template.load_template()
    wanted = [Wanted("summary", Scope(2025))]
    said = titles(make.build_deck(told, wanted, stage).content)
    assert "わかっている範囲" in said["summary"]
    assert "全国" not in said["summary"]
    curve = rollout.slide(request, template.load_template())
    assert curve.title == "令和7年度の実施率: 北海道はわかっている範囲で7.3％、全国は27.2％（予定）"
    assert not [element for element in curve.elements if element.name.startswith("差")]
    bars = status_bars.slide(request, template.load_template())
    assert "まだ実施市町村がない" not in bars.title


def test_one_subprefecture_is_told_by_its_own_counts(told: Reader) -> None:
    request = slide_request(told, Scope(2023, ("14",)))
    bars = status_bars.slide(request, template.load_template())
    assert bars.title == "令和5年度の根室管内: 実施している市町村はない"
    assert "のうち" not in status_map.slide(request, template.load_template()).title


def test_barriers_that_share_the_first_place_are_no_headline(told: Reader) -> None:
    answers = queries.answers(told)
    codes = set(answers["municipality_code"])
    top = barrier_change.top_barrier(answers, codes, 2023)
    assert top is not None
    assert top.years == 2
    second = answers[(answers["fiscal_year"] == 2023) & answers["is_stated"]].copy()
    second = second[second["barrier_code"] == top.code].assign(barrier_code="shared")
    assert barrier_change.top_barrier(pd.concat([answers, second]), codes, 2023) is None


def test_a_number_is_the_same_wherever_it_stands(demo_deck: bytes) -> None:
    stated: dict[str, set[str]] = {}
    for slide in presentation(demo_deck).slides:
        for key, field in ink.fields(slide._element):
            stated.setdefault(key, set()).add(field.findtext(f"{A}t") or "")
    assert len(stated) > 150
    assert {key: words for key, words in stated.items() if len(words) > 1} == {}


def test_the_version_of_the_data_stands_on_the_last_page_alone(demo_deck: bytes, told: Reader) -> None:
    deck = presentation(demo_deck)
    assert [name for name, text in texts(deck).items() if "wh_" in text] == ["注｜sources"]
    assert named(deck, "注｜sources").has_text_frame
    assert deck.slides[len(deck.slides) - 1].shapes.title.text_frame.text == "巻末3　出典と時点"


def test_the_last_slide_before_the_appendix_asks_for_a_decision(demo_deck: bytes) -> None:
    deck = presentation(demo_deck)
    views = [slide._element.cSld.get("name") for slide in deck.slides]
    assert views[views.index("definitions") - 1] == "next_steps"
    rows = [[cell.text_frame.text for cell in row.cells] for row in named(deck, "表｜next_steps").table.rows]
    assert rows[1][:2] == ["「人材不足」を160市町村のうち111が挙げた", "手引きの提供、人材養成研修"]
    assert [rows[4][0], rows[6][0]] == ["8振興局に実施市町村がない", "9市町村の状況がわからない"]
    assert texts(deck)["御判断｜next_steps"].startswith("計画「下期の訪問」（7市町村）で進めてよいか。")
    assert titles(demo_deck)["next_steps"] == "課題と今後の対応: 7市町村に働きかける"


def test_notes_name_source_and_meaning_and_hold_numbers_that_are_checked(demo_deck: bytes) -> None:
    for slide in presentation(demo_deck).slides:
        if slide._element.cSld.get("name") != "cover":
            assert slide.notes_slide.notes_text_frame.text.startswith("【出典】")
    notes = named_notes(demo_deck, "summary")
    assert "答　予定が18市町村、検討が75市町村、予定なしが67市町村、データなしが9市町村です。" in notes


def test_notes_are_renewed_with_the_deck_and_what_people_added_stays(real_deck: bytes, later: Reader) -> None:
    deck = presentation(real_deck)
    add_bullet(slide_of(deck, "見出し｜summary").notes_slide.notes_placeholder, "ここで5分休む。")
    done = renew.renew(later, content(deck), "資料.pptx")
    notes = named_notes(done.refreshed.content, "summary")
    assert (
        "予定が2市町村、予定なしが1市町村、データなしが167市町村です。検討とわかっている市町村はありません。"
        in notes
    )
    assert notes.endswith("ここで5分休む。")
    assert ("ノート", "ここで5分休む。") in {(one.place, one.text) for one in done.handwritten}
    assert not [one for one in done.refreshed.unchanged if one.shape == "ノート"]


def named_notes(deck: bytes, view: str) -> str:
    text: str = slide_of(presentation(deck), f"見出し｜{view}").notes_slide.notes_text_frame.text
    return text


def test_a_route_that_we_drew_is_not_taken_for_peoples_work(
    demo_deck: bytes, told: Reader, planned: Path
) -> None:
    looked = look_through(demo_deck, told, TownNames(tuple(visits.places(told)["name"].astype(str))), planned)
    assert looked.handwritten == ()


def test_an_arrow_is_not_put_over_a_chart_of_an_earlier_deck_whose_axes_stand_elsewhere(
    real_deck: bytes, later: Reader
) -> None:
    deck = presentation(real_deck)
    chart = named(deck, "グラフ｜rollout").chart._chartSpace
    (fixed,) = [one for one in chart.iter() if one.tag.endswith("}manualLayout")][:1]
    fixed.getparent().remove(fixed)
    kept = record.read_record(deck, "資料.pptx")
    for name in ("差｜rollout", "差の数｜rollout"):
        shape = named(deck, name)._element
        shape.getparent().remove(shape)
        del kept["shapes"][name]
    record.write_record(deck, kept)
    after = presentation(renew.renew(later, content(deck), "資料.pptx").refreshed.content)
    assert texts(after)["見出し｜rollout"].startswith("実施率は全国より5.9ポイント低い")
    assert "差の数｜rollout" not in texts(after)
    assert "差の数｜rollout" in texts(
        presentation(renew.renew(later, real_deck, "資料.pptx").refreshed.content)
    )
