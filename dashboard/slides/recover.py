"""A deck whose record another program lost: what its feet and the fields in its texts still tell."""

from __future__ import annotations

import re
from typing import Any

from pptx.util import Emu

from dashboard.chart_data import registry
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.slide_request import scope_label
from dashboard.export.deck import copies, locate, read_back, record, slide_record
from dashboard.export.deck.package import DeckRefusedError
from dashboard.frames import records
from dashboard.queries import overview
from dashboard.queries import slides as queries
from dashboard.warehouse.reader import Reader

COPY = re.compile(
    r"-p?\d+$"
)  # status_map-2: the second slide of a view; towns-p2: the second page of a table
AS_OF = re.compile(r"(\S+?)までに把握した内容")


def record_of(presentation: Any, name: str, content: bytes, reader: Reader) -> record.Record:
    """The record of a deck, else what can be told without it. Raises DeckRefusedError where nothing can.

    Slides that came from another deck are in it under names of their own, which the presentation then has as well.
    """
    try:
        kept = record.read_record(presentation, name, content)
    except record.NoRecordError as missing:
        copies.refuse(presentation, name)
        recovered = slide_record.record_of_slides(presentation) or _recovered(presentation, reader)
        if recovered is None:
            raise DeckRefusedError(str(missing)) from missing
        kept = recovered
    if not kept.get("is_recovered"):
        slide_record.adopt(presentation, kept)
    return kept


def _recovered(presentation: Any, reader: Reader) -> record.Record | None:
    """Of each slide whose foot names its year and municipalities: the shapes with our names, as they stand now.

    Whose their words are nobody knows any more; the numbers in fields are ours.
    """
    scopes = _scopes(reader)
    views: dict[str, Any] = {}
    shapes: dict[str, Any] = {}
    stamp: dict[str, Any] | None = None
    for name, alike in read_back.shapes(presentation).items():
        if not name.startswith(f"{locate.FOOT}｜") or not alike[0].shape.has_text_frame:
            continue
        view, said = alike[0].view, locate.foot_words(alike[0].shape)
        of, version = locate.stamp_of(said)
        if of not in scopes or COPY.sub("", view) not in registry.with_slide():
            continue
        year, scope = scopes[of]
        as_of = AS_OF.search(said)
        stamp = (stamp if stamp and stamp["as_of"] else None) or {
            "warehouse_id": version.removeprefix("版 "),
            "as_of": as_of[1] if as_of else "",
            "asked": {},
        }
        views[view] = {
            "asked": {
                "view": COPY.sub("", view),
                "fiscal_year": year,
                "resolved_year": year,
                "subprefectures": list(scope.subprefectures),
            },
            "title": view,
            "synthetic": False,
        }
    for name, alike in read_back.shapes(presentation).items():
        if alike[0].view in views:
            known = read_back.state(alike[0].shape)
            is_left = known["kind"] not in ("text", "table")
            shapes[name] = known | {"is_recovered": True, "is_left": is_left}
    if stamp is None or not any(locate.recorded_numbers(known) for known in shapes.values()):
        return None
    return {
        "format": record.FORMAT,
        "stamp": stamp,
        "stage": _stage(presentation),
        "views": views,
        "shapes": shapes,
        "behind": {},
        "evidence": {},
        "is_recovered": True,
    }


def _scopes(reader: Reader) -> dict[str, tuple[int, Scope]]:
    """What a foot says of itself → year and scope, for 全道 and each 振興局."""
    scopes = [Scope(), *(Scope(None, (str(code),)) for code in queries.areas(reader)["code"])]
    labels = {scope_label(reader, scope): scope for scope in scopes}
    return {
        f"{row['label_ja']}・{label}": (int(row["fiscal_year"]), scope)
        for row in records(overview.years(reader))
        for label, scope in labels.items()
    }


def _stage(presentation: Any) -> dict[str, Any]:
    width, height = Emu(presentation.slide_width).inches, Emu(presentation.slide_height).inches
    return {
        "width": width,
        "height": height,
        "content": [0.5, 1.2, width - 1.0, height - 1.9],
        "title": [0.5, 0.3, width - 1.0, 0.7],
        "title_size": 22,
        "face": "",
    }
