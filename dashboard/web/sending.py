"""The addresses of 発出: packages and mails of a round, the address book out and in."""

from __future__ import annotations

import json
import re
from typing import Any

import flask

from dashboard.intake.issued_forms import IssuedForms
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.uploads import StoredFile, UploadFolder, store_upload
from dashboard.journal import JournalError
from dashboard.services import addresses as services_addresses
from dashboard.services import round_papers
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web import guard, passage
from dashboard.web import intake as intake_web
from dashboard.web.settings import journal_path

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
        by = passage.writer(flask.request.form.get("by", "").strip())
        if file is None or not by:
            return intake_web.message_response(
                "右上の「記入者」に名前を入れ、ファイルを選んでください。", 400
            )
        try:
            return flask.jsonify(_look_at(warehouse, issued, file, by))
        except (IntakeError, WarehouseError, JournalError) as error:
            return intake_web.message_response(str(error), 409)

    server.register_blueprint(pages)


def _look_at(warehouse: Warehouse, issued: IssuedForms, file: Any, by: str) -> dict[str, Any]:
    """Read an address list in a process of its own; what it would change, as the page shows it (pages/sending)."""
    pipeline = issued.pipeline
    given = json.loads(flask.request.form.get("headings") or "{}")
    meanings = [f"--heading={heading}={column}" for heading, column in given.items()]
    folder: UploadFolder = flask.current_app.config["INTAKE"].open_folder()
    try:
        [came, *_] = list(store_upload(file.stream, re.split(r"[/\\]", file.filename or "")[-1], folder))
        if not isinstance(came, StoredFile):
            raise IntakeError(came.reason)
        remembered = [f"--by={by}"] if meanings else []
        arguments = ["addresses", str(folder.path / came.name), "--raw", str(pipeline.raw)]
        read = pipeline.ask([*arguments, *meanings, *remembered], READ_SECONDS)
    finally:
        flask.current_app.config["INTAKE"].discard(folder)
    told = [one for one in read["findings"] if one["severity"] != "info"]
    if not read["rows"] and not read["headings"]:
        raise IntakeError(
            " ".join(["宛先が1件も読めませんでした。", *(str(one["message"]) for one in told[:3])])
        )
    found = services_addresses.look_at_list(warehouse.reader(), journal_path(), read["rows"])
    return {
        "file": came.name,
        "read": len(read["rows"]),
        "rows": found.rows,
        "doubled": found.doubled,
        # what has to be chosen first is asked beside its heading
        "aside": [f"{one['cell']}: {one['message']}" for one in told] * bool(read["rows"]) + found.aside,
        "headings": read["headings"],
        "columns": read["columns"],
    }
