"""The parts of a workbook package by what refers to them, as Excel finds them, whatever they are called."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree

MAIN_PART = "xl/workbook.xml"
CONTENT_TYPES = "[content_types].xml"
# What other programs look for by name rather than by relation.
USUAL_NAMES = {"styles": "xl/styles.xml", "sharedstrings": "xl/sharedStrings.xml"}
SHEET_FOLDER = "xl/worksheets/"


class Relation(NamedTuple):
    """`kind` is the last word of the type in small letters (vmldrawing); `part` the name of a part, as in `parts`."""

    id: str
    kind: str
    part: str


def part_name(name: str) -> str:
    r"""The name of a part as the standard spells it: xl/workbook.xml for xl\workbook.xml and /xl/workbook.xml."""
    return name.replace("\\", "/").lstrip("/")


def is_workbook(names: Iterable[str]) -> bool:
    """Whether the parts of a zip are those of a workbook rather than files that were packed together."""
    parts = {part_name(name).lower() for name in names}
    return CONTENT_TYPES in parts and any(part.startswith("xl/") for part in parts)


def relations(parts: Mapping[str, bytes], part: str) -> tuple[Relation, ...]:
    """What a part ("" for the package) refers to inside the file, in order; nothing where that cannot be read."""
    content = parts.get(_relations_part(part).lower())
    return _read_relations(content, part) if content else ()


@lru_cache(maxsize=64)
def _read_relations(content: bytes, part: str) -> tuple[Relation, ...]:
    """The returns of one form mostly share them byte for byte."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return ()
    return tuple(
        Relation(
            element.get("Id", ""),
            element.get("Type", "").rpartition("/")[2].lower(),
            _target(part, element.get("Target", "")).lower(),
        )
        for element in root
        if element.get("TargetMode") != "External"
    )


def main_part(parts: Mapping[str, bytes]) -> str:
    """The part that the package says it is about; the usual one where it does not say."""
    related = (relation.part for relation in relations(parts, "") if relation.kind == "officedocument")
    return next((part for part in related if part in parts), MAIN_PART)


def content_type(parts: Mapping[str, bytes], part: str) -> str:
    """What the package says that a part is; "" where it does not."""
    try:
        root = ElementTree.fromstring(parts.get(CONTENT_TYPES, b"<Types/>"))
    except ElementTree.ParseError:
        return ""
    names = (element for element in root if part_name(element.get("PartName", "")).lower() == part)
    return next((element.get("ContentType", "") for element in names), "")


def usual(content: bytes, names: Iterable[str], parts: Mapping[str, bytes]) -> bytes | None:
    """The same package with parts where every program looks for them; None where they are there already."""
    moved = _moved(parts)
    is_usual = not moved and all(name == part_name(name) for name in names)
    if is_usual and not any(b"\\" in parts.get(_relations_part(part), b"") for part in ("", MAIN_PART)):
        return None
    decoys = {new.lower() for new in moved.values()} - set(moved)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as made:
        for name in archive.namelist():
            part = part_name(name)
            if part.endswith("/") or part.lower() in decoys:
                continue
            new, renamed = _renamed(part, archive.read(name), moved)
            made.writestr(new, renamed)
    return target.getvalue()


def replaced(content: bytes, new: Mapping[str, bytes]) -> bytes:
    """The package with other contents of some parts, by their names in small letters."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as made:
        for name in archive.namelist():
            made.writestr(name, new.get(part_name(name).lower()) or archive.read(name))
    return target.getvalue()


def _moved(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Names of parts in small letters → the names that they are to have, where these differ."""
    main = main_part(parts)
    moved = {main: MAIN_PART}
    sheets = 0
    for relation in relations(parts, main):
        if relation.kind in USUAL_NAMES:
            moved[relation.part] = USUAL_NAMES[relation.kind]
        elif relation.kind == "worksheet":
            sheets += 1
            if not relation.part.startswith(SHEET_FOLDER):
                moved[relation.part] = f"{SHEET_FOLDER}moved{sheets}.xml"
    return {old: new for old, new in moved.items() if old in parts and old != new.lower()}


def _renamed(part: str, content: bytes, moved: Mapping[str, str]) -> tuple[str, bytes]:
    """The name that a part is to have, and its content with the moved parts by their new names."""
    if part.lower() == CONTENT_TYPES:
        root = ElementTree.fromstring(content)
        for element in root:
            if "PartName" in element.attrib:
                name = part_name(element.attrib["PartName"])
                element.set("PartName", "/" + moved.get(name.lower(), name))
        return part, _to_bytes(root)
    if not part.lower().endswith(".rels"):
        return moved.get(part.lower(), part), content
    folder, name = posixpath.split(part)
    source = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
    root = ElementTree.fromstring(content)
    for element in root:
        if element.get("TargetMode") != "External":
            target = _target(source, element.get("Target", ""))
            element.set("Target", "/" + moved.get(target.lower(), target))
    return _relations_part(moved.get(source.lower(), source)), _to_bytes(root)


def _to_bytes(root: ElementTree.Element) -> bytes:
    space = root.tag[1:].partition("}")[0] if root.tag.startswith("{") else ""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    root.set("xmlns", space)
    content: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content


def _target(source: str, target: str) -> str:
    """The name of the part that `target` means in the relations of `source`."""
    joined = posixpath.join("/", posixpath.dirname(source), target.replace("\\", "/"))
    return posixpath.normpath(joined).lstrip("/")


def _relations_part(part: str) -> str:
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"
