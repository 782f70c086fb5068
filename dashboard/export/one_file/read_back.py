"""What stands in a 配付用の1ファイル: its data, its code, and each piece of text with the view that it stands in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser

from dashboard.export.one_file.readable import VIEWS, Content

LARGEST_BYTES = 6_000_000
UNSEEN = ("script", "style", "svg", "title")
VOID = ("meta", "link", "img", "br", "input", "hr", "base", "embed", "source", "area", "col", "wbr", "track")
ADDRESSES = ("src", "href", "data", "action", "xlink:href", "srcset", "poster", "formaction")
HEAD, FOOT = "上の欄", "下の欄"
PLACES = {**dict(VIEWS), "header": HEAD, "footer": FOOT}
DATA = "data"


class OneFileRefusedError(Exception):
    """The file is none of ours; the message says in Japanese what it is not."""


@dataclass
class FilePage:
    """What was read. numbers: key and text of what the record names, in order; pieces: view and text of all other words.

    fills: municipality code → colour of the drawing; names: municipality code → name in the list; addresses: what would
    be fetched, or is led to, outside of the file; code: hashes of style and script; other: further elements of code.
    """

    content: Content = field(default_factory=dict)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    pieces: list[tuple[str, str]] = field(default_factory=list)
    fills: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    policy: str = ""

    @property
    def code(self) -> list[str]:
        return [digest("".join(self.styles)), digest("".join(self.scripts))]


def read(content: bytes, name: str) -> FilePage:
    """What stands in a file. Raises OneFileRefusedError."""
    refusal = OneFileRefusedError(f"「{name}」は、かさなりが作った配付用の1ファイルではありません。")
    if len(content) > LARGEST_BYTES:
        raise refusal
    try:
        page = read_text(content.decode("utf-8"))
        record = page.content["record"]
        complete = all(
            key in record for key in ("warehouse_id", "as_of", "asked", "rows", "numbers", "pieces")
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refusal from error
    if not complete or not page.content.get("towns"):
        raise refusal
    return page


def read_text(text: str) -> FilePage:
    """As `read`, of text that may have no data in it yet."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


class _Reader(HTMLParser):
    """Follows the elements that are open: the view, what is not seen, and the number that is being read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = FilePage()
        self._place = HEAD
        self._hidden = 0
        self._town = ""
        self._number = ""
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note_addresses(tag, given)
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.page.policy += given.get("content", "")
        if tag in UNSEEN:
            self._hidden += 1
        if tag in ("script", "style"):
            self._in = DATA if given.get("id") == DATA and given.get("type") == "application/json" else tag
        if tag == "path" and "data-c" in given:
            self.page.fills[given["data-c"]] = given.get("fill", "")
        if tag in PLACES or (tag == "section" and given.get("id") in PLACES):
            self._place = PLACES[tag if tag in PLACES else given["id"]]
        if tag == "tr":
            self._town = given.get("data-c", "")
        if "data-n" in given:
            self._number = given["data-n"]
            self.page.numbers.append((self._number, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._hidden = max(0, self._hidden - 1)
            self._in = ""
        if tag == "b":
            self._number = ""
        if tag == "th":
            self._town = ""

    def handle_data(self, data: str) -> None:
        if self._in == DATA:
            self.page.content = json.loads(data)
        elif self._in == "style":
            self.page.styles.append(data)
        elif self._in == "script":
            self.page.scripts.append(data)
        elif self._number:
            key, text = self.page.numbers[-1]
            self.page.numbers[-1] = (key, text + data)
        elif not self._hidden and data.strip():
            self.page.pieces.append((self._place, data.strip()))
            if self._town:
                self.page.names[self._town] = data.strip()

    def _note_addresses(self, tag: str, given: dict[str, str]) -> None:
        for name, value in given.items():
            if name.startswith("on") or (name in ADDRESSES and not value.startswith("#")):
                self.page.addresses.append(f"{tag} {name}={value[:80]}")
        if tag in ("iframe", "object", "embed", "base", "link", "form") and tag != "form":
            self.page.addresses.append(tag)
