"""The 説明資料 whole: every statement, name and number of it stands on the page, on a slide and in a table, with its line."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.chart_data import registry
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import programme as charts
from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.export.deck import template
from dashboard.frames import records
from dashboard.pages.programme import page
from dashboard.queries import programme as queries
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import view
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.measured import overflowing
from tests.dashboard.slides.reading import digits_by_hand, everything, presentation

VIEWS = [
    view_id
    for view_id in registry.with_slide()
    if view_id.startswith("programme_") and view_id != charts.ADDED.id
]
PAPER = Path(__file__).resolve().parents[3] / "data" / "raw" / "knowledge" / "briefing.txt"
# Numbers of pages, which say nothing of the programme.
PAGE_NUMBERS = ("status_page", "issue_page")
# Marks of lists, which a slide draws in its own way, and the mark whose place in the table is inferred.
MARKS = "○〇●◎→・"
NAMES = (
    *("七飯町", "妹背牛町", "鷹栖町", "津別町", "旭川市", "音更町", "広尾町"),
    *("生活福祉相談センター", "要援護者台帳", "お互い様づくり行動計画", "働くきっかけ応援事業"),
    *("コミュニティカフェ", "8050世帯", "ダブルケア", "任意事業", "「丸ごと」"),
    *("6,724人", "139.42", "12箇所", "3箇所", "(7)", "(3)", "(9)", "(77)", "(83)"),
)


def squeezed(text: str) -> str:
    return re.sub(rf"[\s{MARKS}]", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def deck(reader: Reader) -> bytes:
    wanted = [Wanted(view_id, Scope()) for view_id in VIEWS]
    return make.build_deck(reader, wanted, template.load_template()).content


@pytest.fixture(scope="module")
def places(reader: Reader, deck: bytes) -> dict[str, str]:
    """What a reader of the page (without the paper itself at its end), of the slides and of the tables reads."""
    layout: Any = page.layout(reader, view.parse_address("", reader))
    shown = json.dumps(layout.children.children[:-1], cls=PlotlyJSONEncoder, ensure_ascii=False)
    request = TableRequest(reader, view.parse_address("", reader))
    tables = [registry.chart(view_id).table for view_id in VIEWS]
    cells = [
        str(cell)
        for numbers in tables
        if numbers is not None
        for row in numbers(request).rows
        for cell in row
    ]
    held = [str(row["statement"]) for row in records(queries.statements(reader))]
    return {
        "page": squeezed(shown.replace("\\n", "")),
        "slide": squeezed(everything(presentation(deck))),
        "table": squeezed("\n".join([*cells, *held])),
    }


def test_every_line_of_the_paper_belongs_to_a_statement(reader: Reader) -> None:
    lines = {number for number, text in enumerate(PAPER.read_text("utf-8").split("\n"), 1) if text.strip()}
    told = {
        number
        for row in records(queries.statements(reader))
        for number in range(row["first_line"], row["last_line"] + 1)
    }
    assert lines <= told
    assert lines == set(queries.lines(reader)["line_number"])


def test_every_statement_stands_on_the_page_on_a_slide_and_in_a_table(
    reader: Reader, places: dict[str, str]
) -> None:
    missing = [
        (place, row["statement_code"], part)
        for row in records(queries.statements(reader))
        if row["statement_code"] not in PAGE_NUMBERS
        for part in map(squeezed, str(row["statement"]).split())
        for place, text in places.items()
        if part not in text
    ]
    assert missing == []


def test_every_name_and_number_stands_on_the_page_on_a_slide_and_in_a_table(places: dict[str, str]) -> None:
    missing = [
        (place, name) for name in NAMES for place, text in places.items() if squeezed(name) not in text
    ]
    assert missing == []


def test_every_statement_walks_to_its_line_of_the_paper(reader: Reader) -> None:
    text = PAPER.read_text("utf-8").split("\n")
    layout: Any = page.layout(reader, view.parse_address("", reader))
    shown = json.dumps(layout, cls=PlotlyJSONEncoder, ensure_ascii=False)
    for row in records(queries.statements(reader)):
        said = "".join(text[row["first_line"] - 1 : row["last_line"]])
        assert squeezed(row["statement"]) in squeezed(said), row["statement_code"]
        assert row["file"] == "knowledge/briefing.txt" or row["file"].endswith("knowledge/briefing.txt")
        assert f'"#programme-line-{row["first_line"]}"' in shown
        assert f'"programme-line-{row["first_line"]}"' in shown


def test_functions_measures_barriers_and_cases_lead_to_statements(reader: Reader) -> None:
    subjects = {row["subject"] for row in records(queries.statements(reader))}
    wanted = {f"function:{row['code']}" for row in records(queries.functions(reader))}
    wanted |= {f"measure:{row['code']}" for row in records(queries.measures(reader))}
    wanted |= {f"case:{row['case_code']}:{row['sort_order']}" for row in records(queries.cases(reader))}
    wanted |= {f"barrier:{code}" for code in ("linked_already", "staff_shortage", "effect_unclear")}
    assert wanted <= subjects


def test_the_slides_stay_in_their_boxes_and_every_number_on_them_is_recounted(deck: bytes) -> None:
    made = presentation(deck)
    assert overflowing(made) == []
    assert digits_by_hand(made) == []


def test_the_numbers_by_plan_are_in_the_usual_deck_and_are_those_of_the_paper(reader: Reader) -> None:
    assert charts.PLANS.id in registry.in_briefing(is_whole=True)
    assert queries.plan_totals(reader)["value"].tolist() == [7, 3, 9, 77, 83]
    (slide,) = make.draw_deck(reader, [Wanted(charts.PLANS.id, Scope())], template.load_template()).slides
    numbers = {
        number.key: number.value for element in slide.elements for number in getattr(element, "numbers", [])
    }
    assert (numbers["plan_published_with"], numbers["plan_published_without"]) == (96, 89)


def test_a_number_that_the_paper_does_not_have_is_refused(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    totals = queries.plan_totals(reader)
    totals["value"] = [8, 3, 9, 77, 82]
    monkeypatch.setattr(queries, "plan_totals", lambda _: totals)
    with pytest.raises(SlidesRefusedError, match="資料では 8、数え直すと 7"):
        make.build_deck(reader, [Wanted(charts.PLANS.id, Scope())], template.load_template())
