"""The addresses of geometry, which a browser keeps: /geo/<warehouse>/<layer>.geojson, and map.svg that we draw."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import flask

from dashboard.services import geometry
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.refusals import refusal


def register(server: flask.Flask, warehouse: Warehouse) -> None:
    """Serve the layers of the warehouse that is published now."""

    @server.get("/geo/<warehouse_id>/<layer>.geojson")
    def layer_file(warehouse_id: str, layer: str) -> flask.Response:
        return answer(warehouse_id, "application/geo+json", lambda reader: geometry.layers(reader).get(layer))

    @server.get("/geo/<warehouse_id>/map.svg")
    def drawing_file(warehouse_id: str) -> flask.Response:
        return answer(
            warehouse_id,
            "image/svg+xml",
            lambda reader: gzip.compress(geometry.drawing(reader).encode(), mtime=0),
        )

    def answer(warehouse_id: str, mimetype: str, find: Callable[[Reader], bytes | None]) -> flask.Response:
        reader = warehouse.reader()
        found = find(reader) if reader.warehouse_id == warehouse_id else None
        if found is None:
            return refusal("この境界データはもうありません。画面を再読み込みしてください。", 404)
        response = flask.Response(found, mimetype=mimetype)
        response.headers["Content-Encoding"] = "gzip"
        if not flask.request.accept_encodings["gzip"]:
            response = flask.Response(gzip.decompress(found), mimetype=mimetype)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["Vary"] = "Accept-Encoding"
        return response
