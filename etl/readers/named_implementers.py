"""Municipalities that another official source names as implementing: expenditure by 重層的支援体制整備事業, a list of the ministry."""

from __future__ import annotations

import unicodedata

from etl import fiscal_year
from etl.readers.cell_number import number_text
from etl.readers.context import Fact, ReadContext, Row, read_facts, refuse, text_of
from etl.readers.town import municipality_of
from etl.sources import RegisteredFile

KIND = "named_implementers"
# How a table says that a municipality implements, or does not, where it has no amount.
YES = frozenset({"○", "〇", "◯", "●", "◎", "有", "あり", "実施", "実施中", "該当", "1"})
NO = frozenset({"", "-", "－", "―", "–", "×", "✕", "無", "なし", "未実施", "非該当"})


def read_named_implementers(context: ReadContext, source: RegisteredFile) -> list[Fact]:
    """municipality_code, fiscal_year, is_named, amount (as written, "" for a mark), known_on, is_synthetic, source_id.

    The year is that of the day for which the list was registered. A row of nobody's, or that says neither yes nor no, is
    quarantined with its reason; what is known of a municipality is never changed by it.
    """

    def fact(row: Row) -> Fact:
        code = municipality_of(context, source, row)
        if source.as_of is None:
            message = "何年度の資料かがわかりません。登録の「時点」に、資料の年度の日を入れてください。"
            raise refuse(row, "mark", "NAMED-NO-YEAR", message)
        is_named, amount = _said(row)
        return {
            "municipality_code": code,
            "fiscal_year": fiscal_year.of_date(source.as_of),
            "is_named": is_named,
            "amount": amount,
            "known_on": source.known_on.isoformat(),
            "is_synthetic": source.is_synthetic,
            "source_id": context.ledger.cite(source, row["mark"]),
        }

    return read_facts(context, source, KIND, fact)


def _said(row: Row) -> tuple[bool, str]:
    """Whether the row names its municipality, and the amount that it gives. Raises RowRefusedError."""
    written = text_of(row, "mark")
    amount = number_text(row["mark"])
    if amount not in (None, "", "1"):
        return float(str(amount)) > 0, str(amount)
    plain = unicodedata.normalize("NFKC", written).strip()
    if plain in YES or written in YES:
        return True, ""
    if plain in NO or written in NO:
        return False, ""
    message = (
        f"「{written[:40]}」からは、事業を実施しているかどうかがわかりません。金額か、○・×で書いてください。"
    )
    raise refuse(row, "mark", "NAMED-UNREADABLE", message)
