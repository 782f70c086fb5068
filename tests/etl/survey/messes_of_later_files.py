"""What comes after a return that was received whole: corrections, copies, and tables with few columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.survey.receive import LoadedReturns, load_returns, receive
from tests.etl.survey import received
from tests.etl.survey.received import TAKASU
from tests.etl.survey.table_books import TABLE_HEAD, TABLE_ROWS, book_of

FIRST, LATER = date(2023, 12, 10), date(2023, 12, 14)
Answers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class LaterMess:
    """`send` hands in what follows in a folder; afterwards the town's answers are the first ones but for `means`.

    `harmless`: nothing may be told loudly of it.
    """

    kind: int
    name: str
    send: Callable[[Path, Path], Path]
    means: Mapping[str, tuple[str, ...]]
    harmless: bool = False


def only(*questions: str) -> Callable[[Path, Path], Path]:
    """A form in which these questions alone are filled in, with other answers than before."""

    def send(folder: Path, _: Path) -> Path:
        form = received.form()
        others = received.answers(1) | {"staff_full_time": 9, "comments": "訂正します。"}
        given = {question: others[question] for question in questions}
        path = received.truth.filled_workbook(received.template(), received.TOWNS[TAKASU], given, folder)
        assert form.by_id.keys() >= given.keys()
        return path.rename(folder / "訂正.xlsx")

    return send


def whole_again(**changed: object) -> Callable[[Path, Path], Path]:
    def send(folder: Path, _: Path) -> Path:
        return received.hand_in(folder, TAKASU, 1, "訂正版.xlsx", **changed)  # type: ignore[arg-type]

    return send


def same_again(folder: Path, first: Path) -> Path:
    copy = folder / "再送.xlsx"
    copy.write_bytes(first.read_bytes())
    return copy


def table_of(*headings: str) -> Callable[[Path, Path], Path]:
    """A compiled table that has these columns alone of the town."""

    def send(folder: Path, _: Path) -> Path:
        places = [TABLE_HEAD.index(heading) for heading in ("団体コード", "市町村名", *headings)]
        book = book_of([[row[place] for place in places] for row in (TABLE_HEAD, TABLE_ROWS[0])])
        book.save(folder / "上川.xlsx")
        return folder / "上川.xlsx"

    return send


MESSES: list[LaterMess] = [
    *(
        LaterMess(6, f"{'・'.join(questions)}だけの訂正", only(*questions), {})
        for questions in (
            ("staff_full_time",),
            ("status",),
            ("comments",),
            ("staff_full_time", "staff_concurrent"),
            ("status", "barriers", "barriers_top"),
        )
    ),
    LaterMess(6, "全部を書いた訂正", whole_again(staff_full_time=9), {"staff_full_time": ("9",)}),
    LaterMess(6, "同じ中身の再送", same_again, {}, harmless=True),
    *(
        LaterMess(6, f"あとからの表（{'・'.join(headings)}だけ）", table_of(*headings), {})
        for headings in (("実施状況", "専任"), ("専任", "兼任"), ("実施状況", "課題", "支援会議"))
    ),
]


def run(mess: LaterMess, folder: Path) -> tuple[Answers, Answers, tuple[str, ...]]:
    """The answers as first received, those that count in the end, and the rules told loudly after the first."""
    raw = received.make_raw(folder / "raw")
    (folder / "first").mkdir()
    (folder / "later").mkdir()
    first = received.hand_in(folder / "first", TAKASU)
    receive([first], raw, 2023, FIRST)
    before = counting(load_returns(raw))
    later = mess.send(folder / "later", first)
    found = receive([later], raw, 2023, LATER).findings
    loaded = load_returns(raw)
    told = {finding.rule for finding in [*found, *loaded.findings] if finding.severity != "info"}
    return before, counting(loaded), tuple(sorted(told))


def counting(loaded: LoadedReturns) -> Answers:
    """Question → values of the return of the town that counts."""
    in_use = received.in_use(loaded)
    answers: dict[str, tuple[str, ...]] = {}
    for row in loaded.answers:
        if row.return_id in in_use and row.municipality_code == TAKASU and row.answer_state != "blank":
            answers[row.question_id] = (*answers.get(row.question_id, ()), row.option_code or row.value)
    return answers
