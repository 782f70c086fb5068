"""The questionnaire is data: it is read whole, or refused with every mistake and its line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from etl.findings import Finding
from etl.survey.form.loading import FormError, load_form
from etl.survey.form.questions import Condition, Form, applies, condition_text
from etl.survey.form.versions import load_previous_form

SURVEYS = Path(__file__).resolve().parents[4] / "data" / "raw" / "survey"

HEAD = """
[form]
version = "R5-9"
fiscal_year = 2023
title = "調査票"
file_label = "調査票"
as_of = 2023-11-30
issued_on = 2023-12-01
deadline = 2023-12-15
sender = "北海道"
reply_to = "振興局"
instructions = ["お答えください。"]
"""
STATUS = """
[[question]]
id = "status"
kind = "single"
wording = "実施状況"
required = true
options = [{ code = "yes", label = "実施中" }, { code = "no", label = "予定なし" }]
"""
QUESTION = '[[question]]\nid = "q"\nwording = "問い"\n'

Write = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(text: str, folder: str = "R5", encoding: str = "utf-8") -> Path:
        path = tmp_path / folder / "form.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding=encoding)
        return path

    return write


@pytest.fixture
def vocabulary(tmp_path: Path) -> Path:
    """A code list of two functions, so that these tests do not follow the real ones."""
    folder = tmp_path / "vocabulary"
    folder.mkdir()
    (folder / "function.csv").write_text(
        "code,item,label_ja,sort_order\nf2,第2号,参加支援,2\nf1,第1号,相談支援,1\n", encoding="utf-8"
    )
    (folder / "function_aliases.csv").write_text("alias,code\n相談,f1\n", encoding="utf-8")
    return folder


def findings_of(path: Path, vocabulary: Path | None = None) -> tuple[Finding, ...]:
    with pytest.raises(FormError) as refusal:
        load_form(path, vocabulary) if vocabulary else load_form(path)
    return refusal.value.findings


def real_form(year: str) -> Form:
    return load_form(SURVEYS / year / "form.toml")


# ------------------------------------------------------------------ the real questionnaires


def test_the_questionnaires_of_r4_and_r5_are_read() -> None:
    r4, r5 = real_form("R4"), real_form("R5")
    assert (r4.version, r4.fiscal_year, r4.as_of) == ("R4-1", 2022, date(2022, 11, 30))
    assert (r5.version, r5.fiscal_year, r5.previous) == ("R5-1", 2023, "R4")
    assert load_previous_form(SURVEYS / "R5" / "form.toml", r5) == r4
    assert load_previous_form(SURVEYS / "R4" / "form.toml", r4) is None


def test_every_kind_of_question_is_in_use() -> None:
    kinds = {question.kind for question in real_form("R5").questions}
    expected = {"single", "multiple", "ranked", "integer", "fiscal_year", "date", "free_text", "contact"}
    assert kinds == expected


def test_the_three_real_barriers_are_plain_and_the_others_provisional() -> None:
    barriers = real_form("R5").by_id["barriers"]
    real = [o.code for o in barriers.options if not o.provisional and not o.exclusive]
    assert real == ["linked_already", "staff_shortage", "effect_unclear"]
    assert sum(option.provisional for option in barriers.options) == 7


def test_each_function_from_1_i_to_6_is_asked_with_its_state() -> None:
    functions = [q for q in real_form("R5").questions if q.group_id == "function"]
    assert functions[0].id == "function_f1_i"
    assert functions[0].wording.startswith("第1号イ")
    assert functions[-1].id == "function_f6"
    assert {tuple(option.code for option in q.options) for q in functions} == {
        ("existing", "partly", "planned", "none")
    }


def test_a_question_says_in_words_when_it_is_to_be_answered() -> None:
    form = real_form("R5")
    assert condition_text(form, form.by_id["barriers"]) == "問1が「実施中」以外のとき"
    assert condition_text(form, form.by_id["barriers_other"]) == "問4が「その他」のとき"
    assert condition_text(form, form.by_id["status"]) == ""


# ------------------------------------------------------------------ what a form.toml can say


def test_a_condition_brings_those_of_the_question_that_it_names(written: Write) -> None:
    form = load_form(
        written(
            HEAD
            + STATUS
            + """
[[question]]
id = "why"
kind = "multiple"
wording = "理由"
only_if = [{ question = "status", in = ["no"] }]
options = [{ code = "other", label = "その他" }]

[[question]]
id = "why_other"
part_of = "why"
kind = "free_text"
wording = "その他の内容"
only_if = [{ question = "why", in = ["other"] }]
"""
        )
    )
    question = form.by_id["why_other"]
    assert question.conditions == (Condition("status", ("no",)), Condition("why", ("other",)))
    assert applies(question, {}) is None
    assert applies(question, {"status": "yes"}) is False
    assert applies(question, {"status": "no"}) is None
    assert applies(question, {"status": "no", "why": ("other",)}) is True
    assert [block.id for block in form.blocks] == ["status", "why"]


def test_a_negated_condition_holds_until_the_code_is_chosen(written: Write) -> None:
    more = '[[question]]\nid = "q"\nkind = "date"\nwording = "日"\n'
    more += 'only_if = [{ question = "status", not_in = ["no"] }]\n'
    question = load_form(written(HEAD + STATUS + more)).by_id["q"]
    assert applies(question, {"status": "yes"}) is True
    assert applies(question, {"status": "no"}) is False


def test_a_question_for_each_code_takes_its_words_from_the_code_list(
    written: Write, vocabulary: Path
) -> None:
    more = """
[[question]]
id = "function"
kind = "single"
wording = "機能の状況"
for_each = "function"
item_wording = "{item} {label_ja}"
options = [{ code = "yes", label = "ある" }]
"""
    form = load_form(written(HEAD + more), vocabulary)
    assert [(q.id, q.wording) for q in form.questions] == [
        ("function_f1", "第1号 相談支援"),
        ("function_f2", "第2号 参加支援"),
    ]
    assert form.blocks[0].is_table


def test_options_come_from_a_code_list_with_its_spellings(written: Write, vocabulary: Path) -> None:
    more = QUESTION + 'kind = "single"\noptions_from = "function"\nonly = ["f1"]\n'
    options = load_form(written(HEAD + more), vocabulary).by_id["q"].options
    assert [(o.code, o.label, o.aliases) for o in options] == [("f1", "相談支援", ("相談",))]


def test_an_own_option_with_a_code_of_the_list_gives_it_other_words(written: Write, vocabulary: Path) -> None:
    more = (
        QUESTION
        + 'kind = "single"\noptions_from = "function"\noptions = [{ code = "f1", label = "相談の支援" }]\n'
    )
    options = load_form(written(HEAD + more), vocabulary).by_id["q"].options
    assert [(o.code, o.label, o.aliases) for o in options] == [
        ("f1", "相談の支援", ("相談", "相談支援")),
        ("f2", "参加支援", ()),
    ]


def test_own_options_stand_where_the_order_names_them(written: Write, vocabulary: Path) -> None:
    more = QUESTION + 'kind = "single"\noptions_from = "function"\nonly = ["f2", "own", "f1"]\n'
    more += 'options = [{ code = "own", label = "独自" }, { code = "last", label = "その他" }]\n'
    options = load_form(written(HEAD + more), vocabulary).by_id["q"].options
    assert [o.code for o in options] == ["f2", "own", "f1", "last"]


def test_a_byte_order_mark_does_no_harm(written: Write) -> None:
    assert load_form(written(HEAD + STATUS, encoding="utf-8-sig")).version == "R5-9"


# ------------------------------------------------------------------ mistakes


MISTAKES = [
    ("FORM-KIND", QUESTION + 'kind = "singel"\n', "「single」「multiple」「ranked」"),
    ("FORM-KEY", QUESTION + 'kind = "date"\nrequierd = true\n', "「requierd」という項目はありません"),
    ("FORM-KEY", '[[question]]\nid = "q"\nkind = "date"\n', "「wording」 がありません"),
    ("FORM-TYPE", QUESTION + 'kind = "date"\nrequired = "はい"\n', "true か false"),
    ("FORM-ID", STATUS, "id「status」が2回使われています"),
    ("FORM-ID", '[[question]]\nid = "Q01"\nkind = "date"\nwording = "日"\n', "英小文字で始め"),
    ("FORM-OPTION", QUESTION + 'kind = "single"\n', "選択肢（options か options_from）が要ります"),
    (
        "FORM-OPTION",
        QUESTION + 'kind = "date"\noptions = [{ code = "a", label = "あ" }]\n',
        "選択肢は要りません",
    ),
    (
        "FORM-OPTION",
        QUESTION
        + 'kind = "single"\noptions = [{ code = "a", label = "あ" }, { code = "b", label = "あ" }]\n',
        "label 「あ」 が重複",
    ),
    (
        "FORM-OPTION",
        QUESTION + 'kind = "single"\noptions_from = "barrier"\nonly = ["staff"]\n',
        "「staff」 は「barrier」にありません",
    ),
    ("FORM-VOCABULARY", QUESTION + 'kind = "single"\noptions_from = "barier"\n', "「barier」というコード表"),
    ("FORM-IF", QUESTION + 'kind = "date"\nonly_if = [{ question = "later", in = ["a"] }]\n', "これより前に"),
    (
        "FORM-IF",
        QUESTION + 'kind = "date"\nonly_if = [{ question = "status", in = ["maybe"] }]\n',
        "「yes」「no」",
    ),
    ("FORM-IF", QUESTION + 'kind = "date"\nonly_if = ["status"]\n', 'in = ["…"]'),
    ("FORM-PART", QUESTION + 'kind = "date"\npart_of = "nothing"\n', "part_of の「nothing」"),
    ("FORM-RANGE", QUESTION + 'kind = "fiscal_year"\n', "first_year と last_year"),
    ("FORM-RANGE", QUESTION + 'kind = "integer"\nminimum = 9\nmaximum = 1\n', "下限 9 が上限 1"),
    (
        "FORM-EACH",
        QUESTION + 'kind = "date"\nfor_each = "function"\nitem_wording = "{nothing}"\n',
        "item_wording",
    ),
    ("FORM-EACH", QUESTION + 'kind = "free_text"\nfor_each = "function"\n', "for_each は kind「free_text」"),
]


@pytest.mark.parametrize(("rule", "entry", "words"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_what_to_do(
    rule: str, entry: str, words: str, written: Write
) -> None:
    text = HEAD + STATUS + "\n" + entry.lstrip("\n")
    line = [number for number, each in enumerate(text.splitlines(), 1) if each == "[[question]]"][1]
    found = [finding for finding in findings_of(written(text)) if finding.rule == rule]
    assert found, "the mistake was not noticed"
    assert found[0].message.startswith(f"{line}行目 質問「")
    assert words in found[0].message
    assert found[0].file == "R5/form.toml"


def test_all_mistakes_are_told_at_once(written: Write) -> None:
    text = HEAD.replace('version = "R5-9"', "") + QUESTION + 'kind = "singel"\n' + STATUS + STATUS
    assert [finding.rule for finding in findings_of(written(text))] == ["FORM-KEY", "FORM-KIND", "FORM-ID"]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("as_of = 2023-11-30", "as_of = 2022-11-30", "令和5年度 の外"),
        ("deadline = 2023-12-15", "deadline = 2023-11-15", "deadline（回答期限）"),
        ("fiscal_year = 2023", "fiscal_year = 5", "2021 以上"),
        ('file_label = "調査票"', 'file_label = "調査/票"', "ファイル名に使えない"),
        ("as_of = 2023-11-30", 'as_of = "令和5年11月30日"', "日付（2023-04-01 の形）"),
        ("[form]", "[from]", "使えるのは [form] と [[question]]"),
    ],
)
def test_a_mistake_in_the_head_is_told(before: str, after: str, words: str, written: Write) -> None:
    findings = findings_of(written(HEAD.replace(before, after) + STATUS))
    assert any(words in finding.message for finding in findings)


def test_a_form_without_questions_is_refused(written: Write) -> None:
    assert [finding.rule for finding in findings_of(written(HEAD))] == ["FORM-EMPTY"]


def test_broken_toml_is_refused_with_line_and_column(written: Write) -> None:
    (finding,) = findings_of(written('[form]\nversion = "R5-1\n'))
    assert finding.rule == "FORM-SYNTAX"
    assert finding.message.startswith("2行目 ")


def test_a_form_saved_in_cp932_is_refused_in_words(written: Write) -> None:
    (finding,) = findings_of(written(HEAD, encoding="cp932"))
    assert "UTF-8" in finding.message
