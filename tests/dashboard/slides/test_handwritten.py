"""What people wrote into a deck: numbers and names in words that nobody can recount."""

from __future__ import annotations

import pytest

from dashboard.export.deck import handwritten
from dashboard.export.deck.handwritten import Handwritten
from dashboard.export.deck.town_names import TownNames


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("石狩は実施ゼロ、登別は未回答", True),
        ("実施率は五・六パーセント", True),
        ("北海道は十市町村", True),
        ("登別も検討中", True),
        ("一層の取組をお願いする", False),
        ("森を守る", False),
    ],
)
def test_numbers_in_kanji_and_short_names_of_towns_are_named_as_not_checked(
    text: str, is_named: bool
) -> None:
    look = handwritten._Words({"shapes": {}, "views": {}}, TownNames(("登別市", "森町")))
    look.say(4, "手で加えられた図形", text)
    assert [one.text for one in look.found] == ([text] if is_named else [])


def test_the_line_after_making_a_deck_names_the_pages_of_what_was_not_checked() -> None:
    places = (Handwritten(4, "題", "3市町村"), Handwritten(2, "題", "2市町村"), Handwritten(4, "札", "1"))
    assert handwritten.checked_shortly(569, 264, places) == (
        "確かめたもの: 569数、264市町村名。手書き3か所（2・4頁）は確かめていません。"
    )
