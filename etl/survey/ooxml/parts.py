"""The parts of a workbook file and how they refer to each other: relations, content types, sheets."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import NamedTuple

from etl.readers.refusal import RefusedError
from etl.readers.zip_parts import BROKEN
from etl.survey.ooxml import xml
from etl.survey.ooxml import zip as ooxml_zip
from etl.survey.ooxml.xml import Element

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
XML_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NO_RELATIONS = (
    XML_DECLARATION
    + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class PartRelation(NamedTuple):
    """`kind` is the last word of the type (comments, vmlDrawing); `part` the name of the part pointed to."""

    id: str
    kind: str
    part: str


class SheetPart(NamedTuple):
    """One worksheet: its name, whether a person sees its tab, and its part."""

    name: str
    visible: bool
    part: str


class Package:
    """A workbook file: parts as they are, or as they were last put. Names are looked up in any case."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._names = {name.lower(): name for name in self._archive.namelist()}
        self._put: dict[str, bytes] = {}

    def name_of(self, part: str) -> str | None:
        return self._names.get(part.lower())

    def read(self, part: str) -> bytes:
        """Raises RefusedError where the part is missing."""
        name = self.name_of(part)
        if name is None:
            raise RefusedError("FILE-BROKEN", BROKEN, value=f"{part}: missing")
        return self._put[name] if name in self._put else self._archive.read(name)

    def put(self, part: str, content: bytes) -> None:
        self._put[self._names.setdefault(part.lower(), part)] = content

    def free_name(self, pattern: str) -> str:
        """The first name of a numbered pattern ("xl/comments{}.xml") that no part has."""
        number = 1
        while self.name_of(pattern.format(number)) is not None:
            number += 1
        return pattern.format(number)

    def parts_ending(self, suffix: str) -> list[str]:
        return [name for name in self._names.values() if name.lower().endswith(suffix)]

    def to_bytes(self) -> bytes:
        """The file with what was put; a part put as it was keeps its packed bytes."""
        here = set(self._archive.namelist())
        changed = {
            name: part
            for name, part in self._put.items()
            if name in here and part != self._archive.read(name)
        }
        added = {name: part for name, part in self._put.items() if name not in here}
        if not changed and not added:
            return self.content
        return ooxml_zip.rewrite(self.content, changed, added)


def relations(package: Package, part: str) -> list[PartRelation]:
    """What a part refers to inside the file."""
    name = package.name_of(_relations_part(part))
    if name is None:
        return []
    relations_read = []
    for element in xml.find(package.read(name), lambda local, _: local == "Relationship"):
        values = element.attributes
        if values.get("TargetMode") == "External":
            continue
        target = posixpath.join("/", posixpath.dirname(part), values.get("Target", ""))
        kind = values.get("Type", "").rpartition("/")[2]
        relations_read.append(
            PartRelation(values.get("Id", ""), kind, posixpath.normpath(target).lstrip("/"))
        )
    return relations_read


def related(package: Package, part: str, kind: str) -> str | None:
    """The one part of a kind that a part refers to."""
    found = (relation.part for relation in relations(package, part) if relation.kind == kind)
    return next((name for name in found if package.name_of(name) is not None), None)


def relate(package: Package, part: str, type_: str, target: str) -> str:
    """Make a part refer to another; returns the id of the relation."""
    name = _relations_part(part)
    content = package.read(name) if package.name_of(name) else NO_RELATIONS
    elements = xml.find(content, lambda local, _: local in ("Relationships", "Relationship"))
    used = {element.attributes.get("Id", "").lower() for element in elements}
    number = 1
    while f"rid{number}" in used:
        number += 1
    root = elements[0]
    path = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
    child = f'<{root.prefix}Relationship Id="rId{number}" Type="{type_}" Target="{path}"/>'.encode()
    package.put(name, xml.apply(content, xml.append_child(content, root, child, {})))
    return f"rId{number}"


def declare_part(package: Package, part: str, content_type: str) -> None:
    """Tell the content type of a new part."""
    _declare(package, "Override", "PartName", "/" + part, content_type)


def declare_extension(package: Package, extension: str, content_type: str) -> None:
    """Tell the content type of all parts with an extension, unless it is told already."""
    _declare(package, "Default", "Extension", extension, content_type)


def worksheets(package: Package) -> list[SheetPart]:
    """The worksheets in workbook order; chart sheets and macro sheets are none."""
    targets = {r.id: r.part for r in relations(package, WORKBOOK) if r.kind == "worksheet"}
    found = []
    for element in xml.find(package.read(WORKBOOK), lambda local, depth: local == "sheet" and depth == 2):
        part = targets.get(attribute(element, "id"))
        if part is not None and package.name_of(part) is not None:
            visible = element.attributes.get("state", "visible") == "visible"
            found.append(SheetPart(element.attributes.get("name", ""), visible, part))
    return found


def attribute(element: Element, local: str) -> str:
    """The value of an attribute whatever its prefix (r:id); "" where there is none."""
    found = (value for key, value in element.attributes.items() if xml.local_name(key) == local)
    return next(found, "")


def relationship_space(root: Element) -> str:
    """The namespace of relations that fits a part: the strict one for strict files."""
    return STRICT_RELATIONSHIPS if main_space(root).startswith("http://purl.oclc.org/") else RELATIONSHIPS


def main_space(root: Element) -> str:
    """The namespace of a part's root element."""
    return root.attributes.get("xmlns" + (":" + root.prefix[:-1] if root.prefix else ""), "")


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _declare(package: Package, element: str, key: str, value: str, content_type: str) -> None:
    content = package.read(CONTENT_TYPES)
    elements = xml.find(content, lambda local, _: local in ("Types", element))
    if any(found.attributes.get(key, "").lower() == value.lower() for found in elements[1:]):
        return
    root = elements[0]
    child = f'<{root.prefix}{element} {key}="{value}" ContentType="{content_type}"/>'.encode()
    package.put(CONTENT_TYPES, xml.apply(content, xml.append_child(content, root, child, {})))
