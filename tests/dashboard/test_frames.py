"""Rows of a frame as plain records."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.frames import records


def test_records_are_one_mapping_per_row_in_order() -> None:
    frame = pd.DataFrame({"code": ["01581", "01452"], "population": [3, 4]}, index=[9, 2])
    assert records(frame) == [{"code": "01581", "population": 3}, {"code": "01452", "population": 4}]


def test_a_frame_without_rows_has_no_records() -> None:
    assert records(pd.DataFrame(columns=["code"])) == []


def test_values_of_every_kind_are_those_of_to_dict() -> None:
    frame = pd.DataFrame(
        {
            "text": ["札幌市", None],
            "whole": [1, 2],
            "share": [0.5, np.nan],
            "is_plan": [True, False],
            "day": pd.to_datetime(["2023-04-01", None]),
            "maybe": pd.array([1, None], dtype="Int64"),
            "mixed": np.array([np.int64(3), np.bool_(True)], dtype=object),
            "kind": pd.Categorical(["市", "町"]),
        }
    )
    for row, expected in zip(records(frame), frame.to_dict("records"), strict=True):
        assert [repr(value) for value in row.values()] == [repr(value) for value in expected.values()]
        assert [type(value) for value in row.values()] == [type(value) for value in expected.values()]
