"""The addresses of 確定・公表: what was published of a round, as it was, and what has changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import flask
import pandas as pd

from dashboard import clock
from dashboard.frames import records
from dashboard.intake.annotated_copies import zipped
from dashboard.intake.heavy_work import HeavyWork
from dashboard.intake.pipeline import IntakeError
from dashboard.queries import rounds
from dashboard.services import publication, publication_errata
from dashboard.views import view
from dashboard.warehouse.reader import Warehouse
from dashboard.web import intake as intake_web
from dashboard.words import words
from dashboard.words.file_names import ended

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
NEVER_WAS = "その番号の公表した資料はありません。画面「確定・公表」の一覧から選んでください。"
GONE = "公表した資料のファイルが見つかりません。データの控えから戻してください。"


def register(server: flask.Flask, warehouse: Warehouse) -> None:
    """Add the addresses to the server."""
    pages = flask.Blueprint("closing", __name__)

    @pages.get("/closing/<int:fiscal_year>/<int:number>.zip")
    def published(fiscal_year: int, number: int) -> flask.Response:
        entry = next((one for one in _entries(warehouse, fiscal_year) if one["sort_order"] == number), None)
        if entry is None:
            raise IntakeError(NEVER_WAS)
        files = {path.name: path.read_bytes() for path in sorted(_folder(entry).iterdir()) if path.is_file()}
        name = f"{words.fiscal_year(fiscal_year)}_{entry['state_label']}_{entry['entered_on']:%Y-%m-%d}.zip"
        name = ended(name, is_synthetic=any(words.SYNTHETIC in kept for kept in files))
        return intake_web.attachment(zipped(files), name, "application/zip")

    @pages.get("/closing/<int:fiscal_year>/<int:number>-errata.<kind>")
    def errata(fiscal_year: int, number: int, kind: str) -> flask.Response:
        if kind not in publication_errata.KINDS:
            flask.abort(404)
        entries = [one for one in _entries(warehouse, fiscal_year) if one["published"]]
        entry = next((one for one in entries if one["sort_order"] == number), None)
        if entry is None:
            raise IntakeError("公表した資料がまだないので、正誤表はありません。")
        reader, year = warehouse.reader(), words.fiscal_year(fiscal_year)
        if why := publication.why_not_comparable(reader):
            raise IntakeError(why)
        found = publication.changes_since(
            _folder(entry), reader, fiscal_year, pd.Timestamp(entry["entered_on"]).date()
        )
        about = f"{year} {words.day_short(entry['entered_on'])}の{entry['state_label']}"
        content = publication_errata.file(found, about, reader.warehouse_id, clock.today(), kind)
        name = f"{year}_{entry['state_label']}_正誤表.{kind}"
        name = ended(name, reader.warehouse_id, is_synthetic=publication_errata.is_synthetic(found))
        return intake_web.attachment(content, name, TYPES[kind])

    @pages.get("/closing/<int:fiscal_year>/results.zip")
    def results(fiscal_year: int) -> flask.Response:
        """Of all municipalities, or of those that the address leaves (?sub=14)."""
        search = flask.request.query_string.decode("utf-8", errors="replace")
        _, asked = view.open(warehouse, f"?{search}")
        only = [] if asked.codes is None else ["--only", ",".join(sorted(asked.codes))]
        work: HeavyWork = flask.current_app.config["HEAVY_WORK"]
        name, content = work.file(["results", "--fiscal-year", str(fiscal_year), *only])
        return intake_web.attachment(content, name, "application/zip")

    server.register_blueprint(pages)


def _entries(warehouse: Warehouse, fiscal_year: int) -> list[dict[str, Any]]:
    return records(rounds.entries(warehouse.reader(), fiscal_year))


def _folder(entry: dict[str, Any]) -> Path:
    raw: Path = flask.current_app.config["PIPELINE"].raw
    folder = (raw / str(entry["published"])).resolve()
    if not entry["published"] or not folder.is_relative_to(raw) or not folder.is_dir():
        raise IntakeError(GONE)
    return folder
