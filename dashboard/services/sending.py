"""What goes out with a round: workbooks and covering letters in folders by 振興局, and mails that are ready to send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from dashboard.export import letter_frame, letter_request, mail_draft
from dashboard.export.letter_facts import LetterRecipient, Survey, day_ja, survey_of
from dashboard.intake.annotated_copies import zipped
from dashboard.services.letters import Letters
from dashboard.words import words

MailsTo = Literal["towns", "areas"]


@dataclass(frozen=True)
class Dispatch:
    """A round that is ready to go out.

    towns: one row per municipality to write to: code, name, subprefecture_code, subprefecture_name. workbooks: by code.
    """

    survey: Survey
    legal_basis: str
    towns: pd.DataFrame
    workbooks: Mapping[str, Path]


def dispatch_of(
    head: Mapping[str, Any],
    workbooks: Mapping[str, Path],
    towns: pd.DataFrame,
    office: Mapping[str, str],
    sections: Mapping[str, str] | None = None,
) -> Dispatch:
    """head: the object of `issue --json`; office, sections: those of the journal."""
    year = int(head["fiscal_year"])
    row = {**head, "year_label": words.fiscal_year(year), "is_synthetic": False}
    survey = replace(survey_of(row, office, sections), is_synthetic=bool(head["previous_is_synthetic"]))
    return Dispatch(survey, str(head["legal_basis"]), towns, workbooks)


def dated(dispatch: Dispatch, today: date) -> date:
    """The day of the covering letter: that on which the round is to go out, or today where that is past."""
    return max(dispatch.survey.issued_on or today, today)


def package(dispatch: Dispatch, today: date) -> bytes:
    """A zip with a folder per 振興局: the workbook and the covering letter of each of its municipalities."""
    return zipped(
        {
            f"{area['subprefecture_name']}/{name}": content
            for area, towns in _areas(dispatch)
            for name, content in _of_towns(dispatch, towns, today)
        }
    )


def mails(dispatch: Dispatch, addresses: pd.DataFrame, to: MailsTo, today: date) -> bytes:
    """A zip of mail drafts, one per municipality, or one per 振興局 with the files of its municipalities in a zip.

    addresses: journal.addresses. A mail whose address is not entered has none; 宛先のないもの.txt names these.
    """
    made: dict[str, bytes] = {}
    without: list[str] = []
    if to == "towns":
        known = _mails_of(addresses, "municipality_code")
        readers = _readers_of(addresses, "municipality_code")
        for row in _rows(dispatch.towns):
            town = _recipient(row)
            files = dict(_of_towns(dispatch, [row], today))
            address = known.get(town.code, "")
            text = _text_to_town(dispatch.survey, _addressed(town.name, readers.get(town.code)))
            subject = f"【依頼】{dispatch.survey.plain_title}（{town.name}）"
            made[f"{row['subprefecture_name']}/{town.code}_{town.name}.eml"] = mail_draft.draft(
                address, subject, text, files
            )
            without += [] if address else [town.name]
    else:
        own = addresses[addresses["municipality_code"] == ""]
        known, readers = (found(own, "subprefecture_code") for found in (_mails_of, _readers_of))
        for area, towns in _areas(dispatch):
            address = known.get(str(area["subprefecture_code"]), "")
            name = str(area["subprefecture_name"])
            files = {f"{name}_調査票.zip": zipped(dict(_of_towns(dispatch, towns, today)))}
            subject = f"【依頼】{dispatch.survey.plain_title}（管内市町村分）"
            to_whom = _addressed(name, readers.get(str(area["subprefecture_code"])))
            text = _text_to_area(dispatch.survey, to_whom, [str(row["name"]) for row in towns])
            made[f"{area['subprefecture_code']}_{name}.eml"] = mail_draft.draft(address, subject, text, files)
            without += [] if address else [name]
    return zipped(made | _named(without))


def letter_mails(
    letters: Letters, subject: str, towns: pd.DataFrame, addresses: pd.DataFrame
) -> dict[str, bytes]:
    """A mail draft per municipality that a letter goes to, in a folder per 振興局, with all that is made for it.

    subject: what the letters are called; towns: one row per municipality (code, name, subprefecture_name).
    """
    known, readers = (found(addresses, "municipality_code") for found in (_mails_of, _readers_of))
    made: dict[str, bytes] = {}
    without: list[str] = []
    for row in _rows(towns):
        town = _recipient(row)
        files = {name: content for name, content in letters.documents.items() if name[:5] == town.code}
        if not files:
            continue
        address = known.get(town.code, "")
        text = _text_with_letter(letters.survey, _addressed(town.name, readers.get(town.code)), subject)
        made[f"{row['subprefecture_name']}/{town.code}_{town.name}.eml"] = mail_draft.draft(
            address, f"【{subject}】{letters.survey.plain_title}（{town.name}）", text, files
        )
        without += [] if address else [town.name]
    return made | _named(without)


def _named(without: list[str]) -> dict[str, bytes]:
    """A note of whom a mail has no address for; none where each has one."""
    if not without:
        return {}
    told = "次の宛先は、宛先の一覧にメールが入っていません。開いてから宛先を入れてください。"
    return {"宛先のないもの.txt": "\r\n".join([told, *without, ""]).encode("utf-8-sig")}


def _of_towns(
    dispatch: Dispatch, towns: Iterable[Mapping[str, Any]], today: date
) -> Iterable[tuple[str, bytes]]:
    """Names and contents of the workbook and the covering letter of each municipality."""
    for row in towns:
        town = _recipient(row)
        workbook = dispatch.workbooks[town.code]
        yield workbook.name, workbook.read_bytes()
        letter = letter_request.request_letter(
            dispatch.survey, town, dated(dispatch, today), dispatch.legal_basis
        )
        yield letter_frame.file_name(town, dispatch.survey, "依頼文"), letter


def _areas(dispatch: Dispatch) -> Iterable[tuple[dict[str, Any], list[dict[str, Any]]]]:
    for _, rows in dispatch.towns.groupby("subprefecture_code", sort=True):
        listed = _rows(rows)
        yield listed[0], listed


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _recipient(row: Mapping[str, Any]) -> LetterRecipient:
    return LetterRecipient(str(row["code"]), str(row["name"]), str(row["subprefecture_name"]))


def _mails_of(addresses: pd.DataFrame, key: str) -> dict[str, str]:
    """The mail of each place; the one entered last where a place has two."""
    return {str(row[key]): str(row["mail"]) for row in _rows(addresses) if row["mail"]}


def _readers_of(addresses: pd.DataFrame, key: str) -> dict[str, str]:
    """Section and person of each place, as far as they were entered."""
    found = {}
    for row in _rows(addresses):
        section, person = (str(row.get(name) or "").strip() for name in ("section", "person"))
        if section or person:
            found[str(row[key])] = "　".join(part for part in (section, person or "御担当者") if part)
    return found


def _addressed(place: str, reader: str | None) -> str:
    """Whom a mail begins with: by name where the address book has one."""
    return f"{place}　{reader or '重層的支援体制整備事業　担当者'}　様"


def _papers(survey: Survey) -> str:
    """…調査票と依頼文, whether the title of the survey is that of the 調査票 or not."""
    title = survey.plain_title
    return f"{title if title.endswith('調査票') else f'{title}の調査票'}と依頼文"


def _text_to_town(survey: Survey, to_whom: str) -> str:
    return "\r\n".join(
        [
            to_whom,
            "",
            "日頃からお世話になっております。",
            f"{_papers(survey)}をお送りします。",
            f"御多忙のところ恐れ入りますが、{day_ja(survey.deadline)}までに、添付の調査票（Excel）に記入し、",
            "Excelのまま御返送くださいますようお願いいたします。",
            *_signature(survey),
        ]
    )


def _text_with_letter(survey: Survey, to_whom: str, subject: str) -> str:
    return "\r\n".join(
        [
            to_whom,
            "",
            "日頃からお世話になっております。",
            f"{survey.plain_title}について、{subject}の文書をお送りします。",
            "御多忙のところ恐れ入りますが、添付の文書を御確認くださいますようお願いいたします。",
            *_signature(survey),
        ]
    )


def _text_to_area(survey: Survey, to_whom: str, names: list[str]) -> str:
    return "\r\n".join(
        [
            to_whom,
            "",
            "お疲れさまです。",
            f"{_papers(survey)}（管内{len(names)}市町村分）をお送りします。",
            f"各市町村へ送付し、{day_ja(survey.deadline)}までに提出いただけるよう取りまとめをお願いします。",
            f"市町村: {'、'.join(names)}",
            *_signature(survey),
        ]
    )


def _signature(survey: Survey) -> list[str]:
    office = survey.office
    lines = [
        survey.sender,
        office.section,
        office.person,
        office.phone and f"電話 {office.phone}",
        office.mail,
    ]
    return ["", "――――――――――", *(line for line in lines if line), ""]
