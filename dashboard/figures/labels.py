"""Where names stand beside their points so that they do not cover each other."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

EM = 12.5
LINE = 15.0
GAP = 6.0
# Sides as plotly names them, with the preferred first: how the text lies from the point (x, y in text sizes).
SIDES = {
    "middle right": (0.0, -0.5),
    "middle left": (-1.0, -0.5),
    "top center": (-0.5, -1.0),
    "bottom center": (-0.5, 0.0),
    "top right": (0.0, -1.0),
    "top left": (-1.0, -1.0),
    "bottom right": (0.0, 0.0),
    "bottom left": (-1.0, 0.0),
}


class LabelBox(NamedTuple):
    """The rectangle of a marker or label; `top` is less than `bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: LabelBox) -> float:
        """Area in common."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0.0) * max(high, 0.0)


def place_labels(
    points: pd.DataFrame, bounds: tuple[float, float, float, float], width: float
) -> dict[str, str]:
    """Side of the name by municipality_code: greedy, north to south, the side that covers least.

    points: municipality_code, name, hall_lat, hall_lon. Width is that of the drawn bounds in pixels.
    """
    west, _, east, north = bounds
    scale = width / (east - west)
    ordered = points.sort_values("hall_lat", ascending=False).to_dict("records")
    spots = {
        str(row["municipality_code"]): (
            (row["hall_lon"] - west) * scale,
            (northing(north) - northing(row["hall_lat"])) * scale,
        )
        for row in ordered
    }
    taken = {code: LabelBox(x - 5, y - 5, x + 5, y + 5) for code, (x, y) in spots.items()}
    sides: dict[str, str] = {}
    for row in ordered:
        code = str(row["municipality_code"])
        others = [box for key, box in taken.items() if key != code]
        boxes = {side: _box(*spots[code], len(row["name"]) * EM, side) for side in SIDES}
        costs = {side: sum(box.overlap(other) for other in others) for side, box in boxes.items()}
        best = min(SIDES, key=lambda side: costs[side])
        sides[code] = best
        taken[f"{code} name"] = boxes[best]
    return sides


def northing(lat: float) -> float:
    """Mercator's northing of a latitude, in degrees of longitude."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


def _box(x: float, y: float, wide: float, side: str) -> LabelBox:
    shift_x, shift_y = SIDES[side]
    left = x + shift_x * wide + (GAP if shift_x == 0 else -GAP if shift_x == -1 else 0)
    top = y + shift_y * LINE + (0 if shift_y == -0.5 else GAP if shift_y == 0 else -GAP)
    return LabelBox(left, top, left + wide, top + LINE)
