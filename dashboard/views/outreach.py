"""What 働きかけ shows, as its address says it: ?preset=almost&w=stage:3,never:0&see=01362&order=route, besides the filters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

from dashboard.planning import spec, visit_order
from dashboard.planning.rank import Ranking
from dashboard.services import ranking as priorities
from dashboard.services import routes
from dashboard.services.ranking import Material
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader

MOST = 10.0
# How the towns of a band stand; the first unless the address says otherwise.
ORDERS = {"code": "行政順", "route": "回る順"}


@dataclass(frozen=True)
class RankingChoice:
    """preset: code; weights: by criterion; changed: those that differ from the preset; see: the town looked at.

    search: preset and changes as in the address. instead: if all requested weights are 0, so that nothing
    can be ranked by them, what is shown in their place. order: one of ORDERS.
    """

    preset: str
    weights: dict[str, float]
    changed: dict[str, float]
    see: str
    complaint: str = ""
    search: str = ""
    instead: str = ""
    order: str = "code"

    @property
    def address(self) -> str:
        """The weights for the address of another page: &preset=almost&w=stage:3."""
        default = self.preset == spec.presets()[0].code
        changed = ",".join(f"{code}:{weight:g}" for code, weight in self.changed.items())
        return ("" if default else f"&preset={self.preset}") + (f"&w={changed}" if changed else "")


@dataclass(frozen=True, eq=False)
class OutreachView:
    """Everything that the page draws of one address. codes: ranked towns that the filters leave, by band
    and in it by code or along a way; start: where that way begins ("" where none was asked for).
    """

    reader: Reader
    view: View
    choice: RankingChoice
    material: Material
    ranking: Ranking
    codes: list[str]
    town: str
    start: str = ""


def choose(search: str | None) -> RankingChoice:
    """The choices of an address; what cannot be followed is complained of and left out."""
    given = {name: values[0] for name, values in parse_qs((search or "").removeprefix("?")).items()}
    complaint = instead = ""
    default = spec.presets()[0].code
    preset = given.get("preset", default)
    try:
        base = spec.weights_of(preset)
    except spec.WeightsError as wrong:
        preset, base, complaint = default, spec.weights_of(default), str(wrong)
    changed, odd = _changed(given.get("w", ""), base)
    if odd:
        complaint += f"重みの「{odd[0][:20]}」は読めないため、使っていません。"
    try:
        weights = spec.weights_of(preset, changed)
    except spec.WeightsError:  # all of them 0: each alone was read
        instead = f"重みがすべて0のため、「{spec.preset(preset).label}」の重みで表示しています。"
        weights, changed, complaint = base, {}, f"{complaint}{instead}1つ以上の項目に重みをつけてください。"
    asked = f"{given.get('preset', default)}|{given.get('w', '')}"
    order = given.get("order", "code")
    return RankingChoice(
        spec.preset(preset).code,
        weights,
        changed,
        given.get("see", ""),
        complaint,
        asked,
        instead,
        order if order in ORDERS else "code",
    )


def gather(reader: Reader, asked: View, journal: Path | None) -> OutreachView:
    """What the page shows of a view; journal: the file of follow-up records, which the ranking rests on too."""
    choice = choose(asked.search)
    material = priorities.material(reader, journal)
    ranked = material.ranking(choice.weights)
    left = asked.codes
    ordered = ranked.rows.sort_values(["band", "code"])
    rows = ordered if left is None else ordered[ordered["code"].isin(left)]
    codes, start = rows["code"].tolist(), ""
    if choice.order == "route" and codes:
        office = routes.office_beside(reader, codes)
        times = routes.times(reader, material.inputs.day.month)
        start = office.label
        codes = [
            code
            for _, band in rows.groupby("band", sort=True)
            for code in visit_order.along(times, office.municipality_code, band["code"].tolist())
        ]
    known = set(material.inputs.towns["municipality_code"])
    town = choice.see if choice.see in known else (codes[0] if codes else "")
    return OutreachView(reader, asked, choice, material, ranked, codes, town, start)


def _changed(text: str, base: dict[str, float]) -> tuple[dict[str, float], list[str]]:
    changed, odd = {}, []
    for part in filter(None, text.split(",")):
        code, _, number = part.partition(":")
        try:
            weight = float(number)
        except ValueError:
            weight = -1.0
        if code not in base or not 0 <= weight <= MOST:
            odd.append(part)
        elif weight != base[code]:
            changed[code] = weight
    return changed, odd


def weights_label(choice: RankingChoice) -> str:
    """バランス, or バランスの重みを2項目変えたもの."""
    label = spec.preset(choice.preset).label
    return f"{label}の重みを{len(choice.changed)}項目変えたもの" if choice.changed else f"{label}の重み"
