"""A refresh shows on wish what it changed: each number with the old one beside it, and a page for the chief."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document

from dashboard.cli import verify
from dashboard.export.deck import errata_file, marked, record
from dashboard.export.deck.ink import A
from dashboard.export.deck.package import DeckRefusedError
from dashboard.slides import errata, renew
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.reading import content, named, presentation, texts, walk

BEFORE = re.compile(r"（前 (.*?)）")


@pytest.fixture(scope="module")
def both(real_deck: bytes, later: Reader) -> tuple[bytes, bytes]:
    """The refreshed deck, and the one with its changes marked."""
    new = renew.renew(later, real_deck, "資料.pptx").refreshed.content
    return new, marked.mark(real_deck, new)


def test_each_number_that_changed_has_the_old_one_beside_it(both: tuple[bytes, bytes]) -> None:
    plain, shown = (texts(presentation(content)) for content in both)
    assert plain["指標の数 実施｜summary"].startswith("9\n")
    assert shown["指標の数 実施｜summary"].startswith("9（前 10）\n")
    assert "（前の文: " in shown["要点｜summary"]
    same = [name for name, text in plain.items() if shown[name] == text and "｜" in name]
    assert "指標の数 検討｜summary" in same


def test_pictures_tell_what_changed_in_them(both: tuple[bytes, bytes], later: Reader) -> None:
    deck = presentation(both[1])
    town = named(deck, "01581 厚真町｜status_map")
    assert str(town.line.color.rgb) == "B00000"
    last = deck.slides[len(deck.slides) - 1]
    assert last.shapes.title.text_frame.text == marked.IN_PICTURES
    told = "\n".join(shape.text_frame.text for shape in last.shapes if shape.name == marked.MARK)
    assert re.search(r"\d+頁 地図 .*厚真町", told)
    assert re.search(r"\d+頁 グラフ 胆振", told)
    assert len(deck.slides) > len(presentation(both[0]).slides)
    with pytest.raises(record.NoRecordError):
        record.read_record(deck, "印.pptx")
    with pytest.raises(DeckRefusedError, match=r"確認用の資料です。.*印のない資料"):
        renew.renew(later, both[1], "印.pptx")
    with pytest.raises(DeckRefusedError, match="確認用"):
        errata.verify(later, both[1], "印.pptx")


def test_in_every_table_the_old_value_is_that_of_the_same_row(demo_deck: bytes) -> None:
    """A number of each row is changed by hand in thought: it alone is marked, with what it was."""
    deck = presentation(demo_deck)
    was: dict[str, list[str]] = {}
    for table in tables(deck):
        for row in list(table.table.rows)[1:]:
            for field in list(row._tr.iter(f"{A}fld"))[-1:]:
                text = field.find(f"{A}t")
                was.setdefault(table.name, []).append(text.text)
                text.text += "0"
    assert len(was) > 3
    shown = {
        table.name: [before for row in table.table.rows for before in BEFORE.findall(" ".join(cells(row)))]
        for table in tables(presentation(marked.mark(demo_deck, content(deck))))
    }
    assert {name: values for name, values in shown.items() if values} == was


def test_a_row_that_came_and_one_that_moved_take_no_value_of_another(demo_deck: bytes) -> None:
    deck = presentation(demo_deck)
    table = next(table for table in tables(deck) if table.name == "表｜ranking")
    rows = list(table.table._tbl.tr_lst)
    rows[1].addprevious(rows[4])
    rows[2].getparent().remove(rows[2])
    after = presentation(marked.mark(demo_deck, content(deck)))
    table = next(table for table in tables(after) if table.name == "表｜ranking")
    assert "（前 " not in "".join("".join(cells(row)) for row in table.table.rows)
    back = presentation(marked.mark(content(deck), demo_deck))
    table = next(table for table in tables(back) if table.name == "表｜ranking")
    said = ["".join(cells(row)) for row in table.table.rows]
    assert [marked.NEW_CELL in row for row in said].count(True) == 1
    assert "（前 " not in "".join(said)


def tables(deck: Any) -> Iterator[Any]:
    for slide in deck.slides:
        yield from (shape for shape in walk(slide.shapes) if getattr(shape, "has_table", False))


def cells(row: Any) -> list[str]:
    return [cell.text_frame.text for cell in row.cells]


def test_the_page_for_the_chief_begins_with_the_main_numbers_and_stays_on_one_page(
    real_deck: bytes, later: Reader
) -> None:
    page = verify.changes_paper(errata.verify(later, real_deck, "資料.pptx"), "資料.pptx")
    document = Document(io.BytesIO(errata_file.to_file(page, ".docx")))
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[:3] == [
        ["変わったところ", "前", "後"],
        ["実施（2頁）", "10市町村（5.6％）", "9市町村（5.0％）"],
        ["予定（2頁）", "1市町村（0.6％）", "2市町村（1.1％）"],
    ]
    titles = {row[0]: row[1:] for row in rows}
    assert titles["2頁の題"][1] == "令和5年度に実施しているのは9市町村（179市町村の5.0％）"
    assert len(rows) + len(document.paragraphs) <= errata_file.ONE_PAGE
    reasons = [paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith(("①", "②"))]
    assert ["厚真町" in reasons[0], "札幌市" in reasons[1]] == [True, True]
