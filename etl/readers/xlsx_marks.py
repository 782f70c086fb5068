"""The marks of an xlsx, read from the bytes of its parts: only what the styles and relations point at is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from etl.readers import drawn, package
from etl.readers.cell_looks import CellLooks
from etl.readers.cell_references import with_references
from etl.readers.colours import Rgb
from etl.readers.grid import Mark, MarkKind, Sheet, cell_name, position, text_of_value
from etl.readers.marks import MOST
from etl.readers.refusal import RefusedError
from etl.readers.xml_scan import attribute, elements, is_on, plain, text_of

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
OWN_WORDS = re.compile(r"(?:\n――――――――\n)?【[^】\n]{1,60}より確認】.*?【以上】", re.DOTALL)
"""What this program writes into comments when it asks back (see survey.ooxml.comments)."""
RED_PEN = "FFC7CE"
"""The fill that goes with it."""
OWN_END = "【以上】"
LONGEST_COMMENT, MOST_COMMENTS, MOST_COMMENT_BYTES = 40_000, 10_000, 4 * 2**20
"""More than any office writes: a file with more was made to keep the reader busy."""
COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|threadedComment)[\s>]")
TOO_MANY_COMMENTS = (
    f"コメントが{MOST_COMMENTS:,}件、または{MOST_COMMENT_BYTES // 2**20}MBを超えるため、読み込みませんでした。"
    "要らないコメントを消して保存しなおしたものをもらってください。心当たりのない送り主なら開かないでください。"
)


def sheet_marks(
    sheet: Sheet, part: str, parts: Mapping[str, bytes], looks: CellLooks, struck: Mapping[bytes, str]
) -> Iterator[Mark]:
    """The marks of one sheet. `struck`: see struck_strings; `looks`: of the colours only those that may tell something."""
    xml = with_references(parts[part])
    related = package.relations(parts, part)
    comments, asked = _comments(related, parts)
    for cell, text in islice(comments.items(), MOST):
        yield _mark(sheet, cell, "comment", text)
    yield from islice(_strikes(sheet, xml, looks.struck, struck), MOST)
    fills = (
        one
        for one in _coloured(sheet, xml, looks.fills, "fill")
        if one.text != RED_PEN or one.cell not in asked
    )
    yield from islice(fills, MOST)
    yield from islice(_coloured(sheet, xml, looks.inks, "ink"), MOST)
    seen = _objects(related, parts, xml)
    for one in islice(seen, MOST):
        cell = cell_name(*one.place) if one.place is not None else ""
        yield _mark(sheet, cell, "object", one.text, one.what)


def refuse_many_comments(parts: Mapping[str, bytes], sheets: Iterable[str]) -> None:
    """Raises RefusedError, before any of them is read, where the comments of a workbook are too many or too long."""
    count = size = 0
    for sheet in sheets:
        for relation in package.relations(parts, sheet):
            if relation.kind in ("comments", "threadedcomment"):
                content = parts.get(relation.part, b"")
                size += len(content)
                count += len(COMMENT.findall(content)) if size <= MOST_COMMENT_BYTES else 0
    if size > MOST_COMMENT_BYTES or count > MOST_COMMENTS:
        raise RefusedError("FILE-TOO-LARGE", TOO_MANY_COMMENTS)


def struck_strings(shared: bytes) -> dict[bytes, str]:
    """Number of a shared string → what of it is struck out, for those that say so of their parts (rich text)."""
    if b"strike" not in shared:
        return {}
    return {
        str(number).encode(): words
        for number, (_, _, string) in enumerate(elements(shared, "si"))
        if (words := struck_words(string, is_cell_struck=False)).strip()
    }


def struck_words(string: bytes, *, is_cell_struck: bool) -> str:
    """What of a string is struck out. A part with a look of its own does not take that of the cell."""
    runs = list(elements(string, "r"))
    if not runs:
        return plain(string) if is_cell_struck else ""
    words = ""
    for _, _, run in runs:
        own = next((inner for _, _, inner in elements(run, "rPr")), None)
        strike = next((attributes for _, attributes, _ in elements(own or b"", "strike")), None)
        is_struck = (
            is_cell_struck if own is None else strike is not None and is_on(strike, "val", default=True)
        )
        words += text_of(run, "t") if is_struck else ""
    return words


def _strikes(
    sheet: Sheet, xml: bytes, styles: frozenset[bytes], struck: Mapping[bytes, str]
) -> Iterator[Mark]:
    if not styles and not struck and b"strike" not in xml:
        return
    for _, attributes, inner in elements(xml, "c"):
        is_cell_struck = attribute(attributes, "s").encode() in styles
        number = text_of(inner, "v").strip().encode() if attribute(attributes, "t") == "s" else b""
        cell = attribute(attributes, "r")
        value = _value(sheet, cell)
        if b"strike" in inner:
            words = struck_words(inner, is_cell_struck=is_cell_struck)
        elif number in struck:
            words = struck[number]
        else:
            words = value if is_cell_struck else ""
        if words.strip() and _is_cell(cell) and not _is_told(sheet, cell):
            yield Mark(sheet.name, cell, "strike", words, value)


def _is_told(sheet: Sheet, cell: str) -> bool:
    """A part that is struck out is no part of the value, and that is told with the value."""
    part = sheet.left_out.get(position(cell))
    return part is not None and bool(part.struck)


def _coloured(sheet: Sheet, xml: bytes, styles: Mapping[bytes, Rgb], kind: MarkKind) -> Iterator[Mark]:
    """Cells within the table with one of these looks; letters only where there are some."""
    if not styles:
        return
    width = max(map(len, sheet.rows), default=0)
    for match in re.finditer(rb"\bs\s*=\s*[\"'](%s)[\"']" % b"|".join(styles), xml):
        tag = CELL.match(xml, xml.rfind(b"<", 0, match.start()))
        cell = attribute(tag.group(1), "r") if tag is not None else ""
        if not _is_cell(cell):
            continue
        row, column = position(cell)
        value = _value(sheet, cell)
        if row < len(sheet.rows) and column < width and (kind == "fill" or value.strip()):
            yield Mark(sheet.name, cell, kind, styles[match.group(1)], value)


def _comments(
    related: Sequence[package.Relation], parts: Mapping[str, bytes]
) -> tuple[dict[str, str], frozenset[str]]:
    """Cell → what people wrote there; and the cells where this program asked back."""
    found: dict[str, list[str]] = {}
    threads: dict[str, list[str]] = {}
    for relation in related:
        content = parts.get(relation.part, b"")
        if relation.kind == "comments":
            for _, attributes, inner in islice(elements(content, "comment"), MOST_COMMENTS):
                found.setdefault(attribute(attributes, "ref"), []).append(_comment_text(inner))
        elif relation.kind == "threadedcomment":
            for _, attributes, inner in islice(elements(content, "threadedComment"), MOST_COMMENTS):
                threads.setdefault(attribute(attributes, "ref"), []).append(text_of(inner, "text"))
    # The comment of a thread is there for old versions of Excel and tells them to get a new one.
    found |= threads
    asked = frozenset(
        cell for cell, texts in found.items() if any(_without_own_words(text) != text for text in texts)
    )
    own = {cell: _clean(texts) for cell, texts in found.items() if _is_cell(cell)}
    return {cell: text for cell, text in own.items() if text}, asked


def _comment_text(comment: bytes) -> str:
    """Without the readings (ruby) that stand in elements of their own around their texts."""
    texts = (plain(inner) for name, _, inner in elements(comment, "t", "rPh") if name == "t")
    return "".join(texts)[:LONGEST_COMMENT]


def _clean(texts: Sequence[str]) -> str:
    joined = " / ".join(text for one in texts if (text := _without_own_words(one[:LONGEST_COMMENT]).strip()))
    return joined[:LONGEST_COMMENT]


def _without_own_words(text: str) -> str:
    end = text.rfind(OWN_END) + len(OWN_END) if OWN_END in text else 0
    return OWN_WORDS.sub("", text[:end]) + text[end:]


def _objects(
    related: Sequence[package.Relation], parts: Mapping[str, bytes], xml: bytes
) -> Iterator[drawn.Drawn]:
    """What is drawn on the sheet; not the pictures of its printed header."""
    of_header = set()
    if related and b"legacyDrawingHF" in xml:
        of_header = {attribute(attributes, "id") for _, attributes, _ in elements(xml, "legacyDrawingHF")}
    for relation in related:
        content = parts.get(relation.part, b"")
        if relation.kind == "drawing":
            yield from drawn.drawings(content)
        elif relation.kind == "vmldrawing" and relation.id not in of_header:
            yield from drawn.vml_shapes(content)


def _mark(sheet: Sheet, cell: str, kind: MarkKind, text: str, what: str = "") -> Mark:
    return Mark(sheet.name, cell, kind, text, _value(sheet, cell), what)


def _value(sheet: Sheet, cell: str) -> str:
    if not _is_cell(cell):
        return ""
    row, column = place = position(cell)
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    value = cells[column] if column < len(cells) else None
    return sheet.errors.get(place) or sheet.displayed_texts.get(place) or text_of_value(value)


def _is_cell(cell: str) -> bool:
    return re.fullmatch(r"[A-Z]{1,3}[1-9]\d{0,6}", cell) is not None
