"""Municipality codes as people and workbooks write them: 5 digits (標準地域コード) or 6 with a check digit."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

PREFECTURE = "01"
WEIGHTS = (6, 5, 4, 3, 2)
NO_VALUE = ("", "nan", "NaN", "NaT", "<NA>", "None")

Fault = Literal["missing", "not_a_code", "check_digit", "five_digits_from_1", "other_prefecture"]


@dataclass(frozen=True)
class ReadCode:
    """`code`: five digits, or empty where the text is no code. `text`: what was in the cell.

    With the fault check_digit, `code` is what the first five digits say; not to be used as it is. With
    five_digits_from_1 it is so too: another prefecture's code (13101), or a dropped zero and a slip.
    """

    text: str
    code: str = ""
    fault: Fault | None = None


def check_digit(code: str) -> str:
    """The sixth digit of a five-digit code (総務省 全国地方公共団体コード): 01202 → 5."""
    total = sum(int(digit) * weight for digit, weight in zip(code, WEIGHTS, strict=True))
    return str((11 - total % 11) % 10 if total >= 11 else 11 - total)


def read_code(value: object) -> ReadCode:
    """A code of Hokkaido from 01202, 012025, 1202, 12025, 1202.0, '01202, ０１２０２, 01202-5. Never raises.

    A leading zero that Excel dropped is put back; 12025 is 012025 without it, never a code of 千葉県.
    """
    text = str(value).strip()
    if value is None or text in NO_VALUE:
        return ReadCode("", fault="missing")
    digits = _digits(value)
    if not re.fullmatch(r"[0-9]{4,6}", digits):
        return ReadCode(text, fault="missing" if not digits else "not_a_code")
    is_short = len(digits) == 5 and digits[0] == PREFECTURE[1]
    if len(digits) == 4 or is_short:
        digits = "0" + digits
    if not digits.startswith(PREFECTURE):
        return ReadCode(text, digits[:5], "other_prefecture")
    if len(digits) == 6 and check_digit(digits[:5]) != digits[5]:
        return ReadCode(text, digits[:5], "five_digits_from_1" if is_short else "check_digit")
    return ReadCode(text, digits[:5])


def with_dropped_zero(value: object) -> str:
    """The five digits of a code that is written without its leading zero: 1459 → 01459; empty for any other."""
    read = read_code(value)
    return read.code if not read.fault and not _digits(value).startswith("0") else ""


def looks_like_code(value: object) -> bool:
    """Whether a cell holds digits alone, so that it can be no name."""
    return re.fullmatch(r"\d{4,6}", _digits(value)) is not None


def _digits(value: object) -> str:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float | Decimal) and math.isfinite(value):
        value = f"{value:f}"
    text = "".join(unicodedata.normalize("NFKC", str(value)).split()).lstrip("'’‘`´")
    text = re.sub(r"\.0*$", "", text)
    text = re.sub(r"^(\d{5})[-‐‑–−ー](\d)$", r"\1\2", text)
    text = re.sub(r"^(\d{1,2}),(\d{3})$", r"\1\2", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return "" if re.fullmatch(r"[-‐‑–—―ー/*]*", text) else text
