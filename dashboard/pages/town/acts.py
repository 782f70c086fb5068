"""What people did to the values and the files of a municipality: when, who and why."""

from __future__ import annotations

from dash import html

from dashboard.queries import town_sheet
from dashboard.views import act_history
from dashboard.warehouse.reader import Reader
from dashboard.web.settings import journal_path


def lines(reader: Reader, code: str) -> html.Ul | html.P:
    """The newest first."""
    said = act_history.of_town(act_history.kept(journal_path()), code, town_sheet.files(reader, code))
    return html.Ul([html.Li(one) for one in said]) if said else html.P("まだありません。", className="note")
