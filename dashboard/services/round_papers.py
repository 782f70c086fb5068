"""Files of a round that hold many: letters to all, workbooks and covering letters or mails of 発出, the list of addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard import journal
from dashboard.export import address_book
from dashboard.export.letters import Kind
from dashboard.intake import issued_forms
from dashboard.intake.annotated_copies import zipped
from dashboard.queries import intake as queries_intake
from dashboard.queries import sending as queries_sending
from dashboard.services import addresses, letters, sending
from dashboard.services.letters import LettersRefusedError
from dashboard.warehouse.reader import Reader
from dashboard.words import words
from dashboard.words.file_names import MARK, ended

NAMES = {"reminder": "提出のお願い（再）", "query": "疑義照会"}
EARLY = "期限のお知らせ"  # as the reminders are called up to the deadline
UNDRAWN = "調査票がまだ作られていません。「発出」の画面で「調査票を作る」を押してください。"
NOBODY = "画面の条件に合う市町村がありません。条件をゆるめてください。"


@dataclass(frozen=True)
class RoundRequest:
    """What is asked for. codes: the municipalities, None for all; curated: where the workbooks of the round were drawn."""

    reader: Reader
    curated: Path
    journal: Path | None
    fiscal_year: int
    codes: Set[str] | None
    today: date


def make(kind: str, asked: RoundRequest) -> tuple[str, bytes]:
    """Name and content of a file, a kind of MAKERS. Raises LettersRefusedError, WarehouseError, JournalError."""
    return MAKERS[kind](asked)


def _letters(kind: Kind) -> Callable[[RoundRequest], tuple[str, bytes]]:
    def made(asked: RoundRequest) -> tuple[str, bytes]:
        """A zip with a folder per 振興局 and the list beside them."""
        done, name = _made_letters(kind, asked)
        documents = letters.by_area(done.documents, queries_intake.area_names(asked.reader))
        return _zip_name(asked, f"{done.survey.year_label}_{name}", done.documents), zipped(documents)

    return made


def _letter_mails(kind: Kind) -> Callable[[RoundRequest], tuple[str, bytes]]:
    def made(asked: RoundRequest) -> tuple[str, bytes]:
        """A zip of mail drafts with these letters."""
        done, name = _made_letters(kind, asked)
        if done.survey.is_synthetic:
            raise LettersRefusedError(f"この調査の回答は{words.SYNTHETIC}なので、メールは作りません。")
        towns = queries_sending.towns(asked.reader)
        drafts = sending.letter_mails(done, name, towns, journal.addresses(asked.journal))
        return _zip_name(asked, f"{done.survey.year_label}_{name}_メール", done.documents), zipped(drafts)

    return made


def _zip_name(asked: RoundRequest, stem: str, documents: Iterable[str]) -> str:
    """With the data that the letters rest on, and the mark where any letter has it."""
    is_synthetic = any(MARK in name for name in documents)
    return ended(f"{stem}.zip", asked.reader.warehouse_id, is_synthetic=is_synthetic)


def _made_letters(kind: Kind, asked: RoundRequest) -> tuple[letters.Letters, str]:
    """The letters to the municipalities that are asked for, and how they are called that day."""
    done = letters.make_letters(
        asked.reader,
        kind,
        asked.today,
        asked.fiscal_year,
        office=journal.office(asked.journal),
        sections=journal.sections(asked.journal),
        codes=asked.codes,
        sent_on=journal.sent_on(asked.journal, asked.fiscal_year),
    )
    if not done.documents:
        raise LettersRefusedError(f"{NAMES[kind]}を出す市町村はありません。")
    return done, EARLY if kind == "reminder" and asked.today <= done.survey.deadline else NAMES[kind]


def _package(asked: RoundRequest) -> tuple[str, bytes]:
    ready = _dispatch(asked)
    name = f"{words.fiscal_year(asked.fiscal_year)}_調査票と依頼文.zip"
    named = ended(name, asked.reader.warehouse_id, is_synthetic=ready.survey.is_synthetic)
    return named, sending.package(ready, asked.today)


def _mails(to: sending.MailsTo) -> Callable[[RoundRequest], tuple[str, bytes]]:
    def made(asked: RoundRequest) -> tuple[str, bytes]:
        ready = _dispatch(asked)
        if ready.survey.is_synthetic:
            raise LettersRefusedError(
                f"調査票に載っている前の回答が{words.SYNTHETIC}なので、メールは作りません。"
                "架空データを取り除いてから調査票を作り直してください。"
            )
        content = sending.mails(ready, journal.addresses(asked.journal), to, asked.today)
        whom = {"towns": "市町村あて", "areas": "振興局あて"}[to]
        name = f"{words.fiscal_year(asked.fiscal_year)}_メール（{whom}）.zip"
        return ended(name, asked.reader.warehouse_id, is_synthetic=False), content

    return made


def _addresses(asked: RoundRequest) -> tuple[str, bytes]:
    return "宛先.xlsx", address_book.workbook(addresses.rows(asked.reader, asked.journal))


def _dispatch(asked: RoundRequest) -> sending.Dispatch:
    drawn = issued_forms.kept(asked.curated, asked.fiscal_year)
    if drawn is None:
        raise LettersRefusedError(UNDRAWN)
    towns = queries_sending.towns(asked.reader)
    if asked.codes is not None:
        towns = towns[towns["code"].isin(asked.codes)]
    if towns.empty:
        raise LettersRefusedError(NOBODY)
    office, sections = journal.office(asked.journal), journal.sections(asked.journal)
    return sending.dispatch_of(drawn.head, drawn.workbooks, towns, office, sections)


MAKERS: dict[str, Callable[[RoundRequest], tuple[str, bytes]]] = {
    "query": _letters("query"),
    "reminder": _letters("reminder"),
    "query-mails": _letter_mails("query"),
    "reminder-mails": _letter_mails("reminder"),
    "package": _package,
    "mails-towns": _mails("towns"),
    "mails-areas": _mails("areas"),
    "addresses": _addresses,
}
