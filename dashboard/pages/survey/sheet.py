"""The sheet as a municipality will see it, page by page."""

from __future__ import annotations

from typing import Any

from dash import html


def pages(sheet: dict[str, Any]) -> list[html.Div]:
    """The A4 pages of the sheet; each row knows the question that it belongs to."""
    whole = len(sheet["pages"])
    return [
        html.Div(
            [
                _head(sheet) if number == 1 else None,
                _table(sheet, [line for line in sheet["lines"] if first <= line["row"] <= last]),
                html.P(sheet["closing"], className="sheet-closing") if number == whole else None,
                html.P(
                    [html.Span(sheet["footer"]), html.Span(f"{number} ／ {whole} ページ")],
                    className="sheet-footer",
                ),
            ],
            className="sheet-page",
        )
        for number, (first, last) in enumerate(sheet["pages"], 1)
    ]


def _head(sheet: dict[str, Any]) -> html.Div:
    label, bar, words = sheet["progress"]
    return html.Div(
        [
            html.P(sheet["title"], className="sheet-title"),
            html.P(
                [html.B(label), " ", html.Span(bar, className="sheet-bar"), " ", words],
                className="sheet-progress",
            ),
            html.P(sheet["sender"], className="sheet-sender"),
            html.Div(
                [
                    html.Div(
                        [
                            html.P(html.B(sheet["guide_title"])),
                            *(html.P(line) for line in sheet["guide"]),
                            *(
                                html.P([html.Span(className=f"sheet-key sheet-{style}"), text])
                                for style, text in sheet["legend"]
                            ),
                        ]
                    ),
                    html.Dl(
                        [part for key, value in sheet["card"] for part in (html.Dt(key), html.Dd(value))]
                    ),
                ],
                className="sheet-guide",
            ),
        ],
        className="sheet-head",
    )


def _table(sheet: dict[str, Any], lines: list[dict[str, Any]]) -> html.Table:
    total = sum(sheet["widths"])
    columns = [html.Col(style={"width": f"{100 * width / total:.1f}%"}) for width in sheet["widths"]]
    heads = [html.Th(text, scope="col") for text in sheet["header"]]
    return html.Table(
        [
            html.Colgroup(columns),
            html.Thead(html.Tr(heads)),
            html.Tbody([_line(line, len(heads)) for line in lines]),
        ],
        className="sheet-table",
    )


def _line(line: dict[str, Any], columns: int) -> html.Tr:
    if line["role"] == "section":
        return html.Tr(html.Td(line["label"], colSpan=columns), className="sheet-section")
    known = {"data-question": line["question"]}
    label = html.Td(
        [
            html.Span(
                line["label"], className=None if line["is_sub"] and line["role"] == "entry" else "sheet-label"
            ),
            html.Span("　必須", className="sheet-required") if line["is_required"] else None,
            html.Div(line["note"], className="sheet-note") if line["note"] else None,
        ]
    )
    number = html.Td(line["number"], className="sheet-number")
    if line["is_wide"]:
        return html.Tr([number, label, html.Td(colSpan=columns - 2, className="sheet-input")], **known)
    rest: list[Any] = [_answer(line)]
    rest += [html.Td() for _ in range(columns - 4)]
    rest.append(html.Td(className="sheet-input" if line["has_reason"] else None))
    return html.Tr([number, label, *rest], **known)


def _answer(line: dict[str, Any]) -> html.Td:
    if line["role"] == "heading":
        return html.Td(line["hint"], className="sheet-hint")
    sign = "▼" if line["choices"] and line["kind"] != "multiple" else line["unit"]
    title = "、".join(line["choices"]) if line["kind"] != "multiple" else ""
    return html.Td(sign, className="sheet-input", title=title or None)
