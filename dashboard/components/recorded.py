"""What people entered, as a list: who and when, a button that takes each back, and what was taken back with the way to restore it.

The presses are answered by web.entries.
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.words import words


def lists(name: str, title: str, rows: list[dict[str, Any]]) -> list[html.Div]:
    """rows: about, text, beside and the columns of journal.current; name: of whose presses they are."""
    standing = [row for row in rows if not row["is_removed"]]
    gone = [row for row in rows if row["is_removed"]]
    parts = ((title, standing), ("取り消したもの", gone))
    return [_list(name, head, own) for head, own in parts if own]


def button(name: str, row: dict[str, Any], label: str = "") -> html.Button:
    """「取り消す」, or 「元に戻す」 of what was taken back. label: what it is, for those who listen."""
    said = "元に戻す" if row["is_removed"] else "取り消す"
    return html.Button(
        said,
        id={
            "type": f"{name}-{'undo' if row['is_removed'] else 'remove'}",
            "id": row["record_id"],
            "version": int(row["version"]),
        },
        type="button",
        className="small-button",
        **({"aria-label": f"{label}を{said}"} if label else {}),
    )


def by(row: dict[str, Any]) -> str:
    """（架空、令和8年11月30日10:12）."""
    return f"（{row['written_by']}、{words.moment(row['written_at'])}）"


def _list(name: str, title: str, rows: list[dict[str, Any]]) -> html.Div:
    return html.Div(
        [
            html.H3(title),
            html.Ul(
                [
                    html.Li(
                        [
                            html.B(f"{row['about']}　"),
                            row["text"],
                            html.Span(f"　{row['beside']}{by(row)}", className="note"),
                            button(name, row),
                        ]
                    )
                    for row in rows
                ]
            ),
        ]
    )
