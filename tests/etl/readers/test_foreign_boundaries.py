"""A boundary file is read as what it is named, or not at all: no other format of GDAL's, and no network."""

from __future__ import annotations

import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.readers.boundary_file import read_areas
from etl.readers.boundary_zip import BoundaryFileError

FOREIGN = {
    "vrt": '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>WFS:{address}/wfs</SrcDataSource>'
    '<SrcLayer>x</SrcLayer></OGRVRTLayer></OGRVRTDataSource>',
    "vrt after spaces": ' \n<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/vsicurl/{address}/a.geojson'
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "vrt of a local file": '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>'
    '</OGRVRTLayer></OGRVRTDataSource>',
    "gml": '<?xml version="1.0"?><ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://ogr.maptools.org/ {address}/x.xsd"/>',
    "kml": '<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link><href>{address}/a.kml</href></Link></NetworkLink></kml>',
    "wfs": "<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>",
    "csv": "N03_007,N03_004,WKT\n01202,函館市,POINT(140 41)\n",
    "an address": "WFS:{address}/wfs",
    "nothing": "",
}  # fmt: skip


@pytest.fixture
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """An address of this machine, and what was asked of it."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:  # closed at the end of the test
                    return
                with connection:
                    asked.append(connection.recv(1000))

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


@pytest.mark.parametrize(
    "name", ["a.geojson", "a.json", "a.topojson", "a.geojson in a.zip", "a.shp in a.zip"]
)
@pytest.mark.parametrize("kind", FOREIGN)
def test_another_format_is_refused_in_words_and_fetches_nothing(
    tmp_path: Path, listening: tuple[str, list[bytes]], kind: str, name: str
) -> None:
    address, asked = listening
    content = FOREIGN[kind].format(address=address).encode()
    inner, _, outer = name.partition(" in ")
    path = tmp_path / (outer or inner)
    if outer:
        with zipfile.ZipFile(path, "w") as archive:
            for part in (inner, *(["a.shx", "a.dbf"] if inner.endswith(".shp") else [])):
                archive.writestr(part, content)
    else:
        path.write_bytes(content)
    with pytest.raises(BoundaryFileError, match="中身が Shapefile でも GeoJSON"):
        read_areas(path)
    assert asked == []


def test_a_name_that_looks_like_an_address_is_a_file(
    tmp_path: Path, listening: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = listening
    monkeypatch.chdir(tmp_path)
    path = Path(f"WFS:{address.replace('/', '')}.geojson")
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    with pytest.raises(BoundaryFileError):
        read_areas(path)
    assert asked == []
