"""The record inside the file: what we last wrote into each shape of ours, and of which data."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from dataclasses import asdict
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from dashboard.export.deck import chart_labels, read_back
from dashboard.export.deck.model import Deck, Element, Map, NativeChart, NativeTable, Sketch, Slide, Text
from dashboard.export.deck.package import DeckRefusedError
from dashboard.export.deck.stage import Stage

FORMAT = 1
FOLDER = "/customXml/"
RELATION = RELATIONSHIP_TYPE.CUSTOM_XML
SPACE = "urn:kasanari:deck:1"
XML = "application/xml"
PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
PROPERTIES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
Record = dict[str, Any]


class NoRecordError(DeckRefusedError):
    """The file is a deck without a record."""


def build_record(presentation: Any, deck: Deck, stage: Stage) -> Record:
    """The record of a deck that was just drawn: read back from the shapes themselves."""
    found = read_back.shapes(presentation)
    kept: Record = {
        "format": FORMAT,
        "stamp": asdict(deck.stamp),
        "stage": {
            "width": stage.width,
            "height": stage.height,
            "content": list(stage.content),
            "title": list(stage.title),
            "title_size": stage.title_size,
            "face": stage.face,
            "look": list(stage.look),
            "cover_look": list(stage.cover_look),
        },
        "views": {
            slide.view: {"asked": slide.view_state, "title": slide.title, "synthetic": slide.synthetic}
            for slide in deck.slides
        },
        "shapes": {},
        "behind": {slide.view: {k: list(v) for k, v in slide.behind.items()} for slide in deck.slides},
        "evidence": deck.evidence,
    }
    for slide in deck.slides:
        for name, more in names(slide).items():
            if name in found:
                state = read_back.sketch if more.get("is_sketch") else read_back.state
                kept["shapes"][name] = state(found[name][0].shape) | more
    return kept


def names(slide: Slide) -> dict[str, Record]:
    """Names of the shapes of a slide that we own, with what the shape itself does not say."""
    known: dict[str, Record] = {}
    for element in slide.elements:
        known |= _names(element)
    return known


def _names(element: Element) -> dict[str, Record]:
    if isinstance(element, Map):
        shapes: dict[str, Record] = {shape.name: {} for shape in element.shapes}
        return {element.name: {}, **shapes, **{label.name: {"is_label": True} for label in element.labels}}
    if isinstance(element, Sketch):
        return {element.name: {"is_sketch": True}}
    if isinstance(element, NativeChart):
        return {
            element.name: {
                "keys": [list(series.keys) for series in element.series],
                "maximum": element.maximum,
                "labels": [chart_labels.planned(series) for series in element.series],
            }
        }
    if isinstance(element, NativeTable):
        return {element.name: {"rows": [row.key for row in element.rows]}}
    return {element.name: {}} if isinstance(element, Text) and element.text else {}


def write_record(presentation: Any, kept: Record) -> None:
    """Put the record into the package, in place of an earlier one."""
    root = etree.Element(f"{{{SPACE}}}deck", nsmap={None: SPACE})
    root.text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = _part(presentation)
    package = presentation.part.package
    if part is not None:
        part._blob = content
        if not any(
            one.reltype == RELATION and one.target_part is part for one in _internal(presentation.part)
        ):
            presentation.part.relate_to(part, RELATION)
            for key in [
                key for key, one in package._rels.items() if not one.is_external and one.target_part is part
            ]:
                package._rels.pop(key)
        return
    taken = {str(known.partname) for known in package.iter_parts()}
    number = next(n for n in range(1, 10_000) if f"/customXml/item{n}.xml" not in taken)
    part = Part(PackURI(f"/customXml/item{number}.xml"), XML, package, content)
    about = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
        f'<ds:datastoreItem ds:itemID="{{{str(uuid.uuid5(uuid.NAMESPACE_URL, SPACE)).upper()}}}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    properties = Part(
        PackURI(f"/customXml/itemProps{number}.xml"), PROPERTIES, package, about.encode("utf-8")
    )
    part.relate_to(properties, PROPERTIES_RELATION)
    presentation.part.relate_to(part, RELATION)


def read_record(presentation: Any, name: str, content: bytes = b"") -> Record:
    """The record of a deck, wherever the file keeps it. Raises DeckRefusedError where there is none that we can read.

    content: the file, for a record that nothing in it leads to any more.
    """
    part = _part(presentation)
    blob = part.blob if part is not None else _orphan(content)
    if blob is None:
        raise NoRecordError(
            f"「{name}」には、かさなりの記録がありません。かさなりで作った資料か確かめてください。"
            "（別のソフトウェアで保存し直すと、記録が失われることがあります。その場合は新しく作り直してください。）"
        )
    try:
        kept: Record = json.loads(etree.fromstring(blob, _parser()).text or "")
        usable = (
            isinstance(kept, dict)
            and isinstance(kept.get("shapes"), dict)
            and isinstance(kept.get("views"), dict)
        )
        current = kept.get("format") if usable else None
    except (ValueError, etree.XMLSyntaxError) as error:
        raise DeckRefusedError(
            f"「{name}」の中の記録が壊れているため、使えません。新しく作り直してください。"
        ) from error
    if not usable or not isinstance(kept.get("stamp"), dict):
        raise DeckRefusedError(
            f"「{name}」の中の記録が壊れているため、使えません。新しく作り直してください。"
        )
    if current != FORMAT:
        raise DeckRefusedError(
            f"「{name}」は、別の版のかさなりで作られたため使えません。新しく作り直してください。"
        )
    return kept


def _part(presentation: Any) -> Any:
    """Some programs let the package lead to the record, not the presentation."""
    for part in presentation.part.package.iter_parts():
        if str(part.partname).startswith(FOLDER) and _is_record(part.blob):
            return part
    return None


def _internal(part: Any) -> list[Any]:
    return [one for one in part.rels.values() if not one.is_external]


def _orphan(content: bytes) -> bytes | None:
    if not content:
        return None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and f"/{name}".startswith(FOLDER):
                blob = archive.read(name)
                if _is_record(blob):
                    return blob
    return None


def _is_record(blob: bytes) -> bool:
    """Not the part about it, which names the same space."""
    return SPACE.encode() in blob[:400] and b"datastoreItem" not in blob[:400]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
