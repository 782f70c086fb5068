"""The workbooks to fill in are recognised for what they are once a row is written into them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dashboard.export.templates import TEMPLATES, workbook
from tests.etl.raw_copy import run_etl

FILLED = {
    "status_list": ["014524", "鷹栖町", "実施中", "令和3年度", ""],
    "activities": ["R8-1", "研修", "人材養成研修", "令和8年9月3日", "集合", "札幌市", ""],
    "attendance": ["上川総合振興局", "鷹栖町", 2, ""],
    "joint_bodies": ["架空東部広域連合", "広域連合", "014524", "鷹栖町", ""],
    "named_implementers": ["014524", "鷹栖町", 1200, ""],
    "town_dates": ["014524", "鷹栖町", "地域福祉計画の終期", "令和8年度", ""],
}


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_with_a_row_is_read_as_its_kind(
    kind: str, tmp_path: Path, real_raw: Path, real_curated: Path
) -> None:
    book = load_workbook(io.BytesIO(workbook(TEMPLATES[kind])))
    sheet = book.worksheets[0]
    for place, value in enumerate(FILLED[kind], start=1):
        sheet.cell(sheet.max_row + (place == 1), place, value)
    path = tmp_path / "様式.xlsx"
    book.save(path)
    done = run_etl("inspect", path, "--raw", real_raw, "--curated", real_curated, "--json")
    [found] = json.loads(done.stdout)["files"]
    assert (found["kind"], found["certainty"], found["missing"]) == (kind, "sure", [])
    headings = [one["heading"] for one in found["headings"] if not one["is_optional"]]
    assert headings == []
