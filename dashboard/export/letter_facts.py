"""What every letter is about: the survey, the town it goes to, and the days in it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from dashboard.words import words

WEEKDAYS = "月火水木金土日"
ADDRESSEE = "重層的支援体制整備事業 担当課長　様"
OWN_OFFICE = "所管の（総合）振興局"


@dataclass(frozen=True)
class SendingOffice:
    """Who writes, as the office entered it once (journal.office); what it did not enter is left to fill in by hand.

    symbol: 文書記号 (福祉第　号); seal: one of journal.kinds.SEAL_STATES.
    """

    head: str = ""
    section: str = ""
    person: str = ""
    phone: str = ""
    mail: str = ""
    symbol: str = ""
    seal: str = ""

    @property
    def is_complete(self) -> bool:
        return all((self.head, self.section, self.person, self.phone, self.mail))


@dataclass(frozen=True)
class Survey:
    """One round of the 調査票: a row of core_survey, with the label of its fiscal year and who writes about it.

    sections: municipality code → its 課・係 in the address book.
    """

    fiscal_year: int
    year_label: str
    title: str
    as_of: date | None
    issued_on: date | None
    deadline: date
    sender: str
    reply_to: str
    is_synthetic: bool
    office: SendingOffice = SendingOffice()
    sections: Mapping[str, str] = field(default_factory=dict)

    @property
    def plain_title(self) -> str:
        """The title as a subject line has it, without spaces."""
        return "".join(self.title.split())


@dataclass(frozen=True)
class LetterRecipient:
    """Whom a letter goes to. section: its 課・係 as the address book has it, empty where it has none."""

    code: str
    name: str
    subprefecture_name: str
    section: str = ""

    @property
    def polite(self) -> str:
        """貴市, 貴町, 貴村."""
        return f"貴{self.name[-1]}"

    @property
    def label(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def addressee(self) -> str:
        """Who of it is written to: 鷹栖町　健康福祉課長　様 for 健康福祉課 福祉係; an office without a 課 as a whole."""
        section, has_chief, _ = self.section.strip().partition("課")
        if has_chief:
            return f"{self.name}　{section}課長　様"
        return f"{self.name}　{f'{section}　御中' if section else ADDRESSEE}"


def survey_of(
    row: Mapping[str, object],
    office: Mapping[str, str] | None = None,
    sections: Mapping[str, str] | None = None,
) -> Survey:
    """A row of queries.returns.surveys; office, sections: those of the journal."""
    deadline = day_of(row["deadline"])
    if deadline is None:
        raise ValueError("a survey without a deadline")
    return Survey(
        fiscal_year=int(str(row["fiscal_year"])),
        year_label=str(row["year_label"]),
        title=str(row["title"]),
        as_of=day_of(row["as_of"]),
        issued_on=day_of(row["issued_on"]),
        deadline=deadline,
        sender=text_of(row["sender"]),
        reply_to=text_of(row["reply_to"]),
        is_synthetic=bool(row["is_synthetic"]),
        office=SendingOffice(**(office or {})),
        sections=sections or {},
    )


def town_of(row: Mapping[Hashable, object]) -> LetterRecipient:
    return LetterRecipient(
        str(row["municipality_code"]), str(row["name"]), text_of(row["subprefecture_name"])
    )


def at_section(town: LetterRecipient, survey: Survey) -> LetterRecipient:
    """The town with its 課・係."""
    return replace(town, section=survey.sections.get(town.code, ""))


def day_of(value: object) -> date | None:
    """A day of a frame (date, Timestamp, ISO text); None where there is none."""
    if value is None or value is pd.NaT:
        return None
    moment = pd.Timestamp(str(value))
    return None if pd.isna(moment) else moment.date()


def text_of(value: object) -> str:
    """Text of a frame; empty where there is none."""
    return "" if value is None or value is pd.NA or value != value else str(value)


def day_ja(day: date) -> str:
    """2023-12-29 → 令和5年12月29日（金）."""
    return f"{words.day_short(day)}（{WEEKDAYS[day.weekday()]}）"


def return_to(survey: Survey, town: LetterRecipient) -> str:
    """Where the 調査票 goes back to; the town's own 振興局 by its name."""
    if not survey.reply_to:
        return "【要記入：提出先】"
    if OWN_OFFICE in survey.reply_to and town.subprefecture_name:
        return survey.reply_to.replace(OWN_OFFICE, town.subprefecture_name)
    return survey.reply_to
