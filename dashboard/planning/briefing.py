"""What changed between two days: new adopters, slipped plans, moves, changed answers. Frames in, frames out."""

from __future__ import annotations

import pandas as pd

# In the order in which they are told: code, heading, what it means.
KINDS: tuple[tuple[str, str, str], ...] = (
    ("adopted", "新たに実施", "前回は実施でなく、今回は実施中"),
    ("slipped", "予定の後ろ倒し", "前回の開始年度より遅い年度になった、または予定でなくなった"),
    ("forward", "進展した", "検討から予定へ、予定なしから検討へ、開始年度が早まった、など"),
    ("back", "見直した", "検討から予定なしへ、実施から終了へ、など（予定の後ろ倒しを除く）"),
    ("learnt", "新たに状態がわかった", "前回は資料・回答がなく、今回はある"),
    ("lost", "状態がわからなくなった", "前回はわかっていたが、今回はわからない"),
)
BARRIERS = "barriers"


def moves(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality whose state or start year changed: the columns of `now`, and kind (KINDS), was, was_start.
    is_synthetic: either of the two is fictional.

    then, now: one row per municipality with municipality_code, status_label, group_code, group_order,
    start_fiscal_year, start_label, is_synthetic (queries.changes.town_states of two days). A start year that was not stated before
    and is now is no slip. Groups are ordered from 実施 to データなし.
    """
    earlier = then[["municipality_code", "status_label", "group_code", "group_order", "start_fiscal_year"]]
    earlier = earlier.assign(was_start=then["start_label"], was_synthetic=then["is_synthetic"]).rename(
        columns={
            "status_label": "was",
            "group_code": "was_group",
            "group_order": "was_order",
            "start_fiscal_year": "was_year",
        }
    )
    both = now.merge(earlier, on="municipality_code")
    if both.empty:
        return both.assign(kind=pd.Series(dtype="str"))
    both["is_synthetic"] = both["is_synthetic"].astype(bool) | both["was_synthetic"].astype(bool)
    both["kind"] = [_kind(row) for _, row in both.iterrows()]
    return both[both["kind"] != ""].drop(columns=["was_order", "was_synthetic"]).reset_index(drop=True)


def answer_changes(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality that answered before and whose answers differ: municipality_code, added, removed, others,
    is_synthetic.

    then, now: one row per municipality and question with municipality_code, question_id, wording, said (one choice a
    line), is_synthetic. added, removed:
    barriers that are new or gone (lists of str); others: wordings of the other questions whose answer differs. Only
    questions that both days have count; a blank is an answer of its own.
    """
    both = now.merge(then, on=["municipality_code", "question_id"], suffixes=("", "_was"))
    said, was = both["said"].fillna(""), both["said_was"].fillna("")
    changed = both.assign(said=said, said_was=was)[(said != was).to_numpy()]
    rows = []
    for code, part in changed.groupby("municipality_code", sort=True):
        barriers = part[part["question_id"] == BARRIERS].to_dict("records")
        new = _choices(barriers[0]["said"]) if barriers else []
        old = _choices(barriers[0]["said_was"]) if barriers else []
        others = part[part["question_id"] != BARRIERS]["wording"].tolist()
        added = [one for one in new if one not in old]
        fictional = bool(part["is_synthetic"].any() or part["is_synthetic_was"].any())
        rows.append((code, added, [one for one in old if one not in new], others, fictional))
    return pd.DataFrame(rows, columns=["municipality_code", "added", "removed", "others", "is_synthetic"])


def _kind(row: pd.Series) -> str:
    """The kind of a change, or nothing."""
    group, was = row["group_code"], row["was_group"]
    if group == "no_data" or was == "no_data":
        return "" if group == was else "adopted" if group == "implementing" else _change_kind(str(was))
    if group == "implementing":
        return "" if was == "implementing" else "adopted"
    year, was_year = _year(row["start_fiscal_year"]), _year(row["was_year"])
    if was == "planned" and group != "planned":
        return "slipped"
    if group != was:
        return "forward" if int(str(row["group_order"])) < int(str(row["was_order"])) else "back"
    if year is None or was_year is None or year == was_year:
        return ""
    return "slipped" if year > was_year else "forward"


def _change_kind(was: str) -> str:
    return "learnt" if was == "no_data" else "lost"


def _year(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]


def _choices(said: object) -> list[str]:
    return [one for one in str(said).split("\n") if one]
