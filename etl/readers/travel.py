"""Times on the road: a table of real ones that replaces the estimate, and the ships to the islands."""

from __future__ import annotations

import re

from etl import municipality_code, names
from etl.readers.context import Fact, ReadContext, Row, read_facts, refuse, text_of
from etl.sources import RegisteredFile

MOST_MINUTES = 24 * 60


def read_road_times(context: ReadContext, source: RegisteredFile) -> list[Fact]:
    """from_code, to_code, month ("" for every month), minutes, known_on, is_synthetic, source_id; a fact a month.

    A row with an unknown town or a time that is none is quarantined with its reason.
    """

    def fact(row: Row) -> Fact:
        ends = [_town(context, row, column) for column in ("from_code", "to_code")]
        if ends[0] == ends[1]:
            raise refuse(row, "to_code", "ROAD-SAME", "出発地と到着地が同じです。到着地を直してください。")
        return {
            "from_code": ends[0],
            "to_code": ends[1],
            "months": _months(row),
            "minutes": _minutes(row, "minutes"),
            "known_on": source.known_on.isoformat(),
            "is_synthetic": source.is_synthetic,
            "source_id": context.ledger.cite(source, row["minutes"]),
        }

    return [
        {**{key: value for key, value in found.items() if key != "months"}, "month": month}
        for found in read_facts(context, source, "road_times", fact)
        for month in str(found["months"]).split(",")
    ]


def _town(context: ReadContext, row: Row, column: str) -> str:
    text = text_of(row, column)
    parsed = municipality_code.read_code(text)
    known = context.directory is not None and parsed.fault is None
    if known and context.directory is not None:
        found = names.resolve(context.directory, parsed.code, text_of(row, column.replace("code", "name")))
        if found.code is not None and not found.problem:
            return found.code
    raise refuse(
        row,
        column,
        "ROAD-TOWN",
        f"「{text}」は道内の市町村のコードではないか、名前と合いません。5桁の標準地域コードを書いてください。",
    )


def _minutes(row: Row, column: str) -> str:
    written = text_of(row, column).replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", written) and 0 < float(written) <= MOST_MINUTES:
        return written
    raise refuse(
        row, column, "ROAD-MINUTES", f"「{written}」は分の数ではありません。90 のような数を書いてください。"
    )


def _months(row: Row) -> str:
    """「12,1,2,3」「12、1」, or nothing for every month."""
    text = text_of(row, "months")
    months = re.split(r"[,、，・\s]+", text.replace("月", "")) if text else [""]
    if all(month == "" or (month.isdecimal() and 1 <= int(month) <= 12) for month in months):
        return ",".join(str(int(month)) if month else "" for month in months)
    raise refuse(
        row,
        "months",
        "ROAD-MONTHS",
        f"「{text}」は月の並びではありません。12,1,2 のように書いてください。",
    )
