"""What the page and the command make, and what Excel and CSV hold, is the same."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
from flask.testing import FlaskClient
from pptx import Presentation

from dashboard.app import create_app
from dashboard.chart_data import registry
from dashboard.chart_data.scope import Scope
from dashboard.export.deck import template
from dashboard.slides import make
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.conftest import publish_copy

OURS = {"Origin": "http://127.0.0.1", "X-Kasanari": "slides"}


def post(client: FlaskClient, path: str, said: dict[str, Any]) -> Any:
    return client.post(path, json=said, headers=OURS, base_url="http://127.0.0.1")


def test_the_base_deck_of_the_page_is_that_of_the_command_with_what_is_left_out_named(
    warehouse: Warehouse, reader: Reader, tmp_path: Path
) -> None:
    client = create_app(warehouse, tmp_path / "journal" / "journal.sqlite").server.test_client()
    items = [
        {"view": view, "search": "", "title": "", "base": "1"} for view in registry.in_briefing(is_whole=True)
    ]
    answer = post(client, "/slides/deck", {"items": items})
    made = make.build_deck(reader, make.briefing(Scope()), template.load_template())
    views = [slide._element.cSld.get("name") for slide in Presentation(io.BytesIO(answer.data)).slides]
    assert views == [slide.view for slide in made.slides]
    said = unquote(answer.headers["X-Kasanari-Checked"])
    assert made.notes
    assert all(note in said for note in made.notes)


def test_the_csv_of_the_ranking_is_the_sheet_for_machines_under_the_same_headings(
    demo_curated: Path, tmp_path: Path
) -> None:
    (tmp_path / "published").mkdir()
    demo = Warehouse(publish_copy(demo_curated, tmp_path / "published"))
    app = create_app(demo, tmp_path / "journal" / "journal.sqlite")
    client, asked = app.server.test_client(), {"view": "ranking", "search": "", "title": "順位"}
    book = openpyxl.load_workbook(io.BytesIO(post(client, "/slides/excel", asked).data))["機械可読"]
    answer = post(client, "/slides/csv", asked)
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert lines[0] == [cell.value for cell in book[1]]
    assert len(lines) == book.max_row
    assert {"順位の幅の上（位）", "順位の幅の下（位）", "架空データ"} <= set(lines[0])
    place = lines[0].index("標準地域コード")
    assert [line[place] for line in lines[1:]] == [row[place].value for row in book.iter_rows(min_row=2)]
    assert "架空データ" in unquote(answer.headers["Content-Disposition"])
