"""Finds elements in XML and edits it as bytes, so that whatever is not edited stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape as escape_markup

from etl.readers.refusal import RefusedError
from etl.readers.zip_parts import BROKEN

Edit = tuple[int, int, bytes]
"""Replace the bytes from the first offset up to the second; equal offsets insert."""

LARGEST = 2**31  # no number in a workbook's markup that we read is larger

_TAG = re.compile(rb"<[^\s/>]+(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(rb"(\s+)([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-?8[\"'])", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Element:
    """One element: `start`–`inner` is its opening tag, `inner`–`close` its content, `close`–`end` its closing tag.

    For an empty-element tag `inner`, `close` and `end` are the same.
    """

    name: str
    attributes: dict[str, str]
    depth: int
    start: int
    inner: int
    close: int
    end: int

    @property
    def local(self) -> str:
        return local_name(self.name)

    @property
    def prefix(self) -> str:
        """The prefix with its colon, as siblings and children need it."""
        return self.name[: -len(self.local)]


def find(content: bytes, is_wanted: Callable[[str, int], bool]) -> list[Element]:
    """The wanted elements in the order of their opening tags; asked by local name and depth (the root is 0).

    Raises RefusedError for what is not well-formed UTF-8 XML without a DTD.
    """
    head = content[:4096]
    if (
        b"<!DOCTYPE" in content
        or b"\x00" in head
        or _OTHER_ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    ):
        raise RefusedError("FILE-BROKEN", BROKEN, value="DTD, or not UTF-8")
    elements: list[Element] = []
    open_elements: list[tuple[str, dict[str, str], int] | None] = []
    parser = expat.ParserCreate("utf-8")

    def opened(name: str, attributes: dict[str, str]) -> None:
        wanted = is_wanted(local_name(name), len(open_elements))
        open_elements.append((name, attributes, parser.CurrentByteIndex) if wanted else None)

    def closed(_: str) -> None:
        record = open_elements.pop()
        if record is not None:
            elements.append(_element(content, record, len(open_elements), parser.CurrentByteIndex))

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.Parse(content, True)
    except expat.ExpatError as problem:
        raise RefusedError("FILE-BROKEN", BROKEN, value=str(problem)) from problem
    return sorted(elements, key=lambda element: element.start)


def apply(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The content with all edits made; insertions at one place stand in the order given."""
    pieces: list[bytes] = []
    done = 0
    for start, end, replacement in sorted(edits, key=lambda edit: edit[:2]):
        if start < done:
            raise ValueError(f"two edits overlap at byte {start}")
        pieces += [content[done:start], replacement]
        done = end
    return b"".join([*pieces, content[done:]])


def append_child(content: bytes, parent: Element, child: bytes, attributes: dict[str, str]) -> list[Edit]:
    """Put `child` after the last child of `parent`, and set attributes of the parent."""
    tag = set_attributes(content[parent.start : parent.inner], attributes)
    if parent.inner < parent.end:
        return [(parent.start, parent.inner, tag), (parent.close, parent.close, child)]
    name = parent.name.encode()
    opening = tag[: tag.rindex(b"/")].rstrip() + b">"
    return [(parent.start, parent.end, opening + child + b"</" + name + b">")]


def set_attributes(tag: bytes, attributes: dict[str, str]) -> bytes:
    """An opening tag with attributes replaced in place, or added after the others."""
    for name, value in attributes.items():
        quoted = f'"{escape_attribute(value)}"'.encode()
        edits: list[Edit] = [
            (*match.span(3), quoted) for match in _ATTRIBUTE.finditer(tag) if match.group(2) == name.encode()
        ]
        if not edits:
            end = len(tag) - (2 if tag.endswith(b"/>") else 1)
            last = max((match.end() for match in _ATTRIBUTE.finditer(tag)), default=end)
            edits = [(last, last, f" {name}=".encode() + quoted)]
        tag = apply(tag, edits)
    return tag


def number(element: Element, name: str, default: float | None = None) -> float:
    """A number among the attributes. Raises RefusedError for what is none."""
    value = element.attributes.get(name)
    try:
        found = float(value) if value is not None else default
    except ValueError:
        found = None
    if found is None or not 0 <= found <= LARGEST:
        raise RefusedError("FILE-BROKEN", BROKEN, value=f"{element.name} {name}={value}")
    return found


def whole(element: Element, name: str, default: int | None = None) -> int:
    """A whole number among the attributes. Raises RefusedError for what is none."""
    return int(number(element, name, default))


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


def escape(text: str) -> str:
    """Text for XML: without characters that XML forbids, and `_x0041_` kept from being read as a character."""
    clean = _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return escape_markup(_LOOKS_ESCAPED.sub("_x005F_", clean))


def escape_attribute(value: str) -> str:
    return escape_markup(value, {'"': "&quot;", "\n": "&#10;"})


def _element(content: bytes, record: tuple[str, dict[str, str], int], depth: int, closed_at: int) -> Element:
    name, attributes, start = record
    tag = _TAG.match(content, start)
    if tag is None:
        raise RefusedError("FILE-BROKEN", BROKEN, value=f"<{name}> at byte {start}")
    if tag.group().endswith(b"/>"):
        return Element(name, attributes, depth, start, tag.end(), tag.end(), tag.end())
    end = content.index(b">", closed_at) + 1
    return Element(name, attributes, depth, start, tag.end(), closed_at, end)
