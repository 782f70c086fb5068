"""Journal and warehouse read together: promises with their judgement, what is overdue, and what a handover holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from dashboard import journal
from dashboard.planning import promises as judging
from dashboard.queries import promises as queries_promises
from dashboard.queries import visits as queries_visits
from dashboard.warehouse.reader import Reader

TOWN = ["municipality_code", "name", "kana", "subprefecture_code", "subprefecture_name"]
OVERDUE = ["record_id", "version", "kind", "municipality_code", "name", "subprefecture_name", "what", "due"]
OVERDUE += ["days_over", "owner"]
CLOSED_BY_RETURN = {"kept", "kept_late"}
NOT_KEPT = {"broken", "reopened"}


@dataclass(frozen=True)
class Handover:
    """Everything of one officer or 振興局; each frame one row per record, in the order of the towns."""

    title: str
    made_on: date
    towns: pd.DataFrame
    promises: pd.DataFrame
    steps: pd.DataFrame
    contacts: pd.DataFrame
    items: pd.DataFrame
    is_synthetic: bool


def with_towns(reader: Reader, frame: pd.DataFrame) -> pd.DataFrame:
    """The records with name, kana and 振興局 of their towns."""
    places = queries_visits.places(reader)[TOWN]
    return frame.merge(places.astype(object), on="municipality_code", how="left")


def promises(reader: Reader, path: Path | None) -> pd.DataFrame:
    """One row per promise that stands, with town, kind_label, target_label and the judgement by later returns.

    is_open: to be followed up: not closed by people, and not kept by the returns (or fallen back since).
    """
    frame = with_towns(reader, journal.promises(path))
    kinds, targets = queries_promises.kinds(reader), queries_promises.targets(reader)
    found = judging.judge(frame, kinds, queries_promises.statuses(reader), queries_promises.answers(reader))
    labels = dict(zip(kinds["code"], kinds["label_ja"], strict=True))
    target_labels = dict(zip(targets["code"], targets["label_ja"], strict=True))
    frame = frame.merge(found.astype(object), on="record_id", how="left")
    frame["kind_label"] = [labels.get(code, code) for code in frame["promise_kind"]]
    frame["target_label"] = [target_labels.get(code, "") for code in frame["target"]]
    judgement = frame["judgement"]
    standing = frame["state"] == "進行中"
    frame["is_open"] = (standing & ~judgement.isin(CLOSED_BY_RETURN)) | (judgement == "reopened")
    return frame


def overdue(reader: Reader, path: Path | None, today: date) -> pd.DataFrame:
    """One row per promise, next step or plan item past its due day and not done, the longest first (OVERDUE)."""
    known = promises(reader, path)
    steps = with_towns(reader, journal.steps(path))
    items = with_towns(reader, journal.items(path))
    parts = [
        _late("promise", known[known["is_open"].astype(bool)], "text", today),
        _late("step", steps[steps["state"] == "これから"], "text", today),
        _late("item", items[items["state"] == "予定"], "means", today),
    ]
    rows = [row for part in parts for row in part]
    rows.sort(key=lambda row: (row["due"], row["municipality_code"], row["record_id"]))
    return pd.DataFrame(rows, columns=OVERDUE)


def owners(path: Path | None) -> list[str]:
    """Everybody who is in charge of anything, in the order of their names."""
    frames = [journal.current(path, kind) for kind in ("contact", "promise", "step", "item")]
    return sorted({str(name) for frame in frames for name in frame["owner"] if isinstance(name, str)})


def handover(
    reader: Reader, path: Path | None, today: date, *, owner: str = "", subprefecture: str = ""
) -> Handover:
    """What one officer has in hand, or what is under way in one 振興局 (its code)."""
    areas = queries_visits.offices(reader)
    names = dict(zip(areas["code"], areas["name"], strict=True))
    title = owner or str(names.get(subprefecture, "全道"))
    parts = {
        "promises": promises(reader, path),
        "steps": with_towns(reader, journal.steps(path)),
        "contacts": with_towns(reader, journal.contacts(path)),
        "items": with_towns(reader, journal.items(path)),
    }
    for name, frame in parts.items():
        chosen = frame
        if owner:
            chosen = chosen[chosen["owner"] == owner]
        if subprefecture:
            chosen = chosen[chosen["subprefecture_code"] == subprefecture]
        order = "contacted_on" if name == "contacts" else "due"
        parts[name] = chosen.sort_values(["municipality_code", order], kind="stable").reset_index(drop=True)
    codes = sorted({code for frame in parts.values() for code in frame["municipality_code"]})
    states = queries_visits.states(reader)
    places = queries_visits.places(reader).merge(states, on="municipality_code")
    places = places[places["municipality_code"].isin(codes)].reset_index(drop=True)
    plans = journal.plans(path)
    titles = dict(zip(plans["record_id"], plans["title"], strict=True))
    parts["items"]["plan_title"] = [
        titles.get(plan, "（取り除いた計画）") for plan in parts["items"]["plan_id"]
    ]
    fictional = bool(places["is_synthetic"].any() or parts["promises"]["is_synthetic"].eq(True).any())
    return Handover(title, today, places, **parts, is_synthetic=fictional)


def _late(kind: str, frame: pd.DataFrame, what: str, today: date) -> list[dict[str, object]]:
    return [
        {
            "record_id": row["record_id"],
            "version": row["version"],
            "kind": kind,
            "municipality_code": row["municipality_code"],
            "name": row["name"],
            "subprefecture_name": row["subprefecture_name"],
            "what": row[what],
            "due": row["due"],
            "days_over": (today - row["due"]).days,
            "owner": row["owner"],
        }
        for row in frame.to_dict("records")
        if isinstance(row["due"], date) and row["due"] < today
    ]
