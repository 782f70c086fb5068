"""The round that a page of the year's work is about, from what this server was started with."""

from __future__ import annotations

import logging

import flask

from dashboard import clock, journal
from dashboard.intake import survey_forms
from dashboard.views import round_in_work
from dashboard.views.round_in_work import RoundChoice
from dashboard.warehouse.reader import Reader
from dashboard.web.settings import journal_path

log = logging.getLogger(__name__)


def choose(search: str | None, reader: Reader) -> RoundChoice:
    """The round of an address; outside of the application only those of the data are known."""
    raw = flask.current_app.config["PIPELINE"].raw if flask.has_app_context() else None
    saved = survey_forms.heads(raw) if raw is not None else []
    try:
        sendings = journal.sendings(journal_path())
    except (
        journal.JournalError
    ) as error:  # whoever shows of it says so; which round it is, the rest tells too
        log.warning("without the record of what was sent: %s", error)
        sendings = journal.sendings(None)
    return round_in_work.choose(search, round_in_work.known_rounds(reader, saved, sendings), clock.today())
