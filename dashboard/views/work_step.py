"""A step of the year's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StepState = Literal["done", "now", "later"]


@dataclass(frozen=True)
class WorkStep:
    """One step of the year. `facts`: how it stands, in sentences; `missing`: what is to be done, empty where nothing is.

    `when`: its day in words; `href` and `button`: where the work is done.
    """

    key: str
    title: str
    state: StepState
    when: str
    facts: str
    missing: tuple[str, ...]
    href: str
    button: str
