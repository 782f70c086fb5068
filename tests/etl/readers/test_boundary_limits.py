"""A boundary file of which nothing is known is read where memory and time have an end, and the reason is told."""

import json
from pathlib import Path

import pytest

from etl.readers import boundaries
from etl.readers.boundary_zip import BoundaryFileError

CODES = {"01581"}


def geojson(path: Path, vertices: int) -> Path:
    """One town with as many vertices as asked for."""
    edge = [[142.0 + 0.1 * step / vertices, 42.6] for step in range(vertices)]
    ring = [*edge, [142.1, 42.7], [142.0, 42.7], edge[0]]
    feature = {
        "type": "Feature",
        "properties": {"N03_001": "北海道", "N03_004": "厚真町", "N03_007": "01581"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def test_a_file_within_the_limits_gives_the_areas_that_it_gives_without_them(tmp_path: Path) -> None:
    path = geojson(tmp_path / "n03.geojson", 50)
    apart, here = (read(path, CODES, {}) for read in (boundaries._features_apart, boundaries._features))
    assert apart == here


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [("MEMORY_MB", 560, "大きすぎるか、壊れている"), ("SECONDS", 0.01, "秒を過ぎた")],
)
def test_a_file_past_a_limit_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: float, said: str
) -> None:
    path = geojson(tmp_path / "n03.geojson", 600_000)
    monkeypatch.setattr(boundaries, limit, value)
    with pytest.raises(BoundaryFileError, match=said):
        boundaries._features_apart(path, CODES, {})


def test_what_the_worker_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    path = tmp_path / "n03.geojson"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(BoundaryFileError, match="境界ファイルとして読めません"):
        boundaries._features_apart(path, CODES, {})
