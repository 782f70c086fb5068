"""Reads one file as the build will read it, before it is registered: its facts and what is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from etl import sources
from etl.add_kinds import BOUNDARIES, KINDS
from etl.findings import Finding
from etl.learned_headings import LearnedHeading
from etl.ledger import Ledger
from etl.readers import (
    activities,
    figures,
    joint_bodies,
    meetings,
    named_implementers,
    reference,
    status,
    town_dates,
    travel,
)
from etl.readers.context import Fact, ReadContext
from etl.sources import RegisteredFile

NO_ROWS = "見出しだけで、行がありません。送られたファイルが様式だけでないか確かめ、行の入ったファイルを登録してください。"


@dataclass(frozen=True)
class Trial:
    """`facts`: as the readers give them; `rows`: how many of the file's rows (or values) are read."""

    facts: list[Fact]
    rows: int
    findings: list[Finding]
    context: ReadContext = field(repr=False)

    @property
    def activity(self) -> str:
        """The activity that an attendance list without numbers was read as of; empty for all others."""
        return next((one.value for one in self.findings if one.rule == meetings.READ_AS), "")


def read(
    entry: RegisteredFile, registered: Sequence[RegisteredFile], learned: Sequence[LearnedHeading] = ()
) -> Trial:
    """What the file at `entry.path` gives under that entry, next to what is registered and in use."""
    context = ReadContext(Ledger(), learned=learned)
    used = sources.in_use(registered)
    newest = {source.kind: source for source in used}
    towns = reference.read_plain(context, newest["municipalities"], "name")
    areas = reference.read_plain(context, newest["subprefectures"], "name")
    context.directory = reference.make_directory(towns, areas)
    context.findings.clear()
    listed = replace(entry, file=entry.path.name)
    if entry.kind in activities.KINDS:
        return _of_activities(context, listed, used)
    if entry.kind == BOUNDARIES:
        from etl.readers import boundaries  # the libraries for shapes take a second to load

        found = boundaries.read_file(entry.path, boundaries.places_of(towns))
        return Trial(
            [{"name": one.name} for one in found.features], len(found.features), found.findings, context
        )
    if entry.kind in status.KINDS:
        facts = status.read_status(context, listed)
    elif entry.kind == "figures":
        facts = figures.read_figures(context, listed)
    elif entry.kind == "road_times":
        facts = travel.read_road_times(context, listed)
    elif entry.kind == joint_bodies.KIND:
        facts = joint_bodies.read_joint_bodies(context, listed)
    elif entry.kind == town_dates.KIND:
        facts = town_dates.read_town_dates(context, listed)
    elif entry.kind == named_implementers.KIND:
        facts = named_implementers.read_named_implementers(context, listed)
    else:
        facts = reference.read_plain(context, listed, KINDS[entry.kind][1])
    return Trial(facts, len(facts), _or_no_rows(context, listed, context.findings), context)


def _of_activities(context: ReadContext, listed: RegisteredFile, used: Sequence[RegisteredFile]) -> Trial:
    """The one list is read against the other, and against what was registered before."""
    before = [source for source in used if source.kind in activities.KINDS]
    events, taken_part = activities.read_activities(context, [*before, listed])
    own = f"{listed.file_id}!"
    facts = [fact for fact in [*events, *taken_part] if str(fact["source_id"]).startswith(own)]
    findings = [finding for finding in context.findings if finding.file == listed.file]
    return Trial(facts, context.ledger.count(listed).loaded, _or_no_rows(context, listed, findings), context)


def _or_no_rows(context: ReadContext, source: RegisteredFile, findings: list[Finding]) -> list[Finding]:
    """The findings, plus an error if headings were read but no rows follow them."""
    if context.ledger.count(source).read or any(finding.severity == "error" for finding in findings):
        return findings
    return [*findings, Finding("error", "TABLE-NO-ROWS", NO_ROWS, file=source.file)]
