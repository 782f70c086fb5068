"""Rows of a frame as plain records."""

from __future__ import annotations

import pandas as pd

from dashboard.frames import records


def test_records_are_one_mapping_per_row_in_order() -> None:
    frame = pd.DataFrame({"code": ["01581", "01452"], "population": [3, 4]}, index=[9, 2])
    assert records(frame) == [{"code": "01581", "population": 3}, {"code": "01452", "population": 4}]


def test_a_frame_without_rows_has_no_records() -> None:
    assert records(pd.DataFrame(columns=["code"])) == []
