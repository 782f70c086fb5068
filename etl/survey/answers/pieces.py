"""Several options in one cell: cut at separators, labels that contain a separator kept whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from etl.survey.answers import words as answer_words
from etl.survey.answers.options import CLOSING, OPENING, Choices, OptionMatch, find, number_alone

HARD = frozenset("、，,。;；/／|｜・･•\n\r\t")
MOST_PIECES = 60
LONGEST_TEXT = 200
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_BEFORE_NUMBER = re.compile(r"[ \u3000]+(?=第?[(（]?[0-9０-９]{1,2}(?:[)）.．:：]|位|番))")
_LINE_BREAK = re.compile(r"[\r\n\t]+")
_AND = ("及び", "および", "並びに", "ならびに")
_CONJUNCTION = re.compile(r"かつ|と|&|＆|\+|＋")
_ALTERNATIVE = re.compile(r"または|又は|もしくは|若しくは|あるいは|\bor\b|か")


@dataclass(frozen=True)
class Pieces:
    """What a cell with options holds, in the order written.

    `unknown`: parts that are no option; `either`: options joined by 又は; `by_number`: only numbers were written.
    """

    matches: tuple[OptionMatch, ...] = ()
    unknown: tuple[str, ...] = ()
    either: tuple[OptionMatch, ...] = ()
    by_number: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for match in (*self.matches, *self.either) for code in match.codes))


def split_options(choices: Choices, text: str) -> Pieces:
    """The options that a text names, one or several. A text far longer than all labels is none of them."""
    if len(text) > LONGEST_TEXT + 2 * sum(map(len, choices.labels)):
        return Pieces(unknown=(text.strip(),))
    whole = _certain(choices, text)
    if whole:
        return Pieces((whole,))
    text = _BEFORE_NUMBER.sub("\n", text)
    for word in _AND:
        if not any(word in spelling for spelling in choices.spellings):
            text = re.sub(rf"(?<=[\w」』）)】。])\s*{word}\s*(?=\S)", "、", text)
    pieces = _cut(text)
    if len(pieces) > MOST_PIECES:
        return Pieces(unknown=(text.strip(),))
    numbers = [number for number in map(number_alone, pieces) if number is not None]
    if pieces and len(numbers) == len(pieces):
        return _by_numbers(choices, text, numbers)
    lines = [_runs(choices, _cut(line), "・") for line in _LINE_BREAK.split(text)]
    if len(lines) > 1 and any(line.unknown for line in lines):
        unbroken = _runs(choices, _cut(_LINE_BREAK.sub("", text)), "・")
        if not unbroken.unknown:
            return unbroken
    return _together(lines)


def _by_numbers(choices: Choices, text: str, numbers: list[int]) -> Pieces:
    if any(number not in choices.numbers for number in numbers):
        return Pieces(unknown=(text.strip(),), by_number=True)
    found = tuple(OptionMatch((choices.numbers[number],), str(number)) for number in dict.fromkeys(numbers))
    return Pieces(found, by_number=True)


def _runs(choices: Choices, pieces: list[str], joint: str) -> Pieces:
    """The longest runs of pieces that are one option; what is left is cut at spaces and at と."""
    parts: list[Pieces] = []
    start = 0
    while start < len(pieces):
        runs = ((end, joint.join(pieces[start:end])) for end in range(len(pieces), start, -1))
        hits = ((end, hit) for end, run in runs if (hit := _certain(choices, run)))
        end, hit = next(hits, (start + 1, None))
        if hit is None:
            # 「人材不足」と「財源」 was cut behind the quote.
            joins = _CONJUNCTION.match(pieces[start]) if start else None
            parts.append(_softly(choices, pieces[start][joins.end() if joins else 0 :]))
        elif not joint and end > start + 1 and all(_certain(choices, one) for one in pieces[start:end]):
            parts.append(Pieces(unknown=(" ".join(pieces[start:end]),)))
        else:
            parts.append(Pieces((hit,)))
        start = end
    return _together(parts)


def _together(parts: list[Pieces]) -> Pieces:
    return Pieces(
        tuple(found for part in parts for found in part.matches),
        tuple(text for part in parts for text in part.unknown),
        tuple(found for part in parts for found in part.either),
    )


def _certain(choices: Choices, text: str) -> OptionMatch | None:
    """The option that a text means, unless its parts between spaces are other options: 実施 予定なし."""
    found = find(choices, text)
    words = text.split()
    if found is None or len(words) < 2 or found.comment or text in choices.labels:
        return found
    parts = [find(choices, word) for word in words]
    return None if all(parts) and any(part and part.codes != found.codes for part in parts) else found


def _softly(choices: Choices, piece: str) -> Pieces:
    """A piece without separators: parts joined by spaces or と, or offered as alternatives."""
    whole = _certain(choices, piece)
    if whole:
        return Pieces((whole,))
    words = _numbers_attached(piece.split())
    if len(words) > 1:
        spaced = _runs(choices, words, "")
        if not spaced.unknown:
            return Pieces(unknown=(piece,), either=spaced.matches) if find(choices, piece) else spaced
    joined = _joined_by(choices, piece, _CONJUNCTION)
    if joined:
        return Pieces(tuple(joined))
    offered = _joined_by(choices, piece, _ALTERNATIVE)
    return Pieces(unknown=(piece.strip(),), either=tuple(offered))


def _numbers_attached(words: list[str]) -> list[str]:
    """A number that stands alone belongs to the word behind it: 1 人材不足."""
    attached: list[str] = []
    pending = ""
    for word, following in pairwise([*words, ""]):
        if number_alone(word) is not None and following and not pending:
            pending = f"{word} "
        else:
            attached.append(pending + word)
            pending = ""
    return attached


def _joined_by(choices: Choices, piece: str, conjunction: re.Pattern[str]) -> list[OptionMatch]:
    """All parts, if the text is nothing but options with this between them; else none."""
    for match in conjunction.finditer(piece):
        left = find(choices, piece[: match.start()])
        if left is None:
            continue
        rest = piece[match.end() :]
        right = find(choices, rest)
        others = [right] if right else _joined_by(choices, rest, conjunction)
        if others:
            return [left, *others]
    return []


def _cut(text: str) -> list[str]:
    """The text cut at separators outside brackets, before circled numbers and marks, and after 」."""
    pieces = [""]
    depth = 0
    for letter in text:
        depth = max(0, depth + (letter in OPENING) - (letter in CLOSING))
        if depth == 0 and letter in HARD:
            pieces.append("")
            continue
        if depth == 0 and (letter in _CIRCLED or letter in _starting_signs()) and pieces[-1].strip():
            pieces.append("")
        pieces[-1] += letter
        if depth == 0 and letter in "」』":
            pieces.append("")
    return [piece.strip() for piece in pieces if piece.strip("。. \u3000")]


def _starting_signs() -> frozenset[str]:
    """Marks that no word contains."""
    return frozenset(sign for sign in answer_words.mark_signs() if not sign.isalpha())
