"""What the ranking is made of, read from criteria.toml, presets.toml and rules.toml beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.words import words

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Criterion:
    """One criterion (項目): from a fact of a town to a value between 0 and 1. `points` of shape table only."""

    code: str
    family: str
    label: str
    meaning: str
    shape: str
    phrase: str
    source: str
    unit: str = ""
    decimals: int = 0
    past: str = ""
    low: float = 0.0
    high: float = 1.0
    points: tuple[tuple[str, float], ...] = ()
    words: tuple[tuple[str, str], ...] = ()

    @property
    def formula(self) -> str:
        """The formula in Japanese, from the same numbers that the code uses."""
        if self.shape == "table":
            names = dict(self.words)
            listed = "、".join(f"{names[code]}={points:g}" for code, points in self.points)
            return f"{self.meaning}：{listed}"
        between = "対数で比例" if self.shape == "log" else "直線で比例"
        return f"{self.meaning}：{self._with_unit(self.low)}で0、{self._with_unit(self.high)}で1（間は{between}、外は0か1）"

    def _with_unit(self, number: float) -> str:
        return f"{number:,g}{'' if self.unit == '割合' else self.unit}"


@dataclass(frozen=True)
class Family:
    """A family of criteria; `label` and `about` are the Japanese texts on screen."""

    code: str
    label: str
    about: str


@dataclass(frozen=True)
class Preset:
    """A named set of weights; criteria that it does not name weigh nothing."""

    code: str
    label: str
    about: str
    weights: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class RankingRules:
    """The numbers of rules.toml, by section."""

    lists: dict[str, str]
    support: dict[str, str]
    known_share: float
    draws: int
    seed: int
    concentration: float
    interval: float
    ordered: float
    bands: dict[str, float]
    peers_shown: int
    peers_nearest: int
    features: dict[str, float]
    attendance_months: int
    contact_months: int
    answer_fresh_years: int
    answer_half_life_years: float


@dataclass(frozen=True)
class JointRules:
    """Which towns may be grouped (fewer than most_people), and of how many and how near a group may be; see joint_groups."""

    most_people: int
    most_towns: int
    most_minutes: int
    month: int
    options: int


class WeightsError(ValueError):
    """Weights that cannot be used; the message says why in Japanese."""


@cache
def criteria() -> tuple[Criterion, ...]:
    """The criteria in their order."""
    return tuple(_criterion(given) for given in _toml("criteria.toml")["criteria"])


@cache
def families() -> tuple[Family, ...]:
    """The three families in their order: 人口・世帯の状況, 動く余地, 道との接点."""
    return tuple(Family(**given) for given in _toml("criteria.toml")["families"])


@cache
def presets() -> tuple[Preset, ...]:
    """The presets in their order; the first is the default."""
    return tuple(
        Preset(p["code"], p["label"], p["about"], tuple((c, float(w)) for c, w in p["weights"].items()))
        for p in _toml("presets.toml")["presets"]
    )


@cache
def rules() -> RankingRules:
    given = _toml("rules.toml")
    stability, peers, facts = given["stability"], given["peers"], given["facts"]
    return RankingRules(
        lists=given["lists"],
        support=given["support"],
        known_share=float(given["ranking"]["known_share"]),
        draws=int(stability["draws"]),
        seed=int(stability["seed"]),
        concentration=float(stability["concentration"]),
        interval=float(stability["interval"]),
        ordered=float(stability["ordered"]),
        bands={band: float(share) for band, share in stability["bands"].items()},
        peers_shown=int(peers["shown"]),
        peers_nearest=int(peers["nearest"]),
        features={name: float(weight) for name, weight in peers["features"].items()},
        attendance_months=int(facts["attendance_months"]),
        contact_months=int(facts["contact_months"]),
        answer_fresh_years=int(facts["answer_fresh_years"]),
        answer_half_life_years=float(facts["answer_half_life_years"]),
    )


@cache
def joint_rules() -> JointRules:
    return JointRules(**{name: int(value) for name, value in _toml("rules.toml")["joint"].items()})


def codes() -> list[str]:
    return [criterion.code for criterion in criteria()]


def preset(name: str) -> Preset:
    """The preset of a code (balance) or of a label (バランス). Raises WeightsError."""
    for known in presets():
        if name in (known.code, known.label):
            return known
    listed = "、".join(f"{known.code}（{known.label}）" for known in presets())
    raise WeightsError(f"「{name}」という重みの組み合わせはありません。選べるのは {listed} です。")


def emphasis(weights: dict[str, float]) -> str:
    """What weights do, column by column: 人口・世帯の状況 25％・動く余地 50％・道との接点 25％."""
    total = sum(weights.values())
    parts = {
        family.code: sum(weights[one.code] for one in criteria() if one.family == family.code)
        for family in families()
    }
    return "・".join(f"{family.label} {words.share_of(parts[family.code] / total)}" for family in families())


def weights_of(name: str, changed: dict[str, float] | None = None) -> dict[str, float]:
    """Weight by criterion: those of a preset, with the changed ones in their place.

    Raises WeightsError on an unknown preset or criterion, a weight below 0, or no weight above 0.
    """
    weights = dict.fromkeys(codes(), 0.0) | dict(preset(name).weights) | (changed or {})
    unknown = [code for code in weights if code not in codes()]
    if unknown:
        raise WeightsError(f"「{unknown[0]}」という項目はありません。選べるのは {'、'.join(codes())} です。")
    wrong = [code for code, weight in weights.items() if not 0 <= weight < float("inf")]
    if wrong:
        raise WeightsError(f"「{wrong[0]}」の重みは0以上の数で指定してください。")
    if not any(weights.values()):
        raise WeightsError("重みがすべて0です。1つ以上の項目に重みをつけてください。")
    return {code: float(weights[code]) for code in codes()}


def _criterion(row: dict[str, Any]) -> Criterion:
    tables: dict[str, Any] = {name: tuple(row[name].items()) for name in ("points", "words") if name in row}
    return Criterion(**{**row, **tables})


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
