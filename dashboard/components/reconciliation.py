"""Published totals beside our own counts, and what is not published."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard import theme
from dashboard.components import correcting
from dashboard.frames import records
from dashboard.views.corrections import total_key
from dashboard.words import raw_files, words

STATES = {
    "match": ("✓", "一致"),
    "mismatch": ("!", "不一致"),
    "same_source": ("＝", "同じ資料"),
    "towns_not_published": ("―", "非公表"),
}


def panel(totals: pd.DataFrame, silent: int, *, is_part: bool = False) -> list[object]:
    """totals: queries.reconciliation of one year; silent: municipalities without data on the map.

    is_part: whether the page shows a part of Hokkaido, while the published totals are of the whole.
    """
    if totals.empty:
        return [
            html.P(
                "この年度に公表された道内の合計はありません。実施市町村の一覧もないため、"
                f"数はすべて{words.KNOWN_SO_FAR}です。",
                className="note",
            )
        ]
    blocks = [_block(part) for _, part in totals.groupby("as_of", sort=False)]
    whole = (
        html.P("公表値は道内全体です（振興局などの条件は効きません）。", className="note")
        if is_part
        else None
    )
    return [whole, *blocks, *_notes(totals, silent)]


def newest(totals: pd.DataFrame) -> dict[str, int]:
    """Published municipalities by group code, of the newest date of a year; empty where nothing is published."""
    if totals.empty:
        return {}
    last = totals[totals["as_of"] == totals["as_of"].max()]
    return {str(code): int(value) for code, value in last.groupby("group_code")["published"].sum().items()}


def cells(totals: pd.DataFrame) -> list[html.Li]:
    """The cell of each published total, where the links of the panel lead."""
    return [
        html.Li(
            [
                f"公表値「{row['label_ja']}」{words.count(row['published'])}（{words.day_short(row['as_of'])}時点）",
                correcting.mark(row),
                correcting.button(total_key(str(row["total_code"])), f"公表値「{row['label_ja']}」"),
                html.Span(raw_files.of_row(row), className="cell-place"),
                html.Span(str(row["note"]), className="note") if row["note"] else None,
            ],
            id=cell_anchor(row),
        )
        for row in records(totals)
    ]


def cell_anchor(row: dict[str, object]) -> str:
    """The place on the page of the cell of a published total."""
    return f"source-{row['total_code']}"


def _block(part: pd.DataFrame) -> html.Table:
    most = int(part["published"].max()) if len(part) > 1 else 0
    said = f"{words.day_short(part['as_of'].iloc[0])}時点"
    if len(part) > 1:
        said += f"（計 {words.count(part['published'].sum())}）"
    head = html.Tr([html.Th(text, scope="col") for text in (said, "公表", "市町村の記録")])
    body = html.Tbody([_row(row, most) for row in records(part)])
    return html.Table([html.Thead(head), body], className="totals")


def _row(row: dict[str, object], most: int) -> html.Tr:
    sign, said = STATES[str(row["state"])]
    fictional = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None
    known = "" if row["state"] == "towns_not_published" else f"{words.count(int(str(row['computed'])))} "
    return html.Tr(
        [
            html.Th([html.Span(str(row["label_ja"])), _bar(row, most) if most else None], scope="row"),
            html.Td(
                html.A(
                    html.B(words.count(int(str(row["published"])))),
                    href=f"#{cell_anchor(row)}",
                    title=f"出典: {raw_files.of_row(row)}",
                )
            ),
            html.Td(
                [
                    html.Span(sign, className=f"state state-{row['state']}", **{"aria-hidden": "true"}),
                    known,
                    said,
                    fictional,
                ]
            ),
        ]
    )


def _bar(row: dict[str, object], most: int) -> html.Span:
    """A bar from 0; only where there is something to compare with."""
    style = theme.GROUPS[str(row["group_code"])]
    length = f"{100 * int(str(row['published'])) / most:.0f}%"
    look = {"width": length, "background": style.fill, "borderColor": style.line}
    return html.Span(html.Span(className="totals-bar", style=look), className="totals-track")


def _notes(totals: pd.DataFrame, silent: int) -> list[object]:
    notes: list[object] = []
    if totals["is_inferred"].any():
        hidden = totals[totals["state"] == "towns_not_published"]["published"]
        numbers = "・".join(words.count(value) for value in hidden)
        text = "※ 区分の名前は資料の図と説明文から読み取ったもの（推定）です。"
        if numbers and silent >= hidden.sum():
            text += f"{numbers}の市町村名は公表されていないため、地図と表では「データなし」です。"
        notes.append(html.P(text, className="note"))
    for note in totals[~totals["is_inferred"].astype(bool)]["note"].dropna().drop_duplicates():
        if note:
            notes.append(html.P(f"※ {note}。", className="note"))
    if (totals["state"] == "same_source").any():
        notes.append(html.P("※ 同じ資料から数えた市町村名は、確かめになりません。", className="note"))
    if (totals["state"] == "mismatch").any():
        notes.append(
            html.P("公表値と記録が一致しません。出典を確かめてください。", className="note note-alert")
        )
    return notes
