"""What is on record of a town, for its 市町村カルテ on paper: state, figures, functions, activities."""

from __future__ import annotations

from dashboard.export.docx_sheet import Bit, Line, TableBlock, line
from dashboard.export.profile_docx import COLUMN_MM
from dashboard.export.profile_town import (
    ProfileRound,
    ProfileTown,
    Rows,
    Sources,
    all_fictional,
    beside,
    day,
    mark,
    rounds_of,
)
from dashboard.words import town as town_words

MOST_YEARS = 8


def years(town: ProfileTown, sources: Sources) -> TableBlock:
    rows = []
    for row in town.years[-MOST_YEARS:]:
        start = str(row["start_label"] or "―")
        as_of = "" if row["as_of"] is None else f"　{day(row['as_of'])}"
        rows.append(
            (
                line(str(row["year_label"])),
                line(f"{row['symbol']} {row['status_label']}", mark(row)),
                line(start),
                line(f"{town_words.basis(row)}{as_of}", sources.cell(row)),
            )
        )
    heads = ("年度", "状態", "開始（予定）", "根拠、時点、セル")
    return TableBlock(
        "年度ごとの状態",
        (14, 30, 14.5, 34),
        tuple(rows),
        heads,
        left_out=max(len(town.years) - MOST_YEARS, 0),
    )


def figures(town: ProfileTown, sources: Sources) -> TableBlock:
    cells = {str(row["figure_code"]): row for row in town.figures}
    rows = []
    for column, label, form, code in town_words.FIGURES:
        cell = cells.get(code or "")
        rows.append(
            (
                line(label),
                line(Bit(town_words.figure(town.town[column], form), "strong")),
                *[line(town_words.figure(town.medians[of][column], form)) for of in ("area", "alike", "all")],
                line(
                    "計算値" if cell is None else day(cell["reference_date"]),
                    sources.cell(cell) if cell else None,
                ),
            )
        )
    area, alike, every = town.sizes
    heads = (
        "指標",
        "この市町村",
        f"{town.town['subprefecture_name'].replace('総合振興局', '').replace('振興局', '')}管内の中央値（{area}）",
        f"{town_words.size(town.town['size_class_label'])}の中央値（{alike}）",
        f"全道の中央値（{every}）",
        "基準日・セル",
    )
    return TableBlock("基礎的な数値", (19, 15.5, 14.4, 14.4, 14.4, 14.8), tuple(rows), heads)


def functions(town: ProfileTown, sources: Sources) -> TableBlock:
    """第1号イ to 第6号 with the state of each in every 調査."""
    codes = {row["code"] for row in town.functions}
    asked = [row for row in town.answers if row["item_code"] in codes]
    rounds = rounds_of(town, asked)
    rows = []
    for function in town.functions:
        mine = [row for row in asked if row["item_code"] == function["code"]]
        said = [_function(mine, sent, sources) for sent in rounds] or [line(town_words.NO_RETURN)]
        rows.append((line(f"{function['item']} {function['label_ja']}"), *said))
    heads: list[str | Line] = [line(sent.label, sent.mark, look="strong") for sent in rounds]
    heads = heads or ["回答"]
    widths = beside(len(heads))
    return TableBlock("支援の機能（法第106条の4第2項）", widths, tuple(rows), ("号・機能", *heads))


def _function(mine: Rows, sent: ProfileRound, sources: Sources) -> Line:
    found = [row for row in mine if row["fiscal_year"] == sent.fiscal_year]
    if not found:
        return line(town_words.NO_RETURN)
    row = found[0]
    sign = town_words.function_mark(row)
    return line(
        f"{sign} {town_words.answer(row)}".strip(), sources.cell(row), None if sent.mark else mark(row)
    )


def activities(town: ProfileTown, sources: Sources) -> TableBlock:
    whole = all_fictional(town.activities)
    rows = []
    for row in town.activities:
        persons = "" if row["persons"] is None else f"　{row['persons']}人"
        rows.append(
            (
                line(
                    f"{day(row['held_on'])} {row['title']}{persons}",
                    sources.cell(row),
                    None if whole else mark(row),
                ),
            )
        )
    rows = rows or [(line(Bit("参加の記録はありません。", "soft")),)]
    return TableBlock(
        line("参加した道の取組み", whole, look="strong"), (COLUMN_MM,), tuple(rows), least=3, give=1
    )
