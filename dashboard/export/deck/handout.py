"""A deck fit to be handed out: what is for those who make it goes out of the file, and what went is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.export.deck import copies, ink, mono, reading_order, record, shape_names
from dashboard.export.deck.package import DeckRefusedError, open_deck, saved
from dashboard.words import words

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
# Ends of the types of relations that lead to what is no slide.
COMMENTS = ("/comments", "/commentAuthors", "/authors")
KEPT_BY_PROGRAMS = ("/extended-properties", "/custom-properties", "/thumbnail")
TAGS = ("/tags",)
OPEN_TO_ALL = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class HandedOut:
    """The file and what was taken out of it, a line each. version: of the data, where the deck said it; kept: what stays and may be for nobody else's eyes."""

    content: bytes
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    is_synthetic: bool
    version: str = ""


def hand_out(content: bytes, name: str, *, is_mono: bool = False) -> HandedOut:
    """is_mono: for a printer without colours.

    Raises DeckRefusedError for what is no deck. A deck without slides that are shown stays without any.
    """
    presentation = open_deck(content, name)
    version, title = _stamp(presentation, name)
    steps: tuple[tuple[str, Callable[[Any], int]], ...] = (
        ("非表示のスライド {}枚", _hidden_slides),
        ("スライドの外に置かれた図形 {}件", _outside),
        ("ノート {}枚分", _notes),
        ("コメント {}件", _comments),
        ("画面の切り替えと動き {}枚分", _motions),
        ("かさなりの記録と、ほかの埋め込みの記録 {}件", drop_records),
        ("数の内訳の名札 {}か所（見える文は同じです）", _fields),
        ("グラフの中の表（Excel） {}件（グラフの見た目は同じです）", _workbooks),
        ("埋め込まれたファイル {}件（見た目の画像は残ります）", _objects),
        ("PC やフォルダのファイルへのリンク {}か所", _file_links),
        ("作成者などの個人の情報 {}件", _people),
        ("ファイルの情報の題名 {}件（資料の題にしました）", lambda deck: _title(deck, title)),
        ("手で加えられた図形の名前 {}件", shape_names.anonymous),
        ("代替テキストの中のファイルの場所 {}か所", shape_names.without_places),
        ("代替テキストの中のデータの版 {}か所", shape_names.without_versions),
        ("セクションの名前 {}件", _sections),
    )
    removed = []
    for line, step in steps:
        if count := step(presentation):
            removed.append(line.format(words.count(count)))
    reading_order.in_order(presentation)
    if is_mono:
        mono.to_mono(presentation)
    is_synthetic = any(
        words.SYNTHETIC in (text.text or "")
        for slide in presentation.slides
        for text in slide._element.iter(f"{ink.A}t")
    )
    copies.call(presentation, copies.HANDED_OUT)
    kept = tuple(shape_names.told(presentation))
    return HandedOut(saved(presentation), tuple(removed), kept, is_synthetic, version)


def _stamp(presentation: Any, name: str) -> tuple[str, str]:
    """The version of the data and the title that a deck was made with; empty for one whose record is lost or cannot be read."""
    try:
        stamp = record.read_record(presentation, name)["stamp"]
    except DeckRefusedError:
        return "", ""
    return str(stamp["warehouse_id"]), str(stamp.get("title") or "")


def _hidden_slides(presentation: Any) -> int:
    """Out of the order, the sections and the shows, and out of what other slides lead to."""
    order = presentation.slides._sldIdLst
    hidden = [
        (entry, slide)
        for entry, slide in zip(list(order), list(presentation.slides), strict=True)
        if slide._element.get("show") in ("0", "false")
    ]
    gone = {entry.get("id") for entry, _ in hidden}
    parts = [slide.part for _, slide in hidden]
    for entry, _ in hidden:
        presentation.part.drop_rel(entry.rId)
        order.remove(entry)
    root = presentation.part._element
    for entry in [one for one in root.iter(f"{P14}sldId") if one.get("id") in gone]:
        entry.getparent().remove(entry)
    if hidden:
        for shows in root.findall(f"{P}custShowLst"):
            root.remove(shows)
    for slide in presentation.slides:
        _drop(slide.part, lambda relation: relation.target_part in parts)
    return len(hidden)


def _notes(presentation: Any) -> int:
    """With the master of the notes."""
    count = 0
    for slide in presentation.slides:
        if slide.has_notes_slide:
            frame = slide.notes_slide.notes_text_frame
            count += bool(frame is not None and frame.text.strip())
            _drop(slide.part, lambda relation: relation.reltype.endswith("/notesSlide"))
    for master in presentation.part._element.findall(f"{P}notesMasterIdLst"):
        presentation.part._element.remove(master)
    _drop(presentation.part, lambda relation: relation.reltype.endswith("/notesMaster"))
    return count


def _motions(presentation: Any) -> int:
    """What moves on a screen; on paper and in a PDF the slide is as it ends."""
    count = 0
    for slide in presentation.slides:
        moving = [*slide._element.iter(f"{P}transition"), *slide._element.iter(f"{P}timing")]
        for one in moving:
            holder = one.getparent()
            if holder is None:
                continue
            outer = next((up for up in one.iterancestors() if str(up.tag).endswith("}AlternateContent")), one)
            if outer.getparent() is not None:
                outer.getparent().remove(outer)
        count += bool(moving)
    return count


def _comments(presentation: Any) -> int:
    parts = [slide.part for slide in presentation.slides]
    count = sum(_drop(part, lambda relation: relation.reltype.endswith(COMMENTS[0])) for part in parts)
    _drop(presentation.part, lambda relation: relation.reltype.endswith(COMMENTS[1:]))
    return count


def drop_records(presentation: Any) -> int:
    """Every custom part, of whatever program: what it holds nobody sees."""
    package = presentation.part.package
    count = 0
    for holder in (presentation.part, package, *(slide.part for slide in presentation.slides)):
        count += _drop(holder, lambda relation: relation.reltype.endswith("/customXml"))
        count += _drop(holder, lambda relation: relation.reltype.endswith(TAGS))
    for part in (presentation.part, *(slide.part for slide in presentation.slides)):
        for tagged in list(part._element.iter(f"{P}custDataLst")):
            tagged.getparent().remove(tagged)
    return count


def _fields(presentation: Any) -> int:
    """The keys of our numbers name what they count; the words stay."""
    count = 0
    for slide in presentation.slides:
        for _, field in list(ink.fields(slide._element)):
            field.tag = f"{ink.A}r"
            field.attrib.clear()
            for properties in field.findall(f"{ink.A}pPr"):
                field.remove(properties)
            count += 1
    return count


def _workbooks(presentation: Any) -> int:
    """A workbook may hold more than its chart shows; the chart keeps the values that it draws."""
    count = 0
    for part in _charts(presentation):
        for data in list(part._element.iter(f"{C}externalData")):
            data.getparent().remove(data)
        count += _drop(part, lambda relation: relation.reltype.endswith(("/package", "/oleObject")))
    return count


def _objects(presentation: Any) -> int:
    """Embedded files: their picture stays as a picture where it can be told apart, else the frame goes with them."""
    count = 0
    for slide in presentation.slides:
        for frame in [
            one
            for one in slide._element.iter(f"{P}graphicFrame")
            if next(one.iter(f"{P}oleObj"), None) is not None
        ]:
            picture = next(frame.iter(f"{P}pic"), None)
            if picture is not None:
                frame.addnext(picture)
            frame.getparent().remove(frame)
            count += 1
        if count:
            _drop(slide.part, lambda relation: relation.reltype.endswith(("/package", "/oleObject")))
    return count


def _people(presentation: Any) -> int:
    core = presentation.core_properties
    count = 0
    for place in ("author", "last_modified_by", "comments", "content_status"):
        if getattr(core, place):
            setattr(core, place, "")
            count += 1
    core.revision = 1
    for place in ("subject", "keywords"):
        setattr(core, place, shape_names.VERSION.sub("", getattr(core, place) or "").strip())
    return count + _drop(
        presentation.part.package, lambda relation: relation.reltype.endswith(KEPT_BY_PROGRAMS)
    )


def _outside(presentation: Any) -> int:
    """Shapes that lie wholly beside a slide: seen by those who work on it, not by those who read it."""
    count = 0
    for slide in presentation.slides:
        for shape in list(slide.shapes):
            if shape.is_placeholder or None in (shape.left, shape.top, shape.width, shape.height):
                continue
            is_beside = shape.left + shape.width <= 0 or shape.left >= presentation.slide_width
            if is_beside or shape.top + shape.height <= 0 or shape.top >= presentation.slide_height:
                shape._element.getparent().remove(shape._element)
                count += 1
    return count


def _file_links(presentation: Any) -> int:
    """Links that lead to a file on a PC or in a folder: they tell where it lay, and open nothing elsewhere."""
    count = 0
    for part in (*(slide.part for slide in presentation.slides), *_charts(presentation)):
        places = {
            key: one
            for key, one in part._rels.items()
            if one.is_external and not one.target_ref.lower().startswith(OPEN_TO_ALL)
        }
        for key, one in places.items():
            users = [
                link for link in part._element.iter() if key in (link.get(f"{R}id"), link.get(f"{R}link"))
            ]
            for link in users:
                if str(link.tag).endswith(("hlinkClick", "hlinkHover", "hlinkMouseOver")):
                    link.getparent().remove(link)
            if one.reltype.endswith("/hyperlink") or not users:
                part._rels.pop(key)
                count += 1
    return count


def _title(presentation: Any, own: str) -> int:
    """The title in the properties of the file, which may be of another paper, is the one it was made with, else that of the first slide."""
    first = next((slide.shapes.title for slide in presentation.slides), None)
    said = "" if first is None else " ".join(first.text_frame.text.split())
    core = presentation.core_properties
    if core.title in ("", own or said):
        return 0
    core.title = own or said
    return 1


def _sections(presentation: Any) -> int:
    """What the parts of a deck are called in the list of its slides."""
    root = presentation.part._element
    named = [one for one in root.iter(f"{P14}section") if one.get("name")]
    for lists in list(root.iter(f"{P14}sectionLst")):
        extension = lists.getparent()
        extension.getparent().remove(extension)
    return len(named)


def _charts(presentation: Any) -> Iterator[Any]:
    for slide in presentation.slides:
        for relation in slide.part.rels.values():
            if not relation.is_external and re.search(r"/chart$", relation.reltype):
                yield relation.target_part


def _drop(holder: Any, is_out: Callable[[Any], bool]) -> int:
    """Relations that lead out of a part, with the links in it that use them; how many there were."""
    relations = holder._rels
    keys = [key for key, one in relations.items() if not one.is_external and is_out(one)]
    links = [] if not keys or not hasattr(holder, "_element") else list(holder._element.iter())
    for key in keys:
        for link in links:
            if link.get(f"{R}id") == key and str(link.tag).endswith(("hlinkClick", "hlinkHover")):
                link.getparent().remove(link)
        relations.pop(key)
    return len(keys)
