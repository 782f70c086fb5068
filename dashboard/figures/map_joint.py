"""The layer of the map that shows which small towns might begin together, as 働きかけ does."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from dashboard import theme
from dashboard.figures.map_classes import GROUPS, NO_DATA, Layer, MapClass

CODE, LABEL = "joint", "広域で始める組の候補（働きかけ）"
OTHERS, OUT = "others", "out"


def layer(options: Mapping[str, str]) -> Layer:
    """options: by number as text the towns of a group, in words."""
    styles = theme.MAP_CLASSES["joint"]
    classes = [MapClass(number, f"{number}　{towns}", styles[number]) for number, towns in options.items()]
    classes += [
        MapClass(OTHERS, "そのほかの対象の市町村", styles[OTHERS]),
        MapClass(OUT, "対象外（実施中、または人口が多い）", styles[OUT], in_denominator=False),
        MapClass(NO_DATA, "人口のデータなし", theme.MAP_NO_DATA, in_denominator=False),
    ]
    return Layer(
        CODE,
        LABEL,
        "joint",
        tuple(classes),
        "広域で始める組の候補に入る市町村",
        tuple(options),
        by_year=False,
        note="いま知っていることによる組分けです。理由と決め方は「働きかけ」のページにあります。",
        group=GROUPS["joint"],
    )


def classify(
    layer: Layer,
    options: Mapping[str, Collection[str]],
    candidates: Collection[str],
    towns: pd.DataFrame,
    *,
    synthetic: bool,
) -> pd.DataFrame:
    """As map_layers.classify. options: by number the codes of a group; candidates: all towns that may be grouped."""
    number = {code: name for name, codes in options.items() for code in codes}
    codes = towns["municipality_code"]
    known = towns["population"].notna()
    names = [
        number.get(code, OTHERS if code in candidates else OUT if is_known else NO_DATA)
        for code, is_known in zip(codes, known, strict=True)
    ]
    return pd.DataFrame(
        {
            "municipality_code": codes.to_numpy(),
            "place": [layer.places[name] for name in names],
            "value": np.nan,
            "is_synthetic": [synthetic and code in number for code in codes],
        }
    )
