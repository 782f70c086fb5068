"""Status lists of a prefecture and single towns' announcements: who implements, prepares or plans, and since when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from etl import fiscal_year, names
from etl.findings import Finding
from etl.readers import vocabulary
from etl.readers.cell_year import day_of, year_of
from etl.readers.context import Fact, ReadContext, Row, read_facts, refuse, remark, text_of
from etl.readers.correcting_words import changes_an_answer
from etl.readers.repeated import stated
from etl.readers.town import municipality_of
from etl.sources import RegisteredFile

PROGRAMME_START = 2021
PRECEDENCE = {"status_list": 3, "status_announcement": 2}
KINDS = tuple(PRECEDENCE)
# Cells beside an announced state that say what it rests on; each is kept as lineage of the fact.
BESIDE = ("phrase_read", "published_in", "confidence")
PLACES_NAMED = 10


def read_status(context: ReadContext, source: RegisteredFile) -> list[Fact]:
    """Facts of core_status (columns as there, dates as ISO text) from one registered list.

    One fact per municipality and fiscal year. Two rows of one municipality that agree count once (what one of them
    leaves blank contradicts nothing); two that disagree are both set aside, since nobody can say here which is right.
    """
    facts = read_facts(context, source, source.kind, lambda row: _fact(context, source, row))
    return _without_duplicates(context, source, facts)


def _fact(context: ReadContext, source: RegisteredFile, row: Row) -> Fact:
    code = municipality_of(context, source, row)
    status = _status(row, code)
    known_on = _date(row, "known_on", source.known_on)
    as_of = source.as_of or known_on
    if known_on > source.received_on:
        said = f"把握日（{known_on}）が資料の受領日（{source.received_on}）より後です。日付の書き誤りでないか確かめてください。"
        finding = Finding(
            "warning", "DATE-FUTURE", said, municipality_code=code, value=text_of(row, "known_on")
        )
        remark(context, source, row, "known_on", finding)
    start = _start_year(context, source, row, code)
    year = _fiscal_year(row, as_of, code)
    if status == "implementing" and start is not None and start > year:
        raise refuse(
            row,
            "start_fiscal_year",
            "STATUS-FUTURE",
            f"「実施中」なのに開始年度が{fiscal_year.label(start)}で、資料の年度（{fiscal_year.label(year)}）より後です。"
            "「実施予定」の誤りでないか、作成元に確かめてください。",
            municipality_code=code,
        )
    source_id = context.ledger.cite(source, row["status"])
    if start is not None:
        start_cell = context.ledger.cite(source, row["start_fiscal_year"])
        context.ledger.link("core_status", source_id, "start_fiscal_year", start_cell)
    for column in BESIDE:
        if text_of(row, column):
            context.ledger.link("core_status", source_id, column, context.ledger.cite(source, row[column]))
    _doubt_start(context, source, row, StatedStatus(code, status, year, start))
    _doubt_note(context, source, row, code)
    return {
        "municipality_code": code,
        "fiscal_year": year,
        "as_of": as_of.isoformat(),
        "status_code": status,
        "start_fiscal_year": start,
        "source_id": source_id,
        "known_on": known_on.isoformat(),
        "precedence": PRECEDENCE[source.kind],
        "is_synthetic": source.is_synthetic,
        "note": text_of(row, "note"),
        "row": row,
    }


class StatedStatus(NamedTuple):
    """The status of a municipality as given in one row; `year` is the fiscal year it describes."""

    code: str
    status: str
    year: int
    start: int | None


def _doubt_start(context: ReadContext, source: RegisteredFile, row: Row, stated: StatedStatus) -> None:
    """Load a start year that contradicts the status as written, and report it."""
    doubt = _start_doubt(stated)
    if doubt:
        finding = Finding("warning", "STATUS-START", doubt, municipality_code=stated.code)
        remark(context, source, row, "start_fiscal_year", replace(finding, value=_written_start(row)))


def _doubt_note(context: ReadContext, source: RegisteredFile, row: Row, code: str) -> None:
    """Report a remark that may change what the row says; the row is loaded as written."""
    note = " ".join(text_of(row, "note").split())
    if changes_an_answer(note):
        message = (
            f"備考に「{note[:60]}」とあります。この行は書かれたとおりに読みました。"
            "実施状況や開始年度が変わるのなら、作成元に確かめ、セルの値を直したものを登録してください。"
        )
        finding = Finding("warning", "STATUS-NOTE", message, municipality_code=code, value=note[:200])
        remark(context, source, row, "note", finding)


def _written_start(row: Row) -> str:
    return text_of(row, "start_fiscal_year") or text_of(row, "status")


def _start_doubt(stated: StatedStatus) -> str:
    label = vocabulary.labels("status")[stated.status]
    year = fiscal_year.label(stated.year)
    if stated.status == "planned" and stated.start is None:
        return (
            f"「{label}」なのに開始年度が書かれていません。何年度に始める予定かを、作成元に確かめてください。"
        )
    if stated.status == "planned" and stated.start is not None and stated.start <= stated.year:
        return (
            f"「{label}」なのに、開始年度（{fiscal_year.label(stated.start)}）が資料の年度（{year}）より後ではありません。"
            "すでに始めたのなら「実施中」に、これからなら開始年度を、作成元に確かめてください。"
        )
    if stated.status in {"no_plan", "undecided"} and stated.start is not None:
        return f"「{label}」なのに開始年度が書かれています。どちらが正しいか、作成元に確かめてください。"
    return ""


def _status(row: Row, code: str) -> str:
    text = text_of(row, "status")
    status = vocabulary.spellings("status").get(names.normalise(text))
    if status is None:
        options = "、".join(vocabulary.labels("status").values())
        written = f"「{text}」は分かりません" if text else "空欄です"
        raise refuse(
            row,
            "status",
            "STATUS-UNKNOWN",
            f"実施状況が{written}。次のどれかで書いてください: {options}",
            municipality_code=code,
        )
    return status


def _start_year(context: ReadContext, source: RegisteredFile, row: Row, code: str) -> int | None:
    text = text_of(row, "start_fiscal_year")
    if not text:
        return None
    parsed = year_of(row["start_fiscal_year"])
    if parsed.fiscal_year is None:
        if parsed.problem == "not_a_year":
            return None
        raise refuse(row, "start_fiscal_year", "YEAR-UNREADABLE", parsed.warning, municipality_code=code)
    if parsed.warning:
        finding = Finding("warning", "YEAR-SPELLING", parsed.warning, municipality_code=code, value=text)
        remark(context, source, row, "start_fiscal_year", finding)
    if parsed.fiscal_year < PROGRAMME_START:
        raise refuse(
            row,
            "start_fiscal_year",
            "STATUS-BEFORE-START",
            f"開始年度「{text}」（{fiscal_year.label(parsed.fiscal_year)}）は、事業が始まった{fiscal_year.label(PROGRAMME_START)}より前です。"
            "正しい年度を作成元に確かめてください。",
            municipality_code=code,
        )
    return parsed.fiscal_year


def _fiscal_year(row: Row, as_of: date, code: str) -> int:
    if not text_of(row, "fiscal_year"):
        return fiscal_year.of_date(as_of)
    parsed = year_of(row["fiscal_year"])
    if parsed.fiscal_year is None:
        raise refuse(row, "fiscal_year", "YEAR-UNREADABLE", parsed.warning, municipality_code=code)
    return parsed.fiscal_year


def _date(row: Row, column: str, default: date) -> date:
    if not text_of(row, column):
        return default
    parsed = day_of(row[column])
    if parsed.value is None:
        raise refuse(row, column, "DATE-UNREADABLE", parsed.warning)
    return parsed.value


def _without_duplicates(context: ReadContext, source: RegisteredFile, facts: list[Fact]) -> list[Fact]:
    groups: dict[tuple[object, object], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact["municipality_code"], fact["fiscal_year"]), []).append(fact)
    distinct: list[Fact] = []
    for group in groups.values():
        agreed = all(
            len(stated(fact[column] for fact in group)) <= 1
            for column in ("status_code", "start_fiscal_year")
        )
        fullest = max(group, key=lambda fact: fact["start_fiscal_year"] is not None)
        distinct += [fullest] if agreed else []
        _set_aside(context, source, group, fullest if agreed else None)
    for fact in distinct:
        del fact["row"]
    return distinct


def _set_aside(context: ReadContext, source: RegisteredFile, group: list[Fact], used: Fact | None) -> None:
    """Say of each row of one municipality but the one in use (None: they disagree) why it is left out."""
    if len(group) == 1:
        return
    agreed = used is not None
    rows = [fact["row"] for fact in group]
    cells = [row["status"].cell for row in rows if isinstance(row, dict)]
    more = f" ほか{len(cells) - PLACES_NAMED}か所" if len(cells) > PLACES_NAMED else ""
    places = "、".join(cells[:PLACES_NAMED]) + more
    for row in [fact["row"] for fact in group if fact is not used]:
        assert isinstance(row, dict)
        name = text_of(row, "name") or text_of(row, "code")
        message = (
            f"{name}が同じ内容で{len(group)}回書かれています（{places}）。そのうち1行だけを使いました。"
            if agreed
            else f"{name}が{len(group)}回書かれ、内容が食い違っています（{places}）。"
            "どれも取り込んでいません。正しい1行だけを残した表を登録してください。"
        )
        rule = "STATUS-TWICE" if agreed else "STATUS-CONFLICT"
        finding = Finding(
            "warning" if agreed else "error",
            rule,
            message,
            municipality_code=str(group[0]["municipality_code"]),
            value=row["status"].text,
        )
        remark(context, source, row, "name" if "name" in row else "code", finding)
        count = context.ledger.count(source)
        count.loaded -= 1
        text = " | ".join(ref.text for ref in row.values())
        context.ledger.quarantine(source, row["status"], text, message)
