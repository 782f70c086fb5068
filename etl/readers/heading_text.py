"""How the text of a heading is compared: width, case, spaces and remarks in brackets do not matter."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SPACES = re.compile(r"\s+")
NOTES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|[※*]\d*$")


def normalise_heading(text: str) -> str:
    """The heading without what does not matter: width, case, spaces, line breaks."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=2048)
def spellings(text: str) -> tuple[str, ...]:
    """How a heading may be looked up: as it is, then without notes in brackets."""
    whole = normalise_heading(text)
    bare = NOTES.sub("", whole)
    return (whole, bare) if bare and bare != whole else (whole,)
