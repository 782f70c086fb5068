"""What stands on the 市町村カルテ of one town: rows in, blocks of text out, each value with its cell.

Rows are plain records, None where there is nothing: frames of one town each would make 179 sheets four times as slow.

A cell is written [2]C16: the file of that number at the end of the sheet, and the cell in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from dashboard import town_words, words
from dashboard.export.docx_sheet import Bit, Block, Line, line
from dashboard.export.profile_docx import COLUMN_MM, MARK

LONGEST_QUOTE = 90
FUNCTION_WIDTH = 44.5
MOST_ROUNDS = 3
MOST_YEARS = 8
REIWA = 2018
FIRST_OF_REIWA = pd.Timestamp("2019-05-01")
Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True)
class Town:
    """All that is known of one town; rows as those of queries.profiles and queries.town_sheet.

    town: the row of queries.profiles.towns. medians: rows of columns of town_words.FIGURES: area, alike, all;
    sizes: how many towns each is of. place: the sentence on its place in 働きかけ and whether that is fictional;
    reasons, measures, peers: as of priorities.ranking, empty where they do not apply.
    """

    town: Row
    years: Rows
    figures: Rows
    medians: Mapping[str, Row]
    sizes: tuple[int, int, int]
    rounds: Rows
    answers: Rows
    activities: Rows
    case: Rows
    functions: Rows
    place: tuple[str, bool]
    reasons: list[str]
    measures: list[dict[str, Any]]
    peers: list[dict[str, Any]]


@dataclass
class Sources:
    """Files in the order in which they are first named. files: by name, its title, as_of and is_synthetic."""

    files: Mapping[str, Row]
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def cell(self, row: Row) -> Bit | None:
        """[2]C16; None where the value has no cell."""
        if not row.get("cell"):
            return None
        key = (str(row["file"]), str(row.get("sheet") or ""))
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        return Bit(f" [{number}]{row['cell']}", "soft")

    def block(self) -> Block:
        """The list of the files, with いつ時点 and whether they are fictional."""
        rows = []
        for (file, sheet), number in self.numbers.items():
            known = self.files.get(file, {})
            day = known.get("as_of")
            when = "" if day is None else f"　いつ時点 {words.day_short(day)}"
            place = f"（{sheet}）" if sheet else ""
            shown = PurePosixPath(file).as_posix()
            rows.append((line(f"[{number}] {shown}{place}{when}", mark(known)),))
        return Block("出典のファイル（[番号]セル番地）", (COLUMN_MM,), tuple(rows))


def mark(row: Row) -> Bit | None:
    """The mark of a value that rests on fictional data."""
    return Bit(MARK, "mark") if bool(row.get("is_synthetic")) else None


def day(value: Any) -> str:
    """R5.11.30, short as on forms; 2018-03-31 before 令和."""
    year = value.year - REIWA
    return f"R{year}.{value.month}.{value.day}" if value >= FIRST_OF_REIWA else f"{value:%Y-%m-%d}"


def _all_fictional(rows: Rows) -> Bit | None:
    """The mark of a column or block of which every value is fictional, so that it stands once."""
    return mark({"is_synthetic": bool(rows) and all(row["is_synthetic"] for row in rows)})


def columns(town: Town, sources: Sources) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Left: what is on record. Right: what to do, and what the town says itself; the files at the end.

    The activities, of which some towns have many, stand where more room is left.
    """
    left = [_years(town, sources), _figures(town, sources), _functions(town, sources)]
    right = [
        _outreach(town),
        _barriers(town, sources),
        _wanted(town, sources),
        _words(town, sources),
        *_case(town, sources),
        _contact(town, sources),
    ]
    activities = _activities(town, sources)
    files = sources.block()
    has_room = sum(block.height for block in [*right, files]) < sum(block.height for block in left)
    (right if has_room else left).append(activities)
    return tuple(left), (*right, files)


def _years(town: Town, sources: Sources) -> Block:
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
    heads = ("年度", "状態", "開始（予定）", "根拠、いつ時点、セル")
    return Block(
        "年度ごとの状態",
        (14, 30, 14.5, 34),
        tuple(rows),
        heads,
        left_out=max(len(town.years) - MOST_YEARS, 0),
    )


def _figures(town: Town, sources: Sources) -> Block:
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
                    cell and sources.cell(cell),
                ),
            )
        )
    area, alike, every = town.sizes
    heads = (
        "指標",
        "この市町村",
        f"{town.town['subprefecture_name'].replace('総合振興局', '').replace('振興局', '')}管内の中央値（{area}）",
        f"{town.town['size_class_label']}の中央値（{alike}）",
        f"全道の中央値（{every}）",
        "基準日・セル",
    )
    return Block("基礎的な数値", (19, 15.5, 14.4, 14.4, 14.4, 14.8), tuple(rows), heads)


def _functions(town: Town, sources: Sources) -> Block:
    """第1号イ to 第6号 with the state of each in every 調査."""
    codes = {row["code"] for row in town.functions}
    asked = [row for row in town.answers if row["item_code"] in codes]
    rounds = _rounds(town, asked)
    rows = []
    for function in town.functions:
        mine = [row for row in asked if row["item_code"] == function["code"]]
        said = [_function(mine, sent, sources) for sent in rounds] or [line(town_words.NO_RETURN)]
        rows.append((line(f"{function['item']} {function['label_ja']}"), *said))
    heads = [line(sent.label, sent.mark, look="strong") for sent in rounds] or ["回答"]
    widths = _beside(len(heads))
    return Block("支援の機能（法第106条の4第2項）", widths, tuple(rows), ("号・機能", *heads))


@dataclass(frozen=True)
class _Round:
    """A 調査 as the head of a column; mark where every value under it is fictional."""

    fiscal_year: int
    label: str
    mark: Bit | None


def _rounds(town: Town, answers: Rows) -> list[_Round]:
    """The newest 調査 that there is room for."""
    made = []
    for sent in town.rounds[-MOST_ROUNDS:]:
        year = int(sent["fiscal_year"])
        mine = [row for row in answers if row["fiscal_year"] == year]
        made.append(_Round(year, str(sent["year_label"]), _all_fictional(mine)))
    return made


def _beside(columns: int) -> tuple[float, ...]:
    """Widths of a table of what is asked and the answers of so many 調査."""
    return (FUNCTION_WIDTH, *([(COLUMN_MM - FUNCTION_WIDTH) / columns] * columns))


def _function(mine: Rows, sent: _Round, sources: Sources) -> Line:
    found = [row for row in mine if row["fiscal_year"] == sent.fiscal_year]
    if not found:
        return line(town_words.NO_RETURN)
    row = found[0]
    sign = town_words.MARKS.get(str(row["option_code"]), "")
    return line(
        f"{sign} {town_words.answer(row)}".strip(), sources.cell(row), None if sent.mark else mark(row)
    )


def _activities(town: Town, sources: Sources) -> Block:
    whole = _all_fictional(town.activities)
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
    return Block(line("参加した道の取組み", whole, look="strong"), (COLUMN_MM,), tuple(rows), least=3, give=1)


def _outreach(town: Town) -> Block:
    said, is_fictional = town.place
    rows: list[tuple[Line, ...]] = [(line(Bit(said, "strong"), mark({"is_synthetic": is_fictional})),)]
    rows += [(line(text),) for text in town.reasons]
    if town.measures:
        rows.append((line(Bit("持っていくもの", "strong")),))
    for one in town.measures:
        rows.append((line(f"・{one['label']}{town_words.why_bring(one)}", mark(one)),))
    if town.peers:
        names = "、".join(str(one["name"]) for one in town.peers)
        fiction = mark({"is_synthetic": any(one.get("is_synthetic") for one in town.peers)})
        rows.append((line(Bit("参考団体（似ていて実施）: ", "strong"), names, fiction),))
    return Block("働きかけ", (COLUMN_MM,), tuple(rows))


def _barriers(town: Town, sources: Sources) -> Block:
    named = [row for row in town.answers if row["vocabulary"] == "barrier" and row["option_code"]]
    rounds = _rounds(town, named)
    if not named:
        said = line(Bit("課題の回答はありません。課題がないという意味ではありません。", "soft"))
        return Block("挙げた課題", (COLUMN_MM,), ((said,),))
    rows = []
    for code in dict.fromkeys(row["option_code"] for row in named):
        mine = [row for row in named if row["option_code"] == code]
        cells = [_barrier(mine, sent, sources) for sent in rounds]
        rows.append((line(str(mine[-1]["text"])), *cells))
    heads = ("課題", *[line(sent.label, sent.mark, look="strong") for sent in rounds])
    return Block("挙げた課題（順位）", _beside(len(rounds)), tuple(rows), heads, least=5)


def _barrier(mine: Rows, sent: _Round, sources: Sources) -> Line:
    found = [row for row in mine if row["fiscal_year"] == sent.fiscal_year]
    if not found:
        return line("―")
    ranks = [int(row["rank"]) for row in found if row["rank"] is not None]
    said = f"○ {min(ranks)}位" if ranks else "○"
    return line(said, sources.cell(found[0]), None if sent.mark else mark(found[0]))


def _newest(rows: Rows) -> list[Row]:
    """The rows of the newest 調査 that has any."""
    newest = max((row["fiscal_year"] for row in rows), default=None)
    return [row for row in rows if row["fiscal_year"] == newest]


def _answered(town: Town, column: str, value: str) -> list[Row]:
    return [row for row in town.answers if row[column] == value and row["answer_state"] == "answered"]


def _wanted(town: Town, sources: Sources) -> Block:
    rows = _newest(_answered(town, "question_id", "support_wanted"))
    whole = _all_fictional(rows)
    said = [(line(f"・{row['text']}", sources.cell(row), None if whole else mark(row)),) for row in rows]
    year = f"（{words.fiscal_year(int(rows[0]['fiscal_year']))}）" if rows else ""
    return Block(
        line(f"道に望む支援{year}", whole, look="strong"),
        (COLUMN_MM,),
        tuple(said) or ((line(Bit("回答はありません。", "soft")),),),
        least=4,
        give=1,
    )


def _words(town: Town, sources: Sources) -> Block:
    rows = _answered(town, "kind", "free_text")
    said = []
    for row in sorted(rows, key=lambda row: -int(row["fiscal_year"])):
        text = " ".join(str(row["value"]).split())
        short = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…（全{len(text)}字）"
        year = Bit(f"（{words.fiscal_year(int(row['fiscal_year']))}）", "soft")
        said.append((line(f"「{short}」", year, sources.cell(row), mark(row)),))
    rows_said = tuple(said) or ((line(Bit("自由記述の回答はありません。", "soft")),),)
    return Block("市町村の言葉", (COLUMN_MM,), rows_said, least=2, give=2)


def _contact(town: Town, sources: Sources) -> Block:
    said: list[tuple[Line, ...]] = []
    rows = {row["cell"]: row for row in reversed(_newest(_answered(town, "kind", "contact")))}
    for row in reversed(rows.values()):
        label = town_words.CONTACT.get(str(row["option_code"]), "連絡先")
        said.append((line(Bit(f"{label}　", "soft"), str(row["value"]), sources.cell(row), mark(row)),))
    for row in town.rounds:
        said.append((line(Bit(_received(row), "soft"), mark(row)),))
    return Block(
        "連絡先・調査票",
        (COLUMN_MM,),
        tuple(said) or ((line(Bit("調査票はまだ受け取っていません。", "soft")),),),
    )


def _received(row: Row) -> str:
    if row["state"] != "received":
        return f"{row['year_label']}: 未着"
    late = f"、期限から{int(row['days_late'])}日遅れ" if row["days_late"] else ""
    again = f"、{row['versions']}通目" if row["versions"] > 1 else ""
    return f"{row['year_label']}: {day(row['received_on'])}受領{late}{again}（記入 {row['completeness_pct']:.0f}％）"


def _case(town: Town, sources: Sources) -> list[Block]:
    if not town.case:
        return []
    rows = [
        (line(Bit(f"{row['topic']}　", "soft"), str(row["statement"]), sources.cell(row)),)
        for row in town.case
    ]
    return [Block("先行事例としての紹介（北海道の説明資料）", (COLUMN_MM,), tuple(rows), least=3, give=3)]
