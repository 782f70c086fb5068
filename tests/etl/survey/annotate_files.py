"""Workbooks as Excel writes them, made by hand: text box, check box, macros, readings, threads.

No library in use here writes all of these, and the point of the tests is that none of it is touched.
"""

import io
import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
TOWN, OTHER = "{11111111-1111-4111-8111-111111111111}", "{22222222-2222-4222-8222-222222222222}"

SHEET = (
    f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xr:uid="{00000000-0001-0000-0000-000000000000}"><sheetPr codeName="Sheet1"/><dimension ref="A1:C3"/>'
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
    '<sheetFormatPr defaultRowHeight="18.75" x14ac:dyDescent="0.4"/>'
    '<cols><col min="2" max="2" width="20.625" style="2" customWidth="1"/></cols>'
    '<sheetData><row r="1" spans="1:3" x14ac:dyDescent="0.4"><c r="A1" t="s"><v>0</v></c>'
    '<c r="C1" s="1"><v>12.5</v></c></row>'
    '<row r="3" spans="1:3" ht="30" customHeight="1" x14ac:dyDescent="0.4"><c r="A3" s="1"><f>C1*2</f><v>25</v></c></row>'
    '</sheetData><phoneticPr fontId="1"/><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" '
    'footer="0.3"/><pageSetup paperSize="9" orientation="portrait"/><drawing r:id="rId1"/>{legacy}{controls}</worksheet>'
)
CONTROLS = (
    '<mc:AlternateContent><mc:Choice Requires="x14"><controls><mc:AlternateContent><mc:Choice Requires="x14">'
    '<control shapeId="1025" r:id="rId3" name="Check Box 1"><controlPr defaultSize="0" autoFill="0" autoLine="0" '
    'autoPict="0"><anchor moveWithCells="1"><from><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row>'
    "<xdr:rowOff>0</xdr:rowOff></from><to><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></to></anchor></controlPr></control></mc:Choice></mc:AlternateContent></controls>"
    "</mc:Choice></mc:AlternateContent>"
)
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
    '<fonts count="2" x14ac:knownFonts="1"><font><sz val="11"/><name val="游ゴシック"/></font>'
    '<font><b/><sz val="6"/><name val="游ゴシック"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor theme="4" tint="0.79998168889431442"/><bgColor indexed="64"/>'
    "</patternFill></fill></fills>"
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/>'
    "<right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="4" fontId="1" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1">'
    '<alignment horizontal="center"/><protection locked="0"/></xf>'
    '<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="標準" xfId="0" builtinId="0"/></cellStyles>'
    '<tableStyles count="0" defaultTableStyle="TableStyleMedium2"/></styleSheet>'
)
STRINGS = (
    f'{HEAD}<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>鷹栖町</t><rPh sb="0" eb="2"><t>タカス</t></rPh>'
    '<phoneticPr fontId="1"/></si></sst>'
)
TEXT_BOX = (
    f'{HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>4</xdr:col>'
    "<xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>7</xdr:col>"
    "<xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
    '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1" cy="1"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>財政課と調整中です</a:t></a:r></a:p></xdr:txBody>"
    "</xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)
# As Excel writes it: not well-formed (<br>), one box of shape ids, type 201 for controls.
CHECK_BOX = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"\r\n xmlns:o="urn:schemas-microsoft-com:office:office"\r\n'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">\r\n <o:shapelayout v:ext="edit">\r\n'
    '  <o:idmap v:ext="edit" data="1"/>\r\n </o:shapelayout><v:shapetype id="_x0000_t201" coordsize="21600,21600" '
    'o:spt="201"\r\n  path="m,l,21600r21600,l21600,xe">\r\n  <v:stroke joinstyle="miter"/>\r\n </v:shapetype>'
    '<v:shape id="_x0000_s1025" type="#_x0000_t201" style=\'position:absolute;\r\n  z-index:1\' filled="f" '
    "stroked=\"f\">\r\n  <v:textbox style='mso-direction-alt:auto'><div style='text-align:left'>"
    '<font face="MS UI Gothic" size="180">該当する<br></font></div></v:textbox>\r\n'
    '  <x:ClientData ObjectType="Checkbox">\r\n   <x:Anchor>4, 0, 4, 0, 5, 0, 5, 0</x:Anchor>\r\n'
    "   <x:Checked>1</x:Checked>\r\n  </x:ClientData>\r\n </v:shape></xml>"
)
NOTE_BOX = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"></v:shapetype><v:shape id="_x0000_s1026" type="#_x0000_t202" '
    "style='visibility:hidden' fillcolor=\"#ccffcc\"><v:textbox></v:textbox>"
    '<x:ClientData ObjectType="Note"><x:Anchor>2, 15, 0, 2, 4, 31, 2, 1</x:Anchor><x:AutoFill>False</x:AutoFill>'
    "<x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>"
)
LEGACY_OF_THREAD = (
    f'{HEAD}<comments xmlns="{MAIN}" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision">'
    "<authors><author>tc={33333333-3333-4333-8333-333333333333}</author></authors><commentList>"
    '<comment ref="A1" authorId="0" shapeId="0" xr:uid="{33333333-3333-4333-8333-333333333333}"><text>'
    "<t>[Threaded comment]\n\nComment:\n    町名は合っていますか</t></text></comment></commentList></comments>"
)
THREAD = (
    f'{HEAD}<ThreadedComments xmlns="{THREADS}" xmlns:x="{MAIN}"><threadedComment ref="A1" dT="2023-12-01T01:02:03.04" '
    f'personId="{TOWN}" id="{{33333333-3333-4333-8333-333333333333}}"><text>町名は合っていますか</text></threadedComment>'
    f'<threadedComment ref="A1" dT="2023-12-02T01:02:03.04" personId="{OTHER}" '
    'id="{44444444-4444-4444-8444-444444444444}" parentId="{33333333-3333-4333-8333-333333333333}">'
    "<text>合っています</text></threadedComment></ThreadedComments>"
)
PERSONS = (
    f'{HEAD}<personList xmlns="{THREADS}" xmlns:x="{MAIN}"><person displayName="鷹栖町" id="{TOWN}" userId="a" '
    f'providerId="None"/><person displayName="係長" id="{OTHER}" userId="b" providerId="None"/></personList>'
)


def _relations(*rows: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in rows)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def _content_types(overrides: dict[str, str], *, has_vml: bool) -> str:
    defaults = {"bin": "application/vnd.ms-office.vbaProject", "xml": "application/xml"}
    defaults["rels"] = "application/vnd.openxmlformats-package.relationships+xml"
    if has_vml:
        defaults["vml"] = "application/vnd.openxmlformats-officedocument.vmlDrawing"
    inner = "".join(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in defaults.items())
    inner += "".join(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in overrides.items())
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{inner}</Types>'
    )


def _book(
    sheet: str, sheet_relations: str, more: dict[str, str | bytes], types: dict[str, str], main: str
) -> dict[str, str | bytes]:
    has_vml = any(name.endswith(".vml") for name in more)
    persons = [
        ("rId4", "http://schemas.microsoft.com/office/2017/10/relationships/person", "persons/person.xml")
    ]
    return {
        "[Content_Types].xml": _content_types(
            {
                "/xl/workbook.xml": main,
                "/xl/worksheets/sheet1.xml": f"{TYPE}worksheet+xml",
                "/xl/styles.xml": f"{TYPE}styles+xml",
                "/xl/sharedStrings.xml": f"{TYPE}sharedStrings+xml",
                "/xl/drawings/drawing1.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
                **types,
            },
            has_vml=has_vml,
        ),
        "_rels/.rels": _relations(("rId1", f"{OFFICE}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="調査票" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
            ("rId2", f"{OFFICE}/styles", "styles.xml"),
            ("rId3", f"{OFFICE}/sharedStrings", "sharedStrings.xml"),
            *(persons if "xl/persons/person.xml" in more else []),
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/worksheets/_rels/sheet1.xml.rels": sheet_relations,
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": STRINGS,
        "xl/drawings/drawing1.xml": TEXT_BOX,
        **more,
    }


def with_controls() -> dict[str, str | bytes]:
    """A macro workbook with a text box and a ticked check box."""
    return _book(
        SHEET.replace("{legacy}", '<legacyDrawing r:id="rId2"/>').replace("{controls}", CONTROLS),
        _relations(
            ("rId1", f"{OFFICE}/drawing", "../drawings/drawing1.xml"),
            ("rId2", f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("rId3", f"{OFFICE}/ctrlProp", "../ctrlProps/ctrlProp1.xml"),
        ),
        {
            "xl/drawings/vmlDrawing1.vml": CHECK_BOX,
            "xl/ctrlProps/ctrlProp1.xml": (
                f'{HEAD}<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
                'objectType="CheckBox" checked="Checked" lockText="1" noThreeD="1"/>'
            ),
            "xl/vbaProject.bin": bytes(range(256)) * 40,
        },
        {"/xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml"},
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )


def with_text_box() -> dict[str, str | bytes]:
    """A workbook with a text box and no comments."""
    return _book(
        SHEET.replace("{legacy}", "").replace("{controls}", ""),
        _relations(("rId1", f"{OFFICE}/drawing", "../drawings/drawing1.xml")),
        {},
        {},
        f"{TYPE}sheet.main+xml",
    )


def with_thread() -> dict[str, str | bytes]:
    """A workbook with a comment and its reply at A1, as Excel 365 keeps them."""
    return _book(
        SHEET.replace("{legacy}", '<legacyDrawing r:id="rId2"/>').replace("{controls}", ""),
        _relations(
            ("rId1", f"{OFFICE}/drawing", "../drawings/drawing1.xml"),
            ("rId2", f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("rId3", f"{OFFICE}/comments", "../comments1.xml"),
            (
                "rId4",
                "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                "../threadedComments/threadedComment1.xml",
            ),
        ),
        {
            "xl/drawings/vmlDrawing1.vml": NOTE_BOX,
            "xl/comments1.xml": LEGACY_OF_THREAD,
            "xl/threadedComments/threadedComment1.xml": THREAD,
            "xl/persons/person.xml": PERSONS,
        },
        {
            "/xl/comments1.xml": f"{TYPE}comments+xml",
            "/xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
            "/xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        },
        f"{TYPE}sheet.main+xml",
    )


def strict(parts: dict[str, str | bytes]) -> dict[str, str | bytes]:
    """The same workbook in the strict form of the standard."""
    changes = {
        MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    made = {}
    for name, part in parts.items():
        if isinstance(part, str):
            for old, new in changes.items():
                part = part.replace(old, new)
        made[name] = part
    return made


class _Pipe(io.RawIOBase):
    """A stream that cannot go back, so that sizes are written after the data, as some programs do."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.pieces.append(bytes(data))  # type: ignore[call-overload]
        return len(self.pieces[-1])


def write_book(path: Path, parts: dict[str, str | bytes], *, sizes_follow: bool = False) -> Path:
    """The parts as a file, each with an attribute and a date of its own, the binary ones unpacked."""
    stream = _Pipe()
    with zipfile.ZipFile(stream if sizes_follow else path, "w") as archive:
        for number, (name, part) in enumerate(parts.items()):
            entry = zipfile.ZipInfo(name, (2023, 12, 1 + number, 9, 30, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if isinstance(part, bytes) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    if sizes_follow:
        path.write_bytes(b"".join(stream.pieces))
    return path
