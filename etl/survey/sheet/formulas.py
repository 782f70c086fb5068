"""The workbook's own arithmetic as Excel formulas: what is greyed, what counts as answered, what changed.

They refer to cells of the one visible sheet only, so they survive the loss of the hidden one. progress.py
computes the same here, so that the numbers show before anything is recalculated.
"""

from __future__ import annotations

from etl.readers.grid import fixed_cell_name
from etl.survey.form.questions import Block, Condition, Question
from etl.survey.sheet.layout import Layout, Slot
from etl.survey.sheet.progress import ALL_DONE

LONGEST_FORMULA = 8192


def answered_formula(layout: Layout) -> str:
    terms = ["0"]
    for question in layout.form.questions:
        if question.required:
            is_answered = f"({answered_condition(layout, question)})"
            terms.append("*".join([*applies_terms(layout, question), is_answered]))
    return "=" + "+".join(terms)


def required_formula(layout: Layout) -> str:
    always = sum(q.required and not q.conditions for q in layout.form.questions)
    terms = [str(always)]
    for question in layout.form.questions:
        if question.required and question.conditions:
            terms.append("*".join(applies_terms(layout, question)))
    return "=" + "+".join(terms)


def bar_formula(answered: str, required: str) -> str:
    filled = f"INT(10*{answered}/MAX(1,{required}))"
    return f'=REPT("■",{filled})&REPT("□",10-{filled})'


def missing_formula(layout: Layout, answered: str, required: str) -> str:
    missing, reasons = [], []
    for block in layout.form.blocks:
        terms = [_missing_term(layout, question) for question in block.questions if question.required]
        if terms:
            missing.append(f'IF({"+".join(terms)}>0," 問{block.number}","")')
        changed = [c for c in (reason_due_condition(layout, question) for question in block.questions) if c]
        if changed:
            reasons.append((block, changed))
    listed = "&".join(missing) or '""'
    formula = f'IF({answered}={required},"{ALL_DONE}","未記入："&{listed})'
    if reasons:
        any_due = "OR(" + ",".join(condition for _, conditions in reasons for condition in conditions) + ")"
        listed = "&".join(_reason_text(block, conditions) for block, conditions in reasons)
        formula += f'&IF({any_due},"　理由が未記入：","")&{listed}'
    return "=" + formula


def not_applicable_condition(layout: Layout, question: Question) -> str:
    """True only when the deciding answers are there and exclude it. Empty if it always applies."""
    tests = [_violated(layout, condition) for condition in question.conditions]
    return f"OR({','.join(tests)})" if tests else ""


def answered_condition(layout: Layout, question: Question) -> str:
    cells = [_address(slot) for slot in layout.slots_of(question.id)]
    if len(cells) == 1:
        return f'{cells[0]}<>""'
    least = len(cells) if question.kind == "contact" else 1
    return f"COUNTA({cells[0]}:{cells[-1]})>={least}"


def changed_condition(layout: Layout, question: Question) -> str:
    """True when both years are answered and differ. Empty where nothing is compared."""
    if not layout.has_previous or not question.is_compared:
        return ""
    slots = layout.slots_of(question.id)
    now, before = span(slots, slots[0].col), span(slots, layout.previous_col)
    if len(slots) == 1:
        return f'AND({now}<>"",{before}<>"",{now}<>{before})'
    both = f"COUNTA({now})>0,COUNTA({before})>0"
    differ = f'({now}<>"")<>({before}<>"")' if question.kind == "multiple" else f"{now}<>{before}"
    return f"AND({both},SUMPRODUCT(--({differ}))>0)"


def reason_due_condition(layout: Layout, question: Question) -> str:
    changed, reason = changed_condition(layout, question), layout.reason_of(question.id)
    return f'AND({changed},{_address(reason)}="")' if changed and reason else ""


def _missing_term(layout: Layout, question: Question) -> str:
    return "*".join([*applies_terms(layout, question), f"(1-({answered_condition(layout, question)}))"])


def _reason_text(block: Block, conditions: list[str]) -> str:
    return f'IF(OR({",".join(conditions)})," 問{block.number}","")'


def applies_terms(layout: Layout, question: Question) -> list[str]:
    return [f"({_holds(layout, condition)})" for condition in question.conditions]


def _holds(layout: Layout, condition: Condition) -> str:
    chosen, control_given = _chosen_options(layout, condition)
    return f"({control_given})*(1-{chosen})" if condition.negated else chosen


def _violated(layout: Layout, condition: Condition) -> str:
    chosen, control_given = _chosen_options(layout, condition)
    return chosen if condition.negated else f"AND({control_given},NOT({chosen}))"


def _chosen_options(layout: Layout, condition: Condition) -> tuple[str, str]:
    """(one of the codes is chosen, the control question is answered at all) as conditions."""
    control = layout.form.by_id[condition.question_id]
    slots = {slot.slot: slot for slot in layout.slots_of(control.id)}
    if control.kind == "multiple":
        tests = [f'{_address(slots[code])}<>""' for code in condition.codes]
    else:
        labels = [option.label for option in control.options if option.code in condition.codes]
        tests = [f"{_address(slots[''])}={_quoted(label)}" for label in labels]
    return f"OR({','.join(tests)})", answered_condition(layout, control)


def span(slots: tuple[Slot, ...], col: int) -> str:
    first, last = (fixed_cell_name(row, col) for row in (slots[0].row, slots[-1].row))
    return first if len(slots) == 1 else f"{first}:{last}"


def _address(slot: Slot) -> str:
    return fixed_cell_name(slot.row, slot.col)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
