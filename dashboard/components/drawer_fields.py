"""Fields that the drawers of 訂正 and 確認・注記 have alike: the day, and who writes."""

from __future__ import annotations

from datetime import date

import dash_mantine_components as dmc

from dashboard.components.written_by import LABEL, of_account
from dashboard.words import words


def day(place: str, label: str, today: date) -> dmc.TextInput:
    """place: its id. Today, until another day is written."""
    return dmc.TextInput(
        id=place,
        label=label,
        description="11/27 や R8.11.27 のように書けます",
        value=words.day_short(today),
        w=220,
        size="sm",
    )


def writer(place: str, name: str, *, is_required: bool = False) -> dmc.TextInput:
    """place: its id, which assets/kasanari.js knows. name: as it was entered last on any page."""
    return dmc.TextInput(
        id=place,
        label=LABEL,
        w=220,
        size="sm",
        **({"placeholder": "あなたの名前", "value": name, "required": is_required} | of_account()),
    )
