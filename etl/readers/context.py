"""What every reader needs: the municipalities by name, the ledger, and one way from a file to its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from etl import learned_headings, names
from etl.findings import Finding
from etl.learned_headings import LearnedHeading
from etl.ledger import Ledger
from etl.municipality_code import with_dropped_zero
from etl.readers import comment_year, document, list_year, marks, row_evidence, tables, vocabulary
from etl.readers.day_evidence import DAY_COLUMNS, DayEvidence
from etl.readers.grid import CellRef, Document, cell_at, text_of_value
from etl.readers.headings import PERSON
from etl.sources import RegisteredFile

Row = dict[str, CellRef]
CODE_COLUMNS = ("code", "municipality_code")
Fact = dict[str, object]


@dataclass
class ReadContext:
    """`as_of` limits what is loaded to what was known by that day (None: everything); `learned`: headings beside our own."""

    ledger: Ledger
    findings: list[Finding] = field(default_factory=list)
    directory: names.Directory | None = None
    as_of: date | None = None
    learned: Sequence[LearnedHeading] = ()

    @cached_property
    def columns(self) -> tables.ColumnMap:
        """What headings mean: by our vocabulary, then by what officers said."""
        rows = [*vocabulary.rows("columns"), *learned_headings.vocabulary_rows(self.learned)]
        return tables.column_map(rows)

    def add(self, severity_findings: list[Finding], source: RegisteredFile) -> None:
        self.findings += [f if f.file else f.located(file=source.file) for f in severity_findings]


class RowRefusedError(Exception):
    """A row that cannot be loaded; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True)
class OpenTable:
    """A table that was found in a file, before its rows are made into facts."""

    document: Document
    table: tables.TableRead
    kind: str


def read_facts(
    context: ReadContext, source: RegisteredFile, kind: str, to_fact: Callable[[Row], Fact]
) -> list[Fact]:
    """Read one registered file of a kind of table, a fact a row.

    A file that cannot be read, or is of another year than it was registered for, gives findings and no facts;
    a row that `to_fact` refuses (RowRefusedError) is quarantined with its text. Rows read = loaded + quarantined, always.
    """
    opened = open_table(context, source, lambda _: (kind, context.columns))
    return [] if opened is None else facts_of(context, source, opened, to_fact)


def open_table(
    context: ReadContext,
    source: RegisteredFile,
    choose: Callable[[Document], tuple[str, tables.ColumnMap]],
) -> OpenTable | None:
    """The table of a registered file; `choose` says as which kind a document is read, and by which headings."""
    read, found = document.read_document(source.path, source.file)
    count = context.ledger.count(source)
    if read is None:
        context.add(found, source)
        return None
    count.encoding = read.encoding or ""
    kind, columns = choose(read)
    table = tables.read_table(read, kind, columns)
    context.add([*marks.of_table(found, read, table.sheet, table.header_row), *table.findings], source)
    if read.kind == "csv":
        context.add(_dropped_zeros(table.rows), source)
    for aside in table.set_aside:
        count.read += 1
        context.ledger.quarantine(source, aside.ref, aside.text, aside.reason)
    return OpenTable(read, table, kind)


def facts_of(
    context: ReadContext, source: RegisteredFile, opened: OpenTable, to_fact: Callable[[Row], Fact]
) -> list[Fact]:
    """The rows of an open table as facts, unless it is of another year than it was registered for."""
    refused, doubts = list_year.check(opened.document, opened.table, source)
    has_days = opened.kind in DAY_COLUMNS and source.as_of is None
    mentions = list_year.stated(opened.document, opened.table) if has_days else []
    days = DayEvidence(source, opened.kind, mentions)
    comments = comment_year.comments_of(opened.document)
    refused = refused or _commented_heading(opened, comments, source)
    context.add([*([refused] if refused else []), *doubts], source)
    count = context.ledger.count(source)
    facts: list[Fact] = []
    for whole in opened.table.rows:
        count.read += 1
        if refused is not None:
            _quarantine(context, source, whole, refused.message)
            continue
        try:
            _refuse_commented(whole, comments, source)
            row = _of_the_year(context, source, whole, days)
            fact = to_fact(row)
        except RowRefusedError as refusal:
            context.add([refusal.finding], source)
            _quarantine(context, source, whole, refusal.finding.message)
        else:
            if source.intact:
                count.loaded += 1
                facts.append(fact)
            else:
                _quarantine(context, source, row, "資料の中身が登録時と違うため")
    context.add(days.findings(), source)
    own = [finding for finding in context.findings if finding.file == source.file]
    others = [finding for finding in context.findings if finding.file != source.file]
    context.findings[:] = [*others, *comment_year.told_once(own, own)]
    return facts


def _commented_heading(
    opened: OpenTable, comments: comment_year.Comments, source: RegisteredFile
) -> Finding | None:
    """Why the table is not read whose heading has a comment that says that it is of another year."""
    header = opened.table.header
    sheet = next((one for one in opened.document.sheets if one.name == opened.table.sheet), None)
    if header is None or sheet is None:
        return None
    refs = [
        cell_at(sheet, row, place)
        for row in (header.row, header.last_row)
        for place in header.readable_columns
    ]
    expected = list_year.expected_of(source)
    doubt = comment_year.first_doubt(refs, comments, expected)
    return comment_year.refusal(*doubt, expected, "この表は取り込みません") if doubt else None


def _refuse_commented(row: Row, comments: comment_year.Comments, source: RegisteredFile) -> None:
    """Raises RowRefusedError where a comment in the row says that it is not of the year."""
    expected = list_year.expected_of(source)
    doubt = comment_year.first_doubt(row.values(), comments, expected)
    if doubt is not None:
        raise RowRefusedError(comment_year.refusal(*doubt, expected, "この行は取り込みません"))


def refuse_all(context: ReadContext, source: RegisteredFile, opened: OpenTable, finding: Finding) -> None:
    """Set every row of an open table aside for one reason."""
    context.add([finding], source)
    for row in opened.table.rows:
        context.ledger.count(source).read += 1
        _quarantine(context, source, row, finding.message)


def _dropped_zeros(rows: list[Row]) -> list[Finding]:
    """Codes that lost their leading zero when Excel opened and saved a CSV."""
    codes = [row[column] for row in rows for column in CODE_COLUMNS if column in row]
    dropped = [(ref, full) for ref in codes if (full := with_dropped_zero(ref.text))]
    if not dropped:
        return []
    ref, full = dropped[0]
    more = f"（ほか{len(dropped) - 1}行）" if len(dropped) > 1 else ""
    message = f"団体コードの先頭の0が落ちています。「{ref.text}」を{full}と読みました{more}。"
    return [Finding("info", "CODE-ZERO", message, sheet=ref.sheet, cell=ref.cell, value=ref.text)]


def _of_the_year(context: ReadContext, source: RegisteredFile, row: Row, days: DayEvidence) -> Row:
    """The row without the cells that only say of which year it is. Raises RowRefusedError for another year's."""
    expected = list_year.expected_of(source)
    wrong = days.refusal(row)
    if wrong is not None:
        column = DAY_COLUMNS[days.kind]
        message = (
            f"この表には「{wrong.text}」とありますが、この行は「{text_of_value(row[column].value)}」です。どちらが正しいか決められないので、"
            "取り込みません。日付か表の題名を直して登録しなおしてください。"
        )
        raise refuse(row, column, "ROW-OTHER-YEAR", message)
    if expected is not None and "name" in row:
        doubt = row_evidence.name_doubt(row["name"], expected)
        if doubt is not None:
            raise RowRefusedError(doubt.finding())
    for column, ref in row.items():
        is_own_year = column == "fiscal_year" and source.kind == "status_list"
        if expected is None or (column not in row_evidence.COLUMNS and not is_own_year):
            continue
        doubt = row_evidence.doubt(row_evidence.SURVEY_YEAR if is_own_year else column, ref, expected)
        if doubt is not None and doubt.severity == "error":
            raise RowRefusedError(doubt.finding())
        if doubt is not None:
            context.add([doubt.finding()], source)
    remark_doubt = row_evidence.remark_doubt(row["note"]) if expected is not None and "note" in row else None
    if remark_doubt is not None:
        context.add([remark_doubt.finding()], source)
    return {column: ref for column, ref in row.items() if column not in row_evidence.COLUMNS}


def _quarantine(context: ReadContext, source: RegisteredFile, row: Row, reason: str) -> None:
    first = min(row.values(), key=lambda ref: (len(ref.cell), ref.cell))
    text = " | ".join(ref.text for column, ref in row.items() if column != PERSON)
    context.ledger.quarantine(source, first, text, reason)


def text_of(row: Row, column: str) -> str:
    """The text of a cell of the row, stripped; empty where the column or the value is missing."""
    ref = row.get(column)
    return ref.text.strip() if ref is not None else ""


def refuse(row: Row, column: str, rule: str, message: str, **more: str) -> RowRefusedError:
    """The refusal of a row because of one of its cells."""
    ref = row.get(column) or min(row.values(), key=lambda r: (len(r.cell), r.cell))
    return RowRefusedError(
        Finding("error", rule, message, sheet=ref.sheet, cell=ref.cell, value=ref.text, **more)
    )


def remark(context: ReadContext, source: RegisteredFile, row: Row, column: str, finding: Finding) -> None:
    """Note a finding that does not stop the row, with the address of the cell that it is about."""
    ref = row.get(column) or min(row.values(), key=lambda r: (len(r.cell), r.cell))
    placed = finding.located(file=source.file, sheet=ref.sheet, cell=ref.cell)
    context.findings.append(placed)
