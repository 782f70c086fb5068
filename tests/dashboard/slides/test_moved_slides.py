"""Slides that people copy from one deck into another: renewed in their own scope, or left and named."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from dashboard.chart_data.scope import Scope
from dashboard.export.deck import refresh, refresh_foot, slide_record, template
from dashboard.slides import change_reasons, errata, make, renew
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.reading import content, copied_slide, presentation, slide_of, texts, walk


def test_a_slide_of_another_deck_is_renewed_in_its_own_scope(
    reader: Reader, later: Reader, real_deck: bytes
) -> None:
    iburi = [Wanted("summary", Scope(None, ("04",)))]
    other = presentation(make.build_deck(reader, iburi, template.load_template()).content).slides[0]
    deck = presentation(real_deck)
    pasted_slide(deck, other)
    number = len(deck.slides)
    edited = content(deck)
    found = errata.verify(later, edited, "資料.pptx")
    wrong = [one for one in found.errata if one.slide == number]
    assert wrong
    assert {one.why for one in wrong} == {change_reasons.MOVED}
    done = renew.renew(later, edited, "資料.pptx").refreshed
    assert not [one for one in done.unchanged if one.slide == number]
    expected = make.build_deck(later, iburi, template.load_template()).content
    right, after = presentation(expected).slides[0], presentation(done.content)
    assert words_of(after.slides[number - 1]) == words_of(right) != words_of(other)
    assert [one.before for one in done.changes if one.what == refresh.MOVED] == [
        f"令和5年度・胆振管内、版 {reader.warehouse_id}"
    ]
    assert renew.renew(later, done.content, "資料.pptx").refreshed.content == done.content
    back = renew.renew(reader, done.content, "資料.pptx").refreshed
    assert words_of(presentation(back.content).slides[number - 1]) == words_of(other)


def test_slides_of_ours_in_a_deck_of_peoples_own_are_renewed(
    reader: Reader, later: Reader, real_deck: bytes
) -> None:
    deck = presentation(stage_file())
    own = deck.slides.add_slide(deck.slide_layouts[-1])
    own.shapes.title.text_frame.text = "わたしの頁"
    pasted_slide(deck, slide_of(presentation(real_deck), "見出し｜summary"))
    done = renew.renew(later, content(deck), "わたしの.pptx").refreshed
    after = texts(presentation(done.content))
    assert after["見出し｜summary"].startswith("令和5年度に実施しているのは9")
    assert "わたしの頁" in after.values()
    assert done.unchanged == ()


def stage_file() -> bytes:
    return content(template.load_template().presentation)


def pasted_slide(deck: Any, source: Any) -> None:
    """As PowerPoint copies it, with its tag."""
    slide = copied_slide(deck, source)
    relation = source.part.rels[
        source._element.cSld.find(f"{slide_record.P}custDataLst/{slide_record.P}tags").get(slide_record.R_ID)
    ]
    name = f"/ppt/tags/tag{900 + len(deck.slides)}.xml"
    part = Part(PackURI(name), CONTENT_TYPE.PML_TAGS, slide.part.package, relation.target_part.blob)
    holder = etree.SubElement(slide._element.cSld, f"{slide_record.P}custDataLst")
    etree.SubElement(holder, f"{slide_record.P}tags").set(
        slide_record.R_ID, slide.part.relate_to(part, RELATIONSHIP_TYPE.TAGS)
    )


def words_of(slide: Any) -> list[str]:
    return sorted(
        shape.text_frame.text
        for shape in walk(slide.shapes)
        if shape.has_text_frame and shape.text_frame.text and shape.name != "ページ番号"
    )


def test_a_slide_of_another_scope_without_its_tag_is_known_as_such_and_left(
    reader: Reader, later: Reader, real_deck: bytes
) -> None:
    other = make.build_deck(
        reader, [Wanted("summary", Scope(None, ("08",)))], template.load_template()
    ).content
    foreign = presentation(other).slides[0]
    assert "上川管内" in foreign.shapes.title.text_frame.text
    deck = presentation(real_deck)
    copied_slide(deck, foreign)
    number = len(deck.slides)
    before = [shape.text_frame.text for shape in foreign.shapes if shape.has_text_frame]
    done = renew.renew(later, content(deck), "資料.pptx").refreshed
    left = [one for one in done.unchanged if one.slide == number]
    assert ["令和5年度・上川管内" in one.why for one in left] == [True]
    pasted = presentation(done.content).slides[number - 1]
    stands = [shape.text_frame.text for shape in pasted.shapes if shape.has_text_frame]
    assert [text.removesuffix(refresh_foot.WHOLE) for text in stands] == before
    assert sum(text.endswith(refresh_foot.WHOLE) for text in stands) == 1
    assert renew.renew(later, done.content, "資料.pptx").refreshed.content == done.content
    found = errata.verify(later, content(deck), "資料.pptx")
    assert not [one for one in (*found.errata, *found.edited) if one.slide == number]
    assert [one.place for one in found.handwritten if one.slide == number] == ["スライド"]
