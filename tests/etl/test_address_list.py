"""Address lists as offices keep them are read whole; what names no place is said with its cell."""

from pathlib import Path

import pandas as pd
import pytest

from etl import address_list


def listed(tmp_path: Path, columns: list[str], *rows: list[str]) -> Path:
    path = tmp_path / "宛先.xlsx"
    pd.DataFrame(list(rows), columns=columns).to_excel(path, index=False)
    return path


def test_towns_and_areas_are_read_by_name_and_by_code(raw_files: Path, tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        ["コード", "宛先", "課・係", "担当者", "電話", "メール"],
        ["01", "空知総合振興局", "社会福祉課", "山田", "0126-20-0000", "a@pref.example.jp"],
        ["", "上川総合振興局", "社会福祉課", "", "", "b@pref.example.jp"],
        ["01452", "鷹栖町", "健康福祉課", "佐藤", "", "c@town.example.jp"],
        ["", "厚真町", "住民課", "", "0145-27-0000", ""],
    )
    found = address_list.read(path, raw_files)
    assert [(row["municipality_code"], row["subprefecture_code"], row["section"]) for row in found.rows] == [
        ("", "01", "社会福祉課"), ("", "08", "社会福祉課"), ("01452", "", "健康福祉課"), ("01581", "", "住民課"),
    ]  # fmt: skip
    assert [one for one in found.findings if one.severity != "info"] == []


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (["01452", "厚真町", "住民課"], "MUNI-CODE_NAME_MISMATCH"),
        (["", "どこか町", "住民課"], "MUNI-UNKNOWN_NAME"),
        (["", "鷹栖町", ""], "ADDRESS-EMPTY"),
        (["05", "空知総合振興局", "社会福祉課"], "MUNI-"),
    ],
)
def test_a_row_that_is_not_certain_is_set_aside_with_its_cell(
    raw_files: Path, tmp_path: Path, row: list[str], rule: str
) -> None:
    path = listed(tmp_path, ["コード", "宛先", "課・係"], ["01581", "厚真町", "福祉課"], row)
    found = address_list.read(path, raw_files)
    assert [one["municipality_code"] for one in found.rows] == ["01581"]
    [finding] = [one for one in found.findings if one.severity != "info"]
    assert finding.rule.startswith(rule)
    assert finding.cell in ("A3", "B3")


def test_a_file_that_is_no_list_gives_no_rows_and_a_reason(raw_files: Path, tmp_path: Path) -> None:
    path = tmp_path / "memo.xlsx"
    pd.DataFrame([["こんにちは"]]).to_excel(path, index=False, header=False)
    found = address_list.read(path, raw_files)
    assert found.rows == []
    assert found.findings
