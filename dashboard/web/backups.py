"""The addresses of 控え: one takes the zip that is to be put back, one hands out the zip that was made."""

from __future__ import annotations

from typing import Any

import flask

from dashboard.intake.backups import Backups
from dashboard.intake.jobs import Intake
from dashboard.intake.uploads import MOST_WHOLE_BYTES, StoredFile, store_whole
from dashboard.web import intake as intake_web

ONE_FILE = "控えの zip を1つだけ入れてください。"


def register(server: flask.Flask, intake: Intake, backups: Backups) -> None:
    """Add the addresses to the server."""
    pages = flask.Blueprint("backups", __name__)

    @pages.post("/backup/files")
    def upload() -> Any:
        folder, came = intake_web.take_files(intake, store_whole, MOST_WHOLE_BYTES)
        [first, *more] = came
        if more or not isinstance(first, StoredFile):
            intake.discard(folder)
            reason = ONE_FILE if more or isinstance(first, StoredFile) else first.reason
            raise intake_web.UploadError(reason, 400)
        return flask.jsonify({"batch": backups.hold(folder.path / first.name)})

    @pages.get("/backup/<backup_id>.zip")
    def made(backup_id: str) -> flask.Response:
        path = backups.path(backup_id, "保存して")
        response = flask.send_file(
            path, "application/zip", as_attachment=True, download_name=path.name, max_age=0
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    pages.register_error_handler(intake_web.UploadError, intake_web.upload_refused)
    server.register_blueprint(pages)
