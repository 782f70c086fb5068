"""What the editor asks of the pipeline: the sheet beside it, a real workbook, and to keep the form."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.components import notices
from dashboard.components.written_by import WRITER
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.survey_forms import SurveyForms
from dashboard.journal import JournalError
from dashboard.pages.survey import compared, editor, known, sheet
from dashboard.planning.asked_twice import asked_twice
from dashboard.services import known_questions
from dashboard.views import round_in_work
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web.settings import journal_path

SAVES = ("save", "save-version", "overwrite")
WAITS_FOR_WORDS = "直すところを直すと、調査票の見た目が出ます。"


def register(app: Dash, forms: SurveyForms, warehouse: Warehouse) -> None:
    """Callbacks that wait for a command."""

    @app.callback(
        Output("survey-sheet", "children"),
        Output("survey-changes", "children"),
        Output("survey-compared-title", "children"),
        Output("survey-problems", "children"),
        Output("survey-previewed", "data"),
        Input("survey-draft", "data"),
        State("survey-previewed", "data"),
    )
    def preview(draft: dict[str, Any] | None, previewed: str | None) -> Any:
        if not draft:
            return (no_update,) * 5
        print_of = hashlib.sha256(json.dumps(draft["document"], sort_keys=True).encode()).hexdigest()
        if print_of == previewed:
            return (no_update,) * 5
        try:
            found = forms.preview(draft["document"])
        except IntakeError as error:
            return no_update, no_update, no_update, notices.banner(str(error), "warning"), no_update
        drawn = sheet.pages(found["sheet"]) if found["sheet"] else html.P(WAITS_FOR_WORDS)
        told = (
            (
                [*compared.changes(found), *_asked_twice(warehouse, draft["document"])],
                compared.count_of(found),
            )
            if found["sheet"]
            else (no_update, no_update)
        )
        return drawn, *told, compared.problems(found), print_of

    app.clientside_callback(
        ClientsideFunction("kasanariSurvey", "forget"),
        Output("survey-message", "children", allow_duplicate=True),
        Input("survey-draft", "data"),
        prevent_initial_call=True,
    )

    app.clientside_callback(
        ClientsideFunction("kasanariSurvey", "reveal"),
        Output("survey-list", "title"),
        Input("survey-list", "children"),
        Input("survey-problems", "children"),
        State("survey-draft", "data"),
        prevent_initial_call=True,
    )

    app.clientside_callback(
        ClientsideFunction("kasanariSurvey", "mark"),
        Output("survey-sheet", "title"),
        Input("survey-draft", "data"),
        Input("survey-sheet", "children"),
    )

    @app.callback(
        Output("survey-form", "data"),
        Output("survey-draft", "data", allow_duplicate=True),
        Output("survey-message", "children"),
        Output("survey-saved", "children"),
        Output("survey-file", "data"),
        Output("url", "search", allow_duplicate=True),
        Input("survey-want", "data"),
        State("survey-form", "data"),
        State("survey-draft", "data"),
        State("url", "search"),
        State(WRITER, "data"),
        prevent_initial_call=True,
    )
    def do(
        want: dict[str, Any] | None,
        form: dict[str, Any] | None,
        draft: dict[str, Any] | None,
        search: str | None,
        writer: str | None,
    ) -> Any:
        if not want or not form or not draft:
            return (no_update,) * 6
        what = want["what"]
        try:
            if what == "excel":
                told, file = _workbook(forms, form, want["document"])
                return no_update, no_update, told, no_update, file, no_update
            if what == "reload":
                shown = forms.show(form["fiscal_year"])
                begun = editor.begin(shown, draft["turn"] + 1)
                return shown, begun, None, None, no_update, no_update
            if what in SAVES:
                shown, said = _saved(forms, form, want, writer or "")
                return shown, no_update, None, said, no_update, _address(form, search)
        except IntakeError as error:
            told = compared.refused(str(error), error.findings)
            return no_update, no_update, told, None, no_update, no_update
        return (no_update,) * 6


def _asked_twice(warehouse: Warehouse, document: dict[str, Any]) -> list[Any]:
    """What other forms ask already; why it is not known, where the table cannot be read."""
    try:
        table = known_questions.known_questions(warehouse.reader(), journal_path())
    except (JournalError, WarehouseError) as error:
        return [html.P(str(error), className="note-alert")]
    return known.asked(asked_twice(document["questions"], table), document)


def _saved(forms: SurveyForms, form: dict[str, Any], want: dict[str, Any], by: str) -> Any:
    """The form as it is kept now; the draft goes on from it."""
    year = int(form["fiscal_year"])
    state = forms.show(year)["state"] if want["what"] == "overwrite" else form["state"]
    as_new = form["is_issued"] or want["what"] == "save-version"
    kept = forms.save(year, want["document"], state, as_new_version=as_new, by=by)
    shown = forms.show(year)
    said = f"様式 {kept['version']} を保存しました。"
    said += "前の版は残してあり、前の版で返ってきた回答も読みます。" if kept["is_new_version"] else ""
    said += "市町村に送る調査票は、「発出」で作ります。"
    return shown, notices.banner(said, "note")


def _workbook(forms: SurveyForms, form: dict[str, Any], document: dict[str, Any]) -> Any:
    content = forms.workbook(document)
    if not content:
        return notices.banner(WAITS_FOR_WORDS, "warning"), no_update
    name = f"見本_{form['label']}_調査票.xlsx"
    return None, dcc.send_bytes(content, name)


def _address(form: dict[str, Any], search: str | None) -> Any:
    """Once it is kept, the address of a new round is that of the round."""
    kept = round_in_work.address("", form["fiscal_year"])
    return kept if "from=" in (search or "") else no_update
