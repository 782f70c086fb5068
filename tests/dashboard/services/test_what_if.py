"""If all towns of a plan began: the slide is counted again by hand, the sheet holds the grant, and empty plans are said."""

import io
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard import clock, journal
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import what_if as chart
from dashboard.chart_data.scope import Scope, plan_named
from dashboard.chart_data.table import NoNumbersError
from dashboard.export.deck import template
from dashboard.frames import records
from dashboard.pages.plan import what_if as panel
from dashboard.queries import planning as queries
from dashboard.services import contact_effect, what_if
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import view, what_if_words
from dashboard.warehouse.reader import Reader
from dashboard.words.eras import fiscal_year_of


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, str]:
    """A plan with 鹿追町, which implements, two that do not, and one that was dropped; amounts of the smallest towns."""
    path = tmp_path / "journal.sqlite"
    values = {"title": "秋の訪問", "fiscal_year": 2026, "capacity_days": 9}
    plan = journal.write(path, "plan", "", values, "架空").record_id
    for code, state in (("01634", "予定"), ("01393", "予定"), ("01202", "済み"), ("01203", "とりやめ")):
        journal.write(path, "item", code, {"plan_id": plan, "means": "電話", "state": state}, "架空")
    amount = {"size_class": "under_5k", "low": "300", "middle": "500", "high": "", "source": "架空"}
    what_if.record_amount(path, amount, "架空")
    return path, plan


def test_the_towns_of_a_plan_are_added_to_those_that_implement(
    reader: Reader, kept: tuple[Path, str]
) -> None:
    path, plan = kept
    made = what_if.of_plan(reader, path, plan)
    assert (made.now, made.added) == (13, 2)
    said = what_if_words.sentences(made, 3.5)
    assert said[0].startswith("わかっている範囲の実施13市町村に2が加わり、15市町村になります")
    assert any("3.5人日" in one for one in said)
    assert said[-1] == "額か人口の分からない市町村があるため、交付金は、1市町村だけの額です。"
    assert made.grants["level"].tolist() == ["low", "middle"]
    assert "（仮）" in what_if_words.share_note()
    what_if.record_amount(path, {"size_class": "under_5k", "low": "400", "source": "架空"}, "佐藤")
    assert len(journal.current(path, "grant_amount")) == 1
    assert what_if.amounts(path)["under_5k"]["low"] == 400


def test_the_slide_is_counted_again_and_the_sheet_holds_areas_and_grant(
    reader: Reader, kept: tuple[Path, str]
) -> None:
    path, plan = kept
    scope = Scope(2023, subprefectures=("14",), plan=plan)
    built = make.build_deck(reader, [Wanted("what_if", scope)], template.load_template(), path)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert (
        "計画「秋の訪問」の市町村がすべて始めたら、わかっている範囲の実施は13から15市町村に"
        in slide.shapes.title.text_frame.text
    )
    assert built.checked > 15
    request = TableRequest(reader, view.parse_address("", reader), "/plan", path, plan)
    sheet = chart.numbers(request)
    assert sheet.behind is not None
    assert [row[0] for row in sheet.behind.rows].count("加わる") == 2
    assert all(row[-2] for row in sheet.behind.rows if row[0] == "いま実施"), "each walks to its cell"
    assert all(row[-2] in str(panel.shown(reader, path, plan, None)) for row in sheet.behind.rows)
    rows = sheet.rows
    assert sum(row[3] for row in rows if row[0] == "振興局") == 2
    assert sum(row[4] for row in rows if row[1].startswith("低い額") and not row[1].endswith("計")) == next(
        row[4] for row in rows if row[1] == "低い額・計"
    )


def test_any_towns_may_be_chosen_and_their_slide_is_counted_again(
    reader: Reader, kept: tuple[Path, str]
) -> None:
    path, _ = kept
    for name, title in (
        ("towns-01393-01202", "選んだ2市町村がすべて始めたら"),
        ("planned", "開始を予定している市町村がすべて始めたら"),
    ):
        asked = plan_named(f"?fy=2023&plan={name}")
        built = make.build_deck(
            reader, [Wanted("what_if", Scope(2023, plan=asked))], template.load_template(), path
        )
        (slide,) = Presentation(io.BytesIO(built.content)).slides
        assert title.removesuffix("がすべて始めたら") in slide.shapes.title.text_frame.text
    late = what_if.choice(reader, path, what_if.PLANNED)
    assert late is not None
    planned = [row for row in records(queries.towns(reader)) if row["municipality_code"] in late.codes]
    starts = [row["start_fiscal_year"] for row in planned if row["start_fiscal_year"] is not None]
    number = sum(start < fiscal_year_of(clock.today()) for start in starts)
    assert (f"うち{number}は開始年度を過ぎ、未確認" in late.title) == (number > 0)
    band = what_if.choice(reader, path, what_if.BAND_A)
    assert band is not None
    assert set(band.codes) == {
        town for town, one in contact_effect.bands_now(reader, path).items() if one == "A"
    }
    assert plan_named("?plan=towns-1-<script>") == ""
    assert what_if.choice(reader, path, "f" * 32) is None


def test_settled_amounts_are_left_out_one_by_one(reader: Reader, kept: tuple[Path, str]) -> None:
    path, plan = kept
    assert "まだ書き入れられていない" in what_if_words.settled(what_if.settlement_check(reader, path))
    towns = queries.towns(reader)
    small = towns[(towns["size_class"] == "under_5k")].head(3)
    for code, people, head in zip(
        small["municipality_code"], small["population"], (100, 200, 300), strict=True
    ):
        values = {"fiscal_year": "2025", "amount": str(people * head), "source": "架空"}
        what_if.record_settlement(path, code, values, "架空")
        what_if.record_settlement(path, code, values, "架空")
    assert len(journal.current(path, "settlement")) == 3
    found = what_if.settlement_check(reader, path)
    # 250 for 100, 200 for 200, 150 for 300 a head
    assert [round(one.miss, 6) for one in found.left_out] == [1.5, 0.0, 0.5]
    assert "中ほどで50％、大きいもので150％" in what_if_words.settled(found)
    scope = Scope(2023, plan=plan)
    built = make.build_deck(reader, [Wanted("what_if", scope)], template.load_template(), path)
    assert "1つずつ除き" in str(
        [
            shape.text_frame.text
            for shape in Presentation(io.BytesIO(built.content)).slides[0].shapes
            if shape.has_text_frame
        ]
    )


def test_without_a_plan_or_with_implementers_alone_nothing_is_reckoned(
    reader: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "journal.sqlite"
    built = make.build_deck(reader, [Wanted("what_if", Scope(2023))], template.load_template(), path)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert "始める市町村が選ばれていません" in slide.shapes.title.text_frame.text
    with pytest.raises(NoNumbersError):
        chart.numbers(TableRequest(reader, view.parse_address("", reader), "/plan", path))
    (said,) = what_if_words.sentences(what_if.of_towns(reader, path, ["01634"]))
    assert said.startswith("選んだ中に、まだ実施していない市町村がありません")
