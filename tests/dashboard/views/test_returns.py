"""A round of the 調査票 under the filters of the bar."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.queries import intake as queries_intake
from dashboard.views import returns, view
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.returns_warehouse import publish_round

TODAY = date(2023, 12, 25)


@pytest.fixture(scope="module")
def round_reader(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Warehouse(publish_round(built_curated, tmp_path_factory.mktemp("round"))).reader()


def test_filters_leave_the_towns_of_a_round_and_their_whole(round_reader: Reader) -> None:
    asked = view.parse_address("?fy=2023&sub=12&kind=町", round_reader)
    shown = returns.gather(round_reader, 2023, TODAY, asked)
    assert shown is not None
    assert set(shown.towns["subprefecture_code"]) == {"12"}
    assert shown.areas["short_name"].tolist() == ["十勝"]
    assert shown.areas["denominator"].item() == shown.whole == len(shown.towns) < 19
    assert shown.received == 1, "音更町"
    assert set(shown.waiting["subprefecture_code"]) == {"12"}
    assert set(shown.findings["municipality_code"]) == {"01631"}


def test_counted_again_the_areas_are_those_of_the_query(round_reader: Reader) -> None:
    counted = returns._areas(queries_intake.towns(round_reader, 2023))
    asked = queries_intake.areas(round_reader, 2023)
    assert counted.to_dict("records") == asked.to_dict("records")
