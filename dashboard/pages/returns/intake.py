"""The way in: where files are dropped, what is going on with them, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import clock
from dashboard.components import drop_zone as drop_zone_parts
from dashboard.intake import reports
from dashboard.intake.jobs import Batch
from dashboard.pages.returns import grids
from dashboard.views.returns import year_label
from dashboard.words import words

TICK_MILLISECONDS = 300
MOST_DAYS = 5
RUNNING = {
    "checking": "{n}ファイルを点検しています",
    "queued": "ほかの受け取りが終わるのを待っています。順番が来ると自動で始まります",
    "receiving": "{n}ファイルを受け取っています（1/2）",
    "building": "受け取りました。データに反映しています（2/2）",
}
DECIDING = "データに反映しています"
LOST = (
    "プログラムを起動し直したので、前に入れたファイルの点検結果はもう表示できません。"
    "受け取ったファイルは下の「受け取ったファイル」にあります。そこにないものだけ、もう一度入れてください。"
)


def drop_zone() -> html.Section:
    """Where returns come in."""
    return drop_zone_parts.zone(
        "intake",
        "調査票を入れる",
        "届いたファイル・フォルダ・zip を、ここにドロップしてください。点検だけでは何も変わりません。",
        "Excel（.xlsx .xlsm .xls）・取りまとめ表（.xlsx .csv）・zip",
        "/intake",
        html.Div(id="intake-status", role="status"),
        year_of="returns-head",
    )


def stores() -> list[Any]:
    """The batch lives as long as the tab, so that a reload does not lose sight of it."""
    return [
        dcc.Store(id="intake-batch", storage_type="session"),
        dcc.Store(id="intake-shown", data=""),
        dcc.Interval(id="intake-tick", interval=TICK_MILLISECONDS, disabled=True),
    ]


def status(batch: Batch) -> list[Any]:
    """What is going on. Only the words are read aloud; the seconds would be every second."""
    if batch.is_running:
        said = (
            DECIDING
            if batch.decided
            else RUNNING[batch.stage].format(n=words.count(len(batch.chosen_files or batch.files)))
        )
        return [
            html.P([html.B(said), html.Span(f"　{batch.seconds}秒", **{"aria-hidden": "true"})]),
            html.Div(html.Div(className="track-moving"), className="track", **{"aria-hidden": "true"}),
        ]
    if batch.stage == "failed":
        return [html.P(html.B("できませんでした。下に理由を示します。"), className="note-alert")]
    done = {"checked": "点検が終わりました。", "done": "データに反映しました。"}
    return [html.P([html.B(done.get(batch.stage, "")), " ", html.A("結果へ", href="#intake-results")])]


def lost() -> list[Any]:
    return [html.P(LOST, className="note-alert")]


def results(
    batch: Batch, names: dict[str, str], questions: dict[str, str], why_not: Callable[[date], str]
) -> Any:
    """Files and findings of a batch; nothing while the check runs. why_not: why a day cannot be that of receipt, or ""."""
    if batch.stage == "checking":
        return None
    rows = grids.file_rows(batch, names)
    has_findings = batch.stage != "done" and any(
        report.get("findings") for report in batch.checked.get("files", [])
    )
    return html.Section(
        [
            html.Div(
                [
                    html.H2(
                        f"{'ファイルの扱い' if batch.decided else '入れたファイル'}（{year_label(batch.fiscal_year)}）",
                        id="intake-results-title",
                    ),
                    None
                    if batch.is_running
                    else dmc.Button("閉じる", id="intake-close", variant="default", size="xs"),
                ],
                className="results-head",
            ),
            _outcome(batch),
            _counts(rows) if batch.files and batch.checked else None,
            _away(batch),
            grids.batch_files(batch, names) if batch.files else None,
            _action(batch, why_not),
            *(
                [html.H3("点検の指摘"), grids.batch_findings(batch, names, questions)]
                if has_findings
                else [html.P("指摘はありません。")]
                if batch.checked and batch.stage != "done"
                else []
            ),
        ],
        className="panel intake-results",
        tabIndex=-1,
        **{"aria-labelledby": "intake-results-title"},
    )


def _outcome(batch: Batch) -> Any:
    if batch.stage == "failed":
        is_kept = batch.received or batch.decided
        kept = "受け取ったファイルは保存されています。" if is_kept else "データは元のままです。"
        return html.Div([html.B(batch.trouble), " ", kept], className="banner banner-warning", role="alert")
    if batch.stage != "done":
        return None
    if batch.decided:
        text = f"{batch.decided}。データに反映しました。ほかの画面も新しいデータに切り替わります。"
        return html.Div(text, className="banner banner-note", id="intake-outcome")
    counts = reports.counts(batch.received)
    said = [
        f"受け取り {words.count(counts['loaded'])}",
        f"保留 {words.count(counts['quarantined'])}",
        f"受け取り済み {words.count(counts['already'])}",
    ]
    if counts["held"]:
        said.append(f"どう使うかを決めるもの {words.count(counts['held'])}")
    text = f"データに反映しました（{'、'.join(said)}）。ほかの画面も新しいデータに切り替わります。"
    if batch.built.get("synthetic"):
        text += f"{words.SYNTHETIC}を含みます。"
    return html.Div(text, className="banner banner-note", id="intake-outcome")


def _counts(rows: list[dict[str, Any]]) -> html.P:
    numbers = {status: sum(row["status"] == status for row in rows) for status in grids.CHECKED}
    parts = [f"{label} {words.count(numbers[key])}" for key, label in grids.CHECKED.items()]
    return html.P(f"{words.count(len(rows))}ファイル: {'　'.join(parts)}", id="intake-counts")


def _away(batch: Batch) -> Any:
    if not batch.turned_away:
        return None
    return html.Div(
        [
            html.P(html.B("取り込めなかったもの"), className="note-alert"),
            html.Ul([html.Li(f"{one.sender_name}: {one.reason}") for one in batch.turned_away]),
        ],
        className="turned-away",
    )


def _dates(batch: Batch, why_not: Callable[[date], str]) -> Any:
    """The days that zips and mails say of their files, each to be taken with one press; of what would be refused, why."""
    dated = sorted(
        {file.dated for file in batch.files if file.dated is not None and file.dated <= clock.today()}
    )
    reasons = {day: why_not(day) for day in dated[-MOST_DAYS:]}
    days = [day for day, reason in reasons.items() if not reason]
    told = [html.Span(f"メール・zip の{reason}", className="note") for reason in reasons.values() if reason]
    if not days:
        return html.Span(told, className="intake-days") if told else None
    return html.Span(
        [
            "メール・zip の日付: ",
            *(
                html.Button(
                    words.day_short(day),
                    id={"type": "intake-day-of", "day": day.isoformat()},
                    type="button",
                    className="small-button",
                    title="この日を受領日にする",
                )
                for day in days
            ),
            *told,
        ],
        className="intake-days",
    )


def _action(batch: Batch, why_not: Callable[[date], str]) -> Any:
    if batch.stage not in ("checked", "failed") or not batch.checked:
        return None
    return html.Div(
        [
            html.Label(
                [
                    "受領日",
                    dmc.TextInput(id="intake-day", size="sm", w=160, value=words.day_short(clock.today())),
                ],
                htmlFor="intake-day",
                className="intake-day",
            ),
            dmc.Button("受け取ってデータに反映", id={"type": "intake-receive", "batch": batch.batch_id}),
            html.Span(id="intake-day-message", role="status", className="form-result note-alert"),
            _dates(batch, why_not),
            html.P(
                "選んだファイルを受け取り、データを作り直します。受け付けられないファイルも選べば、理由とともに保留して記録し、"
                "再提出のお願いを作れます。",
                className="note",
            ),
        ],
        className="toolbar",
    )
