"""Decks open without repair: held by the schemas of Office, and by a file that was spoiled."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from dashboard.chart_data.scope import Scope
from dashboard.export.deck import template
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.office_schema import faults, package_faults


def test_a_deck_keeps_the_schema_of_powerpoint(demo_deck: bytes, tmp_path: Path) -> None:
    assert faults(demo_deck, tmp_path, ".pptx") == []


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
