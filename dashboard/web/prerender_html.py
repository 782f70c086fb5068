"""What the browser shows before any script has come: the page as the server writes it, with its map.

Dash draws a page only after it has fetched its scripts, its layout and the page itself. Until then the same components
stand here as plain HTML, at the same places and of the same size, and the map is painted by our own script, inlined.
When Dash has drawn the page, the script moves the map into it and takes the rest away (assets/map.js: first).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from dash.development.base_component import Component

from dashboard.web import plain_html
from dashboard.web.plain_html import attribute, style

ASSETS = Path(__file__).resolve().parents[1] / "assets"
# What draws the map, in the order of use; they come with the page and not by Dash.
SCRIPTS = (
    "eras.js",
    "numbers.js",
    "map_tiles.js",
    "map_view.js",
    "map_card.js",
    "map_words.js",
    "map_drawing.js",
    "map_names.js",
    "map_look.js",
    "map_ahead.js",
    "map.js",
)
STYLES = ("style.css", "version.css", "filter_bar.css", "map.css", "take_out.css", "work.css", "guide.css")
SKIPPED = {"children", "n_clicks", "disable_n_clicks", "n_clicks_timestamp", "key"}
# Components without a picture of their own.
NOTHING = {"Store", "Interval", "Location", "Download", "Drawer", "PopoverDropdown"}
# By id and name of a property: what callbacks will set.
Values = Mapping[tuple[str, str], Any]


def scripts() -> str:
    """The scripts of the map, inlined."""
    return (
        "<script>" + "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS) + "</script>"
    )


def styles() -> str:
    """The style sheets that the first picture needs, inlined: it waits for no file."""
    return "<style>" + "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in STYLES) + "</style>"


def block(shell: Component, path: str, values: Values, data: Mapping[str, Any], drawing: str) -> str:
    """The picture of a page, its data, and the call that paints it.

    path: of the page. values: what stands in the shell once its callbacks have answered; data: what the map shows; drawing: its shapes.
    """
    page = html(shell, values).replace(DRAWING, drawing)
    page = page.replace(
        f'<a href="{path}" class="nav-link"', f'<a href="{path}" class="nav-link" aria-current="page"'
    )
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        f'<div id="first-paint" inert aria-busy="true">{page}</div>'
        f'<script type="application/json" id="first-data">{written}</script>'
        "<script>kasanariMapParts.first()</script>"
    )


DRAWING = "<!--drawing-->"


def html(part: Any, values: Values) -> str:
    """A component as HTML. What is no HTML element becomes a box of its size."""
    if part is None or isinstance(part, bool):
        return ""
    if isinstance(part, (list, tuple)):
        return "".join(html(one, values) for one in part)
    if not isinstance(part, Component):
        return escape(str(part))
    plain = part.to_plotly_json()
    kind, given = plain["type"], dict(plain["props"])
    name = given.get("id")
    if isinstance(name, str):
        given |= {prop: value for (of, prop), value in values.items() if of == name}
    if kind in NOTHING:
        return ""
    if isinstance(part, plain_html.Plain):
        return plain_html.element(given["tag"].capitalize(), given.get("attributes") or {}, given["html"])
    if plain["namespace"] == plain_html.HTML:
        return _element(kind, given, values)
    return _box(kind, given, values)


def _element(kind: str, props: dict[str, Any], values: Values) -> str:
    inside = html(props.get("children"), values)
    if "drawn-box" in str(props.get("className", "")):
        inside = DRAWING
    kept = {name: value for name, value in props.items() if name not in SKIPPED}
    return plain_html.element(kind, kept, inside)


def _box(kind: str, props: dict[str, Any], values: Values) -> str:
    inside = html(props.get("children"), values)
    if kind == "Link":
        return f"<a{attribute('href', props['href'])}{attribute('className', props.get('className'))}>{inside}</a>"
    if kind in {"MantineProvider", "Popover", "PopoverTarget"}:
        return inside
    if kind in {"Select", "TextInput"}:
        chosen = [one["label"] for one in _options(props) if one["value"] == props.get("value")]
        label = escape(chosen[0]) if chosen else ""
        wide = {"width": f"{props['w']}px"} if "w" in props else {}
        return f'<div class="first-select first-{props.get("size", "sm")}"{style(wide)}>{label}</div>'
    if kind == "Slider":
        wide = {"width": f"{props['w']}px"}
        return f'<div class="first-slider"{style(wide)}></div>'
    if kind == "Button":
        return f'<span class="first-button">{inside}</span>'
    return f"<div{attribute('className', props.get('className'))}{style(props.get('style') or {})}></div>"


def _options(props: dict[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for one in props.get("data") or []:
        found += one.get("items", [one])
    return found
