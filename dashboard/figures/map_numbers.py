"""Layers of the map that are numbers: population, 65+ share, priority, in five classes of one hue."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard import theme
from dashboard.figures.map_classes import GROUPS, NO_DATA, Layer, MapClass
from dashboard.words import words

FIGURE_NOTE = "年度によらない値"


def scored(
    layer: Layer, scores: pd.Series, towns: pd.DataFrame, lists: pd.Series, synthetic: frozenset[str]
) -> pd.DataFrame:
    """As map_layers.classify, of a score by municipality_code. lists: by town, the class of those without a score."""
    codes = towns["municipality_code"]
    frame = numbered(layer, codes, scores.reindex(codes).reset_index(drop=True).astype(float))
    apart = lists.reindex(codes).map(layer.places).to_numpy(dtype=float, na_value=np.nan)
    frame["place"] = np.where(np.isnan(apart), frame["place"], apart).astype(int)
    return frame.assign(is_synthetic=frame["municipality_code"].isin(synthetic))


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


def priority(scores: pd.Series) -> Layer:
    """The layer of the priority score by municipality_code; towns on their way and those that implement stand apart."""
    edges = quantile_edges(scores.astype(float).tolist(), 2)
    *classes, none = _steps(edges, range_labels(edges, "点", 2))
    apart = [
        MapClass(code, label, theme.MAP_CLASSES["priority"][code], in_denominator=False)
        for code, label in {"watch": "開始予定（遅れがないか見守る）", "out": "対象外（実施中）"}.items()
    ]
    return Layer(
        "priority",
        "優先度（働きかけ）",
        "priority",
        (*classes, *apart, MapClass(none.code, "判断材料が足りない", none.style, in_denominator=False)),
        f"優先度が{words.decimal(edges[-1], 2)}点以上の市町村" if edges else "優先度",
        (str(len(edges) + 1),),
        edges=edges,
        unit="点",
        decimals=2,
        by_year=False,
        note="配点は「バランス」、いま知っていることによる点です。内訳と確からしさは「働きかけ」のページにあります。",
        group=GROUPS["priority"],
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
