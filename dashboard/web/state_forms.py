"""The addresses of 国の様式: a form in, and the filled copy out with the list of what stands in which cell."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import flask
import pandas as pd

from dashboard import clock, journal
from dashboard.export.sheet import ListSheet, workbook
from dashboard.export.table_shape import Column
from dashboard.frames import records
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.state_forms import StateForms
from dashboard.intake.uploads import StoredFile, UploadFolder, store_upload
from dashboard.services import state_form_records as form_records
from dashboard.services.state_forms import FormValue
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web import guard, passage
from dashboard.web import intake as intake_web
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words
from dashboard.words.file_names import ended

TROUBLES = (
    IntakeError,
    WarehouseError,
    journal.ConflictError,
    journal.InvalidRecordError,
    journal.JournalError,
)
CELLS, BEHIND = "記入したセルの一覧.xlsx", "数の内訳.xlsx"


def register(server: flask.Flask, warehouse: Warehouse, forms: StateForms) -> None:
    """Add the addresses to the server."""
    pages = flask.Blueprint("state_forms", __name__)

    @pages.before_request
    def ours_alone() -> Any:
        if not guard.is_of_script("intake"):
            return intake_web.message_response(
                "この画面から送られたものではないため、受け付けませんでした。", 403
            )
        return None

    @pages.post("/state-form/file")
    def take_in() -> Any:
        given = {
            name: flask.request.form.get(name, "").strip() for name in ("title", "fiscal_year", "by", "form")
        }
        given["by"] = passage.writer(given["by"])
        file = flask.request.files.get("file")
        try:
            if file is None:
                raise IntakeError("ファイルを選んでください。")
            return intake_web.message_response(_keep(forms, file, given), 200)
        except TROUBLES as error:
            return intake_web.message_response(str(error), 409)

    @pages.post("/state-form/<record_id>/filled.zip")
    def filled(record_id: str) -> Any:
        by = passage.writer(str((flask.request.get_json(silent=True) or {}).get("by") or ""))
        try:
            content, name = _fill(warehouse.reader(), forms, record_id, by)
        except TROUBLES as error:
            return intake_web.message_response(str(error), 409)
        return intake_web.attachment(content, name, "application/zip")

    server.register_blueprint(pages)


def _keep(forms: StateForms, file: Any, given: dict[str, str]) -> str:
    """Keep a form, or the copy of it that was sent the year before (form: of which record); what happened, in words."""
    sender_name = re.split(r"[/\\]", file.filename or "")[-1]
    uploads = flask.current_app.config["INTAKE"]
    folder: UploadFolder = uploads.open_folder()
    try:
        [came, *_] = list(store_upload(file.stream, sender_name, folder))
        if not isinstance(came, StoredFile):
            raise IntakeError(came.reason)
        kept = forms.keep(folder.path / came.name)
    finally:
        uploads.discard(folder)
    forms.look(kept)  # what cannot be shown cannot be pointed at
    path = journal_to_write()
    if given["form"]:
        form = form_records.form_of(path, given["form"])
        journal.revise(path, form["record_id"], int(form["version"]), {"last_file": kept}, given["by"])
        return f"「{sender_name}」を、前の年度に提出したものとして比べます。"
    values = {"title": given["title"] or sender_name.rpartition(".")[0], "fiscal_year": given["fiscal_year"]}
    journal.write(path, "state_form", "", {**values, "file": kept, "file_name": sender_name}, given["by"])
    return f"「{sender_name}」を預かりました。下の一覧から開いてください。"


def _fill(reader: Reader, forms: StateForms, record_id: str, by: str) -> tuple[bytes, str]:
    form = form_records.form_of(journal_path(), record_id)
    made = form_records.values(reader, forms, form, journal_path())
    known = [one for one in made if one.value is not None]
    if not known:
        raise IntakeError(
            "書き入れるセルがまだありません。様式のセルを押し、書き入れるものを選んでください。"
        )
    cells = [{"sheet": one.sheet, "cell": one.cell, "value": one.value} for one in known]
    content, refused, kept = forms.fill(str(form["file"]), cells)
    entry = {"form_id": record_id, "filled_on": clock.today().isoformat(), "file": kept}
    journal.write(journal_to_write(), "filled_form", "", entry, by)
    is_synthetic = any(one.is_synthetic for one in known)
    reasons = {(one["sheet"], one["cell"]): one["reason"] for one in refused}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (
            (form["file_name"] or "様式.xlsx", content),
            (CELLS, workbook(cell_list(form, made, reasons, reader))),
            (BEHIND, workbook(behind_list(form, made, reader))),
        ):
            day = datetime.combine(clock.today(), datetime.min.time())
            inside = ended(name, reader.warehouse_id, is_synthetic=is_synthetic)
            archive.writestr(zipfile.ZipInfo(inside, day.timetuple()[:6]), part)
    year = words.fiscal_year(int(form["fiscal_year"]))
    name = f"{year}_{form['title']}_記入_{clock.today():%Y%m%d}.zip"
    return packed.getvalue(), ended(name, reader.warehouse_id, is_synthetic=is_synthetic)


def cell_list(
    form: dict[str, Any], made: list[FormValue], refused: dict[tuple[str, str], str], reader: Reader
) -> ListSheet:
    """One row per cell: what stands there, on what it rests, and what stood there the year before."""
    columns = _columns(
        "シート",
        "セル",
        "書き入れたもの",
        "団体コード",
        "値",
        "根拠",
        "出典",
        "前の年度",
        "違い",
        "確かめること",
    )
    rows = [
        (
            one.sheet,
            one.cell,
            one.label,
            one.town or None,
            one.text or None,
            one.basis,
            form_records.source(one),
            one.last,
            one.difference or None,
            refused.get((one.sheet, one.cell)) or form_records.to_check(one) or None,
        )
        for one in made
    ]
    about = [
        ("様式", f"{form['title']}（{words.fiscal_year(int(form['fiscal_year']))}、{form['file_name']}）"),
        ("時点", words.day_short(clock.today())),
        ("版", reader.warehouse_id),
        ("注", "値のない行のセルには、何も書き入れていません。"),
    ]
    return ListSheet("記入したセルの一覧", columns, rows, about, any(one.is_synthetic for one in made))


def behind_list(form: dict[str, Any], made: list[FormValue], reader: Reader) -> ListSheet:
    """One row per municipality behind a number, with the cell of its source."""
    columns = _columns(
        "シート",
        "セル",
        "書き入れたもの",
        "団体コード",
        "市町村名",
        "回答・状態",
        "ファイル",
        "出典のセル",
        words.SYNTHETIC,
    )
    rows = [
        (
            *(one.sheet, one.cell, one.label),
            *(None if pd.isna(row[name]) else row[name] for name in ("code", "name", "text", "file", "cell")),
            words.SYNTHETIC if row["is_synthetic"] else None,
        )
        for one in made
        if not one.town
        for row in records(one.behind)
    ]
    about = [
        ("様式", f"{form['title']}（{words.fiscal_year(int(form['fiscal_year']))}）"),
        ("時点", words.day_short(clock.today())),
        ("版", reader.warehouse_id),
    ]
    return ListSheet("数の内訳", columns, rows, about, any(one.is_synthetic for one in made))


def _columns(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(heading, "", "text", "", "") for heading in headings)
