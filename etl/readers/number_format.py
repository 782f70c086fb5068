"""What a person sees of a stored number, day or text: 令和5年 for 5, 2023年度 for 2023-04-01, 12.3% for 0.123, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from etl.readers import date_format
from etl.readers.date_format import KanjiDigits

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|(?P<digits>[0#?,]+(?:\.[0#?]+,*)?)'
    r"|(?P<percent>%)|(?P<general>(?i:General)|G/標準)|\[(?P<bracket>[^\[\]]*)\]|(?P<beyond>[eE][+-]|AM/PM|A/P|午前/午後)"
    r"|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[gG]+|[eE]+|[aA]{3,4}|[rR]+)|(?P<other>.)",
    re.DOTALL,
)
HARMLESS_BRACKET = re.compile(
    r"\$.*|Red|Black|Blue|White|Green|Yellow|Cyan|Magenta|Color ?\d+|[赤黒青白緑黄]|水|紫|色\d+"
)
CONDITION = re.compile(r"(?P<sign><>|<=|>=|<|>|=)(?P<number>-?\d+(?:\.\d+)?)")
BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy/m/d h:mm",
    27: "[$-411]ge.m.d", 28: '[$-411]ggge"年"m"月"d"日"', 29: '[$-411]ggge"年"m"月"d"日"', 30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"', 34: 'yyyy"年"m"月"', 35: 'm"月"d"日"', 36: "[$-411]ge.m.d",
    50: "[$-411]ge.m.d", 51: '[$-411]ggge"年"m"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: '[$-411]ggge"年"m"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: "[$-411]ge.m.d",
    58: '[$-411]ggge"年"m"月"d"日"',
}  # fmt: skip
"""The formats that stand in no styles part: number → code, as Excel in Japanese has them."""
BEYOND_US = frozenset("bB?")
MARKS = frozenset("○◯〇●◎×✕✗✓✔☑☐レ")
_SIGNS = {
    "=": Decimal.__eq__, "<>": Decimal.__ne__, "<": Decimal.__lt__,
    ">": Decimal.__gt__, "<=": Decimal.__le__, ">=": Decimal.__ge__,
}  # fmt: skip

# Excel keeps 255 letters of a format and calls a workbook with a longer one broken.
LONGEST_CODE = 1_000
Token = tuple[str, str]


@dataclass
class Section:
    """One of up to four parts of a format; `is_readable` is False for more than we can render."""

    tokens: list[Token] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    kanji: KanjiDigits = ""
    locale: str = ""
    is_readable: bool = True

    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.tokens}


def adds_text(code: str) -> bool:
    """Whether text in this format says more, or something else, than the number or the day itself."""
    return any(section.is_readable and _adds_text(section) for section in _sections(code))


def is_date(code: str) -> bool:
    """Whether numbers in this format are days: also ggge"年度" and ge, which readers take for plain numbers."""
    first = _sections(code)[0]
    return first.is_readable and any(kind == "date" and part[0] in "yegdr" for kind, part in first.tokens)


@lru_cache(maxsize=512)
def wants_a_look(code: str) -> bool:
    """Whether the value alone does not say what a person sees of it."""
    return adds_text(code) or may_hide(code) or (is_date(code) and not _reads_as_date(code))


def _reads_as_date(code: str) -> bool:
    """Whether other readers know it for a date: by a letter of ours that is no era's."""
    return any(kind == "date" and part[0] in "ymdhs" for kind, part in _sections(code)[0].tokens)


def may_hide(code: str) -> bool:
    """Whether something in this format may show nothing at all."""
    sections = _sections(code)
    return (len(sections) > 1 and any(_is_empty(section) for section in sections)) or _hides_zero(sections)


def displayed_text(value: float | date, code: str) -> str | None:
    """The text that Excel shows for a number or a day, where the format tells more than it; None where not."""
    is_day = isinstance(value, date)
    number = Decimal(1) if is_day else Decimal(repr(value))
    section, is_negated = _section_of(number, _sections(code))
    if section is None or not section.is_readable or not _adds_text(section):
        return None
    if isinstance(value, date):
        if "date" not in section.kinds():
            return None
        return date_format.render(value, section.tokens, section.kanji, section.locale)
    if "date" in section.kinds():
        return None
    number = -number if is_negated else number
    parts = [_render(kind, part, number, section) for kind, part in section.tokens]
    return "".join(parts).strip()


def shows_nothing(value: object, code: str) -> bool:
    """Whether a cell with this value looks empty: any text under ;;; or 0 under 0;-0; and under #."""
    sections = _sections(code)
    if isinstance(value, str):
        return len(sections) > 3 and _is_empty(sections[3])
    number = Decimal(1) if isinstance(value, date) else Decimal(repr(value)) if _is_number(value) else None
    if number is None:
        return False
    if number == 0 and _hides_zero(sections):
        return True
    section, _ = _section_of(number, sections)
    return len(sections) > 1 and section is not None and _is_empty(section)


def text_shown(value: str, code: str) -> str | None:
    """What is seen of a text whose format shows words of its own instead of it; None where the text itself is seen."""
    sections = _sections(code)
    if len(sections) < 4 or not sections[3].is_readable or "other" in sections[3].kinds():
        return None
    words = "".join(part for kind, part in sections[3].tokens if kind == "literal").strip()
    return words if words and words != value.strip() else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_empty(section: Section) -> bool:
    return section.is_readable and all(not part.strip() for kind, part in section.tokens if kind != "space")


def _hides_zero(sections: tuple[Section, ...]) -> bool:
    """#,### shows nothing for 0."""
    parts = [part for kind, part in sections[0].tokens if kind != "space"]
    return len(sections) < 3 and bool(parts) and all(not part.strip("#,") for part in parts)


def _section_of(number: Decimal, sections: tuple[Section, ...]) -> tuple[Section | None, bool]:
    """The section that is used, and whether it shows a negative number without its sign."""
    if any(section.condition for section in sections):
        for section in sections[:3]:
            if section.condition is None or _SIGNS[section.condition[0]](number, section.condition[1]):
                return section, number < 0 and section.condition is not None
        return None, False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    return sections[2] if number == 0 and len(sections) > 2 else sections[0], False


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[Section, ...]:
    if len(code) > LONGEST_CODE:
        return (Section(is_readable=False),)
    sections = [Section()]
    for match in TOKEN.finditer(code):
        kind, text = match.lastgroup or "space", match.group(match.lastgroup or 0)
        section = sections[-1]
        if (kind, text) == ("other", ";"):
            sections.append(Section())
        elif kind == "bracket":
            _take_bracket(section, text)
        elif (
            kind == "beyond"
            or (kind == "digits" and ("?" in text or "digits" in section.kinds()))
            or (kind == "other" and text in BEYOND_US)
        ):
            section.is_readable = False
        elif kind in ("quoted", "escaped", "other") and (kind, text) != ("other", "@"):
            section.tokens.append(("literal", text))
        else:
            section.tokens.append((kind, text.lower() if kind == "date" else text))
    return tuple(sections)


def _take_bracket(section: Section, text: str) -> None:
    condition = CONDITION.fullmatch(text)
    if condition:
        section.condition = condition["sign"], Decimal(condition["number"])
    elif re.fullmatch(r"(?i)dbnum[123]", text):
        section.kanji = {"1": "一", "2": "壱", "3": "１"}[text[-1]]  # type: ignore[assignment]
    elif not HARMLESS_BRACKET.fullmatch(text):
        section.is_readable = False
    elif text.startswith("$"):
        sign, _, locale = text[1:].partition("-")
        section.locale = locale
        if sign:
            section.tokens.append(("literal", sign))


def _adds_text(section: Section) -> bool:
    """Words beside the digits, a share, a code with its zeros, a year alone, a word or a mark instead of a number."""
    kinds = section.kinds()
    words = "".join(part for kind, part in section.tokens if kind == "literal")
    if "date" in kinds:
        return date_format.tells(section.tokens, words)
    if not kinds & {"digits", "general"}:
        is_of_text = "other" in kinds
        return not is_of_text and any(letter.isalnum() or letter in MARKS for letter in words)
    return any(letter.isalnum() for letter in words) or any(
        kind == "percent"
        or (
            kind == "digits" and (part.endswith(",") or re.match(r"0{2,}", part.replace(",", "")) is not None)
        )
        for kind, part in section.tokens
    )


def _render(kind: str, part: str, number: Decimal, section: Section) -> str:
    if kind == "literal":
        return part
    if kind == "percent":
        return "%"
    if kind == "general":
        text = format(number.normalize(), "f")
        return date_format.kanji_number(text, section.kanji) if section.kanji else text
    if kind != "digits":
        return ""
    if "percent" in section.kinds():
        number *= 100
    # a comma behind the digits leaves three of them out: 30000 as 0, is 30
    thousands = len(part) - len(part.rstrip(","))
    number = number.scaleb(-3 * thousands)
    whole, _, decimals = part.rstrip(",").partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    digits, _, fraction = format(abs(rounded), "f").partition(".")
    digits = digits.zfill(whole.count("0"))
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    while fraction.endswith("0") and len(fraction) > decimals.count("0"):
        fraction = fraction[:-1]
    text = ("-" if rounded < 0 else "") + digits + (f".{fraction}" if fraction else "")
    return date_format.kanji_digits(text, section.kanji) if section.kanji else text
