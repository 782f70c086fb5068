"""The numbers behind the pictures and tables of 課題."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.chart_data import table
from dashboard.chart_data.table import Taken
from dashboard.planning import barriers as counts
from dashboard.queries import barriers as queries
from dashboard.views import barriers
from dashboard.views.barriers import DIMENSIONS, BarrierView, dimension_values
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader

OPTION = table.text("仮の選択肢", "道の資料にない選択肢なら「はい」")
ANSWERED = table.towns("答えた市町村", "尋ねられて答えた市町村。割合の分母")
SMALL = table.text(
    "分母が小さい", f"答えた市町村が{counts.SMALL}に満たないなら「はい」。1市町村の違いで割合が大きく動く"
)


def bars(reader: Reader, asked: View) -> Taken:
    """One row a barrier: the parts of its bar."""
    facts = _facts(reader, asked)
    frame = counts.shares(facts.answers)
    columns = (
        *table.year("調査の年度"),
        table.text("課題"),
        OPTION,
        *(table.towns(word, "「特に大きなもの」に選んだ順位") for word in ("1位", "2位", "3位", "順位なし")),
        table.towns("挙げた市町村"),
        ANSWERED,
        table.percent("挙げた割合"),
        table.whole("順位の点", "点", "1位3点、2位2点、3位1点"),
    )
    rows = []
    for row in frame.to_dict("records"):
        placed = row["first"] + row["second"] + row["third"]
        rows.append(
            (
                *table.years(facts.year["fiscal_year"]),
                row["barrier_label"],
                table.yes(row["is_provisional"]),
                *(row["first"], row["second"], row["third"], max(row["stated"] - placed, 0)),
                row["stated"],
                row["counted"],
                table.rate(row["stated"], row["counted"]),
                row["points"],
            )
        )
    return table.taken(columns, rows, _fiction(facts.answers, frame, "barrier_code"), _survey(facts))


def heat(reader: Reader, asked: View) -> Taken:
    """One row a barrier and value of the dimension that the table is by: a cell of the table."""
    facts = _facts(reader, asked)
    by = barriers.choices(asked.search).by
    column, word = DIMENSIONS[by]
    source = facts.series if by == "fy" else facts.answers
    cells = counts.across(source, column).assign(value=lambda frame: frame[column].astype(str))
    order = counts.barriers_in_order(source).set_index("barrier_code")
    places = {value: (place, label) for place, (value, label) in enumerate(dimension_values(facts, by))}
    cells = cells[cells["value"].isin(places)]
    cells = cells.assign(
        row=cells["barrier_code"].map({code: place for place, code in enumerate(order.index)}),
        place=[places[value][0] for value in cells["value"]],
        label=[places[value][1] for value in cells["value"]],
    ).sort_values(["row", "place"])
    columns = (
        *table.year("調査の年度"),
        table.text("課題"),
        OPTION,
        table.text("分け方", "、".join(word for _, word in DIMENSIONS.values())),
        table.text("区分", "分け方の値"),
        table.towns("挙げた市町村"),
        ANSWERED,
        table.percent("挙げた割合"),
        SMALL,
    )
    rows = [
        (
            *table.years(row["value"] if by == "fy" else facts.year["fiscal_year"]),
            order.at[row["barrier_code"], "barrier_label"],
            table.yes(order.at[row["barrier_code"], "is_provisional"]),
            word,
            row["label"],
            row["stated"],
            row["counted"],
            table.rate(row["stated"], row["counted"]),
            table.yes(row["counted"] < counts.SMALL),
        )
        for row in cells.to_dict("records")
    ]
    return table.taken(columns, rows, _fiction(source, cells, "barrier_code", column), _survey(facts))


def pairs(reader: Reader, asked: View) -> Taken:
    """One row a pair of barriers, most alike first: a cell of the matrix."""
    facts = _facts(reader, asked)
    frame = counts.pairs(facts.answers)
    labels = counts.barriers_in_order(facts.answers).set_index("barrier_code")["barrier_label"]
    columns = (
        *table.year("調査の年度"),
        table.text("課題の1つ目"),
        table.text("課題の2つ目"),
        table.towns("両方を挙げた"),
        table.towns("1つ目を挙げた"),
        table.towns("2つ目を挙げた"),
        ANSWERED,
        table.number("重なり", "", "両方を挙げた市町村÷どちらかを挙げた市町村（0〜1）"),
        table.number("倍率", "倍", "両方を挙げた数が、偶然に重なる数の何倍か"),
    )
    rows = [
        (
            *table.years(facts.year["fiscal_year"]),
            labels[row["first"]],
            labels[row["second"]],
            *(row[name] for name in ("both", "first_stated", "second_stated", "counted")),
            *(None if pd.isna(row[name]) else round(float(row[name]), 2) for name in ("jaccard", "lift")),
        )
        for row in frame.to_dict("records")
    ]
    return table.taken(columns, rows, [_any(facts.answers)] * len(rows), _survey(facts))


def change(reader: Reader, asked: View) -> Taken:
    """One row a barrier: what became of it between two surveys."""
    facts = _facts(reader, asked)
    frame = counts.persistence(facts.changes)
    columns = (
        *table.year("調査の年度"),
        table.text("課題"),
        OPTION,
        *(table.towns(word) for word in ("前回挙げた", "続いている", "なくなった", "新しく挙げた")),
        *(
            table.towns(
                f"{word}うち応える支援に参加",
                "2回の調査の間に、その課題に応える道の支援に参加した記録のある市町村",
            )
            for word in ("続いている", "なくなった")
        ),
    )
    rows = [
        (
            *table.years(facts.year["fiscal_year"]),
            row["barrier_label"],
            table.yes(row["is_provisional"]),
            *(row[name] for name in ("before", "persisted", "cleared", "new")),
            *(
                row[f"{kind}_addressed"] if row["has_measure"] and row[kind] else None
                for kind in ("persisted", "cleared")
            ),
        )
        for row in frame.to_dict("records")
    ]
    return table.taken(columns, rows, _fiction(facts.changes, frame, "barrier_code"), _survey(facts))


def support(reader: Reader, asked: View) -> Taken:
    """One row a kind of support: wanted, in the nation, and received."""
    facts = _facts(reader, asked)
    frame = counts.support(facts.support)
    national = {row["item_code"]: row for row in queries.national_support(facts.reader).to_dict("records")}
    parts = (
        ("wanted", "counted", ""),
        *(
            (f"wanted_{kind}", f"counted_{kind}", word)
            for kind, word in (("implementers", "実施市町村で"), ("others", "未実施市町村で"))
        ),
    )
    columns = (
        *table.year("調査の年度"),
        table.text("支援"),
        *(
            column
            for _, _, word in parts
            for column in (
                table.towns(f"{word}望んだ市町村"),
                table.towns(f"{word}答えた市町村"),
                table.percent(f"{word}望んだ割合"),
            )
        ),
        table.percent("全国の実施市町村で望んだ割合", "国の調査"),
        table.percent("全国の未実施市町村で望んだ割合", "国の調査"),
        *(
            table.towns(f"望んだうち{word}")
            for word in ("参加の記録あり", "受けたと回答", "調査後に参加", "まだ")
        ),
        table.text("当たる道の支援策がある"),
    )
    rows: list[tuple[Any, ...]] = [
        (
            *table.years(facts.year["fiscal_year"]),
            row["support_label"],
            *(
                value
                for wanted, counted, _ in parts
                for value in (row[wanted], row[counted], table.rate(row[wanted], row[counted]))
            ),
            *(
                national.get(row["support_code"], {}).get(column)
                for column in ("implementers_pct", "others_pct")
            ),
            *(row[name] if row["has_measure"] else None for name in ("before", "said", "after", "without")),
            table.yes(row["has_measure"]),
        )
        for row in frame.to_dict("records")
    ]
    nation = national.get("any", {})
    any_row = (
        *table.years(facts.year["fiscal_year"]),
        "何らかの支援が必要",
        *(
            value
            for part, base in counts.any_wanted(facts.support).values()
            for value in (part, base, table.rate(part, base))
        ),
        *(nation.get(column) for column in ("implementers_pct", "others_pct")),
        *[None] * 4,
        "",
    )
    marks = [_any(facts.support), *_fiction(facts.support, frame, "support_code")]
    return table.taken(columns, [any_row, *rows], marks, _survey(facts))


def _facts(reader: Reader, asked: View) -> BarrierView:
    facts = barriers.gather(reader, asked)
    if facts is None:
        raise table.NothingTakenError("調査票がまだ1通も届いていないため、課題の数はありません。")
    return facts


def _survey(facts: BarrierView) -> tuple[str, ...]:
    return (f"市町村の調査票（{facts.label}の調査）。1通ずつの出典は画面「課題」の一番下の表",)


def _fiction(source: pd.DataFrame, frame: pd.DataFrame, *columns: str) -> list[bool]:
    """Of each row of a frame whether the rows behind it hold fictional ones."""
    found = source[source["is_synthetic"].astype(bool)]
    if not len(frame):
        return []
    known = set(found[list(columns)].itertuples(index=False, name=None))
    return [row in known for row in frame[list(columns)].itertuples(index=False, name=None)]


def _any(frame: pd.DataFrame) -> bool:
    return bool(frame["is_synthetic"].any())
