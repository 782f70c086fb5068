"""Finds 文字化け: text that was once decoded with the wrong encoding and saved like that."""

from __future__ import annotations

import re

from etl.findings import Finding
from etl.readers.grid import Sheet, cell_name

CONTROL = re.compile(r"[\x80-\x9f\ufffd]")
WESTERN = re.compile(r"[\u00a0-\u024f\u2013-\u2122]")
JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
# UTF-8 read as cp932 shows kanji whose first byte is one that begins Japanese in UTF-8: rare ones.
LEAD_BYTES = (*range(0xE3, 0xEA), 0xEF)
RARE_KANJI = "".join(
    bytes((lead, trail)).decode("cp932", "ignore") for lead in LEAD_BYTES for trail in range(0x80, 0xFD)
)
SUSPICIOUS = re.compile(f"[{re.escape(RARE_KANJI)}\x80-\x9f\ufffd\u00a0-\u024f\u2013-\u2122]")
MOST_FINDINGS = 20
# Texts met before that have nothing suspicious; few and short enough to be held.
MOST_REMEMBERED, LONGEST_REMEMBERED = 20_000, 300
_clean: set[str] = set()


def is_garbled(text: str) -> bool:
    """Whether the text is Japanese that was decoded wrongly (繧ｵ繝ｳ, ã‚µãƒ³, U+FFFD, C1 controls)."""
    if text.isascii() or not SUSPICIOUS.search(text):
        return False
    if CONTROL.search(text):
        return True
    return _turns_japanese(text, "cp932", "utf-8") or (
        WESTERN.search(text) is not None
        and not JAPANESE.search(text)
        and (_turns_japanese(text, "cp1252", "utf-8") or _turns_japanese(text, "cp1252", "cp932"))
    )


def garbled_findings(sheets: list[Sheet]) -> list[Finding]:
    """An error a garbled cell; beyond the first ones a count."""
    cells = [
        (sheet.name, cell_name(row, column), value)
        for sheet in sheets
        if _is_suspicious(sheet)
        for row, values in enumerate(sheet.rows)
        for column, value in enumerate(values)
        if isinstance(value, str) and is_garbled(value)
    ]
    more = f"（ほか{len(cells) - MOST_FINDINGS}セル）" if len(cells) > MOST_FINDINGS else ""
    return [
        Finding(
            "error",
            "TEXT-GARBLED",
            "文字化けしています。元のファイルを、文字コードを選びなおして開いて保存したものをもらってください。"
            + (more if number == MOST_FINDINGS - 1 else ""),
            sheet=sheet,
            cell=cell,
            value=value[:100],
        )
        for number, (sheet, cell, value) in enumerate(cells[:MOST_FINDINGS])
    ]


def _is_suspicious(sheet: Sheet) -> bool:
    """One search over the texts of a sheet that were in none before: the same labels stand in return after return."""
    texts = {value for row in sheet.rows for value in row if value.__class__ is str} - _clean
    if SUSPICIOUS.search("\n".join(map(str, texts))) is not None:
        return True
    if len(_clean) < MOST_REMEMBERED:
        _clean.update(text for text in map(str, texts) if len(text) < LONGEST_REMEMBERED)
    return False


def _turns_japanese(text: str, written_as: str, meant_as: str) -> bool:
    """Whether undoing the wrong decoding gives Japanese, allowing for bytes lost on the way."""
    back = text.encode(written_as, "replace").decode(meant_as, "replace")
    found = len(JAPANESE.findall(back))
    return found >= 2 and found > back.count("\ufffd")
