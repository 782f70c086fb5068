"""Whether towns advanced after a contact: counts by band, sentences and method."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import html

from dashboard.components import notices, take_out
from dashboard.journal import JournalError
from dashboard.services import contact_effect
from dashboard.views import contact_words as say
from dashboard.warehouse.reader import Reader
from dashboard.words import words

HEADS = ("比べ方", "区分", "進んだ", "市町村", "進んだ（もう一方）", "市町村（もう一方）")


def section(reader: Reader, journal: Path | None) -> list[Any]:
    try:
        made = contact_effect.contact_effect(reader, journal)
    except JournalError as error:
        return [html.H3(say.TITLE), notices.banner(str(error), "warning")]
    rows = [
        html.Tr(
            [
                html.Th(f"{say.LABELS[kind]}（{'と'.join(say.SIDES[kind])}）", scope="row"),
                html.Td(one.band),
                *(
                    html.Td(words.count(number), className="number")
                    for number in (one.advanced, one.towns, one.advanced_without, one.towns_without)
                ),
            ]
        )
        for kind, part in made.parts.items()
        for one in part.bands
    ]
    first, band, *others = HEADS
    head = html.Tr(
        [
            *(html.Th(text, scope="col") for text in (first, band)),
            *(html.Th(text, scope="col", className="number") for text in others),
        ]
    )
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="plain effect-counts")
    return [
        html.Section(
            [
                html.H3(say.TITLE),
                *[html.P(text) for text in say.sentences(made)],
                table if rows else None,
                html.Details(
                    [html.Summary("決め方"), *[html.P(text, className="note") for text in say.METHOD]]
                ),
                take_out.buttons(
                    "contact_effect", content=".effect-counts", title=say.TITLE, synthetic=made.is_synthetic
                )
                if rows
                else None,
            ],
            className="effect",
        )
    ]
