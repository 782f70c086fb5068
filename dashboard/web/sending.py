"""The addresses of 発出: packages and mails of a round, the address book out and in."""

from __future__ import annotations

import re
from typing import Any

import flask

from dashboard import journal
from dashboard.intake.issued_forms import IssuedForms
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.uploads import StoredFile, UploadFolder, store_upload
from dashboard.journal import JournalError
from dashboard.services import addresses as services_addresses
from dashboard.services import round_papers
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web import guard
from dashboard.web import intake as intake_web
from dashboard.web.settings import journal_to_write
from dashboard.words import words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READ_SECONDS = 60.0


def register(server: flask.Flask, warehouse: Warehouse, issued: IssuedForms) -> None:
    """Add the addresses to the server."""
    pages = flask.Blueprint("sending", __name__)

    @pages.get("/sending/<int:fiscal_year>/<any('package', 'mails-towns', 'mails-areas'):what>.zip")
    def files(fiscal_year: int, what: str) -> flask.Response:
        drawn = issued.round(fiscal_year)
        if drawn is None or not drawn.head:
            raise IntakeError(round_papers.UNDRAWN)
        return intake_web.round_file(warehouse, what, fiscal_year)

    @pages.get("/sending/addresses.xlsx")
    def addresses() -> flask.Response:
        return intake_web.round_file(warehouse, "addresses")

    @pages.post("/sending/addresses")
    def take_in() -> Any:
        if not guard.is_of_script("intake"):
            return intake_web.message_response(
                "この画面から送られたものではないため、受け付けませんでした。", 403
            )
        file = flask.request.files.get("file")
        by = flask.request.form.get("by", "").strip()
        if file is None or not by:
            return intake_web.message_response(
                "右上の「記入者」に名前を入れ、ファイルを選んでください。", 400
            )
        try:
            return intake_web.message_response(_take_in(warehouse, issued, file, by), 200)
        except (IntakeError, WarehouseError, journal.ConflictError, JournalError) as error:
            return intake_web.message_response(str(error), 409)

    server.register_blueprint(pages)


def _take_in(warehouse: Warehouse, issued: IssuedForms, file: Any, by: str) -> str:
    """Read an address list in a process of its own and keep what it says; what happened, in words."""
    pipeline = issued.pipeline
    folder: UploadFolder = flask.current_app.config["INTAKE"].open_folder()
    try:
        [came, *_] = list(store_upload(file.stream, re.split(r"[/\\]", file.filename or "")[-1], folder))
        if not isinstance(came, StoredFile):
            raise IntakeError(came.reason)
        arguments = ["addresses", str(folder.path / came.name), "--raw", str(pipeline.raw)]
        read = pipeline.ask(arguments, READ_SECONDS)
    finally:
        flask.current_app.config["INTAKE"].discard(folder)
    if not read["rows"]:
        found = [str(finding["message"]) for finding in read["findings"]]
        raise IntakeError(" ".join(["宛先が1件も読めませんでした。", *found[:3]]))
    changed, troubles = services_addresses.fill_from_list(
        warehouse.reader(), journal_to_write(), read["rows"], by
    )
    aside = [
        f"{finding['cell']}: {finding['message']}"
        for finding in read["findings"]
        if finding["severity"] != "info"
    ]
    said = [f"{words.count(len(read['rows']))}件を読み、{words.count(changed)}件の宛先が変わりました。"]
    if troubles or aside:
        said.append("入れられなかったもの: " + " ".join([*troubles, *aside][:5]))
    return " ".join(said)
