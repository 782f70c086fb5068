"""What was received as rows for the warehouse, and as plain values that may be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from etl import findings
from etl.findings import Finding
from etl.sources import RegisteredFile
from etl.survey.returned.corrected_rows import CorrectedReturns
from etl.survey.returned.setting import PreviousAnswers
from etl.survey.returned.warehouse_rows import AnswerRow, ReturnRow

_FILE = tuple(one.name for one in fields(RegisteredFile) if one.name != "path")
_file_values = attrgetter(*_FILE)
_return_values = attrgetter(*(one.name for one in fields(ReturnRow)))


@dataclass
class LoadedReturns:
    """All that was received. `files`: as the ledger cites them; `reasons`: why an answer changed from last year's.

    `corrected`: what corrections made of it, and what was known before them.
    """

    files: list[RegisteredFile] = field(default_factory=list)
    returns: list[ReturnRow] = field(default_factory=list)
    answers: list[AnswerRow] = field(default_factory=list)
    reasons: list[AnswerRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    years_without_demo: list[int] = field(default_factory=list)
    corrected: CorrectedReturns = field(default_factory=CorrectedReturns)

    def add(self, part: LoadedReturns) -> None:
        """Add a round, of which the corrections are here already."""
        self.files += part.files
        self.returns += part.returns
        self.answers += part.answers
        self.reasons += part.reasons
        self.findings += part.findings
        self.years_without_demo += part.years_without_demo


class LoadedRound(NamedTuple):
    """The rows of one round before anything of it is corrected. `newest`: whether of the demo → answers that count."""

    part: LoadedReturns
    newest: Mapping[bool, PreviousAnswers]

    def as_plain(self) -> dict[str, Any]:
        """Values that may be kept; a text that comes again and again is one object, which is written once."""
        part, texts = self.part, dict[str, str]()

        def shared(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
            return [
                tuple([texts.setdefault(one, one) if type(one) is str else one for one in row])
                for row in rows
            ]

        return {
            "files": shared(map(_file_values, part.files)),
            "returns": shared(map(_return_values, part.returns)),
            "answers": shared(part.answers),
            "reasons": shared(part.reasons),
            "findings": shared(zip(*findings.by_column(part.findings).values(), strict=True)),
            "years_without_demo": part.years_without_demo,
            "newest": dict(self.newest),
        }


def round_of_plain(plain: Mapping[str, Any], raw: Path) -> LoadedRound:
    """The round that was kept, of files under data/raw."""
    part = LoadedReturns(
        [
            RegisteredFile(path=raw / values[0], **dict(zip(_FILE, values, strict=True)))
            for values in plain["files"]
        ],
        [ReturnRow(*values) for values in plain["returns"]],
        list(map(AnswerRow._make, plain["answers"])),
        list(map(AnswerRow._make, plain["reasons"])),
        [Finding(*values) for values in plain["findings"]],
        list(plain["years_without_demo"]),
    )
    return LoadedRound(part, plain["newest"])
