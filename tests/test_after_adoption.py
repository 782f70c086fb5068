"""After adoption: who is to be called for which reasons; 法第106条の3 of every municipality: on page, map, slides, in Excel."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.app import create_app
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import adopted as charts
from dashboard.chart_data.charts import alternative
from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.chart_data.table import NoNumbersError
from dashboard.export.deck import template
from dashboard.export.deck.slide_alternative import AlternativeData
from dashboard.pages.adopted import page
from dashboard.pages.progress import page as progress
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import adopted, map_store, view
from dashboard.warehouse.reader import Reader, Warehouse
from tests import r8_round
from tests.dashboard.slides.measured import overflowing
from tests.dashboard.slides.reading import digits_by_hand, everything, presentation
from tests.r8_round import ATSUMA, KUTCHAN, OTOFUKE, TAKASU, YEAR

VIEWS = (charts.CALLS.id, charts.SYSTEMS.id, alternative.CHART.id)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(r8_round.make_round(tmp_path_factory.mktemp("adopted")).curated)


@pytest.fixture(scope="module")
def shown(warehouse: Warehouse) -> Reader:
    return warehouse.reader()


def asked(reader: Reader, search: str = f"?fy={YEAR}") -> view.View:
    return view.parse_address(search, reader)


def said(warehouse: Warehouse, search: str = f"?fy={YEAR}") -> str:
    reader = warehouse.reader()
    with create_app(warehouse).server.test_request_context("/"):
        layout = page.layout(reader, asked(reader, search))
    return json.dumps(layout, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_the_reasons_are_those_of_the_answers_and_the_one_with_most_comes_first(shown: Reader) -> None:
    found = adopted.gather(shown, YEAR, None).data.calls().to_dict("records")
    assert [(row["municipality_code"], row["count"]) for row in found] == [(ATSUMA, 7), (OTOFUKE, 1)]
    assert found[1]["labels"] == ["参加支援の利用がゼロ"]


def test_every_reason_walks_to_its_cell(shown: Reader, warehouse: Warehouse) -> None:
    reasons = adopted.gather(shown, YEAR, None).data.reasons
    assert reasons["cell"].notna().all()
    text = said(warehouse)
    for row in reasons.to_dict("records"):
        name = row["file"].rpartition("/")[2]
        assert f"令和8年度の調査票（{name}） シート「調査票」 セル {row['cell']}" in text
        answer = "令和8年度" if row["detail"] == "2026" else row["detail"]
        assert f"{row['label_ja']}（{answer}）" in text


def test_the_page_counts_those_who_answered_and_no_answer_is_not_none(warehouse: Warehouse) -> None:
    text = said(warehouse)
    assert "実施中と答えた3市町村のうち、声をかける理由があるのは2市町村" in text
    assert "相談支援の分野で整備しているのは、答えた6市町村のうち3" in text
    assert "機能集約化アプローチを検討しているのは1市町村（倶知安町）。" in text
    assert "「令和8年度の調査から" not in said(warehouse, "?fy=2023")
    assert "尋ねていないか、答えがまだありません" in said(warehouse, "?fy=2023")


def test_the_filters_leave_the_municipalities_of_a_subprefecture(shown: Reader) -> None:
    tokachi = next(code for code, name in areas(shown) if name == "十勝")
    narrowed = asked(shown, f"?fy={YEAR}&sub={tokachi}")
    data = adopted.gather(shown, YEAR, narrowed.codes).data
    assert set(data.adopters["municipality_code"]) == {OTOFUKE}


def areas(reader: Reader) -> list[tuple[str, str]]:
    frame = reader.frame("select code, short_name from codes_subprefecture")
    return list(frame.itertuples(index=False, name=None))


def test_the_map_has_the_layers_of_the_answers(shown: Reader) -> None:
    layers = map_store.layers(shown)
    assert {"adopted", "alternative", "system_consultation", "system_community"} <= set(layers)
    rows = shown.frame(
        "select class_code from mart_map_layer where layer = 'adopted' and municipality_code = ?", [ATSUMA]
    )
    assert rows["class_code"].tolist() == ["many"]
    one = shown.frame(
        "select class_code, municipality_code from mart_map_layer where layer = 'adopted_no_goals'"
    ).set_index("municipality_code")["class_code"]
    assert (one[ATSUMA], one[TAKASU], one[OTOFUKE]) == ("applies", "clear", "no_data")
    assert "adopted_function_missing" in layers
    aims = shown.frame("select * from mart_map_layer where layer = 'alternative' and class_code <> 'no_data'")
    classes = aims.set_index("municipality_code")["class_code"]
    assert set(aims["fiscal_year"]) == {YEAR}
    assert (classes[KUTCHAN], classes[ATSUMA]) == ("considering", "implementing")
    assert aims.set_index("municipality_code").loc[KUTCHAN, "value"] == 2027


def test_the_progress_says_who_came_to_the_other_route_from_where_and_when_they_mean_to_begin(
    warehouse: Warehouse,
) -> None:
    reader = warehouse.reader()
    with create_app(warehouse).server.test_request_context("/"):
        shown, before = (
            json.dumps(
                progress.layout(reader, asked(reader, f"?fy={year}")),
                cls=PlotlyJSONEncoder,
                ensure_ascii=False,
            )
            for year in (YEAR, 2023)
        )
    assert "機能集約化アプローチ: 令和8年度に検討しているのは1市町村" in shown
    assert "前の状態がわからない → 機能集約化アプローチを検討" in shown
    assert "令和9年度" in shown
    assert "割合と遅れの見込みは示しません" in shown
    assert "令和5年度の調査では尋ねていません。この状態は令和8年度の調査から" in before


def test_ways_to_the_other_route_and_away_from_it_are_told_apart() -> None:
    rows = pd.DataFrame(
        [
            ("甲町", "no_plan", "実施予定なし", "alternative", "機能集約化アプローチを検討", None),
            ("乙町", "alternative", "機能集約化アプローチを検討", "implementing", "実施中", None),
            (
                "丙町",
                "alternative",
                "機能集約化アプローチを検討",
                "alternative",
                "機能集約化アプローチを検討",
                2028,
            ),
        ],
        columns=["name", "from_status", "from_label", "status", "status_label", "planned_year"],
    )
    found = AlternativeData(rows.assign(is_synthetic=True), is_asked=True)
    assert {key: names for key, _, names in found.ways()} == {
        "no_plan.alternative": ["甲町"],
        "alternative.alternative": ["丙町"],
        "alternative.implementing": ["乙町"],
    }
    assert [(key, names) for key, _, names in found.starts()] == [("2028", ["丙町"]), ("none", ["甲町"])]


def test_the_slides_say_the_same_and_each_number_is_recounted(shown: Reader) -> None:
    built = make.build_deck(shown, [Wanted(name, Scope(YEAR)) for name in VIEWS], template.load_template())
    deck = presentation(built.content)
    assert overflowing(deck) == []
    assert [name for name, _ in digits_by_hand(deck) if not name.startswith("注記")] == []
    text = everything(deck)
    assert "実施中と答えた3市町村のうち、声をかける理由があるのは2市町村" in text
    assert built.checked >= 25


def test_a_wrong_number_of_reasons_is_refused(shown: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = adopted.gather

    def short(*arguments: Any) -> adopted.AdoptedView:
        found = whole(*arguments)
        return replace(found, data=replace(found.data, reasons=found.data.reasons.iloc[:3]))

    monkeypatch.setattr(adopted, "gather", short)
    with pytest.raises(SlidesRefusedError, match="数え直すと"):
        make.build_deck(shown, [Wanted(charts.CALLS.id, Scope(YEAR))], template.load_template())


def test_the_tables_hold_every_reason_and_every_class_and_a_year_without_answers_says_why(
    shown: Reader,
) -> None:
    request = TableRequest(shown, asked(shown), page.PATH)
    assert len(charts.calls(request).rows) == 8
    parts = charts.systems(request).rows
    assert sum(int(row[3]) for row in parts) == 2 * 179
    with pytest.raises(NoNumbersError, match="令和8年度の調査から"):
        charts.calls(TableRequest(shown, asked(shown, "?fy=2023"), page.PATH))
