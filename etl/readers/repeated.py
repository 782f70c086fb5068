"""Facts that stand more than once in what was received: counted once where they agree, set aside where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from etl.findings import Finding
from etl.readers.context import Fact, OpenTable, ReadContext, Row, facts_of, open_table, remark, text_of
from etl.sources import RegisteredFile


@dataclass(frozen=True)
class ReadFact:
    """A fact with the place that it was read from, as long as it may still be set aside."""

    fact: Fact
    source: RegisteredFile
    row: Row


def read_with_place(
    context: ReadContext, source: RegisteredFile, to_fact: Callable[[Row], Fact]
) -> list[ReadFact]:
    """As read_facts, each fact with its row."""
    opened = open_table(context, source, lambda _: (source.kind, context.columns))
    return [] if opened is None else with_place(context, source, opened, to_fact)


def with_place(
    context: ReadContext, source: RegisteredFile, opened: OpenTable, to_fact: Callable[[Row], Fact]
) -> list[ReadFact]:
    """As facts_of, each fact with its row."""
    placed: list[ReadFact] = []

    def fact(row: Row) -> Fact:
        made = to_fact(row)
        placed.append(ReadFact(made, source, row))
        return made

    return placed if facts_of(context, source, opened, fact) else []


def without_repeats(
    context: ReadContext, facts: Sequence[ReadFact], key: Sequence[str], content: Sequence[str], cell: str
) -> list[ReadFact]:
    """One fact for each `key`, the fullest. Those that differ in `content` are all set aside, with a finding at `cell`.

    What one of them leaves out (None) contradicts nothing.
    """
    groups: dict[tuple[object, ...], list[ReadFact]] = {}
    for read_fact in facts:
        groups.setdefault(tuple(read_fact.fact[column] for column in key), []).append(read_fact)
    distinct: list[ReadFact] = []
    for group in groups.values():
        agreed = all(len(stated(one.fact[column] for one in group)) <= 1 for column in content)
        fullest = max(group, key=lambda one: sum(one.fact[column] is not None for column in content))
        distinct += [fullest] if agreed else []
        for read_fact in group:
            if agreed and read_fact is fullest:
                continue
            finding = _finding(read_fact, group, agreed, cell)
            remark(context, read_fact.source, read_fact.row, cell, finding)
            set_aside(context, read_fact, finding.message)
    return distinct


def stated(values: Iterable[object]) -> set[object]:
    """The values that are written down at all."""
    return {value for value in values if value is not None}


def set_aside(context: ReadContext, fact: ReadFact, reason: str) -> None:
    """Take a fact back that was loaded; its row is kept in the quarantine."""
    context.ledger.count(fact.source).loaded -= 1
    first = min(fact.row.values(), key=lambda ref: (len(ref.cell), ref.cell))
    text = " | ".join(ref.text for ref in fact.row.values())
    context.ledger.quarantine(fact.source, first, text, reason)


def _cell(fact: ReadFact, column: str) -> str:
    """Where a fact stands: in the cell of the column, else, where its list has none such, in the first of its row."""
    ref = fact.row.get(column) or min(fact.row.values(), key=lambda one: (len(one.cell), one.cell))
    return ref.cell


def _finding(fact: ReadFact, group: Sequence[ReadFact], agreed: bool, cell: str) -> Finding:
    what = " ".join(filter(None, [text_of(fact.row, cell), text_of(fact.row, "name")]))
    places = "、".join(f"「{other.source.file}」{_cell(other, cell)}" for other in group)
    message = (
        f"{what}が{len(group)}回、同じ内容で書かれています（{places}）。そのうち1行だけを使いました。"
        if agreed
        else f"{what}が{len(group)}回書かれ、内容が食い違っています（{places}）。"
        "どれも取り込んでいません。正しい1行だけを残した一覧を登録してください。"
    )
    return Finding(
        "warning" if agreed else "error",
        "ROW-TWICE" if agreed else "ROW-CONFLICT",
        message,
        municipality_code=str(fact.fact.get("municipality_code", "")),
        value=text_of(fact.row, cell),
    )
