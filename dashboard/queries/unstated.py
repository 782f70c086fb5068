"""How a state is read that no record states, but a complete list of who implements rules out: one expression for all pages."""

from __future__ import annotations

NOT_LISTED = "実施していない（名簿に記載なし）"


def label(stated: str, basis: str, is_implementing: str) -> str:
    """SQL: the label of a state, or NOT_LISTED. Given the columns of the label and of mart_status_by_year."""
    return f"case when {basis} = 'none' and {is_implementing} is false then '{NOT_LISTED}' else {stated} end"
