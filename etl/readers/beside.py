"""Headings of columns that stand beside the facts of any table: passed over and said, or evidence of the row's year."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from etl.readers import row_evidence, vocabulary
from etl.readers.heading_text import spellings

SKIPPED = "skipped"
COLUMNS = frozenset({SKIPPED, *row_evidence.COLUMNS})
# 市区町村名（カナ）, 団体名ふりがな: a reading of what stands in another column.
_READING = re.compile(
    r".*(?:\((?:半角|全角)?(?:カナ|かな|フリガナ|ふりがな|よみ|読み|読み仮名|ローマ字|英語|英字)\)|カナ|フリガナ|ふりがな|よみがな)"
)
# 実施状況（前年度）, 前回の回答: no answer of this year, whatever else it says.
_OF_LAST_YEAR = re.compile(r"前年|前々年|昨年|去年|前回|旧年度")


@lru_cache(maxsize=4096)
def meaning(heading: str) -> str:
    """SKIPPED, a column of etl.readers.row_evidence, or "" for a heading that may be anything."""
    written = spellings(heading)
    if not written or len(heading) > 60:
        return ""
    if is_of_other(heading):
        return SKIPPED
    return next((_known()[spelling] for spelling in written if spelling in _known()), "")


def is_of_other(heading: str) -> bool:
    """Whether a heading can mean none of our columns, whatever anybody says: it speaks of last year, or of a reading."""
    return is_reading(heading) or is_of_last_year(heading)


def is_reading(heading: str) -> bool:
    """Whether a column holds how the names of another column are read."""
    return _READING.fullmatch(spellings(heading)[0]) is not None


def is_of_last_year(heading: str) -> bool:
    """Whether a heading speaks of an earlier answer: 実施状況（前年度）."""
    return _OF_LAST_YEAR.search(heading) is not None


@cache
def _known() -> dict[str, str]:
    return {spellings(row["heading"])[0]: row["column"] for row in vocabulary.rows("beside_headings")}
