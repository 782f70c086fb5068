"""The weights that an address asks for; what cannot be followed is told and left out."""

import pytest

from dashboard.components import outreach_controls, outreach_view
from dashboard.planning import spec


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?preset=best", "あと一歩"),
        ("?w=stage:x", "「stage:x」は読めない"),
        ("?w=nothing:3", "「nothing:3」は読めない"),
        ("?w=stage:-1", "「stage:-1」は読めない"),
    ],
)
def test_what_cannot_be_followed_is_told_and_the_preset_stands(search: str, said: str) -> None:
    choice = outreach_view.choose(search)
    assert said in choice.complaint
    assert choice.weights == spec.weights_of("balance")


def test_where_all_weights_are_0_the_weights_that_stand_in_their_place_are_named() -> None:
    nothing = ",".join(f"{code}:0" for code in spec.codes())
    choice = outreach_view.choose(f"?preset=almost&w={nothing}")
    assert choice.instead == "重みがすべて0のため、「あと一歩」の重みで表示しています。"
    assert choice.instead in choice.complaint
    assert outreach_controls.about(choice) == choice.instead
    assert choice.weights == spec.weights_of("almost")
    assert outreach_view.choose("?w=stage:0").instead == ""


def test_the_weights_go_along_to_another_page_and_are_the_same_there() -> None:
    choice = outreach_view.choose("?preset=almost&w=stage:3,never:0.5&see=01362")
    assert (choice.preset, choice.see, choice.complaint) == ("almost", "01362", "")
    assert (choice.weights["stage"], choice.weights["never"]) == (3, 0.5)
    assert outreach_view.choose(f"?fy=2023{choice.address}").weights == choice.weights
    assert outreach_view.choose("").address == ""
