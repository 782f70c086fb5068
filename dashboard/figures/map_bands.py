"""The layer of the map that shows the candidates of 働きかけ by band, as its page does."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard import theme
from dashboard.figures.map_classes import GROUPS, NO_DATA, Layer, MapClass

LABEL = "訪問・相談の候補（働きかけ）"
APART = {"watch": "開始予定の確認", "out": "対象外（実施中）"}


def layer(bands: Mapping[str, str]) -> Layer:
    """bands: what each band means, by its letter. Towns on their way and those that implement stand apart."""
    styles = theme.MAP_CLASSES["priority"]
    classes = [MapClass(band, f"{band}　{meaning}", styles[band]) for band, meaning in bands.items()]
    classes += [MapClass(code, label, styles[code], in_denominator=False) for code, label in APART.items()]
    first = next(iter(bands))
    return Layer(
        "priority",
        LABEL,
        "priority",
        (*classes, MapClass(NO_DATA, "判断材料が足りない", theme.MAP_NO_DATA, in_denominator=False)),
        f"候補の区分が{first}の市町村",
        (first,),
        by_year=False,
        note="重みは「バランス」、いま知っていることによる区分です。理由と確からしさは「働きかけ」のページにあります。",
        group=GROUPS["priority"],
    )


def classify(
    layer: Layer, bands: pd.Series, lists: pd.Series, towns: pd.DataFrame, synthetic: frozenset[str]
) -> pd.DataFrame:
    """As map_layers.classify. bands, lists: by municipality_code the band, and of those without one where they stand."""
    codes = towns["municipality_code"]
    found = bands.reindex(codes).map(layer.places).fillna(lists.reindex(codes).map(layer.places))
    return pd.DataFrame(
        {
            "municipality_code": codes.to_numpy(),
            "place": found.fillna(layer.places[NO_DATA]).astype(int).to_numpy(),
            "value": np.nan,
            "is_synthetic": codes.isin(synthetic).to_numpy(),
        }
    )
