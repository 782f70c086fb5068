"""Follow-up records that people enter: contacts, promises, next steps, plans. SQLite, append-only, on this PC alone."""

from dashboard.journal.chain import summed
from dashboard.journal.frames import (
    addresses,
    contacts,
    current,
    draws,
    first_written_at,
    history,
    items,
    office,
    office_version,
    plans,
    promises,
    sections,
    sendings,
    sent_on,
    steps,
    targets,
    version_of,
)
from dashboard.journal.journal_file import is_there
from dashboard.journal.kinds import EVENT_KINDS, FIELDS, FIGURE_NOTE_KINDS, SENDING_KINDS, TARGET_MEASURES
from dashboard.journal.proof import problems, problems_since
from dashboard.journal.records import InvalidRecordError
from dashboard.journal.store import (
    ConflictError,
    JournalError,
    JournalRecord,
    record_of,
    restore,
    revise,
    write,
    write_together,
)

__all__ = [
    "EVENT_KINDS",
    "FIELDS",
    "FIGURE_NOTE_KINDS",
    "SENDING_KINDS",
    "TARGET_MEASURES",
    "ConflictError",
    "InvalidRecordError",
    "JournalError",
    "JournalRecord",
    "addresses",
    "contacts",
    "current",
    "draws",
    "first_written_at",
    "history",
    "is_there",
    "items",
    "office",
    "office_version",
    "plans",
    "problems",
    "problems_since",
    "promises",
    "record_of",
    "restore",
    "revise",
    "sections",
    "sendings",
    "sent_on",
    "steps",
    "summed",
    "targets",
    "version_of",
    "write",
    "write_together",
]
