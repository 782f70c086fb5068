"""A form.toml goes through the editor and comes back with all that people wrote into it."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from etl.survey.form.document import DocumentError, checked, read_document, write_document
from etl.survey.form.loading import read_form

SURVEYS = Path(__file__).resolve().parents[4] / "data" / "raw" / "survey"
R5 = (SURVEYS / "R5" / "form.toml").read_text(encoding="utf-8")
COMMENTED = """# the office's own remark
[form]
version = "R5-1" # number
title = "題"

# about the first
[[question]]
section = "１"
id = "first" # kept
kind = "date"
wording = "日"

# about the second
[[question]]
id = "second"
kind = "date"
wording = "別の日"
"""


@pytest.mark.parametrize("year", ["R4", "R5"])
def test_an_unchanged_form_comes_back_byte_for_byte(year: str) -> None:
    text = (SURVEYS / year / "form.toml").read_text(encoding="utf-8")
    document = json.loads(json.dumps(read_document(text)))
    assert write_document(document, text) == text


def test_a_form_written_without_its_text_means_the_same() -> None:
    document = read_document(R5)
    assert read_document(write_document(document)) == document
    assert read_form(write_document(document), "") == read_form(R5, "")


def test_a_change_leaves_every_other_line_and_every_comment_as_it_was() -> None:
    document = read_document(COMMENTED)
    document["questions"][0]["wording"] = "変えた「日」\\ と\n改行"
    document["form"]["title"] = "新しい題"
    before, after = (text.splitlines() for text in (COMMENTED, write_document(document, COMMENTED)))
    assert [line for line in after if line not in before] == [
        'title = "新しい題"',
        'wording = "変えた「日」\\\\ と\\n改行"',
    ]
    assert len(before) == len(after)
    assert read_document(write_document(document, COMMENTED)) == document


def test_a_comment_moves_and_goes_with_its_question_and_the_section_is_written_at_its_first() -> None:
    document = read_document(COMMENTED)
    document["questions"].reverse()
    text = write_document(document, COMMENTED)
    assert text.index("# about the second") < text.index('id = "second"') < text.index("# about the first")
    assert text.count("section =") == 1
    assert read_document(text) == document
    document["questions"].pop()
    assert "# about the first" not in write_document(document, COMMENTED)


def test_a_line_that_only_looks_like_a_question_costs_the_comments_and_nothing_else() -> None:
    text = COMMENTED.replace('"別の日"', '"""別の\n[[question]]\n日"""')
    document = read_document(text)
    changed = deepcopy(document)
    changed["questions"][0]["wording"] = "x"
    assert read_document(write_document(changed, text)) == changed


@pytest.mark.parametrize(
    "value", [None, [], {"form": {}}, {"form": {}, "questions": [1]}, {"form": {"a": 1.5}, "questions": []}]
)
def test_what_is_no_form_is_refused(value: object) -> None:
    with pytest.raises(DocumentError):
        checked(value)
