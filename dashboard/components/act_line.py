"""The line at the foot of every page that tells how an act goes: running, done, or failed with what to do."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.intake.acts import Act

TICK_MILLISECONDS = 500
RUNNING = {
    "queued": "ほかの作業が終わるのを待っています。順番が来ると自動で始まります",
    "working": "保存しています（1/2）",
    "building": "保存しました。データに反映しています（2/2）",
}
BUILD_ALONE = {**RUNNING, "working": "準備しています", "building": "資料を読んで、データを作っています"}
WITHOUT_BUILD = {**RUNNING, "working": "進めています"}
LOST = "前の作業のようすは、この画面を動かしているプログラムにもう残っていません。結果は各ページで確かめてください。"
CLOSE_ID = "act-close"
MOST_FINDINGS = 5


LAST_ID = "act-last"


def parts() -> list[Any]:
    """What the shell holds. A page begins an act by giving its id to the store "act"; once it has ended, "act-done" or
    "act-failed" has it.
    """
    return [
        dcc.Store(id="act", storage_type="session"),
        dcc.Store(id="act-shown", data=""),
        dcc.Store(id="act-done", data=""),
        dcc.Store(id="act-failed", data=""),
        dcc.Interval(id="act-tick", interval=TICK_MILLISECONDS, disabled=True),
        html.Div(id="act-line", className="act-line"),
    ]


def running(act: Act) -> html.Div:
    """What is going on. Only the words are read aloud; the seconds would be every half second."""
    return html.Div(
        [
            html.P(
                [
                    html.B(act.words),
                    f"：{_stages(act)[act.stage]}",
                    html.Span(f"　{act.seconds}秒", **{"aria-hidden": "true"}),
                ]
            ),
            html.Div(html.Div(className="track-moving"), className="track", **{"aria-hidden": "true"}),
        ],
        className="banner banner-note",
        role="status",
    )


def _stages(act: Act) -> dict[str, str]:
    if act.is_build_alone:
        return BUILD_ALONE
    return RUNNING if act.builds else WITHOUT_BUILD


def ended(act: Act) -> html.Div:
    """That it is done, until something else is pressed; or why not, until it is closed."""
    if act.stage == "done":
        return _banner([html.B(f"{act.words}：できました。"), f" {act.outcome}"], "note", "status")
    kept = (
        "入力した内容は保存されていますが、データにまだ反映されていません。" if act.is_kept else act.unchanged
    )
    found = [html.Li(str(one.get("message", ""))) for one in act.findings[:MOST_FINDINGS]]
    return _banner(
        [
            html.B(f"{act.words}：できませんでした。"),
            f" {act.trouble} {kept}",
            html.Ul(found) if found else None,
        ],
        "warning",
        "alert",
    )


def last(act: Act, at: str) -> str:
    """What stays above the pages of this tab when the line is gone. at: when it ended, in words."""
    how = f"できました。{act.outcome}" if act.stage == "done" else "できませんでした。"
    by = f"、{act.note.by}" if act.note.by else ""
    why = f"（理由: {act.note.reason}）" if act.note.reason else ""
    return f"直前の作業（{at}{by}）: {act.words}{why}：{how}{act.result.get('unnoted', '')}"


def lost() -> html.Div:
    return _banner([LOST], "warning", "status")


def _banner(words: list[Any], kind: str, role: str) -> html.Div:
    close = html.Button("閉じる", id={"type": CLOSE_ID, "of": "act"}, className="small-button", type="button")
    return html.Div([html.Div(words), close], className=f"banner banner-{kind} banner-closable", role=role)
