"""Copies of a deck that do not live on: to be checked, to be handed out. None of them is renewed or checked in its stead."""

from __future__ import annotations

from typing import Any

from dashboard.export.deck import locate, read_back
from dashboard.export.deck.package import DeckRefusedError

CHECKED, HANDED_OUT = "確認用", "配布用"
MARK = "変更の印"
WHY = {
    CHECKED: "「{}」は、変更箇所の印入りの確認用の資料です。前の数と新しい数が並んでいるため、新しくすることも確かめることもできません。印のない資料（同じときにできた、新しくした資料）を選んでください。",
    HANDED_OUT: "「{}」は、配布用に保存した資料です。数の記録を取り除いてあるため、新しくすることも確かめることもできません。配布用にする前の資料を選んでください。",
}


def call(presentation: Any, kind: str) -> None:
    """Say in the properties of a file which copy it is."""
    presentation.core_properties.category = kind


def refuse(presentation: Any, name: str) -> None:
    """Raises DeckRefusedError for a file without a record that is such a copy, saved by whatever program."""
    kind = _kind(presentation)
    if kind:
        raise DeckRefusedError(WHY[kind].format(name))


def _kind(presentation: Any) -> str:
    shapes = [
        (shape, read_back.name_of(shape)) for s in presentation.slides for shape in read_back.walk(s.shapes)
    ]
    if any(name == MARK for _, name in shapes):
        return CHECKED
    if any(locate.numbers_in(shape) for shape, _ in shapes):
        return ""
    said = presentation.core_properties.category
    feet = [shape for shape, name in shapes if name.startswith(f"{locate.FOOT}｜")]
    is_bare = bool(feet) and not any(locate.stamp_of(locate.foot_words(foot))[1] for foot in feet)
    return HANDED_OUT if is_bare or said == HANDED_OUT else ""
