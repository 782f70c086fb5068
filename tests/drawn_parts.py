"""Puts drawings, form controls and threaded comments into a saved workbook, as Excel keeps them. Imports nothing of etl."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THREADS = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
DRAWING_SPACES = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{RELATIONS}"'
)
VML_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
TYPES = {
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "threadedComment": "application/vnd.ms-excel.threadedcomments+xml",
    "comments": "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
}
SIZE = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm>'


def shape(row: int, column: int, geometry: str = "ellipse", text: str = "", *, is_box: bool = False) -> str:
    """An anchor with a shape over the cell (counted from 0)."""
    box = ' txBox="1"' if is_box else ""
    body = f"<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody>" if text else ""
    return _anchor(
        row,
        column,
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="図形 1"/><xdr:cNvSpPr{box}/></xdr:nvSpPr>'
        f'<xdr:spPr>{SIZE}<a:prstGeom prst="{geometry}"><a:avLst/></a:prstGeom></xdr:spPr>{body}</xdr:sp>',
    )


def picture(row: int, column: int) -> str:
    return _anchor(
        row,
        column,
        '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="図 2"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip/>'
        f'</xdr:blipFill><xdr:spPr>{SIZE}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>',
    )


def _anchor(row: int, column: int, inner: str) -> str:
    return (
        f"<xdr:twoCellAnchor><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>{column + 1}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row + 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{inner}<xdr:clientData/></xdr:twoCellAnchor>"
    )


def drawing(*anchors: str) -> bytes:
    """A DrawingML part; without anchors it is one that Excel left behind."""
    return f"<xdr:wsDr {DRAWING_SPACES}>{''.join(anchors)}</xdr:wsDr>".encode()


def control(
    row: int, column: int, kind: str = "Checkbox", text: str = "", *, is_checked: bool = False
) -> str:
    """A form control in VML."""
    checked = "<x:Checked>1</x:Checked>" if is_checked else ""
    return (
        '<v:shape id="_x0000_s1025" type="#_x0000_t201" style="position:absolute">'
        f'<v:textbox><div style="text-align:left">{text}</div></v:textbox><x:ClientData ObjectType="{kind}">'
        f"<x:Anchor>{column}, 5, {row}, 2, {column + 1}, 0, {row + 1}, 2</x:Anchor>{checked}</x:ClientData></v:shape>"
    )


def note(row: int, column: int) -> str:
    """The box of a comment in VML."""
    return (
        '<v:shape id="_x0000_s1026" type="#_x0000_t202" style="visibility:hidden"><v:textbox><div/></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>'
    )


def vml(*shapes: str) -> bytes:
    return f"<xml {VML_SPACES}>{''.join(shapes)}</xml>".encode()


def thread(comments: Sequence[tuple[str, str]]) -> bytes:
    """Threaded comments: (cell, text)."""
    made = "".join(
        f'<threadedComment ref="{cell}" id="{{{number}}}" personId="{{0}}"><text>{text}</text></threadedComment>'
        for number, (cell, text) in enumerate(comments)
    )
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    return f'<ThreadedComments xmlns="{space}">{made}</ThreadedComments>'.encode()


def old_comments(comments: Sequence[tuple[str, str]]) -> bytes:
    """The comments part for old versions of Excel."""
    made = "".join(
        f'<comment ref="{cell}" authorId="0"><text><t>{text}</t></text></comment>' for cell, text in comments
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<comments xmlns="{space}"><authors><author/></authors><commentList>{made}</commentList></comments>'.encode()


def with_parts(path: Path, parts: Mapping[str, bytes], target: Path | None = None) -> Path:
    """The workbook with parts that its first sheet refers to: kind of relation (drawing, vmlDrawing …) → content."""
    with zipfile.ZipFile(path) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    relations, elements, overrides = "", "", ""
    for number, (kind, content) in enumerate(parts.items()):
        name = f"xl/drawings/made{number}.{'vml' if kind == 'vmlDrawing' else 'xml'}"
        packed[name] = content
        type_ = THREADS if kind == "threadedComment" else f"{RELATIONS}/{kind}"
        relations += f'<Relationship Id="made{number}" Type="{type_}" Target="/{name}"/>'
        if kind in TYPES:
            overrides += f'<Override PartName="/{name}" ContentType="{TYPES[kind]}"/>'
        if kind == "drawing":
            elements += f'<drawing xmlns:r="{RELATIONS}" r:id="made{number}"/>'
        elif kind == "vmlDrawing" and b"legacyDrawing" not in packed[sheet]:
            elements += f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="made{number}"/>'
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    old = re.sub(rb"<Relationships([^>]*)/>", rb"<Relationships\1></Relationships>", packed.get(rels, empty))
    packed[rels] = old.replace(b"</Relationships>", f"{relations}</Relationships>".encode())
    packed[sheet] = packed[sheet].replace(b"</worksheet>", f"{elements}</worksheet>".encode())
    kinds = packed["[Content_Types].xml"]
    if b'"vml"' not in kinds:
        vml_type = "application/vnd.openxmlformats-officedocument.vmlDrawing"
        overrides = f'<Default Extension="vml" ContentType="{vml_type}"/>{overrides}'
    packed["[Content_Types].xml"] = kinds.replace(b"</Types>", f"{overrides}</Types>".encode())
    made = target or path
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in packed.items():
            archive.writestr(name, content)
    return made
