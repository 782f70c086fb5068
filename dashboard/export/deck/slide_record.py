"""What each slide carries of the record, so that it keeps its scope and version in another deck.

It stands in a tag, which PowerPoint copies together with its slide.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable
from typing import Any

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from dashboard.export.deck.read_back import name_of, on_slide

FORMAT = 1
NAME = "KASANARI"  # PowerPoint writes names of tags in capitals
P_NS = "http://schemas.openxmlformats.org/presentationml/2006/main"
P = f"{{{P_NS}}}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LARGEST = 4_000_000
PARTS = ("known", "shapes", "behind", "stage", "version")
Record = dict[str, Any]


def adopt(presentation: Any, kept: Record) -> None:
    """Take slides that came from another deck into the record, under a key of their own and with the names of it.

    Doing it again changes nothing. A slide whose tag is lost stays what it is.
    """
    for slide in presentation.slides:
        carried = read(slide)
        if carried is None:
            continue
        view = carried["view"]
        key = _home(carried, kept)
        if not key:
            key = _free(view, kept["views"])
            _take_in(carried, view, key, kept)
        if key != view:
            _rename(slide, view, key)


def carry(pages: Iterable[tuple[Any, str]], kept: Record) -> None:
    """Write into each slide what the record has of its view."""
    pages = [(slide, view) for slide, view in pages if view in kept["views"]]
    by_view: dict[str, Record] = {view: {} for _, view in pages}
    for name, state in kept["shapes"].items():
        by_view.get(name.rpartition("｜")[2], {})[name] = state
    taken: set[str] = set()
    if pages:
        package = pages[0][0].part.package
        taken = {str(part.partname) for part in package.iter_parts()}
    seen: set[Any] = set()
    for slide, view in pages:
        carried = {
            "format": FORMAT,
            "view": view,
            "known": {name: kept["views"][view].get(name) for name in ("asked", "title", "synthetic")},
            "version": _version(kept, view),
            "stage": kept["views"][view].get("stage", kept["stage"]),
            "behind": kept.get("behind", {}).get(view, {}),
            "shapes": by_view[view],
        }
        seen.add(_write(slide, carried, taken, seen))


def read(slide: Any) -> Record | None:
    """What a slide carries; None where it has no tag of ours that can be read."""
    part = _part(slide)
    try:
        tag = None if part is None else _tag(etree.fromstring(part.blob, _parser()))
        if tag is None:
            return None
        opened = zlib.decompressobj()
        said = opened.decompress(base64.b64decode(tag.get("val") or "", validate=True), LARGEST)
        carried = json.loads(said)
    except (etree.XMLSyntaxError, binascii.Error, zlib.error, ValueError):
        return None
    is_usable = (
        isinstance(carried, dict)
        and carried.get("format") == FORMAT
        and isinstance(carried.get("view"), str)
        and all(isinstance(carried.get(name), dict) for name in PARTS)
        and isinstance(carried["known"].get("asked"), dict)
    )
    return carried if is_usable else None


def record_of_slides(presentation: Any) -> Record | None:
    """A record for a deck of people's own into which slides of ours were copied; None where there are none."""
    first = next((carried for slide in presentation.slides if (carried := read(slide))), None)
    if first is None:
        return None
    return {
        "format": 1,
        "stamp": {**first["version"], "made_at": "", "title": "", "asked": {}},
        "stage": first["stage"],
        "views": {},
        "shapes": {},
        "behind": {},
        "evidence": {},
    }


def _version(kept: Record, view: str) -> Record:
    stamp = kept["stamp"]
    here = {"warehouse_id": str(stamp["warehouse_id"]), "as_of": str(stamp["as_of"])}
    version: Record = kept["views"][view].get("version", here)
    return version


def _home(carried: Record, kept: Record) -> str:
    """The view of this deck that a slide shows: of the same data, asked for alike; its own name before others."""
    wanted = _plain(carried["known"]["asked"])
    number = carried["version"].get("warehouse_id")
    same = [
        view
        for view, known in kept["views"].items()
        if _version(kept, view)["warehouse_id"] == number and _plain(known.get("asked", {})) == wanted
    ]
    return carried["view"] if carried["view"] in same else next(iter(same), "")


def _plain(asked: Record) -> str:
    return json.dumps(asked, sort_keys=True, ensure_ascii=False)


def _free(view: str, views: Record) -> str:
    if view not in views:
        return view
    base = view.partition("-")[0]
    return next(key for n in range(2, len(views) + 3) if (key := f"{base}-{n}") not in views)


def _take_in(carried: Record, view: str, key: str, kept: Record) -> None:
    kept["views"][key] = {
        **carried["known"],
        "version": carried["version"],
        "stage": carried["stage"],
        "is_moved": True,
    }
    kept.setdefault("behind", {})[key] = carried["behind"]
    for name, state in carried["shapes"].items():
        if name.endswith(f"｜{view}"):
            kept["shapes"][f"{name.rpartition('｜')[0]}｜{key}"] = state


def _rename(slide: Any, view: str, key: str) -> None:
    for shape in on_slide(slide):
        what, bar, of = name_of(shape).rpartition("｜")
        if bar and of == view:
            shape.name = f"{what}｜{key}"
    if slide._element.cSld.get("name") == view:
        slide._element.cSld.set("name", key)


def _write(slide: Any, carried: Record, taken: set[str], seen: set[Any]) -> Any:
    packed = zlib.compress(
        json.dumps(carried, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(), 9
    )
    part = _part(slide)
    if part is None or part in seen:
        part = _new_part(slide, taken)
    root = etree.fromstring(part.blob, _parser())
    tag = _tag(root)
    if tag is None:
        tag = etree.SubElement(root, f"{P}tag", name=NAME)
    tag.set("val", base64.b64encode(packed).decode("ascii"))
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return part


def _new_part(slide: Any, taken: set[str]) -> Part:
    number = next(n for n in range(1, 10_000) if f"/ppt/tags/tag{n}.xml" not in taken)
    name = f"/ppt/tags/tag{number}.xml"
    taken.add(name)
    empty = etree.tostring(etree.Element(f"{P}tagLst", nsmap={"p": P_NS}))
    part = Part(PackURI(name), CONTENT_TYPE.PML_TAGS, slide.part.package, empty)
    relation = slide.part.relate_to(part, RELATIONSHIP_TYPE.TAGS)
    page = slide._element.cSld
    holder = page.find(f"{P}custDataLst")
    if holder is None:
        holder = etree.Element(f"{P}custDataLst")
        page.find(f"{P}spTree").addnext(holder)
    for old in holder.findall(f"{P}tags"):
        holder.remove(old)
    etree.SubElement(holder, f"{P}tags").set(R_ID, relation)
    return part


def _part(slide: Any) -> Any:
    leads = slide._element.cSld.find(f"{P}custDataLst/{P}tags")
    relation = None if leads is None else slide.part.rels.get(leads.get(R_ID))
    return None if relation is None or relation.is_external else relation.target_part


def _tag(root: Any) -> Any:
    return next((tag for tag in root.iter(f"{P}tag") if tag.get("name") == NAME), None)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
