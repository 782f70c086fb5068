"""Which option a piece of text means: by label, code, alias or a harmless ending; else what comes near."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from etl.survey.answers import words
from etl.survey.form.questions import Option

OPENING = "(（[［【〔<〈"
CLOSING = ")）]］】〕>〉"
NEAR_ENOUGH = 0.6
MOST_PROPOSALS = 3
LONGEST_COMPARED = 100
_NUMBERED = re.compile(
    r"第?[(\[]?(?P<number>\d{1,2})[)\]]?(?:位|番目|番|号)?[.:、,)・\s]*(?P<rest>.+)", re.DOTALL
)
_NUMBER_ALONE = re.compile(r"\s*第?[(\[]?(?P<number>\d{1,2})[)\]]?(?:位|番目|番|号)?[.:、,)・\s]*")
_LABEL_NUMBER = re.compile(r"\s*(?:[①-⑳]|[(（]?\d{1,2}[)）.．:：、\s]+)\s*(?P<rest>\D.*)", re.DOTALL)
_FOOTNOTE = re.compile(r"(?P<base>.+?)(?P<note>[※*]+\d{0,2})", re.DOTALL)


@dataclass(frozen=True)
class OptionMatch:
    """What one piece of text means. More than one code: a spelling that two options share.

    `exact`: written as the label is. `comment`: what stood in brackets or after a colon and was not read.
    `number`: the one written before the label. `mark`: yes, no, or empty. `is_open`: など or 等 was written.
    """

    codes: tuple[str, ...]
    text: str
    exact: bool = False
    comment: str = ""
    number: int | None = None
    mark: str = ""
    is_open: bool = False

    @property
    def code(self) -> str:
        return self.codes[0]


@dataclass(frozen=True)
class Choices:
    """The options of a question, ready to be looked up. `is_numbered`: their labels begin with numbers."""

    options: tuple[Option, ...]
    labels: dict[str, str]
    spellings: dict[str, tuple[str, ...]]
    label_keys: frozenset[str]
    numbers: dict[int, str]
    is_numbered: bool

    def label(self, code: str) -> str:
        return next(option.label for option in self.options if option.code == code)

    def number_of(self, code: str) -> int:
        return next(number for number, other in self.numbers.items() if other == code)


@lru_cache(maxsize=512)
def choices_of(options: tuple[Option, ...]) -> Choices:
    """Labels and codes come before aliases, aliases before labels without their bracket."""
    spellings: dict[str, tuple[str, ...]] = {}
    numbers = _own_numbers(options)
    by_strength = (
        [(text, option.code) for option in options for text in (option.label, option.code)],
        [(alias, option.code) for option in options for alias in option.aliases],
        [(short, option.code) for option in options for short in _short_labels(option.label, bool(numbers))],
    )
    for level in by_strength:
        known = set(spellings)
        for text, code in level:
            key = words.key(text)
            if key and key not in known and code not in spellings.get(key, ()):
                spellings[key] = (*spellings.get(key, ()), code)
    return Choices(
        options=options,
        labels={option.label: option.code for option in options},
        spellings=spellings,
        label_keys=frozenset(words.key(option.label) for option in options),
        numbers=numbers or {position: option.code for position, option in enumerate(options, 1)},
        is_numbered=bool(numbers),
    )


def find(choices: Choices, text: str) -> OptionMatch | None:
    """The option that the whole text means, or None. Nothing near is taken."""
    if text in choices.labels:
        return OptionMatch((choices.labels[text],), text, exact=True)
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _find_numbered(choices, plain)
    if found is None and plain[:1] in words.mark_signs():
        found = _find_numbered(choices, plain[1:].strip())
        found = replace(found, mark=words.mark_signs()[plain[0]]) if found else None
    return replace(found, text=text.strip()) if found else None


def number_alone(text: str) -> int | None:
    """2, ②, 2番, (2) where nothing else is written."""
    found = _NUMBER_ALONE.fullmatch(unicodedata.normalize("NFKC", text))
    return int(found["number"]) if found else None


def proposals(choices: Choices, text: str) -> tuple[str, ...]:
    """Labels of the options that the text may mean, the nearest first."""
    key = words.key(text[:LONGEST_COMPARED])
    spellings = choices.spellings
    inside = [known for known in sorted(spellings, key=len, reverse=True) if len(known) > 1 and known in key]
    around = [known for known in spellings if len(key) > 1 and key in known]
    near = difflib.get_close_matches(key, list(spellings), n=MOST_PROPOSALS, cutoff=NEAR_ENOUGH)
    alike = {known: difflib.SequenceMatcher(None, known, key).ratio() for known in [*inside, *around, *near]}
    codes = [
        code for known in sorted(alike, key=alike.__getitem__, reverse=True) for code in spellings[known]
    ]
    return tuple(choices.label(code) for code in dict.fromkeys(codes))[:MOST_PROPOSALS]


def _find_numbered(choices: Choices, plain: str) -> OptionMatch | None:
    found = _find_commented(choices, plain)
    numbered = _NUMBERED.fullmatch(plain) if found is None else None
    if numbered:
        found = _find_commented(choices, numbered["rest"])
        return replace(found, number=int(numbered["number"])) if found else None
    return found


def _find_commented(choices: Choices, plain: str) -> OptionMatch | None:
    match = _look_up(choices, plain)
    if match:
        return match
    footnote = _FOOTNOTE.fullmatch(plain)
    if footnote and (match := _look_up(choices, footnote["base"])):
        return replace(match, comment=footnote["note"], exact=False)
    plain = plain.rstrip("。. ")
    starts = (
        [at for at, letter in enumerate(plain) if letter in OPENING][::-1] if plain[-1:] in CLOSING else []
    )
    for start in [*starts, *(at for at, letter in enumerate(plain) if letter == ":")]:
        match = _look_up(choices, plain[:start])
        is_bracket = plain[start] in OPENING
        comment = (plain[start + 1 : -1] if is_bracket else plain[start + 1 :]).strip()
        within = _look_up(choices, comment)
        if not is_bracket and (not comment or "\n" in comment):
            continue
        if match and (within is None or within.codes == match.codes):
            return replace(match, comment="" if within else comment, exact=False)
    return None


def _look_up(choices: Choices, plain: str) -> OptionMatch | None:
    key = words.key(plain)
    if key in choices.spellings:
        return OptionMatch(choices.spellings[key], plain, exact=key in choices.label_keys)
    for ending, effect in words.endings():
        base = key[: -len(ending)]
        if base and key.endswith(ending) and base in choices.spellings:
            return OptionMatch(choices.spellings[base], plain, is_open=effect == "open")
    return None


def _own_numbers(options: tuple[Option, ...]) -> dict[int, str]:
    """The numbers that all labels begin with; empty where they do not, or not each its own."""
    numbers: dict[int, str] = {}
    for option in options:
        number = number_alone(option.label[: len(option.label) - len(_without_number(option.label))])
        if number is None or number in numbers:
            return {}
        numbers[number] = option.code
    return numbers


def _without_number(label: str) -> str:
    found = _LABEL_NUMBER.fullmatch(label)
    return found["rest"] if found else label


def _short_labels(label: str, is_numbered: bool) -> list[str]:
    """The label without its bracket at the end and, where all labels are numbered, without its number."""
    bare = _without_number(label) if is_numbered else label
    shorter = [name[: max(map(name.rfind, OPENING))] for name in (label, bare) if name[-1:] in CLOSING]
    return [name for name in [*([bare] if is_numbered else []), *shorter] if name.strip()]
