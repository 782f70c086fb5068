"""What the slides of 事業について are drawn from: the 説明資料 as data, and its words as parts whose numbers are recounted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.export.deck.model import Number, Part
from dashboard.frames import records

FIGURES = re.compile(r"[\d０-９][\d０-９,]*(?:\.\d+)?")
SOURCE = "北海道の説明資料"
EDITED = "（道の担当が直した言葉）"


@dataclass(frozen=True, eq=False)
class ProgrammeData:
    """statements, functions, measures, cases, plans: as the functions of queries.programme; towns: how many there are.

    added: cases that staff added, one row per statement: record_id, version, municipality_code, name, topic,
    function_label, text, source, written_by, written_at. wordings: what staff say of a subject in other words, the newest.
    """

    statements: pd.DataFrame
    functions: pd.DataFrame
    measures: pd.DataFrame
    cases: pd.DataFrame
    plans: pd.DataFrame
    towns: int
    added: pd.DataFrame = field(default_factory=pd.DataFrame)
    wordings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def section(self, name: str) -> list[dict[str, Any]]:
        """The statements of a part of the paper."""
        return records(self.statements[self.statements["section"] == name])

    def statement(self, code: str) -> dict[str, Any]:
        """One statement. Raises KeyError where it is not among the data."""
        rows = records(self.statements[self.statements["statement_code"] == code])
        if not rows:
            raise KeyError(code)
        return rows[0]

    def of_subject(self, subject: str) -> list[dict[str, Any]]:
        """The statements that speak of one function, measure, barrier or row of a case."""
        return records(self.statements[self.statements["subject"] == subject])

    def wording(self, subject: str, text: str) -> str:
        """What staff say of the subject in place of the words of the paper, marked; else those words."""
        edited = self.wordings.get(subject)
        return f"{edited['text']}{EDITED}" if edited else text

    @property
    def planned(self) -> int:
        """Municipalities that implement, plan or consider: all but the last of the numbers."""
        return int(self.plans["value"].iloc[:-1].sum())


def value_of(figure: str) -> float:
    return float(figure.replace(",", ""))


def quoted(text: str, subject: str) -> tuple[Part, ...]:
    """Words of the paper; each number in them is recounted from the lines that speak of the subject."""
    parts: list[Part] = []
    at = 0
    for match in FIGURES.finditer(text):
        if match.start() > at:
            parts.append(text[at : match.start()])
        value = value_of(match.group())
        parts.append(Number(f"told.{subject}.{value:g}", value, match.group()))
        at = match.end()
    if at < len(text):
        parts.append(text[at:])
    return tuple(parts)


def words_of(statement: dict[str, Any]) -> tuple[Part, ...]:
    """A statement in the words of the paper."""
    return quoted(str(statement["statement"]), f"statement:{statement['statement_code']}")
