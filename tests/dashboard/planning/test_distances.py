"""Times between towns: an estimate by land, real times before it, islands by ship, winter slower."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.planning import distances
from dashboard.planning.distances import Factors
from dashboard.queries import visits as queries_visits
from dashboard.services import routes
from dashboard.warehouse.reader import Reader, Warehouse

SUMMER = Factors(1.3, 50.0, {1: 1.35})
PLACES = pd.DataFrame(
    {
        "municipality_code": ["A", "B", "C", "I"],
        "hall_lat": [43.0, 43.0, 43.5, 44.0],
        "hall_lon": [141.0, 142.0, 141.5, 140.0],
    }
)
NO_PAIRS = pd.DataFrame({"municipality_code": [], "neighbour_code": []})
NO_FERRIES = pd.DataFrame({"municipality_code": []})
NO_TIMES = pd.DataFrame({"from_code": [], "to_code": [], "month": [], "minutes": []})


@pytest.fixture(scope="module")
def reader(built_curated: Path) -> Reader:
    return Warehouse(built_curated).reader()


def test_the_great_circle_is_that_of_the_textbook() -> None:
    km = distances.great_circle_km(np.array([0.0, 0.0]), np.array([0.0, 90.0]))
    assert km[0, 1] == pytest.approx(math.pi / 2 * distances.EARTH_KM)


def test_without_roads_and_ships_time_is_the_great_circle_by_the_factors() -> None:
    known = distances.times(PLACES, NO_PAIRS, NO_FERRIES, NO_TIMES, SUMMER, 6)
    km = distances.great_circle_km(PLACES["hall_lat"].to_numpy(), PLACES["hall_lon"].to_numpy())[0, 1]
    assert known.between("A", "B") == math.ceil(km * 1.3 / 50 * 60)
    winter = distances.times(PLACES, NO_PAIRS, NO_FERRIES, NO_TIMES, SUMMER, 1)
    assert winter.between("A", "B") == math.ceil(km * 1.3 / 50 * 60 * 1.35)


def test_a_real_time_is_used_before_the_estimate_that_of_the_month_before_that_of_any() -> None:
    real = pd.DataFrame(
        {"from_code": ["A", "A"], "to_code": ["B", "B"], "month": [None, 1], "minutes": [44.0, 70.0]}
    )
    assert distances.times(PLACES, NO_PAIRS, NO_FERRIES, real, SUMMER, 6).between("A", "B") == 44
    known = distances.times(PLACES, NO_PAIRS, NO_FERRIES, real, SUMMER, 1)
    assert (known.between("A", "B"), known.between("B", "A")) == (70, 70)
    assert known.measured == {("A", "B"), ("B", "A")}


def test_an_island_is_reached_by_its_port_and_never_straight_across_the_sea() -> None:
    ferry = pd.DataFrame(
        {
            "municipality_code": ["I"],
            "island": ["島"],
            "port_code": ["C"],
            "sail_minutes": [100],
            "wait_minutes": [30],
            "island_minutes": [5],
        }
    )
    known = distances.times(PLACES, NO_PAIRS, ferry, NO_TIMES, SUMMER, 6)
    assert known.between("C", "I") == 135
    assert known.between("A", "I") == known.between("A", "C") + 135
    assert known.between("I", "A") == known.between("A", "I")


def test_no_way_leads_across_a_bay(reader: Reader) -> None:
    known = routes.times(reader, 6)
    muroran, mori = "01205", "01345"
    straight = distances.great_circle_km(*_halls(reader, muroran, mori))[0, 1] * 1.3 / 50 * 60
    assert known.between(muroran, mori) > 2 * straight


def test_times_in_hokkaido_are_symmetric_finite_and_obey_the_triangle(reader: Reader) -> None:
    minutes = routes.times(reader, 2).minutes
    assert minutes.shape == (179, 179)
    assert np.isfinite(minutes).all()
    assert (minutes == minutes.T).all()
    assert (minutes[:, None, :] <= minutes[:, :, None] + minutes[None, :, :]).all()
    assert (routes.times(reader, 6).minutes <= minutes).all()
    both = routes.times(reader, 6, 2).minutes
    assert (both == minutes).all(), "of two months the slower one"


def _halls(reader: Reader, *codes: str) -> tuple[np.ndarray, np.ndarray]:
    places = queries_visits.places(reader).set_index("municipality_code").loc[list(codes)]
    return places["hall_lat"].to_numpy(), places["hall_lon"].to_numpy()
