"""What is people's stays, what is ours is renewed or told: paragraph by paragraph, cell by cell, copy by copy."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pptx.util import Inches

from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.export.deck import ink, refresh, refresh_foot, refresh_text, slide_record, template
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.draw_text import described
from dashboard.export.deck.ink import A
from dashboard.slides import change_reasons, errata, make, renew
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.slides.reading import (
    add_bullet,
    content,
    copied_slide,
    everything,
    named,
    presentation,
    slide_of,
    texts,
    walk,
)


@pytest.fixture(scope="session")
def swapped(fictional_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Two municipalities have changed places, so that no number is another."""
    curated = tmp_path_factory.mktemp("swapped")
    for path in fictional_curated.iterdir():
        shutil.copy(path, curated / path.name)
    name = (curated / "current").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(curated / name)) as connection:
        planned, undecided = (
            connection.execute(
                "select municipality_code from mart_status_by_year"
                " where fiscal_year = 2022 and status_code = ? order by 1 limit 1",
                [status],
            ).fetchall()[0][0]
            for status in ("planned", "undecided")
        )
        for code, status in ((planned, "undecided"), (undecided, "planned")):
            connection.execute(
                "update mart_status_by_year as y set status_code = s.code, group_code = s.group_code"
                " from codes_status as s where s.code = ? and y.municipality_code = ? and y.fiscal_year = 2022",
                [status, code],
            )
    return Warehouse(curated).reader()


def test_a_table_with_a_row_taken_out_is_told_and_the_rest_of_the_deck_is_renewed(
    real_deck: bytes, later: Reader
) -> None:
    deck = presentation(real_deck)
    table = named(deck, "表｜towns").table._tbl
    table.remove(table.tr_lst[3])
    done = renew.renew(later, content(deck), "資料.pptx").refreshed
    after = presentation(done.content)
    rows = [[cell.text for cell in row.cells] for row in named(after, "表｜towns").table.rows]
    assert [row[0] for row in rows] == ["区分", "● 実施", "◆ 予定", "✕ 予定なし", "― データなし"]
    assert "厚真町" in rows[2][2]
    assert ["表の1行が手で削除されているため" in one.why for one in done.unchanged] == [True]
    assert named(after, "注記｜towns").text_frame.text.endswith(refresh_foot.LEFT)
    assert not named(after, "注記｜summary").text_frame.text.endswith(refresh_foot.LEFT)
    assert texts(after)["見出し｜summary"].startswith("令和5年度に実施しているのは9市町村")


def test_a_row_and_a_column_of_peoples_own_stay_in_a_table_that_is_renewed(
    real_deck: bytes, later: Reader
) -> None:
    deck = presentation(real_deck)
    table = named(deck, "表｜towns").table._tbl
    own = copy.deepcopy(table.tr_lst[1])
    table.tr_lst[1].addnext(own)
    for row in table.tr_lst:
        row.append(copy.deepcopy(row.findall(f"{A}tc")[0]))
    grid = table.find(f"{A}tblGrid")
    grid.append(copy.deepcopy(grid[0]))
    shape = named(deck, "表｜towns")
    for place, words in enumerate(("", "", "うち道南", "", "", "", "")):
        shape.table.cell(place, 3).text_frame.text = words
    for place, words in enumerate(("道南", "三", "七飯町")):
        shape.table.cell(2, place).text_frame.text = words
    done = renew.renew(later, content(deck), "資料.pptx").refreshed
    rows = [
        [cell.text for cell in row.cells] for row in named(presentation(done.content), "表｜towns").table.rows
    ]
    assert rows[2] == ["道南", "三", "七飯町", "うち道南"]
    assert rows[1][1] == "9"
    assert "厚真町" not in rows[1][2]
    found = errata.verify(later, done.content, "資料.pptx")
    assert found.errata == ()
    assert ["七飯町" in one.text for one in found.handwritten if one.place == "表"].count(True) == 1


def test_a_title_that_people_typed_is_told_as_not_checked(reader: Reader) -> None:
    wanted = [Wanted("summary", Scope(), title="道内100市町村が実施"), Wanted("status_bars", Scope())]
    done = make.build_deck(reader, wanted, template.load_template())
    (place,) = done.handwritten
    assert (place.slide, place.text) == (1, "道内100市町村が実施")
    assert errata.verify(reader, done.content, "資料.pptx").handwritten == done.handwritten
    assert renew.renew(reader, done.content, "資料.pptx").handwritten == done.handwritten


def test_a_list_of_names_that_is_not_that_of_the_data_refuses_the_deck(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = DeckData.town_names
    monkeypatch.setattr(DeckData, "town_names", lambda data, codes: ["札幌市", *own(data, codes)[1:]])
    for view in ("towns", "summary"):
        with pytest.raises(SlidesRefusedError, match="札幌市"):
            make.build_deck(reader, [Wanted(view, Scope())], template.load_template())


def test_names_that_changed_places_are_found_where_every_number_still_holds(
    full_deck: bytes, swapped: Reader
) -> None:
    found = errata.verify(swapped, full_deck, "資料.pptx")
    words = {one.place: (one.written, one.right) for one in found.errata if one.key == "words"}
    assert not [one for one in found.errata if one.key.startswith("group.")]
    gone, come = words["表 ◆ 予定・令和4年度の市町村（行政順）"]
    assert words["表 ▲ 検討・令和4年度の市町村（行政順）"] == (come, gone)
    assert gone != come


def test_one_added_bullet_leaves_no_old_name_beside_a_new_number(real_deck: bytes, later: Reader) -> None:
    deck = presentation(real_deck)
    add_bullet(named(deck, "要点｜summary"), "次回の会議は12月です。")
    found = errata.verify(later, content(deck), "資料.pptx")
    assert ("厚真町", "―") in {(one.written, one.right) for one in found.errata if one.key == "words"}
    assert [one.text for one in found.handwritten] == ["次回の会議は12月です。"]
    done = renew.renew(later, content(deck), "資料.pptx").refreshed
    said = named(presentation(done.content), "要点｜summary").text_frame.text
    assert "厚真町" not in said
    assert "9市町村になりました" in said
    assert said.endswith("次回の会議は12月です。")
    assert [(one.shape, one.why) for one in done.unchanged] == [("要点", refresh_text.OWN)]
    assert named(presentation(done.content), "注記｜summary").text_frame.text.endswith(refresh_foot.LEFT)


def test_a_renamed_shape_is_known_by_its_numbers(real_deck: bytes, later: Reader) -> None:
    deck = presentation(real_deck)
    named(deck, "指標の数 予定｜summary").name = "わたしの箱"
    found = errata.verify(later, content(deck), "資料.pptx")
    assert found.deleted == ()
    assert found.renamed == ("2頁 指標の数 予定（今の名前「わたしの箱」）",)
    done = renew.renew(later, content(deck), "資料.pptx").refreshed
    assert texts(presentation(done.content))["わたしの箱"].startswith("2\n")
    assert [one.shape for one in done.renamed] == ["指標の数 予定"]


def test_a_sentence_that_was_carried_to_another_slide_is_renewed_by_its_keys_and_verified(
    real_deck: bytes, later: Reader
) -> None:
    deck = presentation(real_deck)
    source = next(
        paragraph
        for paragraph in named(deck, "要点｜summary").text_frame._txBody.iter(f"{A}p")
        if "group.no_plan" in [key for key, _ in ink.fields(paragraph)]
    )
    carried = copy.deepcopy(source)
    for run in carried.iter(f"{A}r"):
        run.find(f"{A}t").text = "なお、" + run.findtext(f"{A}t")
    named(deck, "要点｜rollout").text_frame._txBody.append(carried)
    edited = content(deck)
    before = errata.verify(later, edited, "資料.pptx")
    page = next(number for number, one in enumerate(deck.slides, 1) if one == slide_of(deck, "要点｜rollout"))
    assert "group.no_plan" in {one.key for one in before.errata if one.slide == page}
    done = renew.renew(later, edited, "資料.pptx")
    after = presentation(done.refreshed.content)
    fields = [dict(numbers_of(named(after, f"要点｜{view}"))) for view in ("summary", "rollout")]
    assert fields[0]["group.no_plan"] == fields[1]["group.no_plan"]
    assert fields[1]["group.no_plan"] != dict(numbers_of(named(deck, "要点｜rollout")))["group.no_plan"]
    assert errata.verify(later, done.refreshed.content, "資料.pptx").errata == ()


def numbers_of(shape: Any) -> list[tuple[str, str]]:
    return [(key, field.findtext(f"{A}t") or "") for key, field in ink.fields(shape._element)]


def test_a_second_copy_of_a_renamed_map_has_the_alternative_text_of_today_too(
    real_deck: bytes, later: Reader
) -> None:
    deck = presentation(real_deck)
    whole = named(deck, "地図｜status_map")
    whole.name = "北海道の地図"
    whole._element.addnext(copy.deepcopy(whole._element))
    done = renew.renew(later, content(deck), "資料.pptx")
    slide = slide_of(presentation(done.refreshed.content), "凡例の数 実施｜status_map")
    said = [described(shape) for shape in slide.shapes if shape.name == "北海道の地図"]
    assert len(said) == 2
    assert len(set(said)) == 1
    assert said[0] != described(whole)


def test_each_copy_of_a_map_gets_the_names_fills_and_alternative_texts(
    real_deck: bytes, later: Reader, reader: Reader
) -> None:
    corrected = renew.renew(later, real_deck, "資料.pptx").refreshed.content
    deck = presentation(corrected)
    copied_slide(deck, slide_of(deck, "地図｜status_map"))
    group = deck.slides[len(deck.slides) - 1].shapes
    moved = next(shape for shape in group if shape.name == "地図｜status_map")
    moved.left, moved.width = Inches(1), moved.width // 2
    for shape in [s for s in walk(group) if s.name == "市町村名 01581｜status_map"]:
        shape._element.getparent().remove(shape._element)
    after = presentation(renew.renew(reader, content(deck), "資料.pptx").refreshed.content)
    copies = [s for slide in after.slides for s in walk(slide.shapes) if s.name == "地図｜status_map"]
    assert len(copies) == 2
    assert copies[1].left == Inches(1)
    for whole in copies:
        assert "実施 10" in whole._element._nvXxPr.cNvPr.get("descr")
        (town,) = [s for s in walk(whole.shapes) if s.name == "01581 厚真町｜status_map"]
        assert "実施中" in town._element._nvXxPr.cNvPr.get("descr")


def as_another_program_saves(deck_bytes: bytes) -> bytes:
    """As LibreOffice does: the package leads to the record, fields become words, placeholders and pictures lose their names."""
    deck = presentation(deck_bytes)
    package = deck.part.package
    for key, relation in list(deck.part.rels.items()):
        if relation.reltype.endswith("/customXml"):
            package.relate_to(relation.target_part, relation.reltype)
            deck.part.rels.pop(key)
    for slide in deck.slides:
        for shape in walk(slide.shapes):
            shape._element._nvXxPr.cNvPr.attrib.pop("descr", None)
            if shape.is_placeholder:
                shape.name = "PlaceHolder 1"
            if shape.has_text_frame or getattr(shape, "has_table", False):
                for _, field in ink.fields(shape._element):
                    field.tag = f"{A}r"
                    field.attrib.clear()
    return content(deck)


def test_a_deck_saved_by_another_program_is_found_and_renewed_whole(
    real_deck: bytes, later: Reader, reader: Reader
) -> None:
    saved = as_another_program_saves(real_deck)
    found = errata.verify(reader, saved, "資料.pptx")
    assert (found.errata, found.edited, found.deleted, found.handwritten) == ((), (), (), ())
    assert found.looked == errata.verify(reader, real_deck, "資料.pptx").looked
    done = renew.renew(later, saved, "資料.pptx").refreshed
    assert done.unchanged == ()
    expected = renew.renew(later, real_deck, "資料.pptx").refreshed
    assert everything(presentation(done.content)) == everything(presentation(expected.content))


def test_a_slide_that_cannot_be_drawn_any_more_is_left_and_told(real_deck: bytes, later: Reader) -> None:
    from dashboard.export.deck import record

    deck = presentation(real_deck)
    kept = record.read_record(deck, "資料.pptx")
    kept["views"]["flow"]["asked"]["fiscal_year"] = 2040
    kept["views"]["rollout"]["asked"]["groups"] = ["nobody"]
    kept["views"]["status_bars"]["asked"]["view"] = "unheard_of"
    record.write_record(deck, kept)
    done = renew.renew(later, content(deck), "資料.pptx")
    assert len(done.unknown) == 3
    assert texts(presentation(done.refreshed.content))["見出し｜summary"].startswith(
        "令和5年度に実施しているのは9"
    )


def test_a_deck_that_lost_its_record_is_known_by_its_feet_and_fields(real_deck: bytes, later: Reader) -> None:
    deck = presentation(real_deck)
    for key, relation in list(deck.part.rels.items()):
        if relation.reltype.endswith("/customXml"):
            deck.part.rels.pop(key)
    for slide in deck.slides:
        page = slide._element.cSld
        page.remove(page.find(f"{slide_record.P}custDataLst"))
    add_bullet(named(deck, "要点｜summary"), "次回は12月です。")
    edited = content(deck)
    done = renew.renew(later, edited, "資料.pptx").refreshed
    after = texts(presentation(done.content))
    assert after["見出し｜summary"] == "令和5年度の実施は9市町村、率は全国の約半分"
    assert after["要点｜summary"].endswith("次回は12月です。")
    assert described(named(presentation(done.content), "注記｜summary")) == f"版 {later.warehouse_id}"
    assert after["注記｜summary"].endswith(refresh_foot.LEFT)
    # Nothing in the numbers of today bears out 約半分 any more, and whose words they are nobody knows.
    stale = renew.UNSURE.format("全国の約半分", "")
    assert {one.why for one in done.unchanged} == {refresh.RECOVERED, stale}
    assert renew.renew(later, done.content, "資料.pptx").refreshed.content == done.content
    found = errata.verify(later, edited, "資料.pptx")
    assert ("10", "9") in {
        (one.written, one.right) for one in found.errata if one.key == "group.implementing"
    }
    assert {one.why for one in found.errata} == {change_reasons.LOST}
    assert "グラフ（記録が失われているもの）" in {one.place for one in found.handwritten}
