"""What a person put on or over the cells of a file instead of into them, and the findings about it.

Every document comes with its marks, and whoever opens one gets the findings with it (see document.read_here). A
reader that knows which cells are answers and which are headings may have them told anew, but not leave them out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from etl.findings import Finding, Severity
from etl.readers import colours
from etl.readers.correcting_words import changes_an_answer, is_an_answer
from etl.readers.grid import CellRef, Document, Mark, MarkKind, Sheet, position

Role = Literal["answer", "label", "data", "outside"]
RULES = frozenset({"CELL-COMMENT", "CELL-STRIKE", "L1-10", "L1-11", "MARKS-MANY"})
MOST = 500
"""Marks of a kind and sheet that are kept; of more it is only said that there are more."""
MOST_TOLD, LONGEST = 15, 200
NEARLY_ALL = 0.8
_COLOUR = "(?:赤|黄|青|緑|橙|紫|桃|灰|水|茶|オレンジ|ピンク|グレー|イエロー|レッド|ブルー|グリーン)"
LEGEND = re.compile(
    rf"{_COLOUR}(?:色の?)?(?:セル|行|欄|網|部分|所|ところ|箇所|字|文字|塗り|市町村)|{_COLOUR}色(?:は|が|で|に|[:：=＝…→])"
    rf"|(?:^|[※＊*、。（(\s]){_COLOUR}(?:は|[:：=＝…→])"
    r"|色(?:付|づ|分け|塗|の(?:つい|付い|ある|セル|行))|着色|塗りつぶ|網[掛か]け|ハッチング|朱書"
)


@dataclass(frozen=True)
class Spot:
    """What a marked cell is to a reader. `question_id`, and the `answer` cell that belongs to its row, of a form."""

    role: Role
    question_id: str = ""
    answer: CellRef | None = None


DATA = Spot("data")
OUTSIDE = Spot("outside")
Locate = Callable[[Mark], Spot]


def findings(
    marks: Sequence[Mark],
    locate: Locate = lambda _: DATA,
    *,
    legend: str = "",
    answers: int = 0,
) -> list[Finding]:
    """What the marks may mean, those of a row together. `legend`: a text of the file that gives colours a meaning.

    `answers`: how many rows of answers there are, to tell a colour that picks some from one that covers all.
    """
    kinds: dict[MarkKind, list[Mark]] = defaultdict(list)
    for mark in marks:
        kinds[mark.kind].append(mark)
    coloured = [*kinds["fill"], *kinds["ink"]]
    return [
        *_comments(kinds["comment"], locate),
        *_strikes(kinds["strike"], locate),
        *_objects(kinds["object"], locate),
        *_colours_of_answers([m for m in coloured if locate(m).role in ("answer", "label")], locate, answers),
        *_colours_of_data([m for m in coloured if locate(m).role == "data"], legend),
        *_too_many(marks),
    ]


def told_anew(told: Iterable[Finding], anew: Iterable[Finding]) -> list[Finding]:
    """The findings on a document with those on its marks exchanged for others."""
    return [*(finding for finding in told if finding.rule not in RULES), *anew]


def of_table(told: Iterable[Finding], document: Document, sheet: str, header_row: int) -> list[Finding]:
    """The findings on a document from which one table was read: what lies above its header is no part of it.

    `header_row` is the number that Excel shows; 0 where no table was found, and then they stay as they are.
    """
    if not header_row or not document.marks:
        return list(told)

    def locate(mark: Mark) -> Spot:
        is_above = bool(mark.cell) and position(mark.cell)[0] < header_row
        return OUTSIDE if is_above or mark.sheet != sheet else DATA

    return told_anew(told, findings(document.marks, locate, legend=legend_in(document.sheets)))


def legend_in(sheets: Iterable[Sheet]) -> str:
    """The first text that says what a colour means; "" where none does."""
    texts = (value for sheet in sheets for row in sheet.rows for value in row if isinstance(value, str))
    return next((" ".join(text.split()) for text in texts if LEGEND.search(text)), "")


def _comments(marks: Sequence[Mark], locate: Locate) -> list[Finding]:
    """A comment that takes back or changes what the cell says is a warning, any other is told."""
    found = []
    for mark in marks:
        seen = f"セルにコメントがあります: 「{mark.text[:LONGEST]}」。"
        severity: Severity = "info"
        advice = "回答に関わる内容でないか確かめてください。"
        if changes_an_answer(mark.text) or is_an_answer(mark.text):
            severity = "warning"
            written = f"セルには「{mark.value[:60]}」とあり、" if mark.value else ""
            advice = (
                f"{written}コメントは値として読んでいません。"
                "訂正や取消しなら、送り主に確かめて、セルの値を直してもらってください。"
            )
        found.append(_finding(severity, "CELL-COMMENT", seen + advice, mark, locate(mark).question_id))
    return found


def _strikes(marks: Sequence[Mark], locate: Locate) -> list[Finding]:
    """One a row: what is struck out in a row of a list is struck out as one."""
    found = []
    for row in _rows(marks):
        first = next((mark for mark in row if locate(mark).role == "answer"), row[0])
        words = "、".join(f"「{mark.text[:LONGEST].strip()}」" for mark in row[:MOST_TOLD])
        message = f"取り消し線が引かれています: {words}。値は消さずに読みました。有効な値か確かめてください。"
        question = next((spot.question_id for mark in row if (spot := locate(mark)).question_id), "")
        found.append(_finding("warning", "CELL-STRIKE", message, first, question))
    return found


def _objects(marks: Sequence[Mark], locate: Locate) -> list[Finding]:
    found: list[Finding] = []
    by_sheet: dict[str, list[Mark]] = defaultdict(list)
    for mark in dict.fromkeys(marks):
        by_sheet[mark.sheet].append(mark)
    for sheet, objects in by_sheet.items():
        for mark in objects[:MOST_TOLD]:
            spot = locate(mark)
            place = f"{mark.cell}セルのあたりに" if mark.cell else ""
            if mark.text:
                seen = f"{place}{mark.what}があり、中に「{mark.text[:LONGEST]}」と書かれています。"
                advice = "セルの値ではないので読んでいません。値を訂正するものでないか確かめてください。"
            else:
                seen = f"{place}{mark.what}があります。"
                advice = "丸で囲むなどして答えていないか、ファイルを開いて確かめてください。"
            is_decoration = spot.role == "outside" and not mark.text
            severity: Severity = "info" if is_decoration else "warning"
            found.append(_finding(severity, "L1-10", seen + advice, mark, spot.question_id))
        if len(objects) > MOST_TOLD:
            message = (
                f"ほかにも図やフォーム部品が{len(objects) - MOST_TOLD}個あります。開いて確かめてください。"
            )
            found.append(Finding("warning", "L1-10", message, sheet=sheet))
    return found


def _colours_of_answers(marks: Sequence[Mark], locate: Locate, answers: int) -> list[Finding]:
    """A colour where nothing is written may be the answer: one warning a row. Beside an answer it is told once."""
    found: list[Finding] = []
    for (sheet, kind, colour), coloured in _by_colour(marks).items():
        rows = list(_rows(coloured))
        blank = [row for row in rows if (at := locate(row[0]).answer) is None or not at.text.strip()]
        if answers and len(rows) >= answers * NEARLY_ALL:
            blank = []
        words = _colour_words(kind, colour)
        for row in blank[:MOST_TOLD]:
            mark, spot = row[0], locate(row[0])
            cell = spot.answer.cell if spot.answer is not None else mark.cell
            message = (
                f"{words}の付いた所がありますが、回答のセルは空欄です。空欄として読みました。"
                "色で答えていないか確かめてください。"
            )
            found.append(
                Finding(
                    "warning",
                    "L1-11",
                    message,
                    sheet=sheet,
                    cell=cell,
                    question_id=spot.question_id,
                    value=mark.value,
                )
            )
        if len(blank) > MOST_TOLD:
            message = (
                f"{words}の付いた空欄が、ほかに{len(blank) - MOST_TOLD}行あります。開いて確かめてください。"
            )
            found.append(Finding("warning", "L1-11", message, sheet=sheet))
        told = {row[0] for row in blank}
        others = [mark for row in rows if row[0] not in told for mark in row]
        if others:
            first = next((mark for mark in others if locate(mark).role == "answer"), others[0])
            message = (
                f"{words}の付いたセルがあります{_more(others)}。色に意味があれば、言葉で書いてください。"
            )
            found.append(_finding("info", "L1-11", message, first, locate(first).question_id))
    return found


def _colours_of_data(marks: Sequence[Mark], legend: str) -> list[Finding]:
    """One a sheet and colour; a warning where the file says that colours mean something."""
    found = []
    for (_, kind, colour), coloured in _by_colour(marks).items():
        rows = sorted({position(mark.cell)[0] + 1 for mark in coloured})
        at = "、".join(f"{row}行目" for row in rows[:5]) + ("ほか" if len(rows) > 5 else "")
        severity: Severity = "info"
        advice = "色に意味があれば、言葉で書いてください。"
        if legend:
            severity = "warning"
            advice = f"「{legend[:LONGEST]}」とあります。色は読めないので、その意味が値に表れているか確かめてください。"
        message = f"{_colour_words(kind, colour)}の付いたセルがあります（{at}）。{advice}"
        found.append(_finding(severity, "L1-11", message, coloured[0]))
    return found


def _too_many(marks: Sequence[Mark]) -> list[Finding]:
    counts = Counter((mark.sheet, mark.kind) for mark in marks)
    message = f"コメント、取り消し線、色、図のどれかが{MOST}か所を超えるので、ここから先は数えていません。"
    return [
        Finding("warning", "MARKS-MANY", message, sheet=sheet)
        for (sheet, _), count in counts.items()
        if count >= MOST
    ]


def _by_colour(marks: Sequence[Mark]) -> dict[tuple[str, MarkKind, str], list[Mark]]:
    groups: dict[tuple[str, MarkKind, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        groups[mark.sheet, mark.kind, mark.text].append(mark)
    return groups


def _rows(marks: Sequence[Mark]) -> Iterable[list[Mark]]:
    """Marks of one sheet and row together, in their order."""
    rows: dict[tuple[str, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        rows[mark.sheet, position(mark.cell)[0]].append(mark)
    return rows.values()


def _colour_words(kind: MarkKind, colour: str) -> str:
    name = colours.name_ja(colour)
    return f"文字の色（{name}）" if kind == "ink" else f"塗りつぶしの色（{name}）"


def _more(marks: Sequence[Mark]) -> str:
    return f"（ほか{len(marks) - 1}セル）" if len(marks) > 1 else ""


def _finding(severity: Severity, rule: str, message: str, mark: Mark, question_id: str = "") -> Finding:
    return Finding(
        severity,
        rule,
        message,
        sheet=mark.sheet,
        cell=mark.cell,
        question_id=question_id,
        value=mark.value[:LONGEST],
    )
