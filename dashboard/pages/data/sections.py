"""The sections of データ, one shown at a time: ?sec=download."""

from __future__ import annotations

from dashboard.components.grids import SEVERITIES

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

import pandas as pd
from dash import dcc, html

from dashboard import clock
from dashboard.web.settings import journal_path
from dashboard.words import words
from dashboard.pages.data import backup_parts, downloads, grids, second_source, tables as data_tables
from dashboard.views import act_history, view
from dashboard.views.view import View
from dashboard.queries import data, intake
from dashboard.warehouse.reader import Reader

PATH = "/data"


def asked_section(search: str) -> str:
    """The section that the address names, else the first."""
    named = parse_qs(search.removeprefix("?")).get("sec", [""])[0]
    return named if named in SECTIONS else next(iter(SECTIONS))


def navigation(asked: View) -> html.Nav:
    """Links to the sections, which keep the rest of the address."""
    now = asked_section(asked.search)
    links = [
        dcc.Link(
            title,
            href=address(asked, sec=name),
            className="section-link",
            **{"aria-current": "true"} if name == now else {},
        )
        if name != now
        else html.A(
            title, href=address(asked, sec=name), className="section-link", **{"aria-current": "true"}
        )
        for name, (title, _) in SECTIONS.items()
    ]
    return html.Nav(links, className="section-nav", **{"aria-label": "データの中身"})


def address(asked: View, **changes: str) -> str:
    """The address of the page with some of its parts changed; an empty part goes."""
    pairs = [
        (name, value) for name, value in parse_qsl(asked.search.removeprefix("?")) if name not in changes
    ]
    pairs += [(name, value) for name, value in changes.items() if value]
    return PATH + (f"?{urlencode(pairs, safe=',')}" if pairs else "")


def section(reader: Reader, asked: View) -> html.Section:
    title, make = SECTIONS[asked_section(asked.search)]
    return html.Section(
        [html.H2(title, id="data-section-title"), *make(reader, asked)], className="panel data-section"
    )


def _sources(reader: Reader, asked: View) -> list[Any]:
    files, later = _known_files(reader, asked)
    return [
        html.P(
            f"受け取ったままの資料 {words.count(len(files))}。指紋（SHA-256）は、中身が1文字でも変わると違う値になります。"
            f"列を絞ると種類ごとに見られます。{later}",
            className="note",
        ),
        grids.sources(files),
    ]


def _load(reader: Reader, asked: View) -> list[Any]:
    files, later = _known_files(reader, asked)
    aside = data.quarantine(reader)
    aside = aside[aside["file"].isin(files["file"])]
    return [
        html.P(
            f"読んだ行 ＝ 取り込んだ行 ＋ 保留した行 ＋ 時点より後の行。黙って捨てた行はありません。{later}",
            className="note",
        ),
        grids.load(files),
        html.H3(f"保留した行（{words.count(len(aside))}）"),
        grids.quarantine(aside),
    ]


def _findings(reader: Reader, asked: View) -> list[Any]:
    whole = data.findings(reader)
    rows = view.narrow(whole, asked)
    counts = rows["severity"].value_counts()
    said = "、".join(
        f"{label} {words.count(int(counts.get(code, 0)))}" for code, label in SEVERITIES.items()
    )
    hidden = len(whole) - len(rows)
    note = (
        f"ほかに、条件に合わない市町村や、市町村のわからない指摘が{words.count(hidden)}件あります。"
        if hidden
        else ""
    )
    return [
        html.P(f"読み込みで見つかったこと {words.count(len(rows))}件（{said}）。{note}", className="note"),
        grids.findings(rows),
    ]


def _corrections(reader: Reader, asked: View) -> list[Any]:
    rows = data.corrections(reader)
    kept = view.narrow(rows, asked)
    if rows.empty:
        return [
            html.P("この時点では、正誤の記録はまだありません。"),
            html.P(
                "値の誤りに気づいたときは、市町村カルテ・概況の一覧・回収・点検で、その値の横の「訂正」を押します。"
                "元の資料は変わらず、訂正の前と後、理由、連絡者、連絡日がここに並びます。"
            ),
        ]
    return [
        html.P(
            f"{words.count(len(kept))}件。「誤」の値が今の記録と合わない訂正は効かず、取り込みのときに警告が出ます。",
            className="note",
        ),
        grids.corrections(kept),
    ]


def _acts(reader: Reader, _asked: View) -> list[Any]:
    rows = act_history.kept(journal_path())
    return [
        html.P(
            f"登録・受け取り・訂正・調査票・確定などの作業 {words.count(len(rows))}件を、新しい順に、いつ・だれが・なぜしたかとともに並べます。"
            "市町村のものは市町村カルテに、受け取ったファイルのものは回収・点検の一覧にも出ます。"
            "働きかけや目標などの書き込みは、それぞれの画面に記入者と日時が付きます。",
            className="note",
        ),
        grids.acts(rows, intake.names(reader)),
    ]


def _dictionary(reader: Reader, _asked: View) -> list[Any]:
    tables, columns = data.tables(reader), data.columns(reader)
    return [
        html.P(
            f"表 {words.count(len(tables))}、列 {words.count(len(columns))}。codes_ は符号表、core_ は資料に書かれた事実、"
            "mart_ は画面のための集計です。見出しの下の欄に文字を入れると絞れます。",
            className="note",
        ),
        grids.dictionary(tables, columns),
    ]


def _backup(_reader: Reader, _asked: View) -> list[Any]:
    return backup_parts.section(journal_path(), clock.today())


def _known_files(reader: Reader, asked: View) -> tuple[pd.DataFrame, str]:
    """The files known on the day of the view, and what is said of later ones."""
    files = data.files(reader)
    if asked.as_of is None:
        return files, ""
    known = files[pd.to_datetime(files["known_on"]) <= pd.Timestamp(asked.as_of)]
    return (
        known,
        f"{words.day_short(asked.as_of)}より後に知った{words.count(len(files) - len(known))}は除いています。",
    )


SECTIONS: dict[str, tuple[str, Callable[[Reader, View], list[Any]]]] = {
    "what": ("何がどこまであるか", data_tables.coverage_table),
    "download": ("ダウンロード", downloads.section),
    "sources": ("出典", _sources),
    "load": ("取込報告", _load),
    "findings": ("指摘", _findings),
    "totals": ("公表値との突合", data_tables.totals),
    "second": ("別の資料との突合", second_source.section),
    "corrections": ("正誤", _corrections),
    "acts": ("作業の記録", _acts),
    "dictionary": ("データ辞書", _dictionary),
    "backup": ("控え", _backup),
}
