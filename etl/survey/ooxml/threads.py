"""Comments with replies, as newer versions of Excel keep them: ours becomes a reply in the person's thread.

Those versions show the thread instead of the cell's comment, which stays for older ones.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from html import unescape

from etl.readers.grid import Position, cell_name
from etl.survey.ooxml import parts, xml
from etl.survey.ooxml.comments import block_pattern
from etl.survey.ooxml.parts import XML_DECLARATION, Package
from etl.survey.ooxml.sheet import area_of
from etl.survey.ooxml.xml import Edit, Element

SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
RELATION = "http://schemas.microsoft.com/office/2017/10/relationships/"
PERSONS_TYPE = "application/vnd.ms-excel.person+xml"
NO_PERSONS = XML_DECLARATION + f'<personList xmlns="{SPACE}"></personList>'.encode()


def reply(package: Package, sheet_part: str, author: str, blocks: Mapping[Position, str]) -> None:
    """Replace our replies in the threads of a sheet; a cell without a thread gets none."""
    part = parts.related(package, sheet_part, "threadedComment")
    if part is None:
        return
    content = package.read(part)
    elements = xml.find(content, lambda local, _: local in ("ThreadedComments", "threadedComment", "text"))
    root = elements[0]
    texts = {e.start: e for e in elements if e.local == "text"}
    comments = [e for e in elements if e.local == "threadedComment"]
    person = _person_id(package, author)
    edits: list[Edit] = []
    threads: dict[Position, list[Element]] = {}
    for comment in comments:
        words = "".join(
            unescape(content[text.inner : text.close].decode("utf-8"))
            for start, text in texts.items()
            if comment.start < start < comment.end
        )
        if comment.attributes.get("personId") == person and block_pattern(author).fullmatch(words):
            edits.append((comment.start, comment.end, b""))
            continue
        area = area_of(comment.attributes.get("ref", ""))
        if area is not None:
            threads.setdefault(area[:2], []).append(comment)
    replies = b"".join(
        _reply(root.prefix, position, threads[position], person, block)
        for position, block in sorted(blocks.items())
        if position in threads
    )
    if replies:
        _introduce(package, author, person)
        edits += xml.append_child(content, root, replies, {})
    package.put(part, xml.apply(content, edits))


def _reply(prefix: str, position: Position, thread: list[Element], person: str, block: str) -> bytes:
    """Dated like the last comment of the thread: the same input gives the same bytes."""
    first = next((c for c in thread if "parentId" not in c.attributes), thread[0])
    parent = first.attributes.get("id", "")
    number = _guid(f"{parent} {block}")
    date = max(c.attributes.get("dT", "") for c in thread)
    dated = f' dT="{xml.escape_attribute(date)}"' if date else ""
    return (
        f'<{prefix}threadedComment ref="{cell_name(*position)}"{dated} personId="{person}" id="{number}" '
        f'parentId="{xml.escape_attribute(parent)}"><{prefix}text>{xml.escape(block)}</{prefix}text>'
        f"</{prefix}threadedComment>"
    ).encode()


def _persons(package: Package) -> tuple[str | None, bytes, list[Element]]:
    part = parts.related(package, parts.WORKBOOK, "person")
    content = package.read(part) if part is not None else NO_PERSONS
    return part, content, xml.find(content, lambda local, _: local in ("personList", "person"))


def _person_id(package: Package, author: str) -> str:
    """The id of the author in the workbook's list of persons, or the one that it will get."""
    found = (e.attributes for e in _persons(package)[2] if e.attributes.get("displayName") == author)
    return next((values.get("id", "") for values in found), _guid(author))


def _introduce(package: Package, author: str, person: str) -> None:
    part, content, elements = _persons(package)
    if any(element.attributes.get("id") == person for element in elements):
        return
    if part is None:
        part = package.free_name("xl/persons/person{}.xml")
        parts.relate(package, parts.WORKBOOK, RELATION + "person", part)
        parts.declare_part(package, part, PERSONS_TYPE)
    name = xml.escape_attribute(author)
    child = (
        f'<{elements[0].prefix}person displayName="{name}" id="{person}" userId="{name}" providerId="None"/>'
    )
    package.put(part, xml.apply(content, xml.append_child(content, elements[0], child.encode(), {})))


def _guid(text: str) -> str:
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_OID, text)).upper() + "}"
