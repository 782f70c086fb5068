"""Support wanted beside support given, in sum; the towns stand in the table below."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.frames import records
from dashboard.pages.barriers.numbers import SMALL_NOTE, number, share
from dashboard.planning import barriers as counts
from dashboard.queries import barriers as queries
from dashboard.views.barriers import BarrierView
from dashboard.words import raw_files, words

GROUPS = (
    ("道内の市町村が望む支援", 3),
    ("全国（国の調査）", 2),
    ("望んだ市町村が受けた支援", 4),
)
HEADINGS = (
    *("全体", "実施", "未実施"),
    *("実施", "未実施"),
    *("参加の記録あり", "受けたと回答", "調査後に参加", "未提供"),
)


def panel(facts: BarrierView) -> list[Any]:
    """The table and its notes; words where nobody was asked."""
    frame = counts.support(facts.support)
    if frame.empty or not frame["counted"].max():
        return [html.P("この条件では、望む支援の設問に答えた市町村がありません。条件を1つ外してください。")]
    national = queries.national_support(facts.reader)
    by_code = {row["item_code"]: row for row in records(national)}
    labels = queries.measures(facts.reader).set_index("code")["label_ja"].to_dict()
    measures = {
        str(code): [labels[one] for one in str(value).split(",") if one in labels]
        for code, value in facts.support.groupby("support_code")["measures"].first().items()
    }
    head = [
        html.Tr(
            [
                html.Th("支援", scope="col", rowSpan=2),
                *[html.Th(text, scope="colgroup", colSpan=span) for text, span in GROUPS],
                html.Th("当たる道の支援策（仮）", scope="col", rowSpan=2),
            ]
        ),
        html.Tr([html.Th(text, scope="col") for text in HEADINGS]),
    ]
    rows = [_any_support_row(facts.support, by_code.get("any"))]
    rows += [
        _row(row, by_code.get(row["support_code"]), measures.get(row["support_code"], []))
        for row in records(frame)
    ]
    table = html.Table(
        [
            html.Caption("望む支援と受けた支援。数は市町村数"),
            html.Thead(head),
            html.Tbody(rows),
        ],
        className="barrier-counted barrier-support",
    )
    return [
        html.Div(
            table, className="scroll", tabIndex=0, role="region", **{"aria-label": "望む支援と受けた支援の表"}
        ),
        html.P(_note(facts, national), className="note"),
    ]


def _row(row: dict[str, Any], national: dict[str, Any] | None, measures: list[str]) -> html.Tr:
    code, label = row["support_code"], row["support_label"]
    wanted = [
        share(f"support:{code}:wanted", row["wanted"], row["counted"], f"{label}を望んだ"),
        share(
            f"support:{code}:wanted_implementers",
            row["wanted_implementers"],
            row["counted_implementers"],
            f"{label}を望んだ実施市町村",
        ),
        share(
            f"support:{code}:wanted_others",
            row["wanted_others"],
            row["counted_others"],
            f"{label}を望んだ未実施市町村",
        ),
    ]
    if row["has_measure"]:
        kinds = (
            ("before", "望み、参加の記録がある"),
            ("said", "望み、記録はないが受けたと答えた"),
            ("after", "望み、調査の後に参加した"),
            ("without", "望んだが、まだ受けていない"),
        )
        received = [
            html.Td(
                number(
                    f"support:{code}:{kind}",
                    words.count(row[kind]),
                    f"{label}: {said} {words.count(row[kind])}",
                    "number-strong" if kind == "without" and row[kind] else "",
                ),
                className="part",
            )
            for kind, said in kinds
        ]
    else:
        received = [html.Td("当たる道の支援策なし", colSpan=4, className="none")]
    return html.Tr(
        [
            html.Th(label, scope="row"),
            *[html.Td(cell) for cell in wanted],
            *_national(national),
            *received,
            html.Td("、".join(measures) or "―", className="words"),
        ]
    )


def _any_support_row(frame: pd.DataFrame, national: dict[str, Any] | None) -> html.Tr:
    """Towns that want at least one kind, beside 「必要あり」 of the nation."""
    found = counts.any_wanted(frame)
    said = {"wanted": "全体", "wanted_implementers": "実施", "wanted_others": "未実施"}
    cells = [
        html.Td(
            share(
                f"support:any:{kind}",
                part,
                whole,
                f"何らかの支援を望んだ（{said[kind]}）",
            )
        )
        for kind, (part, whole) in found.items()
    ]
    return html.Tr(
        [
            html.Th("何らかの支援が必要", scope="row"),
            *cells,
            *_national(national),
            html.Td("―", colSpan=4, className="none"),
            html.Td("―", className="words"),
        ],
        className="barrier-total",
    )


def _national(row: dict[str, Any] | None) -> list[html.Td]:
    found = []
    for column in ("implementers_pct", "others_pct"):
        value = row[column] if row else None
        known = value is not None and pd.notna(value)
        found.append(
            html.Td(
                f"{words.decimal(float(value or 0), 1)}％" if known else "―",
                className="" if known else "none",
            )
        )
    return found


def _note(facts: BarrierView, national: pd.DataFrame) -> list[Any]:
    publisher = str(national["publisher"].iloc[0]) if len(national) else ""
    place = f"、{raw_files.file_words(str(national['file'].iloc[0]))}" if len(national) else ""
    return [
        f"望む支援: {facts.label}の調査。割合の分母は答えた市町村。{SMALL_NOTE}"
        f"全国: {publisher}{place}。全国の「―」は割合を転記していないもの。全国と道内は設問の文言と時期が違い、差は目安です。"
        f"受けた支援: 参加の記録は{words.day_short(facts.year['as_of'])}まで、「調査後に参加」はその後。"
        "手引きは配布なので参加の記録がなく、「受けたと回答」で数えます。"
    ]
