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
# What the town is asked to do, in the register of 公用文; the last stands for all that no other turns.
REGISTER = (
    (
        re.compile(r"(?:選択肢の言葉で|選択肢のとおりに)書いてください"),
        "選択肢の中からお選びのうえ、御記入願います",
    ),
    (re.compile(r"(?<=。)理由を書いてください"), "変更の理由を御記入願います"),
    (re.compile(r"確かめてください"), "御確認願います"),
    (re.compile(r"(?:回答して|答えて)ください"), "御回答願います"),
    (re.compile(r"書き(?:なお|直)してください"), "お書き直し願います"),
    (re.compile(r"書き換えてください"), "お書き換え願います"),
    (re.compile(r"書いてください"), "御記入願います"),
    (re.compile(r"もう一度送ってください"), "再度お送り願います"),
    (re.compile(r"(?:お送り|送って)ください"), "お送り願います"),
    (re.compile(r"ください(?=。|（|$)"), "くださいますようお願いします"),
)
QUOTED = re.compile(r"(「[^」]*」)")
# What only the officer does or knows: whom to ask a file of, and how states are counted meanwhile.
OFFICERS_ALONE = re.compile(r"[^。]*(?:送り主|決まりにより|として数えてい|として数えます)[^。]*。")


def to_the_town(message: str) -> str:
    """…保存しなおしたものをもらってください → …保存しなおしたものをお送り願います. What stands in 「」 stays as it was written."""
    for pattern, words in TURNS:
        message = pattern.sub(words, message)
    pieces = QUOTED.split(OFFICERS_ALONE.sub("", message))
    return "".join(piece if QUOTED.fullmatch(piece) else _in_register(piece) for piece in pieces)


def _in_register(text: str) -> str:
    for pattern, words in REGISTER:
        text = pattern.sub(words, text)
    return text
