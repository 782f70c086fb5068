"""The towns behind a number of 課題: what was pressed, as rows with the cell that says so.

A number is named in the address (?show=): stated:CODE, stated:CODE:size:under_5k, counted:size:under_5k,
rank:CODE:1, state:blank, pair:CODE:CODE, change:CODE:cleared(:addressed), again:3, support:CODE:without.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard.frames import records
from dashboard.planning import barriers as counts
from dashboard.views.barriers import DIMENSIONS, BarrierView
from dashboard.words import words

STATES = {
    "answered": "課題を挙げた",
    "none": "「特に課題はない」と答えた",
    "undecided": "未定と答えた",
    "not_applicable": "該当なしと答えた",
    "blank": "未記入",
    "unreadable": "読めない",
    "not_asked": "尋ねていない（実施中など）",
    "unknown_if_asked": "尋ねたか分からない（実施状況が未記入）",
    "no_return": "調査票が未着",
}
CHANGES = {
    "persisted": "続いている",
    "cleared": "なくなった",
    "new": "新しく挙げた",
    "never": "どちらでも挙げていない",
    "implementing": "実施を始め、尋ねられなくなった",
    "not_comparable": "どちらかの年度の答えがない",
}
SUPPORT = {
    "wanted": "望んだ",
    "wanted_implementers": "望んだ実施市町村",
    "wanted_others": "望んだ未実施市町村",
    "before": "望み、参加の記録がある",
    "said": "望み、参加・活用したと答えた（記録はない）",
    "after": "望み、調査の後に参加した",
    "without": "望んだが、まだ受けていない",
    "given": "参加の記録がある",
}
COLUMNS = (
    *("municipality_code", "name", "subprefecture_name", "size_class_label", "group_label", "fiscal_year"),
    *("subject", "answer", "rank", "note", "raw_text", "file", "sheet", "cell", "is_synthetic"),
)


@dataclass(frozen=True, eq=False)
class TownSelection:
    """title: what the number counts; rows: COLUMNS, one a town × barrier or kind of support; towns: how many."""

    title: str
    rows: pd.DataFrame

    @property
    def towns(self) -> int:
        return int(self.rows["municipality_code"].nunique())


def select(facts: BarrierView, show: str) -> TownSelection:
    """The rows behind a number; everything that was stated where no number, or none that exists, is named."""
    kind, *keys = show.split(":")
    ways: dict[str, Callable[[BarrierView, list[str]], TownSelection | None]] = {
        "stated": _towns_naming_barrier,
        "counted": _towns_answering,
        "rank": _rank,
        "state": _state,
        "pair": _pair,
        "change": _change,
        "again": _again,
        "support": _support,
    }
    found = ways[kind](facts, keys) if kind in ways else None
    if found is not None:
        return found
    own = facts.answers[facts.answers["is_stated"] & facts.answers["is_counted"]]
    return TownSelection(f"{facts.label}に挙げられた課題のすべて", _barrier_rows(own))


def labels(facts: BarrierView) -> dict[str, str]:
    """Words of the barriers of every round by code, the newest words."""
    frame = counts.barriers_in_order(facts.series)
    return dict(zip(frame["barrier_code"], frame["barrier_label"], strict=True))


def _towns_naming_barrier(facts: BarrierView, keys: list[str]) -> TownSelection | None:
    code, rest = keys[0] if keys else "", keys[1:]
    if code not in labels(facts):
        return None
    frame, said = _within(facts, rest)
    own = frame[(frame["barrier_code"] == code) & frame["is_stated"] & frame["is_counted"]]
    return TownSelection(f"{said}「{labels(facts)[code]}」を挙げた市町村", _barrier_rows(own))


def _towns_answering(facts: BarrierView, keys: list[str]) -> TownSelection | None:
    frame, said = _within(facts, keys)
    own = frame[frame["is_counted"]].drop_duplicates(["municipality_code", "fiscal_year"])
    return TownSelection(f"{said}課題の設問に答えた市町村（割合の分母）", _state_rows(own))


def _rank(facts: BarrierView, keys: list[str]) -> TownSelection | None:
    if len(keys) != 2 or keys[0] not in labels(facts):
        return None
    own = facts.answers[
        (facts.answers["barrier_code"] == keys[0]) & facts.answers["is_stated"] & facts.answers["is_counted"]
    ]
    wanted = own["rank"].isna() if keys[1] == "0" else own["rank"].astype("Int64").astype("str") == keys[1]
    said = "順位を付けずに挙げた市町村" if keys[1] == "0" else f"{keys[1][:1]}位に挙げた市町村"
    return TownSelection(f"{facts.label}「{labels(facts)[keys[0]]}」を{said}", _barrier_rows(own[wanted]))


def _state(facts: BarrierView, keys: list[str]) -> TownSelection | None:
    if not keys or keys[0] not in STATES:
        return None
    own = facts.answers[facts.answers["state"] == keys[0]].drop_duplicates("municipality_code")
    return TownSelection(f"{facts.label}: {STATES[keys[0]]}市町村", _state_rows(own))


def _pair(facts: BarrierView, keys: list[str]) -> TownSelection | None:
    said = labels(facts)
    if len(keys) != 2 or not set(keys) <= set(said):
        return None
    own = facts.answers[
        facts.answers["barrier_code"].isin(keys) & facts.answers["is_stated"] & facts.answers["is_counted"]
    ]
    both = own.groupby("municipality_code")["barrier_code"].transform("nunique") == 2
    return TownSelection(
        f"{facts.label}「{said[keys[0]]}」と「{said[keys[1]]}」の両方を挙げた市町村", _barrier_rows(own[both])
    )


def _change(facts: BarrierView, keys: list[str]) -> TownSelection | None:
    said = labels(facts)
    if len(keys) < 2 or keys[0] not in said or keys[1] not in CHANGES:
        return None
    own = facts.changes[(facts.changes["barrier_code"] == keys[0]) & (facts.changes["change"] == keys[1])]
    title = f"{facts.label}までに「{said[keys[0]]}」が「{CHANGES[keys[1]]}」市町村"
    if keys[2:] == ["addressed"]:
        own = own[own["events_addressing"] > 0]
        title += "のうち、応える支援に間で参加したもの"
    return TownSelection(title, _change_rows(facts, own))


def _again(facts: BarrierView, keys: list[str]) -> TownSelection | None:
    if not keys or not keys[0].isdigit():
        return None
    least = int(keys[0])
    many = counts.again(facts.changes)
    codes = many[many["persisted"] >= least]["municipality_code"]
    own = facts.changes[
        facts.changes["municipality_code"].isin(codes) & (facts.changes["change"] == "persisted")
    ]
    return TownSelection(f"前回と同じ課題が{least}つ以上続いている市町村", _change_rows(facts, own))


def _support(facts: BarrierView, keys: list[str]) -> TownSelection | None:
    frame = facts.support
    if len(keys) != 2 or keys[1] not in SUPPORT:
        return None
    if keys[0] == "any":
        own = frame[frame["is_wanted"] & frame["is_counted"]]
        label = "何らかの支援"
    else:
        own = frame[frame["support_code"] == keys[0]]
        if own.empty:
            return None
        label = str(own["support_label"].iloc[0])
    implementing = own["group_code"] == "implementing"
    wish = own["is_wanted"] & own["is_counted"]
    had, later = own["events_before"] > 0, own["events_after"] > 0
    says = own["says_received"].fillna(False).astype(bool)
    chosen = {
        "wanted": wish,
        "wanted_implementers": wish & implementing,
        "wanted_others": wish & ~implementing,
        "before": wish & had,
        "said": wish & ~had & says,
        "after": wish & ~had & ~says & later,
        "without": wish & ~had & ~says & ~later,
        "given": had,
    }[keys[1]]
    return TownSelection(f"{facts.label}「{label}」: {SUPPORT[keys[1]]}市町村", _support_rows(own[chosen]))


def _within(facts: BarrierView, keys: list[str]) -> tuple[pd.DataFrame, str]:
    """The answers of a cell of the heat table, and how to say it; those of the round where no cell is named."""
    if len(keys) < 2 or keys[0] not in DIMENSIONS:
        return facts.answers, facts.label
    column, _ = DIMENSIONS[keys[0]]
    if column == "fiscal_year":
        year = facts.rounds[facts.rounds["fiscal_year"].astype(str) == keys[1]]
        said = str(year["label_ja"].iloc[0]) if len(year) else ""
        return facts.series[facts.series["fiscal_year"].astype(str) == keys[1]], said
    own = facts.answers[facts.answers[column] == keys[1]]
    label = {"group": "group_label", "size": "size_class_label", "sub": "subprefecture_name"}[keys[0]]
    said = str(own[label].iloc[0]) if len(own) else ""
    return own, f"{facts.label} {said}の、"


def _barrier_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return _shaped(frame.assign(subject=frame["barrier_label"], answer="挙げた", note=""))


def _state_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """A town's way of answering has no single cell: the columns of the cell stay empty."""
    blank = dict.fromkeys(("raw_text", "file", "sheet", "cell", "rank"))
    said = frame["state"].map(STATES)
    return _shaped(frame.assign(subject="課題の設問", answer=said, note="", **blank))


def _change_rows(facts: BarrierView, frame: pd.DataFrame) -> pd.DataFrame:
    own = facts.between[facts.between["fiscal_year"] == facts.year["fiscal_year"]]
    attended = {
        str(code): "、".join(
            f"{row['measure_label']}{row['events']}回（最後 {words.day_short(row['last'])}）"
            for row in records(rows)
        )
        for code, rows in own.groupby("municipality_code")
    }
    before = (
        "前回 " + frame["before_file"] + " " + frame["before_sheet"] + " " + frame["before_cell"]
        + "「" + frame["before_text"] + "」"
    )  # fmt: skip
    between = frame["municipality_code"].map(attended).fillna("間に参加した取組の記録なし")
    return _shaped(
        frame.assign(
            subject=frame["barrier_label"],
            answer=frame["change"].map(CHANGES),
            rank=None,
            note="間の参加: " + between + ("。" + before).fillna(""),
        )
    )


def _support_rows(frame: pd.DataFrame) -> pd.DataFrame:
    had = frame["events_before"].map(lambda number: f"基準日までに{number}回参加" if number else "")
    later = frame["events_after"].map(lambda number: f"基準日の後に{number}回参加" if number else "")
    says = frame["says_received"].fillna(False).astype(bool).map({True: "参加・活用したと回答", False: ""})
    note = [
        "、".join(part for part in parts if part) or "参加の記録なし"
        for parts in zip(had, later, says, strict=True)
    ]
    answer = frame["is_wanted"].map({True: "望んだ", False: "望んでいない"})
    return _shaped(frame.assign(subject=frame["support_label"], answer=answer, rank=None, note=note))


def _shaped(frame: pd.DataFrame) -> pd.DataFrame:
    shown = frame.assign(group_label=frame["symbol"] + " " + frame["group_label"])
    return shown[list(COLUMNS)].sort_values(["municipality_code", "fiscal_year"], kind="stable")
