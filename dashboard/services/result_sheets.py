"""結果のお知らせ of a round: for each municipality what it answered, where it stands, what is offered, what followed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import clock, journal
from dashboard.export import docx_page, result_docx
from dashboard.export.docx_sheet import Bit, Line, TableBlock, line
from dashboard.export.result_docx import WIDTH_MM, ResultSheet
from dashboard.frames import records
from dashboard.queries import overview, rounds
from dashboard.queries import result_sheets as own
from dashboard.queries import slides as queries
from dashboard.services import ranking
from dashboard.services.profiles import UnknownTownError
from dashboard.warehouse.reader import Reader
from dashboard.words import town as town_words
from dashboard.words import words
from dashboard.words.file_names import ended

MOST_PEERS = 3
SIZE, PITCH = 8.5, 11.5
FIRST_MM = 58
FUNCTION = "function"
FUNCTION_NAME = "支援の機能（第1号〜第6号）"


class UnansweredRoundError(Exception):
    """Nothing came of the round; the message says in Japanese what to do."""


def gather(
    reader: Reader, path: Path | None, fiscal_year: int, codes: Sequence[str] | None = None
) -> list[ResultSheet]:
    """The sheets of municipalities (None: of all), in 行政順. path: of the journal.

    Raises UnansweredRoundError, UnknownTownError, WarehouseError, JournalError.
    """
    held = records(own.round_of(reader, fiscal_year))
    if not held:
        raise UnansweredRoundError(
            f"{words.fiscal_year(fiscal_year)}の調査票は、まだ1通も受け取っていません。受け取ると、結果のお知らせを作れます。"
        )
    towns = queries.towns(reader, fiscal_year)
    for code in codes or ():
        if code not in set(towns["municipality_code"]):
            raise UnknownTownError(
                f"コード「{code[:12]}」の市町村は道内の179市町村にありません。5桁のコード（例 01452）で指定してください。"
            )
    parts = _Parts(reader, path, fiscal_year, towns)
    day = reader.as_of or pd.Timestamp(overview.build(reader)["as_of"].iloc[0]).date()
    foot = (
        f"{words.day_short(day)}までに把握した内容　自由記述と連絡先は載せていません。",
        "ほかの市町村の数は、同じ人口規模の市町村の数です。順位や点はありません。",
    )
    title = f"{words.fiscal_year(fiscal_year)} 調査の結果のお知らせ"
    about = f"{held[0]['title']}（基準日 {words.day_short(held[0]['as_of'])}）へのご回答をもとに作りました。"
    made = []
    for row in records(towns):
        code = str(row["municipality_code"])
        if codes is not None and code not in codes:
            continue
        answered, is_fictional = parts.answered(code)
        offered, offers_fictional = parts.offered(code)
        followed, follows_fictional = parts.followed(code)
        peers, peers_fictional = parts.peers(code)
        made.append(
            ResultSheet(
                code,
                str(row["name"]),
                str(row["subprefecture_name"]),
                words.fiscal_year(fiscal_year),
                title,
                about,
                (
                    _block("1　ご回答いただいたこと", ("設問", "ご回答"), answered, least=4, give=2),
                    _block("2　似た市町村のなかで", ("比べる相手", "状況"), [*parts.standing(row), *peers]),
                    _block("3　道の支援", ("支援", "理由"), offered, least=2, give=1),
                    _block("4　その後", ("日付", "こと"), followed, least=2, give=3),
                ),
                foot,
                bool(
                    is_fictional
                    or offers_fictional
                    or follows_fictional
                    or peers_fictional
                    or parts.is_standing_fictional(row)
                ),
            )
        )
    return made


def to_zip(sheets: Iterable[ResultSheet]) -> bytes:
    """One .docx per municipality in the folder of its 振興局. The same sheets on the same day: the same bytes."""
    out = io.BytesIO()
    day = clock.today()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # a .docx is compressed already
        for sheet in sheets:
            archive.writestr(
                zipfile.ZipInfo(sheet.path, docx_page.ZIP_EPOCH), result_docx.to_docx(sheet, day)
            )
    return out.getvalue()


def zip_name(reader: Reader, fiscal_year: int, sheets: Sequence[ResultSheet]) -> str:
    """令和5年度_結果のお知らせ_179市町村_wh_…_架空データ.zip"""
    name = f"{words.fiscal_year(fiscal_year)}_結果のお知らせ_{len(sheets)}市町村.zip"
    return ended(name, reader.warehouse_id, is_synthetic=any(sheet.is_synthetic for sheet in sheets))


Rows = list[tuple[Line, ...]]


class _Parts:
    """What all sheets are made from, read once."""

    def __init__(self, reader: Reader, path: Path | None, fiscal_year: int, towns: pd.DataFrame) -> None:
        self.towns = towns
        self.groups = {str(row["code"]): str(row["label_ja"]) for row in records(overview.groups(reader))}
        self.questions = {str(row["question_id"]): row for row in records(own.questions(reader, fiscal_year))}
        self.answers = _by_town(rounds.answers(reader, fiscal_year))
        self.activities = _by_town(own.activities(reader, fiscal_year))
        self.material = ranking.material(reader, path)
        self.named = own.may_be_named(reader)
        as_of = pd.Timestamp(own.round_of(reader, fiscal_year)["as_of"].iloc[0]).date()
        contacts = journal.contacts(path)
        self.contacts = _by_town(contacts[contacts["contacted_on"].map(lambda day: day > as_of).astype(bool)])
        self.began = {
            str(row["municipality_code"]): row["start_label"]
            for row in records(queries.towns(reader, fiscal_year))
        }

    def answered(self, code: str) -> tuple[Rows, bool]:
        """Question and answer; the functions in one row."""
        rows = self.answers.get(code, [])
        if not rows:
            return [(line("回答"), line(Bit("この調査の回答は届いていません。", "soft")))], False
        said: dict[str, tuple[str, list[str]]] = {}
        functions: dict[str, int] = {}
        for row in rows:
            if row["answer_state"] == "not_applicable":
                continue
            question = self.questions[str(row["question_id"])]
            text = _answer(row, question)
            if question["group_id"] == FUNCTION:
                functions[text] = functions.get(text, 0) + 1
                said.setdefault(FUNCTION, (FUNCTION_NAME, []))
                continue
            said.setdefault(str(row["question_id"]), (str(row["wording"]), []))[1].append(text)
        if functions:
            said[FUNCTION][1].extend(f"{text} {words.count(count)}" for text, count in functions.items())
        return (
            [(line(wording), line("、".join(texts))) for wording, texts in said.values()],
            any(bool(row["is_synthetic"]) for row in rows),
        )

    def standing(self, town: dict[str, Any]) -> Rows:
        """How many municipalities of the same size are in each state."""
        alike = self._alike(town)
        counts = alike["group_code"].value_counts()
        said = "、".join(
            f"{label} {words.count(int(counts.get(code, 0)))}" for code, label in self.groups.items()
        )
        return [
            (
                line(f"同じ人口規模（{town_words.size(town['size_class_label'])}）"),
                line(f"{words.count(len(alike))}市町村のうち {said}"),
            )
        ]

    def is_standing_fictional(self, town: dict[str, Any]) -> bool:
        return bool(self._alike(town)["is_synthetic"].any())

    def peers(self, code: str) -> tuple[Rows, bool]:
        """参考団体 that may be named: name and since when."""
        found = [one for one in self.material.peers(code) if one["code"] in self.named][:MOST_PEERS]
        names = "、".join(
            f"{one['name']}（{self.began[str(one['code'])]}から）"
            if isinstance(self.began.get(str(one["code"])), str)
            else str(one["name"])
            for one in found
        )
        row = (line("参考団体（人口・面積などが近く、実施している市町村）"), line(names or "―"))
        return [row], any(bool(one["is_synthetic"]) for one in found)

    def offered(self, code: str) -> tuple[Rows, bool]:
        """Measures of the prefecture for the reasons and wishes of the municipality."""
        found: list[dict[str, Any]] = self.material.measures.get(code, [])
        rows: Rows = []
        for one in found:
            reasons = [f"「{answer['label']}」に: {answer['reason']}" for answer in one["answers"]]
            reasons += [f"お望みの支援「{wish}」" for wish in one["wanted"]]
            rows.append((line(str(one["label"])), line("。".join(reasons))))
        if not rows:
            rows = [(line("支援"), line(Bit("お答えに対応づけた支援はありません。ご相談ください。", "soft")))]
        return rows, any(bool(one["is_synthetic"]) for one in found)

    def followed(self, code: str) -> tuple[Rows, bool]:
        """What came after the round: activities and contacts, by day; no names of persons."""
        activities = self.activities.get(code, [])
        rows: Rows = [
            (line(words.day_short(row["held_on"])), line(f"参加: {row['title']}")) for row in activities
        ]
        rows += [
            (line(words.day_short(row["contacted_on"])), line(f"道からの連絡: {row['means']}"))
            for row in self.contacts.get(code, [])
        ]
        if not rows:
            rows = [(line("記録"), line(Bit("この調査の後の参加や連絡の記録は、まだありません。", "soft")))]
        return rows, any(bool(row["is_synthetic"]) for row in activities)

    def _alike(self, town: dict[str, Any]) -> pd.DataFrame:
        alike: pd.DataFrame = self.towns[self.towns["size_class"] == town["size_class"]]
        return alike


def _answer(row: dict[str, Any], question: dict[str, Any]) -> str:
    """An answer as a sheet writes it, or why there is none."""
    text = row["option_label"] if isinstance(row["option_label"], str) else row["value"]
    return town_words.answer(
        {
            **row,
            "text": text,
            "kind": question["kind"],
            "unit": question["unit"],
            "is_by_prefecture": False,
        }
    )


def _block(title: str, heads: tuple[str, str], rows: Rows, least: int = 99, give: int = 0) -> TableBlock:
    return TableBlock(
        title,
        (FIRST_MM, WIDTH_MM - FIRST_MM),
        tuple(rows),
        heads,
        least=least,
        give=give,
        size=SIZE,
        pitch=PITCH,
        title_size=10,
        rest="ほか{}件",
    )


def _by_town(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(frame):
        found.setdefault(str(row["municipality_code"]), []).append(row)
    return found
