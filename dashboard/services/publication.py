"""What is published of a round, kept as it was, and what has changed since: the 正誤表 of a published set."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.export import table_files
from dashboard.export.table_shape import REAL, SYNTHETIC, Published
from dashboard.frames import records
from dashboard.queries import data as queries_data
from dashboard.queries import returns as queries_returns
from dashboard.queries import rounds, town_sheet
from dashboard.services import change_causes
from dashboard.services.change_causes import UNKNOWN, Cause
from dashboard.services.publication_columns import ANSWER_TABLE, COLUMNS, STATUS_TABLE
from dashboard.warehouse.reader import Reader
from dashboard.words import town, words
from dashboard.words.file_names import ended

EMPTY = "（記載なし）"
RETURN_STATES = {"received": "受領", "waiting": "未着"}
ANSWER_STATES = {
    "answered": "回答",
    "blank": "未回答",
    "undecided": "未定",
    "none": "特になし",
    "not_applicable": "該当なし",
    "unreadable": "読めない",
    "not_asked": "記入しない設問",
    "unknown_if_asked": "未回答",
}


@dataclass(frozen=True)
class Signing:
    """As what the set is published: 速報 or 確定, on which day, by whom."""

    state: str
    entered_on: date
    made_by: str
    checked_by: str = ""
    approved_by: str = ""


@dataclass(frozen=True)
class Change:
    """An answer that is not as it was published: both as a person reads them, EMPTY where there is none.

    cause: the correction (or its withdrawal), or the return, that made it so.
    """

    municipality_code: str
    name: str
    item: str
    before: str
    after: str
    is_synthetic: bool = False
    cause: Cause = UNKNOWN


def make_set(reader: Reader, fiscal_year: int, signing: Signing) -> dict[str, bytes]:
    """File name → bytes of what is published: each table as xlsx (with its definitions) and as CSV."""
    made: dict[str, bytes] = {}
    for table in tables(reader, fiscal_year, signing):
        book = io.BytesIO()
        table_files.write_xlsx(table, book)
        stem = f"{words.fiscal_year(fiscal_year)}_{table.name}_{signing.state}"
        made[ended(f"{stem}.xlsx", is_synthetic=table.is_synthetic)] = book.getvalue()
        made[ended(f"{stem}.csv", is_synthetic=table.is_synthetic)] = b"".join(table_files.csv_chunks(table))
    return made


def tables(reader: Reader, fiscal_year: int, signing: Signing) -> tuple[Published, Published]:
    """The status of every municipality, and every answer but contacts and free text."""
    facts = _facts(reader, fiscal_year, signing)
    statuses = rounds.statuses(reader, fiscal_year)
    statuses = statuses.assign(
        return_state=statuses["return_state"].map(RETURN_STATES),
        basis_said=[_basis(row) for row in records(statuses)],
    )
    answers = rounds.answers(reader, fiscal_year)
    answers = answers.assign(
        answer_state=answers["answer_state"].map(lambda state: ANSWER_STATES.get(state, state))
    )
    carried = int((statuses["basis"] == "carried").sum())
    said = f"{words.count(carried)}市町村（この年度の資料がなく、前の年度までの記載による。列「根拠」で見分ける）"
    left_out = list(statuses.loc[statuses["start_contradicts"], "name"])
    told = (
        f"{words.count(len(left_out))}市町村（{'、'.join(left_out)}。記載された年度が実施状況と食い違うため）"
    )
    resting = (
        *facts,
        ("継続とみなした状態", said if carried else "なし"),
        ("空欄にした開始年度", told if left_out else "なし"),
    )
    return (
        _published(STATUS_TABLE, "1行 = 1市町村の、その年度の実施状況", statuses, resting),
        _published(ANSWER_TABLE, "1行 = 1市町村の1つの答え。連絡先と自由記述は載せない", answers, facts),
    )


def _basis(row: Mapping[str, Any]) -> str:
    if row["basis"] != "carried":
        return town.basis(row)
    return f"継続とみなす（{words.fiscal_year(int(row['stated_fiscal_year']))}の記載）"


def why_not_comparable(reader: Reader) -> str:
    """Why no 正誤表 can be made now, "" where it can: what is only lost is no correction."""
    lost = queries_data.lost_sources(reader)
    if not lost:
        return ""
    more = f"ほか{words.count(len(lost) - 1)}件。" if len(lost) > 1 else ""
    return (
        f"いまのデータには、入っていない資料があります（{lost[0].rstrip('。')}）。{more}"
        "なくなった資料の分は訂正ではないので、戻すまで正誤表は作れません。前に保存した正誤表も、使う前に確かめてください。"
    )


def changes_since(published: Path, reader: Reader, fiscal_year: int, published_on: date) -> list[Change]:
    """What of a published set (its folder) is no longer so, in the order of the form. Raises OSError where it is gone."""
    found: list[Change] = []
    questions = town_sheet.questions(reader)
    kinds = dict(zip(questions["question_id"], questions["kind"], strict=True))
    corrected, returned = change_causes.corrections(reader, fiscal_year), dict[str, Cause]()
    for table in tables(reader, fiscal_year, Signing("", date.min, "")):
        [path] = published.glob(f"*_{table.name}_*.csv")
        with path.open(encoding="utf-8-sig", newline="") as stream:
            published_rows = list(csv.DictReader(stream))
        written = b"".join(table_files.csv_chunks(table)).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(written, newline="")))
        if table.name == STATUS_TABLE:  # the first of them
            returned = change_causes.returns(published_rows, rows, published_on)
        fictional = {row["標準地域コード"] for row in (*published_rows, *rows) if row[SYNTHETIC] == SYNTHETIC}
        before, after = _by_item(table.name, published_rows, kinds), _by_item(table.name, rows, kinds)
        names = {code: name for code, name, _ in [*before, *after]}
        keys = dict.fromkeys((code, item) for code, _, item in [*after, *before])  # in the order of the form
        old = {(code, item): said for (code, _, item), said in before.items()}
        new = {(code, item): said for (code, _, item), said in after.items()}
        found += [
            Change(
                code,
                names[code],
                item,
                old.get((code, item), EMPTY),
                new.get((code, item), EMPTY),
                code in fictional,
                change_causes.newest(corrected.get((code, item)), returned.get(code)),
            )
            for code, item in sorted(keys, key=lambda key: key[0])
            if old.get((code, item), EMPTY) != new.get((code, item), EMPTY)
        ]
    return found


def _by_item(
    table: str, rows: list[dict[str, str]], kinds: Mapping[str, str]
) -> dict[tuple[str, str, str], str]:
    """What is said of each item of each municipality, several choices in one text. kinds: of the questions."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        place = row["標準地域コード"], row["市町村名"]
        if table == STATUS_TABLE:
            found[(*place, "実施状況")] = [row["実施状況"]]
            year = row["開始年度（西暦）"]
            found[(*place, "開始年度")] = [words.fiscal_year(int(year))] if year else []
        else:
            value = row["答え"]
            if kinds.get(row["設問コード"]) == "fiscal_year" and value.isdecimal():
                value = words.fiscal_year(int(value))
            said = row["選択肢"] or value or row["答えの状態"]
            rank = f"{row['順位']}位 " if row["順位"] else ""
            texts = found.setdefault((*place, f"{row['問']} {row['設問']}"), [])
            texts += [rank + said] if said else []
    return {key: "、".join(texts) for key, texts in found.items() if texts}


def _published(
    name: str, description: str, frame: pd.DataFrame, facts: tuple[tuple[str, str], ...]
) -> Published:
    columns = COLUMNS[name]
    shown = frame.assign(is_synthetic=frame["is_synthetic"].map({True: SYNTHETIC, False: REAL}))
    rows = shown[[column.source for column in columns]]
    rows.columns = pd.Index([column.heading for column in columns])
    is_fictional = bool(frame["is_synthetic"].any())
    said = (("表の名前", name), ("内容", description), ("行数", str(len(frame))), *facts)
    said += ((SYNTHETIC, f"含む（列「{SYNTHETIC}」で見分ける）" if is_fictional else "含まない"),)
    return Published(name, description, columns, rows, _codes(frame), said)


def _codes(frame: pd.DataFrame) -> pd.DataFrame:
    """The options of each question with their words; none of a table without codes."""
    if "option_code" not in frame:
        return pd.DataFrame(columns=["heading", "code", "label"])
    chosen = frame[frame["option_code"].notna() & (frame["option_code"] != "")]
    used = chosen[["question_id", "option_code", "option_label"]].drop_duplicates(
        ["question_id", "option_code"]
    )
    return pd.DataFrame(
        {
            "heading": "選択肢コード（設問コード " + used["question_id"] + "）",
            "code": used["option_code"],
            "label": used["option_label"],
        }
    ).sort_values(["heading", "code"], ignore_index=True)


def _facts(reader: Reader, fiscal_year: int, signing: Signing) -> tuple[tuple[str, str], ...]:
    surveys = queries_returns.surveys(reader)
    surveys = surveys[surveys["fiscal_year"] == fiscal_year]
    about: Mapping[str, object] = next(iter(records(surveys)), {})
    points = rounds.open_points(reader, fiscal_year).iloc[0]
    whole, waiting = int(points["municipalities"]), int(points["waiting"])
    return (
        ("調査", str(about.get("title", words.fiscal_year(fiscal_year)))),
        ("基準日", words.day_short(pd.Timestamp(str(about["as_of"])).date()) if about else ""),
        ("公表の段階", signing.state),
        ("公表の日", "" if signing.entered_on == date.min else words.day_short(signing.entered_on)),
        ("作成", signing.made_by),
        ("確認", signing.checked_by),
        ("承認", signing.approved_by),
        ("回収", f"{whole - waiting}／{whole}市町村"),
        ("版", reader.warehouse_id),
        ("空欄", "値がない、またはわからないこと。0 とは違う"),
        ("文字コード", "CSVはUTF-8（BOMあり）。改行はCRLF"),
        ("よりどころ", "行政データにおける機械可読性に関するルール（令和8年3月31日）"),
    )
