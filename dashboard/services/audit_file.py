"""操作の記録 as a file to hand over: CSV for Excel, in which no text becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import clock
from dashboard.access.audit import AuditEntry
from dashboard.export.sheet import ListSheet
from dashboard.export.sheet import as_csv as csv_of
from dashboard.export.table_files import texts

HEADINGS = ("番号", "日時（日本）", "した人", "操作", "対象", "相手のPC")


def as_csv(entries: Iterable[AuditEntry]) -> bytes:
    """One row per entry, the oldest first."""
    rows = [
        (
            str(entry.number),
            entry.at.astimezone(clock.JST).strftime("%Y-%m-%d %H:%M:%S"),
            entry.by,
            entry.act,
            entry.what,
            entry.address,
        )
        for entry in reversed(list(entries))
    ]
    return csv_of(ListSheet("操作の記録", texts(*HEADINGS), rows, ()))
