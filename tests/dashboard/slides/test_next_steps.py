"""課題と今後の対応: what the prefecture answers with is put to what is missing, and to nothing else."""

from __future__ import annotations

from dashboard.chart_data.charts import next_steps
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.slide_request import slide_request
from dashboard.export.deck import slide_next_steps, template
from dashboard.export.deck.model import NativeTable
from dashboard.queries import slides as queries
from dashboard.warehouse.reader import Reader


def test_being_linked_already_is_told_as_no_lack(told: Reader) -> None:
    stage, seen = template.load_template(), 0
    for area in queries.areas(told)["code"]:
        slide = next_steps.slide(slide_request(told, Scope(2023, (str(area),))), stage)
        for table in (one for one in slide.elements if isinstance(one, NativeTable)):
            rows = {row.key: row.cells[1].text for row in table.rows}
            seen += "linked_already" in rows
            for code, answer in rows.items():
                assert (answer == slide_next_steps.NOT_A_LACK) == (code == "linked_already")
    assert seen > 3
