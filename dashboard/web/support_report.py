"""The addresses of 支援の実績: the report of a year in Word and in Excel."""

from __future__ import annotations

from urllib.parse import quote

import flask
import pandas as pd

from dashboard import clock, journal
from dashboard.export import support_docx
from dashboard.export.docx_parts import Passage
from dashboard.export.sheet import ListSheet, workbook
from dashboard.export.support_docx import SupportPaper
from dashboard.export.table_shape import REAL, Column
from dashboard.frames import records
from dashboard.services import support_report
from dashboard.services.support_report import SupportReport
from dashboard.views import support_words as say
from dashboard.warehouse.reader import Warehouse
from dashboard.web.documents import EXCEL, WORD
from dashboard.web.refusals import refusal
from dashboard.web.settings import journal_path
from dashboard.words import words
from dashboard.words.file_names import ended

PATH = "/support"


def register(server: flask.Flask, warehouse: Warehouse) -> None:
    """Add the addresses to the server."""

    @server.get(f"{PATH}/<int:fiscal_year>/<name>")
    def report(fiscal_year: int, name: str) -> flask.Response:
        if name not in ("report.docx", "report.xlsx") or not 2021 <= fiscal_year <= 2100:
            return refusal("この資料はありません。画面のボタンから選び直してください。", 404)
        reader = warehouse.reader()
        try:
            made = support_report.report(reader, journal_path(), fiscal_year)
        except journal.JournalError as error:
            return refusal(str(error), 409)
        is_word = name.endswith("docx")
        content = (
            support_docx.document(paper(made), clock.today())
            if is_word
            else workbook(rows(made, reader.warehouse_id))
        )
        plain = f"{say.TITLE}_{words.fiscal_year(fiscal_year)}{'.docx' if is_word else '.xlsx'}"
        file_name = ended(plain, reader.warehouse_id, is_synthetic=made.is_synthetic)
        response = flask.Response(content, content_type=WORD if is_word else EXCEL)
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
        response.headers["Cache-Control"] = "no-store"
        return response


def paper(report: SupportReport) -> SupportPaper:
    """The report as its Word document says it; what nobody wrote yet is marked for the writer."""
    kinds = []
    for kind in report.kinds:
        about = f"{say.checked(kind)}。{kind['source']}" if kind["text"] else say.checked(kind)
        named = say.kind(kind) if kind["text"] else f"{kind['number']} 【要記入　区分の文言】"
        counted = say.of_kind(report, str(kind["number"]))
        kinds.append((Passage(named), Passage(about, is_soft=not say.is_checked(kind)), Passage(counted)))
    supports = [
        (
            Passage(say.number(report, row)),
            Passage(f"{row['name']}（{say.short_area(row)}）"),
            Passage(str(row["what"]) + (f"【{words.SYNTHETIC}】" if row["is_synthetic"] else "")),
            Passage(str(row["evidence"]) or "―"),
            Passage("・".join(part for part in (say.when(row), str(row["owner"])) if part)),
        )
        for row in records(report.rows)
    ]
    areas = [
        (
            Passage(str(area["name"])),
            *(
                Passage(words.count(area[name]), is_centred=True)
                for name in ("towns", "supported", "supports")
            ),
            Passage("、".join(area["left"]) or "なし"),
        )
        for area in report.areas
    ]
    return SupportPaper(
        words.fiscal_year(report.fiscal_year),
        f"{say.summary(report)}{say.unsorted(report)}" + ("" if report.kinds else say.NO_KINDS),
        kinds,
        supports,
        areas,
        say.areas_without(report),
        say.notes(report),
        report.is_synthetic,
    )


def rows(report: SupportReport, version: str) -> ListSheet:
    """One row per support for a municipality; what the kinds and the 振興局 count stands in the explanation."""
    kinds = {str(kind["number"]): kind for kind in report.kinds}
    texts = ("区分", "区分の文言", "照合", "団体コード", "市町村名", "振興局", "支援", "根拠")
    columns = (
        *(Column(name, "", "text", "", "") for name in texts),
        Column("期限", "", "date", "", "計画に書かれた期限"),
        Column("行った日", "", "date", "", say.DONE_NOTE),
        *(Column(name, "", "text", "", "") for name in ("担当", "状態", "出典", words.SYNTHETIC)),
    )
    cells = []
    for row in records(report.rows):
        kind = kinds.get(str(row["number"]))
        cells.append(
            (
                say.number(report, row),
                (str(kind["text"]) or say.UNWRITTEN) if kind else None,
                say.checked(kind) if kind else None,
                *(row[name] for name in ("municipality_code", "name", "area", "what")),
                row["evidence"] or None,
                *(None if pd.isna(row[name]) else row[name] for name in ("due", "done_on")),
                row["owner"] or None,
                *(row[name] for name in ("state", "source")),
                words.SYNTHETIC if row["is_synthetic"] else REAL,
            )
        )
    about = [
        ("内容", f"{words.fiscal_year(report.fiscal_year)}の市町村への支援。{say.summary(report)}"),
        ("時点", words.day_short(clock.today())),
        ("版", version),
        *((say.kind(kind), say.of_kind(report, str(kind["number"]))) for kind in report.kinds),
        *(
            (
                f"{area['name']}振興局管内",
                f"{area['towns']}市町村のうち支援した市町村{area['supported']}、{area['supports']}件",
            )
            for area in report.areas
        ),
        *(("注", note) for note in say.notes(report)),
    ]
    return ListSheet(
        f"{say.TITLE}（{words.fiscal_year(report.fiscal_year)}）", columns, cells, about, report.is_synthetic
    )
