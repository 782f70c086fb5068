"""Names of municipalities in the words of a deck."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TownNames:
    """All names that there are; the longer first, so that none is read out of the middle of another.

    areas: short names of 振興局, which only with_areas() finds.
    """

    names: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = sorted(set(self.names), key=lambda name: (-len(name), name))
        object.__setattr__(self, "_pattern", re.compile("|".join(map(re.escape, ordered)) or r"(?!)"))

    def with_areas(self) -> TownNames:
        """The same for the names of both."""
        return TownNames((*self.names, *self.areas))

    def found(self, text: str) -> list[str]:
        """Every mention, in its order."""
        return self._pattern.findall(text)

    def missing(self, text: str, other: str) -> list[str]:
        """Names of a text that the other has not, each once."""
        there = set(self.found(other))
        return [name for name in dict.fromkeys(self.found(text)) if name not in there]

    def span(self, text: str) -> tuple[int, int]:
        """Where the first mention of a text begins and its last ends; (0, 0) where it has none."""
        places = [match.span() for match in self._pattern.finditer(text)]
        return (places[0][0], places[-1][1]) if places else (0, 0)
