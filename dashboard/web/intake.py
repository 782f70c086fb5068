"""The addresses of 回収・点検: POST /intake takes files, /returns/… gives letters and annotated copies."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import IO, Any

import flask
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard import clock, journal
from dashboard.intake.annotated_copies import Copies
from dashboard.intake.heavy_work import HeavyWork
from dashboard.intake.jobs import Intake
from dashboard.intake.pipeline import WITHOUT_FOLDER, IntakeError
from dashboard.intake.uploads import (
    MEGABYTE,
    MOST_FILES,
    MOST_UPLOAD_BYTES,
    RejectedFile,
    StoredFile,
    UploadFolder,
    store_upload,
)
from dashboard.queries import intake as queries_intake
from dashboard.services import letters as letters_run
from dashboard.services import round_papers
from dashboard.services.letters import LettersRefusedError
from dashboard.views import view
from dashboard.warehouse.reader import Warehouse
from dashboard.web import guard
from dashboard.web.refusals import refusal
from dashboard.web.settings import journal_path

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("reminder", "query")
TOO_LARGE = "一度に入れられるのは合わせて {most:,} MB までです。分けて入れてください。"
Store = Callable[[IO[bytes], str, UploadFolder, float | None], Iterator[StoredFile | RejectedFile]]


NO_FORM = "この年度の調査票の様式がありません。年度を選び直してください。"


class UploadError(Exception):
    """Files that are not taken; the message says why in Japanese."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def register(server: flask.Flask, warehouse: Warehouse, intake: Intake, copies: Copies) -> None:
    """Add the addresses to the server."""
    pages = flask.Blueprint("returns", __name__)

    @pages.post("/intake")
    def upload() -> Any:
        year = flask.request.args.get("fy", "")
        if not intake.raw.is_dir():
            return message_response(WITHOUT_FOLDER, 409)
        if not year.isdecimal() or int(year) not in intake.forms():
            return message_response(NO_FORM, 400)
        folder, came = take_files(intake)
        return _json({"batch": intake.check(folder, came, int(year)).batch_id}, 200)

    pages.register_error_handler(UploadError, upload_refused)

    @pages.get("/returns/<int:fiscal_year>/<kind>.zip")
    def all_letters(fiscal_year: int, kind: str) -> flask.Response:
        if kind.removesuffix("-mails") not in KINDS:
            flask.abort(404)
        return round_file(warehouse, kind, fiscal_year)

    @pages.get("/returns/<int:fiscal_year>/<kind>/<code>.docx")
    def one_letter(fiscal_year: int, kind: str, code: str) -> flask.Response:
        if kind not in KINDS:
            flask.abort(404)
        path = journal_path()
        made = letters_run.make_letters(
            warehouse.reader(),
            "reminder" if kind == "reminder" else "query",
            clock.today(),
            fiscal_year,
            office=journal.office(path),
            sections=journal.sections(path),
            codes=frozenset({code}),
            sent_on=journal.sent_on(path, fiscal_year),
        )
        for name, content in made.documents.items():
            if name.endswith(".docx"):
                return attachment(content, name, DOCX)
        raise LettersRefusedError(f"この市町村に出す{round_papers.NAMES[kind]}はありません。")

    @pages.get("/returns/<int:fiscal_year>/copy/<code>")
    def one_copy(fiscal_year: int, code: str) -> flask.Response:
        rows = queries_intake.current_files(warehouse.reader(), fiscal_year)
        rows = rows[rows["municipality_code"] == code]
        if rows.empty:
            raise IntakeError("この市町村の調査票はまだ届いていません。")
        name, content = intake.annotate(str(rows["file"].iloc[0]), fiscal_year)
        return attachment(content, name, XLSX)

    @pages.get("/returns/copies/<job_id>.zip")
    def all_copies(job_id: str) -> flask.Response:
        job = copies.job(job_id)
        if job is None or job.content is None:
            raise IntakeError("この写しはもうありません。もう一度作ってください。")
        return attachment(job.content, job.name, "application/zip")

    pages.register_error_handler(LettersRefusedError, lambda error: refusal(str(error), 409))
    server.register_blueprint(pages)


def round_file(warehouse: Warehouse, what: str, fiscal_year: int | None = None) -> flask.Response:
    """A file that holds many of a round, of the municipalities that the address asks for; made in its turn."""
    _, asked = view.open(warehouse, f"?{flask.request.query_string.decode('utf-8', 'replace')}")
    only = [] if asked.codes is None else ["--only", ",".join(sorted(asked.codes))]
    day = ["--as-of", asked.as_of.isoformat()] if asked.as_of else []
    year = [] if fiscal_year is None else ["--fiscal-year", str(fiscal_year)]
    command = ["papers", "--what", what, *year, *only, *day]
    work: HeavyWork = flask.current_app.config["HEAVY_WORK"]
    name, content = work.file([*command, "--on", clock.today().isoformat()])
    return attachment(content, name, XLSX if name.endswith(".xlsx") else "application/zip")


def take_files(
    intake: Intake, store: Store = store_upload, most: int = MOST_UPLOAD_BYTES
) -> tuple[UploadFolder, list[StoredFile | RejectedFile]]:
    """The files of the request in a folder of their own, put there by `store`. Raises UploadError."""
    if not guard.is_of_script("intake"):
        raise UploadError("この画面から送られたものではないため、受け付けませんでした。", 403)
    request = flask.request
    request.max_content_length = most + MEGABYTE
    request.max_form_parts = 2 * MOST_FILES
    folder = intake.open_folder()
    try:
        sent = [file for file in request.files.getlist("file") if file.filename]
        times = request.form.getlist("changed")
        came = [
            stored
            for file, changed in zip(sent, [*times, *[""] * len(sent)], strict=False)
            for stored in store(file.stream, _path(file.filename or ""), folder, _seconds(changed))
        ]
    except RequestEntityTooLarge:
        intake.discard(folder)
        raise UploadError(TOO_LARGE.format(most=most // MEGABYTE), 413) from None
    if not came:
        intake.discard(folder)
        raise UploadError("ファイルがありませんでした。もう一度選んでください。", 400)
    return folder, came


def upload_refused(error: UploadError) -> flask.Response:
    return message_response(str(error), error.status)


def _seconds(milliseconds: str) -> float | None:
    """A time as browsers write it; none where it is missing or beyond what a file may have."""
    return int(milliseconds) / 1000 if re.fullmatch(r"\d{1,13}", milliseconds) else None


def _path(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def attachment(content: bytes, name: str, mimetype: str) -> flask.Response:
    """A file to save; it is made anew each time."""
    response = flask.send_file(io.BytesIO(content), mimetype, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def message_response(message: str, status: int) -> flask.Response:
    """Words for the script that asked."""
    return _json({"message": message}, status)


def _json(said: dict[str, str], status: int) -> flask.Response:
    return flask.Response(json.dumps(said, ensure_ascii=False), status, content_type="application/json")
