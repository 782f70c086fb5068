"""The codes of the journal held against the free-text answers: what is proposed, judged, counted, and how far coders agree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dashboard import journal as journals
from dashboard.frames import records
from dashboard.planning import text_codes as coding
from dashboard.planning.text_codes import Agreement, Code, Judged, Proposal, Standing, TextKey


@dataclass(frozen=True)
class CodedText:
    """One free-text answer under one code: row: of queries.barriers.texts; judged: by whom and how."""

    key: TextKey
    row: dict[str, object]
    text: str
    proposal: Proposal | None
    judged: tuple[Judged, ...]
    standing: Standing


@dataclass(frozen=True)
class TextCoding:
    """texts: of each code those of the view. agreements: of coders over all texts. changed: answers that have become
    others since they were judged; what was judged of them no longer counts.
    """

    codes: tuple[Code, ...]
    texts: dict[str, tuple[CodedText, ...]]
    agreements: list[Agreement]
    changed: int

    def of(self, code_id: str, standing: Standing) -> list[CodedText]:
        return [one for one in self.texts[code_id] if one.standing == standing]

    def towns(self, code_id: str) -> int:
        """Municipalities with a confirmed text."""
        return len({one.key.municipality_code for one in self.of(code_id, "confirmed")})

    @property
    def is_synthetic(self) -> bool:
        """Whether a confirmed text is fictional."""
        return any(
            bool(one.row["is_synthetic"]) for code in self.codes for one in self.of(code.code_id, "confirmed")
        )


def text_coding(texts: pd.DataFrame, journal: Path | None) -> TextCoding:
    """texts: queries.barriers.texts of the view. Raises JournalError."""
    rows = {key_of(row): row for row in records(texts)}
    written = {key: text_of(row) for key, row in rows.items()}
    codes = tuple(
        Code(str(row["record_id"]), str(row["label"]), coding.phrases_of(str(row["phrases"] or "")))
        for row in records(journals.current(journal, "text_code"))
    )
    all_judged = judged(journal)
    valid = [one for one in all_judged if written.get(one.key) == one.text]
    by_pair: dict[tuple[TextKey, str], list[Judged]] = {}
    for one in valid:
        by_pair.setdefault((one.key, one.code_id), []).append(one)
    made = {
        code.code_id: tuple(
            CodedText(
                key,
                row,
                written[key],
                coding.propose(written[key], code),
                tuple(by_pair.get((key, code.code_id), ())),
                coding.standing(by_pair.get((key, code.code_id), ())),
            )
            for key, row in rows.items()
        )
        for code in codes
    }
    known = {code.code_id for code in codes}
    of_known = [one for one in valid if one.code_id in known]
    changed = {
        one.key
        for one in all_judged
        if one.code_id in known and one.key in written and written[one.key] != one.text
    }
    return TextCoding(codes, made, coding.agreements(of_known), len(changed))


def judged(journal: Path | None) -> list[Judged]:
    """What stands of the judgements. Raises JournalError."""
    return [
        Judged(
            TextKey(int(row["fiscal_year"]), str(row["municipality_code"]), str(row["question_id"])),
            str(row["code_id"]),
            str(row["written_by"]),
            row["verdict"] == coding.FITS,
            str(row["text"]),
        )
        for row in records(journals.current(journal, "coding"))
    ]


def key_of(row: dict[str, object]) -> TextKey:
    return TextKey(int(str(row["fiscal_year"])), str(row["municipality_code"]), str(row["question_id"]))


def text_of(row: dict[str, object]) -> str:
    """What was written, as it is read; as the journal keeps it."""
    value = row["value"]
    return str(row["raw_text"] if value is None or value != value else value).strip()


def write_code(journal: Path, label: str, phrases: str, by: str) -> None:
    """Raises journal.InvalidRecordError, journal.JournalError."""
    journals.write(journal, "text_code", "", {"label": label, "phrases": phrases}, by)


def judge(journal: Path, key: TextKey, text: str, code_id: str, verdict: str, by: str) -> None:
    """Write what a coder (by) says of a text; of the same text, code and coder it becomes a new version.

    Raises journal.ConflictError, journal.InvalidRecordError, journal.JournalError.
    """
    coder = " ".join((by or "").split())[:60]
    values = {
        "fiscal_year": key.fiscal_year,
        "question_id": key.question_id,
        "code_id": code_id,
        "verdict": verdict,
        "text": text,
    }
    known = journals.current(journal, "coding")
    same = known[
        (known["municipality_code"] == key.municipality_code)
        & (known["fiscal_year"].astype(str) == str(key.fiscal_year))
        & (known["question_id"] == key.question_id)
        & (known["code_id"] == code_id)
        & (known["written_by"] == coder)
    ]
    if same.empty:
        journals.write(journal, "coding", key.municipality_code, values, by)
        return
    row = same.iloc[-1]
    journals.revise(journal, str(row["record_id"]), int(row["version"]), values, by)
