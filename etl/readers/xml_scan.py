"""Walks over elements in the bytes of an XML part, in one pass however the part is spoilt."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache, wraps
from html import escape, unescape
from typing import TypeVar

_CDATA = b"<![CDATA["
_CLOSINGS = {b"<!--": b"-->", _CDATA: b"]]>", b"<?": b"?>"}
_ASIDE = re.compile(b"|".join(map(re.escape, _CLOSINGS)))
TAG = re.compile(rb"<[^>]*>")
_Found = TypeVar("_Found")
MOST_KEPT, MOST_KEPT_BYTES = 16, 2**18


def kept_while_small(read: Callable[..., _Found]) -> Callable[..., _Found]:
    """Keep what was read from a piece of XML that return after return shares byte for byte; a large one is read anew.

    What is kept must not be changed by whoever gets it.
    """
    kept = lru_cache(maxsize=MOST_KEPT)(read)

    @wraps(read)
    def read_or_kept(xml: bytes, *arguments: Hashable) -> _Found:
        return (kept if len(xml) <= MOST_KEPT_BYTES else read)(xml, *arguments)

    return read_or_kept


def without_asides(xml: bytes) -> bytes:
    """The same without comments and processing instructions, and with CDATA as plain text.

    Then "<" stands nowhere but at the beginning of a tag, so that no pattern here is led astray or made slow.
    """
    parts, at = [], 0
    while (aside := _ASIDE.search(xml, max(at, 1))) is not None:  # at 0 stands the declaration of the file
        opening = aside.group()
        closing = _CLOSINGS[opening]
        end = xml.find(closing, aside.end())
        inner = xml[aside.end() : end if end >= 0 else len(xml)]
        parts += [
            xml[at : aside.start()],
            escape(inner.decode("utf-8", "replace"), quote=False).encode() if opening == _CDATA else b"",
        ]
        at = end + len(closing) if end >= 0 else len(xml)
    return b"".join([*parts, xml[at:]]) if parts else xml


def elements(xml: bytes, *names: str) -> Iterator[tuple[str, bytes, bytes]]:
    """The elements with one of these local names (not nested in each other): name, attributes, what is inside."""
    opening, closings = _patterns(names)
    at = 0
    while (match := opening.search(xml, at)) is not None:
        name, attributes = match.group(1).decode(), match.group(2)
        at = match.end()
        if attributes.endswith(b"/"):
            yield name, attributes[:-1], b""
            continue
        close = closings[name].search(xml, at)
        if close is None:
            return
        yield name, attributes, xml[at : close.start()]
        at = close.end()


def span_of(xml: bytes, word: bytes) -> bytes:
    """From the first to the last tag with a word in it: all elements of that name, and what stands between them."""
    first, last = xml.find(word), xml.rfind(word)
    end = xml.find(b">", last) + 1 or len(xml)
    return xml[max(xml.rfind(b"<", 0, first), 0) : end] if first >= 0 else b""


def attribute(attributes: bytes, name: str) -> str:
    """The value of an attribute, by its local name; "" where there is none."""
    match = _attribute(name).search(attributes)
    return unescape(match.group(2).decode("utf-8", "replace")) if match is not None else ""


def is_on(attributes: bytes, name: str, *, default: bool) -> bool:
    """An attribute that says yes or no as 1, true, 0 or false."""
    written = attribute(attributes, name).lower()
    return default if not written else written not in ("0", "false", "f", "off", "none", "nostrike")


def text_of(xml: bytes, name: str) -> str:
    """The texts of the elements of a name, one after the other."""
    return "".join(plain(inner) for _, _, inner in elements(xml, name))


def plain(xml: bytes) -> str:
    """The text between tags."""
    return unescape(TAG.sub(b"", xml).decode("utf-8", "replace"))


@lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[bytes], dict[str, re.Pattern[bytes]]]:
    either = "|".join(names).encode()
    opening = re.compile(rb"<(?:\w+:)?(%s)(?=[\s/>])([^>]*)>" % either)
    return opening, {name: re.compile(rb"</(?:\w+:)?%s\s*>" % name.encode()) for name in names}


@lru_cache(maxsize=64)
def _attribute(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?:^|[\s:])%s\s*=\s*([\"'])(.*?)\1" % name.encode(), re.DOTALL)
