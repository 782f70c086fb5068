"""The VML drawing of a sheet, which holds the boxes of its comments beside form controls and pictures.

VML as Excel writes it is not always well-formed, so this is patched as text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping

from etl.readers.grid import Position
from etl.readers.refusal import RefusedError
from etl.readers.zip_parts import BROKEN
from etl.survey.ooxml.geometry import Anchor

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
BLOCK = 1024  # shape ids are given out in blocks of this size
NOTE_TYPE = "_x0000_t202"
SHAPE_TYPE = (
    f'<v:shapetype id="{NOTE_TYPE}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
BOX = (
    '<v:shape id="_x0000_s{id}" type="#{type}"{spaces} style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;'
    'width:{width}pt;height:{height}pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>\n"
)

_SHAPE = re.compile(rb"<(?:\w+:)?shape\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>")
_SHAPE_END = re.compile(rb"</(?:\w+:)?shape>\s*")
_IS_NOTE = re.compile(rb"ObjectType\s*=\s*[\"']Note[\"']")
_PLACE = {
    name: re.compile(rb"<(?:\w+:)?%s>\s*(\d+)\s*</" % name.encode(), re.ASCII) for name in ("Row", "Column")
}
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(?=</)")
_CLIENT_DATA = re.compile(rb"<((?:\w+:)?)ClientData\b[^>]*(?<!/)>")
_NUMBER = re.compile(rb"-?\d+")
_SHAPE_ID = re.compile(rb"_x0000_[si](\d+)")
_BLOCKS = re.compile(rb"(<(?:\w+:)?idmap\b[^>]*?\bdata\s*=\s*[\"'])([\d,\s]*)")
_ROOT = re.compile(rb"<(?:\w+:)?xml\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ROOT_END = re.compile(rb"</(?:\w+:)?xml\s*>")


def new_part(block: int) -> bytes:
    """A drawing without shapes; `block` is the block of shape ids that no other drawing of the book uses."""
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
    return (
        f'<xml {spaces}>\n<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>\n</xml>\n'
    ).encode()


def blocks_of(content: bytes) -> list[int]:
    """The blocks of shape ids that a drawing uses."""
    numbers = b",".join(match.group(2) for match in _BLOCKS.finditer(content)).split(b",")
    return [int(number) for number in numbers if number.strip().isdigit()]


def boxes(content: bytes) -> dict[Position, Anchor | None]:
    """The cells that have a comment box, and where it lies."""
    return {place: _anchor(content[start:end]) for place, (start, end) in _notes(content).items()}


def without(content: bytes, places: Collection[Position]) -> bytes:
    """The drawing without the comment boxes of some cells."""
    notes = _notes(content)
    for start, end in sorted((notes[place] for place in places if place in notes), reverse=True):
        content = content[:start] + content[end:]
    return content


def with_anchors(content: bytes, anchors: Mapping[Position, Anchor]) -> bytes:
    """The drawing with comment boxes laid anew; one that had only a size gets a place."""
    notes = _notes(content)
    for start, end in sorted((notes[place] for place in anchors if place in notes), reverse=True):
        shape = content[start:end]
        place = str(anchors[_cell_position(shape)]).encode()
        if _ANCHOR.search(shape):
            moved = _ANCHOR.sub(rb"\g<1>" + place, shape, count=1)
        else:
            moved = _CLIENT_DATA.sub(rb"\g<0><\g<1>Anchor>" + place + rb"</\g<1>Anchor>", shape, count=1)
        content = content[:start] + moved + content[end:]
    return content


def with_boxes(
    content: bytes,
    anchors: Mapping[Position, Anchor],
    sizes: Mapping[Position, tuple[int, int]],
    free_block: int,
) -> bytes:
    """The drawing with new comment boxes, hidden until the pointer rests on the cell."""
    root, ends = _ROOT.search(content), list(_ROOT_END.finditer(content))
    if root is None or not ends:
        raise RefusedError("FILE-BROKEN", BROKEN, value="VML drawing")
    if not anchors:
        return content
    spaces = "".join(
        f' xmlns:{prefix}="{space}"'
        for prefix, space in SPACES.items()
        if f"xmlns:{prefix}=".encode() not in root.group()
    )
    content, ids = _with_free_ids(content, len(anchors), free_block)
    shapes = ""
    if f'id="{NOTE_TYPE}"'.encode() not in content:
        shapes = SHAPE_TYPE.replace(" id=", f"{spaces} id=", 1) + "\n"
    for (place, anchor), number in zip(sorted(anchors.items()), ids, strict=True):
        width, height = (round(pixels * 0.75, 2) for pixels in sizes[place])
        shapes += BOX.format(
            id=number, type=NOTE_TYPE, spaces=spaces, width=width, height=height, order=number % BLOCK,
            anchor=anchor, row=place[0], column=place[1],
        )  # fmt: skip
    end = list(_ROOT_END.finditer(content))[-1].start()
    return content[:end] + shapes.encode() + content[end:]


def _with_free_ids(content: bytes, count: int, free_block: int) -> tuple[bytes, list[int]]:
    """Shape ids that the drawing does not use yet, and the drawing with the blocks it takes for them."""
    used = {int(match.group(1)) for match in _SHAPE_ID.finditer(content)}
    blocks = blocks_of(content)
    ids: list[int] = []
    added: list[int] = []
    for block in itertools.chain(blocks, itertools.count(max([free_block, *(b + 1 for b in blocks)]))):
        if len(ids) == count:
            break
        first = max((number for number in used if number // BLOCK == block), default=block * BLOCK) + 1
        ids += range(first, (block + 1) * BLOCK)[: count - len(ids)]
        if block not in blocks:
            added.append(block)
    numbers = "".join(f",{block}" for block in added).encode()
    if blocks and added:
        content = _BLOCKS.sub(lambda match: match.group() + numbers, content, count=1)
    return content, ids


def _notes(content: bytes) -> dict[Position, tuple[int, int]]:
    """The shapes that are comment boxes, by cell."""
    notes: dict[Position, tuple[int, int]] = {}
    at = 0
    while (opening := _SHAPE.search(content, at)) and (closing := _SHAPE_END.search(content, opening.end())):
        at = closing.end()
        shape = content[opening.start() : at]
        if _IS_NOTE.search(shape):
            notes[_cell_position(shape)] = (opening.start(), at)
    return notes


def _cell_position(shape: bytes) -> Position:
    row, column = (pattern.search(shape) for pattern in _PLACE.values())
    return int(row.group(1)) if row else 0, int(column.group(1)) if column else 0


def _anchor(shape: bytes) -> Anchor | None:
    match = _ANCHOR.search(shape)
    numbers = [int(text) for text in _NUMBER.findall(match.group(2))] if match else []
    return Anchor(*numbers) if len(numbers) == 8 else None
