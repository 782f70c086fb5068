"""Whether towns advanced after a contact: counts by band, sentences and method."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import html

from dashboard.chart_data import state_cells
from dashboard.components import notices, take_out
from dashboard.frames import records
from dashboard.journal import JournalError
from dashboard.services import contact_effect
from dashboard.services.contact_effect import ContactEffect
from dashboard.views import contact_words as say
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

CASE_HEADS = ("市町村", "比べ方", "組（区分）", "前の年度の状態とセル", "次の年度の状態とセル", "進んだか")
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
    counts = html.Table([html.Thead(head), html.Tbody(rows)], className="plain effect-counts")
    return [
        html.Section(
            [
                html.H3([say.TITLE, _tag() if made.is_synthetic else None]),
                *[html.P(text) for text in say.sentences(made)],
                counts if rows else None,
                _counted(reader, made) if rows else None,
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


def _tag() -> html.Span:
    return html.Span(words.SYNTHETIC, className="tag tag-synthetic")


def _counted(reader: Reader, made: ContactEffect) -> html.Details:
    """What the table counts, one by one, with the cells of both states."""
    cells = state_cells.by_town_and_year(reader)
    rows = [
        html.Tr(
            [
                html.Th(cells[row["code"], row["year"]]["name"], scope="row"),
                html.Td(say.LABELS[kind]),
                html.Td(f"{say.SIDES[kind][0 if row['side'] else 1]}（{row['band']}）"),
                *[_state(cells[row["code"], row[year]]) for year in ("from_year", "year")],
                html.Td("進んだ" if row["advanced"] else "―"),
            ]
        )
        for kind, own in made.cases.items()
        for row in records(own)
    ]
    head = html.Tr([html.Th(text, scope="col") for text in CASE_HEADS])
    cases = html.Table([html.Thead(head), html.Tbody(rows)], className="plain")
    return html.Details(
        [
            html.Summary(f"数えた市町村（延べ{words.count(len(rows))}）と、状態のセル"),
            html.Div(
                cases,
                className="scroll",
                tabIndex=0,
                role="region",
                **{"aria-label": "数えた市町村と状態のセル"},
            ),
        ]
    )


def _state(row: dict[str, Any]) -> html.Td:
    return html.Td(
        [
            f"{words.fiscal_year(row['fiscal_year'])} {row['state_label']} ",
            html.Span(raw_files.of_row(row), className="cell-place"),
        ]
    )
