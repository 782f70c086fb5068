"""The first look at a file to be registered: what the fields begin with, and what they say when they are changed."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import clock
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.registration import FileDetails, Registration
from dashboard.journal.entered_day import entered_day
from dashboard.pages.register import parts, report
from dashboard.queries import registered as queries_registered

# What an officer may say of a file, by the id of its field.
FIELDS = {
    "as_of": "register-as-of",
    "coverage": "register-coverage",
    "activity": "register-activity",
    "meeting_title": "register-meeting-title",
    "meeting_on": "register-meeting-on",
    "meeting_measure": "register-meeting-measure",
    "title": "register-title",
    "received_on": "register-received-on",
    "received_from": "register-from",
}
DAYS = {"as_of": "時点", "received_on": "受領日", "meeting_on": "開催日"}


def look(registration: Registration, upload_id: str, name: str, kind: str) -> tuple[Any, Any, Any]:
    """Fields, report and what was asked, of a file that nobody has said anything of but its kind."""
    try:
        found = registration.inspect(upload_id, name, FileDetails(kind=kind))
    except IntakeError as error:
        return None, trouble(str(error)), None
    today = clock.today().isoformat()
    said = {
        one["heading"]: one["candidates"][0]["column"]
        for one in found["headings"]
        if one["candidates"] and not one["is_optional"]
    }
    details = FileDetails(
        kind=found["kind"] if found["kind"] in queries_registered.KINDS else "",
        as_of=found["as_of"],
        coverage=found["coverage"],
        title=found["title"],
        received_on=today,
        activity=found["activity"],
        headings=said,
        **parts.meeting(found),
    )
    shown = parts.fields(found, today)
    if said or details.meeting_title:
        try:
            found = registration.inspect(upload_id, name, details)
        except IntakeError as error:
            return shown, trouble(str(error)), {"name": name, "details": vars(details)}
    return shown, report.report(found), {"name": name, "details": vars(details)}


def details_of(kind: str, fields: dict[str, str | None], headings: dict[str, str]) -> FileDetails:
    """What the fields say. Raises ValueError for a day that is none."""
    values = {key: (value or "").strip() for key, value in fields.items()}
    for key, label in DAYS.items():
        values[key] = entered_day(label, values[key]).isoformat() if values[key] else ""
    if values["activity"] == parts.NEW:
        values["activity"] = ""
    else:
        values |= dict.fromkeys(parts.MEETING, "")
    return FileDetails(kind=kind, headings=headings, **values)


def trouble(message: str) -> html.Div:
    return html.Div(message, className="banner banner-warning", role="alert")
