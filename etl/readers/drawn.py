"""What is drawn over the cells of an xlsx: shapes, pictures, text boxes, form controls, with the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from etl.readers.grid import Position
from etl.readers.xml_scan import attribute, elements, plain, text_of

ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
SHAPE_NAMES = {
    "ellipse": "楕円",
    "rect": "四角形",
    "roundRect": "四角形",
    "donut": "楕円",
    "line": "線",
    "straightConnector1": "線",
}
TEXT_BOX, PICTURE, CHART, CONNECTOR = "テキストボックス", "画像", "グラフ", "線"
CONTROLS = {
    "Checkbox": "チェックボックス",
    "Radio": "オプションボタン",
    "Button": "ボタン",
    "Drop": "コンボボックス",
    "List": "リストボックス",
    "Edit": "入力欄",
    "EditBox": "入力欄",
    "Label": "ラベル",
    "GBox": "グループ枠",
    "Spin": "スピンボタン",
    "Scroll": "スクロールバー",
    "Pict": "画像",
}
VML_SHAPES = {
    "oval": "楕円",
    "rect": "四角形",
    "roundrect": "四角形",
    "line": "線",
    "polyline": "線",
    "image": "画像",
}
NOTE = "Note"  # a comment, which is no object of its own
_HIDDEN = re.compile(rb"<(?:\w+:)?cNvPr\b[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_GEOMETRY = re.compile(rb"<(?:\w+:)?prstGeom\b[^>]*\bprst\s*=\s*[\"'](\w+)[\"']")
_IS_TEXT_BOX = re.compile(rb"<(?:\w+:)?cNvSpPr\b[^>]*\btxBox\s*=\s*[\"'](?:1|true)[\"']")
_HAS = {
    name: re.compile(rb"<(?:\w+:)?%s[\s/>]" % name.encode())
    for name in ("pic", "graphicFrame", "cxnSp", "sp", "grpSp")
}
_OBJECT_TYPE = re.compile(rb"<(?:\w+:)?ClientData\b[^>]*\bObjectType\s*=\s*[\"'](\w+)[\"']")


class Drawn(NamedTuple):
    """One object: what a person calls it, the cell that its upper left corner lies on, and the words in it."""

    what: str
    place: Position | None
    text: str


def drawings(xml: bytes) -> Iterator[Drawn]:
    """The objects of a DrawingML part. Hidden ones are the shadows of form controls, which the VML part tells."""
    for _, _, inner in elements(xml, *ANCHORS):
        if _HIDDEN.search(inner) is None:
            yield Drawn(_what(inner), _anchor(inner), _clean(text_of(inner, "t")))


def vml_shapes(content: bytes) -> Iterator[Drawn]:
    """The shapes of a VML part that are not the boxes of comments."""
    for name, attributes, inner in elements(content, "shape", *VML_SHAPES):
        object_type = _OBJECT_TYPE.search(inner)
        kind = object_type.group(1).decode() if object_type is not None else ""
        if kind == NOTE:
            continue
        text = _clean("".join(plain(box) for _, _, box in elements(inner, "textbox")))
        what = CONTROLS.get(kind) or VML_SHAPES.get(name) or _vml_what(inner, attributes, text)
        if kind in ("Checkbox", "Radio"):
            is_checked = text_of(inner, "Checked").strip() == "1"
            what += "（チェックあり）" if is_checked else "（チェックなし）"
        yield Drawn(what, _vml_anchor(inner), text)


def _what(anchor: bytes) -> str:
    if _HAS["graphicFrame"].search(anchor):
        return CHART
    if _HAS["pic"].search(anchor) and not _HAS["sp"].search(anchor):
        return PICTURE
    if _IS_TEXT_BOX.search(anchor):
        return TEXT_BOX
    if _HAS["cxnSp"].search(anchor) and not _HAS["sp"].search(anchor):
        return CONNECTOR
    geometry = _GEOMETRY.search(anchor)
    name = SHAPE_NAMES.get(geometry.group(1).decode()) if geometry is not None else None
    return f"図形（{name}）" if name else "図形"


def _anchor(anchor: bytes) -> Position | None:
    start = next((inner for _, _, inner in elements(anchor, "from")), b"")
    column, row = text_of(start, "col").strip(), text_of(start, "row").strip()
    return (int(row), int(column)) if row.isdecimal() and column.isdecimal() else None


def _vml_what(shape: bytes, attributes: bytes, text: str) -> str:
    if b"imagedata" in shape:
        return PICTURE
    return TEXT_BOX if text or attribute(attributes, "type").endswith("t202") else "図形"


def _vml_anchor(shape: bytes) -> Position | None:
    numbers = re.findall(r"-?\d+", text_of(shape, "Anchor"))
    return (int(numbers[2]), int(numbers[0])) if len(numbers) == 8 else None


def _clean(text: str) -> str:
    return " ".join(text.split())
