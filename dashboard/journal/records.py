"""What a record of each kind says: its fields, and what is asked of them before they are kept."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dashboard import clock
from dashboard.journal.entered_day import entered_day
from dashboard.journal.kinds import FIELDS, TARGET_UNITS, TOWN_OR_AREA, WITHOUT_TOWN, Field
from dashboard.words import words

Value = str | int | float | None
LONGEST = 4000
CODE_LENGTH = 5


class InvalidRecordError(Exception):
    """What was entered cannot be kept; `problems` by field in Japanese."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


# Words of earlier records → those of today: what was written stays, what is read speaks as the rest.
FORMER_STATES = {"果たされた": "確認済み", "果たされなかった": "見送り"}
# What people write behind a number.
UNIT = re.compile(r"\s*(人日|人|日間|日|時間|分|市町村|件|か所|円|％|%)$")
MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


def checked(
    kind: str, municipality_code: str, values: Mapping[str, object], before: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """The values as they are kept: days as ISO text, blanks as None. Raises InvalidRecordError, naming every trouble.

    before: the version that is there; what stays as it was is not asked again, so that an older record can be mended.
    """
    problems: dict[str, str] = {}
    kept: dict[str, Value] = {}
    fields = FIELDS[kind]
    for unknown in values.keys() - {field.name for field in fields}:
        problems[unknown] = f"「{unknown}」という欄はありません。"
    is_area = kind in TOWN_OR_AREA and not municipality_code and bool(values.get("subprefecture_code"))
    if kind not in WITHOUT_TOWN and not is_area and not _is_code(municipality_code):
        problems["municipality_code"] = "市町村を選んでください。"
    for field in fields:
        given = values.get(field.name)
        if before is not None and given == before.get(field.name):
            kept[field.name] = before.get(field.name)
            continue
        if kind == "target" and field.name == "value":
            field = replace(field, units=TARGET_UNITS.get(str(values.get("measure")), ()))
        try:
            kept[field.name] = _value(field, given)
        except ValueError as error:
            problems[field.name] = str(error)
    same = before is not None and (kept.get("due"), kept.get("promised_on")) == (
        before.get("due"),
        before.get("promised_on"),
    )
    if not same and (said := due_too_early(kept, kept.get("promised_on"), "確認した日")):
        problems["due"] = said
    if problems:
        raise InvalidRecordError(problems)
    return kept


def due_too_early(values: Mapping[str, Value], since: Value, label: str) -> str:
    """What is wrong where something is due before the day on which it was agreed; "" where nothing is."""
    due = values.get("due")
    if not isinstance(due, str) or not isinstance(since, str) or due >= since:
        return ""
    shown = [words.day_short(date.fromisoformat(day)) for day in (due, since)]
    return f"「期限」の{shown[0]}は、{label}（{shown[1]}）より前です。どちらかを直してください。"


def _value(field: Field, value: object) -> Value:
    text = "" if value is None or value != value else str(value).strip()
    if not text:
        if field.is_required:
            raise ValueError(f"「{field.label}」を入れてください。")
        return None
    if field.words and text not in field.words:
        raise ValueError(f"「{field.label}」は {'、'.join(field.words)} のどれかです。")
    if field.type == "day":
        return _day(field, text)
    if field.type in ("whole", "number"):
        return _number(field, text)
    if field.type == "mail":
        return _mail(field, text)
    if len(text) > LONGEST:
        raise ValueError(
            f"「{field.label}」は{LONGEST:,}字までです（いま{len(text):,}字）。分けて書いてください。"
        )
    return text


def _day(field: Field, text: str) -> str:
    """A day as people write it → 2024-01-10."""
    day = entered_day(field.label, text)
    if field.has_been and day > clock.today():
        raise ValueError(
            f"「{field.label}」の{words.day_short(day)}は、今日より後です。済んだことの日を入れてください（これからのことは「次にすること」に書きます）。"
        )
    return day.isoformat()


def _mail(field: Field, text: str) -> str:
    """Full-width letters and spaces around are no fault: ｔａｎｔｏ＠town.jp → tanto@town.jp."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not MAIL.fullmatch(plain):
        raise ValueError(
            f"「{field.label}」の「{text[:40]}」はメールアドレスとして読めません。1つだけ、tanto@town.example.jp の形で入れてください。"
        )
    return plain


def _number(field: Field, text: str) -> int | float:
    """７．５, 1,000 and １０日 are numbers too."""
    unit = None
    try:
        plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
        unit = UNIT.search(plain)
        number = float(UNIT.sub("", plain))
    except ValueError:
        number = math.nan
    is_whole = field.type == "whole"
    if math.isnan(number) or (is_whole and number != number // 1):
        wanted = "整数" if is_whole else "数"
        raise ValueError(f"「{field.label}」の「{text[:20]}」は{wanted}として読めません。")
    if unit and field.units and unit[1] not in field.units:
        raise ValueError(
            f"「{field.label}」の「{text[:20]}」は単位が違います。{field.units[0]}で数えた数を入れてください。"
        )
    if not field.least <= number <= field.most:
        raise ValueError(
            f"「{field.label}」の「{text[:20]}」は入れられません。{field.least:g}から{field.most:,g}までの数にしてください。"
        )
    return int(number) if is_whole else number


def _is_code(code: str) -> bool:
    return len(code) == CODE_LENGTH and code.isascii() and code.isdigit()
