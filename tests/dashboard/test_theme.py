"""Every state is told apart without colour, and words on fills can be read."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest

from dashboard import theme

CSS = Path(theme.__file__).parent / "assets" / "style.css"


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_fills_differ_in_greyscale() -> None:
    greys = sorted(luminance(style.fill) for style in theme.GROUPS.values())
    assert all((high + 0.05) / (low + 0.05) > 1.35 for low, high in pairwise(greys))


def test_symbols_and_markers_differ() -> None:
    markers = [style.marker for style in theme.GROUPS.values()]
    assert all(one != other for one, other in combinations(markers, 2))


@pytest.mark.parametrize("group", theme.GROUP_ORDER)
def test_words_on_a_fill_can_be_read(group: str) -> None:
    style = theme.GROUPS[group]
    assert contrast(style.ink, style.fill) >= 4.5


@pytest.mark.parametrize("group", ["implementing", "planned", "considering", "no_plan"])
def test_the_edge_of_a_fill_is_seen_on_white(group: str) -> None:
    assert contrast(theme.GROUPS[group].line, theme.WHITE) >= 3


def test_the_style_sheet_uses_the_same_palette() -> None:
    written = CSS.read_text(encoding="utf-8").lower()
    for colour in (theme.BLUE_900, theme.BLUE_600, theme.BLUE_200, theme.BLUE_50, theme.GREY_200):
        assert colour.lower() in written


def test_no_font_or_style_is_fetched() -> None:
    written = CSS.read_text(encoding="utf-8")
    assert "@import" not in written
    assert "url(" not in written
