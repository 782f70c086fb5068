"""The guide of the pages and the glossary, read from docs/ by their headings."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE, GLOSSARY = DOCS / "操作手引き.md", DOCS / "言葉の定義.md"
FIRST, CALENDAR = "はじめての人へ", "1年の流れ"
# A link to another file of docs/ means nothing in the browser; its words stay.
_LINK_TO_FILE = re.compile(r"\[([^\]]+)\]\((?!https?://|#)[^)]*\)")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@cache
def sections(path: Path = GUIDE) -> dict[str, str]:
    """Heading → Markdown below it, in the order of the file."""
    text = _LINK_TO_FILE.sub(r"\1", path.read_text(encoding="utf-8"))
    parts = _HEADING.split(text)[1:]
    return {heading.strip(): body.strip() for heading, body in zip(parts[::2], parts[1::2], strict=True)}


@cache
def glossary() -> str:
    """The table of words, as Markdown."""
    text = GLOSSARY.read_text(encoding="utf-8")
    return text.partition("\n")[2].strip()
