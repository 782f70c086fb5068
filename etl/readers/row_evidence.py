"""What single rows of a table say of their year: a 年度 column, a day of answering, 提出状況, a remark."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from etl.findings import Finding, Severity
from etl.readers.cell_year import hides_year, shows_otherwise, year_of
from etl.readers.grid import CellRef, text_of_value
from etl.readers.year_evidence import Expected, contradiction, of_text, of_value

SURVEY_YEAR, AS_OF, WRITTEN_ON, RETURNED = "survey_year", "as_of_day", "written_on", "returned"
COLUMNS = (SURVEY_YEAR, AS_OF, WRITTEN_ON, RETURNED)
BESIDE = {AS_OF: "現在", WRITTEN_ON: "回答日"}

_PARTLY = re.compile(r"一部|再提出|修正")
_NOT_RETURNED = re.compile(
    r"未|督促|催促|前年|昨年|去年|前回|転記|繰越|据え?置|仮|流用|代用|辞退|拒否|依頼中|待ち"
    r"|(?:提出|回答|返信)(?:なし|無し?|していない|がない)|無回答"
    r"|^(?:なし|無し?|×|✕|✖|x|いいえ|no|n|0|[-ー―－—])$"
)
_IS_RETURNED = re.compile(
    r"^\d{1,2}(?:月|/)\d{1,2}日?|提出|回答|済|受|完了|着|^(?:有り?|あり|○|〇|◯|●|◎|✓|✔|レ|はい|yes|y|1|ok)$"
)
_LAST_YEARS_VALUES = re.compile(
    r"未提出|未着|未回答(?:のため|$|[。)])|(?:前年度?|昨年度?|去年|前回)(?:調査)?の?(?:回答|値|数値|数字|データ|実績|内容|もの)(?:の?まま|を|で|に)?"
    r"\s*(?:記載|転記|使用|引用|入力|代用|仮|準用|流用|再掲|計上|$|[)。])"
    r"|(?:R|令和)\s*\d{1,2}(?:年度?)?の?(?:回答|値|数値|データ|調査)(?:を|で|の?まま)?\s*(?:記載|転記|使用|引用|入力|代用|仮|$|[)。])",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]{1,30})[)\]】〕]")


@dataclass(frozen=True)
class Doubt:
    """What speaks against a row's being of the year asked for. An error: the row must not be read."""

    severity: Severity
    rule: str
    message: str
    ref: CellRef

    def finding(self, municipality_code: str = "") -> Finding:
        return Finding(
            self.severity,
            self.rule,
            self.message,
            sheet=self.ref.sheet,
            cell=self.ref.cell,
            municipality_code=municipality_code,
            value=self.ref.text[:200],
        )


def doubt(column: str, ref: CellRef, expected: Expected) -> Doubt | None:
    """What a cell of one of COLUMNS has against the year; None where it agrees or says nothing."""
    text = unicodedata.normalize("NFKC", ref.text).strip()
    if not text:
        return None
    if column == RETURNED and not isinstance(ref.value, date):
        mentions = of_text(text, expected)
        return (
            _returned(text, ref)
            if not mentions or mentions[0].first is None
            else _by_day(ref, expected, "回答日")
        )
    return (
        _year(text, ref, expected)
        if column == SURVEY_YEAR
        else _by_day(ref, expected, BESIDE.get(column, ""))
    )


def remark_doubt(ref: CellRef) -> Doubt | None:
    """A remark that says that the row holds last year's answers."""
    text = unicodedata.normalize("NFKC", "".join(ref.text.split()))
    if not _LAST_YEARS_VALUES.search(text):
        return None
    message = (
        f"備考に「{text[:60]}」とあり、この行は前の年度の値かもしれません。"
        "この年度の回答か確かめ、そうでなければこの行を消して受け取りなおしてください。"
    )
    return Doubt("warning", "ROW-LAST-YEAR", message, ref)


def name_doubt(ref: CellRef, expected: Expected) -> Doubt | None:
    """A name with another year or 未提出 in brackets behind it: 松前町（前年度の値）."""
    plain = unicodedata.normalize("NFKC", ref.text)
    for remark in _BRACKETED.findall(plain):
        if contradiction(of_text(remark, expected), expected) is not None:
            return _other_year(ref.text.strip(), ref, expected)
        if re.match(r"未提出|未回答|未着|前年|昨年|前回", remark):
            return _returned(remark, ref)
    return None


def _year(text: str, ref: CellRef, expected: Expected) -> Doubt | None:
    parsed = year_of(ref)
    years = {parsed.fiscal_year} if parsed.fiscal_year is not None else set(parsed.candidates)
    if not years:
        mentions = of_text(text, expected)
        years = set().union(*(one.years for one in mentions))
    if not years:
        message = f"年度「{text[:40]}」が読めません。{expected.label}の行として読みました。確かめてください。"
        return Doubt("warning", "ROW-YEAR-UNREADABLE", message, ref)
    return None if years & expected.years else _other_year(text, ref, expected)


def _by_day(ref: CellRef, expected: Expected, beside: str) -> Doubt | None:
    is_day = isinstance(ref.value, date) and not shows_otherwise(ref)
    mentions = of_value(ref.value if is_day else ref.text, expected, beside)
    if contradiction(mentions, expected) is None:
        return None
    shown = ref.text.strip()
    return _other_year(f"{shown}（{text_of_value(ref.value)}）" if hides_year(ref) else shown, ref, expected)


def _other_year(text: str, ref: CellRef, expected: Expected) -> Doubt:
    message = (
        f"「{text[:40]}」とあり、{expected.label}の行ではないので、取り込みません。"
        f"{expected.label}の値なら、このセルを直して受け取りなおしてください。"
    )
    return Doubt("error", "ROW-OTHER-YEAR", message, ref)


def _returned(text: str, ref: CellRef) -> Doubt | None:
    plain = "".join(text.split()).casefold()
    if _NOT_RETURNED.search(plain) and not _PARTLY.search(plain):
        message = (
            f"「{text[:40]}」とあるのに回答が入っているので、この行は取り込みません。"
            "この年度の回答なら、このセルを直して受け取りなおしてください。"
        )
        return Doubt("error", "ROW-NOT-RETURNED", message, ref)
    if _IS_RETURNED.search(plain) and not _PARTLY.search(plain):
        return None
    message = f"「{text[:40]}」とあります。回答は読みました。この年度の回答か確かめてください。"
    return Doubt("warning", "ROW-RETURNED", message, ref)
