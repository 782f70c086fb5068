"""Outlines of freeforms kept as text while a deck is open: as elements those of sixty maps would take gigabytes.

Each stands in a comment in its place; written to the file, it is what it was.
"""

from __future__ import annotations

import re

START, END = "<!--kasanari:outline ", " kasanari:outline-->"
PATHS = re.compile(rb"(<a:pathLst>)((?:(?!--|</a:pathLst>).)+)(</a:pathLst>)", re.S)
WRAPPED = rb"\g<1>" + START.encode() + rb"\g<2>" + END.encode() + rb"\g<3>"


def aside(paths: str) -> str:
    """What stands for the paths of a freeform."""
    return f"{START}{paths}{END}"


def put_aside(part: bytes) -> bytes:
    """A slide as it is read."""
    return PATHS.sub(WRAPPED, part)


def put_back(part: bytes) -> bytes:
    """A slide as it is written."""
    if START.encode() not in part:
        return part
    return part.replace(START.encode(), b"").replace(END.encode(), b"")
