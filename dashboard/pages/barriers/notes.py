"""Under 課題: where it comes from and when, the three barriers of the briefing, and how it is counted."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.frames import records
from dashboard.queries import barriers as queries
from dashboard.views.barriers import BarrierView
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words


def notes(facts: BarrierView) -> html.Section:
    """Sources and when, the three barriers of the briefing, how it is counted."""
    rounds = [
        html.Li(f"{row['label_ja']}: {row['title']}（基準日 {words.day_short(row['as_of'])}）")
        for row in records(facts.rounds)
    ]
    files = [
        html.Li(
            [
                f"{'調査票' if row['kind'] == 'return' else row['title']} {words.count(row['files'])}ファイル"
                f"（受領 {words.day_short(row['first_received'])}〜{words.day_short(row['last_received'])}）",
                html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None,
            ]
        )
        for row in records(queries.files(facts.reader, int(facts.year["fiscal_year"])))
    ]
    return html.Section(
        [
            html.Div(
                [
                    html.H2("出典と時点"),
                    html.P(html.B("時点")),
                    html.Ul(rounds),
                    html.P([html.B("データの更新日　"), words.moment(facts.reader.built_at)]),
                    html.P(html.B("出典")),
                    html.Ul(files),
                    html.P(
                        "1つ1つの答えの出典（ファイル・シート・セル）は上の表にあります。", className="note"
                    ),
                ]
            ),
            html.Div([html.H2("道の資料にある3つの課題"), *briefed(facts.reader)]),
            html.Div([html.H2("数え方"), _method()]),
        ],
        className="panel notes",
    )


def briefed(reader: Reader) -> list[Any]:
    """The three barriers of the briefing with their source; their counts were not published."""
    frame = queries.codes(reader)
    real = frame[~frame["is_provisional"].astype(bool)]
    items = [
        html.Li([html.B(f"「{row['wording']}」"), html.Span(raw_files.of_row(row), className="cell-place")])
        for row in records(real)
    ]
    return [
        html.Ul(items),
        html.P("出典: 北海道の説明資料（令和4年度の市町村への調査結果）p7「今後の課題」。"),
        html.P("何市町村が挙げたかは公表されていません。ほかの選択肢は仮のものです。"),
    ]


def _method() -> html.Ul:
    return html.Ul(
        [
            html.Li("分母は、その設問を尋ねられ、課題を挙げたか「特に課題はない」と答えた市町村です。"),
            html.Li(
                "実施中の市町村には課題を尋ねていません。未記入・未着・未定・該当なしは分母に入れず、別に数えます。"
            ),
            html.Li("同じ市町村から2通届いたときは新しいほうを使います。"),
            html.Li("設問や選択肢が統合・改名されても、様式に書かれた引き継ぎをたどって前の年度と比べます。"),
            html.Li("割合の差は、市町村の事情の違いを含みます。原因を示すものではありません。"),
        ]
    )
