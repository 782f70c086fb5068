"""The weights that an address asks for; what cannot be followed is told and left out."""

from datetime import date

import pandas as pd
import pytest

from dashboard.pages.outreach import controls, method
from dashboard.planning import spec
from dashboard.views import outreach


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?preset=best", "検討が進んでいる市町村"),
        ("?w=stage:x", "「stage:x」は読めない"),
        ("?w=nothing:3", "「nothing:3」は読めない"),
        ("?w=stage:-1", "「stage:-1」は読めない"),
    ],
)
def test_what_cannot_be_followed_is_told_and_the_preset_stands(search: str, said: str) -> None:
    choice = outreach.choose(search)
    assert said in choice.complaint
    assert choice.weights == spec.weights_of("balance")


def test_where_all_weights_are_0_the_weights_that_stand_in_their_place_are_named() -> None:
    nothing = ",".join(f"{code}:0" for code in spec.codes())
    choice = outreach.choose(f"?preset=almost&w={nothing}")
    assert choice.instead == "重みがすべて0のため、「検討が進んでいる市町村」の重みで表示しています。"
    assert choice.instead in choice.complaint
    assert controls.about(choice) == choice.instead
    assert choice.weights == spec.weights_of("almost")
    assert outreach.choose("?w=stage:0").instead == ""


def test_a_share_of_hits_is_that_of_the_number_beside_it_under_a_head_that_stands_above_it() -> None:
    row = {
        "day": date(2022, 11, 30),
        "next_fiscal_year": 2023,
        "is_complete": True,
        "method": "score",
        "label": "人口の多い順",
        "can_verify": True,
        "why_not": "",
        "candidates": 160,
        "began": 3,
        "named": 20,
        "low": 0.1,
        "high": 0.7,
        "by_chance": 0.1,
        "at_least": 0.3,
        "note": "",
    }
    for hits, said in ((1.02, "1.02／3"), (1 / 3, "0.33／3"), (3.0, "3／3"), (0.0, "0／3")):
        table = method.trust(pd.DataFrame([row | {"hits": hits, "rate": hits / 3}]))[-1]
        head, body = table.children[0].children, table.children[1].children[0]
        cells = body.children
        assert cells[2].children == said
        shown = float(said.split("／")[0])
        assert cells[3].children.startswith(f"{100 * shown / 3:.0f}％")
        assert [getattr(one, "className", None) for one in head.children[1:]] == [
            one.className for one in cells[1:]
        ]


def test_the_weights_go_along_to_another_page_and_are_the_same_there() -> None:
    choice = outreach.choose("?preset=almost&w=stage:3,never:0.5&see=01362")
    assert (choice.preset, choice.see, choice.complaint) == ("almost", "01362", "")
    assert (choice.weights["stage"], choice.weights["never"]) == (3, 0.5)
    assert outreach.choose(f"?fy=2023{choice.address}").weights == choice.weights
    assert outreach.choose("").address == ""
