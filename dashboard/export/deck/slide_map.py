"""The map of states: 179 shapes that people can recolour, pull apart and copy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import shapely

from dashboard import theme
from dashboard.export.deck import count_words, fit, frame, geography
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.geography import Projection
from dashboard.export.deck.model import Box, Map, Number, Paragraph, Part, Shape, Slide, Text, owned
from dashboard.export.deck.stage import Stage
from dashboard.figures.labels import SIDES, place_labels
from dashboard.frames import records
from dashboard.planning import claims
from dashboard.words import words

VIEW = "status_map"
NORTHERN = "northern"
NORTHERN_NAME = "北方領土（6村）"
BORDERS = {"considering": theme.BLUE_400, "no_data": theme.GREY_400}
LABEL_SIZE = 9.0
SMALLEST_OUTLINE = 0.3
MOST_LABELS, MOST_IMPLEMENTING = 24, 45
SYMBOL_SIZE = {"implementing": 9.0, "planned": 8.0, "considering": 7.0, "no_plan": 7.0, "no_data": 7.0}


def slide(data: DeckData, boundaries: pd.DataFrame, stage: Stage) -> Slide:
    """Map on the left, legend with counts on the right."""
    side = min(3.2, stage.content.w * 0.29)
    box = stage.content._replace(w=stage.content.w - side - 0.25)
    legend = Box(box.x + box.w + 0.25, stage.content.y + 0.1, side, stage.content.h - 0.1)
    return frame.content(
        VIEW,
        _title(data),
        (_map(data, boundaries, box), *_legend(data, legend)),
        data,
        stage,
        f"市町村の回答と公表資料（一覧は巻末）、境界は{boundaries['credit'].iloc[0]}",
        synthetic=data.synthetic_towns,
        behind={f"group.{group}": data.codes(group) for group in theme.GROUP_ORDER},
    )


def _title(data: DeckData) -> tuple[Part, ...]:
    """Names the 振興局 in which the implementing municipalities stand out, where there is one."""
    known, planned = data.codes("implementing"), data.codes("planned")
    own = data.towns[data.towns["group_code"] == "implementing"]["subprefecture_code"]
    counted = {str(code): int(number) for code, number in own.value_counts().items()}
    area = claims.standing_out(counted) if data.is_complete and len(counted) > 1 else None
    if area is not None:
        name = dict(zip(data.areas["code"], data.areas["short_name"], strict=True))[area]
        return (
            f"{data.label}に実施の",
            frame.count("group.implementing", len(known)),
            "市町村のうち",
            frame.count("top_area_count.implementing", counted[area]),
            "は",
            Number("top_area.implementing", 0, str(name)),
            "、予定は",
            frame.count("group.planned", len(planned)),
            "市町村",
        )
    where = "" if data.is_whole else f"（{data.scope}）"
    has_begun: tuple[Part, ...] = (frame.count("group.implementing", len(known)), "市町村が実施")
    ahead: tuple[Part, ...] = (frame.count("group.planned", len(planned)), "市町村が予定")
    if not known and not planned:
        if data.is_unknown("planned"):
            if data.is_unknown("implementing"):
                return (f"{data.label}: 資料がなく、実施も予定も{count_words.UNKNOWN}{where}",)
            none = count_words.none("group.implementing", "なく")
            return (f"{data.label}: 実施は", none, f"、予定は{count_words.UNKNOWN}{where}")
        so_far = "" if data.is_settled("planned") else f"{words.KNOWN_SO_FAR}で"
        none = count_words.none("groups.implementing+planned", "ない")
        return (f"{data.label}: {so_far}実施も予定も", none, where)
    if not known:
        has_begun = ("実施は", count_words.none("group.implementing", "なく"))
    if not planned:
        so_far = "" if data.so_far or data.is_settled("planned") else f"{words.KNOWN_SO_FAR}で"
        ahead = (f"{so_far}予定は", count_words.none("group.planned", "ない"))
        if data.is_unknown("planned"):
            ahead = (f"予定は{count_words.UNKNOWN}",)
    return (f"{data.label}: {data.so_far}", *has_begun, "、", *ahead, where)


def _map(data: DeckData, boundaries: pd.DataFrame, box: Box) -> Map:
    area_of = dict(zip(data.towns["municipality_code"], data.towns["subprefecture_name"], strict=True))
    texts = dict(zip(boundaries["municipality_code"].fillna(NORTHERN), boundaries["geojson"], strict=True))
    shown = [*area_of, NORTHERN] if data.is_whole and NORTHERN in texts else list(area_of)
    places = _places(tuple((code, area_of.get(code, ""), texts[code]) for code in shown), box)
    projection = places.projection
    symbols = dict(zip(data.groups["code"], data.groups["symbol"], strict=True))
    shapes = [_town(row, places, symbols) for row in records(data.towns)]
    if NORTHERN in shown:
        shapes.append(
            Shape(
                owned(NORTHERN_NAME, VIEW),
                "北方領土",
                places.rings[NORTHERN],
                theme.NORTHERN,
                theme.GREY_400,
                alt="北方領土（6村）。集計の対象外",
            )
        )
    lines = [
        Shape(owned(f"{area} 境界", VIEW), "", rings, "", theme.INK_SOFT)
        for area, rings in places.borders.items()
    ]
    labels = _labels(data, projection)
    if NORTHERN in shown:
        x, y = projection.point(146.95, 44.05)
        said = Paragraph(("北方領土（対象外）",), size=9, colour=theme.INK_SOFT, align="center")
        labels.append(
            Text(
                owned(f"市町村名 {NORTHERN}", VIEW),
                Box(x - 0.75, y - 0.1, 1.5, 0.2),
                (said,),
                anchor="middle",
            )
        )
    return Map(owned("地図", VIEW), box, tuple(shapes), tuple(lines), tuple(labels), alt(data))


@dataclass(frozen=True)
class _Places:
    """rings: by municipality code (and NORTHERN); borders: of each area, by its name."""

    projection: Projection
    rings: dict[str, tuple[geography.Ring, ...]]
    borders: dict[str, tuple[geography.Ring, ...]]


@lru_cache(maxsize=4)
def _places(areas: tuple[tuple[str, str, str], ...], box: Box) -> _Places:
    """areas: code, name of its area ("" for none) and geojson of each. Kept: the same in every deck of a warehouse."""
    parsed = shapely.from_geojson([text for _, _, text in areas])
    geometry = dict(zip([code for code, _, _ in areas], parsed, strict=True))
    west, south, east, north = shapely.total_bounds(list(geometry.values()))
    projection = Projection((float(west), float(south), float(east), float(north)), box)
    outlines = geography.outlines(geometry, {code: area for code, area, _ in areas if area})
    return _Places(
        projection,
        {code: projection.rings(shape) for code, shape in geometry.items()},
        {area: _large(projection.rings(outline)) for area, outline in outlines.items()},
    )


def _town(
    row: dict[str, object],
    places: _Places,
    symbols: dict[str, str],
) -> Shape:
    code, group = str(row["municipality_code"]), str(row["group_code"])
    style = theme.GROUPS[group]
    return Shape(
        owned(f"{code} {row['name']}", VIEW),
        str(row["subprefecture_name"]),
        places.rings[code],
        style.fill,
        BORDERS.get(group, theme.WHITE),
        symbols[group],
        style.ink,
        places.projection.point(float(row["hall_lon"]), float(row["hall_lat"])),  # type: ignore[arg-type]
        alt_line(row),
        SYMBOL_SIZE[group],
    )


def alt_line(row: dict[str, object]) -> str:
    """What a screen reader says of a town's shape."""
    start = f"、開始 {row['start_label']}" if isinstance(row["start_label"], str) else ""
    fiction = f"、{words.SYNTHETIC}" if row["is_synthetic"] else ""
    return f"{row['name']}（{row['subprefecture_name']}）: {row['status_label']}{start}{fiction}"


def alt(data: DeckData) -> str:
    counts = "、".join(f"{row.label_ja} {len(data.codes(str(row.code)))}" for row in data.groups.itertuples())
    return f"{data.label}の{data.scope}{len(data.towns)}市町村の状態の地図。{counts}。市町村は振興局ごとにまとまった図形です"


def _large(rings: tuple[geography.Ring, ...]) -> tuple[geography.Ring, ...]:
    """Without the islets that a thick line would swallow; the largest always stays."""
    spans = [max(x for x, _ in ring) - min(x for x, _ in ring) for ring in rings]
    return tuple(
        ring
        for ring, span in zip(rings, spans, strict=True)
        if span >= SMALLEST_OUTLINE or span == max(spans)
    )


def _labels(data: DeckData, projection: Projection) -> list[Text]:
    """Names beside the halls, as many as can be read."""
    named = _labelled_towns(data)[0]
    if named.empty:
        return []
    sides = place_labels(
        named, projection.bounds, (projection.bounds[2] - projection.bounds[0]) * projection.scale * 100
    )
    return [_label(row, sides[str(row["municipality_code"])], projection) for row in records(named)]


def _labelled_towns(data: DeckData) -> tuple[pd.DataFrame, str]:
    """The towns whose names are written, and who they are in words."""
    if not data.is_whole and len(data.towns) <= MOST_LABELS:
        return data.towns, "すべての市町村"
    for groups, said in (
        (("implementing", "planned"), "実施・予定の市町村"),
        (("implementing",), "実施の市町村"),
    ):
        named = data.towns[data.towns["group_code"].isin(groups)]
        if len(named) <= (MOST_LABELS if len(groups) > 1 else MOST_IMPLEMENTING):
            return named, said
    return data.towns.iloc[:0], "書いていません"


def _label(row: dict[str, object], side: str, projection: Projection) -> Text:
    code, name = str(row["municipality_code"]), str(row["name"])
    x, y = projection.point(float(row["hall_lon"]), float(row["hall_lat"]))  # type: ignore[arg-type]
    wide, high = fit.width(name, LABEL_SIZE) + 0.04, 0.17
    across, down = SIDES[side]
    left = x + across * wide + (0.07 if across == 0 else -0.07 if across == -1 else 0)
    top = y + down * high + (0.06 if down == 0 else -0.06 if down == -1 else 0)
    said = Paragraph((name,), size=LABEL_SIZE, bold=True, colour=theme.INK, align="center")
    return Text(
        owned(f"市町村名 {code}", VIEW),
        Box(left, top, wide, high),
        (said,),
        fill="#FFFFFFC8",
        anchor="middle",
    )


def _legend(data: DeckData, box: Box) -> list[Text]:
    """A shape of the fill with its symbol, the word, the count and share."""
    rows: list[Text] = []
    total = len(data.towns)
    step = min(0.62, (box.h - 1.9) / len(data.groups))
    counts: dict[str, tuple[Part, ...]] = {}
    for code, name in zip(data.groups["code"], data.groups["label_ja"], strict=True):
        number = len(data.codes(code))
        share = count_words.share_in_brackets(f"share.{code}", number, total)
        told = count_words.NOTHING_TOLD if data.is_unknown(code) else frame.count(f"group.{code}", number)
        counts[code] = (f"{name}　", told, *share)
    room = box.w - 0.6
    texts = ["".join(p if isinstance(p, str) else p.text for p in parts) for parts in counts.values()]
    size = min(fit.size_for(text, room / frame.BOLD, 14, 9) for text in texts)
    rows.append(
        Text(
            owned("凡例 題", VIEW),
            box._replace(h=0.3),
            (Paragraph(("市町村数（", frame.count("denominator", total), "のうち）"), size=12, bold=True),),
            anchor="middle",
        )
    )
    for number, group in enumerate(data.groups.to_dict("records")):
        top = box.y + 0.4 + number * step
        style = theme.GROUPS[str(group["code"])]
        said = counts[str(group["code"])]
        swatch = Paragraph((str(group["symbol"]),), size=11, colour=style.ink, align="center")
        rows.append(
            Text(
                owned(f"凡例 {group['label_ja']}", VIEW),
                Box(box.x, top, 0.5, step * 0.72),
                (swatch,),
                fill=style.fill,
                line=style.line,
                anchor="middle",
            )
        )
        rows.append(
            Text(
                owned(f"凡例の数 {group['label_ja']}", VIEW),
                Box(box.x + 0.6, top, room, step * 0.72),
                (Paragraph(said, size=size, bold=number == 0),),
                anchor="middle",
            )
        )
    notes = [
        f"名前は{_labelled_towns(data)[1]}。",
        "未回答・データなしは「予定なし」ではありません。",
    ]
    if data.is_whole:
        notes.append("灰色は北方領土（6村）。集計の対象外です。")
    if not data.is_complete:
        notes.append(f"この年度は{words.KNOWN_SO_FAR}です。完全な一覧はありません。")
    top = box.y + 0.4 + len(data.groups) * step + 0.15
    rows.append(
        Text(
            owned("地図の注", VIEW),
            Box(box.x, top, box.w, box.y + box.h - top),
            tuple(Paragraph((note,), size=10.5, colour=theme.INK_SOFT, space_after=3) for note in notes),
        )
    )
    return rows
