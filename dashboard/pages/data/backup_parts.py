"""What the section 控え shows: the button that saves, the way back, and what a 控え would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.components import drop_zone, notices
from dashboard.intake.uploads import MOST_WHOLE_BYTES
from dashboard.journal import backups
from dashboard.views.backups import NONE, age, change, last_line, moment, tried_line
from dashboard.words import words

HELD = (
    "受け取った資料、調査票の様式、訂正、公表した資料、差出人と宛先、送った記録、対応の記録と計画、保存したスライドの組を、"
    "1つの zip にします。集計は受け取った資料から作り直せるので、入りません。"
)
CARE = "担当者の連絡先や、公表していない回答が入ります。課で決めた場所（ファイルサーバーなど）に置いてください。"
WORD = (
    "付けた控えは、パスワードを知る人だけが開けます（AES-256 の zip。7-Zip でも開けます）。"
    "半角の英字・数字・記号で12文字以上にしてください。毎日の控えと戻す前の控えには付きません。"
)
FORGOTTEN = (
    "パスワードを忘れると、だれにも開けません（作り直すことも、調べることもできません）。"
    "課で決めた方法で、控えとは別の場所に残してください。"
)
WANTED = "この控えにはパスワードが付いています。作ったときのパスワードを入れてください。"
NO_WORD = "パスワードを入れてください。"
WHOLE = "控えたときの状態にすべて戻ります。戻す前に、いまの控えが自動で残るので、それでまた元に戻せます。"
CONFIRM = (
    "いまの内容を、{made}の控えに替えます。よろしいですか。（いまの控えが自動で残り、それで元に戻せます）"
)
KEPT = (
    f"控えから戻したときに自動で残した、その直前の控えです。新しいものから{backups.MOST_BEFORE}つを残し、"
    "それより古いものは次に戻したときに消えます。長く残すものは「控えを保存」で保存してください。"
)
# What the files of the program itself are called; every other one has the name that it came with.
FILES = {
    "SOURCES.csv": "登録した資料の一覧",
    "REGISTER.csv": "受け取った調査票の一覧",
    "round.csv": "調査の段階の記録",
    "form.toml": "調査の様式",
    "corrections.csv": "訂正の記録",
}
MOST_NAMED = 10
DAILY = (
    "かさなりを開いている日に、前から変わったものがあれば自動で作ります。新しいものから7つが残ります。"
    "この PC の中にあるので、PC が壊れたときのためには「控えを保存」で別の場所に置いてください。"
)


def section(journal: Path | None, today: date) -> list[Any]:
    """The whole section."""
    return [
        dcc.Store(id="backup-batch", storage_type="session"),
        dcc.Store(id="backup-asked", data=""),
        dcc.Store(id="backup-act", data=""),
        dcc.Store(id="backup-address", data=""),
        html.Div(
            [
                html.Div([html.P(HELD), html.P(CARE, className="note")]),
                html.Button("控えを保存", id="backup-make", type="button", className="button"),
            ],
            className="backup-make",
        ),
        _word(),
        html.P(last_line(journal, today), id="backup-last"),
        html.P(tried_line(journal), className="note"),
        html.H3("控えから戻す"),
        html.P(WHOLE),
        drop_zone.zone(
            "backup",
            "控えを入れる",
            "「かさなり控え_」で始まる zip を、ここにドロップしてください。中身を見て決めるまで、何も変わりません。",
            "控えの zip 1つ",
            "/backup/files",
            html.Div(id="backup-busy", role="status"),
            most=MOST_WHOLE_BYTES,
            takes_folders=False,
        ),
        html.Div(id="backup-report"),
        *_kept("毎日の控え", DAILY, backups.kept_daily(journal), today),
        *_kept("戻す前の控え", KEPT, backups.kept_before(journal), today),
    ]


def _word() -> html.Details:
    """The two fields for a password, folded away: most 控え stay on the drive of the section."""
    return html.Details(
        [
            html.Summary("パスワードを付ける（庁外に持ち出すときなど）"),
            html.P(WORD),
            html.Div(FORGOTTEN, className="banner banner-warning"),
            html.Div(
                [
                    _word_field("backup-word", "パスワード", "new-password"),
                    _word_field("backup-word-again", "もう一度", "new-password"),
                ],
                className="backup-words",
            ),
            html.Div(id="backup-word-told"),
        ],
        className="backup-word",
    )


def _word_field(field_id: str, label: str, kind: str) -> dmc.PasswordInput:
    return dmc.PasswordInput(id=field_id, label=label, size="sm", w=260, autoComplete=kind)


def locked(name: str, trouble: str = "") -> html.Div:
    """A 控え that wants its password; trouble: why the one before did not open it."""
    return html.Div(
        [
            html.H3(f"「{name}」"),
            html.Div(trouble, className="banner banner-warning", role="alert") if trouble else html.P(WANTED),
            html.Div(
                [
                    _word_field("backup-word-open", "パスワード", "off"),
                    html.Button("控えを開く", id="backup-unlock", type="button", className="button"),
                ],
                className="backup-words",
            ),
        ],
        className="backup-found",
    )


def report(found: Mapping[str, Any], name: str) -> html.Div:
    """What a 控え holds against what stands there now, and the button that puts it back."""
    changes = found["changes"]
    made = moment(datetime.fromisoformat(str(found["made_at"])))
    untouched = "" if found["has_journal"] else "この控えに対応の記録はないので、対応の記録はいまのままです。"
    same = not (changes["replaced"] or changes["added"] or changes["removed"])
    files = (
        "受け取った資料のファイルは、どれも控えと同じです。"
        if same
        else (
            f"受け取った資料のファイルは、{words.count(changes['replaced'])}が控えの中身に替わり、"
            f"{words.count(changes['added'])}が戻り、{words.count(changes['removed'])}がなくなります"
            f"（同じもの {words.count(changes['same'])}）。"
        )
    )
    return html.Div(
        [
            html.H3(f"{made}の控え"),
            notices.banner(
                f"{words.SYNTHETIC}の入った控えです。実際の仕事のデータをこれに替えないでください。", "synthetic"
            )
            if found["synthetic"]
            else None,
            html.P(
                f"「{name}」。すべてのファイル（{words.count(found['files'])}）が、控えたときのままであることを確かめました。"
            ),
            html.Table(
                [
                    html.Thead(
                        html.Tr(
                            [html.Th(head, scope="col") for head in ("中身", "控え", "いま", "戻すと")]
                        )
                    ),
                    html.Tbody([*map(_row, found["counts"]), *map(_stage, found["stages"])]),
                ],
                className="plain backup-counts",
            ),
            html.P([files, untouched]),
            _replaced(changes["replaced_names"]),
            html.Div(
                html.Button(
                    "この控えに戻す",
                    id="backup-restore",
                    type="button",
                    className="button",
                    **{"data-confirm": CONFIRM.format(made=made)},
                ),
                className="toolbar",
            ),
        ],
        className="backup-found",
    )


def _row(one: Mapping[str, Any]) -> html.Tr:
    held, now = one["in_backup"], one["now"]
    cells = (NONE if held is None else words.count(held), "読めません" if now is None else words.count(now))
    return html.Tr(
        [
            html.Th(one["label"], scope="row"),
            *(html.Td(cell, className="number") for cell in cells),
            html.Td(change(one)),
        ]
    )


def _stage(one: Mapping[str, str]) -> html.Tr:
    """The stage of a round, in the 控え and now."""
    held, now = one["in_backup"], one["now"]
    return html.Tr(
        [
            html.Th(one["label"], scope="row"),
            html.Td(held or NONE),
            html.Td(now or NONE),
            html.Td(
                "同じ" if held == now else "調査がなくなる" if not held else f"「{now or NONE}」から「{held}」に戻る"
            ),
        ]
    )


def _replaced(names: Sequence[str]) -> Any:
    """The files whose content a restore would replace, named."""
    if not names:
        return None
    return html.Details(
        [
            html.Summary(f"控えの中身に替わるファイル（{words.count(len(names))}）"),
            html.Ul([html.Li(_named(name)) for name in names]),
        ],
        open=len(names) <= MOST_NAMED,
        className="backup-replaced",
    )


def _named(path: str) -> str:
    """A file of data/raw as an officer calls it, with its place."""
    told = FILES.get(path.rpartition("/")[2], "")
    return f"{told}（{path}）" if told else path


def _kept(title: str, about: str, kept: list[Path], today: date) -> list[Any]:
    """控え that lie beside the journal."""
    if not kept:
        return []
    return [
        html.H3(title),
        html.P(about, className="note"),
        html.Ul(
            [
                html.Li(
                    [
                        html.Span([path.stem, f"（{age(backups.made_at(path), today)}）"]),
                        html.Button(
                            "中身を見る",
                            id={"type": "backup-before", "name": path.name},
                            type="button",
                            className="small-button",
                            **{"aria-label": f"{path.stem} の中身を見る"},
                        ),
                    ]
                )
                for path in kept
            ],
            className="backup-kept",
        ),
    ]
