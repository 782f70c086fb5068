"""The pictures of 経過 say what the frames say: heights are towns, retreats are told apart without colour."""

import pandas as pd
import pytest

from dashboard.figures import flow, outlook, plan_outcome

GROUPS = pd.DataFrame(
    {
        "code": ["implementing", "planned", "considering", "no_plan", "no_data"],
        "label_ja": ["実施", "予定", "検討", "予定なし", "データなし"],
        "symbol": ["●", "◆", "▲", "✕", "―"],
    }
)
YEARS = pd.DataFrame(
    {
        "fiscal_year": [2022, 2023],
        "label_ja": ["令和4年度", "令和5年度"],
        "implementers_complete": [True, False],
    }
)
BLOCKS = pd.DataFrame(
    [
        (2022, "planned", 12),
        (2022, "considering", 8),
        (2023, "implementing", 3),
        (2023, "planned", 14),
        (2023, "no_data", 3),
    ],
    columns=["fiscal_year", "group", "towns"],
).assign(alternative=[0, 2, 0, 0, 0])
BANDS = pd.DataFrame(
    [
        (2023, "planned", "implementing", 3, "advance", False),
        (2023, "planned", "planned", 9, "same", False),
        (2023, "considering", "planned", 5, "advance", True),
        (2023, "considering", "no_data", 3, "unknown", False),
    ],
    columns=["fiscal_year", "from_group", "to_group", "towns", "direction", "is_synthetic"],
).assign(alternative=0)


def heights(trace: object) -> tuple[float, float]:
    """Height of a polygon at its left and at its right end."""
    x, y = list(trace.x), list(trace.y)  # type: ignore[attr-defined]
    ends = [[value for at, value in zip(x, y, strict=True) if at == side] for side in (min(x), max(x))]
    return tuple(round(max(end) - min(end), 6) for end in ends)  # type: ignore[return-value]


def test_every_band_and_block_is_as_high_as_it_has_towns() -> None:
    picture = flow.figure(BLOCKS, BANDS, YEARS, GROUPS)
    drawn = {trace.meta: heights(trace) for trace in picture.data}
    expected = {
        f"{y}.{a}.{b}": (n, n)
        for y, a, b, n in BANDS[["fiscal_year", "from_group", "to_group", "towns"]].itertuples(index=False)
    }
    expected |= {f"{y}..{g}": (n, n) for y, g, n, _ in BLOCKS.itertuples(index=False)}
    assert drawn == expected


def test_a_goal_of_its_own_inside_a_group_is_named_in_block_and_band() -> None:
    bands = pd.concat(
        [
            BANDS,
            pd.DataFrame([(2024, "no_plan", "considering", 4, "advance", False, 3)], columns=BANDS.columns),
        ]
    )
    blocks = pd.DataFrame([(2023, "no_plan", 4, 0), (2024, "considering", 4, 3)], columns=BLOCKS.columns)
    years = YEARS.assign(fiscal_year=[2023, 2024])
    picture = flow.figure(blocks, bands[bands["fiscal_year"] == 2024], years, GROUPS)
    named = {trace.meta: trace.text for trace in picture.data}
    assert named["2024..considering"] == "▲ 検討 4（うち機能集約化 3）市町村"
    assert named["2024.no_plan.considering"] == "予定なし → 検討: 4市町村（うち機能集約化 3）"
    assert "機能集約化" not in named["2023..no_plan"]


def test_bands_that_leave_a_block_do_not_cover_each_other() -> None:
    picture = flow.figure(BLOCKS, BANDS, YEARS, GROUPS)
    left = sorted(
        (min(y for x, y in zip(trace.x, trace.y, strict=True) if x == min(trace.x)), heights(trace)[0])
        for trace in picture.data
        if trace.meta.startswith("2023.planned.")
    )
    assert left[0][0] + left[0][1] == pytest.approx(left[1][0])


def test_moves_bear_their_number_and_years_that_are_not_complete_say_so() -> None:
    texts = [note.text for note in flow.figure(BLOCKS, BANDS, YEARS, GROUPS).layout.annotations]
    assert {"<b>↑3</b>", "<b>↑5</b>", "● 実施 3", "― データなし 3"} <= set(texts)
    assert "<b>令和5年度</b><br>わかっている範囲" in texts
    assert "<b>令和4年度</b>" in texts


def test_a_retreat_is_hatched_and_fictional_bands_say_so() -> None:
    bands = BANDS.assign(direction=["retreat", "same", "advance", "unknown"])
    traces = {trace.meta: trace for trace in flow.figure(BLOCKS, bands, YEARS, GROUPS).data}
    assert traces["2023.planned.implementing"].fillpattern.shape == "/"
    assert "架空データ" in traces["2023.considering.planned"].text
    assert "架空データ" not in traces["2023.planned.planned"].text


def test_bars_of_plans_add_up_to_the_whole_of_each_year() -> None:
    counts = pd.DataFrame(
        [
            (2024, "令和6年度", "kept", 1),
            (2024, "令和6年度", "slipped", 2),
            (2025, "令和7年度", "unknown", 6),
        ],
        columns=["planned_start", "year_label", "outcome", "plans"],
    )
    picture = plan_outcome.figure(counts, {"kept": "予定どおり", "slipped": "遅れ", "unknown": "わからない"})
    whole = pd.Series(0, index=["令和6年度", "令和7年度"])
    for trace in picture.data:
        whole += pd.Series(list(trace.x), index=list(trace.y))
    assert whole.to_dict() == {"令和6年度": 3, "令和7年度": 6}
    assert [note.text for note in picture.layout.annotations] == ["計 3", "計 6"]
    assert picture.layout.xaxis.range[0] == 0


@pytest.mark.parametrize("middle", [None, 4.2])
def test_scenarios_are_drawn_and_the_band_only_where_there_is_experience(middle: float | None) -> None:
    rows = pd.DataFrame(
        {
            "fiscal_year": [2023, 2024],
            "short_label": ["R5", "R6"],
            "known": pd.array([3, None], dtype="Float64"),
            "hold": [3, 5],
            "middle": [3.0 if middle else None, middle],
            "low": [3.0 if middle else None, 4 if middle else None],
            "high": [3.0 if middle else None, 5 if middle else None],
            "lowest": [3, 3],
            "highest": [3, 7],
            "is_complete": [True, False],
        }
    ).astype({"middle": float, "low": float, "high": float})
    picture = outlook.figure(rows)
    drawn = {trace.name: list(trace.y) for trace in picture.data}
    assert drawn["予定どおりなら"] == [3, 5]
    assert drawn["わかっている実施"] == [3]
    assert ("これまでのとおりに進めば" in drawn) == (middle is not None)
    assert "わからない分を入れた幅" in drawn
    assert picture.layout.yaxis.range[0] == 0
