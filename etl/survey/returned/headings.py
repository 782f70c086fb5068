"""What the headings of a compiled table (取りまとめ表) mean: derived from the form, and the usual short names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from etl.readers import vocabulary
from etl.survey.form.questions import REASON_SLOT, Block, Form, Question
from etl.survey.returned.plan import PROVISIONAL_MARK, Plan

Target = tuple[str, str]
"""(question id, slot) of a column with answers; (TOWN, column) of one that is not an answer."""

TOWN = ""
CODE, NAME, SUBPREFECTURE, IGNORE, NOTE = "code", "name", "subprefecture", "ignore", "note"
GROUP, OTHER_YEAR = "group", "other_year"
"""What is passed over and said: a heading that names many questions at once, or the answers of another year."""
TOWN_COLUMNS = (CODE, NAME, SUBPREFECTURE, IGNORE, NOTE)
REASON_NAMES = ("変わった理由・補足", "変わった理由", "理由", "補足")
_LAYOUT = re.compile(r"[\s：:・･_\-－―‐ー/／|｜>＞→()（）\[\]［］「」『』【】〔〕<>〈〉、,，。.．＿]+")
_TOO_LONG = 300


@lru_cache(maxsize=16384)
def heading_key(text: str) -> str:
    """A heading without what writers put between its parts: spaces, colons, brackets, 〔仮〕."""
    if len(text) > _TOO_LONG:
        return ""
    plain = unicodedata.normalize("NFKC", text.replace(PROVISIONAL_MARK, "")).replace("(仮)", "")
    return _LAYOUT.sub("", plain).casefold()


def headings(plan: Plan) -> dict[str, frozenset[Target]]:
    """Key of a heading → what it may mean. More than one: the heading alone does not say which."""
    targets_of: dict[str, set[Target]] = {}

    def add(text: str, target: Target) -> None:
        key = heading_key(text)
        if key:
            targets_of.setdefault(key, set()).add(target)

    shorts = _short_names()
    for column in TOWN_COLUMNS:
        for text in shorts.get(column, ()):
            add(text, (TOWN, column))
    for block in plan.form.blocks:
        for question in block.questions:
            names = list(dict.fromkeys(_question_names(block, question, shorts)))
            slots = question.slots
            for name in names:
                add(name, (question.id, ""))
                for reason in REASON_NAMES:
                    add(name + reason, (question.id, REASON_SLOT))
            for slot in slots if slots != ("",) else ():
                for text in _slot_names(question, slot):
                    add(text, (question.id, slot))
                    for name in names:
                        add(name + text, (question.id, slot))
    for row in plan.rows:
        for question_id, slot, is_reason in row.slots:
            if not is_reason:
                add(row.number, (question_id, slot))
                add(row.number + row.label, (question_id, slot))
    for block in plan.form.blocks:
        for text in (f"問{block.number}", f"Q{block.number}") if block.is_table else ():
            targets_of.setdefault(heading_key(text), {(TOWN, GROUP)})
    # 問3 alone is all of the question, not one of its rows; what a town's column is called is that.
    return {key: frozenset(_plain(targets)) for key, targets in targets_of.items()}


def expected_headings(form: Form) -> str:
    """The headings that can be read, in words, for a message."""
    questions = "、".join(f"問{block.number}「{block.title}」" for block in form.blocks)
    return (
        f"「市町村名」「団体コード」のどちらか、{questions}"
        "（選択肢や項目ごとの列は「設問：選択肢」、または2段の見出し）"
    )


def _plain(targets: set[Target]) -> Iterable[Target]:
    town = {target for target in targets if target[0] == TOWN}
    return town or targets


def _question_names(block: Block, question: Question, shorts: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Every way to name a question as a whole."""
    yield question.id
    is_first = question is block.questions[0]
    if not block.is_table:
        yield question.wording
        yield from shorts.get(question.id, ())
        if is_first:
            yield f"問{block.number}"
            yield f"Q{block.number}"
            for name in (question.wording, *shorts.get(question.id, ())):
                yield f"問{block.number}{name}"
            return
        first = block.questions[0]
        for name in (first.id, first.wording, f"問{block.number}", *shorts.get(first.id, ())):
            yield f"{name}{question.wording}"
        return
    item = question.wording.split("\u3000")[0]
    for name in (question.wording, item, question.item_code):
        for group in (block.id, block.title, f"問{block.number}", *shorts.get(block.id, ())):
            yield f"{group}{name}"
    yield question.wording
    yield item


def _slot_names(question: Question, slot: str) -> Iterator[str]:
    option = question.option(slot)
    if option is not None:
        yield option.label
        yield option.code
        return
    yield from (f"{slot}位", f"第{slot}位", f"{slot}番目", f"第{slot}")


def _short_names() -> dict[str, tuple[str, ...]]:
    """Question id or column → its usual short headings (vocabulary/compiled_return_headings.csv)."""
    found: dict[str, tuple[str, ...]] = {}
    for row in vocabulary.rows("compiled_return_headings"):
        found[row["column"]] = (*found.get(row["column"], ()), row["heading"])
    return found
