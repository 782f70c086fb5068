"""The letters, opened again: what a town reads, and what it must not be able to do to them."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.export import letter_request, letters
from dashboard.export.letter_facts import town_of
from tests.dashboard.export.letter_frames import (
    IWAMIZAWA,
    RUSUTSU,
    SURVEY,
    TAKASU,
    TOWNS,
    finding,
    findings,
    waiting,
)
from tests.dashboard.export.opened_letters import opened, table_of, text_of
from tests.office_schema import faults

WRITTEN_ON = date(2023, 12, 20)
LATE = date(2023, 12, 22)
TAKASU_QUERY = "01452_鷹栖町_令和5年度_疑義照会.docx"


def query(*rows: dict[str, object], **given: object) -> bytes:
    """The letter to 鷹栖町 that asks what is given."""
    made = letters.query_documents(findings(*rows), SURVEY, WRITTEN_ON, **given)  # type: ignore[arg-type]
    return next(
        content for name, content in made.items() if name.startswith("01452_鷹栖町_令和5年度_疑義照会")
    )


def reminder(today: date = LATE, **row: object) -> bytes:
    made = letters.reminder_documents(waiting({**TAKASU, **row}), SURVEY, today)
    (content,) = (content for name, content in made.items() if name.endswith(".docx"))
    return content


def test_a_query_shows_question_words_cell_and_doubt() -> None:
    content = query(finding())
    assert table_of(content) == [
        ["番号", "問・設問", "御回答\n（書かれたとおり）", "セル", "確認事項"],
        [
            "1",
            "問2　実施を始めた年度、または始める予定の年度",
            "令和7～8年度",
            "D12",
            "「令和7～8年度」は1つの年度に決まりません。年度を1つだけ御記入願います。",
        ],
    ]


def test_a_query_is_an_official_letter_with_days_addressee_sender_and_deadline() -> None:
    text = text_of(query(finding()))
    for part in (
        "事　務　連　絡",
        "令和5年12月20日",
        "鷹栖町　重層的支援体制整備事業 担当課長　様",
        SURVEY.sender,
        "令和5年度重層的支援体制整備事業実施状況調査票の\n記載内容の確認について（照会）",
        "令和5年12月12日に御提出いただいた",
        "令和6年1月4日（木）までに",
        "上川総合振興局",
        "01452_鷹栖町_重層調査票.xlsx、シート「調査票」",
        "以上",
    ):
        assert part in text, part


def test_only_errors_and_warnings_are_asked() -> None:
    made = letters.query_documents(
        findings(
            finding(severity="info", message="内部の覚え"),
            finding(severity="error", message="直してください。"),
            finding(**RUSUTSU, severity="info"),
            finding(**IWAMIZAWA, rule="FORM-VERSION"),
        ),
        SURVEY,
        WRITTEN_ON,
    )
    assert list(made) == [TAKASU_QUERY, "一覧_令和5年度_疑義照会.xlsx"]
    assert [row[4] for row in table_of(made[TAKASU_QUERY])[1:]] == ["直してくださいますようお願いします。"]


def test_nothing_to_ask_makes_no_file(tmp_path: Path) -> None:
    assert letters.query_letters(findings(finding(severity="info")), SURVEY, tmp_path, WRITTEN_ON) == []
    assert letters.reminder_letters(waiting(TAKASU).iloc[:0], SURVEY, tmp_path, LATE) == []
    assert list(tmp_path.iterdir()) == []


def test_doubts_come_in_the_order_of_the_form() -> None:
    content = query(
        finding(number="7", sort_order=9, cell="D40"),
        finding(number=None, wording=None, sort_order=None, cell="H60", sheet="調査票"),
        finding(number="1", sort_order=1, cell="D10"),
    )
    assert [row[3] for row in table_of(content)[1:]] == ["D10", "D40", "H60"]


def test_a_finding_on_no_question_says_what_it_is_about() -> None:
    nothing = {"number": None, "wording": None, "sort_order": None, "question_id": ""}
    content = query(finding(**nothing), finding(**nothing, cell="", sheet="", written=None))
    assert [(row[1], row[2], row[3]) for row in table_of(content)[1:]] == [
        ("設問以外の欄", "令和7～8年度", "D12"),
        ("調査票全体", "―", "―"),
    ]


def test_an_empty_cell_is_shown_as_empty_in_grey_not_as_words_of_the_town() -> None:
    content = query(finding(written=None), finding(written="（空欄）", cell="D13"))
    cells = [row.cells[2] for row in opened(content).tables[-1].rows[1:]]
    assert [cell.text for cell in cells] == ["（空欄）", "（空欄）"]
    assert [cell.paragraphs[0].runs[0].font.color.rgb is not None for cell in cells] == [True, False]


def test_remarks_on_one_cell_go_together_and_so_does_one_remark_on_several_cells() -> None:
    content = query(
        finding(message="一つ目"),
        finding(message="二つ目"),
        finding(cell="E12", message="同じこと"),
        finding(cell="F12", message="同じこと"),
    )
    assert [(row[3], row[4]) for row in table_of(content)[1:]] == [
        ("D12", "一つ目\n二つ目"),
        ("E12、F12", "同じこと"),
    ]


def test_the_question_is_not_named_twice_in_a_row() -> None:
    said = "問1「状況」は「予定なし」ですが、問2「開始年度」に令和8年度と書かれています。"
    (row,) = table_of(query(finding(wording="開始年度", message=said)))[1:]
    assert row[4] == "問1「状況」は「予定なし」ですが、この設問に令和8年度と書かれています。"


def test_cells_name_their_sheet_where_there_are_several() -> None:
    content = query(finding(), finding(sheet="別紙", cell="B2", message="別"))
    assert [row[3] for row in table_of(content)[1:]] == ["「調査票」\nD12", "「別紙」\nB2"]


def test_what_a_subprefecture_compiled_is_called_so() -> None:
    text = text_of(query(finding(route="table", file="survey/R5/returns/上川_取りまとめ.xlsx")))
    assert "振興局の取りまとめ表（上川_取りまとめ.xlsx" in text
    assert "いただいたファイル" not in text


def test_the_enclosed_copy_is_named_only_where_it_goes_along() -> None:
    assert "色とコメント" in text_of(query(finding(), encloses_copy=True))
    assert "色とコメント" not in text_of(query(finding()))


def test_the_second_return_is_called_the_second() -> None:
    assert "2通目" in text_of(query(finding(version=2)))
    assert "通目" not in text_of(query(finding()))


def test_what_the_sender_must_fill_in_is_marked_yellow() -> None:
    document = opened(query(finding(written="【要記入：偽】")))
    places = [*document.paragraphs, *(p for t in document.tables for c in t._cells for p in c.paragraphs)]
    marked = [run.text for p in places for run in p.runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert len(marked) == 5
    assert all(text.startswith("【要記入：") for text in marked)
    assert "【要記入：偽】" not in marked


def test_fictional_letters_and_their_list_say_so_in_their_names() -> None:
    made = letters.query_documents(findings(finding(is_synthetic=True)), SURVEY, WRITTEN_ON)
    assert list(made) == [
        "01452_鷹栖町_令和5年度_疑義照会_架空データ.docx",
        "一覧_令和5年度_疑義照会_架空データ.xlsx",
    ]


@pytest.mark.parametrize("content", [query(finding(is_synthetic=True)), reminder(is_synthetic=True)])
def test_fictional_data_is_marked_in_the_header(content: bytes) -> None:
    assert "【架空データ】" in opened(content).sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("content", [query(finding()), reminder()])
def test_real_data_is_not_marked(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any("架空".encode() in parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize("content", [query(finding()), reminder()])
def test_the_paper_is_a4_and_every_font_is_japanese(content: bytes) -> None:
    document = opened(content)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fonts = [
        element.get(qn("w:eastAsia"))
        for part in (document.styles.element, document.element, section.footer._element)
        for element in part.iter(qn("w:rFonts"))
    ]
    assert set(fonts) - {"ＭＳ ゴシック"} == {"ＭＳ 明朝"}


def test_the_same_input_and_day_give_the_same_bytes() -> None:
    frame, late = findings(finding(), finding(**RUSUTSU)), waiting(*TOWNS)
    assert letters.query_documents(frame, SURVEY, WRITTEN_ON) == letters.query_documents(
        frame, SURVEY, WRITTEN_ON
    )
    assert letters.reminder_documents(late, SURVEY, LATE) == letters.reminder_documents(late, SURVEY, LATE)


def test_the_file_tells_nothing_of_who_made_it() -> None:
    properties = opened(query(finding())).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert (
        properties.title
        == "令和5年度重層的支援体制整備事業実施状況調査票の記載内容の確認について（照会）　鷹栖町"
    )
    assert properties.created is not None
    assert properties.created.date() == WRITTEN_ON


def test_a_very_long_answer_is_cut_and_says_so() -> None:
    (row,) = table_of(query(finding(written="あ" * 5000)))[1:]
    assert row[2] == "あ" * 600 + "…（以下省略。全5,000字）"


def test_words_that_would_break_or_turn_the_letter_are_shown_by_their_code() -> None:
    (row,) = table_of(query(finding(written="a\x00b\x0bc\u202ed\ud800e\x9fi\uffff")))[1:]
    assert row[2] == "a␀b␋c〔U+202E〕d〔U+D800〕e〔U+009F〕i〔U+FFFF〕"


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=40), st.text(max_size=20))
def test_any_words_of_a_town_make_a_letter_that_opens(written: str, message: str) -> None:
    content = query(finding(written=written, message=message, sheet=message, file=f"a/{message}"))
    assert len(table_of(content)) == 2


def test_markup_in_an_answer_stays_text() -> None:
    (row,) = table_of(query(finding(written='</w:t><w:p/>&amp;<script>"')))[1:]
    assert row[2] == '</w:t><w:p/>&amp;<script>"'


def test_letters_of_an_earlier_run_are_told(tmp_path: Path) -> None:
    first = letters.reminder_letters(waiting(*TOWNS), SURVEY, tmp_path, LATE)
    assert letters.earlier_letters(tmp_path, "reminder", first) == []
    (tmp_path / "覚え書き.docx").touch()
    second = letters.reminder_letters(waiting(TAKASU), SURVEY, tmp_path, LATE)
    assert [path.name for path in letters.earlier_letters(tmp_path, "reminder", second)] == [
        "01210_岩見沢市_令和5年度_提出のお願い（再）.docx",
        "01397_留寿都村_令和5年度_提出のお願い（再）.docx",
    ]
    assert letters.earlier_letters(tmp_path, "query", []) == []


def test_each_letter_is_small_and_the_order_of_its_parts_is_that_of_word() -> None:
    content = query(*[finding(cell=f"D{row}", message=str(row)) for row in range(10, 40)])
    assert len(content) < 30_000
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in name or "customXml" in name for name in parts.namelist())


def test_the_table_of_questions_is_an_appendix_after_the_letter() -> None:
    many = [finding(cell=f"D{row}", message=f"{row}を確かめてください。") for row in range(10, 20)]
    long = query(*many)
    said = text_of(long).split("\n")
    assert "確認事項\t別記のとおり（10件）" in next(line for line in said if "別記のとおり" in line)
    assert said.index("以上") < said.index("別記")
    appendix = next(one for one in opened(long).paragraphs if one.text == "別記")
    assert appendix.paragraph_format.page_break_before
    assert len(table_of(long)) == 11


@pytest.mark.parametrize("content", [query(finding()), reminder()], ids=["query", "reminder"])
def test_the_end_never_stands_alone_on_a_page(content: bytes) -> None:
    body = opened(content).element.body
    end = next(one for one in body.iter(qn("w:p")) if [text.text for text in one.iter(qn("w:t"))] == ["以上"])
    for paragraph in (end.getprevious(), end):
        assert paragraph.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_letters_and_their_lists_keep_the_schema_of_office(tmp_path: Path) -> None:
    many = [finding(cell=f"D{row}", message=f"{row}を確かめてください。") for row in range(10, 20)]
    made = {
        **letters.query_documents(findings(finding()), SURVEY, WRITTEN_ON),
        **{
            f"長い_{name}": one
            for name, one in letters.query_documents(findings(*many), SURVEY, LATE).items()
        },
        **letters.reminder_documents(waiting(TAKASU), SURVEY, LATE),
        "依頼文.docx": letter_request.request_letter(SURVEY, town_of(TAKASU), LATE, "社会福祉法"),
    }
    assert {Path(name).suffix for name in made} == {".docx", ".xlsx"}
    wrong = {name: faults(content, tmp_path, Path(name).suffix) for name, content in made.items()}
    assert {name: found for name, found in wrong.items() if found} == {}
