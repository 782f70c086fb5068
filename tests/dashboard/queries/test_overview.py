"""What the pages read equals what an independent path reads from the raw files."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.queries import overview, progress, unstated
from dashboard.warehouse.reader import Reader
from dashboard.words import town

ROOT = Path(__file__).resolve().parents[3]


def raw_csv(name: str, encoding: str = "utf-8-sig") -> pd.DataFrame:
    return pd.read_csv(ROOT / "data" / "raw" / name, dtype=str, encoding=encoding, keep_default_na=False)


def raw_implementers(year: int) -> set[str]:
    """Codes of the implementing towns, straight from the lists and the announcements up to a year."""
    listed = {
        2021: raw_csv("status/2021-04-01_implementers_r3.csv", "cp932"),
        2023: raw_csv("status/2023-04-01_implementers_r5.csv"),
    }
    if year in listed:
        return set(listed[year]["団体コード"].str[:5])
    if year == 2022:
        path = ROOT / "data" / "raw" / "status" / "2022-04-01_implementers_r4.xlsx"
        sheet = pd.read_excel(path, engine="calamine", header=3).dropna(subset=["団体コード"])
        return {f"{int(code):05d}" for code in sheet["団体コード"]}
    announced = raw_csv("status/announcements.csv")
    announced = announced[
        (announced["実施状況"] == "実施中") & (announced["年度"] <= f"令和{year - 2018}年度")
    ]
    return set(listed[2023]["団体コード"]) | set(announced["団体コード"])


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_the_implementing_towns_are_those_of_the_raw_lists(reader: Reader, year: int) -> None:
    towns = overview.towns(reader, year)
    assert set(towns[towns["group_code"] == "implementing"]["municipality_code"]) == raw_implementers(year)


def test_every_year_has_179_towns_in_code_order(reader: Reader) -> None:
    for year in overview.years(reader)["fiscal_year"]:
        codes = overview.towns(reader, int(year))["municipality_code"].tolist()
        assert len(codes) == 179
        assert codes == sorted(codes)
        assert not {"01695", "01696", "01697", "01698", "01699", "01700"} & set(codes)


def test_populations_are_those_of_the_raw_figures(reader: Reader) -> None:
    raw = raw_csv("reference/figures.csv")
    raw = raw[raw["figure_code"] == "population_census2025_prelim"].set_index("code")["value"]
    towns = overview.towns(reader, 2023).set_index("municipality_code")["population"]
    assert towns.astype(int).to_dict() == raw.astype(int).to_dict()
    assert int(towns.sum()) == 4_985_419


def test_the_summary_adds_up_to_the_towns(reader: Reader) -> None:
    for year in overview.years(reader)["fiscal_year"]:
        towns = overview.towns(reader, int(year))
        rows = overview.summary(reader, int(year))
        whole = rows[rows["subprefecture_code"] == "00"].set_index("group_code")["municipalities"]
        assert whole[whole > 0].to_dict() == towns["group_code"].value_counts().to_dict()
        areas = rows[rows["subprefecture_code"] != "00"]
        assert areas["short_name"].drop_duplicates().tolist()[:3] == ["空知", "石狩", "後志"]
        assert areas.drop_duplicates("short_name")["denominator"].sum() == 179


def test_national_counts_are_those_of_the_raw_file(reader: Reader) -> None:
    raw = raw_csv("reference/national_counts.csv")
    raw = raw[raw["status"] == "implementing"].set_index("fiscal_year")["municipalities"].astype(int)
    rows = overview.rollout(reader)
    rows = rows[rows["scope"] == "national"].set_index("fiscal_year")["implementing"]
    assert {str(year): int(number) for year, number in rows.items()} == raw.to_dict()


def test_published_totals_stand_with_their_cells(reader: Reader) -> None:
    rows = overview.reconciliation(reader, 2022)
    plan = rows[rows["as_of"] == "2022-11-30"]
    assert plan["published"].tolist() == [7, 3, 9, 77, 83]
    assert plan["is_inferred"].all()
    assert set(plan["state"]) == {"match", "towns_not_published"}
    assert set(rows["file"]) == {"status/published_totals.csv"}


def test_every_known_state_has_its_cell(reader: Reader) -> None:
    towns = overview.towns(reader, 2025)
    known = towns[towns["basis"] != "none"]
    assert known[["file", "cell", "raw_text"]].notna().all(axis=None)
    assert towns[towns["basis"] == "none"]["group_code"].eq("no_data").all()


def test_the_years_of_a_town_and_all_that_was_said_of_it(reader: Reader) -> None:
    years = overview.town_years(reader, "01581")
    assert years["status_code"].tolist() == ["unknown", "planned", *["implementing"] * 3]
    said = overview.town_statements(reader, "01581")
    assert said["cell"].tolist() == ["D10", "D7"]
    assert overview.town(reader, "01696").empty


def test_files_behind_a_year_are_named(reader: Reader) -> None:
    files = overview.files_behind(reader, 2021)["file"].tolist()
    assert files[0] == "status/2021-04-01_implementers_r3.csv"
    assert {"reference/figures.csv", "status/published_totals.csv"} <= set(files)
    assert "status/2023-04-01_implementers_r5.csv" not in files


def test_who_advanced_from_a_year_of_a_complete_list_did_not_implement_then(reader: Reader) -> None:
    moves = progress.transitions(reader)
    advanced = moves[(moves["direction"] == "advance") & (moves["from_basis"] == "none")]
    assert len(advanced)
    assert set(advanced["from_label"]) == {unstated.NOT_LISTED}
    one = advanced.iloc[0]
    years = overview.town_years(reader, one["municipality_code"]).set_index("fiscal_year")
    before = years.loc[one["from_fiscal_year"]]
    assert (before["status_label"], town.basis(before)) == (unstated.NOT_LISTED, "実施市町村の名簿")
