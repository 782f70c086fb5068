"""How the address book is spoken of, on its own and where a list is looked at."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.words import words

MOST_TROUBLES = 5
HEADINGS = {"section": "課・係", "person": "担当者", "phone": "電話", "mail": "メール", "note": "メモ"}


def standing(rows: list[dict[str, Any]]) -> str:
    """How many of each have a mail address."""
    said = []
    for is_area, unit in ((True, "振興局"), (False, "市町村")):
        own = [row for row in rows if row["is_area"] == is_area]
        filled = sum(bool(row["mail"]) for row in own)
        if own:
            said.append(f"{unit}は{words.count(len(own))}のうち{words.count(filled)}")
    return f"メールの入っている宛先: {'、'.join(said)}。"


def troubles_list(troubles: list[str]) -> list[Any]:
    """What could not be kept, the first of it."""
    if not troubles:
        return []
    more = f"（ほか{words.count(len(troubles) - MOST_TROUBLES)}件）" if len(troubles) > MOST_TROUBLES else ""
    return [
        html.Span(f"入れられなかったもの: {' '.join(troubles[:MOST_TROUBLES])}{more}", className="note-alert")
    ]
