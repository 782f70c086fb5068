"""Parts of a page that nothing asks about again, as HTML: one component for Dash in place of hundreds.

Dash looks after each component: it is drawn, told of changes and searched for callbacks by itself, which for the notes,
tables and citations of a page was most of the work of opening it. A piece without ids stands for nothing but itself; it
goes to the browser as its root with the rest as text, and `Plain` of assets/plain.js draws it and changes in it only
what has changed.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple

from dash.development.base_component import Component

NAMESPACE, HTML = "kasanari_components", "dash_html_components"
PROPERTIES = ["tag", "attributes", "html"]
NONE: list[str] = []
# What a piece may consist of. Not: what takes input, runs, or is read by a browser otherwise than it is written.
BLOCK_NAMES = "Article Aside Blockquote Details Div Dl Figure Footer H1 H2 H3 H4 H5 H6 Header Hr Nav Ol P Pre Section Table Ul"
INLINE_NAMES = (
    "A B Br Button Caption Code Col Colgroup Dd Dt Em Figcaption I Img Kbd Label Li Mark Progress Q S Small Span Strong "
    "Sub Summary Sup Tbody Td Tfoot Th Thead Time Tr"
)
BLOCKS = frozenset(BLOCK_NAMES.split())
TAGS = BLOCKS | frozenset(INLINE_NAMES.split())
VOID = {"Br", "Col", "Hr", "Img"}
ATTRIBUTE_NAMES = (
    "children className style title href target rel download src alt width height scope colSpan rowSpan headers htmlFor "
    "role tabIndex lang hidden open disabled value max min type start dateTime"
)
ATTRIBUTES = frozenset(ATTRIBUTE_NAMES.split())
RENAMED = {"className": "class", "htmlFor": "for"}
# Numbers of these styles have no unit; all others are pixels.
UNITLESS = {"flex", "flexGrow", "flexShrink", "fontWeight", "lineHeight", "opacity", "order", "zIndex"}


class Plain(Component):  # type: ignore[misc] # Dash has no types
    """A piece: its root (tag, with attributes as Dash's own components take them) and what stands in it, as HTML."""

    _namespace = NAMESPACE
    _type = "Plain"
    _prop_names = PROPERTIES
    _valid_wildcard_attributes = NONE
    available_properties = PROPERTIES
    available_wildcard_properties = NONE


class Piece(NamedTuple):
    """A component that can be text, as it is and as HTML; kinds: of it and of all within."""

    component: Component
    inner: str
    outer: str
    kinds: frozenset[str]
    size: int


def pack(part: Any) -> Any:
    """The part of a page with each largest piece in it as one; what is no component, and lists and maps of parts, by parts."""
    packed, piece = _walk(part)
    return _plain(piece) if piece else packed


def _walk(part: Any) -> tuple[Any, Piece | None]:
    """The part with the pieces within it packed; or, where all of it is one, the piece."""
    if isinstance(part, (list, tuple)) and type(part) in (list, tuple):
        return type(part)(pack(one) for one in part), None
    if type(part) is dict:
        return {name: pack(one) for name, one in part.items()}, None
    if not isinstance(part, Component) or isinstance(part, Plain):
        return part, None
    children = getattr(part, "children", None)
    walked = [_walk(child) for child in (children if isinstance(children, (list, tuple)) else [children])]
    piece = _piece(part, children, [found for _, found in walked])
    if piece:
        return part, piece
    within = [_plain(found) if found else packed for packed, found in walked]
    if children is None or all(new is old for new, old in zip(within, _listed(children), strict=True)):
        return part, None
    changed = copy.copy(part)
    changed.children = within if isinstance(children, (list, tuple)) else within[0]
    return changed, None


def _listed(children: Any) -> list[Any]:
    return list(children) if isinstance(children, (list, tuple)) else [children]


def _piece(part: Component, children: Any, within: list[Piece | None]) -> Piece | None:
    """The piece that a component is; none where it, or anything in it, has to stay a component."""
    texts, kinds, size = [], {part._type}, 1
    for child, piece in zip(_listed(children), within, strict=True):
        if piece:
            texts.append(piece.outer)
            kinds |= piece.kinds
            size += piece.size
        elif child is None or isinstance(child, bool):
            continue
        elif isinstance(child, (str, int, float)):
            texts.append(escape(str(child)))
        else:
            return None
    props = {name: getattr(part, name) for name in part._prop_names if hasattr(part, name)}
    wild = {name: value for name, value in vars(part).items() if name.startswith(("data-", "aria-"))}
    props |= dict(sorted(wild.items()))  # Dash keeps them in an order that is another in each process
    inner = "".join(texts)
    if part._namespace == HTML:
        if not _can_be_text(part._type, props, within):
            return None
        outer = element(part._type, props, inner)
    elif (
        part._type == "Link"
        and props.keys() <= {"children", "href", "className", "title"}
        and "A" not in kinds
    ):
        outer = element("A", {**props, "data-within": True}, inner)
    else:
        return None
    return Piece(part, inner, outer, frozenset({*kinds, "A"} if part._type == "Link" else kinds), size)


def _can_be_text(kind: str, props: Mapping[str, Any], within: list[Piece | None]) -> bool:
    """Whether a browser that reads it as text makes of it what Dash would have made."""
    if kind not in TAGS or not all(
        name in ATTRIBUTES or name.startswith(("data-", "aria-")) for name in props
    ):
        return False
    inside = frozenset().union(*(piece.kinds for piece in within if piece))
    if kind == "P" and inside & BLOCKS:  # it would end before them
        return False
    if kind in {"A", "Button"} and kind in inside:
        return False
    of_table = {piece.component._type for piece in within if piece}
    return not (kind == "Table" and "Tr" in of_table)  # a body would be put around it


def _plain(piece: Piece) -> Component:
    """A piece as one component; one without another within stays what it is."""
    if piece.size == 1 or piece.component._type == "Link":
        return piece.component
    props = {
        name: value
        for name, value in piece.component.to_plotly_json()["props"].items()
        if name != "children" and value is not None
    }
    return Plain(tag=piece.component._type.lower(), attributes=props, html=piece.inner)


def element(kind: str, props: Mapping[str, Any], inner: str) -> str:
    """An element as HTML that is XML too."""
    name = kind.lower()
    stated = "".join(
        attribute(key, value) for key, value in props.items() if key not in {"children", "style"}
    )
    stated += style(props.get("style") or {})
    return f"<{name}{stated}/>" if kind in VOID else f"<{name}{stated}>{inner}</{name}>"


def attribute(name: str, value: Any) -> str:
    """An attribute as React writes it: a false one is not there, but "false" where it is data or for readers."""
    if isinstance(value, bool) and name.startswith(("aria-", "data-")):
        value = str(value).lower()
    if value is None or value is False or isinstance(value, dict):
        return ""
    return f' {RENAMED.get(name, name.lower())}="{"" if value is True else escape(str(value))}"'


def style(styles: Mapping[str, Any]) -> str:
    """The attribute of styles, numbers in pixels as React takes them."""
    if not styles:
        return ""
    stated = ";".join(f"{_hyphened(name)}:{_length(name, value)}" for name, value in styles.items())
    return f' style="{escape(stated)}"'


def _hyphened(name: str) -> str:
    return name if name.startswith("--") else "".join(f"-{c.lower()}" if c.isupper() else c for c in name)


def _length(name: str, value: Any) -> str:
    is_length = (
        isinstance(value, (int, float)) and value and name not in UNITLESS and not name.startswith("--")
    )
    return f"{value}px" if is_length else str(value)
