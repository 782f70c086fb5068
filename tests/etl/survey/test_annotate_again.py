"""The red pen beside people's own comments, and over its own of the last time."""

import re
from pathlib import Path

import openpyxl
import pytest

from etl.survey.annotate import annotate
from tests.etl.survey import annotate_checks, annotate_files
from tests.etl.survey.annotate_checks import (
    RED,
    WORDS,
    boxes,
    fill_of,
    finding,
    marked,
    note_of,
    parts_of,
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return annotate_checks.write_form(tmp_path / "form.xlsx")


@pytest.fixture
def with_notes(tmp_path: Path) -> Path:
    return annotate_checks.write_notes(tmp_path / "notes.xlsx")


def test_a_persons_own_comment_stays_above_ours(with_notes: Path) -> None:
    out = marked(with_notes, finding("B2"), finding("A1"))
    assert note_of(out, "B2") == f"去年の数です　田中\n――――――――\n【道庁より確認】\n{WORDS}\n【以上】"
    assert note_of(out, "A3") == "あとで見る"
    sheet = openpyxl.load_workbook(out)["調査票"]
    assert [sheet[cell].comment.author for cell in ("A1", "B2", "A3")] == ["道庁", "田中", "田中"]
    assert len(parts_of(out)) == len(parts_of(with_notes))


def test_the_box_of_a_persons_comment_grows_for_our_words(tmp_path: Path) -> None:
    path = annotate_files.write_book(tmp_path / "a.xlsx", annotate_files.with_thread())
    (before,) = boxes(path).values()
    after = boxes(marked(path, finding("A1", "確かめてください。" * 40), finding("C3")))
    assert after[0, 0][:6] == before[:6]
    assert after[0, 0][6] > before[6]
    assert set(after) == {(0, 0), (2, 2)}


def test_a_box_without_a_place_gets_one_where_our_words_are_added(with_notes: Path) -> None:
    drawing = next(name for name in parts_of(with_notes) if name.endswith(".vml"))
    after = boxes(marked(with_notes, finding("B2")), drawing)
    assert (after[1, 1][:3], after[2, 0]) == ([2, 15, 0], [])


def test_a_thread_of_comments_gets_our_words_as_a_reply(tmp_path: Path) -> None:
    path = annotate_files.write_book(tmp_path / "a.xlsx", annotate_files.with_thread())
    before, after = parts_of(path), parts_of(marked(path, finding("A1"), finding("C1")))
    thread = after["xl/threadedComments/threadedComment1.xml"].decode()
    old = before["xl/threadedComments/threadedComment1.xml"].decode()
    reply = re.search(
        r'<threadedComment ref="A1" dT="2023-12-02T01:02:03.04" personId="(\{[^"]*\})"[^>]*><text>【', thread
    )
    assert thread.startswith(old.removesuffix("</ThreadedComments>"))
    assert 'parentId="{33333333-3333-4333-8333-333333333333}"><text>【道庁より確認】' in thread
    assert f'displayName="道庁" id="{reply[1]}"'.encode() in after["xl/persons/person.xml"]
    assert 'ref="C1"' not in thread
    assert "町名は合っていますか" in note_of(path.with_name("marked_a.xlsx"), "A1")
    again = path.with_name("again.xlsx")
    annotate(path.with_name("marked_a.xlsx"), [finding("A1"), finding("C1")], again)
    assert parts_of(again) == after
    annotate(again, [], path.with_name("none.xlsx"))
    assert parts_of(path.with_name("none.xlsx"))["xl/threadedComments/threadedComment1.xml"].decode() == old


def test_the_second_annotation_replaces_the_first(form: Path) -> None:
    first = marked(form, finding("B1", "前の指摘"), finding("B2", "前の指摘"), finding("C7", "前の指摘"))
    second = marked(first, finding("B2", "新しい指摘"))
    assert [note_of(second, cell) for cell in ("B1", "C7")] == ["", ""]
    assert note_of(second, "B2") == "【道庁より確認】\n新しい指摘\n【以上】"
    assert [fill_of(second, cell) for cell in ("B1", "B2", "C7")] == ["FFFFFBE6", RED, None]
    assert list(boxes(second)) == [(1, 1)]


@pytest.mark.parametrize("name", ["form", "with_notes"])
def test_annotating_twice_is_annotating_once(name: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(name)
    found = [finding("B2"), finding("B1"), finding("C9"), finding("", "全体")]
    once = marked(path, *found)
    assert marked(once, *found).read_bytes() == once.read_bytes()


def test_taking_all_back_leaves_what_people_see_as_it_was(form: Path) -> None:
    found = [finding("B1"), finding("B2"), finding("B4"), finding("E8")]
    before, after = (openpyxl.load_workbook(path)["調査票"] for path in (form, marked(marked(form, *found))))
    for row in before.iter_rows():
        for cell in row:
            other = after[cell.coordinate]
            assert (other.value, other.comment, other.number_format) == (cell.value, None, cell.number_format)
            assert repr(other.fill) == repr(cell.fill)
    rules = [
        (str(area.sqref), [rule.priority for rule in area.rules]) for area in after.conditional_formatting
    ]
    assert rules == [("B2:B3", [1]), ("A2:D3", [2])]


def test_an_answer_written_into_our_comment_is_not_lost(form: Path) -> None:
    first = marked(form, finding("B1"))
    book = openpyxl.load_workbook(first)
    comment = book["調査票"]["B1"].comment
    book["調査票"]["B1"].comment = openpyxl.comments.Comment(comment.text + "\n→ 5人で正しいです", "道庁")
    answered = form.with_name("answered.xlsx")
    book.save(answered)
    assert note_of(marked(answered), "B1").strip() == "→ 5人で正しいです"
    assert note_of(marked(answered, finding("B1", "承知しました。")), "B1").startswith(
        "\n→ 5人で正しいです\n――――――――\n【道庁"
    )


def test_another_authors_red_pen_is_not_ours(form: Path) -> None:
    office = form.with_name("office.xlsx")
    annotate(form, [finding("B1", "振興局から")], office, author="上川総合振興局")
    out = marked(office, finding("B1"))
    assert note_of(out, "B1").startswith(
        "【上川総合振興局より確認】\n振興局から\n【以上】\n――――――――\n【道庁より確認】"
    )
