"""The address that files to be registered are sent to."""

from __future__ import annotations

from functools import partial
from typing import Any

import flask

from dashboard.intake.jobs import Intake
from dashboard.intake.registration import Registration
from dashboard.intake.uploads import store_upload
from dashboard.web import intake as intake_web


def register(server: flask.Flask, intake: Intake, registration: Registration) -> None:
    """Add the address to the server."""
    pages = flask.Blueprint("registration", __name__)

    @pages.post("/register/files")
    def upload() -> Any:
        folder, came = intake_web.take_files(intake, partial(store_upload, keeps_shapes=True))
        return flask.jsonify({"batch": registration.keep(folder.path, came).upload_id})

    @pages.get(
        "/register/templates/<any(status_list, activities, attendance, joint_bodies, town_dates, named_implementers):kind>.xlsx"
    )
    def template(kind: str) -> flask.Response:
        from dashboard.export import templates

        chosen = templates.TEMPLATES[kind]
        return intake_web.attachment(templates.workbook(chosen), f"{chosen.name}の様式.xlsx", intake_web.XLSX)

    pages.register_error_handler(intake_web.UploadError, intake_web.upload_refused)
    server.register_blueprint(pages)
