"""Whatever people do to a deck: their words stay, and what is ours is new or told. Tried on many edits.

KASANARI_EDITED_DECKS=300 tries so many decks, every twentieth or so of them saved by LibreOffice itself.
"""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData

from dashboard.chart_data.scope import Scope
from dashboard.export.deck import ink, refresh_chart, refresh_foot, template
from dashboard.export.deck.draw_text import describe, described
from dashboard.export.deck.handwritten import MISSING, NOTES
from dashboard.export.deck.notes import ALT
from dashboard.export.deck.town_names import TownNames
from dashboard.queries import visits
from dashboard.slides import errata, make, renew
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.named_towns import names_missing, on_names
from tests.dashboard.slides.reading import add_bullet, content, copied_slide, everything, presentation, walk
from tests.dashboard.slides.test_moved_slides import pasted_slide
from tests.dashboard.slides.test_ownership import as_another_program_saves

VIEWS = ("summary", "status_bars", "flow", "towns")
DECKS = int(os.environ.get("KASANARI_EDITED_DECKS", "12"))
SAVED_BY = ("PowerPoint",) * 15 + ("another program",) * 4 + (("LibreOffice",) if DECKS > 100 else ())


class SmallDeck:
    """A deck, and slides of decks of another scope and year that people may paste into it. Shown briefly where a property fails."""

    def __init__(self, content: bytes, others: tuple[bytes, ...], later: Reader, home: Path) -> None:
        """later: the data a while after; home: where another program works."""
        self.content, self.others, self.later, self.home = content, others, later, home

    def __repr__(self) -> str:
        return "SmallDeck"


@pytest.fixture(scope="session")
def small_deck(reader: Reader, later: Reader, tmp_path_factory: pytest.TempPathFactory) -> SmallDeck:
    """Sentences, a chart and two tables: what a property test can afford."""

    def made(views: tuple[str, ...], scope: Scope) -> bytes:
        wanted = [Wanted(view, scope) for view in views]
        return make.build_deck(reader, wanted, template.load_template()).content

    others = (Scope(None, ("04",)), Scope(None, ("08", "10")), Scope(2022))
    pasted = tuple(made(("summary", "towns"), scope) for scope in others)
    return SmallDeck(made(VIEWS, Scope()), pasted, later, tmp_path_factory.mktemp("programs"))


# What people do to a shape, a paragraph, a row or a slide. Each gives the words that have to stand afterwards.
ACTS = (
    "type",
    "bullet",
    "empty",
    "row_out",
    "row_in",
    "rows_swapped",
    "cell",
    "over",
    "rename",
    "shape_out",
    "copy",
    "slide_out",
    "slides_moved",
    "paste",
    "point_replaced",
    "box",
    "alt",
    "series",
    "chart_title",
    "name_out",
    "joined",
    "split",
)
edits = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 10_000)), min_size=1, max_size=6)


def do(deck: Any, act: str, pick: int, token: str, others: tuple[bytes, ...]) -> list[str]:
    if act == "paste":
        other = presentation(others[pick % len(others)])
        pasted_slide(deck, other.slides[pick % len(other.slides)])
        return []
    if act in ("slide_out", "slides_moved"):
        order = deck.slides._sldIdLst
        entry = list(order)[pick % len(order)]
        if act == "slides_moved":
            order.append(entry)
        elif len(order) > 2:
            deck.part.drop_rel(entry.rId)
            order.remove(entry)
            deck.part.rename_slide_parts(
                [one.rId for one in order]
            )  # else the next slide takes a name that is taken
        return []
    shapes = [s for slide in deck.slides for s in walk(slide.shapes) if "｜" in s.name]
    written = [s for s in shapes if s.has_text_frame and s.text_frame.text and not s.name.startswith("注記")]
    tables = [s for s in shapes if getattr(s, "has_table", False)]
    if not written or not tables:  # somebody took these slides out
        return []
    shape, frame = written[pick % len(written)], tables[pick % len(tables)]
    charts = [s for s in shapes if getattr(s, "has_chart", False)]
    if act in ("series", "chart_title") and charts:
        return on_a_chart(charts[pick % len(charts)].chart, act, token)
    rows = frame.table._tbl.tr_lst
    place = 1 + pick % (len(rows) - 1) if len(rows) > 1 else 0
    paragraphs = shape.text_frame.paragraphs
    if act == "type":
        paragraph = paragraphs[pick % len(paragraphs)]
        if not paragraph.runs:
            return []
        paragraph.runs[0].text = f"{token}{paragraph.runs[0].text}"
    elif act == "bullet":
        add_bullet(shape, token)
    elif act == "point_replaced":
        paragraph = paragraphs[pick % len(paragraphs)]
        for child in list(paragraph._p):
            paragraph._p.remove(child)
        paragraph.add_run().text = f"{token}言葉"
    elif act == "box":
        slide = deck.slides[pick % len(deck.slides)]
        slide.shapes.add_textbox(0, 0, 914400, 914400).text_frame.text = f"{token}7市町村"
    elif act in ("name_out", "joined", "split"):
        on_names([*written, *tables], act, pick)
        return []
    elif act == "alt" and (alt := described(shape)):
        describe(shape, f"{token}{alt}")
        return []
    elif act == "empty" and len(paragraphs) > 1:
        element = paragraphs[pick % len(paragraphs)]._p
        element.getparent().remove(element)
        return []
    elif act == "row_out" and len(rows) > 2:
        frame.table._tbl.remove(rows[place])
        return []
    elif act == "row_in" and place:
        rows[place].addnext(copy.deepcopy(rows[place]))
        for cell in frame.table.rows[place + 1].cells:
            cell.text_frame.text = token
    elif act == "rows_swapped" and len(rows) > 3:
        frame.table._tbl.append(rows[place])
        return []
    elif act == "cell" and place:
        frame.table.cell(place, pick % 2).text_frame.text = token
    elif act == "over":
        fields = [field for _, field in ink.fields(shape._element)]
        if not fields:
            return []
        ink.set_field(fields[pick % len(fields)], token)
    elif act == "rename":
        shape.name = token
        return []
    elif act == "shape_out" and not shape.is_placeholder:
        shape._element.getparent().remove(shape._element)
        return []
    elif act == "copy":
        copied_slide(deck, deck.slides[pick % len(deck.slides)])
        return []
    else:
        return []
    return [token]


def on_a_chart(chart: Any, act: str, token: str) -> list[str]:
    """Its data as people type it over in the sheet behind it, or a title of theirs with a number."""
    if act == "chart_title":
        chart.chart_title.text_frame.text = f"{token}33市町村"
        return []
    book = chart.part.chart_workbook.xlsx_part
    data = CategoryChartData()
    plot = chart.plots[0]
    data.categories = list(plot.categories)
    for series in plot.series:
        data.add_series(series.name, [value if value is None else value + 90 for value in series.values])
    chart.replace_data(data)
    assert book is not None
    return []


def told_pages(done: renew.RenewedDeck) -> set[int]:
    """Pages of which something on the slide itself is left, or cannot be checked."""
    return {one.slide for one in done.refreshed.unchanged if one.slide} | {
        one.slide for one in done.handwritten if one.place != NOTES
    }


def saved_by(program: str, content: bytes, home: Path) -> bytes:
    """The deck as it comes back from another program."""
    if program == "another program":
        return as_another_program_saves(content)
    if program == "LibreOffice":
        given, out = home / "edited.pptx", home / "out"
        given.write_bytes(content)
        command = [
            str(shutil.which("soffice")),
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
        ]
        command += ["--convert-to", "pptx:Impress MS PowerPoint 2007 XML", "--outdir", str(out), str(given)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return (out / given.name).read_bytes()
    return content


@settings(max_examples=DECKS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@example([("name_out", 0), ("name_out", 7), ("series", 0)], "PowerPoint")
@example([("split", 1), ("joined", 3)], "PowerPoint")
@given(edits, st.sampled_from(SAVED_BY))
def test_whatever_people_do_their_words_stay_and_ours_are_new_or_told(
    small_deck: SmallDeck, acts: list[tuple[str, int]], program: str
) -> None:
    deck, later = presentation(small_deck.content), small_deck.later
    theirs = {
        word
        for n, (act, pick) in enumerate(acts)
        for word in do(deck, act, pick, f"私{n}の", small_deck.others)
    }
    edited = saved_by(program, content(deck), small_deck.home)
    stood = everything(presentation(edited))
    renewed = renew.renew(later, edited, "資料.pptx")
    done = renewed.refreshed
    after = presentation(done.content)
    for word in theirs:
        assert stood.count(word) == everything(after).count(word), word
    found = errata.verify(later, done.content, "資料.pptx")
    told = {one.slide for one in done.unchanged}
    assert {one.slide for one in found.errata} <= (told if program != "PowerPoint" else set())
    assert {one.slide for one in found.edited if one.note != errata.REWRITTEN} <= told
    for number, slide in enumerate(after.slides, start=1):
        stale = "厚真町、" in "".join(
            s.text_frame.text for s in walk(slide.shapes) if s.name.startswith("要点")
        )
        assert not stale or number in told
        feet = [s.text_frame.text for s in walk(slide.shapes) if s.name.startswith("注記｜")]
        is_told = any(mark in foot for foot in feet for mark in (refresh_foot.LEFT, refresh_foot.WHOLE))
        assert not feet or is_told == (number in told_pages(renewed)), number
    assert renew.renew(later, done.content, "資料.pptx").refreshed.content == done.content
    gone = [one for one in done.unchanged if "資料から削除されています" in one.why]
    assert (len(found.deleted), len(found.renamed)) == (len(gone), len(done.renamed))
    charts = {one.slide for one in done.unchanged if one.why == refresh_chart.EDITED}
    assert program != "PowerPoint" or charts <= {one.slide for one in done.unchanged if ALT in one.why}
    names = TownNames(tuple(visits.places(later)["name"]))
    assert names_missing(done.content, names) <= {
        one.slide for one in found.handwritten if MISSING in one.text or one.place == "スライド"
    }
    assert (found.looked, found.names) == (renewed.checked, renewed.names)
    assert found.handwritten == renewed.handwritten
