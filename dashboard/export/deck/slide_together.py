"""Which barriers are stated together, and support wanted beside support received: the tables of the page 課題."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Box, Cell, NativeTable, Number, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning import claims, lift
from dashboard.words import words

PAIRS, SUPPORT = "barrier_pairs", "barrier_support"
MOST_PAIRS = 8
NOTE = 0.62
KINDS = (
    ("before", "参加の記録あり"),
    ("said", "受けたと回答"),
    ("after", "調査後に参加"),
    ("without", "未提供"),
)
WHO = (("", "全体"), ("_implementers", "実施"), ("_others", "未実施"))


def pairs(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """One row per pair of barriers that at least ten towns state together, the largest lift first."""
    firm = (
        None
        if rows is None
        else rows[rows["both"] >= words.SMALL]
        .sort_values("lift", ascending=False, kind="stable")
        .head(MOST_PAIRS)
    )
    if rows is None or firm is None or firm.empty:
        return frame.absent(
            PAIRS,
            f"一緒に挙がる課題: {data.label}までの調査に、十分に多い組がありません",
            f"両方を挙げた市町村が{words.SMALL}以上ある課題の組がありません。",
            "調査票を取り込むか条件を減らすと、一緒に挙がる課題をここに示します。",
            data,
            stage,
        )
    label = str(firm["year_label"].iloc[0])
    lines = tuple(_pair(row) for row in records(firm))
    table = _fitted(
        PAIRS,
        stage,
        ("一緒に挙がる課題", "両方を挙げた市町村", "重なり", "倍率", "読み方"),
        lines,
        (5.0, 2.4, 1.0, 1.0, 2.4),
        f"{label}の調査で一緒に挙がる課題の組の表。両方を挙げた市町村数、重なり、倍率、読み方",
    )
    top = firm.iloc[0]
    title: tuple[Part, ...] = (
        f"一緒に挙がる課題（{label}）: 倍率が最も大きい組は",
        frame.count(f"pair.{top['first']}.{top['second']}", int(top["both"])),
        "／",
        frame.count("barrier_counted", int(top["counted"])),
        "市町村が挙げる",
    )
    said = (
        "重なりは、両方を挙げた市町村÷どちらかを挙げた市町村（大きいほど、いつも一緒）。倍率は、偶然に重なる数の何倍か。"
        "読み方は、すべての組をいっしょに見ても九割五分の確かさになる幅によります。"
        "両方を挙げた市町村が少ない組は入れていません。"
    )
    return _content(PAIRS, title, table, said, f"市町村の調査票（{label}）", firm, data, stage)


def support(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """One row per kind of support: wanted here and in the nation, and what the towns that want it received."""
    if rows is None or rows.empty:
        return frame.absent(
            SUPPORT,
            f"望む支援: {data.label}までの調査に答えがありません",
            "望む支援を尋ねた調査の答えが、まだありません。",
            "調査票を取り込むと、望む支援と受けた支援をここに示します。",
            data,
            stage,
        )
    label = str(rows["year_label"].iloc[0])
    table = _fitted(
        SUPPORT,
        stage,
        (
            "支援",
            *(f"望んだ（{who}）" for _, who in WHO),
            "全国（実施）",
            "全国（未実施）",
            *(word for _, word in KINDS),
        ),
        tuple(_support(row) for row in records(rows)),
        (2.7, 2.1, 1.75, 2.1, 0.95, 1.05, 0.8, 0.8, 0.8, 0.55),
        f"{label}の調査で望む支援と、望んだ市町村が受けた支援の表。市町村数と割合",
        10.0,
    )
    top = rows.sort_values("wanted", ascending=False, kind="stable").iloc[0]
    is_most = claims.most(dict(zip(rows["support_code"], rows["wanted"], strict=True))) is not None
    title: tuple[Part, ...] = (
        f"望む支援（{label}）: {'最も多い支援' if is_most else top['support_label']}は",
        frame.count(f"support.{top['support_code']}.wanted", int(top["wanted"])),
        *(
            ("市町村のすべてが望む",)
            if top["wanted"] == top["counted"]
            else (
                "／",
                frame.count(f"support.{top['support_code']}.counted", int(top["counted"])),
                "市町村が望む",
            )
        ),
    )
    said = (
        "割合の分母は答えた市町村。右の列は望んだ市町村が受けた支援（市町村数）で、当たる道の支援策がないものは「―」。"
        "全国は国の調査で、設問の文言と時期が違うため、差は目安です。"
    )
    source = f"市町村の調査票（{label}）、道の取組への参加の記録、国の調査"
    return _content(SUPPORT, title, table, said, source, rows, data, stage)


def _content(
    view: str,
    title: tuple[Part, ...],
    table: NativeTable,
    said: str,
    source: str,
    rows: pd.DataFrame,
    data: DeckData,
    stage: Stage,
) -> Slide:
    box = stage.content
    note = frame.bullets(
        view, "注", Box(box.x, box.y + box.h - NOTE, box.w, NOTE), [(said,)], size=11, least=9
    )
    fiction = bool(rows["is_synthetic"].any())
    return frame.content(view, title, (table, note), data, stage, source, synthetic=fiction)


def _fitted(
    view: str,
    stage: Stage,
    header: tuple[str, ...],
    rows: tuple[Row, ...],
    widths: tuple[float, ...],
    alt: str,
    size: float = 14.0,
) -> NativeTable:
    """In the largest size with which it leaves room for the note."""
    box = stage.content._replace(h=stage.content.h - NOTE - 0.1)
    table = NativeTable(owned("表", view), box, header, rows, widths, size, alt)
    while size > table_size.LEAST and table_size.overflows(table):
        size -= 0.5
        table = NativeTable(table.name, box, header, rows, widths, size, alt)
    return table


def _pair(row: dict[str, Any]) -> Row:
    key = f"{row['first']}.{row['second']}"
    return Row(
        key,
        (
            Cell((f"{row['first_label']} と {row['second_label']}",), bold=True),
            Cell(
                (
                    frame.count(f"pair.{key}", int(row["both"])),
                    "（",
                    *frame.share(f"pair_share.{key}", int(row["both"]), int(row["counted"])),
                    "）",
                ),
                "right",
            ),
            Cell(
                (Number(f"pair_overlap.{key}", float(row["jaccard"]), words.decimal(row["jaccard"], 2)),),
                "right",
            ),
            Cell((Number(f"pair_lift.{key}", float(row["lift"]), words.decimal(row["lift"], 2)),), "right"),
            Cell((Number(f"pair_verdict.{key}", 0, lift.verdict(row["lift_low"], row["lift_high"])),)),
        ),
    )


def _support(row: dict[str, Any]) -> Row:
    code = str(row["support_code"])
    cells = [Cell((str(row["support_label"]),), bold=True)]
    for who, _ in WHO:
        part, whole = int(row[f"wanted{who}"]), int(row[f"counted{who}"])
        cells.append(
            Cell(
                (
                    frame.count(f"support.{code}.wanted{who}", part),
                    "／",
                    frame.count(f"support.{code}.counted{who}", whole),
                    "（",
                    *(frame.share(f"support.{code}.share{who}", part, whole) if whole else ("―",)),
                    "）",
                ),
                "right",
            )
        )
    for who in ("implementers", "others"):
        value = row[f"{who}_pct"]
        known = value is not None and pd.notna(value)
        parts: tuple[Part, ...] = (
            (Number(f"support_national.{code}.{who}", float(value), f"{words.decimal(value, 1)}％"),)
            if known
            else ("―",)
        )
        cells.append(Cell(parts, "right"))
    for kind, _ in KINDS:
        parts = (frame.count(f"support.{code}.{kind}", int(row[kind])),) if row["has_measure"] else ("―",)
        cells.append(Cell(parts, "right"))
    return Row(code, tuple(cells))
