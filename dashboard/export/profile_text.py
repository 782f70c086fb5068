"""What a town says itself and what to bring to it, for its 市町村カルテ on paper."""

from __future__ import annotations

from dashboard.export.docx_sheet import Bit, Line, TableBlock, line
from dashboard.export.profile_docx import COLUMN_MM
from dashboard.export.profile_town import (
    ProfileRound,
    ProfileTown,
    Row,
    Rows,
    Sources,
    all_fictional,
    beside,
    day,
    mark,
    rounds_of,
)
from dashboard.words import town as town_words
from dashboard.words import words

LONGEST_QUOTE = 90
ON_SCREEN = "担当者・電話・メールは、画面の「市町村カルテ」にあります（文書には出しません）。"


def outreach(town: ProfileTown) -> TableBlock:
    said, is_fictional = town.rank_summary
    rows: list[tuple[Line, ...]] = [(line(Bit(said, "strong"), mark({"is_synthetic": is_fictional})),)]
    rows += [(line(text),) for text in town.reasons]
    if town.measures:
        rows.append((line(Bit("案内する支援", "strong")),))
    for one in town.measures:
        rows.append((line(f"・{one['label']}{town_words.why_bring(one)}", mark(one)),))
    if town.peers:
        names = "、".join(str(one["name"]) for one in town.peers)
        fiction = mark({"is_synthetic": any(one.get("is_synthetic") for one in town.peers)})
        rows.append((line(Bit("参考団体（似ていて実施）: ", "strong"), names, fiction),))
    return TableBlock("働きかけ", (COLUMN_MM,), tuple(rows))


def barriers(town: ProfileTown, sources: Sources) -> TableBlock:
    named = [row for row in town.answers if row["vocabulary"] == "barrier" and row["option_code"]]
    rounds = rounds_of(town, named)
    if not named:
        said = line(Bit("課題の回答はありません。課題がないという意味ではありません。", "soft"))
        return TableBlock("挙げた課題", (COLUMN_MM,), ((said,),))
    rows: list[tuple[Line, ...]] = []
    for code in dict.fromkeys(row["option_code"] for row in named):
        mine = [row for row in named if row["option_code"] == code]
        cells = [_barrier(mine, sent, sources) for sent in rounds]
        rows.append((line(str(mine[-1]["text"])), *cells))
    heads: tuple[str | Line, ...] = ("課題", *[line(sent.label, sent.mark, look="strong") for sent in rounds])
    return TableBlock("挙げた課題（順位）", beside(len(rounds)), tuple(rows), heads, least=5)


def _barrier(mine: Rows, sent: ProfileRound, sources: Sources) -> Line:
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


def _answered(town: ProfileTown, column: str, value: str) -> list[Row]:
    return [row for row in town.answers if row[column] == value and row["answer_state"] == "answered"]


def support_wanted(town: ProfileTown, sources: Sources) -> TableBlock:
    rows = _newest(_answered(town, "question_id", "support_wanted"))
    whole = all_fictional(rows)
    said = [(line(f"・{row['text']}", sources.cell(row), None if whole else mark(row)),) for row in rows]
    year = f"（{words.fiscal_year(int(rows[0]['fiscal_year']))}）" if rows else ""
    return TableBlock(
        line(f"道に望む支援{year}", whole, look="strong"),
        (COLUMN_MM,),
        tuple(said) or ((line(Bit("回答はありません。", "soft")),),),
        least=4,
        give=1,
    )


def own_words(town: ProfileTown, sources: Sources) -> TableBlock:
    rows = _answered(town, "kind", "free_text")
    said = []
    for row in sorted(rows, key=lambda row: -int(row["fiscal_year"])):
        text = " ".join(str(row["value"]).split())
        short = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…（全{len(text)}字）"
        year = Bit(f"（{words.fiscal_year(int(row['fiscal_year']))}）", "soft")
        said.append((line(f"「{short}」", year, sources.cell(row), mark(row)),))
    rows_said = tuple(said) or ((line(Bit("自由記述の回答はありません。", "soft")),),)
    return TableBlock("市町村の言葉", (COLUMN_MM,), rows_said, least=2, give=2)


def contact(town: ProfileTown, sources: Sources) -> TableBlock:
    said: list[tuple[Line, ...]] = []
    newest = _newest(_answered(town, "kind", "contact"))
    for row in newest:
        if row["option_code"] == "department":
            label = Bit(f"{town_words.CONTACT['department']}　", "soft")
            said.append((line(label, str(row["value"]), sources.cell(row), mark(row)),))
            break
    if newest:  # a paper is handed on: name, phone and mail stay on the screen
        said.append((line(Bit(ON_SCREEN, "soft")),))
    for row in town.rounds:
        said.append((line(Bit(_received(row), "soft"), mark(row)),))
    return TableBlock(
        "連絡先・調査票",
        (COLUMN_MM,),
        tuple(said) or ((line(Bit("調査票はまだ受け取っていません。", "soft")),),),
    )


def _received(row: Row) -> str:
    if row["state"] != "received":
        return f"{row['year_label']}: 未着"
    late = f"、期限から{int(row['days_late'])}日遅れ" if row["days_late"] else ""
    again = f"、{row['versions']}通目" if row["versions"] > 1 else ""
    return f"{row['year_label']}: {day(row['received_on'])}受領{late}{again}（記入 {words.decimal(row['completeness_pct'])}％）"


def case(town: ProfileTown, sources: Sources) -> list[TableBlock]:
    if not town.case:
        return []
    rows = [
        (line(Bit(f"{row['topic']}　", "soft"), str(row["statement"]), sources.cell(row)),)
        for row in town.case
    ]
    return [
        TableBlock("先行事例としての紹介（北海道の説明資料）", (COLUMN_MM,), tuple(rows), least=3, give=3)
    ]
