"""A table handed out is opened again: CSV by pandas, Excel by openpyxl, GeoJSON by geopandas. Nothing becomes a formula."""

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import geopandas
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.export import table_files, table_shape
from dashboard.export.table_shape import Published
from tests.office_schema import faults

COLUMNS = pd.DataFrame(
    [
        ("municipality_code", "VARCHAR", "標準地域コード"),
        ("fiscal_year", "INTEGER", "年度"),
        ("status_code", "VARCHAR", "状態の符号"),
        ("population", "INTEGER", "人口（人。国勢調査 速報）"),
        ("aging_rate_pct", "DOUBLE", "65歳以上の割合（%）"),
        ("as_of", "DATE", "資料が表す時点"),
        ("outcome", "VARCHAR", "kept=予定どおり、slipped=遅れ"),
        ("is_first", "BOOLEAN", "初めて示した予定なら真"),
        ("note", "VARCHAR", "注記"),
        ("is_synthetic", "BOOLEAN", "架空データなら真"),
    ],
    columns=["column_name", "data_type", "meaning"],
)
CODES = pd.DataFrame(
    [
        ("codes_municipality", "01202", "函館市"),
        ("codes_municipality", "01236", "北斗市"),
        ("codes_status", "planned", "実施予定"),
    ],
    columns=["code_table", "code", "label"],
)
HEADINGS = [
    "標準地域コード",
    "標準地域（名前）",
    "年度（西暦）",
    "年度（和暦）",
    "状態の符号",
    "状態（名前）",
    "人口（人）",
    "65歳以上の割合（%）",
    "資料が表す時点（西暦）",
    "資料が表す時点（和暦）",
    "その後",
    "その後（名前）",
    "初めて示した予定",
    "注記",
    "架空データ",
]
FORMULAS = ["=1+1", "+81", "-3", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://x")']


def table(notes: tuple[str | None, ...] = ("あ", None)) -> Published:
    count = len(notes)
    frame = pd.DataFrame(
        {
            "municipality_code": ["01202" if number % 2 == 0 else "01236" for number in range(count)],
            "fiscal_year": pd.array([2023] * count, dtype="Int32"),
            "status_code": ["planned"] * count,
            "population": pd.array([None if number % 2 else 1234 for number in range(count)], dtype="Int32"),
            "aging_rate_pct": [33.1] * count,
            "as_of": pd.to_datetime(["2023-04-01"] * count),
            "outcome": ["kept"] * count,
            "is_first": [True] * count,
            "note": pd.Series(notes, dtype=object),
            "is_synthetic": [number % 2 == 1 for number in range(count)],
        }
    )
    return table_shape.publish(
        "mart_x", "1行 = 例", frame, COLUMNS, CODES, frame["is_synthetic"], (("版", "wh_x"),)
    )


def as_csv(given_table: Published) -> pd.DataFrame:
    content = b"".join(table_files.csv_chunks(given_table))
    assert content.startswith(b"\xef\xbb\xbf")
    return pd.read_csv(io.BytesIO(content), dtype=str, encoding="utf-8-sig", keep_default_na=False)


def as_workbook(given_table: Published) -> openpyxl.Workbook:
    made = io.BytesIO()
    table_files.write_xlsx(given_table, made)
    return openpyxl.load_workbook(io.BytesIO(made.getvalue()))


def test_headings_carry_units_words_stand_beside_codes_and_years_in_both_ways() -> None:
    frame = as_csv(table())
    assert list(frame.columns) == HEADINGS
    first = frame.iloc[0].tolist()
    assert first == [
        *("01202", "函館市", "2023", "令和5年度", "planned", "実施予定", "1234", "33.1", "2023-04-01"),
        *("令和5年4月1日", "kept", "予定どおり", "はい", "あ", "実データ"),
    ]


def test_nothing_known_stays_empty_and_is_not_zero() -> None:
    second = as_csv(table()).iloc[1]
    assert second["人口（人）"] == ""
    assert second["注記"] == ""
    assert second["架空データ"] == "架空データ"
    sheet = as_workbook(table())["データ"]
    assert sheet.cell(3, HEADINGS.index("人口（人）") + 1).value is None


@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**15), 10**15)))
@settings(max_examples=60)
def test_a_number_in_the_csv_is_the_number_in_the_cell_of_the_workbook(value: float) -> None:
    frame = pd.DataFrame({"aging_rate_pct": [float(value), 2022.0]})
    columns = COLUMNS[COLUMNS["column_name"] == "aging_rate_pct"]
    made = table_shape.publish("mart_x", "1行 = 例", frame, columns, CODES, pd.Series([False, False]), ())
    book = io.BytesIO()
    table_files.write_xlsx(made, book)
    with zipfile.ZipFile(book) as parts:
        cells = re.findall(r"<v>([^<]+)</v></c><c", parts.read("xl/worksheets/sheet1.xml").decode())
    assert as_csv(made).iloc[:, 0].tolist() == cells[-2:] == [f"{float(value):.16G}", "2022"]


def test_a_workbook_keeps_the_schema_of_office(tmp_path: Path) -> None:
    made = io.BytesIO()
    table_files.write_xlsx(table(), made)
    assert faults(made.getvalue(), tmp_path, ".xlsx") == []


def test_a_workbook_keeps_the_rule_for_machines() -> None:
    book = as_workbook(table())
    assert book.sheetnames == ["データ", "定義", "符号表", "説明"]
    for sheet in book:
        assert not sheet.merged_cells.ranges
        heads = [cell.value for cell in sheet[1]]
        assert None not in heads
        assert len(set(heads)) == len(heads)
        assert sheet.freeze_panes == "A2"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not sheet._images
    data = book["データ"]
    code, day, number = (
        data.cell(2, HEADINGS.index(name) + 1)
        for name in ("標準地域コード", "資料が表す時点（西暦）", "人口（人）")
    )
    assert (code.value, code.data_type, code.number_format) == ("01202", "s", "@")
    assert day.value.date() == date(2023, 4, 1)
    assert day.number_format == "yyyy-mm-dd"
    assert (number.value, number.data_type) == (1234, "n")


def test_definitions_and_codes_name_every_heading_and_every_code_that_occurs() -> None:
    book = as_workbook(table())
    defined = pd.DataFrame(list(book["定義"].values)[1:], columns=["見出し", "列", "型", "単位", "意味"])
    assert defined["見出し"].tolist() == HEADINGS
    assert defined.set_index("見出し").loc["人口（人）", "単位"] == "人"
    codes = list(book["符号表"].values)[1:]
    assert ("状態の符号", "planned", "実施予定") in codes
    assert ("その後", "kept", "予定どおり") in codes
    assert ("版", "wh_x") in list(book["説明"].values)


@pytest.mark.parametrize("text", FORMULAS)
def test_text_of_others_never_becomes_a_formula(text: str) -> None:
    made = table((text, text))
    cell = as_workbook(made)["データ"].cell(2, HEADINGS.index("注記") + 1)
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    written = as_csv(made).iloc[0]["注記"]
    assert written.startswith("'")


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
@settings(max_examples=30)
def test_any_text_comes_back_from_a_csv_as_one_cell_that_is_no_formula(notes: list[str]) -> None:
    frame = as_csv(table(tuple(notes)))
    assert len(frame) == len(notes)
    assert not frame["注記"].str.startswith(table_files.STARTS_A_FORMULA).any()


def test_numbers_below_zero_stay_numbers() -> None:
    columns = pd.DataFrame(
        [("slip_years", "INTEGER", "予定から何年遅れたか（早まれば負）")], columns=COLUMNS.columns
    )
    frame = pd.DataFrame({"slip_years": pd.array([-1], dtype="Int32")})
    made = table_shape.publish("x", "", frame, columns, CODES, pd.Series([False]), ())
    assert as_csv(made).iloc[0].tolist() == ["-1", "実データ"]
    assert list(as_csv(made).columns) == ["予定から何年遅れたか（年）", "架空データ"]


def test_a_table_with_too_long_a_text_does_not_fit_in_excel() -> None:
    assert table_files.fits_in_excel(table())
    assert not table_files.fits_in_excel(table(("あ" * 32_768, "い")))


def test_municipalities_become_features_with_counterclockwise_rings() -> None:
    clockwise = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}
    shapes = pd.DataFrame({"municipality_code": ["01202"], "geojson": [json.dumps(clockwise)]})
    frame = pd.DataFrame(
        {
            "municipality_code": ["01202"],
            "value": pd.array([None], dtype="Int32"),
            "day": pd.to_datetime(["2023-04-01"]),
        }
    )
    content = b"".join(table_files.geojson_chunks(frame, shapes, (("版", "wh_x"),)))
    loaded = json.loads(content)
    assert loaded["about"] == {"版": "wh_x"}
    assert loaded["features"][0]["properties"] == {
        "municipality_code": "01202",
        "value": None,
        "day": "2023-04-01",
    }
    shape = geopandas.read_file(io.BytesIO(content)).geometry.iloc[0]
    assert shape.exterior.is_ccw
    assert shape.area == 1
