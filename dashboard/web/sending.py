"""The addresses of 発出: packages and mails of a round, the address book out and in."""

from __future__ import annotations

import re
from typing import Any

import flask

from dashboard import clock, journal
from dashboard.export import address_book
from dashboard.intake.issued_forms import IssuedForms
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.uploads import StoredFile, UploadFolder, store_upload
from dashboard.journal import JournalError
from dashboard.queries import sending as queries_sending
from dashboard.services import addresses as services_addresses
from dashboard.services import sending
from dashboard.services.sending import Dispatch
from dashboard.views import view
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web import guard
from dashboard.web import intake as intake_web
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READ_SECONDS = 60.0


def register(server: flask.Flask, warehouse: Warehouse, issued: IssuedForms) -> None:
    """Add the addresses to the server."""
    pages = flask.Blueprint("sending", __name__)

    def dispatch(fiscal_year: int) -> Dispatch:
        drawn = issued.round(fiscal_year)
        if drawn is None or not drawn.head:
            raise IntakeError(
                "調査票がまだ作られていません。「発出」の画面で「調査票を作る」を押してください。"
            )
        reader, asked = view.open(warehouse, f"?{flask.request.query_string.decode('utf-8', 'replace')}")
        towns = queries_sending.towns(reader)
        if asked.codes is not None:
            towns = towns[towns["code"].isin(asked.codes)]
        if towns.empty:
            raise IntakeError("画面の条件に合う市町村がありません。条件をゆるめてください。")
        return sending.dispatch_of(drawn.head, drawn.workbooks, towns, journal.office(journal_path()))

    @pages.get("/sending/<int:fiscal_year>/package.zip")
    def package(fiscal_year: int) -> flask.Response:
        content = sending.package(dispatch(fiscal_year), clock.today())
        return intake_web.attachment(
            content, f"{words.fiscal_year(fiscal_year)}_調査票と依頼文.zip", "application/zip"
        )

    @pages.get("/sending/<int:fiscal_year>/mails-<any(towns, areas):to>.zip")
    def mails(fiscal_year: int, to: sending.MailsTo) -> flask.Response:
        ready = dispatch(fiscal_year)
        if ready.survey.is_synthetic:
            raise IntakeError(
                f"調査票に載っている前の回答が{words.SYNTHETIC}なので、メールは作りません。架空データを取り除いてから調査票を作り直してください。"
            )
        content = sending.mails(ready, journal.addresses(journal_path()), to, clock.today())
        name = {"towns": "市町村あて", "areas": "振興局あて"}[to]
        return intake_web.attachment(
            content, f"{words.fiscal_year(fiscal_year)}_メール（{name}）.zip", "application/zip"
        )

    @pages.get("/sending/addresses.xlsx")
    def addresses() -> flask.Response:
        rows = services_addresses.rows(warehouse.reader(), journal_path())
        return intake_web.attachment(address_book.workbook(rows), "宛先.xlsx", XLSX)

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
