"""Buttons and fields of the editor: each says by its id what it does and to which question."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.components import selects


def act(
    text: str,
    what: str,
    of: str,
    more: str = "",
    label: str = "",
    *,
    is_current: bool = False,
    **more_props: Any,
) -> html.Button:
    """A button that does something to a question; `label`: what it is called where its text is a sign."""
    props = {"className": "small-button", **more_props}
    if label:
        props["aria-label"] = label
    if is_current:
        props["aria-current"] = "true"
    return html.Button(
        text,
        id={"type": "survey-act", "act": what, "of": of, "more": more},
        type="button",
        **props,
    )


def field_id(key: str, of: str, turn: int) -> dict[str, Any]:
    """`turn`: of which drawing of the form; what an older drawing says is not written any more."""
    return {"type": "survey-field", "key": key, "of": of, "turn": turn}


def text_field(key: str, of: str, turn: int, label: str, value: Any, **more: Any) -> dmc.TextInput:
    return dmc.TextInput(
        id=field_id(key, of, turn), label=label, value=str(value or ""), size="sm", debounce=True, **more
    )


def long_field(key: str, of: str, turn: int, label: str, value: Any, **more: Any) -> dmc.Textarea:
    return dmc.Textarea(
        id=field_id(key, of, turn),
        label=label,
        value=str(value or ""),
        size="sm",
        autosize=True,
        debounce=True,
        **more,
    )


def number_field(key: str, of: str, turn: int, label: str, value: int, **more: Any) -> dmc.NumberInput:
    return dmc.NumberInput(
        id=field_id(key, of, turn),
        label=label,
        value=value,
        size="sm",
        debounce=True,
        allowDecimal=False,
        min=0,
        w=120,
        **more,
    )


def choice_field(
    key: str, of: str, turn: int, label: str, value: Any, data: list[dict[str, str]], **more: Any
) -> dmc.Select:
    return dmc.Select(
        id=field_id(key, of, turn),
        label=label,
        value=value,
        data=data,
        size="sm",
        allowDeselect=False,
        comboboxProps=selects.COMBO,
        **more,
    )


def choices_field(
    key: str, of: str, turn: int, label: str, value: list[str], data: list[dict[str, str]], **more: Any
) -> dmc.MultiSelect:
    return dmc.MultiSelect(
        id=field_id(key, of, turn),
        label=label,
        value=value,
        data=data,
        size="sm",
        comboboxProps=selects.COMBO,
        hidePickedOptions=True,
        **more,
    )


def check_field(key: str, of: str, turn: int, label: str, *, checked: bool, **more: Any) -> dmc.Checkbox:
    return dmc.Checkbox(
        id={"type": "survey-check", "key": key, "of": of, "turn": turn},
        label=label,
        checked=checked,
        size="sm",
        **more,
    )
