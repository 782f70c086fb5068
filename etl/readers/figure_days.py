"""Holds the names of a table of figures, and what it prints in its margins, against the reference dates that were read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from etl.findings import Finding
from etl.japanese_date import day_label
from etl.readers import printed
from etl.readers.context import Row, refuse, text_of
from etl.readers.figure_headings import other_day_said
from etl.readers.grid import Sheet
from etl.sources import RegisteredFile


def file_name(source: RegisteredFile) -> str:
    """The name of the file without the day on which it was stored."""
    return re.sub(r"^\d{4}-\d\d-\d\d_", "", PurePath(source.file).stem)


def refuse_other_source(row: Row, day: date, code: str) -> None:
    """Raises RowRefusedError where the source that a row names is of another day than its reference date."""
    said = other_day_said(text_of(row, "source"), day)
    if said:
        message = (
            f"出典に「{said}」とありますが、基準日の列は{day_label(day)}です。どちらの値か決められないので、"
            "この行は取り込みません。基準日か出典を直して登録しなおしてください。"
        )
        raise refuse(row, "reference_date", "FIGURES-SOURCE-DAY", message, municipality_code=code)


def other_days(source: RegisteredFile, sheet: Sheet, days: Sequence[date]) -> list[Finding]:
    """A warning for each name that speaks of another day or year than all the rows."""
    if not days:
        return []
    names = [(f"シートの名前「{sheet.name}」", sheet.name), ("登録した題名", source.title)]
    names += [("ファイルの名前", file_name(source)), *((printed.PLACE, text) for text in sheet.printed)]
    read = "、".join(map(day_label, days[:3])) + ("ほか" if len(days) > 3 else "")
    findings = []
    told = set[str]()
    for what, text in names:
        wrong = [said for day in days if (said := other_day_said(text, day, is_name=True))]
        if len(wrong) < len(days) or wrong[0] in told:
            continue
        told.add(wrong[0])
        message = (
            f"{what}に「{wrong[0]}」とありますが、読んだ値の基準日は{read}です。書かれた基準日の値として読みました。"
            "違う時点の表でないか確かめてください。"
        )
        findings.append(Finding("warning", "FIGURES-NAME-DAY", message, sheet=sheet.name, value=text[:200]))
    return findings
