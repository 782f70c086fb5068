"""The directory that municipality names are looked up in: every accepted form of every name."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from etl import csv_bytes
from etl.municipality_code import read_code
from etl.written_name import without_bureau

VOCABULARY = Path(__file__).parent / "vocabulary"
# A text of which more characters are others is no slip of a name.
MOST_DIFFERING = 2


@dataclass(frozen=True)
class MunicipalityName:
    """One municipality: code of 5 digits, kind 市 町 村, subprefecture 後志総合振興局, district 虻田郡 (none for 市)."""

    code: str
    name: str
    kana: str
    kind: str
    subprefecture: str
    district: str


@dataclass(frozen=True)
class FormerName:
    """`change`: spelling or renamed (the same municipality), merged (now part of the municipality with `code`)."""

    former_name: str
    code: str
    change: str
    changed_year: str


@dataclass(frozen=True)
class Directory:
    """Names and forms by their `key`; make it with make_directory.

    `exact`: whole names. `forms`: without 市 町 村, and readings. `former`: names of the past.
    """

    by_code: Mapping[str, MunicipalityName]
    exact: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, tuple[str, ...]]
    former: Mapping[str, FormerName]
    districts: frozenset[str]
    subprefectures: frozenset[str]
    glyphs: Mapping[int, str]

    def fold(self, text: str) -> str:
        """The text normalised, with the characters of today."""
        return _fold(text, self.glyphs)

    def key(self, text: str) -> str:
        """What two spellings of one name have in common: as fold, and kana as hiragana."""
        return _kana_key(_fold(text, self.glyphs))

    def subprefecture(self, town: MunicipalityName) -> str:
        """後志 for a town of 後志総合振興局; `subprefectures` holds these."""
        return self.fold(without_bureau(town.subprefecture))


NORTHERN_VILLAGES = tuple(
    MunicipalityName(code, name, kana, "村", "根室振興局", district)
    for code, name, kana, district in (
        ("01695", "色丹村", "しこたんむら", "色丹郡"),
        ("01696", "泊村", "とまりむら", "国後郡"),
        ("01697", "留夜別村", "るよべつむら", "国後郡"),
        ("01698", "留別村", "るべつむら", "択捉郡"),
        ("01699", "紗那村", "しゃなむら", "紗那郡"),
        ("01700", "蘂取村", "しべとろむら", "蘂取郡"),
    )
)
NORTHERN_CODES = frozenset(village.code for village in NORTHERN_VILLAGES)

_INVISIBLE = ("Zs", "Zl", "Zp", "Cc", "Cf")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_KANA = re.compile("[ぁ-ゖァ-ヺー]+[市町村]?")
_TO_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}
_KIND_READING = {"市": ("し",), "町": ("ちょう", "まち"), "村": ("むら", "そん")}


def normalise(text: str) -> str:
    """NFKC without spaces, line breaks, invisible characters and variation selectors."""
    plain = unicodedata.normalize("NFKC", text)
    if " " in plain or not plain.isprintable():
        plain = "".join(c for c in plain if unicodedata.category(c) not in _INVISIBLE)
    return _VARIATION.sub("", plain)


def make_directory(
    municipalities: Iterable[MunicipalityName],
    old_glyphs: Mapping[str, str] | None = None,
    former_names: Iterable[FormerName] | None = None,
) -> Directory:
    """The directory of these municipalities and of the six northern villages.

    `old_glyphs` (written → standard) and `former_names` come from etl/vocabulary unless given.
    """
    towns = [*municipalities, *NORTHERN_VILLAGES]
    glyphs = {ord(old): new for old, new in (read_glyphs() if old_glyphs is None else old_glyphs).items()}

    def key(text: str) -> str:
        return _kana_key(_fold(text, glyphs))

    exact: dict[str, set[str]] = {}
    forms: dict[str, set[str]] = {}
    for town in towns:
        exact.setdefault(key(town.name), set()).add(town.code)
        for form in _forms(town):
            forms.setdefault(key(form), set()).add(town.code)
    former: dict[str, FormerName] = {}
    for old in read_former_names() if former_names is None else former_names:
        former[key(old.former_name)] = old
        if old.change != "merged":
            former[key(old.former_name[:-1])] = old
    return Directory(
        by_code={town.code: town for town in towns},
        exact={key: tuple(sorted(codes)) for key, codes in exact.items()},
        forms={key: tuple(sorted(codes)) for key, codes in forms.items()},
        former=former,
        districts=frozenset(_fold(town.district, glyphs) for town in towns if town.district.endswith("郡")),
        subprefectures=frozenset(
            _fold(without_bureau(town.subprefecture), glyphs) for town in towns if town.subprefecture
        ),
        glyphs=glyphs,
    )


def near(directory: Directory, body: str, limit: int = 6) -> tuple[str, ...]:
    """Codes of the towns whose name is close to the text, the closest first; names that it contains before all."""
    contained = [codes for key, codes in directory.exact.items() if key in body]
    keys = [*directory.exact, *directory.forms, *directory.former]
    close = difflib.get_close_matches(body, keys, n=2 * limit, cutoff=0.6)
    for key in (one for one in close if _differing(body, one) <= MOST_DIFFERING):
        former = directory.former.get(key)
        contained.append(
            directory.exact.get(key) or directory.forms.get(key) or ((former.code,) if former else ())
        )
    return tuple(dict.fromkeys(code for codes in contained for code in codes))[:limit]


def _differing(one: str, other: str) -> int:
    """How many characters of the longer text the shorter one does not have in its order."""
    common = difflib.SequenceMatcher(a=one, b=other).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in common)


def read_glyphs() -> dict[str, str]:
    """Old or mistaken character → the one in the official names, from vocabulary/old_glyphs.csv."""
    rows = csv_bytes.read_records(VOCABULARY / "old_glyphs.csv").rows
    return {row["written"]: row["standard"] for row in rows}


def read_former_names() -> list[FormerName]:
    """Former and other names of towns of today, from vocabulary/former_names.csv (北海道 市町村の合併の状況)."""
    return [
        FormerName(row["former_name"], read_code(row["code"]).code, row["how"], row["changed_year"])
        for row in csv_bytes.read_records(VOCABULARY / "former_names.csv").rows
    ]


def _fold(text: str, glyphs: Mapping[int, str]) -> str:
    text = normalise(text)
    return text if _KANA.fullmatch(text) else text.translate(glyphs)


def _kana_key(text: str) -> str:
    return text.translate(_TO_HIRAGANA) if _KANA.fullmatch(text) else text


def _forms(town: MunicipalityName) -> list[str]:
    """砂川, すながわし, すながわ, すながわ市 for 砂川市, in the same order in every process."""
    endings = [ending for ending in _KIND_READING.get(town.kind, ()) if town.kana.endswith(ending)]
    reading = town.kana.removesuffix(endings[0]) if endings else town.kana
    forms = dict.fromkeys((town.name.removesuffix(town.kind), town.kana, reading, reading + town.kind))
    return [form for form in forms if form not in ("", town.kind)]
