"""The colours in which a slide is drawn."""

from __future__ import annotations

from typing import NamedTuple

from dashboard import theme
from dashboard.export.deck.contrast import contrast

DARK = 4.5  # of white on it: what lies on a ground darker than this is drawn on a light one of its own


class Look(NamedTuple):
    """ink and soft: the colours of texts, by their name in the theme; head: the ground of a table's head."""

    background: str = theme.WHITE
    ink: str = theme.INK
    soft: str = theme.INK_SOFT
    head: str = theme.BLUE_50

    @property
    def is_dark(self) -> bool:
        return contrast(theme.WHITE, self.background) >= DARK


PLAIN = Look()
