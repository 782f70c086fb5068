"""Sources that contradict or succeed each other: one rule decides, every view counts by it, and both cells are named."""

from __future__ import annotations

import shutil
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.queries import overview, progress, town_sheet
from dashboard.views import progress as progress_view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from etl import add, build, returns_beside_held, tables
from etl.survey import check, receive
from tests.etl.raw_copy import copy_raw

CASES = Path(__file__).parent / "etl" / "cases" / "versions"
FICTIONAL_TAIKI, FICTIONAL_URAHORO, SHIRANUKA = "01641", "01649", "01668"
FIGURES = ("population_jumin", "age_known_total", "age_65plus", "age_75plus", "area_km2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two complete lists, two returns that contradict them, a second year of figures, and the warehouse of it all."""
    folder = tmp_path_factory.mktemp("disagree")
    raw = copy_raw(folder / "raw")
    for year in (2024, 2026):
        details = add.Details(date(year, 5, 1), as_of=date(year, 4, 1), coverage="implementers")
        add.add("status_list", CASES / f"complete_list_令和{year - 2018}年度.xlsx", raw, details)
    add.add("figures", CASES / "figures_newer_and_smaller.xlsx", raw, add.Details(date(2026, 8, 1)))
    form = raw / "survey" / "R8" / "form.toml"
    form.parent.mkdir()
    shutil.copyfile(CASES / "form_R8_previous_R5.toml", form)
    received = receive.receive(sorted(CASES.glob("*町_*.xlsx")), raw, 2026, date(2026, 11, 20))
    assert received.loaded == 2
    build.build(raw, folder / "curated")
    return folder


@pytest.fixture(scope="module")
def reader(folder: Path) -> Reader:
    return Warehouse(folder / "curated").reader()


def test_the_check_of_returns_finds_what_the_build_then_finds_between_them_and_the_lists(
    folder: Path, reader: Reader
) -> None:
    beside = partial(returns_beside_held.findings, curated=folder / "curated")
    files = sorted(CASES.glob("*町_*.xlsx"))
    found = check.check(files, folder / "raw", 2026, beside=beside).findings
    told = {
        (one.rule, one.municipality_code, one.cell, one.question_id, one.message)
        for one in found
        if one.rule.startswith("STATUS-")
    }
    built = reader.frame(
        "select rule, municipality_code, cell, question_id, message from core_finding "
        "where rule like 'STATUS-%' and file like 'survey/R8/%'"
    )
    assert told == set(built.itertuples(index=False, name=None))
    assert ("STATUS-NOT-LISTED", FICTIONAL_URAHORO, "C16", "status") in {one[:4] for one in told}


def test_every_view_counts_the_same_towns_as_implementing(reader: Reader) -> None:
    by_rollout = reader.frame("from mart_rollout where scope = 'hokkaido'")
    counted = dict(zip(by_rollout["fiscal_year"], by_rollout["implementing"], strict=True))
    by_state = progress.states(reader)
    by_state = by_state[by_state["state_group"] == "implementing"].groupby("fiscal_year").size()
    ahead = progress_view.gather(reader, View(2026)).scenarios
    known = ahead[ahead["known"].notna()].set_index("fiscal_year")["known"]
    assert {int(year): int(n) for year, n in known.items()} == counted
    assert {int(year): int(n) for year, n in by_state.items()} == counted
    later = ahead[ahead["fiscal_year"] > max(counted)]
    assert (later["hold"] >= counted[max(counted)]).all()
    assert max(counted) == 2026


def test_a_town_that_ended_is_neither_counted_nor_expected(reader: Reader) -> None:
    rows = progress.implementing(reader)
    assert FICTIONAL_TAIKI not in set(rows[rows["fiscal_year"] == 2026]["municipality_code"])
    assert int(overview.years(reader)["fiscal_year"].max()) == 2026


def test_a_town_that_implements_and_is_not_on_the_complete_list_is_named_with_both_sources(
    reader: Reader,
) -> None:
    found = reader.frame("from core_finding where rule = 'STATUS-NOT-LISTED' and message like '%令和8年度%'")
    assert found["municipality_code"].tolist() == [FICTIONAL_URAHORO]
    assert found["cell"].tolist() == ["C16"]
    assert "名簿「complete_list_令和8年度」（令和8年4月1日時点）" in found["message"][0]


def test_the_town_sheet_cites_the_newest_figure_not_the_largest(reader: Reader) -> None:
    own = town_sheet.figures(reader, SHIRANUKA).set_index("figure_code")
    assert own.index.is_unique
    assert own.loc["population_jumin", "value"] == 6897
    assert own.loc["households_jumin", "value"] == 3882
    assert str(own.loc["population_jumin", "reference_date"])[:10] == "2026-01-01"
    assert str(own.loc["population_jumin", "file"]).endswith("figures_newer_and_smaller.xlsx")
    assert own.loc["population_jumin", "cell"] == "D2"
    beside = town_sheet.all_figures(reader).set_index("municipality_code").loc[SHIRANUKA]
    assert beside["population_jumin"] == 6897
    assert beside["aging_rate_pct"] == pytest.approx(100 * 3013 / 6897)


VERSIONS = st.lists(
    st.tuples(
        st.sampled_from(FIGURES), st.integers(2021, 2026), st.one_of(st.none(), st.integers(1, 10_000))
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda version: version[:2],
)


@given(VERSIONS)
def test_of_several_versions_of_a_figure_the_newest_is_used_and_shares_are_of_one_day(
    versions: list[tuple[str, int, int | None]],
) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table input_figure_definitions (figure_code varchar, label_ja varchar)")
        connection.execute(
            "create table core_source (source_id varchar, received_on date, is_synthetic boolean)"
        )
        connection.execute(
            "create table input_figures (municipality_code varchar, figure_code varchar, reference_date varchar,"
            " value varchar, unit varchar, source_id varchar)"
        )
        for number, (figure, year, value) in enumerate(versions):
            written = "" if value is None else str(value)
            row = ["01000", figure, f"{year}-01-01", written, "人", f"f!{number}"]
            connection.execute("insert into input_figures values (?, ?, ?, ?, ?, ?)", row)
            connection.execute(
                "insert into core_source values (?, date '2026-08-01', false)", [f"f!{number}"]
            )
        tables.create(connection, tables.table_files("20_core")["core_figure"])
        rows = connection.execute(
            "select figure_code, year(reference_date) from core_figure where is_current"
        ).fetchall()
    current = dict(rows)
    assert len(current) == len(rows)
    for figure in {name for name, *_ in versions if not name.startswith("age_")}:
        stated = [year for name, year, value in versions if name == figure and value is not None]
        assert current[figure] == max(stated or [year for name, year, _ in versions if name == figure])
    by_year = {
        year: {name for name, at, _ in versions if at == year and name.startswith("age_")}
        for _, year, _ in versions
    }
    most = max(len(names) for names in by_year.values())
    expected = max(year for year, names in by_year.items() if len(names) == most)
    assert {name: year for name, year in current.items() if name.startswith("age_")} == dict.fromkeys(
        by_year[expected], expected
    )
