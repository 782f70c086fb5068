"""Fonts, colours and cell formats of the 調査票: few colours, legible in greyscale."""

from __future__ import annotations

from typing import Any

FONT = "Meiryo UI"
INK, MUTED, LINE, HAIRLINE = "#1A1A1C", "#595959", "#B3B3B3", "#D6D6D6"
PRIMARY, PRIMARY_LINE, PRIMARY_PALE, PRIMARY_FAINT = "#0017C1", "#3460FB", "#C5D7FB", "#E8F1FE"
INPUT, INPUT_NEEDED, INPUT_LINE = "#FFFCEE", "#FFEDA8", "#8C8C8C"
NOT_APPLICABLE, NOT_APPLICABLE_INK = "#D2D2D2", "#5A5A5A"
REQUIRED_INK, REASON_DUE, DONE = "#CE0000", "#FFBBBB", "#E3F5E6"

Properties = dict[str, Any]

BASE: Properties = {
    "font_name": FONT,
    "font_charset": 128,
    "font_family": 3,
    "font_size": 10,
    "font_color": INK,
    "valign": "vcenter",
}
_RULE: Properties = {"bottom": 1, "bottom_color": HAIRLINE}
_INPUT: Properties = {
    "locked": False,
    "bg_color": INPUT,
    "border": 1,
    "border_color": INPUT_LINE,
    "text_wrap": True,
}

STYLES: dict[str, Properties] = {
    "base": {},
    "title": {"bg_color": PRIMARY, "font_color": "#FFFFFF", "bold": True, "font_size": 16, "indent": 1},
    "progress": {"bg_color": PRIMARY_FAINT, "bold": True, "font_size": 9, "align": "center"},
    "progress_bar": {"bg_color": PRIMARY_FAINT, "font_color": PRIMARY, "font_size": 11},
    "progress_text": {"bg_color": PRIMARY_FAINT, "font_size": 9},
    "sender": {"font_size": 9, "font_color": MUTED, "indent": 1},
    "guide_title": {"bold": True, "font_color": PRIMARY, "indent": 1},
    "guide": {"font_size": 9, "indent": 1},
    "legend": {"font_size": 9, "indent": 1},
    "legend_needed": {"bg_color": INPUT_NEEDED, "border": 1, "border_color": INPUT_LINE},
    "legend_input": {"bg_color": INPUT, "border": 1, "border_color": INPUT_LINE},
    "legend_grey": {"bg_color": NOT_APPLICABLE, "border": 1, "border_color": INPUT_LINE},
    "card_label": {"bg_color": PRIMARY_FAINT, "font_size": 9, "indent": 1, **_RULE},
    "card_value": {"bold": True, "indent": 1, "align": "left", **_RULE},
    "header": {
        "bg_color": PRIMARY_PALE,
        "bold": True,
        "font_size": 9,
        "align": "center",
        "text_wrap": True,
        "top": 1,
        "bottom": 1,
        "top_color": PRIMARY_LINE,
        "bottom_color": PRIMARY_LINE,
    },
    "section": {
        "bg_color": PRIMARY_FAINT,
        "font_color": PRIMARY,
        "bold": True,
        "font_size": 11,
        "indent": 1,
        "bottom": 1,
        "bottom_color": PRIMARY_LINE,
    },
    "number": {"bold": True, "align": "center", "font_color": PRIMARY, **_RULE},
    "sub_number": {"font_size": 8, "align": "right", "font_color": MUTED, **_RULE},
    "label": {"text_wrap": True, **_RULE},
    "label_bold": {"text_wrap": True, "bold": True, **_RULE},
    "sub_label": {"text_wrap": True, "indent": 1, **_RULE},
    "hint": {"font_size": 9, "font_color": MUTED, "align": "center", **_RULE},
    "empty": {**_RULE},
    "input": {**_INPUT, "align": "left", "indent": 1, "text_wrap": False, "shrink": True},
    "input_check": {**_INPUT, "align": "center", "bold": True, "font_size": 11},
    "input_number": {**_INPUT, "align": "right", "indent": 1},
    "input_date": {**_INPUT, "align": "left", "indent": 1, "num_format": 'yyyy"年"m"月"d"日"'},
    "input_text": {**_INPUT, "align": "left", "indent": 1, "valign": "top"},
    "input_phone": {**_INPUT, "align": "left", "indent": 1, "num_format": "@"},
    "reason": {
        "locked": False,
        "font_size": 9,
        "text_wrap": True,
        "border": 1,
        "border_color": LINE,
        "bg_color": INPUT,
    },
    "previous": {"font_size": 9, "font_color": MUTED, "align": "left", "indent": 1, "shrink": True, **_RULE},
    "previous_wrapped": {"font_size": 9, "font_color": MUTED, "text_wrap": True, **_RULE},
    "previous_check": {"font_size": 9, "font_color": MUTED, "align": "center", **_RULE},
    "previous_number": {"font_size": 9, "font_color": MUTED, "align": "right", "indent": 1, **_RULE},
    "previous_date": {
        "font_size": 9,
        "font_color": MUTED,
        "align": "left",
        "indent": 1,
        "num_format": 'yyyy"年"m"月"d"日"',
        **_RULE,
    },
    "closing": {"font_size": 9, "font_color": MUTED, "indent": 1},
    "run_bold": {"bold": True},
    "run_plain": {},
    "run_required": {"font_color": REQUIRED_INK, "font_size": 8, "bold": True},
    "run_note": {"font_color": MUTED, "font_size": 9},
    "if_needed": {"bg_color": INPUT_NEEDED},
    "if_not_applicable": {"bg_color": NOT_APPLICABLE, "font_color": NOT_APPLICABLE_INK},
    "if_reason_due": {"bg_color": REASON_DUE},
    "if_twice": {"bg_color": REASON_DUE, "font_color": REQUIRED_INK},
    "if_done": {"bg_color": DONE},
}


def properties(name: str) -> Properties:
    """xlsxwriter properties of a style; the conditional ones (if_…) stand alone, without the base font."""
    return dict(STYLES[name]) if name.startswith("if_") else {**BASE, **STYLES[name]}
