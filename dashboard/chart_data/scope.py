"""What a view is of, and why a deck may be refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.views.view import View

SUPPORT_YEAR = "support-"


class SlidesRefusedError(Exception):
    """No deck can be made as asked; the message says in Japanese why and what to do."""


@dataclass(frozen=True)
class Scope:
    """What a view is of: a year and the towns that the filters leave. Empty tuples: all.

    plan: the plan of the journal that a slide of a plan shows; "" the newest.
    """

    fiscal_year: int | None = None
    subprefectures: tuple[str, ...] = ()
    size_classes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    plan: str = ""

    @property
    def is_whole(self) -> bool:
        return not (self.subprefectures or self.size_classes or self.kinds or self.groups)


def scope_of(asked: dict[str, object]) -> Scope:
    """The scope that a record holds."""
    year = asked.get("fiscal_year")
    lists = {
        name: tuple(str(value) for value in asked.get(name) or ())  # type: ignore[attr-defined]
        for name in ("subprefectures", "size_classes", "kinds", "groups")
    }
    return Scope(int(str(year)) if year is not None else None, **lists, plan=str(asked.get("plan") or ""))


def scope_asked(shown: View, search: str, *, has_year: bool = True) -> Scope:
    """The scope of a view of a page."""
    return Scope(
        shown.fiscal_year if has_year else None,
        shown.subprefectures,
        shown.size_classes,
        shown.kinds,
        shown.groups,
        plan_named(search),
    )


def plan_named(search: str) -> str:
    """The plan, or the choice of towns in its place (services.what_if), that an address of the page 計画 names; or the year of
    支援の実績, which may be later than all data.
    """
    choices = rf"[0-9a-f]{{32}}|band-A|planned|towns(?:-\d{{5}})+|{SUPPORT_YEAR}20\d\d"
    found = re.search(rf"[?&]plan=({choices})(?:&|$)", search)
    return found[1] if found else ""
