"""Targets that officers enter: kept with their versions, shown on the slide and in Excel, counted again by hand."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from dashboard import journal
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import targets as chart
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.table import NoNumbersError
from dashboard.export import sheet as sheets
from dashboard.export.deck import template
from dashboard.services import targets
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import target_words, view
from dashboard.warehouse.reader import Reader


def values(year: int, value: float | str, place: str = "", measure: str = "実施市町村数") -> dict[str, str]:
    area, size = (place, "") if place.isdigit() else ("", place)
    given = {"measure": measure, "fiscal_year": str(year), "value": str(value), "source": "架空の計画 p.1"}
    return given | {"subprefecture_code": area, "size_class": size}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "journal.sqlite"
    for year, value, place, measure in (
        (2023, 10, "", "実施市町村数"),
        (2025, 30, "", "実施市町村数"),
        (2027, 40, "", "実施市町村数"),
        (2025, 15.5, "12", "実施市町村の割合"),
        (2025, 5, "under_5k", "実施市町村数"),
    ):
        assert targets.record(path, values(year, value, place, measure), "架空", {})
    return path


def test_the_same_target_again_is_a_new_version_and_another_place_another_target(kept: Path) -> None:
    with pytest.raises(journal.ConflictError, match="架空さんが先に"):
        targets.record(kept, values(2025, 31), "佐藤", {})  # who did not see the one that stands
    shown = journal.targets(kept)
    seen = dict(zip(shown["record_id"], shown["version"].astype(int), strict=True))
    assert not targets.record(kept, values(2025, 31), "佐藤", seen)
    rows = journal.targets(kept)
    assert len(rows) == 5
    mended = rows[
        (rows["fiscal_year"] == 2025) & rows["subprefecture_code"].isna() & rows["size_class"].isna()
    ]
    assert mended["value"].tolist() == [31]
    assert [one.values["value"] for one in journal.history(kept, mended["record_id"].iloc[0])] == [30, 31]
    with pytest.raises(journal.InvalidRecordError, match="入れられません"):
        targets.record(kept, values(1999, 3), "架空", {})
    with pytest.raises(journal.InvalidRecordError, match="数として読めません"):
        targets.record(kept, values(2026, "多く"), "架空", {})


def test_each_target_says_how_it_stands_and_what_is_known_of_its_year(reader: Reader, kept: Path) -> None:
    rows = targets.evaluated(reader, kept).to_dict("records")
    said = [target_words.sentence(row) for row in rows]
    assert said[0].startswith(
        "全道の実施市町村数は、令和5年度の目標10市町村に対し、令和5年度の実績が10市町村"
    )
    assert said[0].endswith("達成しています。")
    assert "令和7年度の実績がわかっている範囲で13市町村" in said[1]
    assert said[1].endswith("わかっている範囲ではあと17市町村です（未達とは限りません）。")
    assert said[2].endswith("これから（令和7年度のわかっている範囲からあと27市町村）。")
    assert any("十勝管内の実施市町村の割合" in one for one in said)


def test_the_slide_and_the_sheet_hold_every_target_and_the_slide_is_counted_again(
    reader: Reader, kept: Path
) -> None:
    built = make.build_deck(
        reader,
        [Wanted("targets", Scope(2023, subprefectures=("14",)))],
        template.load_template(),
        journal=kept,
    )
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert slide.shapes.title.text_frame.text.startswith("目標と実績: 目標5のうち、達成しているとわかるもの2")
    assert built.checked > 25
    request = TableRequest(reader, view.parse_address("", reader), "/progress", kept)
    sheet = chart.numbers(request)
    assert len(sheet.rows) == 5
    assert sheet.behind is not None
    begun = [row for row in sheet.behind.rows if row[0] == "全道の実施市町村数" and row[5] == "実施中"]
    assert len(begun) == 10 + 13
    assert all(row[-2] for row in begun), "each walks to its cell"
    (book,) = [
        load_workbook(
            io.BytesIO(
                sheets.workbook(sheets.ListSheet("目標", sheet.columns, sheet.rows, [], False, behind))
            )
        )
        for behind in [(sheet.behind.columns, sheet.behind.rows)]
    ]
    assert book[sheets.BEHIND].max_row == len(sheet.behind.rows) + 1
    assert sheets.BEHIND in book.sheetnames


def test_without_a_target_page_slide_and_sheet_say_how_to_enter_one(reader: Reader, tmp_path: Path) -> None:
    nothing = tmp_path / "none.sqlite"
    assert targets.evaluated(reader, nothing).empty
    built = make.build_deck(
        reader, [Wanted("targets", Scope(2023))], template.load_template(), journal=nothing
    )
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert "まだ書き入れられていません" in slide.shapes.title.text_frame.text
    with pytest.raises(NoNumbersError, match="まだ書き入れられていません"):
        chart.numbers(TableRequest(reader, view.parse_address("", reader), "/progress", nothing))
