"""Decks on templates of others: their colours, fonts and layouts, and tables that are longer than a slide."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Inches

from dashboard.chart_data.scope import Scope
from dashboard.export.deck import layout_pictures, slide_svg, template
from dashboard.export.deck.chart_labels import C
from dashboard.export.deck.contrast import READABLE, contrast
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Slide
from dashboard.export.deck.package import DeckRefusedError
from dashboard.slides import make, renew
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.measured import overflowing
from tests.dashboard.slides.reading import everything, named, presentation

NAVY = "10243E"
GROUND = (
    '<p:bg xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{}"><p:bgPr>'
    '<a:solidFill><a:srgbClr val="{}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
)


def dark_template() -> bytes:
    """Navy slides whose texts are the light colour of the theme."""
    deck = Presentation()
    master = deck.slide_master
    page = master.element.cSld
    for old in page.findall(f"{page.tag.rpartition('}')[0]}}}bg"):
        page.remove(old)
    page.insert(0, parse_xml(GROUND.format(A[1:-1], NAVY)))
    mapped = master.element.find(f"{page.tag.rpartition('}')[0]}}}clrMap")
    mapped.attrib.update({"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"})
    return saved(deck)


def low_template() -> bytes:
    """4:3, with a title so low that little is left below it."""
    deck = Presentation()
    for shape in deck.slide_layouts[5].placeholders:
        if shape.placeholder_format.type == 1:
            shape.left, shape.top, shape.width, shape.height = (Inches(n) for n in (0.5, 3.4, 9, 0.9))
    return saved(deck)


def saved(deck: Any) -> bytes:
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


VIEWS = ("cover", "summary", "status_map", "rollout", "flow", "definitions", "towns")


@pytest.fixture(scope="module")
def dark(reader: Reader) -> Any:
    place = template.load_template(template=(dark_template(), "暗い様式.potx"))
    return presentation(make.build_deck(reader, [Wanted(view, Scope()) for view in VIEWS], place).content)


def test_the_logo_of_a_template_stands_in_the_pictures_of_its_layouts_and_slides() -> None:
    deck = Presentation()
    logo = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    _, key = deck.slide_master.part.get_or_add_image_part(io.BytesIO(logo))
    deck.slide_master.shapes._spTree.add_pic(901, "ロゴ", "", key, *(Inches(n) for n in (8, 0.2, 1, 0.5)))
    stage = template.load_template(template=(saved(deck), "ロゴ入り.pptx"))
    drawn = slide_svg.picture(Slide("summary", ()), stage)
    assert 'href="data:image/png;base64,' in drawn
    assert all("<image" in one.svg for one in layout_pictures.pictures(saved(deck), "ロゴ入り.pptx"))


def test_texts_on_a_dark_template_can_be_read(dark: Any) -> None:
    named_colours = {"tx1": "#FFFFFF", "tx2": "#EEECE1"}
    for slide in dark.slides:
        for shape in slide.shapes:
            if not shape.has_text_frame or shape.is_placeholder:
                continue
            ground = f"#{NAVY}" if shape.fill.type != 1 else f"#{shape.fill.fore_color.rgb}"
            if chart := next((one for one in slide.shapes if one.has_chart and is_on(shape, one)), None):
                ground = f"#{next(chart.chart._chartSpace.find(f'{C}spPr').iter(f'{A}srgbClr')).get('val')}"
            for run in shape._element.iter(f"{A}rPr"):
                plain, scheme = run.find(f"{A}solidFill/{A}srgbClr"), run.find(f"{A}solidFill/{A}schemeClr")
                ink = f"#{plain.get('val')}" if plain is not None else named_colours[scheme.get("val")]
                assert contrast(ink, ground) >= READABLE, (shape.name, ink, ground)


def is_on(shape: Any, chart: Any) -> bool:
    return bool(
        chart.left <= shape.left
        and shape.left + shape.width <= chart.left + chart.width
        and chart.top <= shape.top
        and shape.top + shape.height <= chart.top + chart.height
    )


def test_events_and_differences_over_a_chart_on_a_dark_template_stand_on_its_ground(dark: Any) -> None:
    (slide,) = [one for one in dark.slides if one.shapes.title.text_frame.text.startswith("実施率は")]
    chart = next(one for one in slide.shapes if one.has_chart)
    over = [one for one in slide.shapes if one.name.startswith(("できごとの", "差"))]
    assert {one.name.partition("｜")[0][:6] for one in over} >= {"できごとの印", "できごとの線"}
    assert [one.name for one in over if not is_on(one, chart)] == []


def test_tables_and_charts_on_a_dark_template_get_a_light_ground(dark: Any) -> None:
    table = named(dark, "表｜definitions").table
    assert all(cell.fill.type == 1 for row in table.rows for cell in row.cells)
    space = named(dark, "グラフ｜rollout").chart._chartSpace
    kinds = [child.tag.rpartition("}")[2] for child in space]
    assert kinds.index("chart") < kinds.index("spPr") < kinds.index("txPr")


def test_a_template_whose_colours_cannot_be_read_on_its_ground_is_refused() -> None:
    from pptx.opc.constants import RELATIONSHIP_TYPE

    deck = presentation(dark_template())
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    for old in (
        b'<a:sysClr val="windowText" lastClr="000000"/>',
        b'<a:sysClr val="window" lastClr="FFFFFF"/>',
    ):
        part._blob = part.blob.replace(old, b'<a:srgbClr val="20344E"/>')
    part._blob = part.blob.replace(b"EEECE1", b"1F497D")
    with pytest.raises(DeckRefusedError, match="背景の上の文字が読めません"):
        template.load_template(template=(saved(deck), "読めない.potx"))


def test_titles_are_in_the_heading_font_and_all_else_in_the_body_font(dark: Any) -> None:
    faces = {
        shape.is_placeholder and shape.placeholder_format.type in (1, 3): {
            face.get("typeface") for face in shape._element.iter(f"{A}ea")
        }
        for slide in dark.slides
        for shape in slide.shapes
        if shape.has_text_frame and shape.text_frame.text
    }
    assert faces == {True: {"+mj-ea"}, False: {"+mn-ea"}}


def test_titles_of_the_whole_deck_stay_on_one_line_in_the_old_format(told: Reader) -> None:
    deck = presentation(make.build_deck(told, make.briefing(Scope()), template.load_template("4:3")).content)
    assert overflowing(deck) == []


def test_a_long_table_goes_on_over_the_next_slides_and_stays_so_when_it_is_renewed(
    reader: Reader, later: Reader
) -> None:
    place = template.load_template(template=(low_template(), "低い題.potx"))
    content = make.build_deck(reader, [Wanted("towns", Scope())], place).content
    deck = presentation(content)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) > 1
    assert titles[1] == f"{titles[0]}（続き）"
    assert overflowing(deck)[len(titles) :] == []
    rows = [
        row.cells[0].text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]
    assert len(rows) == len(set(rows)) == 5
    done = renew.renew(later, content, "資料.pptx").refreshed
    fresh = make.build_deck(
        later, [Wanted("towns", Scope())], template.load_template(template=(low_template(), "低い題.potx"))
    )
    assert done.unchanged == ()
    assert everything(presentation(done.content)) == everything(presentation(fresh.content))
    assert renew.renew(later, done.content, "資料.pptx").refreshed.content == done.content
