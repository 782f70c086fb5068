"""Layers of the map that are numbers: population and 65+ share, in five classes of one hue."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard import theme
from dashboard.figures.map_classes import GROUPS, NO_DATA, Layer, MapClass
from dashboard.words import words

FIGURE_NOTE = "年度によらない値"


def quantile_edges(values: Sequence[float], decimals: int, classes: int = 5) -> tuple[float, ...]:
    """Lower bounds of equally full classes but the first, rounded so that people can read them."""
    known = np.array([value for value in values if not np.isnan(value)])
    if not len(known):
        return ()
    shares = np.arange(1, classes) / classes
    return tuple(sorted({words.half_up(float(edge), decimals) for edge in np.quantile(known, shares)}))


def numbered(layer: Layer, codes: pd.Series, values: pd.Series) -> pd.DataFrame:
    none = layer.places[NO_DATA]
    chosen = [
        none if np.isnan(value) else int(np.searchsorted(layer.edges, value, side="right"))
        for value in values
    ]
    return pd.DataFrame(
        {
            "municipality_code": codes.to_numpy(),
            "place": chosen,
            "value": values.to_numpy(),
            "is_synthetic": False,
        }
    )


def _steps(edges: tuple[float, ...], labels: Sequence[str]) -> tuple[MapClass, ...]:
    # fewer classes than steps keep the ends of the scale
    picked = np.linspace(0, len(theme.STEPS) - 1, len(edges) + 1).round().astype(int)
    steps = [
        MapClass(str(number + 1), label, theme.STEPS[step])
        for number, (label, step) in enumerate(zip(labels, picked, strict=True))
    ]
    return (*steps, MapClass(NO_DATA, "データなし", theme.MAP_NO_DATA, in_denominator=False))


def population(sizes: pd.DataFrame) -> Layer:
    ordered = sizes.sort_values("sort_order")
    edges = tuple(float(value) for value in ordered["min_population"].iloc[1:])
    return Layer(
        "population",
        "人口",
        "figure",
        _steps(edges, ordered["label_ja"].tolist()),
        "人口1万人未満の市町村",
        ("1", "2"),
        edges=edges,
        unit="人",
        by_year=False,
        note=f"令和7年国勢調査 速報（2025年10月1日）。{FIGURE_NOTE}です。",
        group=GROUPS["figure"],
    )


def aging(towns: pd.DataFrame) -> Layer:
    edges = quantile_edges(towns["aging_rate_pct"].astype(float).tolist(), 1)
    return Layer(
        "aging",
        "65歳以上の割合",
        "figure",
        _steps(edges, range_labels(edges, "％", 1)),
        f"65歳以上が{words.decimal(edges[-1], 1)}％以上の市町村" if edges else "65歳以上の割合",
        (str(len(edges) + 1),),
        edges=edges,
        unit="％",
        decimals=1,
        by_year=False,
        note=f"住民基本台帳（2025年1月1日）。年齢のわかる人に対する割合。5区分は市町村数がほぼ等しくなるように分けました。{FIGURE_NOTE}です。",
        group=GROUPS["figure"],
    )


def range_labels(edges: Sequence[float], unit: str, decimals: int) -> list[str]:
    """〜40.1％, 40.2〜43.0％ …, 50.1％〜: what each class holds."""
    step = 10.0**-decimals
    said = [f"{edge:,.{decimals}f}" for edge in edges]
    below = [f"{edge - step:,.{decimals}f}" for edge in edges]
    if not edges:
        return [words.KNOWN_SO_FAR]
    middle = [f"{said[number]}〜{below[number + 1]}{unit}" for number in range(len(edges) - 1)]
    return [f"{said[0]}{unit}未満", *middle, f"{said[-1]}{unit}以上"]
