"""Looks at a file before anything reads it: what it is by its bytes, and whether it is safe to read."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree

from etl.findings import Finding
from etl.readers import mail, package, zip_parts
from etl.readers.refusal import RefusedError
from etl.readers.xml_scan import without_asides

MAX_FILE_BYTES = 50 * 2**20
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
ODS, XLSB = "OpenDocumentの表（.ods）", "Excelバイナリブック（.xlsb）"
EXTENSIONS = {"xlsx": {".xlsx"}, "xlsm": {".xlsm"}, "xls": {".xls"}, "csv": {".csv", ".tsv", ".txt"}}
BOOK_EXTENSIONS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
KIND_NAMES = {
    "xlsx": "Excelブック（.xlsx）",
    "xlsm": "マクロ付きExcelブック（.xlsm）",
    "xls": "古い形式のExcelブック（.xls）",
    "csv": "文字だけのファイル（CSV）",
}
# How the files begin that people send instead of a table.
FOREIGN = (
    (re.compile(rb"%PDF"), "PDF"),
    (
        re.compile(
            rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF....WEBP|BM....\x00\x00", re.DOTALL
        ),
        "画像",
    ),
    (re.compile(rb"....ftyp", re.DOTALL), "画像または動画"),
    (re.compile(rb"\{\\rtf"), "リッチテキスト（RTF）"),
    (re.compile(rb"Rar!|7z\xbc\xaf|..-lh[0-9d]-|\x1f\x8b", re.DOTALL), "圧縮ファイル"),
)
MARKUP = (
    (re.compile(rb"<!doctype\s+html|<html|<table|<meta|<head|<body", re.IGNORECASE), "Webページ（HTML）"),
    (re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet"), "XMLスプレッドシート"),
    (re.compile(rb"opendocument\.spreadsheet"), ODS),
)
# What the main part of a package is, by its content type or, where that is missing, by its name.
PACKAGE_CONTENTS = (
    (re.compile(r"wordprocessingml|word/document"), "Wordの文書"),
    (re.compile(r"presentationml|ppt/presentation"), "PowerPointのスライド"),
    (re.compile(r"sheet\.binary|xl/workbook\.bin"), XLSB),
)
WORKBOOK_TYPE = re.compile(r"spreadsheetml\.(sheet|template)\.main|ms-excel\.(sheet|template)\.macroEnabled")
# Parts that are kept: the cells, and what stands beside them (comments, drawings).
KEPT_PARTS = re.compile(r".*\.(rels|xml|vml)|mimetype")
# Parts that are read as XML: those of the cells, and what they refer to.
XML_PARTS = re.compile(
    r"\[content_types\]\.xml|(.*/)?_rels/[^/]*\.rels|xl/(workbook|styles|sharedstrings)\.xml|xl/worksheets/[^/]+\.xml"
)
SAVE_AS = "Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」にしたものをもらってください。"
ASK_FOR_EXCEL = (
    "拡張子を書き換えてもExcelブックにはなりません。"
    "送り主に、元になったExcelのファイル（.xlsx）を送ってもらってください。"
)
OPENED_BY_EXCEL = (
    "Webページ（HTML）",
    "XMLスプレッドシート",
    XLSB,
    ODS,
)


@dataclass(frozen=True)
class Inspection:
    """A file found safe to read: its kind by content, its bytes, and for xlsx its text parts (names in small letters)."""

    kind: str
    content: bytes
    findings: list[Finding] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)


def inspect(path: Path) -> Inspection:
    """Tell the kind of a file by its bytes. Raises RefusedError for everything that is not a safe table."""
    found = _kind(_read_bytes(path))
    extension = path.suffix.lower()
    if extension in EXTENSIONS[found.kind]:
        return found
    message = (
        f"拡張子は「{extension or 'なし'}」ですが、中身は{KIND_NAMES[found.kind]}です。"
        "中身のとおりに読みました。拡張子を書き換えたファイルでないか、送り主に確かめてください。"
    )
    return replace(found, findings=[Finding("warning", "FILE-KIND", message, value=extension)])


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 2**20
            message = f"ファイルが{limit}MBを超えています。不要なシート・画像を消したものをもらってください。"
            raise RefusedError("FILE-TOO-LARGE", message)
        content = path.read_bytes()
    except OSError as problem:
        message = (
            "ファイルを開けません。ほかのソフトで開いたままになっていないか、"
            "場所と読み取りの権限を確かめてください。"
        )
        raise RefusedError("FILE-UNREADABLE", message, value=problem.strerror or str(problem)) from problem
    if not content.strip(b"\x00 \t\r\n"):
        raise RefusedError("FILE-EMPTY", "ファイルが空です。送り主に、もう一度送ってもらってください。")
    return content


def _kind(content: bytes) -> Inspection:
    if content.startswith(ZIP_MAGIC):
        return _zip_kind(content)
    if content.startswith(OLE_MAGIC):
        _refuse_unless_workbook(content)
        return Inspection("xls", content)
    if content.startswith(b"PK\x05\x06"):
        raise RefusedError(
            "FILE-EMPTY", "中身のない圧縮ファイルです。送り主に、もう一度送ってもらってください。"
        )
    for magic, name in FOREIGN:
        if magic.match(content):
            raise _foreign(name)
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for pattern, name in MARKUP:
        if head.startswith(b"<") and pattern.search(head):
            raise _foreign(name)
    if mail.is_web_archive(content):
        raise _foreign("Webページ（HTML）")
    if mail.is_mail(content):
        raise mail.refusal(mail.attachments(content))
    return Inspection("csv", content)


def _foreign(name: str) -> RefusedError:
    advice = SAVE_AS if name in OPENED_BY_EXCEL else ASK_FOR_EXCEL
    return RefusedError("FILE-NOT-A-TABLE", f"中身は{name}で、表として読めません。{advice}", value=name)


def _zip_kind(content: bytes) -> Inspection:
    """The kind of a package, its content with parts where all programs look for them, and these parts."""
    archive = zip_parts.open_archive(content)
    names = archive.namelist()
    inflated = zip_parts.inflate(
        content, archive, lambda name: KEPT_PARTS.fullmatch(name.lower()) is not None
    )
    parts = {package.part_name(name).lower(): without_asides(part) for name, part in inflated.items()}
    for name, part in parts.items():
        if XML_PARTS.fullmatch(name):
            _refuse_dangerous_xml(name, part)
    main = package.main_part(parts)
    if main not in parts or (main != package.MAIN_PART and not _is_workbook(parts, main)):
        raise _foreign_package(names, parts, main)
    try:
        usual = package.usual(content, names, parts)
    except (zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError, zlib.error) as problem:
        raise RefusedError("FILE-BROKEN", zip_parts.BROKEN, value=str(problem)) from problem
    if usual is not None:
        return _zip_kind(usual)
    kind = "xlsm" if b"macroEnabled" in parts.get(package.CONTENT_TYPES, b"") else "xlsx"
    return Inspection(kind, content, parts=parts)


def _is_workbook(parts: dict[str, bytes], main: str) -> bool:
    return WORKBOOK_TYPE.search(package.content_type(parts, main)) is not None


def _foreign_package(names: Iterable[str], parts: dict[str, bytes], main: str) -> RefusedError:
    """The refusal of a zip that is not a workbook, by what it is."""
    if "content.xml" in parts:
        is_table = b"spreadsheet" in parts.get("mimetype", b"spreadsheet")
        return _foreign(ODS if is_table else "OpenDocumentの文書（.odt など）")
    told = " ".join([main, package.content_type(parts, main), *map(package.part_name, names)])
    for pattern, name in PACKAGE_CONTENTS:
        if pattern.search(told):
            return _foreign(name)
    message = (
        "中身は圧縮ファイル（ZIP）で、Excelブックではありません。展開して、中のファイルを入れてください。"
    )
    return RefusedError("FILE-NOT-A-TABLE", message)


def _refuse_dangerous_xml(name: str, part: bytes) -> None:
    """No DTD, so no entities to blow up, and no encoding that would hide from our scan."""
    if b"!" in part and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
        message = (
            "Excelが書かない定義（DTD）が入っているため、読み込みませんでした。送り主に確かめてください。"
        )
        raise RefusedError("FILE-BROKEN", message, value=name)
    if part[:4096].count(b"\x00") or re.match(
        rb"<\?xml[^>]*encoding=[\"'](?!utf-8)", part[:200], re.IGNORECASE
    ):
        raise RefusedError("FILE-BROKEN", zip_parts.BROKEN, value=f"{name}: not UTF-8")


def _refuse_unless_workbook(content: bytes) -> None:
    """Tell an old .xls from an encrypted .xlsx, an encrypted .xls and the other files in OLE dress."""
    import olefile  # few files need it

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            streams = {"/".join(path).lower() for path in ole.listdir()}
            if "encryptedpackage" in streams or "encryptioninfo" in streams:
                raise _encrypted()
            if mail.OUTLOOK_STREAM in streams:
                raise mail.refusal(mail.outlook_attachments(ole))
            book = "workbook" if "workbook" in streams else "book"
            if book not in streams:
                name = "Wordの文書" if "worddocument" in streams else "Excelブックではない古い形式のファイル"
                raise _foreign("PowerPointのスライド" if "powerpoint document" in streams else name)
            with ole.openstream(book) as stream:
                head = stream.read(64 * 1024)
    except RefusedError:
        raise
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError) as problem:
        raise RefusedError("FILE-BROKEN", zip_parts.BROKEN, value=str(problem)) from problem
    if _has_filepass(head):
        raise _encrypted()


def _has_filepass(head: bytes) -> bool:
    """Whether the workbook's global records include FILEPASS, which says that the rest is encrypted."""
    offset = 0
    while offset + 4 <= len(head):
        record, length = struct.unpack_from("<HH", head, offset)
        if record == 0x002F:
            return True
        if record == 0x000A:
            return False
        offset += 4 + length
    return False


def _encrypted() -> RefusedError:
    return RefusedError(
        "FILE-ENCRYPTED",
        "パスワードで保護されていて読めません。パスワードを外して保存しなおしたものをもらってください"
        "（Excelの「ファイル」→「情報」→「ブックの保護」→「パスワードを使用して暗号化」を空にする）。",
    )
