"""Words that people typed into a chart: its title, those of its axes, single labels, text boxes over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from dashboard.export.deck.chart_labels import C
from dashboard.export.deck.ink import A

BOXES = "/chartUserShapes"  # how the type of their relation ends


def typed(chart: Any) -> Iterator[str]:
    """Paragraph by paragraph, without what the programs fill in."""
    for text in chart._chartSpace.iter(f"{C}rich"):
        yield from _paragraphs(text)
    for relation in chart.part.rels.values():
        if relation.reltype.endswith(BOXES) and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            yield from _paragraphs(etree.fromstring(relation.target_part.blob, parser))


def _paragraphs(holder: Any) -> Iterator[str]:
    for paragraph in holder.iter(f"{A}p"):
        if said := "".join(run.findtext(f"{A}t") or "" for run in paragraph.iter(f"{A}r")):
            yield said
