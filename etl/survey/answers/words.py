"""Words and marks of answers as etl/vocabulary lists them, and what two spellings of one answer share."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal, NamedTuple, get_args

from etl import names
from etl.readers import vocabulary

Meaning = Literal["undecided", "not_applicable", "dash", "none", "blank", "unknown", "elsewhere"]
MarkMeaning = Literal["yes", "no", "unclear"]
OpenEnding = Literal["silent", "open"]

LONGEST_WORD = 60
SEPARATORS = "、,;/|・･•"
_FOLD = str.maketrans(dict.fromkeys(SEPARATORS, "・") | dict.fromkeys("-‐‑‒–—―−─━ｰ", "ー"))
_AROUND = "。.!・:'\"※*◇◆▼▶ー "
_QUOTES = {"「": "」", "『": "』", "【": "】", "<": ">", "〈": "〉", "《": "》", "“": "”", "‘": "’"}
_LAST_YEARS = re.compile(
    r"(?:前年度?|昨年度?|去年|前回|R\d+|令和\d+年度?)の?(?:回答|内容|状況|調査票?|数値?|値|もの|まま)*"
    r"(?:(?:を|で|の?まま|から)?(?:記載|転記|記入|入力|写し|コピー|流用|引用|踏襲|援用)|(?:と|に)(?:同じ|同様|同一|同内容|同数|準じ)|同様|同じ|の?まま|どおり|通り|のとおり)"
)
_ERROR = re.compile(r"#(?:[A-Z]+[/?!]?[A-Z0-9]*[?!]?|#+)|Err:\d+")


class MarkWord(NamedTuple):
    """`style`: symbol (may stand before a label), dash, word, or presence (有, なし: there is something, or not).

    `note` says why an unclear one is unclear.
    """

    meaning: MarkMeaning
    style: str
    note: str


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What spellings of one option share: width, case, spaces, separators, dashes, 分からない/わからない.

    For short texts: they are remembered.
    """
    folded = names.normalise(text).casefold().translate(_FOLD)
    while (bare := _unwrapped(folded.lstrip(_AROUND).rstrip("。.!・:'\" "))) != folded:
        folded = bare
    for written, standard in _variants():
        folded = folded.replace(written, standard)
    return folded


def _unwrapped(text: str) -> str:
    """「人材不足」 → 人材不足, where the quotes surround the whole."""
    closing = _QUOTES.get(text[:1])
    is_wrapped = closing is not None and text.endswith(closing) and closing not in text[1:-1]
    return text[1:-1] if is_wrapped else text


def is_blank(text: str) -> bool:
    """Nothing but spaces and invisible characters."""
    return not text or not (text[0].isalnum() or names.normalise(text))


def is_cell_error(text: str) -> bool:
    """#N/A, #REF!, a column too narrow (####), Err:502 of LibreOffice."""
    return text[:1] in "#E" and len(text) <= LONGEST_WORD and _ERROR.fullmatch(text.strip()) is not None


def meaning_of(text: str) -> Meaning | None:
    """What 未定, 該当なし, －, なし, 未回答, 不明, 同上 mean when they are all that is written."""
    word = text.strip()
    return _meanings().get(_word_key(word)) if len(word) <= LONGEST_WORD else None


def points_to_last_year(text: str) -> bool:
    """Whether a text says that an answer is last year's: 前年度の回答を記載, 前回と同じ内容です."""
    return _LAST_YEARS.search(names.normalise(text)) is not None


def mark_of(text: str) -> MarkWord | None:
    """The mark that is all that is written: ○ レ 1 有 … or × 無 －, or one that is unclear."""
    word = text.strip()
    return _marks().get(names.normalise(word).casefold()) if len(word) <= LONGEST_WORD else None


@cache
def mark_signs() -> dict[str, MarkMeaning]:
    """Single signs that may stand before a label, as in ☑人材不足 □その他."""
    return {sign: word.meaning for sign, word in _marks().items() if word.style == "symbol"}


@cache
def endings() -> tuple[tuple[str, OpenEnding], ...]:
    """Endings that leave the meaning as it is (のため), and those that leave something open (など); longest first."""
    effects: dict[str, OpenEnding] = {effect: effect for effect in get_args(OpenEnding)}
    found = [(key(row["written"]), effects[row["effect"]]) for row in vocabulary.rows("answer_endings")]
    return tuple(sorted(found, key=lambda ending: -len(ending[0])))


@cache
def units(unit: str) -> tuple[str, ...]:
    """Spellings of a unit (人: 名, 人体制 …), longest first; the unit itself where the table has none."""
    rows = vocabulary.rows("unit_words")
    found = {names.normalise(row["written"]) for row in rows if row["unit"] == unit}
    return tuple(sorted(found | ({names.normalise(unit)} if unit else set()), key=len, reverse=True))


@cache
def number_words(position: str) -> dict[str, str]:
    """Words before or after a number → approximate or plain."""
    rows = vocabulary.rows("number_words")
    return {names.normalise(row["written"]): row["meaning"] for row in rows if row["place"] == position}


@cache
def _marks() -> dict[str, MarkWord]:
    meanings: dict[str, MarkMeaning] = {meaning: meaning for meaning in get_args(MarkMeaning)}
    return {
        names.normalise(row["written"]).casefold(): MarkWord(
            meanings[row["meaning"]], row["style"], row["note"]
        )
        for row in vocabulary.rows("mark_words")
    }


@cache
def _meanings() -> dict[str, Meaning]:
    meanings: dict[str, Meaning] = {meaning: meaning for meaning in get_args(Meaning)}
    return {_word_key(row["written"]): meanings[row["meaning"]] for row in vocabulary.rows("answer_words")}


@cache
def _variants() -> tuple[tuple[str, str], ...]:
    return tuple((row["written"], row["standard"]) for row in vocabulary.rows("spelling_variants"))


@lru_cache(maxsize=4096)
def _word_key(text: str) -> str:
    folded = names.normalise(text).casefold()
    folded = "".join("-" if "DASH" in unicodedata.name(c, "") or c in "-‐−─━ー" else c for c in folded)
    if folded[:1] == "(" and folded[-1:] == ")":
        folded = folded[1:-1]
    return folded.strip("。!「」") or folded
