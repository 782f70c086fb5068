"""Registered dates on page, slide and sheet: counted again from the rows as registered, said with their cells, or that there are none."""

import io
from datetime import date
from pathlib import Path

import duckdb
import pytest
from pptx import Presentation

from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import town_dates as chart
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.table import NoNumbersError
from dashboard.components import notices
from dashboard.export.deck import template
from dashboard.pages.outreach import dates
from dashboard.pages.town import town_state
from dashboard.services import coming_dates
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import date_words, view
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.conftest import publish_copy


@pytest.fixture(scope="module")
def with_dates(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Fictional dates of three towns: one has a plan to end next year, one an election far ahead, one implements."""
    curated = publish_copy(built_curated, tmp_path_factory.mktemp("dates"))
    name = (curated / "current").read_text(encoding="utf-8").strip()
    rows = [
        ("01202", "plan_end", None, 2099),
        ("01203", "mayor", "2098-08-01", 2098),
        ("01204", "mayor", None, 2099),
        ("01393", "plan_end", None, 2027),
    ]
    with duckdb.connect(str(curated / name)) as connection:
        (cell,) = connection.execute("select min(source_id) from core_source").fetchone() or ("",)
        connection.executemany(
            f"insert into core_town_date values (?, ?, ?, ?, '{cell}', true)", [list(row) for row in rows]
        )
    return Warehouse(curated).reader()


def test_a_reason_to_call_stands_with_its_cell_and_is_counted_again(with_dates: Reader) -> None:
    asked = view.parse_address("", with_dates)
    drawn = str(dates.section(with_dates, asked))
    assert "3市町村に、これからの予定があります。うち1市町村は、いま声をかける理由" in drawn
    assert "地域福祉計画の終期は令和9年度" in str(dates.of_town(with_dates, "01393"))
    assert dates.of_town(with_dates, "01202") == []
    built = make.build_deck(with_dates, [Wanted("town_dates", Scope(2023))], template.load_template(), None)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert "未実施の1市町村" in slide.shapes.title.text_frame.text
    rows = chart.numbers(TableRequest(with_dates, asked, "/outreach")).rows
    assert len(rows) == 3
    assert all(row[-1] == "架空データ" for row in rows)


@pytest.fixture(scope="module")
def with_mergers(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Two made-up mergers, flagged as fictional: 函館市 and 小樽市 long ago, 鹿追町 (which implements) and 室蘭市 far ahead."""
    curated = publish_copy(built_curated, tmp_path_factory.mktemp("mergers"))
    name = (curated / "current").read_text(encoding="utf-8").strip()
    days = {"01202": "2026-04-01", "01203": "2026-04-01", "01634": "2098-04-01", "01205": "2098-04-01"}
    with duckdb.connect(str(curated / name)) as connection:
        (cell,) = connection.execute("select min(source_id) from core_source").fetchone() or ("",)
        connection.executemany(
            f"insert into core_town_date values (?, 'merger', ?, ?, '{cell}', true)",
            [[code, day, int(day[:4])] for code, day in days.items()],
        )
    return Warehouse(curated).reader()


def test_a_merger_is_told_on_the_page_of_each_town_and_above_all_pages_once_it_is_past(
    with_mergers: Reader, reader: Reader
) -> None:
    mergers = coming_dates.mergers(with_mergers)
    ahead = str(town_state.merger(mergers, "01634"))
    assert "令和80年4月1日に合併する予定です（同じ期日の市町村: 室蘭市）。" in ahead
    assert "架空データ" in ahead
    past = str(town_state.merger(mergers, "01203"))
    assert "令和8年4月1日に合併しました（同じ期日の市町村: 函館市）" in past
    assert date_words.UNCHANGED in past
    assert town_state.merger(mergers, "01100") is None
    (said,) = date_words.merged(mergers)
    assert said.startswith("令和8年4月1日: 函館市・小樽市（")
    assert said.endswith("【架空】")
    assert date_words.merged(coming_dates.mergers(with_mergers.at(date(2026, 3, 31)))) == []
    assert date_words.merged(coming_dates.mergers(reader)) == []


def test_the_banner_of_past_mergers_stands_above_every_page(with_mergers: Reader) -> None:
    (said,) = date_words.merged(coming_dates.mergers(with_mergers))
    drawn = str(notices.merged([said]))
    assert "合併の期日を過ぎた市町村があります" in drawn
    assert said in drawn


def test_without_a_table_the_page_says_how_to_bring_one(reader: Reader) -> None:
    asked = view.parse_address("", reader)
    assert date_words.NONE in str(dates.section(reader, asked))
    assert dates.of_town(reader, "01393") == []
    with pytest.raises(NoNumbersError):
        chart.numbers(TableRequest(reader, asked, "/outreach"))
