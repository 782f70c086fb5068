"""Every mess that people make of a 調査票, alone and in pairs: read right or reported, never wrong in silence."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

from etl.findings import Finding
from etl.survey.form.questions import PlainAnswer
from etl.survey.returned.reading import FileRead, read_here
from etl.survey.returned.setting import Setting
from tests.etl.survey import messes_survey as messes
from tests.etl.survey import return_truth as truth

CODE = "01452"
TOWN = next(town for town in truth.towns() if town.code == CODE)
ALL = (*messes.MESSES, *messes.FILE_MESSES)
# mess → route, rules of the errors and warnings, question that is reported rather than read ("": all are read right)
EXPECTED: dict[str, tuple[str, tuple[str, ...], str]] = {
    "行を挿入": ("manifest", (), ""),
    "注記の行を挿入": ("manifest", ("STRAY",), ""),
    "行を複写": ("manifest", ("ROW-TWICE",), ""),
    "行を複写して別の回答": ("manifest", ("ROW-TWICE",), "status"),
    "問の順を入れ替え": ("manifest", (), ""),
    "シート名を変更": ("manifest", (), ""),
    "シートを追加・移動": ("manifest", ("SHEET-EXTRA",), ""),
    "回答のセルを縦に結合": ("manifest", ("L1-12",), "barriers"),
    "回答のセルを横に結合": ("manifest", (), ""),
    "番号と文言を結合": ("manifest", ("LABEL-GONE", "LABEL-GONE"), ""),
    "非表示シートを削除": ("labels", (), ""),
    "非表示シートを書き換え": ("labels", ("MANIFEST-DAMAGED",), ""),
    "入力規則を上書き": ("manifest", (), ""),
    "回答の前に列を挿入": ("manifest", (), ""),
    "先頭に列を挿入": ("manifest", (), ""),
    "説明文を削除": ("manifest", (), ""),
    "文言を変更": ("manifest", ("LABEL-CHANGED",), "meeting_support"),
    "設問の行にまとめて記入": ("manifest", (), ""),
    "結果のない数式": ("manifest", ("ANSWER-FORMULA",), "staff_full_time"),
    "エラー値": ("manifest", ("ANSWER-ERROR",), "staff_full_time"),
    "コメント": ("manifest", (), ""),
    "取り消し線": ("manifest", ("CELL-STRIKE",), ""),
    "セルに色": ("manifest", (), ""),
    "一部に取り消し線": ("manifest", ("CELL-STRUCK-PART",), ""),
    "上付きの注番号": ("manifest", ("CELL-RAISED",), ""),
    "数字の間に改行": ("manifest", ("NUMBER-RANGE",), "staff_full_time"),
    "数字の間に空白": ("manifest", ("NUMBER-RANGE",), "staff_full_time"),
    "単位の前に空白": ("manifest", (), ""),
    "0を足す表示形式": ("manifest", ("CELL-SHOWN",), ""),
    "単位の表示形式": ("manifest", (), ""),
    "何も表示しない形式": ("manifest", ("CELL-UNSEEN",), ""),
    "白い文字": ("manifest", ("CELL-UNSEEN",), ""),
    "日付の途中で改行": ("manifest", ("DATE-UNREADABLE",), "meeting_internal_date"),
    "日付を和暦で表示": ("manifest", (), ""),
    "1月の日付を年度で表示": ("manifest", (), ""),
    "4月の日付を年度で表示": ("manifest", (), ""),
    "数を令和の年度で表示": ("manifest", (), ""),
    "行を非表示": ("manifest", ("HIDDEN-ANSWER",), ""),
    "シートを複写": ("manifest", ("SHEET-EXTRA",), ""),
    "市町村名を消去": ("manifest", (), ""),
    "札に2つの市町村": ("manifest", ("TOWN-NOTE",), ""),
    "○が2列右にずれる": ("manifest", ("STRAY", "RANK-NOT-CHOSEN"), "barriers"),
    "番号の欄に○": ("manifest", ("NUMBER-CHANGED", "RANK-NOT-CHOSEN"), "barriers"),
    "文言の欄に○": ("manifest", ("LABEL-CHANGED", "RANK-NOT-CHOSEN"), "barriers"),
    "○の代わりに0": ("manifest", ("ANSWER-MARK-ZERO", "RANK-NOT-CHOSEN"), "barriers"),
    "○の代わりにo": ("manifest", ("ANSWER-MARK",), "barriers"),
    "訂正のコメント": ("manifest", ("CELL-COMMENT",), ""),
    "上の部分に訂正の注記": ("manifest", ("HEAD-NOTE",), ""),
    "基準日より後の日付": ("manifest", ("DATE-AFTER-AS-OF",), "meeting_internal_date"),
    "前年度の回答を記載": ("manifest", ("ANSWER-LAST-YEAR",), "comments"),
    "回答と前年度の列を入れ替え": ("manifest", (), ""),
    "値だけ貼り付け": ("labels", ("FORM-COPIED",), ""),
    "番号を消去": ("manifest", ("NUMBER-CHANGED",), ""),
    "マクロ有効ブックで保存": ("manifest", (), ""),
    "ファイル名を変更": ("manifest", (), ""),
    **dict.fromkeys(messes.COLOURED_INSTEAD, ("manifest", ("L1-11", "RANK-NOT-CHOSEN"), "barriers")),
    **dict.fromkeys(messes.DRAWN_INSTEAD, ("manifest", ("L1-10", "RANK-NOT-CHOSEN"), "barriers")),
    **dict.fromkeys(("空の図の部品", "遠くに空白", "部品の名前に￥"), ("manifest", (), "")),
    **dict.fromkeys(messes.SAVED_AS_CSV, ("labels", ("FORM-CSV",), "")),
}
REJECTED = {
    "シートを複写して変更": "RETURN-SEVERAL",
    "市町村名を同じ名の村に書き換え": "TOWN-CONTRADICTION",
    "上の部分に別の市町村の名前": "TOWN-CONTRADICTION",
    "回答の見出しを書き換え": "COLUMN-MISSING",
    "回答の列を削除": "COLUMN-MISSING",
    "別の市町村名に書き換え": "TOWN-CONTRADICTION",
    "別の市町村のファイル名に変更": "FILE-NAME-TOWN",
}
# Each of another kind: where the rows are, what names them, which sheet, what is in the cells, whose it is.
PAIRED = (
    "行を挿入",
    "行を削除",
    "行を複写して別の回答",
    "回答のセルを縦に結合",
    "番号と文言を結合",
    "非表示シートを削除",
    "回答の前に列を挿入",
    "設問の行にまとめて記入",
    "シートを複写して変更",
    "番号を消去",
    "見出し行を消去",
    "CSVで保存",
)


@pytest.fixture(scope="module")
def setting() -> Setting:
    return truth.make_setting()


@pytest.fixture(scope="module")
def answers(setting: Setting) -> dict[str, PlainAnswer]:
    """Of a town with two reasons, 人材不足 and 財源の確保が困難, whose rows are deleted and merged below."""
    found = truth.random_answers(setting.forms[2023], random.Random(62))
    assert found["barriers"] == ("staff_shortage", "funding")
    return found


@pytest.fixture(scope="module")
def filled(
    setting: Setting, answers: dict[str, PlainAnswer], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    form = setting.forms[2023]
    last_year = truth.random_answers(form, random.Random(12))
    folder = tmp_path_factory.mktemp("filled")
    return truth.filled_workbook(truth.template_of(form), TOWN, answers, folder, last_year)


def read(path: Path, setting: Setting) -> tuple[FileRead, list[Finding]]:
    """What is read in the worker, and everything that is found."""
    found = read_here(path, path.name, path.name, "", setting)
    return found, [*found.findings, *(f for one in found.returns for f in one.findings)]


def loud(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(finding.rule for finding in findings if finding.severity != "info")


def test_every_mess_is_expected_to_come_out_somehow() -> None:
    assert set(ALL) - set(EXPECTED) - set(REJECTED) == {"行を削除", "前年度の列に記入", "見出し行を消去"}


@pytest.mark.parametrize("mess", EXPECTED)
def test_a_mess_alone_is_read_right_or_reported(
    mess: str, filled: Path, answers: dict[str, PlainAnswer], setting: Setting, tmp_path: Path
) -> None:
    route, rules, reported = EXPECTED[mess]
    found, findings = read(messes.apply(filled, (mess,), tmp_path), setting)
    assert [(one.route, one.rejected, one.municipality_code) for one in found.returns] == [(route, "", CODE)]
    assert loud(findings) == rules
    verdict = truth.judge(setting.forms[2023], answers, CODE, found)
    assert verdict.wrong == frozenset()
    assert verdict.reported == ({reported} if reported else set())


@pytest.mark.parametrize("mess", REJECTED)
def test_what_may_be_another_towns_or_another_answer_is_not_loaded(
    mess: str, filled: Path, setting: Setting, tmp_path: Path
) -> None:
    found, findings = read(messes.apply(filled, (mess,), tmp_path), setting)
    assert not [one for one in found.returns if not one.rejected]
    assert loud(findings) == (REJECTED[mess],)


def test_deleted_rows_are_reported_by_their_numbers(
    filled: Path, answers: dict[str, PlainAnswer], setting: Setting, tmp_path: Path
) -> None:
    found, findings = read(messes.apply(filled, ("行を削除",), tmp_path), setting)
    missing = [finding.message for finding in findings if finding.rule == "ROW-MISSING"]
    assert [message.split("の行が")[0] for message in missing] == [
        "問4-2「人材不足」",
        "問5-3「3位」",
        "問8-1「同じく担当する職員（兼任）」",
    ]
    assert truth.judge(setting.forms[2023], answers, CODE, found).wrong == frozenset()


def test_answers_in_last_years_column_are_named_beside_the_blank(
    filled: Path, answers: dict[str, PlainAnswer], setting: Setting, tmp_path: Path
) -> None:
    found, findings = read(messes.apply(filled, ("前年度の列に記入",), tmp_path), setting)
    assert [(f.rule, f.question_id) for f in findings] == [
        ("STRAY-PREVIOUS", "status"),
        ("STRAY-PREVIOUS", "meeting_support"),
        ("REQUIRED-BLANK", "status"),
        ("REQUIRED-BLANK", "meeting_support"),
    ]
    assert truth.judge(setting.forms[2023], answers, CODE, found).wrong == frozenset()


def test_without_the_headings_the_answers_are_read_and_last_years_pointed_at(
    filled: Path, answers: dict[str, PlainAnswer], setting: Setting, tmp_path: Path
) -> None:
    found, findings = read(messes.apply(filled, ("見出し行を消去",), tmp_path), setting)
    assert set(loud(findings)) == {"HEADER-MISSING", "STRAY"}
    assert len(truth.judge(setting.forms[2023], answers, CODE, found).right) == len(
        setting.forms[2023].questions
    )


@pytest.mark.parametrize("pair", list(itertools.combinations(PAIRED, 2)), ids="と".join)
def test_two_messes_at_once_are_read_right_or_reported(
    pair: tuple[str, str], filled: Path, answers: dict[str, PlainAnswer], setting: Setting, tmp_path: Path
) -> None:
    found, _ = read(messes.apply(filled, pair, tmp_path), setting)
    assert truth.judge(setting.forms[2023], answers, CODE, found).wrong == frozenset()


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_through_libreoffice_messes_are_read_as_before(
    kind: str, filled: Path, answers: dict[str, PlainAnswer], setting: Setting, tmp_path: Path
) -> None:
    chosen = (
        "行を挿入",
        "非表示シートを削除",
        "コメント",
        "取り消し線",
        "セルに色",
        "エラー値",
        "先頭に列を挿入",
    )
    sent = []
    for number, mess in enumerate(chosen):
        copy = tmp_path / f"{number}_鷹栖町.xlsx"
        shutil.copyfile(messes.apply(filled, (mess,), tmp_path / str(number)), copy)
        sent.append(copy)
    for mess, path in zip(chosen, messes.convert(sent, kind, tmp_path / "office"), strict=True):
        route, rules, reported = EXPECTED[mess]
        found, findings = read(path, setting)
        assert [(one.route, one.rejected) for one in found.returns] == [(route, "")]
        assert (mess, loud(findings)) == (mess, rules)
        verdict = truth.judge(setting.forms[2023], answers, CODE, found)
        assert (verdict.wrong, verdict.reported) == (frozenset(), {reported} if reported else set())


@pytest.mark.parametrize(("mess", "rule"), [("コメント", "CELL-COMMENT"), ("セルに色", "L1-11")])
def test_comments_and_colours_are_pointed_out(
    mess: str, rule: str, filled: Path, setting: Setting, tmp_path: Path
) -> None:
    _, findings = read(messes.apply(filled, (mess,), tmp_path), setting)
    assert [(f.severity, f.rule, f.question_id, bool(f.cell)) for f in findings] == [
        ("info", rule, "status", True)
    ]


def with_last_years_sheet(
    path: Path, answers: dict[str, PlainAnswer], setting: Setting, folder: Path
) -> Path:
    """This year's workbook with last year's filled-in sheet copied in beside it."""
    last = truth.filled_workbook(truth.template_of(setting.forms[2022]), TOWN, answers, folder / "last")
    book, old = openpyxl.load_workbook(path), openpyxl.load_workbook(last)["調査票"]
    sheet = book.create_sheet("昨年度の回答", 0)
    for row in old.iter_rows():
        for cell in row:
            sheet.cell(cell.row, cell.column, cell.value)
    target = folder / path.name
    book.save(target)
    return target


@pytest.mark.parametrize("is_hidden_sheet_kept", [True, False])
def test_last_years_sheet_kept_in_the_workbook_is_not_taken_for_this_years(
    is_hidden_sheet_kept: bool,
    filled: Path,
    answers: dict[str, PlainAnswer],
    setting: Setting,
    tmp_path: Path,
) -> None:
    last = truth.random_answers(setting.forms[2022], random.Random(5))
    path = with_last_years_sheet(filled, last, setting, tmp_path)
    if not is_hidden_sheet_kept:
        path = messes.apply(path, ("非表示シートを削除",), tmp_path / "without")
    found, findings = read(path, setting)
    assert [(one.fiscal_year, one.plain) for one in found.returns] == [(2023, answers)]
    assert [(f.rule, "昨年度の回答" in f.message) for f in findings if f.severity == "warning"] == [
        ("SHEET-EXTRA", True)
    ]


def test_questions_down_and_towns_across_are_not_taken_for_one_towns_answers(
    setting: Setting, tmp_path: Path
) -> None:
    """A compiled table on its side."""
    form = setting.forms[2023]
    book = openpyxl.Workbook()
    book.active.append(["設問", "鷹栖町", "東川町"])
    for question in form.questions:
        book.active.append([question.wording, "ある", "ない"])
    book.save(tmp_path / "取りまとめ表.xlsx")
    found, findings = read(tmp_path / "取りまとめ表.xlsx", setting)
    assert not [one for one in found.returns if not one.rejected]
    assert [finding.rule for finding in findings if finding.severity == "error"]
