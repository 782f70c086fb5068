"""What a number format of Excel adds to the bare number: 令和5年 for 5, 12.3% for 0.123, 01202 for 1202."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|(?P<digits>[0#?,]+(?:\.[0#?]+)?)'
    r"|(?P<percent>%)|(?P<general>General|G/標準)|\[(?P<bracket>[^\]]*)\]|(?P<other>.)",
    re.DOTALL,
)
HARMLESS_BRACKET = re.compile(
    r"\$.*|Red|Black|Blue|White|Green|Yellow|Cyan|Magenta|Color ?\d+|[赤黒青白緑黄]|水|紫|色\d+"
)
DATE_LETTERS = frozenset("ymdhsegbaYMDHSEGBA@")


def adds_text(code: str) -> bool:
    """Whether text in this format says more than the number itself."""
    return any(_adds_text(tokens) for tokens in _sections(code) if tokens is not None)


def displayed_text(value: float, code: str) -> str | None:
    """The text that Excel shows for the number, where the format is a plain one; None where not."""
    sections = _sections(code)
    index = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    tokens = sections[index]
    if tokens is None or not _adds_text(tokens):
        return None
    number = Decimal(repr(abs(value) if index == 1 else value))
    text = "".join(_render(kind, part, number, tokens) for kind, part in tokens)
    return text.strip()


Token = tuple[str, str]


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[tuple[Token, ...] | None, ...]:
    """The format's sections as tokens; None for a section that is more than literals and digits."""
    sections: list[list[Token] | None] = [[]]
    for match in TOKEN.finditer(code):
        kind, text = match.lastgroup or "space", match.group(match.lastgroup or 0)
        if (kind, text) == ("other", ";"):
            sections.append([])
        elif (tokens := sections[-1]) is None:
            continue
        elif _is_beyond_us(kind, text) or (
            kind == "digits" and any(known == "digits" for known, _ in tokens)
        ):
            sections[-1] = None
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(("literal", text))
        elif kind != "bracket":
            tokens.append((kind, text))
    return tuple(None if tokens is None else tuple(tokens) for tokens in sections)


def _is_beyond_us(kind: str, text: str) -> bool:
    if kind == "bracket":
        return not HARMLESS_BRACKET.fullmatch(text)
    if kind == "digits":
        return text.endswith(",") or "?" in text
    return kind == "other" and text in DATE_LETTERS


def _adds_text(tokens: tuple[Token, ...]) -> bool:
    has_number = any(kind in ("digits", "general") for kind, _ in tokens)
    return has_number and any(
        kind == "percent"
        or (kind == "literal" and any(letter.isalnum() for letter in text))
        or (kind == "digits" and re.match(r"0{2,}", text.replace(",", "")) is not None)
        for kind, text in tokens
    )


def _render(kind: str, part: str, number: Decimal, tokens: tuple[Token, ...]) -> str:
    if kind == "literal":
        return part
    if kind == "percent":
        return "%"
    if kind == "general":
        return format(number.normalize(), "f")
    if kind != "digits":
        return ""
    if any(other == "percent" for other, _ in tokens):
        number *= 100
    whole, _, decimals = part.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    digits, _, fraction = format(abs(rounded), "f").partition(".")
    digits = digits.zfill(whole.count("0"))
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    while fraction.endswith("0") and len(fraction) > decimals.count("0"):
        fraction = fraction[:-1]
    return ("-" if rounded < 0 else "") + digits + (f".{fraction}" if fraction else "")
