"""Address lists (宛先) that offices keep in Excel: whom to write to in a municipality or a 振興局."""

from __future__ import annotations

from etl import names
from etl.readers.context import Fact, ReadContext, Row, read_facts, refuse, text_of
from etl.readers.town import municipality_of
from etl.sources import RegisteredFile

KIND = "addresses"
PARTS = ("section", "person", "phone", "mail", "note")


def read_addresses(context: ReadContext, source: RegisteredFile, areas: dict[str, str]) -> list[Fact]:
    """A fact per row with an entry: municipality_code or subprefecture_code (the other empty), PARTS as written, and the cell that names the place.

    areas: names of the 振興局 by code. A row that names neither, or both differently, is set aside with its reason.
    """
    by_name = {names.normalise(name): code for code, name in areas.items()}

    def fact(row: Row) -> Fact:
        parts = {part: text_of(row, part) for part in PARTS}
        if not any(parts.values()):
            raise refuse(
                row,
                "name" if "name" in row else "code",
                "ADDRESS-EMPTY",
                "課・係、担当者、電話、メールがどれも空です。",
            )
        parts["cell"] = row["name" if "name" in row else "code"].cell
        area = by_name.get(names.normalise(text_of(row, "name")))
        code = text_of(row, "code")
        if area is not None and code in ("", area, area.lstrip("0")):
            return {"municipality_code": "", "subprefecture_code": area, **parts}
        return {"municipality_code": municipality_of(context, source, row), "subprefecture_code": "", **parts}

    return read_facts(context, source, KIND, fact)
