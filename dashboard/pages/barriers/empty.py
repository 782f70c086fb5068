"""課題 without a single return: what will be shown, what is known already, and how to begin."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.frames import records
from dashboard.pages.barriers.notes import briefed
from dashboard.queries import barriers as queries
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

SHOWN = (
    "課題ごとの市町村数と割合（状態・人口規模・振興局・年度別、上位3つの順位も）",
    "一緒に挙がる課題の組",
    "同じ市町村で続いている課題、なくなった課題と、その間の支援への参加",
    "望む支援と受けた支援（国の調査の割合と並べて）",
    "市町村の言葉（自由記述）の検索",
)


def body(reader: Reader, asked: View) -> list[Any]:
    when = (
        "この時点では、調査票はまだ1通も届いていません。"
        if asked.as_of
        else "調査票をまだ1通も受け取っていません。"
    )
    way = (
        "上の「基準日」を「最新」に戻すと、届いた回答を表示します。"
        if asked.as_of
        else "「回収・点検」のページで返送された調査票を受け取ると、ここに次のものを表示します。"
    )
    national = queries.national_support(reader)
    rows = [
        html.Tr(
            [
                html.Th(row["label_ja"], scope="row"),
                *[
                    html.Td("―" if row[column] != row[column] else f"{words.decimal(row[column], 1)}％")
                    for column in ("implementers_pct", "others_pct")
                ],
            ]
        )
        for row in records(national)
    ]
    publisher = str(national["publisher"].iloc[0]) if len(national) else ""
    place = raw_files.file_words(str(national["file"].iloc[0])) if len(national) else ""
    return [
        html.Section(
            [
                html.P(html.B(when), id="barriers-none"),
                html.P([way, " ", html.A("回収・点検を開く", href="/returns")]),
                html.Ul([html.Li(text) for text in SHOWN]),
            ],
            className="panel",
        ),
        html.Div(
            [
                html.Section(
                    [
                        html.H2("いま分かっていること: 道の資料にある3つの課題"),
                        *briefed(reader),
                    ],
                    className="panel",
                ),
                html.Section(
                    [
                        html.H2("全国の市町村が都道府県に求める支援"),
                        html.Table(
                            [
                                html.Caption("求める市町村の割合（％）。―は割合を転記していないもの"),
                                html.Thead(
                                    html.Tr(
                                        [
                                            html.Th(text, scope="col")
                                            for text in ("支援", "実施市町村", "未実施市町村")
                                        ]
                                    )
                                ),
                                html.Tbody(rows),
                            ],
                            className="barrier-counted",
                        ),
                        html.P(f"出典: {publisher}　{place}", className="note"),
                    ],
                    className="panel",
                ),
            ],
            className="barriers-known",
        ),
    ]
