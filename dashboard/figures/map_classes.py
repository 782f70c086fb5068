"""What a layer of the map is: its classes, their words, and what its title counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from dashboard.theme import MapStyle

NO_DATA = "no_data"
NO_DATA_LABEL = {
    "status": "データなし・未回答",
    "start": "データなし・未回答",
    "barrier": "データなし・未回答",
    "function": "データなし・未回答",
    "return": "この年度は調査なし",
    "system": "データなし・未回答",
    "adopted": "データなし・未回答",
    "reason": "データなし・未回答",
    "alternative": "データなし・未回答",
}
LABELS = {
    "barrier": {
        "top": "特に大きい課題",
        "stated": "挙げた",
        "not_stated": "挙げていない",
        "not_asked": "対象外（実施中）",
    },
    "function": {
        "existing": "ある",
        "partly": "一部ある",
        "planned": "予定がある",
        "none": "ない",
        "prefecture": "道が実施（町村）",
    },
    "system": {
        "in_place": "整備している",
        "partly": "一部整備している",
        "planned": "整備する予定",
        "none": "整備していない",
    },
    "adopted": {
        "many": "理由が3つ以上",
        "some": "理由が1つか2つ",
        "clear": "理由なし",
        "not_asked": "対象外（実施していない）",
    },
    "reason": {
        "applies": "あてはまる",
        "clear": "あてはまらない",
        "not_asked": "対象外（実施していない）",
    },
    "alternative": {
        "considering": "検討している",
        "others": "ほかの状態",
        "implementing": "重層的支援体制整備事業を実施",
    },
    "return": {"on_time": "期限内に受領", "late": "期限後に受領", "waiting": "未着"},
}
GROUPS = {
    "status": "実施の状況",
    "start": "実施の状況",
    "return": "調査票",
    "figure": "人口",
    "priority": "働きかけ",
    "joint": "働きかけ",
    "barrier": "課題（実施していない理由）",
    "function": "機能（法第106条の4第2項）",
    "system": "包括的な支援体制（法第106条の3）",
    "adopted": "実施後",
    "reason": "実施後",
    "alternative": "実施の状況",
}


@dataclass(frozen=True)
class MapClass:
    """One class of a layer. in_denominator: whether its towns count towards the total."""

    code: str
    label: str
    style: MapStyle
    in_denominator: bool = True


@dataclass(frozen=True)
class Layer:
    """One thing that the map can show.

    headline and headline_classes say what the title counts. edges: the lower bounds of the classes of a number,
    but the first. unit and decimals: how its values are written.
    """

    code: str
    label: str
    family: str
    classes: tuple[MapClass, ...]
    headline: str
    headline_classes: tuple[str, ...]
    edges: tuple[float, ...] = ()
    unit: str = ""
    decimals: int = 0
    by_year: bool = True
    note: str = ""
    group: str = field(default="")

    @property
    def places(self) -> dict[str, int]:
        """Number of the class by its code."""
        return {one.code: number for number, one in enumerate(self.classes)}
