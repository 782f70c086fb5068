"""Finds the header of a compiled table: one row, or two where a question stands above its options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from etl.findings import Finding
from etl.readers.grid import Sheet, cell_at
from etl.survey.form.questions import Form
from etl.survey.returned.headings import CODE, NAME, TOWN, Target, expected_headings, heading_key
from etl.survey.returned.plan import Plan

SEARCHED_ROWS = 30
ADD_STATUS_LIST = (
    "実施状況一覧（名簿）であれば、いつ時点のものかを書いて"
    "「python -m etl add status_list ファイル名 --as-of 2023-04-01」で登録してください。"
)
_QUESTION_NUMBER = re.compile(r"(?:問|q)\d")


@dataclass(frozen=True)
class TableHeader:
    """The header of a compiled table: place → what the column holds, and the heading as written."""

    row: int
    last_row: int
    targets: dict[int, Target]
    texts: dict[int, str]
    ambiguous: dict[int, frozenset[Target]]

    @property
    def columns(self) -> set[Target]:
        return set(self.targets.values())

    @property
    def score(self) -> int:
        return len(self.columns)

    @property
    def is_table(self) -> bool:
        """Names municipalities and asks at least one question."""
        has_town = bool({(TOWN, CODE), (TOWN, NAME)} & self.columns)
        return has_town and any(question_id for question_id, _ in self.columns)


def find_header(sheet: Sheet, meanings_of: dict[str, frozenset[Target]]) -> TableHeader | None:
    """The row, or pair of rows, within the first ones that says most."""
    best: TableHeader | None = None
    for depth in (0, 1):
        for row in range(min(SEARCHED_ROWS, len(sheet.rows) - depth)):
            header = _header(sheet, meanings_of, row, row + depth)
            if best is None or header.score > best.score:
                best = header
    return best if best is not None and best.score else None


def _header(sheet: Sheet, meanings_of: dict[str, frozenset[Target]], row: int, last_row: int) -> TableHeader:
    targets: dict[int, Target] = {}
    texts: dict[int, str] = {}
    ambiguous: dict[int, frozenset[Target]] = {}
    for column, candidates in _heading_texts(sheet, row, last_row):
        texts[column] = candidates[0]
        meanings = [meanings_of[key] for text in candidates if (key := heading_key(text)) in meanings_of]
        single = next((meaning for meaning in meanings if len(meaning) == 1), None)
        if single is not None:
            targets[column] = next(iter(single))
        elif meanings:
            ambiguous[column] = meanings[0]
    return TableHeader(row, last_row, targets, texts, ambiguous)


def _heading_texts(sheet: Sheet, row: int, last_row: int) -> Iterator[tuple[int, list[str]]]:
    """Each column with the ways to read its heading: both rows joined, or the lower one alone.

    The upper heading counts for the empty cells to its right that have a lower heading, merged or not.
    """
    width = max(len(sheet.rows[r]) for r in (row, last_row))
    if row == last_row:
        for column in range(width):
            text = cell_at(sheet, row, column).text.strip()
            if text:
                yield column, [text]
        return
    upper = ""
    for column in range(width):
        above, below = (cell_at(sheet, r, column).text.strip() for r in (row, last_row))
        upper = above or (upper if below else "")
        if above or below:
            yield column, [upper + below, below] if below else [above]


def with_groups(sheet: Sheet, header: TableHeader) -> Sheet:
    """The sheet with a header of one row: each column's full heading in the lower row, nothing above it."""
    if header.row == header.last_row:
        return sheet
    rows = [list(row) for row in sheet.rows]
    width = max(header.texts, default=0) + 1
    rows[header.row] = [None] * width
    rows[header.last_row] = [header.texts.get(place) for place in range(width)]
    merged = [area for area in sheet.merged if not area[0] <= header.last_row <= area[2]]
    return replace(sheet, rows=rows, merged=[area for area in merged if area[0] > header.last_row])


def asks_only_status(header: TableHeader, form: Form) -> bool:
    """Whether no column holds what only a survey asks: a list of states (実施状況一覧) has the state and the start alone.

    A heading that cites the number of the question (問1) does come from a survey.
    """
    status = {question.id for question in form.questions if question.vocabulary == "status"}
    start = {
        question.id
        for question in form.questions
        if question.kind == "fiscal_year" and {one.question_id for one in question.conditions} & status
    }
    asked = {question_id for question_id, _ in header.columns if question_id != TOWN}
    numbered = any(_QUESTION_NUMBER.match(heading_key(text)) for text in header.texts.values())
    return bool(asked) and asked <= status | start and not numbered


def status_list(sheet: Sheet, header: TableHeader) -> Finding:
    """Asks about a list of states that was handed in as a compiled table."""
    column = next(column for column, (question_id, _) in header.targets.items() if question_id != TOWN)
    heading = " ".join(header.texts[column].split())
    message = (
        f"回答の列が「{heading}」のように実施状況と開始年度だけで、調査だけが尋ねる設問（課題、会議、職員数など）の列がありません。"
        f"調査票の取りまとめ表ではなく実施状況一覧のようなので、読んでいません。{ADD_STATUS_LIST}"
        "調査の取りまとめ表であれば、ほかの設問の列も入れるか、見出しを「問1」のように設問の番号にして、もう一度入れてください。"
    )
    cell = cell_at(sheet, header.last_row, column).cell
    return Finding("error", "TABLE-STATUS-LIST", message, sheet=sheet.name, cell=cell, value=heading[:200])


def unknown_headings(sheet: Sheet, header: TableHeader, form: Form) -> list[Finding]:
    unknown = [column for column in header.texts if column not in header.targets]
    if not unknown:
        return []
    descriptions = []
    for column in unknown:
        meanings = header.ambiguous.get(column)
        cell = cell_at(sheet, header.last_row, column).cell
        asked = "（どの設問か決められません）" if meanings else ""
        descriptions.append(f"{cell}「{header.texts[column][:60]}」{asked}")
    written = "、".join(" ".join(text.split()) for text in header.texts.values())
    other = ADD_STATUS_LIST if asks_only_status(header, form) else ""
    message = (
        f"見出しが合わないため、この表は読み込みませんでした。わからない見出し: {'、'.join(descriptions)}。"
        "調査票の設問の文言か番号に直すか、よく使う言い方なら見出しの表（compiled_return_headings.csv）に加えてください。"
        f"{other}【ファイルの見出し】{written}【読める見出し】{expected_headings(form)}"
    )
    first = cell_at(sheet, header.last_row, unknown[0])
    value = header.texts[unknown[0]]
    return [Finding("error", "TABLE-HEADINGS", message, sheet=sheet.name, cell=first.cell, value=value)]


def missing_questions(sheet: Sheet, header: TableHeader, plan: Plan) -> list[Finding]:
    """What a compiled table does not tell at all: said once, not town by town."""
    present = {question_id for question_id, _ in header.columns}
    missing = [question for question in plan.form.questions if question.id not in present]
    required = list(dict.fromkeys(q.group_id or q.id for q in missing if q.required))
    if not required:
        return []
    blocks = {q.group_id or q.id: block for block in plan.form.blocks for q in block.questions}
    labels = "、".join(
        dict.fromkeys(
            f"問{blocks[one].number}「{plan.form.by_id[one].wording if one in plan.form.by_id else blocks[one].title}」"
            for one in required
        )
    )
    message = (
        f"この表には次の必須の設問の列がありません: {labels}。これらの回答は、この表からは取り込めません。"
    )
    cell = cell_at(sheet, header.last_row, min(header.texts)).cell
    return [Finding("warning", "TABLE-QUESTIONS", message, sheet=sheet.name, cell=cell)]
