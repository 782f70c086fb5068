"""Puts drawn objects and form controls into a saved workbook, as Excel keeps them. Imports nothing of etl."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SHEET = "xl/worksheets/sheet1.xml"
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"


def with_shape(path: Path, row: int, column: int, *, geometry: str = "ellipse", text: str = "") -> Path:
    """The workbook with one shape on a cell of its first sheet (row and column from 1)."""
    words = f"<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody>" if text else ""
    place = f"<xdr:col>{column - 1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row - 1}</xdr:row>"
    end = f"<xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
    shape = (
        f"<xdr:twoCellAnchor><xdr:from>{place}<xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f"<xdr:to>{end}<xdr:rowOff>0</xdr:rowOff></xdr:to>"
        '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="図形 1"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="200000" cy="200000"/></a:xfrm>'
        f'<a:prstGeom prst="{geometry}"><a:avLst/></a:prstGeom></xdr:spPr>{words}</xdr:sp>'
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )
    return _with_drawing(path, shape)


def with_empty_drawing(path: Path) -> Path:
    """The workbook with a drawing part without any object: somebody drew and deleted."""
    return _with_drawing(path, "")


def with_checkbox(path: Path, row: int, column: int) -> Path:
    """The workbook with a ticked check box of the forms toolbar (VML) on a cell."""
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe"/>'
        '<v:shape id="_x0000_s1025" type="#_x0000_t201" style="position:absolute">'
        '<x:ClientData ObjectType="Checkbox">'
        f"<x:Anchor>{column - 1}, 0, {row - 1}, 0, {column}, 0, {row}, 0</x:Anchor><x:Checked>1</x:Checked>"
        "</x:ClientData></v:shape></xml>"
    )
    relation = f'<Relationship Id="rIdV" Type="{RELATIONS}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>'
    types = (
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    )
    return _with_part(
        path, "xl/drawings/vmlDrawing1.vml", vml, relation, '<legacyDrawing r:id="rIdV"/>', types
    )


def _with_drawing(path: Path, anchors: str) -> Path:
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main">{anchors}</xdr:wsDr>'
    )
    relation = f'<Relationship Id="rIdD" Type="{RELATIONS}/drawing" Target="../drawings/drawing1.xml"/>'
    types = (
        '<Override PartName="/xl/drawings/drawing1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
    )
    return _with_part(path, "xl/drawings/drawing1.xml", drawing, relation, '<drawing r:id="rIdD"/>', types)


def _with_part(path: Path, name: str, content: str, relation: str, tag: str, types: str) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one).decode("utf-8") for one in archive.namelist()}
    assert SHEET_RELATIONS not in parts, "the sheet has parts of its own already"
    parts[name] = content
    parts[SHEET_RELATIONS] = f'<Relationships xmlns="{PACKAGE}">{relation}</Relationships>'
    tag = tag.replace("r:id", f'xmlns:r="{RELATIONS}" r:id')
    # What must follow a drawing, follows it.
    parts[SHEET] = re.sub(r"(<tableParts|<extLst|</worksheet>)", tag + r"\1", parts[SHEET], count=1)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", f"{types}</Types>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, text in parts.items():
            archive.writestr(one, text)
    return path
