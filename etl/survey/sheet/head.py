"""The upper part of the 調査票: title, completeness line, instructions, legend, card of the municipality."""

from __future__ import annotations

from datetime import date

from etl import japanese_date
from etl.names import MunicipalityName
from etl.readers.grid import fixed_cell_name
from etl.survey.form.questions import Form
from etl.survey.sheet import layout as places
from etl.survey.sheet.layout import ANSWER_COL, LABEL_COL, NUMBER_COL, Layout
from etl.survey.sheet.marking import Marking
from etl.survey.sheet.pen import Pen
from etl.survey.sheet.progress import Progress

GUIDE_TITLE, PROGRESS_LABEL = "ご記入にあたって", "記入状況"
LEGEND = (
    ("legend_needed", "まだ記入のない必須の欄（記入すると薄くなります）"),
    ("legend_input", "記入できる欄"),
    ("legend_grey", "ほかの回答により記入しなくてよい欄"),
)


def draw_head(
    pen: Pen, layout: Layout, town: MunicipalityName, state: Progress, formulas: dict[str, str]
) -> None:
    """`formulas`: those of the keys bar, missing, required, answered; `state` holds their values."""
    last_column = len(layout.widths) - 1
    pen.sheet.set_row(places.TITLE_ROW, 30)
    pen.blank(places.TITLE_ROW, 0, last_column, "title")
    pen.text(places.TITLE_ROW, NUMBER_COL, layout.form.title, "title")
    _draw_progress(pen, layout, state, formulas)
    for row in range(places.SENDER_ROW, layout.header_row):
        pen.sheet.set_row(row, places.HEAD_ROW_HEIGHT)
    pen.text(places.SENDER_ROW, NUMBER_COL, sender_line(layout.form), "sender")
    _draw_guide(pen, layout)
    _draw_card(pen, layout, town, state, formulas)
    pen.sheet.set_row(layout.header_row, places.HEADER_HEIGHT)
    for column, text in enumerate(layout.header):
        pen.text(layout.header_row, column, text, "header")


def card_cell(layout: Layout, key: str) -> str:
    """Address of the value of a line of the card."""
    row = next(line.row for line in layout.card if line.key == key)
    return fixed_cell_name(row, ANSWER_COL + 1)


def day_text(day: date) -> str:
    """令和5年11月30日（木）."""
    return f"{japanese_date.day_label(day)}（{'月火水木金土日'[day.weekday()]}）"


def _draw_progress(pen: Pen, layout: Layout, state: Progress, formulas: dict[str, str]) -> None:
    row, last_column = places.PROGRESS_ROW, len(layout.widths) - 1
    pen.sheet.set_row(row, 22)
    pen.blank(row, 0, last_column, "progress_text")
    pen.text(row, NUMBER_COL, PROGRESS_LABEL, "progress")
    pen.formula(row, LABEL_COL, formulas["bar"], state.bar, "progress_bar")
    pen.formula(row, ANSWER_COL, formulas["missing"], state.text, "progress_text")
    is_done = f"={card_cell(layout, 'answered')}={card_cell(layout, 'required')}"
    pen.mark(Marking(row, 0, row, last_column, is_done, "if_done"))


def _draw_guide(pen: Pen, layout: Layout) -> None:
    row = places.CARD_ROW
    pen.text(row, NUMBER_COL, GUIDE_TITLE, "guide_title")
    for offset, text in enumerate(layout.guide, 1):
        pen.text(row + offset, NUMBER_COL, text, "guide")
    for offset, (style, text) in enumerate(LEGEND, 1 + len(layout.guide)):
        pen.blank(row + offset, NUMBER_COL, NUMBER_COL, style)
        pen.text(row + offset, LABEL_COL, text, "legend")


def _draw_card(
    pen: Pen, layout: Layout, town: MunicipalityName, state: Progress, formulas: dict[str, str]
) -> None:
    values = card_values(layout.form, town)
    numbers = {"required": state.required, "answered": state.answered}
    for line in layout.card:
        pen.text(line.row, ANSWER_COL, line.label, "card_label")
        pen.blank(line.row, ANSWER_COL + 1, len(layout.widths) - 1, "card_value")
        if line.key in values:
            pen.text(line.row, ANSWER_COL + 1, values[line.key], "card_value")
        else:
            place = (line.row, ANSWER_COL + 1)
            pen.formula(*place, formulas[line.key], numbers[line.key], "card_value", '0" 項目"')


def card_values(form: Form, town: MunicipalityName) -> dict[str, str]:
    """What the card says of the form and the municipality, by the key of its line."""
    return {
        "municipality": town.name,
        "code": town.code,
        "subprefecture": town.subprefecture,
        "as_of": day_text(form.as_of),
        "deadline": day_text(form.deadline),
        "reply_to": form.reply_to,
        "version": form.version,
    }


def sender_line(form: Form) -> str:
    """Who sends the form, and on what law."""
    basis = f"根拠：{form.legal_basis}" if form.legal_basis else ""
    return "　".join(filter(None, [form.sender, basis]))
