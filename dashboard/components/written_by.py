"""記入者: who writes. One field on every page where something is recorded, remembered on this PC from page to page."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import flask
from dash import html

# The browser remembers what a field holds by its id: with one id for all pages the name is entered once.
WRITTEN_BY = "written-by"
# Of the shell: the name as it was entered last on any page, for acts on pages without the field.
WRITER = "writer"
LABEL = "記入者"
# Whether records get the name of the account that writes, whatever stands in a field (set by web/account_door.py).
FROM_ACCOUNT = "WRITER_FROM_ACCOUNT"


def field(**properties: Any) -> dmc.TextInput:
    """The field alone; a page has no second one."""
    return dmc.TextInput(
        id=WRITTEN_BY,
        size="sm",
        **({"placeholder": "あなたの名前", "persistence": True, "persistence_type": "local"} | of_account()),
        **properties,
    )


def of_account() -> dict[str, Any]:
    """The properties of a field that nobody fills in, where the account says who writes; none where a person does."""
    if not (flask.has_app_context() and flask.current_app.config.get(FROM_ACCOUNT)):
        return {}
    told = {"value": "", "placeholder": "サインインした人", "disabled": True, "required": False}
    return {**told, "persistence": False}


def labelled_field(class_name: str = "plan-writer") -> html.Label:
    """The field with its label before it, as it stands in the head of a page."""
    return html.Label([LABEL, field(w=170)], htmlFor=WRITTEN_BY, className=class_name)
