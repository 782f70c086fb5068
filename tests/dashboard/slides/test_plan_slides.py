"""The slides of plans: what slipped, where plans lead, what stayed, whom we visit on which route."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pptx.dml.color import RGBColor
from pptx.util import Inches

from dashboard import journal, theme
from dashboard.chart_data.charts import barrier_change
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.slide_request import slide_request
from dashboard.export.deck import slide_change, template
from dashboard.export.deck.town_names import TownNames
from dashboard.services import routes
from dashboard.slides import errata, make, renew
from dashboard.slides.look_through import look_through
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.conftest import write_plan
from tests.dashboard.slides.measured import overflowing
from tests.dashboard.slides.reading import content, digits_by_hand, named, presentation, slide_of, texts, walk

OUTCOMES = {
    "予定どおり": "kept",
    "遅れ": "slipped",
    "時期未定に戻した": "undated",
    "予定なしに変えた": "withdrawn",
    "まだ先": "not_due",
    "わからない": "unknown",
}


def cells(deck: Any, name: str) -> list[list[str]]:
    return [[cell.text_frame.text for cell in row.cells] for row in named(deck, name).table.rows]


def test_the_route_is_that_of_the_page_by_day_with_its_hours(
    demo_deck: bytes, told: Reader, planned: Path
) -> None:
    plan = journal.plans(planned)["record_id"].iloc[0]
    made = routes.plan_tour(told, planned, str(plan))
    assert made is not None
    visits = routes.as_frame(made)
    assert len(visits) >= 3
    deck = presentation(demo_deck)
    rows = cells(deck, "表｜route")[1:]
    assert [row for row in rows if "日目" not in row[0]] == [
        [str(v["order"]), v["name"], f"{v['travel_minutes']}分", v["arrive"], v["leave"]]
        for v in visits.to_dict("records")
    ]
    days = [row for row in rows if "日目" in row[0]]
    assert [row[1] for row in days] == ["令和6年1月10日", "令和6年1月11日"][: len(days)]
    assert [row[3:] for row in days] == [
        ["08:45発", f"{back}着"] for back in visits.drop_duplicates("day")["back"]
    ]
    assert f"{len(visits)}市町村" in texts(deck)["見出し｜route"]


def test_the_route_is_drawn_as_native_shapes_with_a_line_a_day_and_a_name_a_stop(
    demo_deck: bytes, told: Reader
) -> None:
    deck = presentation(demo_deck)
    group = named(deck, "経路図｜route")
    inside = {shape.name: shape for shape in walk(group.shapes)}
    stops = [row for row in cells(deck, "表｜route")[1:] if "日目" not in row[0]]
    assert {f"経路 {day}日目｜route" for day in (1, 2)} <= set(inside)
    labels = [shape.text_frame.text for name, shape in inside.items() if name.startswith("名 ")]
    for row in stops:
        assert any(label.endswith(f"-{row[0]} {row[1]}") for label in labels), row
    (start,) = [s for s in inside.values() if s.has_text_frame and s.text_frame.text.startswith("出発地")]
    assert start._element.xpath("./p:spPr/a:solidFill") != []
    assert start._element.xpath(".//a:alpha") == []  # a line under the words does not show through
    alt = group._element._nvXxPr.cNvPr.get("descr")
    assert all(row[1] in alt for row in stops)
    assert not [shape for shape in slide_of(deck, "経路図｜route").shapes if shape.shape_type == 13]


def test_the_plan_lists_its_towns_with_means_and_owner(demo_deck: bytes) -> None:
    rows = cells(presentation(demo_deck), "表｜plan")[1:]
    assert len(rows) == 7
    assert [row[:4] for row in rows if row[0] == "札幌市"] == [["札幌市", "石狩", "電話", "佐藤"]]


def test_slippage_shows_the_first_planned_starts_as_the_page_does(demo_deck: bytes, told: Reader) -> None:
    rows = told.frame("select planned_start, outcome from mart_plan where is_first")
    counted = Counter(zip(rows["planned_start"], rows["outcome"], strict=True))
    years = sorted({year for year, _ in counted})
    plot = named(presentation(demo_deck), "グラフ｜slippage").chart.plots[0]
    assert {series.name: list(series.values) for series in plot.series} == {
        word: [counted[(year, code)] for year in years]
        for word, code in OUTCOMES.items()
        if code in set(rows["outcome"])
    }
    kept = sum(number for (_, code), number in counted.items() if code == "kept")
    known = sum(number for (_, code), number in counted.items() if code not in ("not_due", "unknown"))
    assert kept
    assert kept < known < len(rows)
    title = texts(presentation(demo_deck))["見出し｜slippage"]
    assert title == f"予定どおり始めたのは、結果のわかる{known}市町村のうち{kept}"


def test_barriers_by_place_are_counted_again_and_small_classes_stay_out_of_the_columns(told: Reader) -> None:
    wanted = [Wanted("barrier_places", Scope(2023)), Wanted("barriers", Scope(2023))]
    deck = presentation(make.build_deck(told, wanted, template.load_template()).content)
    more = [Wanted(view, Scope(2023)) for view in ("barrier_pairs", "barrier_support")]
    tables = make.build_deck(told, more, template.load_template("a4"))
    assert tables.checked > 80
    assert overflowing(presentation(tables.content)) == []
    assert digits_by_hand(presentation(tables.content)) == []
    first_pair = cells(presentation(tables.content), "表｜barrier_pairs")[1]
    assert first_pair[0] == "事務負担が大きい と ニーズが少ない・把握していない", "the largest lift first"
    assert first_pair[4] == "偶然と区別できない", "p = 0.04 before 45 comparisons"
    assert " と " in first_pair[0]
    rows = told.frame(
        "select barrier_label, rank, count(*) as towns from mart_barrier"
        " where fiscal_year = 2023 and is_counted and is_stated group by all"
    )
    plot = named(deck, "グラフ｜barrier_places").chart.plots[0]
    first = rows[rows["rank"] == 1].set_index("barrier_label")["towns"]
    shown = {
        label.removesuffix("※"): value
        for label, value in zip(plot.categories, plot.series[0].values, strict=True)
    }
    assert {label: value for label, value in shown.items() if value} == first.to_dict()
    assert sum(sum(series.values) for series in plot.series) == rows["towns"].sum()
    sizes = told.frame(
        "select z.label_ja, count(distinct b.municipality_code) as n from mart_barrier as b"
        " inner join mart_municipality as m using (municipality_code)"
        " inner join codes_size_class as z on z.code = m.size_class"
        " where b.fiscal_year = 2023 and b.is_counted group by all"
    )
    drawn = [series.name for series in named(deck, "グラフ｜barriers").chart.plots[0].series]
    firm = sizes[sizes["n"] >= 10]["label_ja"].tolist()
    assert len(drawn) == 2
    assert set(drawn) < set(firm) < set(sizes["label_ja"])
    said = texts(deck)["要点｜barriers"]
    assert all(label in said for label in sizes["label_ja"])
    assert {
        series.format.fill.fore_color.rgb for series in named(deck, "グラフ｜barriers").chart.plots[0].series
    }.isdisjoint(
        {RGBColor.from_string(theme.GREY_200.lstrip("#")), RGBColor.from_string(theme.GREY_400.lstrip("#"))}
    )


def test_moves_and_barriers_that_stayed_are_those_of_the_marts(demo_deck: bytes, told: Reader) -> None:
    deck = presentation(demo_deck)
    pairs = told.frame("select from_group_code, group_code from mart_transition where fiscal_year = 2023")
    assert len(pairs) == 179
    said = texts(deck)
    begun = pairs[(pairs["from_group_code"] == "planned") & (pairs["group_code"] == "implementing")]
    assert said["内訳 進展｜flow"].startswith(f"予定 → ● 実施　{len(begun)}: 厚真町、鹿追町、幕別町\n")
    stayed = pairs[pairs["from_group_code"] == pairs["group_code"]]
    assert said["札 変わらない｜flow"] == f"＝ 変わらない\n{len(stayed)}市町村"
    changes = told.frame(
        "select barrier_label, change, count(*) as towns from mart_barrier_change as c"
        " inner join mart_barrier as b using (municipality_code, fiscal_year, barrier_code)"
        " where fiscal_year = 2023 group by all"
    )
    plot = named(deck, "グラフ｜barrier_change").chart.plots[0]
    stayed = changes[changes["change"] == "persisted"].set_index("barrier_label")["towns"]
    shown = dict(zip(plot.categories, plot.series[0].values, strict=True))
    assert {label.removesuffix("※"): value for label, value in shown.items() if value} == stayed.to_dict()


def test_barriers_that_nobody_answered_twice_are_said_in_words(told: Reader) -> None:
    request = slide_request(told, Scope())
    changes = barrier_change.changes_between(told, request.codes, request.year)
    assert changes is not None
    nobody = changes.assign(persisted=0, cleared=0, new=0, before=0)
    slide = slide_change.slide(request.data, nobody, None, template.load_template())
    assert slide.title == "続いている課題: 続けて答えた市町村がありません"
    assert slide.absent


def test_the_outlook_begins_with_what_is_known_and_holds_the_plans(demo_deck: bytes, told: Reader) -> None:
    plot = named(presentation(demo_deck), "グラフ｜outlook").chart.plots[0]
    lines = {series.name: list(series.values) for series in plot.series}
    known = [value for value in lines["わかっている実施"] if value is not None]
    assert known[:3] == [4, 7, 10]
    standing = told.frame(
        "select count(*) from mart_plan where is_current and municipality_code not in"
        " (select municipality_code from mart_status_by_year where status_code = 'implementing')"
    ).iloc[0, 0]
    late = told.frame(
        "select count(*) from mart_plan where is_current and outcome = 'unknown' and municipality_code not in"
        " (select municipality_code from mart_status_by_year where status_code = 'implementing')"
    ).iloc[0, 0]
    assert late > 0
    assert lines["予定どおりなら"][-1] == known[-1] + standing - late
    bounds = [lines[name][-1] for name in ("わからない分なし", "幅の下", "幅の上", "わからない分すべて")]
    assert bounds == sorted(bounds)
    assert bounds[-1] <= known[-1] + standing
    assert (
        f"＋これからの予定{standing - late}＋開始年度を過ぎ未確認{late}市町村"
        in named(presentation(demo_deck), "見出し｜outlook").text_frame.text
    )


def test_nothing_overflows_and_no_digit_is_left_uncounted(
    demo_deck: bytes, told: Reader, planned: Path
) -> None:
    deck = presentation(demo_deck)
    assert overflowing(deck) == []
    assert digits_by_hand(deck) == []
    views = ("flow", "barrier_change", "slippage", "outlook", "plan", "route")
    paper = make.build_deck(
        told, [Wanted(view, Scope()) for view in views], template.load_template("a4"), planned
    )
    assert overflowing(presentation(paper.content)) == []


def test_an_hour_of_the_route_that_is_wrong_is_found(demo_deck: bytes, told: Reader, planned: Path) -> None:
    deck = presentation(demo_deck)
    cell = named(deck, "表｜route").table.cell(2, 3)
    (field,) = cell._tc.txBody.xpath(".//a:fld/a:t")
    field.text = "10:01"
    looked = look_through(content(deck), told, TownNames(), planned)
    assert [one.number.key.partition(".")[0] for one in looked.wrong] == ["route_arrive"]


@pytest.fixture
def moved(demo_deck: bytes, planned: Path, tmp_path: Path) -> tuple[bytes, Path]:
    """The deck with its picture moved, and a journal in which a newer plan visits other towns."""
    later = tmp_path / "journal.sqlite"
    shutil.copy(planned, later)
    write_plan(later, ("01303", "01304", "01217"))
    deck = presentation(demo_deck)
    group = named(deck, "経路図｜route")
    group.left, group.width = Inches(0.2), group.width * 2 // 3
    return content(deck), later


def test_a_refresh_draws_the_new_route_where_people_put_the_picture(
    moved: tuple[bytes, Path], told: Reader
) -> None:
    old, later = moved
    once = renew.renew(told, old, "資料.pptx", None, later)
    deck = presentation(once.refreshed.content)
    group = named(deck, "経路図｜route")
    assert group.left == Inches(0.2)
    assert group.width == named(presentation(old), "経路図｜route").width
    assert any("当別町" in shape.text_frame.text for shape in walk(group.shapes) if shape.has_text_frame)
    assert any("当別町" in row[1] for row in cells(deck, "表｜route"))
    assert "図" in {change.what for change in once.refreshed.changes}
    twice = renew.renew(told, once.refreshed.content, "資料.pptx", None, later)
    assert twice.refreshed.content == once.refreshed.content


def test_a_picture_that_people_changed_inside_stays_and_is_said(
    moved: tuple[bytes, Path], told: Reader
) -> None:
    old, later = moved
    deck = presentation(old)
    label = next(s for s in walk(named(deck, "経路図｜route").shapes) if s.name.startswith("名 "))
    label.text_frame.text = "ここで昼食"
    done = renew.renew(told, content(deck), "資料.pptx", None, later)
    assert "ここで昼食" in texts(presentation(done.refreshed.content)).values()
    assert [one.why for one in done.refreshed.unchanged if one.shape == "経路図"] == [
        "図の中が手で変えられているため、そのままにしました"
    ]


def test_the_errata_say_that_the_plan_has_changed(moved: tuple[bytes, Path], told: Reader) -> None:
    old, later = moved
    found = errata.verify(told, old, "資料.pptx", later)
    page = next(
        n
        for n, slide in enumerate(presentation(old).slides, 1)
        if any("｜route" in s.name for s in slide.shapes)
    )
    (title,) = [one for one in found.errata if one.slide == page and one.place == "見出し"]
    assert title.written == presentation(old).slides[page - 1].shapes.title.text_frame.text
    assert (title.right != title.written, title.why) == (True, "働きかけの計画の記録が、その後に変わったため")
    assert not [one for one in found.errata if one.key.startswith("plan.")]
