"""A deck that is handed out holds what its readers see, and nothing besides."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from pptx.util import Inches

from dashboard import theme
from dashboard.export.deck import handout
from dashboard.export.deck.contrast import READABLE, contrast
from dashboard.export.deck.ink import A
from dashboard.export.deck.mono import STATES, P, in_grey
from dashboard.export.deck.package import DeckRefusedError
from dashboard.slides import errata, renew
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.reading import content, everything, named, presentation, slide_of, texts, walk
from tests.office_schema import faults

# The fills that stand beside each other in one figure, and what is written on them.
INKS = {style.fill: style.ink for style in theme.GROUPS.values() if style.fill in STATES}


def worked_on(deck_bytes: bytes) -> bytes:
    """With notes, a hidden slide to which another leads, and names of people."""
    deck = presentation(deck_bytes)
    slide = slide_of(deck, "指標の数 実施｜summary")
    slide.notes_slide.notes_text_frame.text = "ここだけの話"
    hidden = slide_of(deck, "表｜towns")
    hidden._element.set("show", "0")
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(1), Inches(1))
    box.text_frame.text = "一覧へ"
    box.click_action.target_slide = hidden
    box.name = "田中太郎のメモ"
    box._element.nvSpPr.cNvPr.set("descr", r"D:\satoh\書類\内部 メモ.png 一覧へのボタン")
    beside = slide.shapes.add_textbox(Inches(-4), Inches(1), Inches(3), Inches(1))
    beside.text_frame.text = "未定稿の注意書き"
    run = (
        slide.shapes.add_textbox(Inches(1), Inches(2), Inches(1), Inches(1))
        .text_frame.paragraphs[0]
        .add_run()
    )
    run.text, run.hyperlink.address = "資料", "file:///D:/himitsu/kaigi.xlsx"
    kept = (
        slide.shapes.add_textbox(Inches(1), Inches(3), Inches(1), Inches(1))
        .text_frame.paragraphs[0]
        .add_run()
    )
    kept.text, kept.hyperlink.address = "道", "https://www.pref.hokkaido.lg.jp/"
    deck.core_properties.title = "議員説明の下書き"
    deck.core_properties.author = "山田花子"
    deck.core_properties.last_modified_by = "鈴木"
    return content(deck)


def test_record_notes_hidden_slides_people_and_workbooks_go_and_are_told(
    demo_deck: bytes, tmp_path: Path
) -> None:
    edited = worked_on(demo_deck)
    done = handout.hand_out(edited, "資料.pptx")
    assert [line.partition(" ")[0] for line in done.removed] == [
        "非表示のスライド",
        "スライドの外に置かれた図形",
        "ノート",
        "かさなりの記録と、ほかの埋め込みの記録",
        "数の内訳の名札",
        "グラフの中の表（Excel）",
        "PC",
        "作成者などの個人の情報",
        "ファイルの情報の題名",
        "手で加えられた図形の名前",
        "代替テキストの中のファイルの場所",
        "代替テキストの中のデータの版",
    ]
    assert [line.partition(" ")[2] for line in done.kept] == [
        "手で加えられた図形の代替テキスト「一覧へのボタン」"
    ]
    with zipfile.ZipFile(io.BytesIO(done.content)) as archive:
        names = archive.namelist()
        whole = b"".join(archive.read(name) for name in names)
    assert not re.findall(rb'="[^"]*wh_\d|<[\w:]+>[^<]*wh_\d[^<]*</(?:dc|cp):', whole)
    assert not [name for name in names if "notes" in name or "customXml" in name or name.endswith(".xlsx")]
    for word in (
        "ここだけの話",
        "山田花子",
        "鈴木",
        "田中",
        "satoh",
        "内部",
        "かさなりの記録",
        "巻末2",
        "kasanari",
        "未定稿",
        "himitsu",
        "議員説明",
    ):
        assert word.encode() not in whole, word
    assert b"https://www.pref.hokkaido.lg.jp/" in whole
    assert done.is_synthetic
    assert faults(done.content, tmp_path, ".pptx") == []


def test_what_readers_see_stays(demo_deck: bytes) -> None:
    after = presentation(handout.hand_out(demo_deck, "資料.pptx").content)
    before = presentation(demo_deck)
    assert everything(after) == everything(before)
    assert len(after.slides) == len(before.slides)
    chart, same = (named(deck, "グラフ｜status_bars").chart.plots[0] for deck in (after, before))
    assert [list(one.values) for one in chart.series] == [list(one.values) for one in same.series]
    assert texts(after)["架空データ｜summary"] == "架空データ"


def test_what_is_no_deck_is_refused() -> None:
    with pytest.raises(DeckRefusedError):
        handout.hand_out(b"PK\x03\x04broken", "壊れた資料.pptx")


@pytest.fixture(scope="module")
def mono(demo_deck: bytes) -> bytes:
    return handout.hand_out(demo_deck, "資料.pptx", is_mono=True).content


def test_a_deck_for_black_and_white_has_no_colour_left_and_the_same_words(
    mono: bytes, demo_deck: bytes, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(mono)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    colours = {
        (name, colour)
        for name, part in parts.items()
        for colour in re.findall(rb'(?:srgbClr val|lastClr)="([0-9A-Fa-f]{6})"', part)
    }
    assert len(colours) > 50
    assert {one for one in colours if len({one[1][at : at + 2] for at in (0, 2, 4)}) > 1} == set()
    assert everything(presentation(mono)) == everything(presentation(demo_deck))
    assert faults(mono, tmp_path, ".pptx") == []


def test_states_are_told_apart_in_black_and_white_and_what_stands_on_them_can_be_read() -> None:
    for one, other in itertools.combinations([STATES[colour] for colour in INKS], 2):
        is_apart = one.pattern != other.pattern or contrast(one.ground, other.ground) >= 1.5
        assert is_apart, (one, other)
    for colour, ink in INKS.items():
        for ground in filter(None, (STATES[colour].ground, STATES[colour].over)):
            assert contrast(in_grey(ink), ground) >= READABLE, (colour, ground)


def test_the_map_and_the_bars_have_the_patterns_of_the_legend(mono: bytes, demo_deck: bytes) -> None:
    before, after = presentation(demo_deck), presentation(mono)
    for group, style in theme.GROUPS.items():
        code = next(
            shape.name
            for shape in walk(named(before, "地図｜status_map").shapes)
            if shape.name[:5].isdigit()
            and shape.fill.type == 1
            and f"#{shape.fill.fore_color.rgb}" == style.fill
        )
        given = named(after, code)._element.spPr
        found = given.find(f"{A}pattFill")
        pattern = STATES[style.fill].pattern if style.fill in STATES else ""
        assert ("" if found is None else found.get("prst")) == pattern, group


def test_a_slide_is_read_from_its_title_to_its_source_and_moves_no_more(demo_deck: bytes) -> None:
    deck = presentation(demo_deck)
    slide = slide_of(deck, "表｜towns")
    tree = slide.shapes._spTree
    tree.append(slide.shapes.title._element)
    tree.insert(2, named(deck, "注記｜towns")._element)
    moving = etree.SubElement(slide._element, f"{P}transition")
    etree.SubElement(moving, f"{P}fade")
    done = handout.hand_out(content(deck), "資料.pptx")
    after = slide_of(presentation(done.content), "表｜towns")
    assert after.shapes[0].shape_id == after.shapes.title.shape_id
    assert [shape.name for shape in after.shapes][-2:] == ["注記｜towns", "ページ番号"]
    assert after._element.find(f"{P}transition") is None
    assert "画面の切り替えと動き 1枚分" in done.removed


def test_what_was_handed_out_is_not_taken_for_a_deck_to_renew(told: Reader, mono: bytes) -> None:
    with pytest.raises(DeckRefusedError, match=r"配布用に保存した資料です。.*配布用にする前の資料"):
        renew.renew(told, mono, "配布.pptx")
    with pytest.raises(DeckRefusedError, match="配布用に保存した資料です"):
        errata.verify(told, mono, "配布.pptx")
    deck = presentation(mono)
    deck.core_properties.category = ""  # as a program that writes its own properties leaves it
    with pytest.raises(DeckRefusedError, match="配布用に保存した資料です"):
        renew.renew(told, content(deck), "配布.pptx")
