"""The curve tells what is settled from what is known so far and what is planned."""

import pandas as pd

from dashboard.figures import rollout_curve


def rollout() -> pd.DataFrame:
    rows = []
    numbers = {"hokkaido": [4, 7, 10, 11, 13], "national": [42, 134, 189, 346, 473]}
    for scope, values in numbers.items():
        whole = 179 if scope == "hokkaido" else 1741
        for place, value in enumerate(values):
            year = 2021 + place
            rows.append(
                {
                    "fiscal_year": year,
                    "scope": scope,
                    "implementing": value,
                    "denominator": whole,
                    "rate_pct": round(100 * value / whole, 2),
                    "is_complete": scope == "national" or year <= 2023,
                    "is_plan": scope == "national" and year == 2025,
                    "is_synthetic": False,
                    "short_label": f"R{year - 2018}",
                    "label_ja": f"令和{year - 2018}年度",
                    "western_label": f"{year}年度",
                }
            )
    return pd.DataFrame(rows)


def points(name: str) -> object:
    picture = rollout_curve.figure(rollout(), 2023)
    return next(trace for trace in picture.data if trace.name == name)


def test_points_of_incomplete_years_are_hollow_and_worded() -> None:
    trace = points("北海道")
    assert list(trace.marker.symbol) == ["circle"] * 3 + ["circle-open"] * 2  # type: ignore[attr-defined]
    assert list(trace.text) == ["2.2", "3.9", "5.6", "(6.2)", "(7.3)"]  # type: ignore[attr-defined]
    assert "わかっている範囲で 13 ／ 179 市町村" in trace.customdata[4]  # type: ignore[attr-defined]


def test_a_planned_number_is_hollow_and_said_to_be_planned() -> None:
    trace = points("全国")
    assert trace.marker.symbol[4] == "square-open"  # type: ignore[attr-defined]
    assert "予定の数" in trace.customdata[4]  # type: ignore[attr-defined]
    assert "473 ／ 1,741 市区町村" in trace.customdata[4]  # type: ignore[attr-defined]


def test_the_line_is_dotted_from_the_last_settled_point() -> None:
    lines = [trace for trace in rollout_curve.figure(rollout(), 2023).data if trace.mode == "lines"]
    assert [(list(line.x), line.line.dash) for line in lines] == [
        ([2021, 2022, 2023, 2024], "solid"),
        ([2024, 2025], "dot"),
        ([2021, 2022, 2023], "solid"),
        ([2023, 2024, 2025], "dot"),
    ]


def test_a_scope_without_rows_is_left_out() -> None:
    only = rollout()[lambda rows: rows["scope"] == "hokkaido"]
    names = [trace.name for trace in rollout_curve.figure(only, 2021).data if trace.name]
    assert names == ["北海道"]


def test_the_shown_year_is_marked() -> None:
    picture = rollout_curve.figure(rollout(), 2022)
    assert "<b>R4</b>" in picture.layout.xaxis.ticktext
    assert picture.layout.shapes[0].x0 < 2022 < picture.layout.shapes[0].x1
