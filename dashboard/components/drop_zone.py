"""Where files are dropped or chosen: they go up as they are, and the id of what came goes into a store (assets/drop_zone.js)."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.intake.uploads import MEGABYTE, MOST_UPLOAD_BYTES


def zone(
    prefix: str,
    title: str,
    words: str,
    kinds: str,
    address: str,
    status: Any,
    *,
    most: int = MOST_UPLOAD_BYTES,
    takes_folders: bool = True,
    year_of: str = "",
) -> html.Section:
    """A zone for files, folders and zips by mouse; the buttons do the same by keyboard.

    prefix: of its ids, and of the store <prefix>-batch; address: where files are posted; status: what is going on below.
    most: how many bytes at once; year_of: the id of the head whose year the files belong to.
    """
    choose = [dmc.Button("ファイルを選ぶ", id=f"{prefix}-choose", size="sm")]
    if takes_folders:
        folder = dmc.Button("フォルダを選ぶ", id=f"{prefix}-choose-folder", size="sm", variant="default")
        choose.append(folder)
    return html.Section(
        [
            html.Div(
                [
                    html.H2(title, id="drop-title"),
                    html.P(words, id="drop-words"),
                    html.P(
                        f"{kinds}。{'一度に合わせて ' if takes_folders else ''}{most // MEGABYTE:,} MB まで。",
                        className="note",
                    ),
                ]
            ),
            html.Div(choose, className="drop-buttons"),
            html.Div(
                [
                    html.Div(id="upload-line", className="upload-line", role="status"),
                    html.Div(html.Div(id="upload-bar"), id="upload-track", className="track", hidden=True),
                    status,
                ],
                className="drop-status",
            ),
        ],
        id=f"{prefix}-drop",
        className="panel drop-zone",
        **{
            "aria-labelledby": "drop-title",
            "data-most": str(most),
            "data-address": address,
            "data-store": f"{prefix}-batch",
            **({"data-year-of": year_of} if year_of else {}),
        },
    )
