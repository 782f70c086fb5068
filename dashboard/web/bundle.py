"""Our own scripts and styles as one file each: fifty requests fewer for a page that is opened for the first time.

The files stay apart in assets/, each about one thing; what a browser fetches is all of them one after the other.
Those that the first picture brings along inlined are not among the scripts again.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from pathlib import Path
from typing import NamedTuple

import flask

from dashboard.web import prerender_html

# What Dash's scripts need of the polyfill that we leave out; it comes before them.
RUNTIME = "vendor/regenerator-runtime.min.js"
# Scripts that Dash names in every page and that none of ours needs: its table, and Babel's polyfill, a third of a
# second of a slow PC for what browsers have had since before :has().
NEEDLESS = ("deps/polyfill@", "dash_table/bundle.")
# What is fetched once it is drawn (assets/grid_later.js).
LATER = "dash_ag_grid"
KEPT = "public, max-age=31536000, immutable"


class Bundle(NamedTuple):
    """Files of one kind as one; its address changes with its content."""

    address: str
    content: bytes
    mimetype: str


@functools.cache
def scripts() -> Bundle:
    own = sorted(
        path for path in prerender_html.ASSETS.glob("*.js") if path.name not in prerender_html.SCRIPTS
    )
    return _bundle("all.js", "text/javascript", [prerender_html.ASSETS / RUNTIME, *own])


@functools.cache
def styles() -> Bundle:
    return _bundle("all.css", "text/css", sorted(prerender_html.ASSETS.glob("*.css")))


def _bundle(name: str, mimetype: str, files: list[Path]) -> Bundle:
    content = "\n".join(path.read_text(encoding="utf-8") for path in files).encode()
    return Bundle(f"/assets/{name}?m={hashlib.sha256(content).hexdigest()[:16]}", content, mimetype)


def register(server: flask.Flask) -> None:
    """Serve both files; they stand before the folder that they are made of."""
    for bundle in (scripts(), styles()):
        path = bundle.address.partition("?")[0]
        server.add_url_rule(path, path, functools.partial(_answer, bundle))


def _answer(bundle: Bundle) -> flask.Response:
    response = flask.Response(bundle.content, mimetype=bundle.mimetype)
    # only what is asked for by its content may be kept for good
    if flask.request.full_path == bundle.address:
        response.headers["Cache-Control"] = KEPT
    return response


def needed(tags: str) -> str:
    """The script tags of a page, one a line, without those that none of our pages needs; that of the tables by its address."""
    [later] = re.findall(rf'<script src="([^"]*/{LATER}/[^"]*)"></script>', tags)
    kept = [line for line in tags.splitlines() if not any(name in line for name in (*NEEDLESS, f"/{LATER}/"))]
    return "\n".join([f"<script>window.kasanariLater = {json.dumps({LATER: later})};</script>", *kept])
