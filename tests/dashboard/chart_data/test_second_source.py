"""Implementers that another source names beside what is known here: on page, slide and sheet, and no state is changed."""

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import second_source as chart
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.table import NoNumbersError
from dashboard.export.deck import template
from dashboard.pages.data import second_source as page
from dashboard.queries import overview, second_source
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse
from etl import add, build

ROWS = [("七飯町", "1200"), ("妹背牛町", "○"), ("札幌市", "500"), ("津別町", "0"), ("鷹栖町", "800")]


@pytest.fixture(scope="module")
def named(raw_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("named")

    raw = Path(shutil.copytree(raw_files, folder / "raw"))
    path = folder / "支払額.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([("保険者名", "重層的支援体制整備事業"), *ROWS])
    add.add("named_implementers", path, raw, add.Details(date(2026, 11, 1), as_of=date(2023, 10, 1)))
    build.build(raw, folder / "curated")
    return Warehouse(folder / "curated").reader()


def test_agreement_and_disagreement_are_told_and_what_is_known_stays(named: Reader, reader: Reader) -> None:
    rows = second_source.compared(named).set_index("name")
    assert rows["state"][["七飯町", "妹背牛町", "鷹栖町"]].tolist() == ["agree"] * 3
    assert rows["state"]["札幌市"] == "named_unknown"
    assert rows["state"]["津別町"] == "not_named"  # 0 there, implementing here
    assert rows["state"]["厚真町"] == "not_named"  # not listed at all
    assert rows["cell"]["津別町"] == "B5"
    assert len(rows) == 11  # the ten of R5, and 札幌市
    before, after = (
        overview.towns(one, 2023).set_index("municipality_code")["group_code"].to_dict()
        for one in (reader, named)
    )
    assert before == after


def test_it_is_on_page_sheet_and_slide_and_the_slide_is_recounted(named: Reader) -> None:
    asked = view.parse_address("?fy=2023", named)
    said = str(page.section(named, asked))
    assert "一致（どちらも実施） 3" in said
    assert "こちらの状態を変えません" in said
    table = chart.numbers(TableRequest(named, asked))
    assert len(table.rows) == 11
    built = make.build_deck(named, [Wanted("second_source", Scope(2023))], template.load_template())
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert slide.shapes.title.text_frame.text == "令和5年度の別の資料との突合: 一致3、違い0"


def test_without_such_a_source_it_says_how_to_take_one_in(reader: Reader) -> None:
    asked = view.parse_address("?fy=2023", reader)
    assert "登録" in str(page.section(reader, asked))
    with pytest.raises(NoNumbersError, match="登録"):
        chart.numbers(TableRequest(reader, asked))
