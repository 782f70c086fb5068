"""What the page 確定・公表 shows of a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dash_ag_grid as dag
import pandas as pd
from dash import html

from dashboard.components import grids, notices
from dashboard.services import change_causes, publication
from dashboard.views import round_in_work
from dashboard.views.open_points import LOST, POINTS, OpenPoint, left
from dashboard.views.returns import year_label
from dashboard.warehouse.reader import Reader
from dashboard.words import words

STATES = {"open": "受付中", "preliminary": "速報", "final": "確定"}
MEANINGS = {
    "open": "届いた調査票は、受け取るとすぐにすべての画面と資料に入ります。",
    "preliminary": "速報として公表した後も、届いた調査票は受け取るとすぐに入ります。変わったところは下の正誤表に並びます。",
    "final": "これから届く調査票は、受け取っても保留になり、「取り込む」と決めるまで数に入りません。訂正は正誤表に並びます。",
}


def standing(fiscal_year: int, state: str, entries: Sequence[Mapping[str, Any]]) -> html.Section:
    """The steps of a round, with where it stands, in words too."""
    steps = [
        html.Li(
            label,
            className="is-now" if key == state else "",
            **({"aria-current": "step"} if key == state else {}),
        )
        for key, label in STATES.items()
    ]
    since = f"（{words.day_short(entries[-1]['entered_on'])}から）" if entries else ""
    return html.Section(
        [
            html.H2(f"{year_label(fiscal_year)}の調査は「{STATES[state]}」です{since}"),
            html.Ol(steps, className="round-steps", **{"aria-label": "調査の段階"}),
            html.P(MEANINGS[state]),
        ],
        className="panel",
        id="round-standing",
        **{"data-state": state},
    )


def _place_of(point: OpenPoint, fiscal_year: int) -> str:
    return notices.FINDINGS_PATH if point is LOST else round_in_work.address("/returns", fiscal_year)


def open_points(fiscal_year: int, numbers: Mapping[str, int], state: str) -> html.Section:
    """What is not settled yet, each with the way to it."""
    still = left(POINTS, numbers)
    is_final = state == "final"
    title = "確定したときに残っていたもの・その後に届いたもの" if is_final else "確定の前に確かめること"
    rows = [
        html.Tr(
            [
                html.Td(
                    "▲ 残り" if point in still else "● 済み", className="note-alert" if point in still else ""
                ),
                html.Th(point.label, scope="row"),
                html.Td(f"{words.count(numbers[point.key])}{point.unit}", className="number"),
                html.Td(html.A("見る", href=_place_of(point, fiscal_year)) if point in still else ""),
            ]
        )
        for point in POINTS
    ]
    return html.Section(
        [
            html.H2(title + (f"（残り{len(still)}）" if still else "（残っていません）")),
            html.Table(html.Tbody(rows), className="plain-table open-points"),
            html.P(
                "残っていても確定できます。公表の資料では、未着の市町村は「調査票」の欄が「未着」になり、前の年度までの記載を継続とみなした状態は「根拠」の欄でわかります。",
                className="note",
            )
            if still and not is_final
            else None,
        ],
        className="panel",
    )


def results(fiscal_year: int) -> html.Section:
    """The sheets that go back to the municipalities."""
    return html.Section(
        [
            html.H2("市町村への結果のお知らせ"),
            html.P(
                "市町村ごとに A4 1枚（Word）で、回答、同じ人口規模の市町村と参考団体、対応する道の支援、その後を書きます。自由記述と連絡先、順位は載せません。"
            ),
            html.A(
                "結果のお知らせをまとめて保存（振興局ごとの zip）",
                href=f"/closing/{fiscal_year}/results.zip",
                className="button",
                download="",
            ),
        ],
        className="panel",
        id="round-results",
    )


def history(fiscal_year: int, entries: Sequence[Mapping[str, Any]]) -> html.Section | None:
    """Every state so far, the newest first, with what was published then."""
    if not entries:
        return None
    heads = ("日付", "段階", "作成", "確認", "承認", "理由", "公表した資料")
    return html.Section(
        [
            html.H2("これまでの段階と、公表した資料"),
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(head) for head in heads])),
                    html.Tbody([_entry(fiscal_year, entry, entries) for entry in reversed(entries)]),
                ],
                className="plain-table",
            ),
        ],
        className="panel",
        id="round-history",
    )


def changes(
    reader: Reader, fiscal_year: int, entries: Sequence[Mapping[str, Any]], raw: Path | None
) -> html.Section | None:
    """The 正誤表: what is no longer as it was published last."""
    entry = last_published(entries)
    if entry is None or raw is None:
        return None
    about = f"{words.day_short(entry['entered_on'])}の{entry['state_label']}（第{edition(entries, entry)}版）"
    if why := publication.why_not_comparable(reader):
        return html.Section(
            [html.H2("正誤表（公表した後に変わったところ）"), html.P(why, className="note-alert")],
            className="panel",
            id="round-errata",
        )
    try:
        found = publication.changes_since(
            raw / entry["published"], reader, fiscal_year, pd.Timestamp(entry["entered_on"]).date()
        )
    except (OSError, ValueError):
        return html.Section(
            [
                html.H2("正誤表"),
                html.P(
                    f"{about}で公表した資料（{entry['published']}）が見つからないか、読めません。控えから元の場所に戻してください。",
                    className="note-alert",
                ),
            ],
            className="panel",
        )
    if not found:
        body: list[Any] = [html.P(f"{about}で公表した資料から、変わったところはありません。")]
    else:
        body = [
            html.P(
                [
                    f"{about}で公表した資料から、{words.count(len(found))}か所が変わりました。",
                    *(
                        html.A(
                            f"正誤表を保存（{label}）",
                            href=f"/closing/{fiscal_year}/{entry['sort_order']}-errata.{kind}",
                            className="button",
                        )
                        for kind, label in (("docx", "Word"), ("xlsx", "Excel"), ("csv", "CSV"))
                    ),
                ],
                className="toolbar",
            ),
            _changes_grid(found),
        ]
    return html.Section(
        [html.H2("正誤表（公表した後に変わったところ）"), *body], className="panel", id="round-errata"
    )


def last_published(entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The newest entry with which something was published."""
    return next((entry for entry in reversed(entries) if entry["published"]), None)


def edition(entries: Sequence[Mapping[str, Any]], entry: Mapping[str, Any]) -> int:
    """Which of all that was published this is: 受付中 publishes nothing and has no number."""
    return sum(bool(one["published"]) and one["sort_order"] <= entry["sort_order"] for one in entries)


def _changes_grid(found: list[publication.Change]) -> dag.AgGrid:
    columns = [
        grids.text("name", "市町村", 120, pinned="left"),
        grids.free_text("item", "項目", 320, flex=2, **grids.WORDS),
        grids.free_text("before", "誤（公表したとき）", 220, flex=1, **grids.WORDS),
        grids.free_text("after", "正（いま）", 220, flex=1, **grids.WORDS),
        grids.text("day", change_causes.DAY, 160),
        grids.free_text("reason", "理由", 220, flex=1, **grids.WORDS),
    ]
    rows = [
        {
            "name": change.name,
            "item": change.item,
            "before": change.before,
            "after": change.after,
            "day": words.day_short(change.cause.day) if change.cause.day else "―",
            "reason": change.cause.reason or "―",
        }
        for change in found
    ]
    return grids.grid(
        "errata-grid",
        columns,
        rows,
        height=f"{min(420, 110 + 40 * max(len(rows), 2))}px",
        listeners={},
        column_options=grids.WITHOUT_FILTER_BUTTONS,
    )


def _entry(fiscal_year: int, entry: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> html.Tr:
    published: Any = "―"
    if entry["published"]:
        place = f"/closing/{fiscal_year}/{entry['sort_order']}"
        published = [
            html.A("保存（zip）", href=f"{place}.zip"),
            "　",
            html.A(
                "正誤表（Excel）", href=f"{place}-errata.xlsx", title="この資料から、いま変わっているところ"
            ),
        ]
    cells = (
        words.day_short(entry["entered_on"]),
        f"{entry['state_label']}（第{edition(entries, entry)}版）"
        if entry["published"]
        else entry["state_label"],
        *(entry[name] or "―" for name in ("made_by", "checked_by", "approved_by", "reason")),
        published,
    )
    return html.Tr([html.Td(cell) for cell in cells])
