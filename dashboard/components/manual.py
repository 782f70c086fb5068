"""A page that is read: sections one below the other, and beside them the list of their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html


@dataclass(frozen=True)
class ManualSection:
    """`about` stands for the title above the content where it says more."""

    title: str
    content: Sequence[Any]
    about: str = ""


def manual(
    head: Sequence[Any], sections: Sequence[ManualSection], contents_label: str, further: Sequence[Any] = ()
) -> html.Div:
    """The page; `further`: links to other pages, below the list of headings."""
    contents = [html.Li(html.A(one.title, href=f"#{_anchor(one.title)}")) for one in sections]
    return html.Div(
        [
            html.Div(head, className="page-head"),
            html.Div(
                [
                    html.Nav(
                        html.Ul([*contents, *(html.Li(link) for link in further)]),
                        className="panel guide-contents",
                        **{"aria-label": contents_label},
                    ),
                    html.Div([_section(one) for one in sections], className="guide-sections"),
                ],
                className="guide-columns",
            ),
        ],
        className="guide",
    )


def _section(section: ManualSection) -> html.Section:
    return html.Section(
        [html.H2(section.about or section.title), *section.content],
        className="panel",
        id=_anchor(section.title),
    )


def _anchor(title: str) -> str:
    return f"guide-{title}"
