"""The number of a cell of a table of figures: as it is stored, or as it is written, never joined of two."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from etl import split_digits
from etl.readers.grid import CellRef, text_of_value

_WRITTEN = re.compile(
    r"(?P<sign>[-−△▲]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+)?(?:人|名|世帯|件|か所|箇所|市町村|%|km2|歳)?"
)


def number_text(ref: CellRef) -> str | None:
    """The number in digits (6897, 12.5, -3), empty for an empty cell; None where no single number is written.

    What is stored as a number is that number, whatever its format adds: 6,897人 is 6897.
    """
    if isinstance(ref.value, int | float | Decimal) and not isinstance(ref.value, bool):
        return text_of_value(ref.value)
    text = unicodedata.normalize("NFKC", ref.text).strip()
    if not text:
        return ""
    if split_digits.are_split(text):
        return None
    found = _WRITTEN.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        return None
    return ("-" if found["sign"] else "") + found["digits"].replace(",", "") + (found["rest"] or "")
