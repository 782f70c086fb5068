"""Holds the names of a table of figures, and what it prints in its margins, against the reference dates that were read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import PurePath

from etl.findings import Finding
from etl.japanese_date import day_label, parse_date, western_digits
from etl.readers import printed, year_evidence
from etl.readers.context import Row, refuse, text_of
from etl.readers.figure_headings import other_day_said
from etl.readers.grid import CellRef, Sheet
from etl.readers.heading_text import normalise_heading
from etl.sources import RegisteredFile

CENSUS_DAY = date(2025, 10, 1)
_NAMED_CENSUS = re.compile(r"(?P<year>(?:令和|平成|R|H)(?:元|\d{1,2})年|(?<!\d)20\d\d年)の?(?:国勢調査|国調)")


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


def days_of(refs: Iterable[CellRef]) -> tuple[dict[date, CellRef], str]:
    """The days named in some cells, those with 現在 or 時点 before all others; and what names a month alone.

    Where there is no day, a census that is named by its year is of its 1 October (国勢調査令 第1条).
    """
    as_of: dict[date, CellRef] = {}
    others: dict[date, CellRef] = {}
    census: dict[date, CellRef] = {}
    vague, near = "", ""
    for ref in refs:
        if isinstance(ref.value, date):
            (as_of if year_evidence.is_as_of(near) else others).setdefault(
                date(ref.value.year, ref.value.month, ref.value.day), ref
            )
            continue
        for one in year_evidence.days_named(ref.text, near):
            if one.first is None or one.first != one.last:
                vague = vague or ref.text.strip()
            elif one.kind == "as_of":
                as_of.setdefault(one.first, ref)
            elif one.kind != "written":
                others.setdefault(one.first, ref)
        for named in _NAMED_CENSUS.finditer(western_digits(normalise_heading(ref.text).upper())):
            written = parse_date(named["year"])
            if written is not None:
                census.setdefault(CENSUS_DAY.replace(year=written.year), ref)
        near = ref.text
    return as_of or others or census, vague
