"""The map and the tile map as pictures drawn by us: standalone SVG with legend, title, source line and words for
those who do not see them. No browser and no plotly is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pandas as pd
import shapely

from dashboard import theme
from dashboard.figures import map_drawing
from dashboard.figures.map_classes import Layer, MapClass
from dashboard.frames import records
from dashboard.theme import MapStyle
from dashboard.words import words

WIDTH, HEIGHT = 1280, 720
HEAD, FOOT, MARGIN = 64, 40, 24
LEGEND_WIDTH, LEGEND_ROW = 300, 26
CELL = 100.0
# The picture is 1280 wide: finer than a third of a point is not seen.
TOLERANCE = 0.3


def choropleth(areas: pd.DataFrame, towns: pd.DataFrame, layer: Layer, title: str, source: str) -> str:
    """The true shapes.

    areas: one row per area with municipality_code (missing for 北方領土), subprefecture_code, geojson (text);
    towns: one row per municipality with municipality_code, name, place (number of its class), is_synthetic,
    hall_lat, hall_lon. title says what is seen, source is the line below (出典, 時点).
    """
    shapes = shapely.from_geojson(areas["geojson"].astype(object).to_numpy())
    projected = shapely.transform(shapes, map_drawing.mercator)
    west, south, east, north = shapely.total_bounds(projected)
    wide, high = WIDTH - 2 * MARGIN, HEIGHT - HEAD - FOOT - MARGIN
    scale = min(wide / (east - west), high / (north - south))
    left, top = MARGIN + (wide - scale * (east - west)) / 2, HEAD

    def to_page(points: np.ndarray) -> np.ndarray:
        return np.column_stack([left + (points[:, 0] - west) * scale, top + (north - points[:, 1]) * scale])

    drawn = shapely.transform(projected, to_page)
    by_town = {town["municipality_code"]: town for town in records(towns)}
    parts: list[str] = []
    for area, shape in zip(areas.to_dict("records"), drawn, strict=True):
        code = area["municipality_code"]
        if not isinstance(code, str):
            parts.append(
                _shape(map_drawing.path(shape, TOLERANCE), theme.NORTHERN, "北方領土（対象外）", "northern")
            )
            continue
        town = by_town[code]
        one = layer.classes[int(town["place"])]
        parts.append(
            _shape(map_drawing.path(shape, TOLERANCE), one.style.fill, _tooltip(town, one), f"town-{code}")
        )
    for _, group in areas[areas["municipality_code"].notna()].groupby("subprefecture_code"):
        outline = shapely.union_all(drawn[group.index.to_numpy()])
        parts.append(
            f'<path d="{map_drawing.path(outline, TOLERANCE)}" fill="none" stroke="{theme.INK_SOFT}" stroke-width="1.3"/>'
        )
    halls = to_page(map_drawing.mercator(towns[["hall_lon", "hall_lat"]].to_numpy(float)))
    for (x, y), place in zip(halls, towns["place"], strict=True):
        parts.append(_mark(layer.classes[int(place)].style, x, y, 0.62))
    return _page(parts, layer, towns, title, source)


def tile_map(tiles: pd.DataFrame, towns: pd.DataFrame, layer: Layer, title: str, source: str) -> str:
    """The same on equal tiles; tiles: municipality_code, column, row (mart_tile)."""
    both = tiles.merge(towns, on="municipality_code", how="inner", validate="one_to_one")
    columns, rows = int(both["column"].max()) + 1, int(both["row"].max()) + 1
    high = HEIGHT - HEAD - FOOT - 12
    side = min((WIDTH - LEGEND_WIDTH - 3 * MARGIN) / columns, high / rows)
    left = max(MARGIN, (WIDTH - LEGEND_WIDTH - side * columns) / 2)
    top = HEAD + (high - side * rows) / 2
    parts = []
    for town in records(both):
        x, y = left + town["column"] * side, top + town["row"] * side
        parts.append(_tile(layer.classes[int(town["place"])], town, x, y, side))
    parts.append(_tile_borders(both, left, top, side))
    return _page(parts, layer, towns, title, source)


def legend(layer: Layer, towns: pd.DataFrame) -> list[tuple[MapClass, int]]:
    """The classes in their order with the number of towns in each."""
    counted = towns["place"].astype(int).value_counts()
    return [(one, int(counted.get(number, 0))) for number, one in enumerate(layer.classes)]


def described(layer: Layer, towns: pd.DataFrame, title: str) -> str:
    """The picture in words."""
    said = "、".join(f"{one.label} {words.count(number)}市町村" for one, number in legend(layer, towns))
    mark = f"{words.SYNTHETIC}を含む。" if towns["is_synthetic"].any() else ""
    return f"{title}。北海道の{words.count(len(towns))}市町村の地図。{said}。{mark}"


def _page(parts: Iterable[str], layer: Layer, towns: pd.DataFrame, title: str, source: str) -> str:
    alt = described(layer, towns, title)
    synthetic = towns["is_synthetic"].any()
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label={quoteattr(alt)} font-family={quoteattr(theme.FONT)}>',
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>",
        '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0,0V7" stroke="{theme.GREY_600}" stroke-width="1.6"/></pattern></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{theme.WHITE}"/>',
        f'<rect y="{HEAD - 8}" width="{WIDTH}" height="{HEIGHT - HEAD - FOOT + 8}" fill="{theme.SEA}"/>',
        _text(MARGIN, 40, title, 24, theme.INK, weight=700),
    ]
    if synthetic:
        head.append(
            f'<g id="synthetic"><rect x="{WIDTH - 150}" y="16" width="126" height="30" rx="4" '
            f'fill="{theme.RED_200}" stroke="{theme.RED}"/>'
            f"{_text(WIDTH - 87, 37, words.SYNTHETIC, 16, theme.INK, anchor='middle', weight=700)}</g>"
        )
    foot = [_legend(legend(layer, towns)), _text(MARGIN, HEIGHT - 14, source, 12, theme.INK_SOFT), "</svg>"]
    return "\n".join([*head, "<g>", *parts, "</g>", *foot])


def _legend(rows: list[tuple[MapClass, int]]) -> str:
    high = LEGEND_ROW * (len(rows) + 1) + 16
    left, top = WIDTH - LEGEND_WIDTH - MARGIN, HEIGHT - FOOT - high - 8
    parts = [
        f'<g id="legend"><rect x="{left}" y="{top}" width="{LEGEND_WIDTH}" height="{high}" rx="6" '
        f'fill="{theme.WHITE}" fill-opacity="0.94" stroke="{theme.GREY_200}"/>'
    ]
    for number, (one, count) in enumerate(rows):
        y = top + 8 + LEGEND_ROW * number
        parts.append(_swatch(one.style, left + 12, y + 4))
        parts.append(_text(left + 40, y + 19, one.label, 14, theme.INK))
        parts.append(
            _text(
                left + LEGEND_WIDTH - 14, y + 19, words.count(count), 14, theme.INK, anchor="end", weight=700
            )
        )
    y = top + 8 + LEGEND_ROW * len(rows)
    parts.append(
        f'<rect x="{left + 12}" y="{y + 4}" width="18" height="18" fill="{theme.NORTHERN}" stroke="{theme.GREY_600}"/>'
    )
    parts.append(_text(left + 40, y + 19, "北方領土（対象外）", 14, theme.INK))
    return "".join([*parts, "</g>"])


def _swatch(style: MapStyle, x: float, y: float) -> str:
    box = f'<rect x="{x}" y="{y}" width="18" height="18"'
    hatch = f'{box} fill="url(#hatch)"/>' if style.hatch else ""
    return f'{box} fill="{style.fill}" stroke="{theme.GREY_600}"/>{hatch}{_mark(style, x + 9, y + 9, 0.62)}'


def _shape(path: str, fill: str, said: str, name: str) -> str:
    return (
        f'<path id="{name}" d="{path}" fill="{fill}" stroke="{theme.GREY_400}" stroke-width="0.6">'
        f"<title>{escape(said)}</title></path>"
    )


def _tile(one: MapClass, town: dict[str, object], x: float, y: float, side: float) -> str:
    style = one.style
    box = f'<rect x="{x:.1f}" y="{y:.1f}" width="{side - 1:.1f}" height="{side - 1:.1f}"'
    hatch = f'{box} fill="url(#hatch)"/>' if style.hatch else ""
    name = str(town["name"])[:-1]
    lines = [name] if len(name) <= 3 else [name[:2], name[2:]]
    size = side * (0.4 if len(lines) == 1 and len(name) < 3 else 0.31)
    base = 0.82 if len(lines) == 1 else 0.62
    text = "".join(
        _text(x + side / 2, y + side * (base + 0.31 * row), line, size, style.ink, anchor="middle")
        for row, line in enumerate(lines)
    )
    return (
        f'<g id="tile-{town["municipality_code"]}"><title>{escape(_tooltip(town, one))}</title>'
        f'{box} fill="{style.fill}" stroke="{theme.GREY_400}" stroke-width="0.6"/>{hatch}'
        f"{_mark(style, x + side / 2, y + side * 0.23, side / 50)}{text}</g>"
    )


def _tile_borders(both: pd.DataFrame, left: float, top: float, side: float) -> str:
    area = {
        (row["column"], row["row"]): row["subprefecture_code"]
        for row in both[["column", "row", "subprefecture_code"]].to_dict("records")
    }
    edges = []
    for (column, row), own in area.items():
        x, y = left + column * side, top + row * side
        sides = {
            (1, 0): f"M{x + side:.1f},{y:.1f}v{side:.1f}",
            (-1, 0): f"M{x:.1f},{y:.1f}v{side:.1f}",
            (0, 1): f"M{x:.1f},{y + side:.1f}h{side:.1f}",
            (0, -1): f"M{x:.1f},{y:.1f}h{side:.1f}",
        }
        edges += [line for (dx, dy), line in sides.items() if area.get((column + dx, row + dy)) != own]
    return f'<path d="{"".join(edges)}" fill="none" stroke="{theme.INK_SOFT}" stroke-width="1.8"/>'


def _tooltip(town: dict[str, object], one: MapClass) -> str:
    mark = f"（{words.SYNTHETIC}）" if town["is_synthetic"] else ""
    return f"{town['name']}: {one.label}{mark}"


def _mark(style: MapStyle, x: float, y: float, unit: float) -> str:
    r = style.size * unit
    paths = {
        "circle": f"M{-r:.2f},0a{r:.2f},{r:.2f} 0 1,0 {2 * r:.2f},0a{r:.2f},{r:.2f} 0 1,0 {-2 * r:.2f},0",
        "diamond": f"M0,{-1.25 * r:.2f}L{1.1 * r:.2f},0L0,{1.25 * r:.2f}L{-1.1 * r:.2f},0Z",
        "triangle-up": f"M0,{-1.1 * r:.2f}L{1.15 * r:.2f},{0.9 * r:.2f}L{-1.15 * r:.2f},{0.9 * r:.2f}Z",
        "x-thin": f"M{-r:.2f},{-r:.2f}L{r:.2f},{r:.2f}M{r:.2f},{-r:.2f}L{-r:.2f},{r:.2f}",
        "line-ew": f"M{-1.4 * r:.2f},0L{1.4 * r:.2f},0",
        "line-ne": f"M{-r:.2f},{r:.2f}L{r:.2f},{-r:.2f}",
    }
    # a white mark on the coast keeps an edge against the sea
    edge = style.fill if style.ink == theme.WHITE else style.ink
    return (
        f'<path class="mark" transform="translate({x:.1f},{y:.1f})" d="{paths[style.marker]}" '
        f'fill="{style.ink}" stroke="{edge}" stroke-width="1.2"/>'
    )


def _text(
    x: float, y: float, text: str, size: float, colour: str, *, anchor: str = "start", weight: int = 400
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" fill="{colour}" text-anchor="{anchor}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )
