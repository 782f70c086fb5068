"""Events: entered with their day or year, marked alike on every chart over years, on screen, slide and sheet."""

import io
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard import journal
from dashboard.app import create_app
from dashboard.chart_data import registry
from dashboard.chart_data.scope import Scope
from dashboard.components import event_marks
from dashboard.export.deck import template
from dashboard.pages.overview import page as overview_page
from dashboard.queries import overview
from dashboard.services import events
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse

MEETING = {"event_kind": "説明会", "text": "架空の説明会", "source": "架空の通知"}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "journal.sqlite"
    events.record(path, {**MEETING, "happened_on": "R6.7.15"}, "架空")
    return path


def test_an_event_is_of_the_year_of_its_day_and_a_day_of_another_year_is_refused(
    kept: Path, reader: Reader
) -> None:
    rows = events.standing(reader, kept)
    own = rows[rows["text"] == "架空の説明会"].to_dict("records")
    assert [(row["fiscal_year"], events.sentence(row)) for row in own] == [
        (2024, "令和6年7月15日 説明会: 架空の説明会")
    ]
    assert rows["fiscal_year"].is_monotonic_increasing
    with pytest.raises(journal.InvalidRecordError, match="令和5年度ではありません"):
        events.record(kept, {**MEETING, "happened_on": "R6.7.15", "fiscal_year": "2023"}, "架空")
    with pytest.raises(journal.InvalidRecordError, match="「年度」を入れてください"):
        events.record(kept, MEETING, "架空")


def test_what_is_known_of_the_programme_is_an_event_with_its_source(reader: Reader) -> None:
    rows = events.standing(reader, None)
    assert rows["source"].str.len().min() > 0
    began = rows[rows["text"].str.contains("事業の開始")].iloc[0]
    assert (began["fiscal_year"], began["event_kind"]) == (2021, "制度改正")


def test_a_chart_marks_the_events_of_its_years_alone_and_lists_what_it_marks(
    kept: Path, reader: Reader
) -> None:
    rows = overview.rollout(reader)
    marked = event_marks.shown(reader, kept, rows["fiscal_year"])
    figure = event_marks.draw("rollout", marked, rows, 2023)
    notes = [note for note in figure.layout.annotations if note.name == "event"]
    assert {note.x for note in notes} == set(marked["fiscal_year"])
    assert "".join(note.text for note in notes) == "".join(marked["mark"])
    assert 2026 not in set(marked["fiscal_year"])
    assert "架空の説明会" in str(event_marks.key(marked))


def test_the_slide_of_a_chart_over_years_says_its_events_and_is_recounted(kept: Path, reader: Reader) -> None:
    built = make.build_deck(reader, [Wanted("rollout", Scope(2023))], template.load_template(), journal=kept)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    texts = {shape.name: shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}
    assert "令和6年7月15日 説明会: 架空の説明会" in texts["できごと｜rollout"]
    listed = texts["できごと｜rollout"].replace("　", "\n").split("\n")
    (line,) = [line for line in listed if "架空の説明会" in line]
    assert texts["できごとの印 2024｜rollout"] == line[0]


def test_the_first_page_is_made_anew_once_an_event_is_written(warehouse: Warehouse, kept: Path) -> None:
    app = create_app(warehouse, kept)
    reader = warehouse.reader()
    shown = view.parse_address("?fy=2023", reader)
    with app.server.app_context():
        before = str(app.prerenderer.content(overview_page, reader, shown))
        assert app.prerenderer.content(overview_page, reader, shown) is app.prerenderer.content(
            overview_page, reader, shown
        )
        events.record(kept, {**MEETING, "text": "架空の研修", "fiscal_year": "2022"}, "架空")
        after = str(app.prerenderer.content(overview_page, reader, shown))
    assert "架空の説明会" in before
    assert "架空の研修" not in before
    assert "架空の研修" in after


def test_each_chart_over_years_marks_events() -> None:
    marked = {chart.id for chart in registry.CHARTS if chart.event_marks}
    assert marked == {"rollout", "outlook", "targets", "flow"}
