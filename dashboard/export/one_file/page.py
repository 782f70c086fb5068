"""The HTML of the 配付用の1ファイル: readable as it is, and alive where scripts run (assets beside this file)."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from html import escape
from importlib.resources import files

from dashboard import theme
from dashboard.export.one_file import read_back
from dashboard.export.one_file.readable import TITLE, Content, body

SCRIPTS = ("numbers.js", "map.js", "tables.js", "town.js", "start.js")


def render(content: Content, drawing: str) -> str:
    """The whole file. content: views.one_file.gather; drawing: the map, an SVG element whose towns stand in 行政順.

    The record in it names each number that stands in the text, and tells each piece of text and code from one that was
    changed later.
    """
    style, script = assets()
    readable = body(content, drawing)
    written = read_back.read_text(readable)
    record = {
        **content["record"],
        "numbers": written.numbers,
        "pieces": [read_back.digest("".join(piece)) for piece in written.pieces],
        "shared": shared_digest(content),
        "code": [read_back.digest(style), read_back.digest(script)],
    }
    return (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(style, script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{TITLE}　{escape(content['about']['place'])}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{readable}\n"
        f'<script type="application/json" id="data">{_json({**content, "record": record})}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def policy(style: str, script: str) -> str:
    """What the browser lets the file do: run our script, use our style, and nothing else."""
    return (
        f"default-src 'none'; script-src 'sha256-{_hash(script)}'; style-src 'sha256-{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def shared_digest(content: Content) -> str:
    """Tells whether what is not a row of a municipality (labels, layers, sources) was changed."""
    shared = {name: value for name, value in content.items() if name not in ("record", "towns")}
    return read_back.digest(json.dumps(shared, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=1)
def assets() -> tuple[str, str]:
    """Our style and our script, as they stand in the file."""
    folder = files("dashboard.export.one_file")
    style = folder.joinpath("one_file.css").read_text(encoding="utf-8").replace("FONT", theme.FONT)
    code = "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)
    return style, f'"use strict";\n(() => {{\n{code}}})();\n'


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _json(content: Content) -> str:
    """JSON that no parser of HTML takes for the end of the script."""
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return said.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
