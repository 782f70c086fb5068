"""What the map can show: its layers, their classes, and which class each town is in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import theme
from dashboard.figures import map_numbers
from dashboard.figures.map_classes import GROUPS, LABELS, NO_DATA, NO_DATA_LABEL, Layer, MapClass
from dashboard.words import words

FIRST_YEAR, YEAR_CLASSES = 2021, 5


def catalogue(
    groups: pd.DataFrame,
    barriers: pd.DataFrame,
    functions: pd.DataFrame,
    sizes: pd.DataFrame,
    towns: pd.DataFrame,
    reasons: pd.DataFrame,
    asked: frozenset[str],
) -> dict[str, Layer]:
    """The layers by code, in the order of the choice.

    groups, barriers, functions, sizes, reasons (to call who implements): the code tables (code, label_ja …); towns: population, aging_rate_pct;
    asked: the layers that the warehouse has rows of (a question that was never asked is no layer).
    """
    found = [_status(groups), _start(), map_numbers.population(sizes), map_numbers.aging(towns)]
    found.append(_layer("return", "回収の状況", "return", "調査票を受け取った市町村", ("on_time", "late")))
    for row in barriers.to_dict("records"):
        note = "この選択肢は仮のものです。" if row["is_provisional"] else ""
        label = str(row["label_ja"])
        found.append(
            _layer(
                f"barrier_{row['code']}",
                label,
                "barrier",
                f"「{label}」を課題に挙げた市町村",
                ("top", "stated"),
                note,
            )
        )
    for row in functions.to_dict("records"):
        label = f"{row['item']}　{row['label_ja']}"
        scheme = f"既存の制度: {row['existing_scheme']}" if row["existing_scheme"] else ""
        found.append(
            _layer(
                f"function_{row['code']}",
                label,
                "function",
                f"{label}が「ある」市町村",
                ("existing",),
                scheme,
                without=frozenset()
                if isinstance(row["prefecture_kinds"], str)
                else frozenset({"prefecture"}),
            )
        )
    for code, field in (("system_consultation", "相談支援"), ("system_community", "地域づくり")):
        headline = f"包括的な支援体制を{field}の分野で「整備している」市町村"
        found.append(_layer(code, f"{field}の分野", "system", headline, ("in_place",)))
    headline = "機能集約化アプローチを検討している市町村"
    note = "令和8年度の調査から尋ねている、小規模市町村等の別の進め方です。"
    found.append(
        _layer("alternative", "機能集約化アプローチ", "alternative", headline, ("considering",), note)
    )
    headline = "実施していて、声をかける理由のある市町村"
    found.append(_layer("adopted", "声をかける理由の数", "adopted", headline, ("many", "some")))
    for row in reasons.to_dict("records"):
        label = str(row["label_ja"])
        headline = f"実施していて、「{label}」にあてはまる市町村"
        found.append(
            _layer(
                f"adopted_{row['code']}", label, "reason", headline, ("applies",), f"{row['description']}。"
            )
        )
    return {layer.code: layer for layer in found if layer.code in asked or not layer.by_year}


def classify(layer: Layer, rows: pd.DataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality in the order of towns: municipality_code, place (number of its class), value, is_synthetic.

    rows: of one layer and year (class_code, value, is_synthetic); for a layer that no year changes they are not
    asked for. A town without a row is in the class of データなし.
    """
    codes = towns["municipality_code"]
    if not layer.by_year:
        values = towns["population" if layer.code == "population" else "aging_rate_pct"].astype(float)
        return map_numbers.numbered(layer, codes, values)
    by_town = rows.set_index("municipality_code").reindex(codes)
    places = layer.places
    if layer.code == "start":
        chosen = [
            _start_place(layer, code, value)
            for code, value in zip(by_town["class_code"], by_town["value"], strict=True)
        ]
    else:
        chosen = [places.get(str(code), places[NO_DATA]) for code in by_town["class_code"]]
    return pd.DataFrame(
        {
            "municipality_code": codes.to_numpy(),
            "place": chosen,
            "value": by_town["value"].to_numpy(dtype=float, na_value=np.nan),
            "is_synthetic": by_town["is_synthetic"].astype("boolean").fillna(False).to_numpy(dtype=bool),
        }
    )


def _start_place(layer: Layer, code: object, value: object) -> int:
    places = layer.places
    if pd.isna(value):  # type: ignore[call-overload]
        return places["none"] if code == "none" else places[NO_DATA]
    year: int = int(value)  # type: ignore[call-overload]
    return min(max(year - FIRST_YEAR, 0), YEAR_CLASSES - 1)


def _layer(
    code: str,
    label: str,
    family: str,
    headline: str,
    counted: tuple[str, ...],
    note: str = "",
    without: frozenset[str] = frozenset(),
) -> Layer:
    styles = theme.MAP_CLASSES[family]
    said = LABELS[family]
    classes = tuple(
        MapClass(
            name,
            said.get(name, NO_DATA_LABEL[family]),
            style,
            name not in {NO_DATA, "not_asked", "prefecture"},
        )
        for name, style in styles.items()
        if name not in without
    )
    return Layer(code, label, family, classes, headline, counted, note=note, group=GROUPS[family])


def _status(groups: pd.DataFrame) -> Layer:
    said = dict(zip(groups["code"], groups["label_ja"], strict=True)) | {NO_DATA: NO_DATA_LABEL["status"]}
    classes = tuple(
        MapClass(code, str(said[code]), style) for code, style in theme.MAP_CLASSES["status"].items()
    )
    return Layer(
        "status", "状態", "status", classes, "実施している市町村", ("implementing",), group=GROUPS["status"]
    )


def _start() -> Layer:
    years = range(FIRST_YEAR, FIRST_YEAR + YEAR_CLASSES)
    classes = [
        MapClass(str(year), f"{words.fiscal_year(year)}{'以降' if year == years[-1] else ''}", style)
        for year, style in zip(years, reversed(theme.STEPS), strict=True)
    ]
    classes += [
        MapClass("none", "開始年度なし（検討・予定なし）", theme.MAP_NONE),
        MapClass(NO_DATA, NO_DATA_LABEL["start"], theme.MAP_NO_DATA),
    ]
    return Layer(
        "start",
        "開始年度",
        "start",
        tuple(classes),
        "開始した、または開始年度を決めた市町村",
        tuple(str(year) for year in years),
        note="色の濃いほど早く始めた（始める）市町村。選んだ年度より後の開始年度は予定です。",
        group=GROUPS["start"],
    )
