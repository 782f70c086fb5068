"""Finds the header of a compiled table: one row, or two where a question stands above its options."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from etl.findings import Finding, Severity
from etl.readers import beside
from etl.readers.grid import Sheet, cell_at
from etl.readers.heading_text import spellings
from etl.survey.form.questions import Form
from etl.survey.returned.headings import CODE, NAME, TOWN, Target, expected_headings, heading_key
from etl.survey.returned.plan import Plan

# A header is looked for further down only where the first rows have none of a table.
SEARCHED_ROWS, MOST_SEARCHED_ROWS = 30, 300
ADD_STATUS_LIST = "実施状況一覧（名簿）であれば、「登録」の画面に入れてください。"
_QUESTION_NUMBER = re.compile(r"(?:問|q)\d")
_NUMBERED = re.compile(
    r"(?P<number>(?:問|[Qq])\s*\d{1,2}(?:\s*[-‐‑–—―ー−の]\s*\d{1,2}(?!\d))?)[\s.:、,・_()【】「」-]*(?P<words>[^\d\s].*)",
    re.DOTALL,
)
_GRAMMAR = re.compile(r"[ぁ-ん\s()「」・、,.:_-]+")

Meanings = Mapping[str, frozenset[Target]]
"""Key of a heading → what it may mean."""


@dataclass(frozen=True)
class TableHeader:
    """The header of a compiled table: place → what the column holds, and the heading as written.

    `own_words`: the words behind the number of a question where they are not the form's.
    """

    row: int
    last_row: int
    targets: dict[int, Target]
    texts: dict[int, str]
    ambiguous: dict[int, frozenset[Target]]
    own_words: dict[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> set[Target]:
        return set(self.targets.values())

    @property
    def score(self) -> int:
        return len(
            [column for question_id, column in self.columns if question_id or column not in beside.COLUMNS]
        )

    @property
    def is_table(self) -> bool:
        """Names municipalities and asks at least one question."""
        has_town = bool({(TOWN, CODE), (TOWN, NAME)} & self.columns)
        return has_town and any(question_id for question_id, _ in self.columns)


def find_header(sheet: Sheet, meanings_of: Meanings) -> TableHeader | None:
    """The row, or pair of rows, that says most; mostly among the first 30."""
    best = _best_header(sheet, meanings_of, range(min(SEARCHED_ROWS, len(sheet.rows))))
    if len(sheet.rows) > SEARCHED_ROWS and (best is None or not best.is_table):
        further = range(SEARCHED_ROWS, min(MOST_SEARCHED_ROWS, len(sheet.rows)))
        below = _best_header(sheet, meanings_of, further)
        best = below if below is not None and below.is_table else best
    return best if best is not None and best.score else None


def _best_header(sheet: Sheet, meanings_of: Meanings, rows: range) -> TableHeader | None:
    best: TableHeader | None = None
    for depth in (0, 1):
        for row in range(rows.start, min(rows.stop, len(sheet.rows) - depth)):
            header = _header(sheet, meanings_of, row, row + depth)
            if best is None or header.score > best.score:
                best = header
    return best


def _header(sheet: Sheet, meanings_of: Meanings, row: int, last_row: int) -> TableHeader:
    header = TableHeader(row, last_row, {}, {}, {})
    for column, candidates in _heading_texts(sheet, row, last_row):
        header.texts[column] = candidates[0]
        if heading_key(candidates[0]) not in meanings_of and beside.is_of_last_year(candidates[0]):
            header.targets[column] = (TOWN, beside.SKIPPED)
            continue
        meanings = [meanings_of[key] for text in candidates if (key := heading_key(text)) in meanings_of]
        single = next((meaning for meaning in meanings if len(meaning) == 1), None)
        if single is not None:
            header.targets[column] = next(iter(single))
        elif meanings:
            header.ambiguous[column] = meanings[0]
        else:
            _read_otherwise(header, column, candidates, meanings_of)
    return header


def _read_otherwise(header: TableHeader, column: int, candidates: list[str], meanings_of: Meanings) -> None:
    """A heading that is not the form's: a town's column with a remark, what stands beside, or a number and own words."""
    for text in candidates:
        *_, bare = spellings(text)
        town = next(iter(meanings_of.get(heading_key(bare), ())), None)
        kind = beside.meaning(text)
        if beside.is_reading(text) or (kind and (town is None or town[0] != TOWN)):
            header.targets[column] = (TOWN, kind)
            return
        if town is not None and town[0] == TOWN:
            header.targets[column] = town
            return
    for text in candidates:
        numbered = _NUMBERED.fullmatch(unicodedata.normalize("NFKC", text).strip())
        targets = meanings_of.get(heading_key(numbered["number"]), frozenset()) if numbered else frozenset()
        if numbered is None or len(targets) != 1:
            continue
        words = {target[0] for target in meanings_of.get(heading_key(numbered["words"]), ())}
        if words and not words & {target[0] for target in targets}:
            # The number is one question's, the words are another's.
            header.ambiguous[column] = targets | meanings_of[heading_key(numbered["words"])]
            return
        header.targets[column] = target = next(iter(targets))
        if target[0] != TOWN:
            header.own_words[column] = numbered["words"].strip()
        return


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
    rows: list[list[object]] = [[] if number < header.row else row for number, row in enumerate(sheet.rows)]
    if header.row == header.last_row:
        return replace(sheet, rows=rows)
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
        if meanings and _NUMBERED.fullmatch(unicodedata.normalize("NFKC", header.texts[column]).strip()):
            asked = "（番号と言葉が別の設問です。どの年度の調査票か、どちらの設問か確かめてください）"
        descriptions.append(f"{cell}「{header.texts[column][:60]}」{asked}")
    written = "、".join(" ".join(text.split()) for text in header.texts.values())
    other = ADD_STATUS_LIST if asks_only_status(header, form) else ""
    message = (
        f"見出しが合わないため、この表は読み込みませんでした。わからない見出し: {'、'.join(descriptions)}。"
        "調査票の設問の文言か番号に直すか、回答でない列なら列ごと消して、受け取りなおしてください。"
        f"{other}【ファイルの見出し】{written}【読める見出し】{expected_headings(form)}"
    )
    first = cell_at(sheet, header.last_row, unknown[0])
    value = header.texts[unknown[0]]
    return [Finding("error", "TABLE-HEADINGS", message, sheet=sheet.name, cell=first.cell, value=value)]


def numbered_headings(sheet: Sheet, header: TableHeader, form: Form) -> list[Finding]:
    """Says which columns were read by the number before words of the sender's own; a warning where the words do not fit."""
    findings = []
    for place, own_words in header.own_words.items():
        question = form.by_id[header.targets[place][0]]
        known = {*question.wording, *(letter for option in question.options for letter in option.label)}
        fits = set(_GRAMMAR.sub("", own_words)) <= known
        heading = " ".join(header.texts[place].split())
        message = f"見出し「{heading[:60]}」を、番号をたよりに「{question.wording}」と読みました。"
        cell = cell_at(sheet, header.last_row, place).cell
        if not fits:
            message += "言葉は調査票の設問と違います。この設問の回答か確かめてください。"
        severity: Severity = "info" if fits else "warning"
        rule = "TABLE-OWN-WORDS"
        findings.append(
            Finding(
                severity,
                rule,
                message,
                sheet=sheet.name,
                cell=cell,
                question_id=question.id,
                value=heading[:200],
            )
        )
    return findings


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
