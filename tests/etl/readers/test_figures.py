"""Figures as offices keep them: one row per municipality, Japanese headings, the day in the title; nothing guessed, nothing lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from etl import names
from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers import figures, vocabulary
from etl.readers.context import Fact, ReadContext
from etl.sources import RegisteredFile
from etl.survey.form.municipalities import read_municipalities
from tests.etl.raw_copy import RAW, build_json, copy_raw, run_etl

CASES = Path(__file__).parents[1] / "cases" / "office"
TITLE = "住民基本台帳人口（令和8年1月1日現在）"
HEADINGS = ("団体コード", "市町村名", "総人口", "世帯数", "65歳以上", "75歳以上")
TAKASU = ("014524", "鷹栖町", 6500, 3000, 2200, 1200)
HIGASHIKAWA = ("014583", "東川町", 8600, 4000, 2600, 1300)
WANTED = {"population_jumin": "6500", "households_jumin": "3000", "age_65plus": "2200", "age_75plus": "1200"}
DIRECTORY = names.make_directory(read_municipalities(RAW / "reference" / "municipalities.csv"))

Rows = Sequence[Sequence[object]]


def read(
    folder: Path, rows: Rows, name: str = "juki.xlsx", title: str = "", as_of: date | None = None
) -> tuple[list[Fact], list[Finding], Ledger]:
    """What is read of a table, as the build would read it."""
    path = folder / name
    if path.suffix == ".csv":
        with path.open("w", encoding="cp932", newline="") as stream:
            csv.writer(stream).writerows(rows)
    else:
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(list(row))
        book.save(path)
    day = date(2026, 8, 1)
    source = RegisteredFile(
        *(
            name,
            path,
            "0" * 64,
            "figures",
            title or path.stem,
            "",
            "",
            day,
            day,
            as_of,
            "",
            "",
            "",
            False,
            "",
            True,
        )
    )
    context = ReadContext(Ledger(), directory=DIRECTORY)
    return figures.read_figures(context, source), context.findings, context.ledger


def values(facts: Sequence[Fact], code: str = "01452") -> dict[str, str]:
    return {str(one["figure_code"]): str(one["value"]) for one in facts if one["municipality_code"] == code}


def rules(findings: Sequence[Finding], *severities: str) -> set[str]:
    return {one.rule for one in findings if one.severity in (severities or ("error",))}


def test_the_handed_table_reaches_the_warehouse_cell_by_cell(tmp_path: Path) -> None:
    raw = copy_raw(tmp_path / "raw")
    table = CASES / "population_as_a_wide_table.xlsx"
    done = run_etl("add", "figures", table, "--raw", raw, "--received-on", "2026-08-01")
    assert done.returncode == 0, done.stderr
    assert "20個の値" in done.stdout
    assert "年齢のわかる人口（年齢別の人口の合計）の列がない" in done.stderr
    build_json(raw, tmp_path / "curated")
    asked = ("--municipality", "小樽市", "--question", "figure", "--curated", tmp_path / "curated", "--json")
    facts = json.loads(run_etl("trace", *asked).stdout)["facts"]
    found = {one["label"]: one for one in facts if one["period"] == "2026-01-01" and "wide" in one["file"]}
    assert {label: (one["raw_text"], one["cell"]) for label, one in found.items()} == {
        "住民基本台帳人口": ("102865", "C5"),
        "住民基本台帳世帯数": ("59392", "D5"),
        "65歳以上人口": ("42931", "E5"),
        "75歳以上人口": ("26037", "F5"),
    }


DAYS = (
    "令和8年1月1日現在", "R8.1.1現在", "Ｒ８．１．１時点", "2026年1月1日現在", "2026/1/1", "2026-01-01 現在",
    "令和八年一月一日現在", "（令和８年１月１日）", "20260101", "令和 8年 1月 1日 現在", "R8/1/1", "二〇二六年一月一日",
    "令和8年1月1日現在、令和8年3月10日作成",
)  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("place", ["title", "second line", "note", "sheet of its own words"])
def test_the_day_is_read_in_any_spelling_and_place(tmp_path: Path, day: str, place: str) -> None:
    above: list[list[object]] = [[f"住民基本台帳人口 {day}"]] if place == "title" else [["住民基本台帳人口"]]
    if place == "second line":
        above.append([None, None, None, day])
    if place == "sheet of its own words":
        above.append(["基準日", day])
    below: list[list[object]] = [[], [f"※{day}"]] if place == "note" else []
    facts, findings, _ = read(tmp_path, [*above, HEADINGS, TAKASU, *below])
    assert values(facts) == WANTED
    assert {one["reference_date"] for one in facts} == {"2026-01-01"}
    assert not rules(findings)


@pytest.mark.parametrize(
    ("title", "name", "said"),
    [
        ("住民基本台帳人口", "juki.xlsx", "基準日を時点に書いて"),
        ("住民基本台帳人口（令和8年1月）", "juki.xlsx", "令和8年1月"),
        ("住民基本台帳人口 令和7年1月1日現在と令和8年1月1日現在", "juki.xlsx", "2つ以上"),
        ("住民基本台帳人口（令和9年1月1日現在）", "juki.xlsx", "受領日"),
        ("人口（令和8年1月1日現在）", "table.xlsx", "題名を「住民基本台帳人口」にして"),
        ("国勢調査と住民基本台帳（令和8年1月1日現在）", "table.xlsx", "両方"),
        ("国勢調査人口（令和2年10月1日現在）", "table.xlsx", "速報の表だけ"),
        ("令和2年国勢調査 人口（速報）", "table.xlsx", "速報の表だけ"),
        ("令和2年国勢調査・令和7年国勢調査 人口（速報）", "table.xlsx", "2つ以上"),
        ("住民基本台帳人口【日本人住民】（令和8年1月1日現在）", "table.xlsx", "総計の表"),
        ("住民基本台帳人口（令和8年1月1日現在、単位：千人）", "table.xlsx", "単位"),
    ],
)
def test_what_the_title_leaves_open_or_says_otherwise_is_asked(
    tmp_path: Path, title: str, name: str, said: str
) -> None:
    facts, findings, ledger = read(tmp_path, [[title], HEADINGS, TAKASU, HIGASHIKAWA], name)
    assert facts == []
    assert [one.severity for one in findings if said in one.message] == ["error"]
    [count] = ledger.counts.values()
    assert (count.read, count.quarantined) == (2, 2)


@pytest.mark.parametrize("named", ["令和7年国勢調査", "令和七年の国勢調査", "Ｒ７年国調", "2025年国勢調査"])
def test_a_census_that_is_named_by_its_year_is_of_its_first_of_october(tmp_path: Path, named: str) -> None:
    rows: Rows = [[f"{named} 人口（速報）"], ["団体コード", "市町村名", "総人口"], TAKASU[:3]]
    facts, findings, _ = read(tmp_path, rows, "table.xlsx")
    assert not rules(findings)
    assert [(one["figure_code"], one["reference_date"], one["value"]) for one in facts] == [
        ("population_census2025_prelim", "2025-10-01", "6500")
    ]


def test_what_was_asked_can_be_given_on_the_command_line(tmp_path: Path) -> None:
    rows: Rows = [HEADINGS, TAKASU]
    facts, findings, _ = read(tmp_path, rows, "table.xlsx", "住民基本台帳人口", date(2026, 1, 1))
    assert values(facts) == WANTED
    assert not rules(findings)
    contradicted: Rows = [[TITLE], *rows]
    facts, findings, _ = read(tmp_path, contradicted, as_of=date(2025, 1, 1))
    assert facts == []
    assert rules(findings) == {"FIGURES-DAY"}


ALIKE = st.lists(
    st.sampled_from(
        [row for row in vocabulary.rows("figure_headings") if row["statistic"] == "住民基本台帳"]
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row["figure_code"],
)
DECORATIONS = (
    "{}",
    "{}（人）",
    "{}\n(計)",
    "{}　",
    "{}（総数）",
    "うち{}",
    "{}（令和8年1月1日）",
    "{}（再掲）",
)


@given(columns=ALIKE, data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_every_known_heading_is_read_however_it_is_decorated(
    tmp_path: Path, columns: list[dict[str, str]], data: st.DataObject
) -> None:
    shapes = [data.draw(st.sampled_from(DECORATIONS)) for _ in columns]
    order = list(data.draw(st.permutations([*columns, {"heading": "市町村名", "figure_code": ""}])))
    heading = dict(zip((row["heading"] for row in columns), shapes, strict=True))
    sizes = {"population_jumin": 9000, "households_jumin": 4000, "age_known_total": 8990, "age_0_14": 900,
             "age_65plus": 3000, "age_75plus": 1500}  # fmt: skip
    head = [heading.get(row["heading"], "{}").format(row["heading"]) for row in order]
    cells = [sizes.get(row["figure_code"], "鷹栖町") for row in order]
    facts, findings, _ = read(tmp_path, [[TITLE], head, cells], "juki.csv")
    assert values(facts) == {row["figure_code"]: str(sizes[row["figure_code"]]) for row in columns}
    assert not rules(findings)


@pytest.mark.parametrize(
    "heading",
    ["人口（65歳以上）", "高齢者人口（75歳以上）", "人口（男）", "65歳以上（女）", "総人口（日本人）", "世帯数（外国人）", "人口（令和7年1月1日）", "人口（令和7年）", "総人口（R7）", "65歳以上（％）", "総人口（千人）",
     "65歳以上割合", "人口増減", "国勢調査人口", "人口（国勢調査）", "85歳以上", "65〜74歳", "面積", "高齢化率", "転入者数"],
)  # fmt: skip
def test_a_column_of_something_else_is_said_and_never_read(tmp_path: Path, heading: str) -> None:
    rows: Rows = [[TITLE], ["市町村名", heading, "世帯数"], ["鷹栖町", 3250, 3000]]
    facts, findings, _ = read(tmp_path, rows)
    assert values(facts) == {"households_jumin": "3000"}
    assert [one for one in findings if one.rule == "TABLE-COLUMN-SKIPPED" and heading in one.message]
    assert not rules(findings, "error", "warning")


@pytest.mark.parametrize(
    ("heading", "figure"),
    [
        ("高齢者人口（65歳以上）", "age_65plus"),
        ("老年人口（６５歳以上）（人）", "age_65plus"),
        ("後期高齢者人口\n(75歳以上)", "age_75plus"),
        ("年少人口（0〜14歳）", "age_0_14"),
        ("65歳以上（高齢者）", "age_65plus"),
    ],
)
def test_a_heading_that_says_its_ages_twice_is_read(tmp_path: Path, heading: str, figure: str) -> None:
    facts, _, _ = read(tmp_path, [[TITLE], ["市町村名", heading], ["鷹栖町", 900]])
    assert values(facts) == {figure: "900"}


@pytest.mark.parametrize(
    ("heading", "written", "read_as"),
    [("面積（km2）", 139.42, "139.42"), ("面積(㎢)", "139.42", "139.42"), ("面積（ha）", 13942, None)],
)
def test_areas_are_read_of_a_table_of_areas(
    tmp_path: Path, heading: str, written: object, read_as: str | None
) -> None:
    title = "全国都道府県市区町村別面積調（令和8年1月1日時点）"
    facts, findings, _ = read(tmp_path, [[title], ["市町村名", heading, "人口"], ["鷹栖町", written, 6500]])
    assert values(facts).get("area_km2") == read_as
    assert set(values(facts)) <= {"area_km2"}
    assert ("FIGURES-HEADINGS" in rules(findings)) is (read_as is None)


def test_headings_over_two_rows_are_read_as_one(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        [TITLE],
        ["市町村名", "人口", None, None, "世帯数"],
        [None, "男", "女", "計", None],
        ["鷹栖町", 3200, 3300, 6500, 3000],
    ):
        sheet.append(row)
    sheet.merge_cells("B2:D2")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("E2:E3")
    book.save(tmp_path / "two.xlsx")
    source_rows = tmp_path / "two.xlsx"
    day = date(2026, 8, 1)
    source = RegisteredFile(
        *(
            "two.xlsx",
            source_rows,
            "0" * 64,
            "figures",
            "two",
            "",
            "",
            day,
            day,
            None,
            "",
            "",
            "",
            False,
            "",
            True,
        )
    )
    facts = figures.read_figures(ReadContext(Ledger(), directory=DIRECTORY), source)
    assert values(facts) == {"population_jumin": "6500", "households_jumin": "3000"}


def test_men_alone_are_not_read_as_all_where_nothing_is_merged(tmp_path: Path) -> None:
    rows: Rows = [
        [TITLE],
        ["市町村名", "人口", None, None],
        [None, "男", "女", "計"],
        ["鷹栖町", 3200, 3300, 6500],
    ]
    facts, _, _ = read(tmp_path, rows)
    assert values(facts) == {"population_jumin": "6500"}


@pytest.mark.parametrize(
    "rows",
    [
        [("団体コード", "総人口"), ("014524", 6500)],
        [("コード", "人口"), (1452, 6500)],
        [("市町村", "人口（人）"), ("鷹栖町", "6,500人")],
        [("振興局", "市町村名", "総人口"), ("上川総合振興局", "鷹栖町", "６，５００")],
        [
            ("№", "団体コード", "都道府県名", "市区町村名", "総人口"),
            (1, "014524", "北海道", "鷹栖町", 6500.0),
        ],
    ],
)
@pytest.mark.parametrize("name", ["juki.xlsx", "juki.csv"])
def test_codes_of_either_length_and_names_alone_will_do(tmp_path: Path, rows: Rows, name: str) -> None:
    facts, findings, _ = read(tmp_path, [[TITLE], *rows], name)
    assert values(facts) == {"population_jumin": "6500"}
    assert not rules(findings)


@pytest.mark.parametrize(
    "name",
    ["計", "合計", "総数", "上川総合振興局", "上川総合振興局計", "上川総合振興局管内", "上川管内計", "北海道", "市部", "郡部計", "上川郡",
     "町村計", "全道計", "札幌市中央区", "中央区"],
)  # fmt: skip
def test_sums_and_wards_are_set_aside_with_a_note(tmp_path: Path, name: str) -> None:
    total = ["", name, 999999, 500000, 300000, 100000]
    facts, findings, ledger = read(tmp_path, [[TITLE], HEADINGS, total, TAKASU, total, HIGASHIKAWA])
    assert values(facts) == WANTED
    assert {one["municipality_code"] for one in facts} == {"01452", "01458"}
    assert not rules(findings)
    assert len([one for one in findings if one.severity == "info" and name in one.value.split(" | ")]) == 2
    [count] = ledger.counts.values()
    assert (count.read, count.loaded, count.quarantined) == (4, 2, 2)


@pytest.mark.parametrize("written", ["", "-", "－", "…", "***", "Ｘ", "x", "秘匿"])
def test_a_withheld_value_is_said_and_the_others_are_read(tmp_path: Path, written: str) -> None:
    row = ("014524", "鷹栖町", 6500, 3000, written, 1200)
    facts, findings, _ = read(tmp_path, [[TITLE], HEADINGS, row])
    assert values(facts) == {code: value for code, value in WANTED.items() if code != "age_65plus"}
    [blank] = [one for one in findings if one.rule == "FIGURES-BLANK"]
    assert (blank.severity, blank.cell) == ("warning", "E3")


@pytest.mark.parametrize("written", ["約6500", "6500〜7000", "6500.5", "-6500", "6,50", "六千", "#N/A"])
def test_what_is_no_number_takes_its_row_out(tmp_path: Path, written: str) -> None:
    row = ("014524", "鷹栖町", written, 3000, 2200, 1200)
    facts, findings, _ = read(tmp_path, [[TITLE], HEADINGS, row, HIGASHIKAWA])
    assert values(facts) == {}
    assert len(values(facts, "01458")) == 4
    [wrong] = [one for one in findings if one.rule == "FIGURES-VALUE"]
    assert (wrong.severity, wrong.cell) == ("error", "C3")


def test_swapped_columns_are_noticed(tmp_path: Path) -> None:
    swapped = ("団体コード", "市町村名", "65歳以上", "世帯数", "総人口", "75歳以上")
    facts, findings, _ = read(tmp_path, [[TITLE], swapped, TAKASU, HIGASHIKAWA])
    assert facts == []
    assert rules(findings) == {"FIGURES-PARTS"}


def test_a_municipality_that_stands_twice_counts_once_or_not_at_all(tmp_path: Path) -> None:
    other = ("014524", "鷹栖町", 6501, 3000, 2200, 1200)
    facts, findings, _ = read(tmp_path, [[TITLE], HEADINGS, TAKASU, TAKASU])
    assert values(facts) == WANTED
    assert rules(findings, "warning") >= {"ROW-TWICE"}
    facts, findings, _ = read(tmp_path, [[TITLE], HEADINGS, TAKASU, other, HIGASHIKAWA])
    assert values(facts) == {}
    assert len(values(facts, "01458")) == 4
    assert rules(findings) == {"ROW-CONFLICT"}


def test_rows_of_another_year_are_refused_one_by_one(tmp_path: Path) -> None:
    head = ("年", *HEADINGS)
    facts, findings, _ = read(tmp_path, [[TITLE], head, ("令和8年", *TAKASU), ("令和6年", *HIGASHIKAWA)])
    assert values(facts) == WANTED
    assert values(facts, "01458") == {}
    assert rules(findings) == {"FIGURES-DAY"}


def test_each_row_may_say_its_own_day(tmp_path: Path) -> None:
    head = ("基準日", *HEADINGS)
    rows = [
        ["住民基本台帳人口"],
        head,
        ("R8.1.1", *TAKASU),
        (date(2026, 1, 1), *HIGASHIKAWA),
        ("", *HIGASHIKAWA),
    ]
    facts, findings, _ = read(tmp_path, rows)
    assert {one["reference_date"] for one in facts} == {"2026-01-01"}
    assert {one["municipality_code"] for one in facts} == {"01452", "01458"}
    assert rules(findings) == {"FIGURES-DAY"}


@pytest.mark.parametrize("with_total", [True, False])
def test_the_share_of_the_old_is_never_of_a_denominator_that_was_not_given(
    tmp_path: Path, with_total: bool
) -> None:
    head, row = (*HEADINGS, "年齢のわかる人口"), (*TAKASU, 6490)
    rows: Rows = [head, row] if with_total else [HEADINGS, TAKASU]
    facts, findings, _ = read(tmp_path, [[TITLE], *rows])
    assert ("age_known_total" in values(facts)) is with_total
    assert ("FIGURES-NO-KNOWN-TOTAL" in rules(findings, "warning")) is not with_total
