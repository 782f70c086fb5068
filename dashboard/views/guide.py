"""The guide of the pages and the glossary, read from docs/ by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE, GLOSSARY, PICTURES = DOCS / "操作手引き.md", DOCS / "言葉の定義.md", DOCS / "pictures"
READING_RULES, METHODS = DOCS / "読み方の決まり.md", DOCS / "決め方.md"
FIRST, CALENDAR = "はじめての人へ", "1年の流れ"
# Stands for a new line within a cell of a table, which the browser's Markdown does not know.
LINE_IN_CELL = " ／ "
# A link to another file of docs/ means nothing in the browser; its words stay.
_LINK_TO_FILE = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?://|#)[^)]*\)")
_PICTURE = re.compile(r"^!\[([^\]]+)\]\(pictures/([\w-]+\.webp)\)$", re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Picture:
    """A picture of a page: the name of its file in PICTURES, and what it shows to who does not see it."""

    name: str
    alt: str


@cache
def sections(path: Path = GUIDE) -> dict[str, str]:
    """Heading → Markdown below it, in the order of the file."""
    text = _LINK_TO_FILE.sub(r"\1", path.read_text(encoding="utf-8")).replace("<br>", LINE_IN_CELL)
    parts = _HEADING.split(text)[1:]
    return {heading.strip(): body.strip() for heading, body in zip(parts[::2], parts[1::2], strict=True)}


def parts(body: str) -> list[str | Picture]:
    """A section as its Markdown and its pictures, in their order."""
    texts = _PICTURE.split(body)
    between = [Picture(name, alt) for alt, name in zip(texts[1::3], texts[2::3], strict=True)]
    in_order: list[str | Picture] = [texts[0].strip()]
    for picture, text in zip(between, texts[3::3], strict=True):
        in_order += [picture, text.strip()]
    return [part for part in in_order if part]


@cache
def glossary() -> str:
    """The table of words, as Markdown."""
    text = GLOSSARY.read_text(encoding="utf-8")
    return text.partition("\n")[2].strip()
