"""Asks back on the town's own workbook: a copy with red-pen comments and fills at the cells that findings name.

The file is patched, not saved anew: parts not needed for comments and fills keep their bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etl.findings import SEVERITIES, Finding, place_ja
from etl.readers import guard
from etl.readers.grid import Position
from etl.readers.refusal import RefusedError
from etl.refusal import Refusal
from etl.survey.ooxml import parts as ooxml_parts
from etl.survey.ooxml.geometry import LAST_COLUMN, LAST_ROW
from etl.survey.ooxml.parts import WORKBOOK, Package, SheetPart
from etl.survey.ooxml.red_pen import has_own_words, mark_sheet
from etl.survey.ooxml.sheet import WorksheetXml, area_of
from etl.survey.ooxml.styles import StylesXml

SENDER = "道庁"
TOO_LARGE = "FILE-TOO-LARGE"
WHOLE_FILE = "このファイル全体について"
LONGEST_MESSAGE, LONGEST_TEXT = 1_000, 20_000  # a comment holds 32,767 characters, a person's own included
KINDS = {"xlsx": ".xlsx", "xlsm": ".xlsm"}
SAVE_AS = "Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」にしたものを使ってください。"

OURS = frozenset({"RETURN-ALREADY", "RETURN-TWIN", "RETURN-TWICE", "RETURN-REPLACES", "RETURN-LESS"}) | {
    "FORM-CHANGED",
    "FORM-UNKNOWN",
}
"""Rules about what we hold or sent, not about what the town wrote: never written into its copy."""

Cell = tuple[str, Position]
"""The part of a sheet, and a place on it."""


class AnnotateRefusedError(Refusal):
    """Nothing was written; the message, and `finding`, say why in Japanese."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True)
class AnnotateReport:
    """`commented` and `filled` count cells. `not_placed`: findings that no cell on show could take; they are
    listed in the comment at A1 of the first sheet.
    """

    commented: int
    filled: int
    not_placed: list[Finding]


def annotate(path: Path, findings: Sequence[Finding], out: Path, author: str = SENDER) -> AnnotateReport:
    """Write a copy of an .xlsx or .xlsm with what was found, and without what `author` wrote there before.

    Findings of OURS are left out. The others are placed by sheet and cell (a merged range at its top left); those of one cell share a comment.
    The same arguments give the same bytes. Raises AnnotateRefusedError for other, locked or broken files, and for one
    that was too large to be read: its comments and sheets would be copied one by one.
    """
    if (too_large := next((one for one in findings if one.rule == TOO_LARGE), None)) is not None:
        raise AnnotateRefusedError(too_large)
    try:
        inspection = guard.inspect(path)
        _refuse_kind(inspection.kind, path, out)
        package = Package(inspection.content)
        report = _write(package, [one for one in findings if one.rule not in OURS], author)
        content = package.to_bytes()
    except RefusedError as refused:
        raise AnnotateRefusedError(refused.finding.located(file=path.name)) from refused
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    return report


def _refuse_kind(kind: str, path: Path, out: Path) -> None:
    if kind not in KINDS:
        message = f"{guard.KIND_NAMES[kind]}には、赤ペン（コメントと色）を入れられません。{SAVE_AS}"
        raise RefusedError("ANNOTATE-KIND", message, value=kind)
    if out.suffix.lower() != KINDS[kind]:
        message = (
            f"中身は{guard.KIND_NAMES[kind]}です。保存先の拡張子を「{KINDS[kind]}」にしてください。"
            "違う拡張子では、Excelで開けません。"
        )
        raise RefusedError("ANNOTATE-KIND", message, value=out.suffix)
    if out.exists() and out.samefile(path):
        message = "受け取ったファイルそのものには書き込みません。別の保存先を指定してください。"
        raise RefusedError("ANNOTATE-SAME-FILE", message, value=out.name)


def _write(package: Package, findings: Sequence[Finding], author: str) -> AnnotateReport:
    parts = ooxml_parts.worksheets(package)
    sheet_of = cache(lambda part: WorksheetXml(package.read(part)))
    at_cells, general, not_placed = _assign_cell(parts, sheet_of, findings)
    texts = {key: _numbered(found) for key, found in at_cells.items()}
    first = next((part.part for part in parts if part.visible), None)
    if general and first is not None:
        key = (first, sheet_of(first).grid.first_visible())
        texts[key] = "\n".join([*([texts[key]] if key in texts else []), _listed(general)])
    styles = _styles(package)
    for part in (sheet.part for sheet in parts):
        here = {place: text for (name, place), text in texts.items() if name == part}
        filled = {place for name, place in at_cells if name == part}
        if here or has_own_words(package, part, author):
            mark_sheet(package, part, sheet_of(part), styles, author, here, filled)
    if styles is not None:
        package.put(styles.part, styles.to_bytes())
    return AnnotateReport(len(texts), len(at_cells) if styles is not None else 0, not_placed)


def _assign_cell(
    parts: Sequence[SheetPart], sheet_of: Callable[[str], WorksheetXml], findings: Iterable[Finding]
) -> tuple[dict[Cell, list[Finding]], list[Finding], list[Finding]]:
    """Findings by cell; those to be listed for the whole file; those of them that no cell could take.

    What stands in a hidden row or column is both at its cell and in the list.
    """
    named = {sheet.name: sheet for sheet in reversed(parts)}
    at_cells: dict[Cell, list[Finding]] = {}
    general: list[Finding] = []
    not_placed: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)):
        named_sheet, area = named.get(finding.sheet), area_of(finding.cell)
        if (
            named_sheet is None
            or not named_sheet.visible
            or area is None
            or area[0] > LAST_ROW
            or area[1] > LAST_COLUMN
        ):
            general.append(finding)
            not_placed.append(finding)
            continue
        sheet = sheet_of(named_sheet.part)
        first_row, first_column, *_ = sheet.area_at((area[0], area[1]))
        place = (first_row, first_column)
        at_cells.setdefault((named_sheet.part, place), []).append(finding)
        if sheet.grid.is_hidden(place):
            general.append(finding)
    return at_cells, general, not_placed


def _numbered(findings: Sequence[Finding]) -> str:
    messages = list(dict.fromkeys(_short(finding.message) for finding in findings))
    if len(messages) == 1:
        return messages[0]
    return _fitted([f"{number}. {message}" for number, message in enumerate(messages, 1)])


def _listed(findings: Sequence[Finding]) -> str:
    """The list for the whole file, each with the place that it speaks of."""
    lines = []
    for finding in findings:
        place = place_ja(finding.located(file=""))
        lines.append(f"・{place}: {_short(finding.message)}" if place else f"・{_short(finding.message)}")
    return _fitted([WHOLE_FILE, *dict.fromkeys(lines)])


def _short(message: str) -> str:
    return message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"


def _fitted(lines: Sequence[str]) -> str:
    """As many lines as a comment holds, and how many are left out."""
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) > LONGEST_TEXT:
            return "\n".join([*kept, f"ほか{len(lines) - len(kept)}件あります。"])
        kept.append(line)
    return "\n".join(kept)


def _styles(package: Package) -> StylesXml | None:
    """The styles of the workbook; None for the rare file that has none, which gets comments only."""
    part = ooxml_parts.related(package, WORKBOOK, "styles")
    styles = StylesXml(part, package.read(part)) if part is not None else None
    return styles if styles is not None and styles.can_fill else None
