"""What a sheet prints in the margins of each page: nobody sees it on the screen, and on paper it is the first thing read.

令和4年度分 or 差替前 in a printed header speaks of the whole sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from etl.findings import Finding
from etl.readers import year_evidence
from etl.readers.correcting_words import changes_an_answer, speaks_of_another_round, withdrawn_word
from etl.readers.grid import Sheet
from etl.readers.xml_scan import elements, plain
from etl.readers.year_evidence import Expected, Mention

PARTS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
PLACE = "印刷のヘッダー・フッター（用紙の上下の余白に出る文字）"
LONGEST = 60
MOST_TEXTS = 18
# How a line break stands in the XML.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Look and place of the letters, and what is filled in when it is printed: page, day, time, file, sheet, picture.
_TOKEN = re.compile(
    r'&(?:(?P<section>[LCRlcr])|(?P<sign>&)|"[^"]*"|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\d{1,3}|.?)|(?P<text>[^&]+)',
    re.DOTALL,
)


def texts_of_xml(xml: bytes) -> tuple[str, ...]:
    """The texts of the printed header and footer in the XML of a sheet, each of the three parts of a line by itself."""
    if b"headerFooter" not in xml:
        return ()
    at = xml.rfind(b"headerFooter", 0, xml.rfind(b"headerFooter"))
    written = (plain(inner) for _, _, inner in elements(xml[max(0, at - 20) :], *PARTS))
    return texts_of(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), line) for line in written)


def texts_of(written: Iterable[str]) -> tuple[str, ...]:
    """The texts of headers and footers as Excel stores them: &L令和4年度分&R&P."""
    found = (text for line in written for text in _texts(line))
    return tuple(dict.fromkeys(found))[:MOST_TEXTS]


def findings(sheets: Iterable[Sheet]) -> list[Finding]:
    """A warning for what is printed beside a sheet and takes it back: 差替前, 訂正版, 昨年度の回答."""
    return [
        Finding("warning", "PRINT-NOTE", _note(text), sheet=sheet.name, value=text[:200])
        for sheet in sheets
        if sheet.visible
        for text in sheet.printed
        if _takes_back(text)
    ]


@lru_cache(maxsize=256)
def _takes_back(text: str) -> bool:
    """Return after return prints the same words."""
    return changes_an_answer(text) or speaks_of_another_round(text) or bool(withdrawn_word(text))


def contradiction(sheet: Sheet, expected: Expected) -> Mention | None:
    """The year of a printed text that is not the one expected; the texts are looked at one by one."""
    wrong = (_other_year(text, expected) for text in sheet.printed)
    return next((one for one in wrong if one is not None), None)


@lru_cache(maxsize=256)
def _other_year(text: str, expected: Expected) -> Mention | None:
    return year_evidence.contradiction(year_evidence.of_text(text, expected), expected)


def mentions(sheet: Sheet, expected: Expected) -> list[Mention]:
    """All that the printed texts say of the year."""
    return [one for text in sheet.printed for one in year_evidence.of_text(text, expected)]


def _texts(line: str) -> Iterator[str]:
    parts = [""]
    for token in _TOKEN.finditer(line):
        if token["section"]:
            parts.append("")
        else:
            parts[-1] += token["sign"] or token["text"] or ""
    shown = (" ".join(part.split()) for part in parts)
    return (text for text in shown if re.search(r"\w", text))


def _note(text: str) -> str:
    return (
        f"{PLACE}に「{text[:LONGEST]}」とあります。シートの値は書かれたとおりに読みました。"
        "訂正や差替えの前のもの、別の年度のものでないか、送り主に確かめてください。"
    )
