"""Headings that name several things at once: 職・氏名, 所属・職・氏名, 職名（氏名）, 所属職氏名."""

from __future__ import annotations

import re
from collections.abc import Callable

from etl.readers.heading_text import normalise_heading

_BETWEEN = re.compile(r"[・･.,、，/／\\|｜&+＋()\[\]【】〔〕]|及び|および|並びに|ならびに")
# Whose they are: 出席者の職・氏名, 参加者（職・氏名）, 担当者職氏名.
_WHOSE = re.compile(r"(?:御|ご)?(?:出席|参加|担当|受講|来場|聴講)(?:予定)?(?:者|職員)?(?:の|名)?")


def parts(text: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """The two or more known spellings of which a heading is put together; () where anything else is in it."""
    pieces = [piece for piece in _BETWEEN.split(normalise_heading(text)) if piece]
    found: list[str] = []
    for piece in pieces:
        if not is_known(piece) and (whose := _WHOSE.match(piece)):
            piece = piece[whose.end() :]
            if not piece:
                continue
        own = _in_a_row(piece, is_known)
        if not own:
            return ()
        found += own
    return tuple(found) if len(found) > 1 else ()


def _in_a_row(piece: str, is_known: Callable[[str], bool]) -> list[str]:
    """The fewest known spellings that give the piece one after the other; [] where none do."""
    best: list[list[str] | None] = [[], *[None] * len(piece)]
    for end in range(1, len(piece) + 1):
        for start in range(end):
            before = best[start]
            if before is None or not is_known(piece[start:end]):
                continue
            if (now := best[end]) is None or len(before) + 1 < len(now):
                best[end] = [*before, piece[start:end]]
    return best[-1] or []
