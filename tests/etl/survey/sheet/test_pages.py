"""How the sheet falls on A4 pages."""

from dataclasses import replace

import pytest

from etl.survey.form.questions import Form, Option
from etl.survey.sheet.layout import make_layout
from etl.survey.sheet.pages import pages


def test_a_form_of_two_pages_breaks_at_a_section(r5: Form) -> None:
    layout = make_layout(r5)
    (first, second) = pages(layout)
    [start] = [line for line in layout.lines if line.row == second[0]]
    assert (start.role, layout.break_row) == ("section", second[0])
    assert (first[0], second[1]) == (0, layout.last_row + 1)


@pytest.mark.parametrize("more", [8, 40])
def test_a_longer_form_flows_and_leaves_no_page_half_empty(r5: Form, more: int) -> None:
    question = r5.by_id["support_wanted"]
    options = tuple(Option(f"option_{number}", f"選択肢{number}") for number in range(more))
    blocks = tuple(
        replace(
            block, questions=(replace(question, options=options + question.options), *block.questions[1:])
        )
        if question in block.questions
        else block
        for block in r5.blocks
    )
    layout = make_layout(replace(r5, blocks=blocks))
    assert layout.break_row is None
    heights = {line.row: line.height for line in layout.lines}
    filled = [sum(heights.get(row, 0) for row in range(first, last + 1)) for first, last in pages(layout)]
    assert min(filled[1:-1], default=900.0) > 850
