"""The route as a picture: every stop where its town hall lies, every day its own line, words for those who do not see."""

from datetime import date
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from dashboard.export import route_svg
from dashboard.planning.visits import VisitRules
from dashboard.queries import overview
from dashboard.queries import visits as queries_visits
from dashboard.services import routes
from dashboard.warehouse.reader import Reader

SVG = "{http://www.w3.org/2000/svg}"
TOWNS = dict.fromkeys(("01634", "01635", "01636", "01643", "01646", "01362"), 1.0)


@pytest.fixture(scope="module")
def made(reader: Reader) -> routes.Tour:
    office = routes.office_of(reader, "十勝")
    return routes.tour(reader, office, TOWNS, VisitRules(2, 465, 60), date(2024, 1, 10))


def test_each_day_has_a_line_and_each_stop_a_mark_and_a_label_of_its_own(
    reader: Reader, made: routes.Tour
) -> None:
    text = route_svg.route(
        overview.boundaries(reader),
        queries_visits.places(reader),
        made.days,
        made.office.municipality_code,
        list(made.route.left_out),
    )
    root = ET.fromstring(text)
    lines = [path for path in root.iter(f"{SVG}path") if path.get("class") == "day"]
    assert len(lines) == len(made.days) > 1
    assert len({(line.get("stroke"), line.get("stroke-dasharray")) for line in lines}) == len(lines)
    stops = [node for node in root.iter() if node.get("class") == "stop"]
    labels = [str(node.text) for node in root.iter(f"{SVG}text")]
    wanted = [
        f"{day.day}-{visit.order} {made.names[visit.code]}" for day in made.days for visit in day.visits
    ]
    assert len(stops) == len(wanted)
    assert [label for label in labels if label in wanted] == wanted
    assert "出発地" in labels
    alt = str(root.get("aria-label"))
    assert all(made.names[visit.code] in alt for day in made.days for visit in day.visits)
    places = np.array(
        [
            [float(node.get("x", 0)), float(node.get("y", 0))]
            for node in root.iter(f"{SVG}text")
            if node.text in wanted or node.text == "出発地"
        ]
    )
    assert ((places >= 0) & (places <= [route_svg.WIDTH, route_svg.HEIGHT])).all()
