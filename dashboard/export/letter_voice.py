"""Findings speak to the officer of the prefecture; a letter speaks to the town."""

from __future__ import annotations

import re

# In this order: what the officer is told to have done → what the town is asked to do.
TURNS = (
    (re.compile(r"市町村(?:の担当者)?に(?:、)?(?=[^。]*ください)"), ""),
    (re.compile(r"送り主に、?"), ""),
    (re.compile(r"(?<=[てで])もらってください"), "ください"),
    (re.compile(r"をもらってください"), "をお送りください"),
)
FOR_OURSELVES = re.compile(r"[^。]*送り主[^。]*。")


def to_the_town(message: str) -> str:
    """…保存しなおしたものをもらってください → …保存しなおしたものをお送りください."""
    for pattern, words in TURNS:
        message = pattern.sub(words, message)
    return FOR_OURSELVES.sub("", message)
