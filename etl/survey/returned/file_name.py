"""The municipalities named in a file name: by code, and by the whole name with 市 町 村."""

from __future__ import annotations

import re

from etl.municipality_code import PREFECTURE, check_digit
from etl.name_directory import NORTHERN_CODES
from etl.survey.returned.setting import Setting

_SHARE = re.compile(r"([一-龥々ヶヵァ-ヺぁ-ゖー]{1,12}?)(?:の)?(?:分|回答)(?:です|になります|$|[。、」)]|の)")
# Without any of these a text names no town.
_MAY_NAME = re.compile(r"[市町村分]|回答|\d{5}")
_DIGITS = re.compile(r"(?<!\d)\d{5,6}(?!\d)")


def towns_in_name(name: str, setting: Setting) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(codes that stand there as digits: 01452, 014524; codes of the towns whose names stand there)."""
    text = setting.directory.fold(name)
    codes = [digits[:5] for digits in _DIGITS.findall(text) if _is_whole(digits)]
    named = [setting.towns[found] for found in setting.town_pattern.findall(text)]
    return tuple(dict.fromkeys(code for code in codes if code in setting.town_codes)), tuple(
        dict.fromkeys(named)
    )


def towns_in_text(text: str, setting: Setting) -> tuple[str, ...]:
    """Codes of the towns that a note speaks of: by code, by whole name, and as 上砂川分 or 上砂川の分."""
    if _MAY_NAME.search(text) is None:
        return ()
    codes, named = towns_in_name(text, setting)
    short = [
        code for found in _SHARE.finditer(setting.directory.fold(text)) for code in _short(found[1], setting)
    ]
    return tuple(dict.fromkeys((*codes, *named, *short)))


def _short(words: str, setting: Setting) -> tuple[str, ...]:
    """The town whose name without 市 町 村 stands at the end of some words, the longest name first."""
    for start in range(len(words)):
        codes = setting.directory.forms.get(setting.directory.key(words[start:]), ())
        own = tuple(
            code for code in codes if code in setting.directory.by_code and code not in NORTHERN_CODES
        )
        if own and not words[start:].isascii() and len(words[start:]) > 1:
            return own if len(own) == 1 else ()
    return ()


def town_in_name(name: str, setting: Setting) -> str:
    """The code of the one town that a file name speaks of, by code and by name; "" where they do not agree."""
    codes, named = towns_in_name(name, setting)
    return codes[0] if len(codes) == 1 and codes == named else ""


def _is_whole(digits: str) -> bool:
    return len(digits) == 5 or (digits.startswith(PREFECTURE) and check_digit(digits[:5]) == digits[5])
