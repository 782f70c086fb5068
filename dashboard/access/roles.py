"""The roles of a person and what each of them opens. What no role opens stays shut."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a person is given, alone or together with others; none contains another."""

    VIEW = "view"
    ENTER = "enter"
    DECIDE = "decide"
    APPROVE = "approve"
    MANAGE = "manage"


class Need(StrEnum):
    """What an address, a page or a callback asks of a person."""

    SIGNED_IN = "signed_in"
    VIEW = "view"
    # contact persons of municipalities, notes of conversations, free text before it is published
    PERSONAL = "personal"
    ENTER = "enter"
    DECIDE = "decide"
    APPROVE = "approve"
    MANAGE = "manage"


LABELS = {
    Role.VIEW: "閲覧",
    Role.ENTER: "入力",
    Role.DECIDE: "受付・判断",
    Role.APPROVE: "承認",
    Role.MANAGE: "管理",
}
MEANINGS = {
    Role.VIEW: "集計、地図、説明の画面を見る。連絡先、対応の記録、自由記述は見えない",
    Role.ENTER: "すべての画面を見て、対応、計画、注記などを書く。資料を作る",
    Role.DECIDE: "すべての画面を見て、調査票や資料を受け取り、直し、送る",
    Role.APPROVE: "すべての画面を見て、速報・確定・受付の区切りを付ける",
    Role.MANAGE: "人、役割、サインインを管理する。データの画面は見えない（ほかの役割もある人は、控えを作り、戻せる）",
}
OPENS: dict[Role, frozenset[Need]] = {
    Role.VIEW: frozenset({Need.VIEW}),
    Role.ENTER: frozenset({Need.VIEW, Need.PERSONAL, Need.ENTER}),
    Role.DECIDE: frozenset({Need.VIEW, Need.PERSONAL, Need.DECIDE}),
    Role.APPROVE: frozenset({Need.VIEW, Need.PERSONAL, Need.APPROVE}),
    Role.MANAGE: frozenset({Need.MANAGE}),
}


def opened(roles: Iterable[Role]) -> frozenset[Need]:
    """All that the roles of a person open together."""
    return frozenset({Need.SIGNED_IN}).union(*(OPENS[role] for role in roles))


def who_may(needs: Iterable[Need]) -> str:
    """「入力」か「承認」: the roles that open all of it; where no role alone does, those that open it together."""
    wanted = frozenset(needs) - {Need.SIGNED_IN}
    alone = [role for role in Role if wanted <= OPENS[role]]
    if alone:
        return _listed(alone)
    rarest = sorted(wanted, key=lambda need: sum(need in opens for opens in OPENS.values()))
    first = next(role for role in Role if rarest[0] in OPENS[role])
    return f"「{LABELS[first]}」と、{who_may(wanted - OPENS[first])}"


def _listed(roles: Iterable[Role]) -> str:
    return "か".join(f"「{LABELS[role]}」" for role in roles)
