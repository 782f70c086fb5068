"""A table of figures against all that says of what day it is, and against its own names of municipalities."""

from __future__ import annotations

import itertools
import random
from datetime import date
from pathlib import Path

import pytest

from etl import add
from etl.readers.figure_headings import other_day_said
from tests.etl.survey.table_books import Row, book_of

DAY = date(2026, 8, 1)
LONG = ["code", "figure_code", "reference_date", "value", "unit", "source"]
TOTALS = [
    *("total_code", "scope", "fiscal_year", "as_of", "status_code", "start_rule", "label_ja", "value"),
    *("is_inferred", "is_plan", "source", "note", "known_on"),
]
TOWNS = (("01452", "鷹栖町"), ("01458", "東川町"), ("01461", "中富良野町"))
TITLE = "住民基本台帳人口（令和8年1月1日現在）"


def added(
    kind: str, folder: Path, raw: Path, rows: list[Row], name: str = "f.xlsx", title: str = ""
) -> tuple[int, set[tuple[str, str]]]:
    """How many rows were taken, and what was told loudly."""
    book_of(rows).save(folder / name)
    try:
        read = add.add(kind, folder / name, raw, add.Details(DAY, title=title))
        findings, taken = read.findings, read.rows
    except add.AddRefusedError as refused:
        findings, taken = refused.findings, 0
    return taken, {(one.rule, one.cell) for one in findings if one.severity != "info"}


def long_row(source: str, day: str = "2026-01-01", **more: object) -> Row:
    row: dict[str, object] = dict(
        zip(LONG, ["01452", "population_jumin", day, 6500, "人", source], strict=True)
    )
    return [*(row | more).values()]


@pytest.mark.parametrize(
    ("said", "is_other"),
    [
        *((f"住民基本台帳{what}（{when}）", True) for what, when in itertools.product(("人口", "に基づく人口"), ("令和7年1月1日現在", "R7.1.1", "2025年1月1日", "令和6年", "2024年度"))),
        ("令和8年1月1日現在", False),
        ("令和8年1月1日現在（令和8年8月5日公表）", False),
        ("住民基本台帳人口（令和8年8月5日公表）", False),
        ("令和7年度の人口", False),
        ("総務省", False),
        ("令和7年版 人口要覧", False),
    ],
)  # fmt: skip
def test_the_source_of_a_row_is_held_against_its_reference_date(
    raw: Path, tmp_path: Path, said: str, is_other: bool
) -> None:
    taken, told = added("figures", tmp_path, raw, [LONG, long_row(said)])
    assert (taken, ("FIGURES-SOURCE-DAY", "C2") in told) == (int(not is_other), is_other)


def test_the_source_of_a_published_total_is_held_against_its_day(raw: Path, tmp_path: Path) -> None:
    def row(source: str) -> Row:
        return [
            *("hk_test", "hokkaido", "2022", "2022-11-30", "implementing", "", "実施中", "7", "1", "1"),
            *(source, "", "2023-01-01"),
        ]

    assert added("published_totals", tmp_path, raw, [TOTALS, row("令和5年版厚生労働白書")])[0] == 1
    taken, told = added("published_totals", tmp_path, raw, [TOTALS, row("令和3年3月31日現在の一覧")])
    assert (taken, told) == (0, {("ROW-OTHER-YEAR", "D2")})
    above: list[Row] = [["令和3年11月30日現在"], list(TOTALS), row("白書")]
    assert added("published_totals", tmp_path, raw, above)[0] == 0


@pytest.mark.parametrize("place", ["name", "title"])
@pytest.mark.parametrize("is_long", [True, False])
def test_names_of_another_day_than_the_rows_are_asked(
    raw: Path, tmp_path: Path, place: str, is_long: bool
) -> None:
    rows: list[Row] = (
        [LONG, long_row("総務省")] if is_long else [[TITLE], ["市町村名", "人口"], ["鷹栖町", 6500]]
    )
    says = (
        {"name": "住民基本台帳_令和6年1月1日.xlsx"}
        if place == "name"
        else {"title": "住民基本台帳人口 令和6年1月1日"}
    )
    taken, told = added("figures", tmp_path, raw, rows, **says)
    assert (taken, {rule for rule, _ in told} & {"FIGURES-NAME-DAY"}) == (1, {"FIGURES-NAME-DAY"})


@pytest.mark.parametrize("name", ["人口_20260805.xlsx", "住民基本台帳_R8.xlsx", "000892947.xlsx"])
def test_a_name_of_the_same_year_is_not_asked(raw: Path, tmp_path: Path, name: str) -> None:
    assert added("figures", tmp_path, raw, [LONG, long_row("総務省")], name) == (1, set())


def test_years_apart_are_another_day_and_the_fiscal_year_of_the_day_is_not() -> None:
    chance = random.Random(8)
    for _ in range(200):
        day = date(chance.randint(2022, 2030), chance.randint(1, 12), chance.randint(1, 28))
        apart = chance.choice((-3, -2, 2, 3))
        assert not other_day_said(f"令和{day.year - 2018}年{day.month}月{day.day}日現在", day)
        assert other_day_said(f"令和{day.year - 2018 + apart}年{day.month}月{day.day}日現在", day)
        assert other_day_said(f"{day.year + apart}年度", day)
        assert not other_day_said(f"{day.year}年", day)


@pytest.mark.parametrize("heading", ["name", "市町村名", "団体名", "市区町村名"])
def test_a_name_beside_the_code_is_read_and_held_against_it(raw: Path, tmp_path: Path, heading: str) -> None:
    def row(code: str, name: str) -> Row:
        return [code, name, *long_row("総務省")[1:]]

    head: Row = ["code", heading, *LONG[1:]]
    assert added("figures", tmp_path, raw, [head, *(row(*town) for town in TOWNS)]) == (3, set())
    [(code, _), (_, other), *_] = TOWNS
    taken, told = added("figures", tmp_path, raw, [head, row(code, other), row(*TOWNS[1])], "g.xlsx")
    assert (taken, told) == (1, {("MUNI-CODE_NAME_MISMATCH", "B2")})


@pytest.mark.parametrize("places", ["区分", "項目", "市町村・区分"])
@pytest.mark.parametrize("total", ["計", "総 数", "合計", "人口"])
def test_a_column_is_known_by_the_municipalities_in_it_and_a_bare_total_by_the_title(
    raw: Path, tmp_path: Path, places: str, total: str
) -> None:
    rows: list[Row] = [[TITLE], [places, total, "男"], *([name, 6500, 3200] for _, name in TOWNS)]
    taken, told = added("figures", tmp_path, raw, rows)
    assert (taken, told) == (3, set())


@pytest.mark.parametrize("order", list(itertools.permutations([("男", 3200), ("女", 3300), ("計", 6500)])))
@pytest.mark.parametrize("title", ["住民基本台帳人口・世帯数", "住民基本台帳 人口及び世帯数"])
def test_a_total_beside_men_and_women_is_the_population_though_households_stand_there_too(
    raw: Path, tmp_path: Path, order: list[tuple[str, int]], title: str
) -> None:
    columns = [*order, ("世帯数", 3000)]
    for place, shown in enumerate((columns, columns[::-1])):
        rows: list[Row] = [
            [f"{title}（令和8年1月1日現在）"],
            ["市町村名", *(heading for heading, _ in shown)],
        ]
        rows += [[name, *(value for _, value in shown)] for _, name in TOWNS]
        assert added("figures", tmp_path, raw, rows, f"f{place}.xlsx") == (6, set())


@pytest.mark.parametrize(
    "columns",
    [
        ["計", "世帯数"],
        ["男", "世帯数", "女", "計"],
        ["男", "女", "計", "世帯数", "合計"],
        ["男", "女", "計", "世帯数", "外国人"],
    ],
)
def test_a_total_of_nobody_knows_what_leaves_the_population_and_says_so(
    raw: Path, tmp_path: Path, columns: list[str]
) -> None:
    rows: list[Row] = [["住民基本台帳人口・世帯数（令和8年1月1日現在）"], ["市町村名", *columns]]
    rows += [[name, *range(3000, 3000 + len(columns))] for _, name in TOWNS]
    taken, told = added("figures", tmp_path, raw, rows)
    assert (taken, {rule for rule, _ in told}) == (3, {"FIGURES-NO-POPULATION"})


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([[TITLE], ["計"], [6500], [8600]], "FIGURES-NO-PLACE"),
        ([[TITLE], ["区分", "人口"], ["男", 6500], ["女", 8600]], "FIGURES-NO-PLACE"),
        ([["住民基本台帳人口及び世帯数（令和8年1月1日現在）"], ["市町村名", "計"], ["鷹栖町", 6500]], "FIGURES-HEADINGS"),
        ([["住民基本台帳（令和8年1月1日現在）"], ["市町村名", "計"], ["鷹栖町", 6500]], "FIGURES-HEADINGS"),
    ],
)  # fmt: skip
def test_what_nobody_can_tell_from_the_headings_is_asked_in_words(
    raw: Path, tmp_path: Path, rows: list[Row], rule: str
) -> None:
    taken, told = added("figures", tmp_path, raw, rows)
    assert (taken, rule in {rule for rule, _ in told}) == (0, True)
