"""Names of municipalities on a slide, each held against the rows of single municipalities, by another way than the slide's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.chart_data.recount import RecountContext
from dashboard.export.deck.slide_appendix import TOWNS
from dashboard.export.deck.town_names import TownNames
from dashboard.queries import overview
from dashboard.slides.check import Mismatch, StatedNumber

# The beginning of a list in a sentence: those who begin and those who end between two years.
BEGUN, ENDED = re.compile(r"新たに実施: ([^。]+)。"), re.compile(r"実施でなくなった: ([^。]+)。")
# Who went from one group to another: a line of the cards of the slide of moves.
WAY = re.compile(r"^(\S+) → \S+ (\S+)　[\d,]+: (.+)$", re.MULTILINE)
# Views that name none but the municipalities of their scope; a ranking names others as examples, a route where it begins.
SCOPED = ("status_map", "status_bars", "summary", "flow", "slippage", "towns")
MORE = "など"
KEY = "names"


def wrong_names(
    name: str, known: Mapping[str, Any], context: RecountContext, names: TownNames, name_of: Mapping[str, str]
) -> Iterator[Mismatch]:
    """name and known: a shape of the record. Lists that are not those of the data, and municipalities outside of the scope."""
    what, _, view = name.rpartition("｜")
    inside = {name_of[code] for code in context.codes if code in name_of}
    is_scoped = view.partition("-")[0] in SCOPED and not context.scope.is_whole
    texts = [str(known.get("text", ""))]
    if known.get("kind") == "table":
        texts = [cell for row in known["cells"] for cell in row]
    for text in texts:
        if is_scoped and (out := [one for one in names.found(text) if one not in inside]):
            yield _wrong(view, name, what, "、".join(out), "範囲の外の市町村です")
    if known.get("kind") == "table" and view.partition("-")[0] == TOWNS:
        for key, row in zip(known["rows"], known["cells"][1:], strict=True):
            right = "、".join(name_of[code] for code in context.codes_of(key)) or "なし"
            if row[2] != right:
                yield _wrong(view, name, f"{what} {row[0]}", row[2], right)
    now, before = (set(context.codes_of("implementing", year)) for year in (context.year, context.year - 1))
    for pattern, codes in ((BEGUN, now - before), (ENDED, before - now)):
        right_names = [name_of[code] for code in sorted(codes)]
        for text in texts:
            for listed in pattern.findall(text):
                said = listed.removesuffix(MORE).split("、")
                whole = right_names[: len(said)] if listed.endswith(MORE) else right_names
                if [one for one in said if one not in right_names] or (said != whole and "flow" not in view):
                    yield _wrong(view, name, what, listed, "、".join(right_names))

    for text in texts:
        yield from _wrong_ways(name, view, what, text, context, name_of)


def _wrong_ways(
    name: str, view: str, what: str, text: str, context: RecountContext, name_of: Mapping[str, str]
) -> Iterator[Mismatch]:
    codes = {str(row["label_ja"]): str(row["code"]) for row in context.rows(overview.groups)}
    for start, end, listed in WAY.findall(text):
        before = set(context.codes_of(codes[start], context.year - 1))
        right = [name_of[code] for code in context.codes_of(codes[end]) if code in before]
        said = listed.removesuffix(MORE).split("、")
        if said != (right[: len(said)] if listed.endswith(MORE) else right):
            yield _wrong(view, name, what, listed, "、".join(right))


def _wrong(view: str, name: str, place: str, text: str, right: str) -> Mismatch:
    return Mismatch(StatedNumber(view, name, KEY, text, f"{place}の市町村名"), right)
