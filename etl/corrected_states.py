"""States that the record of corrections tells: the first ones of a year of which nothing was known, and start years left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from etl import fiscal_year
from etl.corrections import Correction
from etl.japanese_date import day_label
from etl.readers import vocabulary
from etl.readers.context import Fact, ReadContext

PRECEDENCE = 4
STATUS_CODE, START_YEAR = "status_code", "start_fiscal_year"
FIRST_YEAR = 2021
# What stands in place of a state that nobody has stated.
NOT_STATED = frozenset({"", "空欄", "未回答", "データなし"})


def is_first(one: Correction) -> bool:
    """Whether a row tells the state of a year of which nothing was known."""
    return one.before in NOT_STATED and not one.is_synthetic


def first(
    one: Correction, status: str, later: list[Fact], inputs: Mapping[str, list[Fact]], as_of: date
) -> tuple[list[Fact], str]:
    """The fact that a row tells, none where it holds on no day, and why not or what has come since ("": nothing).

    `later`: what became known of that year after the row; it takes the place of what was told by word of mouth.
    """
    year, told = one.fiscal_year, one.corrected_on
    if one.municipality_code not in {str(town["code"]) for town in inputs.get("municipalities", [])}:
        return [], "訂正の対象になる市町村がありません。市町村コードを確かめてください。"
    if year is None or told is None or not FIRST_YEAR <= year <= fiscal_year.of_date(told):
        return (
            [],
            "訂正の対象になる記録がありません。年度を確かめてください（連絡日より先の年度の状態は入れられません）。",
        )
    if one.withdrawn_on is not None and one.withdrawn_on <= told:
        return [], ""
    newest = min(later, key=lambda fact: str(fact["known_on"]), default=None)
    days = [day.isoformat() for day in (one.withdrawn_on,) if day is not None and day <= as_of]
    days += [str(newest["known_on"])] if newest is not None else []
    problem = ""
    if newest is not None and newest[STATUS_CODE] != status:
        label = vocabulary.labels("status").get(str(newest[STATUS_CODE]), str(newest[STATUS_CODE]))
        day = day_label(date.fromisoformat(str(newest["known_on"])))
        problem = f"この連絡のあと{day}にわかった資料では「{label}」です。どちらが正しいか市町村に確かめ、必要なら訂正してください。"
    fact: Fact = {
        "municipality_code": one.municipality_code,
        "fiscal_year": year,
        "as_of": told.isoformat(),
        STATUS_CODE: status,
        START_YEAR: None,
        "source_id": one.source_id,
        "known_on": told.isoformat(),
        "until": min(days, default=""),
        "precedence": PRECEDENCE,
        "is_synthetic": False,
        "note": f"連絡: {one.reason}",
    }
    return [fact], problem


def starts_before(fact: Fact, facts: list[Fact]) -> set[str]:
    """Start years that a town has stated up to that year: one of them is shown where a fact leaves its own out."""
    return {
        str(other[START_YEAR])
        for other in facts
        if other["municipality_code"] == fact["municipality_code"]
        and int(str(other["fiscal_year"])) <= int(str(fact["fiscal_year"]))
        and other[START_YEAR] is not None
    }


def start_cell(context: ReadContext, fact: Fact) -> str:
    """Where a fact says its start year, or that there is none; "" where it leaves it out."""
    linked = (
        str(link["source_id"])
        for link in context.ledger.links
        if (link["fact_key"], link["column_name"]) == (fact["source_id"], START_YEAR)
    )
    return next(linked, "" if fact[START_YEAR] is None else str(fact["source_id"]))
