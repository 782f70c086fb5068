"""Fiscal years, days, free text and contacts."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from etl import fiscal_year
from etl.findings import Finding
from etl.readers.cell_year import day_of, shows_otherwise, unseen_year, year_of
from etl.readers.grid import CellRef
from etl.survey.answers import states, words
from etl.survey.answers.model import AnswerReading, AnswerValue, Cells, excerpt, remark, unreadable
from etl.survey.form.questions import Question

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_LAST_YEAR = (
    "「{}」とあります。前の回答を見にいって読むことはしていません。どの設問のことか、"
    "いまも同じ状況かを市町村に確かめ、今年度の答えとして書いてもらってください。"
)
_NOTE = re.compile(r"(?P<base>[^(（]+)[(（](?P<note>[^()（）]*)[)）]\s*")
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+81|0)[\d()-]{8,14}")
_EXTENSION = re.compile(r"\(?(?:内線|内|ext\.?):?\(?[\d-]+\)?\)?|\((?:直通|代表|代)\)", re.IGNORECASE)


def read_fiscal_year(question: Question, ref: CellRef, today: date | None) -> AnswerReading:
    """The fiscal year of one cell; 未定 is a state of its own."""
    stated = _other_than_value(question, ref)
    if stated:
        return stated
    parsed = year_of(ref, today)
    year, warning = parsed.fiscal_year, parsed.warning
    base, note = _without_note(ref)
    if year is None and note:
        year = fiscal_year.parse(base, today).fiscal_year
        warning = f"{fiscal_year.label(year)}と{_unread(note)}" if year is not None else warning
    if year is None:
        rule = f"YEAR-{(parsed.problem or 'unreadable').upper().replace('_', '-')}"
        return unreadable(question, ref, rule, warning)
    day = ref.value if isinstance(ref.value, date) and not shows_otherwise(ref) else None
    if day is not None and (day.month, day.day) != (4, 1):
        # Excel takes 7-8 for 8 July of the year in which it is typed.
        warning += f"{day:%Y-%m-%d}という日付から{fiscal_year.label(year)}と読みました。確かめてください。"
    findings = [remark(question, ref, "warning", "YEAR-CHECK", warning)] if warning else []
    if not question.minimum <= year <= question.maximum:
        first, last = fiscal_year.label(question.minimum), fiscal_year.label(question.maximum)
        message = f"{fiscal_year.label(year)}は、この設問で考えられる年度（{first}〜{last}）の外です。確かめてください。"
        findings.append(remark(question, ref, "warning", "YEAR-OUTSIDE", message))
    return AnswerReading("answered", (AnswerValue("", str(year), None, ref),), tuple(findings))


def read_date(question: Question, ref: CellRef, today: date | None) -> AnswerReading:
    """The day of one cell; asked about where only its month and day are seen and the year stored is not that of `today`."""
    stated = _other_than_value(question, ref)
    if stated:
        return stated
    parsed = day_of(ref)
    day, warning = parsed.value, parsed.warning
    base, note = _without_note(ref)
    if day is None and note:
        day = fiscal_year.parse_date(base).value
        warning = f"{day}と{_unread(note)}" if day is not None else warning
    if day is None:
        rule = f"DATE-{(parsed.problem or 'unreadable').upper().replace('_', '-')}"
        return unreadable(question, ref, rule, warning)
    findings = [remark(question, ref, "warning", "DATE-CHECK", warning)] if warning else []
    if today is not None and day <= today and (unseen := unseen_year(ref, today)):
        findings.append(remark(question, ref, "warning", "DATE-YEAR-UNSEEN", unseen))
    if not FIRST_DAY <= day <= LAST_DAY:
        message = f"{day}は考えにくい日付です。年を書き誤っていないか確かめてください。"
        findings.append(remark(question, ref, "warning", "DATE-OUTSIDE", message))
    return AnswerReading("answered", (AnswerValue("", day.isoformat(), None, ref),), tuple(findings))


def read_free_text(question: Question, cells: Cells) -> AnswerReading:
    """The text as it was written, also where it begins with = or -; 特になし is a state with its text."""
    filled = [ref for _, ref in cells if not words.is_blank(ref.text)]
    if not filled:
        return AnswerReading("blank")
    values = tuple(AnswerValue("", ref.text, None, ref) for ref in filled)
    if any(words.is_cell_error(ref.text) for ref in filled):
        broken = next(ref for ref in filled if words.is_cell_error(ref.text))
        message = f"セルがエラー「{excerpt(broken.text)}」になっています。文を書き直してください。"
        return unreadable(question, broken, "ANSWER-ERROR", message)
    meanings = {words.meaning_of(ref.text) for ref in filled}
    if meanings == {"none"}:
        return AnswerReading("none", values)
    if meanings <= {"not_applicable", "dash"}:
        return AnswerReading("not_applicable", values)
    if meanings == {"blank"}:
        return states.read_state(question, filled[0]) or AnswerReading("blank")
    if "elsewhere" in meanings:
        message = f"「{excerpt(filled[0].text)}」と書かれています。ほかの資料の内容は読んでいません。受け取っているか確かめてください。"
        return AnswerReading(
            "answered", values, (remark(question, filled[0], "warning", "ANSWER-ELSEWHERE", message),)
        )
    pointing = [ref for ref in filled if words.points_to_last_year(ref.text)]
    findings = [
        remark(question, ref, "warning", "ANSWER-LAST-YEAR", _LAST_YEAR.format(excerpt(ref.text)))
        for ref in pointing
    ]
    return AnswerReading("answered", values, tuple(findings))


def read_contact(question: Question, cells: Cells) -> AnswerReading:
    """Department, person, phone, e-mail as written; what does not look like one is pointed at."""
    values: list[AnswerValue] = []
    findings: list[Finding] = []
    readings: list[AnswerReading] = []
    for part, ref in cells:
        if words.is_blank(ref.text):
            continue
        said = states.refused(question, ref) or states.read_state(question, ref)
        if said:
            readings.append(said)
            findings += said.findings
            continue
        values.append(AnswerValue(part, ref.text.strip(), None, ref))
        if part in ("phone", "email"):
            findings += _implausible(question, part, ref)
        elif not part:
            message = "連絡先が1つの欄にまとめて書かれています。書かれたまま受け取りました。"
            findings.append(remark(question, ref, "info", "L1-07", message))
    if values:
        return AnswerReading("answered", tuple(values), tuple(findings))
    if any(reading.state == "unreadable" for reading in readings):
        return AnswerReading("unreadable", findings=tuple(findings))
    return AnswerReading(
        readings[0].state if readings else "blank", readings[0].values if readings else (), tuple(findings)
    )


def _implausible(question: Question, part: str, ref: CellRef) -> list[Finding]:
    plain = "".join(unicodedata.normalize("NFKC", ref.text).split())
    if part == "email":
        if _EMAIL.fullmatch(plain):
            return []
        message = "書かれたものは、メールアドレスの形ではありません。確かめてください。"
        return [remark(question, ref, "warning", "CONTACT-EMAIL", message)]
    if not isinstance(ref.value, str) and re.fullmatch(r"\d{8,10}", plain) and plain[:1] != "0":
        message = "先頭の0が消えているようです。電話番号を確かめてください。"
        return [remark(question, ref, "warning", "CONTACT-PHONE", message)]
    number = re.sub(r"[‐‑–—―−ー]", "-", _EXTENSION.sub("", plain).removeprefix("tel").lstrip(":"))
    digits = re.sub(r"\D", "", number)
    if _PHONE.fullmatch(number) and len(digits) in (10, 11, 12):
        return []
    message = "書かれたものは、電話番号の形ではありません（市外局番からの10桁か11桁）。確かめてください。"
    return [remark(question, ref, "warning", "CONTACT-PHONE", message)]


def _other_than_value(question: Question, ref: CellRef) -> AnswerReading | None:
    if words.is_blank(ref.text) and not isinstance(ref.value, date):
        return AnswerReading("blank")
    return states.refused(question, ref) or states.read_state(question, ref)


def _without_note(ref: CellRef) -> tuple[str, str]:
    """2025年度（議会の承認後） → the year and the note; a note with digits or a state stays where it is."""
    found = _NOTE.fullmatch(ref.text) if isinstance(ref.value, str) else None
    if found is None or re.search(r"[\d一二三四五六七八九十]", found["note"]):
        return ref.text, ""
    is_state = words.meaning_of(found["note"]) or re.search("未定|中止|延期|検討", found["note"])
    return (ref.text, "") if is_state else (found["base"], found["note"].strip())


def _unread(note: str) -> str:
    return f"読みましたが、「{excerpt(note)}」という添え書きは読んでいません。確かめてください。"
