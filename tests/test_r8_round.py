"""The form of R8 goes the whole way: issued, filled, received, built, shown on every page and in the deck."""

from __future__ import annotations

import json
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.app import PAGES, create_app
from dashboard.chart_data.scope import Scope
from dashboard.export.deck import template
from dashboard.slides import make
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse
from etl import names
from etl.survey.form.loading import load_form
from etl.survey.returned.reading import read_here
from etl.survey.returned.setting import Setting
from tests import r8_round
from tests.etl.survey import return_truth as truth
from tests.r8_round import ATSUMA, HIGASHIKAWA, KUTCHAN, TAKASU, TOMARI, YEAR, R8Round


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> R8Round:
    return r8_round.make_round(tmp_path_factory.mktemp("r8"))


@pytest.fixture(scope="module")
def warehouse(answered: R8Round) -> Warehouse:
    return Warehouse(answered.curated)


@pytest.fixture(scope="module")
def shown(warehouse: Warehouse) -> Reader:
    return warehouse.reader()


def test_every_answer_of_r8_is_read_as_it_was_given(answered: R8Round) -> None:
    setting = Setting({YEAR: answered.form}, names.make_directory(truth.towns()), YEAR)
    for path in (answered.curated.parent / "filled").glob("*.xlsx"):
        (read,) = read_here(path, path.name, path.name, "", setting).returns
        assert read.rejected == ""
        assert read.plain == answered.given[read.municipality_code]


def test_what_r4_and_r5_asked_keeps_its_ids_and_is_compared_over_the_gap_of_years(
    answered: R8Round, shown: Reader
) -> None:
    r5 = load_form(answered.raw / "survey" / "R5" / "form.toml")
    assert {question.id for question in r5.questions} <= {question.id for question in answered.form.questions}
    assert answered.form.previous == "R5"
    asked = shown.frame("select fiscal_year, question_id from codes_question")
    years = asked.groupby("question_id")["fiscal_year"].agg(set)
    assert years["status"] == {2023, 2026}
    assert years["cases_cooperation"] == {2026}
    answers = shown.frame(
        "select fiscal_year, municipality_code from mart_answer where question_id = 'status' order by all"
    )
    both = answers[answers["municipality_code"].isin([HIGASHIKAWA, TOMARI])]
    assert both["fiscal_year"].tolist() == [2023, 2023, 2026, 2026]
    barriers = shown.frame("select fiscal_year, before_fiscal_year from mart_barrier_change limit 1")
    assert barriers.to_dict("records") == [{"fiscal_year": 2026, "before_fiscal_year": 2023}]


def test_nought_cases_are_an_answer_and_the_state_of_every_municipality_is_known_by_field(
    shown: Reader,
) -> None:
    answers = shown.frame(
        "select municipality_code, question_id, value, option_code, answer_state from mart_answer"
        " where fiscal_year = 2026"
    ).set_index(["question_id", "municipality_code"])
    nought: Any = answers.loc[("cases_cooperation", ATSUMA)]
    assert (int(nought["value"]), nought["answer_state"]) == (0, "answered")
    fields = answers.loc["system_consultation"]
    assert len(fields) == 6
    assert fields.loc[TAKASU, "option_code"] == "in_place"
    status = shown.frame(
        "select status_code from mart_status_by_year where fiscal_year = 2026 and municipality_code = ?",
        [KUTCHAN],
    )
    assert status["status_code"].tolist() == ["alternative"]


def test_every_page_and_the_usual_deck_are_made_of_r8(warehouse: Warehouse, shown: Reader) -> None:
    with create_app(warehouse).server.test_request_context("/"):
        for page in PAGES:
            asked = view.parse_address(f"?fy={YEAR}&town={ATSUMA}", shown)
            assert json.dumps(page.layout(shown, asked), cls=PlotlyJSONEncoder), page.PATH
    built = make.build_deck(shown, make.briefing(Scope(YEAR)), template.load_template())
    assert built.checked > 100
