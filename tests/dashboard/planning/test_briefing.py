"""What changed between two days is told by kind, and nothing is a change that is none."""

import pandas as pd
import pytest

from dashboard.planning import briefing

ORDER = {"implementing": 1, "planned": 2, "considering": 3, "no_plan": 4, "no_data": 5}


def standing(group: str, year: int | None = None, *, fictional: bool = False) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "municipality_code": ["01581"],
            "name": ["厚真町"],
            "status_label": [group],
            "group_code": [group],
            "group_order": [ORDER[group]],
            "start_fiscal_year": pd.array([year], dtype="Int32"),
            "start_label": [str(year)],
            "is_synthetic": [fictional],
        }
    )


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        (("planned", 2023), ("implementing", 2023), "adopted"),
        (("no_data", None), ("implementing", 2025), "adopted"),
        (("planned", 2024), ("planned", 2026), "slipped"),
        (("planned", 2024), ("considering", None), "slipped"),
        (("planned", 2024), ("no_plan", None), "slipped"),
        (("planned", 2026), ("planned", 2025), "forward"),
        (("considering", None), ("planned", 2025), "forward"),
        (("no_plan", None), ("considering", None), "forward"),
        (("considering", None), ("no_plan", None), "back"),
        (("implementing", 2022), ("no_plan", None), "back"),
        (("no_data", None), ("no_plan", None), "learnt"),
        (("considering", None), ("no_data", None), "lost"),
        (("planned", None), ("planned", 2025), ""),
        (("implementing", 2022), ("implementing", 2022), ""),
        (("no_data", None), ("no_data", None), ""),
    ],
)
def test_a_move_has_its_kind(was: tuple[str, int | None], now: tuple[str, int | None], kind: str) -> None:
    found = briefing.moves(standing(*was), standing(*now))
    assert found["kind"].tolist() == ([kind] if kind else [])


def test_a_move_is_fictional_where_either_day_is() -> None:
    found = briefing.moves(standing("no_plan", fictional=True), standing("implementing", 2025))
    assert found["is_synthetic"].tolist() == [True]
    assert found["was"].tolist() == ["no_plan"]


def answers(**said: str) -> pd.DataFrame:
    return pd.DataFrame(
        [("01581", question, f"問 {question}", text, False) for question, text in said.items()],
        columns=["municipality_code", "question_id", "wording", "said", "is_synthetic"],
    )


def test_barriers_that_came_and_went_are_named_and_other_answers_counted() -> None:
    then = answers(barriers="人材不足\n効果がわからない", meeting="設置していない", staff="2")
    now = answers(barriers="人材不足\n財源", meeting="設置している", staff="2", new="はい")
    row = briefing.answer_changes(then, now).iloc[0]
    assert (row["added"], row["removed"], row["others"]) == (["財源"], ["効果がわからない"], ["問 meeting"])


def test_the_same_answers_are_no_change() -> None:
    same = answers(barriers="人材不足", staff="2")
    assert briefing.answer_changes(same, same.copy()).empty
    assert briefing.answer_changes(same.iloc[:0], same).empty
