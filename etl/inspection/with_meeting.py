"""A file read beside the activity that it would bring along."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from etl import add, new_meeting, trial
from etl.add import Details
from etl.learned_headings import LearnedHeading
from etl.readers import meetings
from etl.sources import RegisteredFile


def tried(
    entry: RegisteredFile,
    others: Sequence[RegisteredFile],
    learned: Sequence[LearnedHeading],
    details: Details,
    raw: Path,
) -> trial.Trial:
    """What the file gives, beside the activity that it would bring along."""
    if details.meeting is None or new_meeting.problem(details.meeting):
        return trial.read(entry, others, learned)
    with tempfile.TemporaryDirectory() as folder:
        known = add.pending_meeting(details.meeting, raw, others, learned, Path(folder), details.received_on)
        noted = replace(entry, note=meetings.note_of(known.activity_id, entry.note))
        return trial.read(noted, [*others, *known.entries], learned)
