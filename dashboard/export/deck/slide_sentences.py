"""The sentences of the summary: each stands by itself and can be read out."""

from __future__ import annotations

import pandas as pd

from dashboard.export.deck import count_words, frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Part
from dashboard.export.deck.slide_curve import share
from dashboard.frames import record
from dashboard.words import words

MOST_NAMES = 8


def sentences(data: DeckData, rollout: pd.DataFrame) -> list[tuple[Part, ...]]:
    """The summary: each sentence stands by itself."""
    total = len(data.towns)
    now, before = data.codes("implementing"), data.codes_before("implementing")
    said: list[tuple[Part, ...]] = []
    if data.is_comparable("implementing"):
        new = tuple(code for code in now if code not in before)
        gone = tuple(code for code in before if code not in now)
        line = _implementing_since(data, len(before), len(now), is_same=not new and not gone)
        if new:
            line = (*line, f"新たに実施: {frame.listed(data.town_names(new), MOST_NAMES)}。")
        if gone:
            line = (*line, f"実施でなくなった: {frame.listed(data.town_names(gone), MOST_NAMES)}。")
        said.append(line)
    national = rollout[(rollout["scope"] == "national") & (rollout["fiscal_year"] == data.fiscal_year)]
    if data.is_whole and not national.empty:
        row = record(national.iloc[0])
        plan = "（予定）" if row["is_plan"] else ""
        said.append(
            (
                "全国の実施率は",
                *share("national", row),
                f"{plan}で、北海道は",
                *frame.share("share.implementing", len(now), total),
                "です。",
            )
        )
    if data.is_unknown("planned"):
        said.append((f"予定・検討・実施予定なしの市町村があるかは、資料がなく{count_words.UNKNOWN}。",))
    else:
        said += [_ahead(data), _no_plan(data)]
    silent = data.codes("no_data")
    if silent:
        said.append(
            (
                "未回答・データなしは",
                frame.count("group.no_data", len(silent)),
                "市町村で、「予定なし」とは数えていません"
                + (
                    f"（{frame.listed(data.town_names(silent), MOST_NAMES)}）。"
                    if len(silent) <= 12
                    else "。"
                ),
            )
        )
    if not data.is_complete:
        said.append((f"{data.label}は{words.KNOWN_SO_FAR}です。公表された合計はありません。",))
    return said


def _implementing_since(data: DeckData, before: int, now: int, *, is_same: bool) -> tuple[Part, ...]:
    if not before and not now:
        return (
            f"実施している市町村は、{data.before_label}に続いて",
            count_words.none("group.implementing"),
            "。",
        )
    if not before:
        none = count_words.none("group_before.implementing", "なかった")
        return (
            f"{data.before_label}には",
            none,
            "実施が、",
            frame.count("group.implementing", now),
            "市町村になりました。",
        )
    if not now:
        return (
            f"{data.before_label}に実施していた",
            frame.count("group_before.implementing", before),
            "市町村は、実施し",
            count_words.none("group.implementing", "なくなりました"),
            "。",
        )
    if is_same:
        return (
            f"実施は{data.before_label}と同じ",
            frame.count("group.implementing", now),
            "市町村です。",
        )
    return (
        f"実施は{data.before_label}の",
        frame.count("group_before.implementing", before),
        "市町村から",
        frame.count("group.implementing", now),
        "市町村になりました。",
    )


def _ahead(data: DeckData) -> tuple[Part, ...]:
    """Who plans and who considers."""
    planned, thinking, total = len(data.codes("planned")), len(data.codes("considering")), len(data.towns)
    so_far = "" if data.is_settled("considering") else f"{words.KNOWN_SO_FAR}で、"
    both = "groups.planned+considering", planned + thinking
    if not planned and not thinking:
        return (
            f"{so_far}予定（移行準備を含む）の市町村も、検討している市町村も",
            count_words.none(both[0]),
            "。",
        )
    shares = count_words.share_in_brackets("shares.planned+considering", planned + thinking, total)
    if not planned:
        return (
            f"{so_far}予定（移行準備を含む）の市町村は",
            count_words.none("group.planned", "なく"),
            "、時期を決めずに検討しているのが",
            frame.count("group.considering", thinking),
            "市町村",
            *shares,
            "です。",
        )
    if not thinking:
        return (
            f"{so_far}予定（移行準備を含む）が",
            frame.count("group.planned", planned),
            "市町村",
            *shares,
            "で、時期を決めずに検討している市町村は",
            count_words.none("group.considering"),
            "。",
        )
    return (
        f"{so_far}予定（移行準備を含む）が",
        frame.count("group.planned", planned),
        "、時期を決めずに検討しているのが",
        frame.count("group.considering", thinking),
        "市町村で、あわせて",
        frame.count(*both),
        "市町村",
        *shares,
        "です。",
    )


def _no_plan(data: DeckData) -> tuple[Part, ...]:
    number = len(data.codes("no_plan"))
    so_far = "" if data.is_settled("no_plan") else f"{words.KNOWN_SO_FAR}で"
    if not number:
        return (f"{so_far}実施予定なしの市町村は", count_words.none("group.no_plan"), "。")
    share = count_words.share_in_brackets("share.no_plan", number, len(data.towns))
    return (f"実施予定なしは{so_far}", frame.count("group.no_plan", number), "市町村", *share, "です。")
