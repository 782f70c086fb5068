"""The left side of 働きかけ: presets and one slider a criterion, by family."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.components import address_controls
from dashboard.planning import spec
from dashboard.views.outreach import ORDERS, RankingChoice

MOST = 5


def controls(choice: RankingChoice) -> html.Section:
    """Both change the address only; the ranking follows the address."""
    current = spec.preset(choice.preset)
    return html.Section(
        [
            html.H2("何を重く見るか", id="weights-title"),
            dmc.SegmentedControl(
                id="outreach-preset",
                data=[{"value": preset.code, "label": preset.label} for preset in spec.presets()],
                **address_controls.agreed(choice.preset),
                size="xs",
                orientation="vertical",
                fullWidth=True,
                transitionDuration=0,
                **{"aria-labelledby": "weights-title"},
            ),
            html.P(about(choice), id="preset-about", className="note", **{"aria-live": "polite"}),
            *[_family(family, choice) for family in spec.families()],
            html.Button(
                f"「{current.label}」の重みに戻す",
                id="weights-reset",
                className="filter-button",
                type="button",
                disabled=not choice.changed,
            ),
        ],
        className="panel weights",
        **{"aria-labelledby": "weights-title"},
    )


def about(choice: RankingChoice) -> str:
    if choice.instead:
        return choice.instead
    preset = spec.preset(choice.preset)
    changed = f"。重みを{len(choice.changed)}項目変えています" if choice.changed else ""
    return f"{preset.label}：{preset.about}（重みは{spec.emphasis(choice.weights)}）{changed}。"


def known_presets() -> dict[str, dict[str, float]]:
    """Weights by preset, for the browser."""
    return {preset.code: spec.weights_of(preset.code) for preset in spec.presets()}


def _family(family: spec.Family, choice: RankingChoice) -> html.Div:
    rows: list[Any] = [
        html.H3([html.Span(className=f"swatch family-{family.code}"), family.label], title=family.about)
    ]
    for criterion in spec.criteria():
        if criterion.family != family.code:
            continue
        weight = choice.weights[criterion.code]
        rows.append(
            html.Div(
                [
                    html.Span(criterion.label, className="weight-label", title=criterion.formula),
                    dmc.Slider(
                        id={"type": "weight", "code": criterion.code},
                        min=0,
                        max=MOST,
                        step=0.5,
                        **address_controls.agreed(min(weight, MOST)),
                        size="sm",
                        label=None,
                        thumbLabel=f"{criterion.label}の重み",
                        updatemode="drag",
                        className="weight-slider",
                    ),
                    html.Output(f"{weight:g}", id=f"weight-{criterion.code}", className="weight-number"),
                ],
                className="weight",
            )
        )
    return html.Div(rows, className="weight-family")


def order(choice: RankingChoice) -> dmc.SegmentedControl:
    """How the towns of a band stand; it changes the address only."""
    return dmc.SegmentedControl(
        id="outreach-order",
        data=[{"value": code, "label": label} for code, label in ORDERS.items()],
        **address_controls.agreed(choice.order),
        size="xs",
        transitionDuration=0,
        **{"aria-label": "区分の中の並び"},
    )


def legend() -> html.Ul:
    """What the colours of the points mean."""
    return html.Ul(
        [
            html.Li([html.Span(className=f"swatch family-{family.code}"), family.label], title=family.about)
            for family in spec.families()
        ],
        className="family-legend",
    )
