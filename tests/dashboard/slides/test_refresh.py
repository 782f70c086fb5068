"""The living deck: what people did stays, what nobody touched is new, twice is the same as once."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.util import Inches

from dashboard import theme
from dashboard.export.deck import notes
from dashboard.export.deck.package import DeckRefusedError
from dashboard.slides import errata, renew
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.reading import content, named, presentation, slide_of, texts, towns

MINE = RGBColor(0x12, 0x34, 0x56)
PREPARING = theme.GROUPS["planned"].fill.lstrip("#")


def edited(deck_bytes: bytes) -> bytes:
    """A deck as people hand it on: retitled, rewritten, moved, recoloured, reordered, one slide out and one in."""
    deck = presentation(deck_bytes)
    named(deck, "見出し｜status_map").text_frame.paragraphs[0].runs[0].text = "道内の様子（速報）: "
    named(deck, "要点｜status_bars").text_frame.text = "この頁は口頭で説明"
    map_ = named(deck, "地図｜status_map")
    map_.left, map_.top, map_.width = Inches(1), Inches(2), map_.width // 2
    named(deck, "01452 鷹栖町｜status_map").fill.fore_color.rgb = MINE
    chart = named(deck, "グラフ｜status_bars")
    chart.left = Inches(0.1)
    chart.chart.plots[0].series[0].format.fill.solid()
    chart.chart.plots[0].series[0].format.fill.fore_color.rgb = MINE
    data = CategoryChartData()
    data.categories = ["A", "B"]
    data.add_series("自作", [1, 2])
    named(deck, "グラフ｜rollout").chart.replace_data(data)
    cell = named(deck, "表｜towns").table.cell(2, 2)
    cell.text_frame.text = "確認中"
    own = deck.slides.add_slide(deck.slide_layouts[1])
    own.shapes.title.text = "知事の発言要旨 10市町村"
    drop(deck, slide_of(deck, "表｜definitions"))
    ids = deck.slides._sldIdLst
    moved = ids[2]
    ids.remove(moved)
    ids.append(moved)
    extra = slide_of(deck, "指標の数 実施｜summary").shapes.add_textbox(
        Inches(1), Inches(6), Inches(3), Inches(0.4)
    )
    extra.text_frame.text = "※ 10市町村は議会資料と一致"
    return content(deck)


def drop(deck: Any, slide: Any) -> None:
    ids = deck.slides._sldIdLst
    for one in list(ids):
        if deck.part.related_part(one.rId) is slide.part:
            deck.part.drop_rel(one.rId)
            ids.remove(one)


@pytest.fixture(scope="module")
def renewed(real_deck: bytes, later: Reader) -> renew.RenewedDeck:
    return renew.renew(later, edited(real_deck), "手を入れた資料.pptx")


@pytest.fixture(scope="module")
def after(renewed: renew.RenewedDeck) -> Any:
    return presentation(renewed.refreshed.content)


def test_a_deck_of_unchanged_data_stays_byte_for_byte(real_deck: bytes, reader: Reader) -> None:
    done = renew.renew(reader, real_deck, "資料.pptx")
    assert done.refreshed.content == real_deck
    assert done.refreshed.changes == ()


def test_every_number_is_new_in_words_that_people_wrote_too(after: Any) -> None:
    said = texts(after)
    assert said["指標の数 実施｜summary"].startswith("9\n／179（5.0％）")
    assert said["見出し｜status_map"] == "道内の様子（速報）: 9市町村のうち4は十勝、予定は2市町村"
    assert said["凡例の数 予定なし｜status_map"] == "予定なし　1（0.6％）"


def test_fills_and_symbols_of_untouched_towns_are_new_and_recoloured_towns_stay(after: Any) -> None:
    fills = towns(after)
    assert fills["01581 厚真町"] == PREPARING
    assert fills["01100 札幌市"] == theme.GROUPS["no_plan"].fill.lstrip("#")
    assert fills["01452 鷹栖町"] == str(MINE)
    assert named(after, "01581 厚真町｜status_map").text_frame.text == "◆"
    assert "移行準備" in named(after, "01581 厚真町｜status_map")._element._nvXxPr.cNvPr.get("descr")


def test_charts_have_new_data_in_the_place_and_colours_that_people_gave_them(
    after: Any, later: Reader
) -> None:
    frame = named(after, "グラフ｜status_bars")
    assert frame.left == Inches(0.1)
    series = frame.chart.plots[0].series[0]
    assert series.format.fill.fore_color.rgb == MINE
    assert sum(series.values) == 9
    own = named(after, "グラフ｜rollout").chart.plots[0]
    assert list(own.categories) == ["A", "B"]


def test_texts_shapes_order_and_slides_of_people_stay(after: Any) -> None:
    said = texts(after)
    assert said["要点｜status_bars"] == "この頁は口頭で説明"
    assert "※ 10市町村は議会資料と一致" in said.values()
    titles = [slide.shapes.title.text_frame.text for slide in after.slides]
    assert titles[-1].startswith("道内の様子（速報）")
    assert titles[-2] == "知事の発言要旨 10市町村"
    assert not [title for title in titles if "言葉の定義" in title]
    assert named(after, "地図｜status_map").left == Inches(1)
    assert named(after, "表｜towns").table.cell(2, 2).text_frame.text == "確認中"
    assert named(after, "表｜towns").table.cell(2, 1).text_frame.text == "2"


def test_names_on_the_map_follow_the_towns(after: Any) -> None:
    labels = {name.partition("｜")[0][5:] for name in texts(after) if name.startswith("市町村名 ")}
    assert "01581" in labels  # 予定 is named too, as so few are
    assert "01100" not in labels


def test_what_was_changed_and_what_was_left_is_listed(renewed: renew.RenewedDeck) -> None:
    done = renewed.refreshed
    assert {"塗り", "数", "グラフ", "文"} <= {change.what for change in done.changes}
    left = {(one.shape, one.why.partition("、")[0]) for one in done.unchanged}
    assert ("グラフ", "グラフのデータが手で変えられているため") in left
    assert any("言葉の定義" in one.why for one in done.unchanged)
    json.dumps([one.__dict__ for one in (*done.changes, *done.unchanged)], ensure_ascii=False)


def test_after_a_refresh_nothing_is_wrong_and_what_people_did_stands_apart(
    renewed: renew.RenewedDeck, later: Reader
) -> None:
    found = errata.verify(later, renewed.refreshed.content, "更新した資料.pptx")
    assert found.errata == ()
    said = {one.place: one.note for one in found.edited}
    assert said["01452 鷹栖町"] == "塗りが手で変えられています"
    assert any(place.startswith("グラフ") for place in said)
    assert [one.slide for one in found.edited] == sorted(one.slide for one in found.edited)


def test_the_list_of_a_refresh_is_page_by_page_with_the_footers_as_one(renewed: renew.RenewedDeck) -> None:
    changes = renewed.refreshed.changes
    told = notes.for_people(changes)
    pages = [one.slide for one in told]
    assert pages == [*sorted(pages[:-1]), 0]
    assert len([one for one in told if one.shape.startswith("注記")]) == 1
    assert all(one.before != one.after and len(one.before) < 75 for one in told)
    old, new = "同じ言葉" * 30 + "10" + "続き" * 30, "同じ言葉" * 30 + "9" + "続き" * 30
    assert (notes.around(old, new)[13:15], notes.around(new, old)[13:14]) == ("10", "9")


def test_twice_is_the_same_as_once(renewed: renew.RenewedDeck, later: Reader) -> None:
    again = renew.renew(later, renewed.refreshed.content, "二度目.pptx")
    assert again.refreshed.content == renewed.refreshed.content
    assert again.refreshed.changes == ()


def test_a_town_whose_paper_is_gone_is_not_said_to_have_answered_later(
    renewed: renew.RenewedDeck, reader: Reader
) -> None:
    found = errata.verify(reader, renewed.refreshed.content, "資料.pptx")
    why = {e.key: e.why for e in found.errata}
    assert "前に根拠とした資料を使わなくなり、前からあった資料によるため" in why["town.01581"]
    assert "根拠の資料が使われなくなったため" in why["town.01100"]
    assert not [one for one in why.values() if "後から届いた" in one or "新しい資料はありません" in one]


def test_the_data_may_go_back_and_the_deck_goes_with_it(renewed: renew.RenewedDeck, reader: Reader) -> None:
    back = presentation(renew.renew(reader, renewed.refreshed.content, "戻す.pptx").refreshed.content)
    assert texts(back)["見出し｜status_map"] == "道内の様子（速報）: 10市町村のうち4は十勝、予定は1市町村"
    assert towns(back)["01452 鷹栖町"] == str(MINE)
    assert towns(back)["01581 厚真町"] == theme.GROUPS["implementing"].fill.lstrip("#")


def test_a_copied_slide_is_refreshed_with_the_original(real_deck: bytes, later: Reader) -> None:
    deck = presentation(real_deck)
    source = slide_of(deck, "指標の数 実施｜summary")
    copy = deck.slides.add_slide(deck.slide_layouts[1])
    import copy as copies

    for shape in source.shapes:
        copy.shapes._spTree.append(copies.deepcopy(shape._element))
    after = presentation(renew.renew(later, content(deck), "写し.pptx").refreshed.content)
    found = [
        s.text_frame.text
        for slide in after.slides
        for s in slide.shapes
        if s.name == "指標の数 実施｜summary"
    ]
    assert len(found) == 2
    assert all(text.startswith("9\n") for text in found)


def test_a_file_that_is_not_ours_is_refused_with_the_reason(later: Reader) -> None:
    from pptx import Presentation

    buffer = BytesIO()
    Presentation().save(buffer)
    with pytest.raises(DeckRefusedError, match="記録がありません"):
        renew.renew(later, buffer.getvalue(), "よその資料.pptx")
    for hostile in (b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"<html>"):
        with pytest.raises(DeckRefusedError):
            renew.renew(later, hostile, "壊れた資料.pptx")


def test_a_refresh_and_a_check_count_the_same_slides_and_shapes_that_people_took_out(
    demo_deck: bytes, told: Reader, planned: Path
) -> None:
    deck = presentation(demo_deck)
    order = deck.slides._sldIdLst
    for entry in list(order)[2::3]:
        deck.part.drop_rel(entry.rId)
        order.remove(entry)
    deck.part.rename_slide_parts([one.rId for one in order])
    for name in ("要点｜summary", "注記｜definitions"):
        shape = named(deck, name)._element
        shape.getparent().remove(shape)
    taken = len(presentation(demo_deck).slides) - len(order)
    done = renew.renew(told, content(deck), "資料.pptx", journal=planned)
    found = errata.verify(told, content(deck), "資料.pptx", planned)
    gone = [one for one in done.refreshed.unchanged if "資料から削除されています" in one.why]
    assert [one.shape for one in gone if one.slide] == ["要点", "注記"]
    assert len([one for one in found.deleted if one.startswith("スライド")]) == taken == len(gone) - 2
    assert len(found.deleted) == len(gone)
