"""`python -m tools.reading_guide`: writes docs/読み方の決まり.md, the guide to what is read how, from the rules themselves.

Every example is read by the readers when the page is made; the words and marks come from etl/vocabulary, the
findings from the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from etl import fiscal_year, names
from etl.csv_bytes import ENCODING_NAMES
from etl.findings import SEVERITY_LABELS, Severity
from etl.readers import vocabulary
from etl.readers.grid import CellRef, text_of_value
from etl.survey.answers import words
from etl.survey.answers.reading import read_answer
from etl.survey.form.loading import load_form
from etl.survey.form.municipalities import read_municipalities
from etl.survey.form.questions import Question
from tools.finding_catalogue import CatalogueEntry, catalogue
from tools.reading_chapters import (
    BARRIERS,
    CHAPTERS,
    DAYS,
    NOT_OF_TOWNS,
    NUMBERS,
    STATES,
    TOWNS,
    YEARS,
)

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "読み方の決まり.md"
RAW = ROOT / "data" / "raw"
TODAY = date(2023, 11, 30)

HEAD = """# 読み方の決まり

市町村や（総合）振興局から届いたファイルを、かさなりがどう読むかの一覧です。「こう書いたらどう読まれるのか」「なぜ聞き返されたのか」と
尋ねられたときに、この頁で答えられます。

- **書いてあるとおりに読みます。** 決められないときは推しはからず、どのファイルの、どのシートの、どのセルかを示して尋ねます。
- **エラー**は、読んでいない（取り込んでいない）もの。**警告**は、読んだが確かめてほしいもの。**情報**は、答えの変わらないお知らせです。
- 例は、このページを作るときに実際に読ませた結果です。年は令和5年度の調査（基準日 令和5年11月30日）としています。

この頁は読み方の決まりそのものから作っています。手で書き換えません（`python -m tools.reading_guide` で作りなおします）。
"""


def render() -> str:
    """The whole page as Markdown."""
    entries = {rule: entry for rule, entry in catalogue().items() if not rule.startswith(NOT_OF_TOWNS)}
    form = load_form(RAW / "survey" / "R5" / "form.toml")
    parts = [
        HEAD,
        _years(),
        _numbers(form.by_id["staff_full_time"]),
        _choices(form.by_id["status"], form.by_id["barriers"]),
        _towns(),
        _headings(),
        _encodings(),
        *(_chapter(title, starts, text, entries) for title, starts, text in CHAPTERS),
        _all_findings(entries),
    ]
    return "\n".join(parts)


def _years() -> str:
    rows = []
    for text in YEARS:
        parsed = fiscal_year.parse(text, TODAY)
        said = fiscal_year.label(parsed.fiscal_year) if parsed.fiscal_year else "読みません"
        rows.append((text, said, parsed.warning))
    days = []
    for text in DAYS:
        day = fiscal_year.parse_date(text)
        days.append((text, day.value.isoformat() if day.value else "読みません", day.warning))
    return (
        "## 年度と日付\n\n"
        "年度は4月から翌年3月までです。元号でも西暦でも、全角でも半角でも読みます。元号も西暦もない「5年度」は決めません。\n\n"
        f"{_table(('書き方', '読み方', '確かめること'), rows)}\n"
        f"日付は次のように読みます。\n\n{_table(('書き方', '読み方', '確かめること'), days)}"
    )


def _numbers(question: Question) -> str:
    rows = [_read(question, text) for text in NUMBERS]
    units = [
        (unit, "、".join(row["written"] for row in group))
        for unit, group in groupby(vocabulary.rows("unit_words"), lambda row: row["unit"])
    ]
    about = _joined(
        row["written"] for row in vocabulary.rows("number_words") if row["meaning"] == "approximate"
    )
    return (
        f"## 数\n\n「{_first_line(question.wording)}」に書かれた場合の例です。\n\n"
        f"{_table(('書き方', '読み方', '確かめること'), rows)}\n"
        f"数の後ろに付いていてよい言葉:\n\n{_table(('単位', '同じに読む言葉'), units)}\n"
        f"おおよその数とみて確かめる言葉: {about}\n"
    )


def _choices(status: Question, barriers: Question) -> str:
    marks = vocabulary.rows("mark_words")

    def written(meaning: str) -> str:
        return _joined(row["written"] for row in marks if row["meaning"] == meaning)

    unclear = [(row["written"], row["note"]) for row in marks if row["meaning"] == "unclear"]
    meanings = {
        "undecided": "未定・検討中",
        "not_applicable": "該当なし",
        "dash": "横棒・斜線など（該当なしとみてお知らせします）",
        "none": "なし",
        "blank": "未回答",
        "unknown": "わからない（尋ねます）",
        "elsewhere": "ほかを見よ（読まずに尋ねます）",
    }
    answers = [
        (label, _joined(row["written"] for row in vocabulary.rows("answer_words") if row["meaning"] == code))
        for code, label in meanings.items()
    ]
    endings = {effect: [w for w, e in words.endings() if e == effect] for effect in ("silent", "open")}
    aliases = [
        (label, _joined(row["alias"] for row in vocabulary.rows("status_aliases") if row["code"] == code))
        for code, label in vocabulary.labels("status").items()
    ]
    return (
        "## ○と選択肢\n\n"
        f"- 選んだものとして読む印: {written('yes')}\n"
        f"- 選んでいないものとして読む印: {written('no')}\n"
        f"- 言葉の終わりに付いていても同じに読むもの: {_joined(sorted(endings['silent']))}\n"
        f"- 付いていると、ほかにもあるとみて確かめるもの: {_joined(sorted(endings['open']))}\n\n"
        f"決められないので尋ねる印:\n\n{_table(('印', '理由'), unclear)}\n"
        f"言葉だけが書かれているとき:\n\n{_table(('読み方', '書き方'), answers)}\n"
        f"「{_first_line(status.wording)}」の例:\n\n"
        f"{_table(('書き方', '読み方', '確かめること'), [_read(status, text) for text in STATES])}\n"
        f"同じ状況とみる書き方:\n\n{_table(('読み方', '書き方'), aliases)}\n"
        f"いくつでも選べる設問（{_first_line(barriers.wording)}）の例:\n\n"
        f"{_table(('書き方', '読み方', '確かめること'), [_read(barriers, text) for text in BARRIERS])}"
    )


def _towns() -> str:
    directory = names.make_directory(read_municipalities(RAW / "reference" / "municipalities.csv"))
    rows = []
    for code, name in TOWNS:
        found = names.resolve(directory, code or None, name or None)
        said = f"{found.code} {directory.by_code[found.code].name}" if found.code else "読みません"
        rows.append((code, name, said, found.note))
    glyphs = _joined(f"{row['written']}→{row['standard']}" for row in vocabulary.rows("old_glyphs"))
    return (
        "## 市町村の名前とコード\n\n"
        "コードは5桁の標準地域コードか6桁の団体コードです。コードと名前の両方があるときは、両方が同じ市町村を指すことを確かめます。\n\n"
        f"{_table(('コード', '名前', '読み方', '確かめること'), rows)}\n"
        f"同じ字として読むもの: {glyphs}\n"
    )


def _headings() -> str:
    def of(rows: Iterable[dict[str, str]]) -> list[tuple[str, str]]:
        grouped: dict[str, list[str]] = {}
        for row in rows:
            # The English headings are those of our own files.
            if not (row["heading"].isascii() and row["heading"].islower()):
                grouped.setdefault(row["column"], []).append(row["heading"])
        return [(headings[0], "、".join(headings)) for headings in grouped.values()]

    lists = of(row for row in vocabulary.rows("columns") if row["kind"] == "status_list")
    tables = of(vocabulary.rows("compiled_return_headings"))
    beside = of(vocabulary.rows("beside_headings"))
    head = ("列", "読める見出し")
    return (
        "## 表の見出し\n\n見出しは、全角と半角、空白、改行の違いがあっても読みます。\n\n"
        f"実施状況の一覧:\n\n{_table(head, lists)}\n"
        "取りまとめ表（このほか、調査票の設問の番号と文言も見出しとして読みます）:\n\n"
        f"{_table(head, tables)}\n"
        f"年度の証拠として見る列と、読み飛ばす列:\n\n{_table(head, beside)}"
    )


def _encodings() -> str:
    names_of = "、".join(dict.fromkeys(ENCODING_NAMES.values()))
    return (
        "## CSVの文字コード\n\n"
        f"読める文字コード: {names_of}。どれでもないときは、読まずに、保存しなおし方を示します。"
        '区切りはコンマ・タブ・セミコロンのどれでも読みます。Excel が付ける「sep=,」の行、`="01452"` の形のコード、'
        "先頭の0が落ちたコードも読みます。\n"
    )


def _chapter(title: str, starts: tuple[str, ...], text: str, entries: dict[str, CatalogueEntry]) -> str:
    rows = [_row(entry) for entry in entries.values() if entry.rule.startswith(starts)]
    return f"## {title}\n\n{text}\n\n{_table(('重さ', '画面に出る言葉', '記号'), rows)}"


def _all_findings(entries: dict[str, CatalogueEntry]) -> str:
    rest = [
        _row(entry)
        for entry in entries.values()
        if not any(entry.rule.startswith(starts) for _, starts, _ in CHAPTERS)
    ]
    return (
        "## そのほかの指摘\n\n「…」のところには、そのときの名前や値が入ります。\n\n"
        f"{_table(('重さ', '画面に出る言葉', '記号'), rest)}"
    )


def _row(entry: CatalogueEntry) -> tuple[str, str, str]:
    severities = "・".join(SEVERITY_LABELS[_severity(one)] for one in entry.severities) or "警告・情報"
    return severities, "<br>".join(entry.messages[:3]).replace("（--as-of）", ""), entry.rule


def _severity(text: str) -> Severity:
    return next(one for one in SEVERITY_LABELS if one == text)


def _read(question: Question, text: str) -> tuple[str, str, str]:
    """What is read of a text in the cell of a question, and what is said about it."""
    answer = read_answer(question, [("", CellRef("調査票", "C16", text, text_of_value(text)))], today=TODAY)
    said = {
        "blank": "未回答",
        "undecided": "未定・検討中",
        "not_applicable": "該当なし",
        "none": "なし",
        "unreadable": "読みません",
    }
    read = said.get(answer.state) or "、".join(value.value for value in answer.values)
    asked = "<br>".join(
        f"{SEVERITY_LABELS[finding.severity]}: {finding.message}" for finding in answer.findings
    )
    return text, read, asked


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(_cell(text) for text in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """A text inside a table: line breaks shown as ⏎, bars escaped."""
    return text.replace("|", "\\|").replace("\n", "⏎")


def _joined(texts: Iterable[str]) -> str:
    return "、".join(texts)


def _first_line(text: str) -> str:
    return text.split("\n")[0]


def main() -> None:
    PAGE.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
