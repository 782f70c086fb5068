"""Findings speak to the officer of the prefecture; a letter speaks to the town, and of the town's side alone."""

from __future__ import annotations

import re

# Rules that only the prefecture can settle: how a file was read although its form was altered. They stay on
# the page and in the reports, and out of the letters.
FOR_OURSELVES = frozenset(
    {
        "FILE-KIND",
        "FORM-CHANGED",
        "FORM-VERSION",
        "HEADER-MISSING",
        "L1-13",
        "LABEL-CHANGED",
        "LABEL-GONE",
        "MANIFEST-DAMAGED",
        "MARKS-MANY",
        "NUMBER-CHANGED",
        "RETURN-UNREGISTERED",
        "TOWN-NOTE",
    }
)

# In this order: what the officer is told to have done → what the town is asked to do.
TURNS = (
    (re.compile(r"市町村(?:の担当者)?に(?:、)?(?=[^。]*ください)"), ""),
    (re.compile(r"市町村に確かめ、"), ""),
    (re.compile(r"送り主に、?"), ""),
    (re.compile(r"するよう依頼してください"), "してください"),
    (re.compile(r"くよう依頼してください"), "いてください"),
    (re.compile(r"えるよう依頼してください"), "えてください"),
    (re.compile(r"てもらうか、[^。]*ください"), "てください"),
    (re.compile(r"(?<=[てで])もらってください"), "ください"),
    (re.compile(r"をもらって(?:見比べて)?ください"), "をお送りください"),
)
OFFICERS_ALONE = re.compile(r"[^。]*送り主[^。]*。")


def to_the_town(message: str) -> str:
    """…保存しなおしたものをもらってください → …保存しなおしたものをお送りください."""
    for pattern, words in TURNS:
        message = pattern.sub(words, message)
    return OFFICERS_ALONE.sub("", message)
