"""A value and the cell that says so: press the cell's address and file, sheet and the text as written open."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html

from dashboard.components import correcting
from dashboard.words import raw_files, words


def cell(row: Mapping[str, object]) -> html.Details | None:
    """The address of a cell (columns file, sheet, cell, raw_text); None where the value has no cell."""
    if not isinstance(row.get("cell"), str) or not row["cell"]:
        return None
    place = f"シート「{row['sheet']}」" if row.get("sheet") else ""
    return html.Details(
        [
            html.Summary(str(row["cell"]), title="書かれているファイルとセルを見る"),
            html.Div(
                [
                    *correcting.lineage(row),
                    raw_files.file_words(str(row["file"])),
                    html.Br(),
                    f"{place} セル {row['cell']}　書かれていた文字「{row['raw_text']}」",
                ],
                className="cited-place",
            ),
        ],
        className="cited",
    )


def synthetic(row: Mapping[str, object]) -> html.Span | None:
    """The mark of a value that rests on fictional data; None for a real one."""
    if not bool(row.get("is_synthetic")):
        return None
    return html.Span(words.SYNTHETIC, className="tag tag-synthetic")


def table(
    headings: tuple[str, ...], rows: list[list[object]], *, class_name: str = "plain", caption: str = ""
) -> html.Table:
    """A table whose first column names the row; caption is for those who listen to it."""
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in headings]))
    body = html.Tbody(
        [html.Tr([html.Th(row[0], scope="row"), *[html.Td(value) for value in row[1:]]]) for row in rows]
    )
    said = [html.Caption(caption, className="unseen")] if caption else []
    return html.Table([*said, head, body], className=class_name)
