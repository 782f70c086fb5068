"""The forecast on the real history: too few cases so far, said with how many more; and on a full history shown and counted again."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation

from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import forecast as chart
from dashboard.chart_data.scope import Scope
from dashboard.export.deck import template
from dashboard.pages.outreach import forecast as panel
from dashboard.planning import hazard
from dashboard.services import forecast
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import forecast_words, view
from dashboard.warehouse.reader import Reader, Warehouse


def test_the_real_history_has_too_few_starts_and_the_page_says_how_many_more(reader: Reader) -> None:
    made = forecast.forecast(reader)
    assert made.years == [2022, 2023]
    assert not made.judgement.is_shown
    assert made.chances.empty
    assert forecast_words.verdict(made) == (
        "まだ予測できるだけの例がありません。使える開始は5例で、30例が要ります（あと25例）。"
    )
    assert "令和6年度は、始めた市町村のすべてはわからないため使っていません" in forecast_words.years(made)
    atsuma = made.cases.code[made.cases.year == 2023] == "01581"
    assert not atsuma.any(), "its start is known from the document alone that stated its plan"


def test_fictional_returns_teach_nothing(demo_curated: Path, reader: Reader) -> None:
    made, real = forecast.forecast(Warehouse(demo_curated).reader()), forecast.forecast(reader)
    assert made.judgement.starts == real.judgement.starts
    assert made.judgement.brier == pytest.approx(real.judgement.brier)


def test_the_slide_is_counted_again_and_the_sheet_holds_every_foretold_case(reader: Reader) -> None:
    built = make.build_deck(reader, [Wanted("forecast", Scope(2023))], template.load_template())
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert "使える開始5例、あと25例" in slide.shapes.title.text_frame.text
    assert built.checked > 5
    sheet = chart.numbers(TableRequest(reader, view.parse_address("", reader), "/outreach"))
    made = forecast.forecast(reader)
    assert len(sheet.rows) == len(made.judgement.cases)
    assert sheet.behind is not None
    starts = [row for row in sheet.behind.rows if row[2] == "はい"]
    assert len(starts) == made.judgement.starts == len(forecast.starts(made))
    assert all("） セル " in row[3] for row in starts), "each start walks to its cells"
    drawn = str(panel.section(made, forecast.names(reader), forecast.start_cells(reader)))
    assert all(place in drawn for row in starts for place in row[3].split("、"))


def test_what_is_said_follows_the_judgement(reader: Reader) -> None:
    real = forecast.forecast(reader)
    enough = replace(real.judgement, starts=40)
    beaten = replace(real, judgement=enough)
    assert "という言い方より当たるとは言えないため" in forecast_words.verdict(beaten)
    better = replace(enough, ahead=dict.fromkeys(enough.ahead, 0.1))
    shown = replace(real, judgement=better, chances=pd.Series([0.5, 0.25], index=["01581", "01362"]))
    assert "合わせて0.8市町村" in forecast_words.verdict(shown)
    names, cells = forecast.names(reader), forecast.start_cells(reader)
    assert "01581" not in str(panel.section(real, names, cells))
    assert "厚真町" in str(panel.section(shown, names, cells))
    nothing = hazard.judge(
        hazard.TownYears(np.empty((0, 7)), np.empty(0, bool), np.empty(0, np.int64), np.empty(0, np.str_))
    )
    none = replace(real, judgement=replace(nothing, starts=40), years=[])
    assert "まだ予測できるだけの年度がありません" in forecast_words.verdict(none)
