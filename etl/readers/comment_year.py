"""Comments that say of a value that it is not of this year: R4の人数です, この町は未提出。昨年の値, 昨年のまま."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from etl import fiscal_year
from etl.findings import Finding
from etl.readers.grid import CellRef, Document
from etl.readers.year_evidence import Expected, contradiction, of_text

RULE = "COMMENT-OTHER-YEAR"
_WHAT = r"(?:回答|値|人数|数値|数字|数|データ|実績|内容|もの|分|状況|調査票?|時点|現在)"
_END = r"(?:の?まま|(?:を|で|に)?(?:記載|転記|使用|引用|入力|代用|準用|流用|再掲|計上|コピー|写し)|です|である|$|[。、)!])"
_NOT_RETURNED = re.compile(r"未提出|未着|未回答(?:のため|$|[。)])|(?:提出|回答)(?:なし|がない|待ち)")
_EARLIER = re.compile(rf"(?:一昨年|前々年|前年|昨年|去年|前回)度?(?:調査)?の?{_WHAT}?{_END}")
_YEAR = re.compile(
    rf"(?P<year>(?:(?:令和|平成|(?<![A-Za-z])[RHrh])(?:元|\d{{1,2}})|20\d\d)(?:年度?)?)(?:調査)?の?{_WHAT}{{1,2}}{_END}"
)

Comments = Mapping[tuple[str, str], str]
"""Sheet and cell → the comment on it."""


def comments_of(document: Document) -> Comments:
    """The comments of a document."""
    return {(mark.sheet, mark.cell): mark.text for mark in document.marks if mark.kind == "comment"}


def says_other_year(text: str, expected: Expected | None) -> bool:
    """Whether a comment says that what it stands on is of another year, or was not handed in at all.

    Without a year to expect, only 昨年 and 未提出 say so. R4から2人増 compares, and says nothing of the kind.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if _NOT_RETURNED.search(plain) or _EARLIER.search(plain):
        return True
    if expected is None:
        return False
    named = (of_text(found["year"], expected) for found in _YEAR.finditer(plain))
    return any(contradiction(mentions, expected) is not None for mentions in named)


def told_once(told: Iterable[Finding], refused: Iterable[Finding]) -> list[Finding]:
    """The findings on a document without those on comments for which a value was already refused."""
    places = {(finding.sheet, finding.cell) for finding in refused if finding.rule == RULE}
    return [one for one in told if one.rule != "CELL-COMMENT" or (one.sheet, one.cell) not in places]


def first_doubt(
    refs: Iterable[CellRef], comments: Comments, expected: Expected | None
) -> tuple[CellRef, str] | None:
    """The first of some cells of which a comment says so, and the comment."""
    if not comments:
        return None
    said = ((ref, comments.get((ref.sheet, ref.cell), "")) for ref in refs)
    return next(((ref, text) for ref, text in said if text and says_other_year(text, expected)), None)


def refusal(ref: CellRef, comment: str, expected: Expected | None, what: str) -> Finding:
    """Why a value, a row or a column (`what`) is not read."""
    year = (
        expected.label
        if expected is not None and expected.fiscal_year > fiscal_year.FIRST_YEAR
        else "この年度"
    )
    message = (
        f"コメントに「{' '.join(comment.split())[:60]}」とあり、{year}の値ではないようなので、{what}。"
        f"{year}の値なら、コメントを消したものを受け取りなおしてください。"
    )
    return Finding("error", RULE, message, sheet=ref.sheet, cell=ref.cell, value=ref.text[:200])
