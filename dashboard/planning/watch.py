"""Towns on their way (開始年度が決まった・移行準備中): is the promised start kept, put off, or past without news."""

from __future__ import annotations

import pandas as pd

from dashboard.planning.inputs import RankingInputs
from dashboard.words import eras

WORDS = {
    "overdue": "開始年度を過ぎ、実施を示す資料がまだない（状況を確認）",
    "put_off": "開始年度が先に延びた",
    "no_year": "移行準備中で、開始年度が分からない",
    "coming": "開始を待つ",
}


def watch(inputs: RankingInputs, codes: list[str]) -> pd.DataFrame:
    """One row per municipality of the list, the most pressing first.

    code, name, status_label, start_fiscal_year, first_stated (the start it stated first), years_put_off, state
    (overdue, put_off, no_year, coming), state_label, said_on (date of the newest statement), is_synthetic.
    """
    now = eras.fiscal_year_of(inputs.day)
    towns = inputs.towns[inputs.towns["municipality_code"].isin(codes)]
    stated = inputs.reported_statuses[
        inputs.reported_statuses["start_fiscal_year"].notna()
        & (inputs.reported_statuses["status_code"] == "planned")
    ]
    first = stated.sort_values(["as_of", "known_on"], kind="stable").drop_duplicates("municipality_code")
    starts = first.set_index("municipality_code")["start_fiscal_year"]
    rows = []
    for town in towns.to_dict("records"):
        code = str(town["municipality_code"])
        start = None if pd.isna(town["start_fiscal_year"]) else int(town["start_fiscal_year"])
        began = None if pd.isna(starts.get(code)) else int(starts[code])
        later = start - began if start is not None and began is not None else 0
        state = (
            "no_year" if start is None else "overdue" if start < now else "put_off" if later > 0 else "coming"
        )
        rows.append(
            {
                "code": code,
                "name": town["name"],
                "status_label": town["status_label"],
                "start_fiscal_year": start,
                "first_stated": began,
                "years_put_off": max(0, later),
                "state": state,
                "state_label": WORDS[state],
                "said_on": town["status_as_of"],
                "is_synthetic": bool(town["is_synthetic"]),
            }
        )
    columns = ["code", "name", "status_label", "start_fiscal_year", "first_stated", "years_put_off", "state"]
    frame = pd.DataFrame(rows, columns=[*columns, "state_label", "said_on", "is_synthetic"])
    frame["start_fiscal_year"] = frame["start_fiscal_year"].astype("Int64")
    frame["first_stated"] = frame["first_stated"].astype("Int64")
    order = frame["state"].map({state: place for place, state in enumerate(WORDS)})
    return (
        frame.assign(order=order)
        .sort_values(["order", "start_fiscal_year", "code"], kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )
