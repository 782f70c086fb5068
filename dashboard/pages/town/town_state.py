"""Who the town is, its state through the years, and its figures beside those of others."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from dash import html

from dashboard import theme
from dashboard.components import correcting
from dashboard.frames import records
from dashboard.pages.town import cited
from dashboard.views import date_words
from dashboard.views.corrections import FIGURE, START_YEAR, STATUS_CODE, ValueKey
from dashboard.words import words
from dashboard.words.town import FIGURES, basis, figure, size

Row = dict[str, object]
# Worked out from figures, which have to be corrected themselves.
COMPUTED = ("aging_rate_pct", "age_75plus_rate_pct", "density_per_km2")


def former(frame: pd.DataFrame) -> html.P | None:
    """The municipalities of which it was merged, and the names that it had (queries.town_sheet.former_names)."""
    said = []
    for how, label in (("merged", "合併の前の市町村"), ("renamed", "前の名前")):
        for year, own in frame[frame["how"] == how].groupby("changed_year", dropna=False):
            when = "" if pd.isna(year) else f"（{int(str(year))}年）"
            said.append(f"{label}{when}: {'・'.join(own['former_name'])}。")
    if not said:
        return None
    sources = [str(one) for one in frame["source"].dropna().unique()]
    origin = f"出典: {'、'.join(sources)}。" if sources else ""
    rule = "合併の前の市町村の値は、今の市町村の値に数えず、「点検の指摘」に並べます。" if origin else ""
    return html.P(f"{''.join(said)}{rule}{origin}", className="note town-former")


def merger(mergers: pd.DataFrame, code: str) -> html.P | None:
    """The registered merger of a municipality, to come or past, with its cell (services.coming_dates.mergers)."""
    own = records(mergers[mergers["municipality_code"] == code])
    if not own:
        return None
    (row,) = own
    mark = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None
    return html.P(
        [date_words.merger(row, mergers), html.Code(f"{row['file']} {row['cell']}"), mark],
        className="note town-former",
    )


def badge(group_code: str, symbol: str, label: str) -> html.Span:
    """The state in symbol, colour and words."""
    style = theme.GROUPS[group_code]
    mark = html.Span(
        symbol,
        className="mark",
        style={"background": style.fill, "color": style.ink, "borderColor": style.line},
        **{"aria-hidden": "true"},
    )
    return html.Span([mark, label], className="town-state")


def years(frame: pd.DataFrame) -> html.Table:
    """One row per fiscal year (queries.town_years): state, start, what it rests on."""
    return cited.table(
        ("年度", "状態", "開始（予定）", "根拠", "時点", "セル"),
        [_year(row) for row in records(frame)],
        caption="年度ごとの状態",
    )


def _year(row: Row) -> list[object]:
    start = row["start_label"] if isinstance(row["start_label"], str) else "―"
    as_of = "―" if pd.isna(row["as_of"]) else words.day_short(row["as_of"])  # type: ignore[call-overload, arg-type]
    state = badge(str(row["group_code"]), str(row["symbol"]), str(row["status_label"]))
    marked = str(row.get("corrected_item"))
    marks = {item: correcting.mark(row) if marked == item else None for item in (STATUS_CODE, START_YEAR)}
    buttons = correcting.status_buttons(row)
    return [
        html.Span([row["year_label"], html.Small(f"（{row['fiscal_year']}）")]),
        [
            state,
            cited.synthetic(row),
            marks[STATUS_CODE],
            buttons[STATUS_CODE],
            correcting.own_year_button(row),
        ],
        [start, *_start_place(row), marks[START_YEAR], buttons[START_YEAR]],
        basis(row),
        as_of,
        cited.cell(row) or "―",
    ]


def _start_place(row: Row) -> list[object]:
    """Where a start year stands that the record of the state leaves out."""
    if not isinstance(row.get("start_file"), str):
        return []
    place = {name: row[f"start_{name}"] for name in ("file", "sheet", "cell")} | {
        "raw_text": row["start_text"]
    }
    return [html.Small(f"（{row['start_stated_label']}の記載）"), cited.cell(place)]


def figures(town: str, everyone: pd.DataFrame, cells: pd.DataFrame) -> html.Table:
    """The town's figures beside the medians of its 振興局, of its size class and of all 179.

    everyone: queries.town_sheet.all_figures; cells: queries.town_sheet.figures of the town.
    """
    one = everyone[everyone["municipality_code"] == town].iloc[0]
    area = everyone[everyone["subprefecture_code"] == one["subprefecture_code"]]
    alike = everyone[everyone["size_class"] == one["size_class"]]
    by_code = {str(row["figure_code"]): row for row in records(cells)}
    rows: list[list[object]] = []
    for column, label, form, code in FIGURES:
        cell = by_code.get(code or "")
        value = html.B(figure(one[column], form))
        key = ValueKey(FIGURE, town, None, code or "")
        may_be_corrected = cell is not None and column not in COMPUTED
        rows.append(
            [
                label,
                value
                if cell is None or not may_be_corrected
                else [value, correcting.mark(cell), correcting.button(key, label)],
                *[figure(frame[column].median(), form) for frame in (area, alike, everyone)],
                "" if cell is None else words.day_short(cell["reference_date"]),
                "計算値" if cell is None else cited.cell(cell) or "―",
            ]
        )
    headings = (
        "指標",
        "この市町村",
        f"{one['subprefecture_name']}の中央値（{len(area)}）",
        f"{size(one['size_class_label'])}の中央値（{len(alike)}）",
        f"全道の中央値（{len(everyone)}）",
        "基準日",
        "セル",
    )
    return cited.table(headings, rows, caption="基礎的な数値")


def neighbours(frame: pd.DataFrame, link: Callable[[str], str]) -> html.Ul | html.P:
    """Towns with a shared border and their newest state; link makes the address of a town."""
    if frame.empty:
        return html.P("海に囲まれ、隣り合う市町村はありません。")
    return html.Ul(
        [
            html.Li(
                [
                    html.A(str(row["name"]), href=link(str(row["municipality_code"]))),
                    f" {row['status_label']}",
                    cited.synthetic(row),
                ]
            )
            for row in records(frame)
        ],
        className="town-neighbours",
    )
