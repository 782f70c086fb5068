"""What a 自己診断 consists of, and how it is written as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

CheckState = Literal["fine", "look", "bad"]
MARKS: dict[CheckState, str] = {"fine": "○", "look": "△", "bad": "×"}
LEGEND = "○ よい　△ 見てほしい　× 直す必要がある"


@dataclass(frozen=True)
class CheckLine:
    """`way`: what to do, where there is something to do."""

    label: str
    said: str
    state: CheckState = "fine"
    way: str = ""


@dataclass(frozen=True)
class CheckSection:
    """Lines on one matter."""

    title: str
    lines: tuple[CheckLine, ...]


def as_text(sections: Sequence[CheckSection], made_at: datetime) -> str:
    """The whole as it is sent to the IT section. No answer of a municipality and no name of a person is in it."""
    rows = [f"かさなり 自己診断　{made_at:%Y-%m-%d %H:%M}", LEGEND]
    for section in sections:
        rows += ["", f"■ {section.title}"]
        for line in section.lines:
            rows.append(f"{MARKS[line.state]} {line.label}: {line.said}")
            if line.way:
                rows.append(f"　→ {line.way}")
    return "\n".join(rows) + "\n"


def worst(sections: Sequence[CheckSection]) -> CheckState:
    """bad before look before fine."""
    states = {line.state for section in sections for line in section.lines}
    return "bad" if "bad" in states else "look" if "look" in states else "fine"
