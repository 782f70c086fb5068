"""Decks of a warehouse in which every town has answered, and of warehouses in which things became known later."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from dashboard.export.deck import stage
from dashboard.slides import make
from dashboard.slides.gather import Scope
from dashboard.warehouse import Reader, Warehouse
from tests.conftest import run
from tests.etl.raw_copy import register

CORRECTION = (
    "表,団体コード,年度,項目,誤,正,理由,連絡者,連絡日\n"
    "status,01581,令和5年度,status_code,実施中,移行準備事業を実施,電話で確認,厚真町の担当者,2024-06-01\n"
)


@pytest.fixture(scope="session")
def full_deck(fictional: Reader) -> bytes:
    """The whole briefing of 令和4年度, of which every town has (fictionally) answered."""
    return make.made(fictional, make.whole(Scope(2022)), stage.made()).content


@pytest.fixture(scope="session")
def real_deck(reader: Reader) -> bytes:
    """The whole briefing of 令和5年度 from the committed raw files."""
    return make.made(reader, make.whole(Scope()), stage.made()).content


@pytest.fixture(scope="session")
def later(raw_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The same raw files, and a correction on 厚真町 and a return of 札幌市 that came afterwards."""
    work = tmp_path_factory.mktemp("later")
    raw, issued, sent = work / "raw", work / "issued", work / "sent"
    shutil.copytree(raw_files, raw)
    (raw / "corrections/later.csv").write_text(CORRECTION, encoding="utf-8")
    register(raw, "corrections/later.csv", kind="corrections", received_on="2024-06-01")
    run("etl", "issue", "--fiscal-year", "2023", "--raw", str(raw), "--out", str(issued))
    sent.mkdir()
    (form,) = issued.glob("01100_*.xlsx")
    book = openpyxl.load_workbook(form)
    for row in book.worksheets[0].iter_rows(min_row=1, max_col=3):
        if row[0].value == "問1":
            row[2].value = "実施予定なし"
    book.save(sent / "札幌市.xlsx")
    run("etl", "receive", str(sent), "--fiscal-year", "2023", "--on", "2024-06-10", "--raw", str(raw))
    run("etl", "build", "--raw", str(raw), "--curated", str(work / "curated"))
    return Warehouse(work / "curated").reader()


@pytest.fixture
def opened() -> Any:
    """bytes → presentation."""
    return lambda content: Presentation(io.BytesIO(content))
