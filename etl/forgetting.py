"""Takes back what an officer said an unknown heading means: a row is added that says so, with who and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from etl import clock, learned_headings, raw_writes, sources, trial
from etl.add_kinds import KINDS, LABELS, table_kinds
from etl.inspection import candidates
from etl.learned_headings import LearnedHeading
from etl.ledger import Ledger
from etl.readers.context import ReadContext
from etl.refusal import Refusal
from etl.sources import RegisteredFile

LONGEST_NAME = 60


class HeadingNotForgottenError(Refusal):
    """A meaning that cannot be taken back; the message says why, in Japanese."""


@dataclass(frozen=True)
class RememberedHeading:
    """`label`: what the heading means, in words; `forgotten_on` and `forgotten_by`: empty while it holds."""

    kind: str
    kind_label: str
    heading: str
    label: str
    decided_on: str
    decided_by: str
    file: str
    forgotten_on: str = ""
    forgotten_by: str = ""


def remembered(raw: Path) -> list[RememberedHeading]:
    """One per kind and heading that was ever given a meaning, as it stands now, in the order of its last word."""
    columns = ReadContext(Ledger()).columns
    found: dict[tuple[str, str], RememberedHeading] = {}
    for row in learned_headings.history(raw):
        kind = next((one for one in KINDS if row.kind in table_kinds(one)), row.kind)
        before = found.pop((kind, row.heading), None)
        if row.column:
            label = candidates.column_labels(row.kind, columns).get(row.column, row.column)
            now = RememberedHeading(
                kind, LABELS.get(kind, kind), row.heading, label, row.decided_on, row.decided_by, row.file
            )
        elif before is None:
            continue
        else:
            now = replace(before, forgotten_on=row.decided_on, forgotten_by=row.decided_by)
        found[kind, row.heading] = now
    return list(found.values())


def forget(raw: Path, kind: str, heading: str, by: str) -> None:
    """From now on the heading is asked about again. Raises HeadingNotForgottenError where a file in use is read by it."""
    with raw_writes.locked(raw):
        learned = learned_headings.read(raw)
        mine = [row for row in learned if row.heading == heading and row.kind in table_kinds(kind)]
        if not mine:
            raise HeadingNotForgottenError(
                f"「{heading}」の意味は覚えていません。表示を新しくして、選びなおしてください。"
            )
        left = [row for row in learned if row not in mine]
        registered, _ = sources.read_register(raw)
        for entry in sources.in_use(registered):
            if entry.kind == kind and entry.intact and _reads_by(entry, registered, learned, left):
                raise HeadingNotForgottenError(
                    f"「{heading}」の意味は、登録した「{entry.title}」を読むのに使っています。"
                    "先にその資料を取り消し、忘れてから登録しなおしてください。"
                )
        today, name = clock.today().isoformat(), " ".join(by.split())[:LONGEST_NAME]
        learned_headings.append(raw, [LearnedHeading(row.kind, heading, "", today, name) for row in mine])


def _reads_by(
    entry: RegisteredFile,
    registered: list[RegisteredFile],
    learned: list[LearnedHeading],
    left: list[LearnedHeading],
) -> bool:
    """Whether the file gives something else without the meaning."""
    others = [one for one in registered if one.file != entry.file]
    with_it, without = (trial.read(entry, others, rows) for rows in (learned, left))
    return with_it.facts != without.facts
