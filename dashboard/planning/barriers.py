"""Barriers counted: shares, ranks, which go together, what became of them, and support wanted beside given.

Frames in, frames out. A share is of the towns that were asked and answered (is_counted); a town that was not
asked, is silent or says 未定 is in no denominator.
"""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from dashboard.planning import lift

# 1位 3 points, 2位 2, 3位 1.
POINTS = {1: 3, 2: 2, 3: 1}
ASKED = ("answered", "none")
BARRIER = ["barrier_code", "barrier_label", "is_provisional", "sort_order"]


def barriers_in_order(answers: pd.DataFrame) -> pd.DataFrame:
    """One row per barrier, those of the briefing first: barrier_code, barrier_label, is_provisional, sort_order.

    A barrier of several rounds has the words of the newest.
    """
    newest = answers.sort_values("fiscal_year")[BARRIER].drop_duplicates("barrier_code", keep="last")
    return newest.sort_values(["is_provisional", "sort_order"]).reset_index(drop=True)


def shares(answers: pd.DataFrame) -> pd.DataFrame:
    """One row per barrier of one round: stated, counted (towns), share (0–1, missing without a town), first, second,
    third (towns), points (3, 2, 1 for the places).

    answers: one row per municipality × barrier with is_counted, is_stated, rank.
    """
    rows = []
    answers = answers[["fiscal_year", *BARRIER, "municipality_code", "is_counted", "is_stated", "rank"]]
    for barrier in barriers_in_order(answers).to_dict("records"):
        own = answers[(answers["barrier_code"] == barrier["barrier_code"]) & answers["is_counted"]]
        said = own[own["is_stated"]]
        places = {place: int((said["rank"] == place).sum()) for place in POINTS}
        rows.append(
            barrier
            | {"stated": len(said), "counted": len(own), "share": _share(len(said), len(own))}
            | {"first": places[1], "second": places[2], "third": places[3]}
            | {"points": sum(POINTS[place] * number for place, number in places.items())}
        )
    columns = [*BARRIER, "stated", "counted", "share", "first", "second", "third", "points"]
    return pd.DataFrame(rows, columns=columns)


def across(answers: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per barrier × value of a column (group_code, size_class …): stated, counted (towns), share (0–1)."""
    own = answers.loc[
        answers["is_counted"], [*dict.fromkeys(("barrier_code", column)), "municipality_code", "is_stated"]
    ]
    table = (
        own.groupby(["barrier_code", column], sort=False)
        .agg(stated=("is_stated", "sum"), counted=("municipality_code", "nunique"))
        .reset_index()
    )
    table["stated"] = table["stated"].astype(int)
    table["share"] = table["stated"] / table["counted"]
    return table


def states(answers: pd.DataFrame) -> dict[str, int]:
    """Towns by how they answered the question of one round (answered, none, undecided, blank, not_asked …)."""
    towns = answers.drop_duplicates("municipality_code")
    return {str(state): int(number) for state, number in towns["state"].value_counts().items()}


def pairs(answers: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of barriers of one round, most alike first: first, second (codes), both, first_stated,
    second_stated, counted (towns), jaccard (both ÷ either), lift (both ÷ what chance alone would give), lift_low,
    lift_high (its interval, wide enough for as many pairs: planning.lift).
    """
    own = answers.loc[answers["is_counted"], ["municipality_code", "barrier_code", "is_stated"]]
    counted = own["municipality_code"].nunique()
    codes = barriers_in_order(answers)["barrier_code"].tolist() if len(answers) else []
    stated = {
        code: set(own[(own["barrier_code"] == code) & own["is_stated"]]["municipality_code"])
        for code in codes
    }
    rows = []
    for one, other in combinations(codes, 2):
        both, either = len(stated[one] & stated[other]), len(stated[one] | stated[other])
        expected = len(stated[one]) * len(stated[other]) / counted if counted else 0.0
        rows.append(
            {
                "first": one,
                "second": other,
                "both": both,
                "first_stated": len(stated[one]),
                "second_stated": len(stated[other]),
                "counted": counted,
                "jaccard": _share(both, either),
                "lift": both / expected if expected else None,
                "lift_low": None,
                "lift_high": None,
            }
        )
    columns = ["first", "second", "both", "first_stated", "second_stated", "counted", "jaccard", "lift"]
    columns += ["lift_low", "lift_high"]
    for row in rows:
        both, margins = int(row["both"]), (row["first_stated"], row["second_stated"], counted)
        if row["lift"] is not None:
            row["lift_low"], row["lift_high"] = lift.interval(both, *margins, pairs=len(rows))
    frame = pd.DataFrame(rows, columns=columns).astype({"lift_low": "float64", "lift_high": "float64"})
    return frame.sort_values(["jaccard", "both"], ascending=False, kind="stable").reset_index(drop=True)


def persistence(changes: pd.DataFrame) -> pd.DataFrame:
    """One row per barrier between two rounds: persisted, cleared, new, never, implementing, not_comparable (towns),
    before (persisted + cleared), and of persisted and cleared those that attended anything in between
    (…_attended) or something that answers the barrier (…_addressed); has_measure: whether any measure answers it.
    """
    kinds = ("persisted", "cleared", "new", "never", "implementing", "not_comparable")
    rows = []
    changes = changes[["fiscal_year", *BARRIER, "change", "events", "events_addressing", "has_measure"]]
    for barrier in barriers_in_order(changes).to_dict("records"):
        own = changes[changes["barrier_code"] == barrier["barrier_code"]]
        row = barrier | {kind: int((own["change"] == kind).sum()) for kind in kinds}
        row["before"] = row["persisted"] + row["cleared"]
        for kind in ("persisted", "cleared"):
            towns = own[own["change"] == kind]
            row[f"{kind}_attended"] = int((towns["events"] > 0).sum())
            row[f"{kind}_addressed"] = int((towns["events_addressing"] > 0).sum())
        row["has_measure"] = bool(own["has_measure"].any())
        rows.append(row)
    more = [f"{kind}_{what}" for kind in ("persisted", "cleared") for what in ("attended", "addressed")]
    return pd.DataFrame(rows, columns=[*BARRIER, *kinds, "before", *more, "has_measure"])


def again(changes: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality with a barrier that persisted: municipality_code, persisted (barriers)."""
    own = changes[changes["change"] == "persisted"]
    return own.groupby("municipality_code").size().rename("persisted").reset_index()


def support(wishes: pd.DataFrame) -> pd.DataFrame:
    """One row per kind of support of one round: wanted, counted (towns; also …_implementers and …_others), share,
    before, said, after, without (of the towns that want it: those on record at such an event up to the round; of the
    rest those that answer to have received it; of the rest those on record later; those without any of it), given
    (towns on record up to the round, whether they want it or not), has_measure.
    """
    rows = []
    used = [
        "is_counted",
        "is_wanted",
        "events_before",
        "events_after",
        "says_received",
        "group_code",
        "measures",
    ]
    wishes = wishes[["sort_order", "support_code", "support_label", *used]]
    for (order, code, label), own in wishes.groupby(["sort_order", "support_code", "support_label"]):
        asked = own[own["is_counted"]]
        wish = asked[asked["is_wanted"]]
        implementing = asked["group_code"] == "implementing"
        had, later = wish["events_before"] > 0, wish["events_after"] > 0
        says = wish["says_received"].fillna(False).astype(bool)
        rows.append(
            {
                "support_code": code,
                "support_label": label,
                "sort_order": order,
                "wanted": len(wish),
                "counted": len(asked),
                "share": _share(len(wish), len(asked)),
                "wanted_implementers": int((asked["is_wanted"] & implementing).sum()),
                "counted_implementers": int(implementing.sum()),
                "wanted_others": int((asked["is_wanted"] & ~implementing).sum()),
                "counted_others": int((~implementing).sum()),
                "before": int(had.sum()),
                "said": int((says & ~had).sum()),
                "after": int((later & ~had & ~says).sum()),
                "without": int((~had & ~later & ~says).sum()),
                "given": int((own["events_before"] > 0).sum()),
                "has_measure": bool((own["measures"] != "").any()),
            }
        )
    columns = [
        *("support_code", "support_label", "sort_order", "wanted", "counted", "share"),
        *("wanted_implementers", "counted_implementers", "wanted_others", "counted_others"),
        *("before", "said", "after", "without", "given", "has_measure"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def any_wanted(frame: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Towns that want at least one kind of support, and those that answered: of all, implementers, others."""
    towns = (
        frame[frame["is_counted"]]
        .groupby("municipality_code")
        .agg(wants=("is_wanted", "any"), group=("group_code", "first"))
    )
    implementing = towns["group"] == "implementing"
    parts = {
        "wanted": towns,
        "wanted_implementers": towns[implementing],
        "wanted_others": towns[~implementing],
    }
    return {kind: (int(own["wants"].sum()), len(own)) for kind, own in parts.items()}
