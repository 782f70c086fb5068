"""The file around the slides: what is taken in safely, and what comes out byte for byte the same."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.opc.serialized import PackageWriter

from dashboard.export.deck import outlines
from dashboard.export.still import timeless

LARGEST_BYTES = 60_000_000
LARGEST_UNZIPPED = 200_000_000
MOST_PARTS = 5_000
TEMPLATE = b"presentationml.template.main+xml"
PLAIN = b"presentationml.presentation.main+xml"
SLIDE = re.compile(r"ppt/slides/[^/]+\.xml")
# A slide of the whole map has 90,000; nothing else has 3,000. Each takes kilobytes once it is parsed.
MOST_TAGS_OF_SLIDE, MOST_TAGS = 500_000, 50_000
ODD_ENCODING = re.compile(rb"\xff\xfe|\xfe\xff|<\?xml[^>]*encoding=[\"'](?!utf-8)", re.IGNORECASE)
OLE = b"\xd0\xcf\x11\xe0"


class DeckRefusedError(Exception):
    """The file cannot be used; the message says in Japanese why and what to do."""


def open_deck(content: bytes, name: str) -> Any:
    """A presentation (.pptx or .potx). Raises DeckRefusedError for anything else, and for what would not be safe."""
    guard(content, name)
    try:
        presentation = Presentation(_as_presentation(content))
    except Exception as error:
        raise DeckRefusedError(
            f"「{name}」を PowerPoint の資料として読めませんでした。PowerPoint で開いて保存し直してください。"
        ) from error
    for relation in presentation.part.package._rels.values():
        # Some programs spell this relation otherwise; python-pptx would add its own properties beside theirs.
        if not relation.is_external and relation.target_part.content_type == CONTENT_TYPE.OPC_CORE_PROPERTIES:
            relation._reltype = RELATIONSHIP_TYPE.CORE_PROPERTIES
    return presentation


def guard(content: bytes, name: str) -> None:
    """Raises DeckRefusedError where the file is not a plain PowerPoint file of a sane size."""
    if content[:4] == OLE:
        raise DeckRefusedError(
            f"「{name}」はパスワード付きか古い形式（.ppt）です。パスワードを外し、.pptx で保存し直してください。"
        )
    if len(content) > LARGEST_BYTES:
        raise DeckRefusedError(f"「{name}」は大きすぎます（{LARGEST_BYTES // 1_000_000}MB まで）。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNZIPPED:
                raise DeckRefusedError(f"「{name}」は中身が大きすぎるため開きません。")
            _inflate(archive, parts, name)
            names = {part.filename for part in parts}
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
            if "ppt/presentation.xml" not in names:
                raise DeckRefusedError(f"「{name}」は PowerPoint の資料（.pptx / .potx）ではありません。")
            if b"macroEnabled" in types:
                raise DeckRefusedError(
                    f"「{name}」はマクロ入りの資料です。マクロなしの .pptx で保存し直してください。"
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_odd_xml(part.filename, archive.read(part), name)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DeckRefusedError(
            f"「{name}」は壊れているか、PowerPoint の資料（.pptx / .potx）ではありません。"
        ) from error


def _refuse_odd_xml(part: str, xml: bytes, name: str) -> None:
    """No declaration wherever it stands, no encoding in which one would hide, and no more elements than a slide has."""
    is_utf_8 = not ODD_ENCODING.match(xml) and b"\x00" not in xml[:200]
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or not is_utf_8:
        raise DeckRefusedError(
            f"「{name}」には使えない宣言か文字コードが含まれるため開きません。PowerPoint で開き、.pptx で保存し直してください。"
        )
    if xml.count(b"<") > (MOST_TAGS_OF_SLIDE if SLIDE.fullmatch(part) else MOST_TAGS):
        raise DeckRefusedError(f"「{name}」は中身が大きすぎるため開きません。")


def _inflate(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    """The sizes that a zip states may lie: count what really comes out, and stop in time."""
    room = LARGEST_UNZIPPED
    for part in parts:
        with archive.open(part) as stream:
            while piece := stream.read(1 << 20):
                room -= len(piece)
                if room < 0:
                    raise DeckRefusedError(f"「{name}」は中身が大きすぎるため開きません。")


def saved(presentation: Any) -> bytes:
    """The bytes of a presentation; the same slides give the same bytes."""
    buffer = io.BytesIO()
    _name_apart(presentation)
    package = presentation.part.package
    parts: Any = tuple(_WrittenPart(part) for part in package.iter_parts())
    PackageWriter.write(buffer, package._rels, parts)
    return timeless(buffer.getvalue())


def release(presentation: Any) -> None:
    """Let go of the shapes of a presentation that was saved: they would stand in memory beside the file for long."""
    for slide in presentation.slides:
        slide.shapes._spTree.clear()


class _WrittenPart:
    """A part as it goes into the file."""

    def __init__(self, part: Any) -> None:
        self.partname, self.content_type, self._rels, self.rels = (
            part.partname,
            part.content_type,
            part._rels,
            part.rels,
        )
        self._part = part

    @property
    def blob(self) -> bytes:
        return outlines.put_back(self._part.blob)


def _name_apart(presentation: Any) -> None:
    """No two parts under one name: one that came later takes the next free number."""
    taken: set[str] = set()
    for part in presentation.part.package.iter_parts():
        name = str(part.partname)
        if name in taken:
            stem, dot, ending = name.rpartition(".")
            name = next(
                free for n in range(2, MOST_PARTS) if (free := f"{stem}_{n}{dot}{ending}") not in taken
            )
            part.partname = PackURI(name)
        taken.add(name)


def external_links(content: bytes) -> list[str]:
    """Targets outside of the file that any part points to."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".rels"):
                text = archive.read(name).decode("utf-8", "replace")
                for relation in re.findall(r"<Relationship\b[^>]*>", text):
                    if 'TargetMode="External"' in relation:
                        target = re.search(r'Target="([^"]*)"', relation)
                        found.append(target[1] if target else Path(name).name)
    return sorted(set(found))


def _as_presentation(content: bytes) -> io.BytesIO:
    """As it is opened: a template (.potx) differs by one word from a presentation, and outlines are put aside."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for part in archive.infolist():
            data = archive.read(part)
            if part.filename == "[Content_Types].xml":
                data = data.replace(TEMPLATE, PLAIN)
            elif SLIDE.fullmatch(part.filename):
                data = outlines.put_aside(data)
            new.writestr(part.filename, data)
    return out
