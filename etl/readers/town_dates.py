"""What a municipality has before it: the end of its 地域福祉計画, an election; a row a municipality and event."""

from __future__ import annotations

from etl import fiscal_year, names
from etl.readers import vocabulary
from etl.readers.cell_year import day_of, year_of
from etl.readers.context import Fact, ReadContext, Row, read_facts, refuse, text_of
from etl.readers.grid import CellRef
from etl.readers.town import municipality_of
from etl.sources import RegisteredFile

KIND = "town_dates"


def read_town_dates(context: ReadContext, source: RegisteredFile) -> list[Fact]:
    """municipality_code, event_code, on_day (ISO, or "" where a year alone is written), fiscal_year, known_on,
    is_synthetic, source_id (cell of the time).

    A row with an unknown town, event or time is quarantined with its reason.
    """

    def fact(row: Row) -> Fact:
        code = municipality_of(context, source, row)
        event = _event(row)
        if not text_of(row, "when"):
            raise refuse(row, "event", "DATE-EMPTY", "期日または年度が空欄です。書いてください。")
        day, year = _time(row, row["when"])
        return {
            "municipality_code": code,
            "event_code": event,
            "on_day": day,
            "fiscal_year": year,
            "known_on": source.known_on.isoformat(),
            "is_synthetic": source.is_synthetic,
            "source_id": context.ledger.cite(source, row["when"]),
        }

    return read_facts(context, source, KIND, fact)


def _event(row: Row) -> str:
    written = text_of(row, "event")
    found = vocabulary.spellings("town_event").get(names.normalise(written))
    if found is None:
        known = "、".join(vocabulary.labels("town_event").values())
        message = f"予定の種類「{written[:40]}」が分かりません。次のどれかで書いてください: {known}"
        raise refuse(row, "event", "DATE-EVENT", message)
    return found


def _time(row: Row, cell: CellRef) -> tuple[str, int]:
    day = day_of(cell)
    if day.value is not None:
        return day.value.isoformat(), fiscal_year.of_date(day.value)
    year = year_of(cell)
    if year.fiscal_year is None:
        message = f"「{text_of(row, 'when')[:40]}」は日付とも年度とも読めません。令和8年度、令和9年4月25日のように書いてください。"
        raise refuse(row, "when", "DATE-UNREADABLE", message)
    return "", year.fiscal_year
