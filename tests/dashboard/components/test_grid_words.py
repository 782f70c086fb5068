"""The grid says everything in Japanese, to those who listen too."""

import re
from pathlib import Path

import dash_ag_grid

from dashboard.components.grid_words import LOCALE

# What the grid looks up by a key with words of its own beside it: "ariaChecked","checked".
LOOKED_UP = re.compile(r'"(aria[A-Z]\w+)","([^"]*[a-z] ?[^"]*)"')
OF_PROGRAMS = {"ariaAnnounce"}  # the name of a part of the program


def test_what_the_grid_says_to_a_screen_reader_is_japanese() -> None:
    package = Path(dash_ag_grid.__file__).parent
    said = {
        key
        for name in ("async-community.js", "dash_ag_grid.min.js")
        for key, _ in LOOKED_UP.findall((package / name).read_text(encoding="utf-8"))
    }
    assert len(said) > 20
    assert said - set(LOCALE) == OF_PROGRAMS
    assert not {key for key, text in LOCALE.items() if text.isascii()}
