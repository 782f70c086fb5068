"""Figures of the municipalities: our own table with one value per row, or one as offices keep it, one row per municipality."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from etl import fiscal_year, japanese_date, municipality_code, names
from etl.findings import Finding, Severity
from etl.japanese_date import day_label
from etl.readers import figure_place, reference, vocabulary
from etl.readers.context import (
    Fact,
    OpenTable,
    ReadContext,
    Row,
    RowRefusedError,
    facts_of,
    open_table,
    refuse,
    refuse_all,
    text_of,
)
from etl.readers.figure_days import other_days, refuse_other_source
from etl.readers.figure_table import LONG, FigureTable, choose
from etl.readers.grid import CellRef, Document, Sheet
from etl.readers.headings import ColumnMap
from etl.readers.repeated import ReadFact, with_place, without_repeats
from etl.readers.town import municipality_of
from etl.sources import RegisteredFile

UNITS = {"households_jumin": "世帯", "area_km2": "km2"}
WITH_DECIMALS = frozenset({"area_km2"})
PLACES_NAMED = 10
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d+)?")
_UNIT = re.compile(r"(?:人|名|世帯|km2|㎢)$")
# 秘匿 and 該当なし of official tables: no value stands there.
_NO_VALUE = re.compile(r"|[-‐‑–—―ー－*＊xX×χΧ…]+|\.{2,}|秘匿|不明|n/?a|該当なし", re.IGNORECASE)
_SUM = re.compile(
    r".*(?:振興局|管内|支庁|[市町村区郡部局道]計|郡)(?:計|管内)?|北海道|全道|道|全国|[市町村郡]+部|市|町|村|町村"
)
_WARD = re.compile(r"(?:北海道)?(?:札幌市)?(?:中央|北|東|白石|厚別|豊平|清田|南|西|手稲)区")
_WARD_CODE = re.compile(r"011(?:0[1-9]|10)\d?")
# What is a part of what: a row in which the part is larger has its columns or its digits mixed up.
PARTS = (
    ("age_75plus", "age_65plus"),
    ("age_65plus", "age_known_total"),
    ("age_65plus", "population_jumin"),
    ("age_0_14", "population_jumin"),
    ("age_known_total", "population_jumin"),
    ("households_jumin", "population_jumin"),
)


def read_figures(context: ReadContext, source: RegisteredFile) -> list[Fact]:
    """Rows of core_figure as text: municipality_code, figure_code, reference_date, value, unit, source, source_id.

    Each value cites its own cell. Of a table with one row per municipality, sums and wards are set aside and said,
    and a value that is blank or withheld is not read, so that the newest that is known stays.
    """
    plans: list[FigureTable] = []

    def choose_columns(document: Document) -> tuple[str, ColumnMap]:
        kind, columns, plan = choose(document, source, context.columns, lambda text: _is_town(context, text))
        plans.append(plan)
        return kind, columns

    opened = open_table(context, source, choose_columns)
    if opened is None:
        return []
    if opened.kind == LONG:
        return _long_facts(context, source, opened)
    if (plan := plans[0]).refused is not None:
        refuse_all(context, source, opened, plan.refused)
        return []
    reading = _WideReading(context, source, plan)
    loaded = facts_of(context, source, opened, reading.row_fact)
    rows = without_repeats(
        context, reading.rows if loaded else [], ("municipality_code",), ("content",), reading.place_column
    )
    found = [fact for row in rows for fact in reading.facts[str(row.fact["municipality_code"])]]
    days = sorted({date.fromisoformat(str(fact["reference_date"])) for fact in found})
    context.add(other_days(source, _sheet_of(opened), days), source)
    if opened.table.rows:
        context.add(list(_notes(plan, reading, opened.table.sheet)), source)
    return found


def _sheet_of(opened: OpenTable) -> Sheet:
    return next(sheet for sheet in opened.document.sheets if sheet.name == opened.table.sheet)


def _is_town(context: ReadContext, text: str) -> bool:
    return context.directory is not None and names.resolve(context.directory, None, text).code is not None


def _long_facts(context: ReadContext, source: RegisteredFile, opened: OpenTable) -> list[Fact]:
    """Of a table with one value per row: each in the unit of its figure, and none of two that contradict each other."""
    to_fact = reference.by_municipality(context, source, "value")
    days: list[date] = []
    agreed = set[tuple[str, date]]()

    def in_its_unit(row: Row) -> Fact:
        fact = to_fact(row)
        code = str(fact["municipality_code"])
        expected = UNITS.get(str(fact["figure_code"]), "人")
        unit = unicodedata.normalize("NFKC", text_of(row, "unit"))
        if unit and unit != expected:
            message = (
                f"単位が「{unit[:20]}」ですが、{_label(str(fact['figure_code']))}の単位は「{expected}」です。"
                "この行は取り込みません。値と単位を確かめ、直して登録しなおしてください。"
            )
            raise refuse(row, "unit", "FIGURES-UNIT", message, municipality_code=code)
        days.append(date.fromisoformat(str(fact["reference_date"])))
        if (named := (text_of(row, "source"), days[-1])) not in agreed:
            refuse_other_source(row, days[-1], code)
            agreed.add(named)
        return fact

    placed = with_place(context, source, opened, in_its_unit)
    context.add(other_days(source, _sheet_of(opened), sorted(set(days))), source)
    key = ("municipality_code", "figure_code", "reference_date")
    return [one.fact for one in without_repeats(context, placed, key, ("value",), "value")]


@dataclass
class _WideReading:
    """The reading of a table with one row per municipality: its rows, and what was left out on the way."""

    context: ReadContext
    source: RegisteredFile
    plan: FigureTable
    rows: list[ReadFact] = field(default_factory=list)
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    blank: list[CellRef] = field(default_factory=list)
    place_column: str = "name"

    def row_fact(self, row: Row) -> Fact:
        """The figures of one row under its municipality. Raises RowRefusedError for sums, wards and what is no figure."""
        self.place_column = "name" if "name" in row else "code"
        _refuse_sums(row)
        code = municipality_of(self.context, self.source, row)
        day, day_ref = self._day(row)
        values = {figure: _value(row, figure, code) for figure in self.plan.figures}
        self.blank += [row[figure] for figure, value in values.items() if value is None]
        given = {figure: value for figure, value in values.items() if value is not None}
        if not given:
            message = "値が1つも書かれていないので、読んでいません。"
            raise _passed_over(row, "FIGURES-NO-VALUE", message, "warning")
        _refuse_mixed_up(row, given, code)
        self.facts.setdefault(
            code, [self._fact(row, code, figure, value, day, day_ref) for figure, value in given.items()]
        )
        fact: Fact = {
            "municipality_code": code,
            "content": tuple(sorted([*given.items(), ("day", day.isoformat())])),
        }
        self.rows.append(ReadFact(fact, self.source, row))
        return fact

    def _fact(self, row: Row, code: str, figure: str, value: str, day: date, day_ref: CellRef | None) -> Fact:
        source_id = self.context.ledger.cite(self.source, row[figure])
        if day_ref is not None and day_ref.cell:
            cited = self.context.ledger.cite(self.source, day_ref)
            self.context.ledger.link("core_figure", source_id, "reference_date", cited)
        return {
            "code": code,
            "figure_code": figure,
            "reference_date": day.isoformat(),
            "value": value,
            "unit": UNITS.get(figure, "人"),
            "source": self.plan.title or self.source.title,
            "municipality_code": code,
            "source_id": source_id,
        }

    def _day(self, row: Row) -> tuple[date, CellRef | None]:
        """The day of the row: its own, which must be that of the table, or the table's."""
        written = row.get("reference_day")
        day, ref = self.plan.day, self.plan.day_ref
        if written is not None and written.text.strip():
            own = fiscal_year.parse_date(written.value if written.value is not None else written.text).value
            if own is None or (day is not None and own != day):
                message = (
                    f"基準日「{written.text.strip()[:40]}」が、"
                    + (f"表の基準日（{day_label(day)}）と違うので" if day and own else "読めないので")
                    + "、この行は取り込みません。"
                )
                raise refuse(row, "reference_day", "FIGURES-DAY", message)
            day, ref = own, written
        if day is None:
            raise refuse(
                row,
                "reference_day",
                "FIGURES-DAY",
                "基準日が空欄なので、この行は取り込みません。書いてください。",
            )
        year = text_of(row, "year")
        stated = japanese_date.read_cell(row["year"].value if year else None)
        if isinstance(stated, japanese_date.WrittenDate) and stated.year not in (
            day.year,
            fiscal_year.of_date(day),
        ):
            message = (
                f"「{year[:40]}」とあり、表の基準日（{day_label(day)}）の行ではないので、取り込みません。"
            )
            raise refuse(row, "year", "FIGURES-DAY", message)
        return day, ref


def _refuse_sums(row: Row) -> None:
    name = re.sub(r"[\s()（）【】]+", "", unicodedata.normalize("NFKC", text_of(row, "name")))
    code = text_of(row, "code")
    parsed = municipality_code.read_code(code)
    if parsed.fault == "other_prefecture" and not name.startswith("北海道"):
        raise _passed_over(row, "FIGURES-ELSEWHERE", "道外の団体の行なので、読んでいません。")
    if _WARD.fullmatch(name) or _WARD_CODE.fullmatch(code):
        raise _passed_over(
            row, "FIGURES-WARD", "札幌市の区の行なので、読んでいません（市全体の行を読みます）。"
        )
    is_sum = _SUM.fullmatch(name) or parsed.code == "01000"
    if is_sum or (not name and not code and re.search(r"振興局|計$", text_of(row, "subprefecture"))):
        message = "市町村の行ではなく、合計・小計の行とみなし、読んでいません。"
        raise _passed_over(row, "TABLE-TOTAL-ROW", message)


def _passed_over(row: Row, rule: str, message: str, severity: Severity = "info") -> RowRefusedError:
    column = "name" if text_of(row, "name") else "code"
    finding = refuse(row, column, rule, message).finding
    return RowRefusedError(
        Finding(severity, rule, message, sheet=finding.sheet, cell=finding.cell, value=finding.value)
    )


def _value(row: Row, figure: str, code: str) -> str | None:
    """The number of a cell as text; None where there is none. Raises RowRefusedError for anything else."""
    ref = row[figure]
    text = "".join(unicodedata.normalize("NFKC", ref.text).split())
    if _NO_VALUE.fullmatch(text):
        return None
    plain = _UNIT.sub("", text)
    if not _NUMBER.fullmatch(plain) or ("." in plain.removesuffix(".0") and figure not in WITH_DECIMALS):
        message = f"「{ref.text.strip()[:40]}」が1つの数として読めないので、この行は取り込みません。数字だけを書いてください。"
        raise refuse(row, figure, "FIGURES-VALUE", message, municipality_code=code)
    return plain.replace(",", "").removesuffix(".0")


def _refuse_mixed_up(row: Row, given: dict[str, str], code: str) -> None:
    for part, whole in PARTS:
        if part in given and whole in given and float(given[part]) > float(given[whole]):
            message = (
                f"{_label(part)}（{given[part]}）が{_label(whole)}（{given[whole]}、{row[whole].cell}）より大きいので、"
                "この行は取り込みません。列や桁の取り違えでないか確かめてください。"
            )
            raise refuse(row, part, "FIGURES-PARTS", message, municipality_code=code)


def _label(figure: str) -> str:
    labels = {row["figure_code"]: row["heading"] for row in reversed(vocabulary.rows("figure_headings"))}
    return labels.get(figure, figure)


def _notes(plan: FigureTable, reading: _WideReading, sheet: str) -> Iterable[Finding]:
    """How the table was read, what it lacks, and which of its values are blank."""
    if not reading.rows:
        return
    read = {" ".join(text.split()): _label(figure) for figure, text in plan.figures.items()}
    headings = "、".join(
        f"「{text}」" + (f"（{label}）" if label != text else "") for text, label in read.items()
    )
    where = (
        f"{plan.day_ref.cell or plan.day_ref.text}「{plan.day_ref.text.strip()[:40]}」による"
        if plan.day_ref
        else "登録した日付"
    )
    day = f"基準日は{day_label(plan.day)}（{where}）" if plan.day else "基準日は行ごと"
    yield Finding(
        "info", "FIGURES-WIDE", f"1行に1市町村の表として読みました: {headings}。{day}です。", sheet=sheet
    )
    yield from figure_place.no_population(plan.figures, plan.passed_over, sheet)
    ages = {"age_65plus", "age_75plus"} & set(plan.figures)
    if ages and "age_known_total" not in plan.figures:
        message = (
            "年齢のわかる人口（年齢別の人口の合計）の列がないので、65歳以上・75歳以上の割合は、"
            "それのある前の基準日の値のままです。年齢の秘匿や不詳のある町で割合が狂うため、総人口で割ることはしません。"
            "この基準日の割合にするには、「年齢のわかる人口」の列を足した表を登録してください。"
        )
        yield Finding("warning", "FIGURES-NO-KNOWN-TOTAL", message, sheet=sheet)
    if reading.blank:
        cells = "、".join(ref.cell for ref in reading.blank[:PLACES_NAMED])
        more = f"ほか{len(reading.blank) - PLACES_NAMED}か所" if len(reading.blank) > PLACES_NAMED else ""
        first = reading.blank[0]
        message = (
            f"値のない（空欄・秘匿など）セルが{len(reading.blank)}か所あり（{cells}{more}）、読んでいません。"
            "前に登録した値があれば、それをそのまま使います。"
        )
        yield Finding("warning", "FIGURES-BLANK", message, sheet=sheet, cell=first.cell, value=first.text)
