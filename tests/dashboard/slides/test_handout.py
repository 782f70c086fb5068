"""A deck that is handed out holds what its readers see, and nothing besides."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pptx.util import Inches

from dashboard.export.deck import handout
from dashboard.export.deck.package import DeckRefusedError
from tests.dashboard.slides.reading import content, everything, named, presentation, slide_of, texts
from tests.office_schema import faults


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
        "ノート",
        "かさなりの記録と、ほかの埋め込みの記録",
        "数の内訳の名札",
        "グラフの中の表（Excel）",
        "作成者などの個人の情報",
    ]
    with zipfile.ZipFile(io.BytesIO(done.content)) as archive:
        names = archive.namelist()
        whole = b"".join(archive.read(name) for name in names)
    assert not [name for name in names if "notes" in name or "customXml" in name or name.endswith(".xlsx")]
    for word in ("ここだけの話", "山田花子", "鈴木", "かさなりの記録", "巻末2", "kasanari"):
        assert word.encode() not in whole, word
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
