"""Where plans lead, and the whole country beside: pictures with their tables."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components import event_marks, take_out
from dashboard.components.chart import ChartBox
from dashboard.frames import record, records
from dashboard.views import progress_words as say
from dashboard.views.progress import ProgressView
from dashboard.web.settings import journal_path
from dashboard.words import raw_files, words


def outlook_card(facts: ProgressView) -> html.Section:
    rows = facts.scenarios
    marked = event_marks.shown(facts.reader, journal_path(), rows["fiscal_year"])
    graph = ChartBox(
        id="progress-outlook",
        figure=event_marks.draw("outlook", marked, rows),
        className="figure",
    )
    slips = bool(rows["middle"].notna().any())
    keys = [
        html.Li([html.Span(className="key key-known"), "わかっている実施（白抜きと( )はわかっている範囲）"])
    ]
    keys.append(html.Li([html.Span(className="key key-hold"), "予定どおりなら"]))
    if slips:
        keys.append(
            html.Li([html.Span(className="key key-slip"), "これまでのとおりに進めば（濃い帯は80％の幅）"])
        )
    keys.append(
        html.Li(
            [
                html.Span(className="key key-unknown"),
                "わからない分が1つも・すべて始まっていた場合の幅（薄い帯）",
            ]
        )
    )
    heads = ["年度", "わかっている", "予定どおりなら", "年度を過ぎ未確認"]
    heads += [*(["これまでのとおりなら", "80％の幅"] if slips else []), "わからない分を入れた幅"]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_scenario(row, slips) for row in records(rows)]),
        ],
        className="plain numbers",
    )
    return html.Section(
        [
            html.H2(say.outlook_title(facts)),
            html.Ul(keys, className="inline-legend"),
            html.Div(
                graph,
                className="figure-box",
                role="img",
                **{"aria-label": "実施市町村数の見通しの折れ線グラフ。同じ数は下の表にあります"},
            ),
            event_marks.key(marked),
            html.Details([html.Summary("表で見る（市町村）"), table]),
            *[html.P(text, className="note") for text in say.outlook_sentences(facts)],
            take_out.buttons("outlook"),
        ],
        className="panel outlook-card",
    )


def _scenario(row: dict[str, Any], slips: bool) -> html.Tr:
    known = "―" if pd.isna(row["known"]) else words.count(row["known"])
    if known != "―" and not row["is_complete"]:
        known = f"({known})"
    cells = [known, words.count(row["hold"]), words.count(row["overdue"])]
    if slips:
        cells += [
            words.decimal(row["middle"], 1),
            f"{words.decimal(row['low'])}〜{words.decimal(row['high'])}",
        ]
    cells.append(f"{words.decimal(row['lowest'])}〜{words.decimal(row['highest'])}")
    return html.Tr([html.Th(row["label_ja"], scope="row"), *[html.Td(cell) for cell in cells]])


def national_card(facts: ProgressView) -> html.Section:
    rows = facts.curve
    marked = event_marks.shown(facts.reader, journal_path(), rows["fiscal_year"])
    here = "絞り込んだ市町村" if facts.view.is_narrow else "北海道"
    graph = ChartBox(
        id="progress-national",
        figure=event_marks.draw(
            "rollout", marked, rows, facts.view.fiscal_year, "絞り込み" if facts.view.is_narrow else "北海道"
        ),
        className="figure",
    )
    heads = ["年度", f"{here}（市町村）", "実施率", "全国（市町村）", "実施率", "全国の移行準備"]
    years = sorted(rows["fiscal_year"].unique())
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_national_row(facts, rows, int(year)) for year in years]),
        ],
        className="plain numbers",
    )
    country = rows[rows["scope"] == "national"]
    source = ""
    if len(country):
        first = record(country.iloc[0])
        source = f"全国の出典: {first['title']}　{raw_files.of_row(first)}ほか。分母は全国の1,741市区町村。"
    return html.Section(
        [
            html.H2(f"全国の歩みと比べる（実施率、{here}と全国）"),
            html.Div(
                graph,
                className="figure-box",
                role="img",
                **{"aria-label": "実施率の折れ線グラフ。同じ数は下の表にあります"},
            ),
            event_marks.key(marked),
            table,
            html.P(words.SMALL_NOTE, className="note") if facts.towns < words.SMALL else None,
            html.P(
                f"( )は{words.KNOWN_SO_FAR}（{here}）。令和7年度の全国は予定の数。{source}", className="note"
            ),
            take_out.buttons("rollout"),
        ],
        className="panel national-card",
    )


def _national_row(facts: ProgressView, rows: pd.DataFrame, year: int) -> html.Tr:
    cells: list[str] = []
    here = rows[(rows["scope"] == "hokkaido") & (rows["fiscal_year"] == year)]
    if here.empty:
        cells += ["―", "―"]
    for row in records(here):
        share = f"{words.count(row['implementing'])}／{words.count(row['denominator'])}"
        rate = words.share(row["implementing"], row["denominator"])
        cells += [share, rate] if row["is_complete"] else [f"({share})", f"({rate})"]
    country = rows[(rows["scope"] == "national") & (rows["fiscal_year"] == year)]
    if country.empty:
        cells += ["―", "―", "―"]
    for row in records(country):
        plan = "（予定）" if row["is_plan"] else ""
        cells += [
            f"{words.count(row['implementing'])}{plan}",
            words.share(row["implementing"], row["denominator"]),
            "―" if pd.isna(row["preparing"]) else f"{words.count(row['preparing'])}{plan}",
        ]
    return html.Tr([html.Th(facts.label(year), scope="row"), *[html.Td(cell) for cell in cells]])
