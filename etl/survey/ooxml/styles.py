"""Cell styles of a workbook: the same style with a red-pen fill, and the way back.

The fill remembers the colour that it covers in its background colour, which a solid fill does not show.
"""

from __future__ import annotations

import re

from etl.survey.ooxml import xml
from etl.survey.ooxml.xml import Edit, Element

RED = "FFFFC7CE"  # what Excel calls 悪い; the text on it keeps a contrast of 4.5 even in grey #595959
_NO_FILL = 0
_FOREGROUND = re.compile(rb"<((?:\w+:)?)fgColor\b([^>]*?)\s*/?>")
_BACKGROUND = re.compile(rb"<(?:\w+:)?bgColor\b([^>]*?)\s*/?>")
_SOLID = re.compile(rb"patternType\s*=\s*[\"']solid[\"']")
_IS_RED = re.compile(rb"fgColor\s+rgb\s*=\s*[\"']%s[\"']" % RED.encode(), re.IGNORECASE)
_AUTOMATIC = re.compile(rb"indexed\s*=\s*[\"']64[\"']|auto\s*=")
_PARENTS = {"styleSheet", "fills", "cellXfs", "dxfs", "cellStyleXfs"}
# What may stand before dxfs in the stylesheet (ISO 29500-1, 18.8.39).
_BEFORE_DXFS = {"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"}


class StylesXml:
    """The stylesheet part, to which fills and styles are added; existing ones are never changed."""

    def __init__(self, part: str, content: bytes) -> None:
        self.part = part
        self.content = content
        self._lists: dict[str, Element] = {}
        self._fills: list[bytes] = []
        self._formats: list[bytes] = []
        self._conditional: list[bytes] = []
        rows = {"fills": self._fills, "cellXfs": self._formats, "dxfs": self._conditional}
        elements = xml.find(content, lambda _, depth: depth <= 2)
        self._root = elements[0]
        for element in elements[1:]:
            if element.depth == 1:
                self._lists[element.local] = parent = element
            elif parent.local in rows:
                rows[parent.local].append(content[element.start : element.end])
        self._before = {name: len(row) for name, row in rows.items()}
        self._after_these = max((e.end for n, e in self._lists.items() if n in _BEFORE_DXFS), default=0)

    @property
    def can_fill(self) -> bool:
        """False for a bare stylesheet, whose cells cannot be coloured without writing it anew."""
        return bool(self._fills) and bool(self._formats)

    def red(self, style: int) -> int:
        """The style that is the same but for a red-pen fill."""
        fill = self._fill_of(style)
        if _IS_RED.search(fill):
            return style
        prefix = self._root.prefix
        covered = _solid_colour(fill)
        background = covered.decode() if covered else ' indexed="64"'
        red = (
            f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="{RED}"/>'
            f"<{prefix}bgColor{background}/></{prefix}patternFill></{prefix}fill>"
        )
        return self._with_fill(style, _index(self._fills, red.encode()))

    def plain(self, style: int) -> int:
        """The style with the fill that the red pen covered: one of the same colour, or none (also for a pattern)."""
        fill = self._fill_of(style)
        if not _IS_RED.search(fill):
            return style
        background = _BACKGROUND.search(fill)
        if background is None or _AUTOMATIC.search(background.group(1)):
            return self._with_fill(style, _NO_FILL)
        colour = background.group(1)
        same = (number for number, old in enumerate(self._fills) if _solid_colour(old) == colour)
        number = next(same, None)
        if number is None:
            prefix = self._root.prefix.encode()
            fill_xml = b'<%sfill><%spatternFill patternType="solid"><%sfgColor%s/>' % (
                prefix,
                prefix,
                prefix,
                colour,
            )
            fill_xml += b'<%sbgColor indexed="64"/></%spatternFill></%sfill>' % (prefix, prefix, prefix)
            number = _index(self._fills, fill_xml)
        return self._with_fill(style, number)

    def red_condition(self) -> int:
        """The number of the conditional format (dxf) that fills red."""
        prefix = self._root.prefix
        made = (
            f'<{prefix}dxf><{prefix}fill><{prefix}patternFill patternType="solid">'
            f'<{prefix}fgColor rgb="{RED}"/><{prefix}bgColor rgb="{RED}"/>'
            f"</{prefix}patternFill></{prefix}fill></{prefix}dxf>"
        )
        return _index(self._conditional, made.encode())

    def to_bytes(self) -> bytes:
        edits: list[Edit] = []
        for name, row in (
            ("fills", self._fills),
            ("cellXfs", self._formats),
            ("dxfs", self._conditional),
        ):
            added = b"".join(row[self._before[name] :])
            if not added:
                continue
            if name in self._lists:
                count = {"count": str(len(row))}
                edits += xml.append_child(self.content, self._lists[name], added, count)
            else:
                tag = f"{self._root.prefix}{name}"
                new = f'<{tag} count="{len(row)}">'.encode() + added + f"</{tag}>".encode()
                edits.append((self._after_these, self._after_these, new))
        return xml.apply(self.content, edits)

    def _fill_of(self, style: int) -> bytes:
        match = re.search(rb"\bfillId\s*=\s*[\"'](\d+)", _opening(self._format(style)))
        number = int(match.group(1)) if match else _NO_FILL
        return self._fills[number] if number < len(self._fills) else b""

    def _format(self, style: int) -> bytes:
        return self._formats[style if style < len(self._formats) else 0]

    def _with_fill(self, style: int, fill: int) -> int:
        made = self._format(style)
        opening = _opening(made)
        values = {"fillId": str(fill), "applyFill": "1"}
        return _index(self._formats, xml.set_attributes(opening, values) + made[len(opening) :])


def _opening(element: bytes) -> bytes:
    return element[: element.index(b">") + 1]


def _index(row: list[bytes], element: bytes) -> int:
    """The place of an element in a list, put at its end where it is new."""
    if element not in row:
        row.append(element)
    return row.index(element)


def _solid_colour(fill: bytes) -> bytes | None:
    """The attributes of the colour of a solid fill (` rgb="FFFFFBE6"`); None for any other fill."""
    colour = _FOREGROUND.search(fill)
    return colour.group(2) if colour is not None and _SOLID.search(fill) else None
