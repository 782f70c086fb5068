"""Decks of a warehouse in which every town has answered, and of warehouses in which things became known later."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from dashboard import journal
from dashboard.chart_data.scope import Scope
from dashboard.export.deck import template
from dashboard.slides import make
from dashboard.warehouse.reader import Reader, Warehouse
from etl.survey.form.loading import form_path, load_form
from etl.survey.form.municipalities import MUNICIPALITIES, read_municipalities
from etl.survey.issue import issue_all
from tests.commands import run_main
from tests.dashboard.conftest import publish_copy
from tests.etl.raw_copy import register

CORRECTION = (
    "表,団体コード,年度,項目,誤,正,理由,連絡者,連絡日\n"
    "status,01581,令和5年度,status_code,実施中,移行準備事業を実施,電話で確認,厚真町の担当者,2024-06-01\n"
)


@pytest.fixture(scope="session")
def full_deck(fictional: Reader) -> bytes:
    """The whole briefing of 令和4年度, of which every town has (fictionally) answered."""
    return make.build_deck(fictional, make.briefing(Scope(2022)), template.load_template()).content


@pytest.fixture(scope="session")
def real_deck(reader: Reader) -> bytes:
    """The whole briefing of 令和5年度 from the committed raw files."""
    return make.build_deck(reader, make.briefing(Scope()), template.load_template()).content


@pytest.fixture(scope="session")
def later(raw_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The same raw files, and a correction on 厚真町 and a return of 札幌市 that came afterwards."""
    work = tmp_path_factory.mktemp("later")
    raw, issued, sent = work / "raw", work / "issued", work / "sent"
    shutil.copytree(raw_files, raw)
    (raw / "corrections/later.csv").write_text(CORRECTION, encoding="utf-8")
    register(raw, "corrections/later.csv", kind="corrections", received_on="2024-06-01")
    sapporo = [town for town in read_municipalities(raw / MUNICIPALITIES) if town.code == "01100"]
    (form,) = issue_all(load_form(form_path(raw, 2023)), sapporo, {}, issued)
    sent.mkdir()
    book = openpyxl.load_workbook(form)
    for row in book.worksheets[0].iter_rows(min_row=1, max_col=3):
        if row[0].value == "問1":
            row[2].value = "実施予定なし"
    book.save(sent / "札幌市.xlsx")
    received = ("receive", sent, "--fiscal-year", "2023", "--on", "2024-06-10", "--raw", raw)
    done = run_main("etl", *received, "--build", "--curated", work / "curated")
    assert done.returncode == 0, done.stderr
    return Warehouse(work / "curated").reader()


@pytest.fixture
def opened() -> Any:
    """bytes → presentation."""
    return lambda content: Presentation(io.BytesIO(content))


@pytest.fixture(scope="session")
def told(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The demo: two rounds of the survey, plans that slipped, barriers that stayed."""
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("told"))).reader()


@pytest.fixture(scope="session")
def planned(told: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with a plan of six visits in 空知 and a telephone call. Not to be changed."""
    path = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    write_plan(path, ("01209", "01216", "01218", "01222", "01427", "01428"))
    return path


@pytest.fixture(scope="session")
def demo_deck(told: Reader, planned: Path) -> bytes:
    """The whole briefing of the demo with that plan: no slide is without data."""
    return make.build_deck(told, make.briefing(Scope()), template.load_template(), planned).content


def write_plan(path: Path, towns: tuple[str, ...]) -> str:
    plan = {
        "title": "下期の訪問",
        "fiscal_year": 2023,
        "quarter": 3,
        "capacity_days": 6,
        "office": "札幌（本庁）",
        "days": 2,
        "first_day": "2024-01-10",
        "hours": 7.75,
        "visit_minutes": 60,
    }
    plan_id = journal.write(path, "plan", "", plan, "佐藤").record_id
    item = {"plan_id": plan_id, "owner": "佐藤", "state": "予定"}
    for place, town in enumerate(towns):
        journal.write(path, "item", town, {**item, "means": "訪問", "priority": 1 - place / 10}, "佐藤")
    journal.write(path, "item", "01100", {**item, "means": "電話"}, "佐藤")
    return plan_id
