"""Decks open without repair: held by the schemas of Office, and by a file that was spoiled."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.chart_data.scope import Scope
from dashboard.export.deck import template
from dashboard.export.deck.own_template import SIZES
from dashboard.slides import make, renew
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.reading import add_bullet, content, copied_slide, named, presentation, slide_of
from tests.office_schema import faults, package_faults


def test_a_deck_keeps_the_schema_of_powerpoint(demo_deck: bytes, tmp_path: Path) -> None:
    assert faults(demo_deck, tmp_path, ".pptx") == []


@pytest.mark.parametrize("size", list(SIZES))
def test_our_deck_says_nothing_of_the_program_that_its_empty_file_came_from(
    reader: Reader, size: str
) -> None:
    deck = make.build_deck(reader, [Wanted("cover", Scope())], template.load_template(size)).content
    with zipfile.ZipFile(BytesIO(deck)) as archive:
        assert not {"docProps/app.xml", "docProps/thumbnail.jpeg"} & set(archive.namelist())
        assert not any("printerSettings" in name for name in archive.namelist())
        assert b"screen4x3" not in archive.read("ppt/presentation.xml")


def test_a_spoiled_deck_would_be_found(reader: Reader, tmp_path: Path) -> None:
    sound = make.build_deck(
        reader, [Wanted("cover", Scope()), Wanted("summary", Scope())], template.load_template()
    ).content
    spoiled = BytesIO()
    with zipfile.ZipFile(BytesIO(sound)) as old, zipfile.ZipFile(spoiled, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "ppt/slides/slide1.xml":
                content = content.replace(b"<a:rPr ", b"<a:rPr bold='1' ", 1)
            if name == "ppt/slides/slide2.xml":
                content = content.replace(b'<p:cNvPr id="3"', b'<p:cNvPr id="2"', 1)
            if name != "ppt/theme/theme1.xml":
                new.writestr(name, content)
    found = " ".join(faults(spoiled.getvalue(), tmp_path, ".pptx"))
    assert "bold" in found
    assert "number 2 twice" in found
    assert "theme1.xml, which is not there" in found
    assert package_faults(sound) == []


def test_a_template_whose_properties_are_related_otherwise_gives_each_part_one_name(
    reader: Reader, tmp_path: Path
) -> None:
    buffer, spelled = BytesIO(), BytesIO()
    Presentation().save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(spelled, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "_rels/.rels":
                data = data.replace(
                    b"package/2006/relationships/metadata/core-properties",
                    b"officedocument/2006/relationships/metadata/core-properties",
                )
            new.writestr(name, data)
    stage = template.load_template(template=(spelled.getvalue(), "枠.pptx"))
    deck = make.build_deck(reader, [Wanted("cover", Scope()), Wanted("towns", Scope())], stage).content
    assert faults(deck, tmp_path, ".pptx") == []


def test_a_deck_that_people_edited_keeps_the_schema_when_it_is_renewed(
    real_deck: bytes, later: Reader, tmp_path: Path
) -> None:
    deck = presentation(real_deck)
    add_bullet(named(deck, "要点｜summary"), "手で書いた文")
    table = named(deck, "表｜towns").table._tbl
    table.remove(table.tr_lst[3])
    copied_slide(deck, slide_of(deck, "地図｜status_map"))
    edited = content(deck)
    before = faults(edited, tmp_path, ".pptx")
    assert faults(renew.renew(later, edited, "資料.pptx").refreshed.content, tmp_path, ".pptx") == before
