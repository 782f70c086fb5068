"""Names on the map keep out of each other's way."""

import pandas as pd

from dashboard.figures.labels import EM, LabelBox, _box, northing, place_labels

BOUNDS = (139.3, 41.3, 148.9, 45.6)
WIDTH = 640.0


def frame(*towns: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"municipality_code": name, "name": name, "hall_lat": lat, "hall_lon": lon}
            for name, lat, lon in towns
        ]
    )


def boxes(towns: pd.DataFrame) -> list[LabelBox]:
    scale = WIDTH / (BOUNDS[2] - BOUNDS[0])
    sides = place_labels(towns, BOUNDS, WIDTH)
    return [
        _box(
            (row["hall_lon"] - BOUNDS[0]) * scale,
            (northing(BOUNDS[3]) - northing(row["hall_lat"])) * scale,
            len(row["name"]) * EM,
            sides[row["municipality_code"]],
        )
        for row in towns.to_dict("records")
    ]


def test_a_lone_name_stands_on_the_right() -> None:
    assert place_labels(frame(("厚真町", 42.7, 141.9)), BOUNDS, WIDTH) == {"厚真町": "middle right"}


def test_neighbours_in_tokachi_do_not_cover_each_other() -> None:
    towns = frame(
        ("音更町", 42.994, 143.198),
        ("鹿追町", 43.099, 142.989),
        ("幕別町", 42.908, 143.356),
        ("大樹町", 42.497, 143.279),
        ("広尾町", 42.286, 143.311),
    )
    placed = boxes(towns)
    assert sum(one.overlap(other) for at, one in enumerate(placed) for other in placed[at + 1 :]) == 0


def test_no_towns_have_no_names() -> None:
    nothing = frame(("厚真町", 42.7, 141.9)).iloc[:0]
    assert place_labels(nothing, BOUNDS, WIDTH) == {}
