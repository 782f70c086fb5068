"""確認済 and 注記: beside the chart of their view, on its slide and sheet, withdrawn again, and told once numbers change."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from pptx import Presentation

from dashboard import journal
from dashboard.app import create_app
from dashboard.chart_data import figure_notes
from dashboard.chart_data.scope import Scope
from dashboard.components import figure_notes as parts
from dashboard.export.deck import template
from dashboard.services import targets
from dashboard.slides import make, renew
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.figure_note_callbacks import with_more

CHECKED = {"title": "", "note_kind": "確認済", "noted_on": "2026-11-02", "text": "公表資料と突き合わせた"}
LINE = "確認済 令和8年11月2日 架空: 公表資料と突き合わせた"
HERE = Scope(2023, subprefectures=("14",))


@pytest.fixture
def kept(tmp_path: Path, reader: Reader) -> Path:
    path = tmp_path / "journal.sqlite"
    figure_notes.write(reader, "status_bars", HERE, None, path, CHECKED, "架空")
    return path


def test_what_is_said_of_a_chart_stands_beside_the_same_view_alone(kept: Path, reader: Reader) -> None:
    assert figure_notes.lines(reader, "status_bars", HERE, None, kept) == [LINE]
    elsewhere = [
        ("status_map", HERE, None),
        ("status_bars", Scope(2023), None),
        ("status_bars", Scope(2022, subprefectures=("14",)), None),
        ("status_bars", HERE, date(2023, 12, 1)),
    ]
    for chart, scope, day in elsewhere:
        assert figure_notes.lines(reader, chart, scope, day, kept) == []


def test_it_is_carried_to_the_slide_with_its_notes_and_to_the_sheet(
    kept: Path, reader: Reader, warehouse: Warehouse
) -> None:
    built = make.build_deck(reader, [Wanted("status_bars", HERE)], template.load_template(), journal=kept)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    texts = {shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}
    assert texts["確認・注記｜status_bars"] == LINE
    assert LINE in slide.notes_slide.notes_text_frame.text
    client: FlaskClient = create_app(warehouse, kept).server.test_client()
    asked = {"view": "status_bars", "search": "?fy=2023&sub=14", "title": "試し", "address": "/"}
    ours = {"Origin": "http://127.0.0.1", "X-Kasanari": "slides"}
    answer = client.post("/slides/excel", json=asked, headers=ours, base_url="http://127.0.0.1")
    about = openpyxl.load_workbook(io.BytesIO(answer.data))["説明"]
    assert ("確認・注記", LINE) in [row[:2] for row in about.iter_rows(values_only=True)]


def test_it_is_taken_back_and_restored(kept: Path, reader: Reader) -> None:
    (row,) = figure_notes.standing(reader, "status_bars", HERE, None, kept)
    journal.revise(kept, row["record_id"], 1, {}, "架空", is_removed=True)
    assert figure_notes.lines(reader, "status_bars", HERE, None, kept) == []
    (gone,) = figure_notes.standing(reader, "status_bars", HERE, None, kept)
    assert parts.lines([gone]) == []
    journal.restore(kept, gone["record_id"], int(gone["version"]), "架空")
    assert figure_notes.lines(reader, "status_bars", HERE, None, kept) == [LINE]


def test_a_number_that_changed_since_is_told(tmp_path: Path, reader: Reader) -> None:
    path, scope = tmp_path / "journal.sqlite", Scope(2023)
    target = {"measure": "実施市町村数", "fiscal_year": "2025", "source": "架空の計画"}
    target |= {"subprefecture_code": "", "size_class": ""}
    targets.record(path, {**target, "value": "30"}, "架空", {})
    figure_notes.write(reader, "targets", scope, None, path, CHECKED, "架空")
    note = {**CHECKED, "note_kind": "注記", "text": "仮の目標"}
    figure_notes.write(reader, "targets", scope, None, path, note, "架空")
    assert not any(
        "数が変わりました" in line for line in figure_notes.lines(reader, "targets", scope, None, path)
    )
    targets.record(path, {**target, "value": "31"}, "架空", {journal.targets(path)["record_id"].iloc[0]: 1})
    checked, said = figure_notes.lines(reader, "targets", scope, None, path)
    assert checked.endswith("（その後、数が変わりました。確かめ直してください）")
    assert said.endswith("仮の目標（書いた後に数が変わりました）")


def test_a_note_without_words_and_a_day_to_come_are_refused(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "journal.sqlite"
    for values, said in (
        ({**CHECKED, "note_kind": "注記", "text": " "}, "図のそばに書くこと"),
        ({**CHECKED, "noted_on": "2099-01-01"}, "今日より後"),
    ):
        with pytest.raises(journal.InvalidRecordError, match=said):
            figure_notes.write(reader, "rollout", Scope(2023), None, path, values, "架空")


def test_what_the_address_leaves_out_is_put_in_its_place() -> None:
    assert with_more("?fy=2023&sub=14", "fy=2024") == "?sub=14&fy=2024"
    assert with_more(None, "plan=1") == "?plan=1"


def test_a_deck_that_is_renewed_loses_what_was_taken_back(kept: Path, reader: Reader) -> None:
    old = make.build_deck(reader, [Wanted("status_bars", HERE)], template.load_template(), journal=kept)
    (row,) = figure_notes.standing(reader, "status_bars", HERE, None, kept)
    journal.revise(kept, row["record_id"], 1, {}, "架空", is_removed=True)
    done = renew.renew(reader, old.content, "前の資料.pptx", None, kept)
    (slide,) = Presentation(io.BytesIO(done.refreshed.content)).slides
    assert not any(shape.name.startswith("確認・注記") for shape in slide.shapes)
    assert "公表資料と突き合わせた" not in slide.notes_slide.notes_text_frame.text
