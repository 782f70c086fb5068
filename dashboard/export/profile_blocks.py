"""What stands on the 市町村カルテ of one town on paper, in two columns."""

from __future__ import annotations

from dashboard.export import profile_record as record
from dashboard.export import profile_text as said
from dashboard.export.docx_sheet import TableBlock
from dashboard.export.profile_town import ProfileTown, Sources


def columns(town: ProfileTown, sources: Sources) -> tuple[tuple[TableBlock, ...], tuple[TableBlock, ...]]:
    """Left: what is on record. Right: what to do, and what the town says itself; the files at the end.

    The activities, of which some towns have many, stand where more room is left.
    """
    left = [record.years(town, sources), record.figures(town, sources), record.functions(town, sources)]
    right = [
        said.outreach(town),
        said.barriers(town, sources),
        said.support_wanted(town, sources),
        said.own_words(town, sources),
        *said.case(town, sources),
        said.contact(town, sources),
    ]
    activities = record.activities(town, sources)
    files = sources.block()
    has_room = sum(block.height for block in [*right, files]) < sum(block.height for block in left)
    (right if has_room else left).append(activities)
    return tuple(left), (*right, files)
