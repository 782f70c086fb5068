"""The real data: complete, registered, unchanged, and summing to what the sources print."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from etl.sources import COLUMNS
from tools import raw_data

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
VOCABULARY = ROOT / "etl" / "vocabulary"

Rows = list[dict[str, str]]

PER_SUBPREFECTURE = {
    "空知総合振興局": 24,
    "石狩振興局": 8,
    "後志総合振興局": 20,
    "胆振総合振興局": 11,
    "日高振興局": 7,
    "渡島総合振興局": 11,
    "檜山振興局": 7,
    "上川総合振興局": 23,
    "留萌振興局": 8,
    "宗谷総合振興局": 10,
    "オホーツク総合振興局": 18,
    "十勝総合振興局": 19,
    "釧路総合振興局": 8,
    "根室振興局": 5,
}
SINCE_R3 = {"七飯町", "妹背牛町", "鷹栖町", "津別町"}
SINCE_R4 = {"旭川市", "音更町", "広尾町"}
SINCE_R5 = {"厚真町", "鹿追町", "幕別町"}


def read(place: str, encoding: str = "utf-8") -> Rows:
    with (RAW / place).open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def vocabulary(name: str) -> Rows:
    with (VOCABULARY / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table_under_title(place: str, header_row: int) -> list[dict[str, object]]:
    """The rows of a workbook whose header stands on row `header_row`, up to the first blank row."""
    rows = CalamineWorkbook.from_path(RAW / place).get_sheet_by_index(0).to_python(skip_empty_area=False)
    header = [str(value) for value in rows[header_row - 1]]
    found: list[dict[str, object]] = []
    for row in rows[header_row:]:
        if not any(row):
            break
        found.append(dict(zip(header, row, strict=True)))
    return found


@pytest.fixture(scope="module")
def municipalities() -> Rows:
    return read("reference/municipalities.csv")


@pytest.fixture(scope="module")
def figures() -> Rows:
    return read("reference/figures.csv")


def figure_sum(figures: Rows, figure_code: str) -> int:
    return sum(int(row["value"]) for row in figures if row["figure_code"] == figure_code and row["value"])


def test_there_are_179_municipalities_of_three_kinds(municipalities: Rows) -> None:
    assert len({row["code"] for row in municipalities}) == len(municipalities) == 179
    assert Counter(row["kind"] for row in municipalities) == {"市": 35, "町": 129, "村": 15}
    assert all(row["name"].endswith(row["kind"]) for row in municipalities)


def test_each_subprefecture_has_its_number_of_municipalities(municipalities: Rows) -> None:
    assert Counter(row["subprefecture"] for row in municipalities) == PER_SUBPREFECTURE


def test_subprefectures_stand_in_administrative_order_with_their_offices(municipalities: Rows) -> None:
    subprefectures = read("reference/subprefectures.csv")
    names = {row["code"]: row["name"] for row in municipalities}
    assert [row["code"] for row in subprefectures] == [f"{n:02}" for n in range(1, 15)]
    assert [row["name"] for row in subprefectures] == list(PER_SUBPREFECTURE)
    assert all(names[row["office_municipality_code"]] == row["office_name"] for row in subprefectures)
    by_code = {row["code"]: row["name"] for row in subprefectures}
    assert all(by_code[row["subprefecture_code"]] == row["subprefecture"] for row in municipalities)


def test_check_digits_of_the_six_digit_codes_hold(municipalities: Rows) -> None:
    for row in municipalities:
        weighted = sum(
            int(digit) * weight for digit, weight in zip(row["code"], (6, 5, 4, 3, 2), strict=True)
        )
        assert row["code6"] == f"{row['code']}{(11 - weighted % 11) % 10}", row["name"]


def test_only_mori_is_read_machi(municipalities: Rows) -> None:
    towns = [row for row in municipalities if row["kind"] == "町"]
    assert [row["name"] for row in towns if not row["kana"].endswith("ちょう")] == ["森町"]
    assert next(row["kana"] for row in towns if row["name"] == "森町") == "もりまち"


def test_the_northern_villages_are_not_among_the_municipalities(municipalities: Rows) -> None:
    assert not [row for row in municipalities if "01695" <= row["code"] <= "01700"]


def test_town_halls_lie_in_hokkaido(municipalities: Rows) -> None:
    for row in municipalities:
        assert 41.3 < float(row["hall_lat"]) < 45.6, row["name"]
        assert 139.3 < float(row["hall_lon"]) < 145.9, row["name"]


def test_every_municipality_has_every_defined_figure_once(municipalities: Rows, figures: Rows) -> None:
    definitions = {row["figure_code"]: row for row in read("reference/figures_definitions.csv")}
    pairs = Counter((row["code"], row["figure_code"]) for row in figures)
    assert set(pairs) == {(row["code"], code) for row in municipalities for code in definitions}
    assert set(pairs.values()) == {1}
    for row in figures:
        definition = definitions[row["figure_code"]]
        assert (row["unit"], row["reference_date"]) == (definition["unit"], definition["reference_date"])


def test_figures_sum_to_the_published_totals_of_the_prefecture(figures: Rows) -> None:
    assert figure_sum(figures, "population_census2025_prelim") == 4_985_419
    assert figure_sum(figures, "population_jumin") == 5_044_825
    assert figure_sum(figures, "households_jumin") == 2_812_839
    share = figure_sum(figures, "age_65plus") / figure_sum(figures, "age_known_total")
    assert round(share * 100, 1) == 33.0


def test_ages_never_exceed_the_population_they_are_part_of(figures: Rows) -> None:
    by_town: dict[str, dict[str, float]] = {}
    for row in figures:
        by_town.setdefault(row["code"], {})[row["figure_code"]] = float(row["value"])
    for code, town in by_town.items():
        assert town["age_known_total"] <= town["population_jumin"], code
        assert town["age_0_14"] + town["age_65plus"] <= town["age_known_total"], code
        assert town["age_75plus"] <= town["age_65plus"], code
    suppressed = [t for t in by_town.values() if t["age_known_total"] < t["population_jumin"]]
    assert len(suppressed) == 52


def test_the_list_of_r3_is_cp932_as_a_prefecture_saves_it() -> None:
    rows = read("status/2021-04-01_implementers_r3.csv", "cp932")
    assert {row["市町村名"] for row in rows} == SINCE_R3
    with pytest.raises(UnicodeDecodeError):
        read("status/2021-04-01_implementers_r3.csv")


def test_the_workbook_of_r4_has_its_header_under_a_title_and_numeric_codes() -> None:
    rows = table_under_title("status/2022-04-01_implementers_r4.xlsx", 4)
    started = {str(row["市町村名"]): row["実施開始年度"] for row in rows}
    assert started == dict.fromkeys(SINCE_R3, "R3") | dict.fromkeys(SINCE_R4, "R4")
    assert {type(row["団体コード"]) for row in rows} <= {int, float}


def test_the_plan_for_r5_has_seven_going_on_and_three_to_start() -> None:
    rows = table_under_title("status/2022-11-30_plan_r5.xlsx", 4)
    states = {str(row["市町村名"]): row["実施状況"] for row in rows}
    assert states == dict.fromkeys(SINCE_R3 | SINCE_R4, "実施中") | dict.fromkeys(SINCE_R5, "実施予定")
    assert all(isinstance(row["団体コード"], str) for row in rows)


def test_the_list_of_r5_starts_with_a_byte_order_mark() -> None:
    place = "status/2023-04-01_implementers_r5.csv"
    assert (RAW / place).read_bytes().startswith(b"\xef\xbb\xbf")
    assert {row["市町村名"] for row in read(place, "utf-8-sig")} == SINCE_R3 | SINCE_R4 | SINCE_R5


def test_codes_and_names_of_all_lists_agree_with_the_municipalities(municipalities: Rows) -> None:
    names = {row["code"]: row["name"] for row in municipalities}
    areas = {row["code"]: row["subprefecture"] for row in municipalities}
    listed: list[dict[str, object]] = [
        *read("status/2021-04-01_implementers_r3.csv", "cp932"),
        *table_under_title("status/2022-04-01_implementers_r4.xlsx", 4),
        *table_under_title("status/2022-11-30_plan_r5.xlsx", 4),
        *read("status/2023-04-01_implementers_r5.csv", "utf-8-sig"),
        *read("status/announcements.csv"),
        *read("status/not_loaded.csv"),
    ]
    for row in listed:
        written = row["団体コード"]
        code = (written if isinstance(written, str) else f"{int(str(written).split('.')[0]):05}")[:5]
        assert names[code] == row["市町村名"]
        assert areas[code] == row.get("振興局", row.get("（総合）振興局"))


def test_announcements_that_name_no_state_are_kept_apart_with_a_reason() -> None:
    announced = {row["市町村名"] for row in read("status/announcements.csv")}
    kept_apart = read("status/not_loaded.csv")
    assert {row["市町村名"] for row in kept_apart} == {"斜里町", "黒松内町"}
    assert all(row["読み込まない理由"] for row in kept_apart)
    assert not announced & {"斜里町", "黒松内町"}


def test_the_published_totals_sum_to_179_and_are_marked_inferred() -> None:
    totals = [row for row in read("status/published_totals.csv") if row["as_of"] == "2022-11-30"]
    values = [int(row["value"]) for row in totals]
    assert values == [7, 3, 9, 77, 83]
    assert sum(values) == 179
    assert {row["is_inferred"] for row in totals} == {"1"}
    assert all("推定" in row["note"] for row in totals)


def test_published_counts_of_implementers_equal_the_named_lists() -> None:
    counts = {row["total_code"]: int(row["value"]) for row in read("status/published_totals.csv")}
    assert counts["hk_2021_implementing"] == len(SINCE_R3) == 4
    assert counts["hk_2022_implementing"] == len(SINCE_R3 | SINCE_R4) == 7
    assert counts["hk_2023_implementing"] == len(SINCE_R3 | SINCE_R4 | SINCE_R5) == 10


def test_only_the_three_barriers_of_the_survey_count_as_real() -> None:
    barriers = read("knowledge/barriers.csv")
    real = [row["wording"] for row in barriers if row["is_real"] == "1"]
    assert real == ["既に関係者間の連携が取れていること", "人材不足", "実施した場合の効果がわからないこと"]
    assert all(row["source"] for row in barriers if row["is_real"] == "1")
    assert all(row["provisional"] == "1" for row in barriers if row["is_real"] == "0")


def test_knowledge_uses_the_codes_of_the_vocabulary() -> None:
    barriers = {row["code"] for row in vocabulary("barrier")}
    measures = {row["code"] for row in vocabulary("measure")}
    functions = {row["code"]: row["group_code"] for row in vocabulary("function")}
    assert {row["barrier_code"] for row in read("knowledge/barriers.csv")} == barriers
    assert {row["measure_code"] for row in read("knowledge/measures.csv")} == measures
    assert {row["function_code"] for row in read("knowledge/functions.csv")} == set(functions)
    for row in read("knowledge/barrier_measure.csv"):
        assert row["barrier_code"] in barriers
        assert row["measure_code"] in measures
        assert row["provisional"] == "1"
    cited = {row["function_group_code"] for row in read("knowledge/case_takasu.csv")} - {""}
    assert cited <= set(functions.values())


@pytest.mark.parametrize(
    "name",
    ["status", "status_group", "barrier", "barrier_group", "measure", "function", "size_class", "town_event"],
)
def test_codes_and_labels_of_a_vocabulary_are_unique(name: str) -> None:
    rows = vocabulary(name)
    for column in ("code", "label_ja", "sort_order"):
        values = [row[column] for row in rows]
        assert len(set(values)) == len(values), column
        assert all(values), column


@pytest.mark.parametrize("name", ["status", "barrier", "measure", "town_event"])
def test_an_alias_means_one_existing_code(name: str) -> None:
    aliases = vocabulary(f"{name}_aliases")
    codes = {row["code"] for row in vocabulary(name)}
    assert {row["code"] for row in aliases} == codes
    assert len({row["alias"] for row in aliases}) == len(aliases)


@pytest.mark.parametrize("word", ["未実施", "なし", "×", "✕", ""])
def test_words_that_could_mean_two_states_are_no_alias(word: str) -> None:
    assert word not in {row["alias"] for row in vocabulary("status_aliases")}


def test_status_groups_exist_and_have_symbols_of_different_shape() -> None:
    groups = vocabulary("status_group")
    assert {row["group_code"] for row in vocabulary("status")} == {row["code"] for row in groups}
    assert len({row["symbol"] for row in groups}) == len(groups) == 5


def test_size_classes_join_without_gap_and_meet_the_national_bounds() -> None:
    classes = vocabulary("size_class")
    uppers = [row["max_population"] for row in classes]
    assert [row["min_population"] for row in classes] == ["0", *uppers[:-1]]
    assert uppers[-1] == ""
    assert {"10000", "30000"} <= set(uppers)


def test_a_heading_means_one_column_of_its_kind() -> None:
    headings = Counter((row["kind"], row["heading"]) for row in vocabulary("columns"))
    assert [pair for pair, count in headings.items() if count > 1] == []


def test_every_registered_table_has_exactly_headings_that_are_known() -> None:
    known: dict[str, set[str]] = {}
    for row in vocabulary("columns"):
        known.setdefault(row["kind"], set()).add(row["heading"])
    for entry in raw_data.read_rows(RAW):
        if entry["file"].endswith(".csv"):
            encoding = "cp932" if "r3" in entry["file"] else "utf-8-sig"
            with (RAW / entry["file"]).open(encoding=encoding, newline="") as stream:
                header = next(csv.reader(stream))
            assert set(header) <= known[entry["kind"]], entry["file"]


def test_the_register_names_every_file_and_no_file_changed() -> None:
    assert raw_data.problems(RAW, raw_data.read_rows(RAW)) == []


def test_the_register_gives_a_reason_where_we_knew_before_we_received() -> None:
    for row in raw_data.read_rows(RAW):
        received, known = (date.fromisoformat(row[column]) for column in ("received_on", "known_on"))
        assert known <= received, row["file"]
        assert known == received or "known_on" in row["note"], row["file"]
        assert row["licence"], row["file"]
        assert row["synthetic"] == "0", row["file"]


@pytest.fixture
def small_raw(tmp_path: Path) -> Path:
    """A raw folder of one registered file."""
    shutil.copy(RAW / "reference" / "subprefectures.csv", tmp_path / "a.csv")
    row = {"file": "a.csv", "sha256": raw_data.sha256_of(tmp_path / "a.csv")}
    raw_data.write_rows(tmp_path, [dict.fromkeys(COLUMNS, "") | row])
    return tmp_path


def test_a_file_that_is_not_registered_fails_the_check(
    small_raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_raw / "b.csv").write_text("x", encoding="utf-8")
    assert raw_data.main(["--raw", str(small_raw)]) == 1
    assert "not registered: b.csv" in capsys.readouterr().out


def test_a_changed_file_fails_until_its_hash_is_written(
    small_raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_raw / "a.csv").write_text("changed", encoding="utf-8")
    assert raw_data.main(["--raw", str(small_raw)]) == 1
    assert "changed since it was registered: a.csv" in capsys.readouterr().out
    assert raw_data.main(["--raw", str(small_raw), "--update"]) == 0


def test_demo_folders_and_returns_need_no_line_in_the_register(small_raw: Path) -> None:
    for place in ("survey/R5/demo/x.xlsx", "survey/R5/returns/2023-07-01/x.xlsx", "README.md"):
        (small_raw / place).parent.mkdir(parents=True, exist_ok=True)
        (small_raw / place).write_text("x", encoding="utf-8")
    assert raw_data.problems(small_raw, raw_data.read_rows(small_raw)) == []
