"""Pieces of a page that go to the browser as HTML (dashboard/web/plain_html.py), taken apart into components again."""

import xml.etree.ElementTree as ET
from functools import cache
from typing import Any

from dashboard.web import plain_html

NAMES = {
    "class": "className",
    "for": "htmlFor",
    "colspan": "colSpan",
    "rowspan": "rowSpan",
    "tabindex": "tabIndex",
}


def is_piece(node: Any) -> bool:
    return isinstance(node, dict) and node.get("type") == "Plain"


def unpacked(node: dict[str, Any]) -> dict[str, Any]:
    """A piece as the component that it was, with its attributes as text where they come from HTML."""
    props = node["props"]
    return {
        "type": props["tag"].capitalize(),
        "namespace": plain_html.HTML,
        "props": {**props["attributes"], "children": _children(props["html"])},
    }


@cache
def _children(text: str) -> list[Any]:
    return _parts(ET.fromstring(f"<x>{text}</x>"))


def _parts(element: ET.Element) -> list[Any]:
    parts: list[Any] = [element.text] if element.text else []
    for child in element:
        props = {NAMES.get(name, name): value for name, value in child.attrib.items()}
        kind = "Link" if props.pop("data-within", None) else child.tag.capitalize()
        parts.append(
            {"type": kind, "namespace": plain_html.HTML, "props": {**props, "children": _parts(child)}}
        )
        if child.tail:
            parts.append(child.tail)
    return parts
