"""The comments part of a sheet: our words added to the cells, beside whatever people wrote there.

Our words stand between a heading with the author's name and 【以上】; only what is between is ever taken out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from html import unescape

from etl.readers.grid import Position, cell_name
from etl.survey.ooxml import xml
from etl.survey.ooxml.parts import XML_DECLARATION
from etl.survey.ooxml.sheet import area_of
from etl.survey.ooxml.xml import Edit, Element

END = "【以上】"
RULE = "\n――――――――\n"
FONT = '<{p}sz val="9"/><{p}color rgb="{colour}"/><{p}rFont val="Meiryo UI"/><{p}family val="3"/><{p}charset val="128"/>'
INK, RED_INK = "FF1A1A1C", "FFCE0000"
_RECORDED = {"authors", "author", "commentList", "comment", "text", "r", "t", "rPh"}


def heading(author: str) -> str:
    return f"【{author}より確認】"


def block_of(author: str, body: str) -> str:
    """What stands in a comment: the heading, the words, the end."""
    return f"{heading(author)}\n{body.replace(END, '［以上］')}\n{END}"


def block_pattern(author: str) -> re.Pattern[str]:
    return re.compile(f"(?:{RULE})?{re.escape(heading(author))}.*?{END}", re.DOTALL)


def new_part(space: str) -> bytes:
    """A comments part without comments; `space` is the namespace of the sheet."""
    return (
        XML_DECLARATION
        + f'<comments xmlns="{space}"><authors></authors><commentList></commentList></comments>'.encode()
    )


class Comments:
    """The comments of one sheet as they stand in their part."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        elements = xml.find(content, lambda local, depth: depth == 0 or local in _RECORDED)
        self.root = elements[0]
        self._elements = elements
        self._starts = [element.start for element in elements]
        self.authors = [self._text(e) for e in elements if e.local == "author"]
        self.comments: dict[Position, Element] = {}
        for element in elements:
            area = area_of(element.attributes.get("ref", "")) if element.local == "comment" else None
            if area is not None:
                self.comments[area[:2]] = element

    def text(self, position: Position) -> str:
        return "".join(self._text(piece) for piece in self._pieces(self.comments[position]))

    def without_ours(self, author: str) -> tuple[Comments, set[Position], set[Position]]:
        """The part without our words, the cells that had them, and those whose comment is gone altogether."""
        pattern = block_pattern(author)
        edits: list[Edit] = []
        had: set[Position] = set()
        removed: set[Position] = set()
        for position, comment in self.comments.items():
            text = self.text(position)
            spans = [match.span() for match in pattern.finditer(text)]
            if not spans:
                continue
            had.add(position)
            if not pattern.sub("", text).strip():
                removed.add(position)
                edits.append((comment.start, comment.end, b""))
            else:
                edits += self._cut(comment, spans)
        return Comments(xml.apply(self.content, edits)), had, removed

    def with_ours(self, author: str, blocks: Mapping[Position, str]) -> Comments:
        """The part with our words: after a person's own, or in a comment of their own."""
        edits: list[Edit] = []
        names = next((e for e in self._elements if e.local == "authors"), None)
        rows = next((e for e in self._elements if e.local == "commentList"), None)
        p = self.root.prefix
        number = self.authors.index(author) if author in self.authors else len(self.authors)
        new_rows = b""
        for position, block in sorted(blocks.items()):
            runs = self._runs(block)
            if position in self.comments:
                edits += self._append(self.comments[position], self._runs(RULE + block))
            else:
                new_rows += (
                    f'<{p}comment ref="{cell_name(*position)}" authorId="{number}"><{p}text>{runs}</{p}text></{p}comment>'
                ).encode()
        if new_rows and rows is not None:
            if names is not None and author not in self.authors:
                name = f"<{p}author>{xml.escape(author)}</{p}author>".encode()
                edits += xml.append_child(self.content, names, name, {})
            edits += xml.append_child(self.content, rows, new_rows, {})
        return Comments(xml.apply(self.content, edits))

    def _inside(self, parent: Element, local: str) -> list[Element]:
        first, last = bisect_right(self._starts, parent.start), bisect_left(self._starts, parent.end)
        return [element for element in self._elements[first:last] if element.local == local]

    def _pieces(self, comment: Element) -> list[Element]:
        """The t elements of a comment, without those that give a reading (ふりがな)."""
        readings = self._inside(comment, "rPh")
        pieces = self._inside(comment, "t")
        return [t for t in pieces if not any(r.start < t.start < r.end for r in readings)]

    def _text(self, element: Element) -> str:
        return unescape(self.content[element.inner : element.close].decode("utf-8"))

    def _cut(self, comment: Element, spans: Collection[tuple[int, int]]) -> list[Edit]:
        """Take stretches of a comment's text out, and the runs that are empty then."""
        edits: list[Edit] = []
        runs = self._inside(comment, "r")
        at = 0
        for piece in self._pieces(comment):
            text = self._text(piece)
            remaining = "".join(
                character
                for number, character in enumerate(text, at)
                if not any(first <= number < last for first, last in spans)
            )
            at += len(text)
            run = next((r for r in runs if r.start < piece.start < r.end), None)
            if not remaining and text and run is not None:
                edits.append((run.start, run.end, b""))
            elif remaining != text:
                edits.append((piece.inner, piece.close, xml.escape(remaining).encode()))
        return edits

    def _append(self, comment: Element, runs: str) -> list[Edit]:
        texts = self._inside(comment, "text")
        p = self.root.prefix
        if not texts:
            return xml.append_child(self.content, comment, f"<{p}text>{runs}</{p}text>".encode(), {})
        pieces = [
            e for e in [*self._inside(comment, "r"), *self._pieces(comment)] if e.depth == comment.depth + 2
        ]
        if not pieces:
            return xml.append_child(self.content, texts[0], runs.encode(), {})
        edits: list[Edit] = []
        for piece in pieces:
            if piece.local == "t":  # plain text, which may not stand beside runs
                edits.append((piece.start, piece.start, f"<{p}r>".encode()))
                edits.append((piece.end, piece.end, f"</{p}r>".encode()))
        end = max(piece.end for piece in pieces)
        return [*edits, (end, end, runs.encode())]

    def _runs(self, text: str) -> str:
        """The heading (with the line above it) in bold red, the rest in black."""
        first, _, rest = text.partition("】")
        return self._run(first + "】", RED_INK, is_bold=True) + self._run(rest, INK, is_bold=False)

    def _run(self, text: str, colour: str, *, is_bold: bool) -> str:
        p = self.root.prefix
        bold = f"<{p}b/>" if is_bold else ""
        font = bold + FONT.format(p=p, colour=colour)
        return f'<{p}r><{p}rPr>{font}</{p}rPr><{p}t xml:space="preserve">{xml.escape(text)}</{p}t></{p}r>'
