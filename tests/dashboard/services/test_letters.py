"""Letters from a warehouse, by the function that pages call and by the command that people run."""

import json
from datetime import date
from pathlib import Path

import docx
import pytest

from dashboard.export.letters import Kind
from dashboard.services import letters
from dashboard.services.letters import LettersRefusedError
from dashboard.warehouse.reader import Reader, Warehouse
from tests.commands import Done, run_main
from tests.dashboard.export.opened_letters import opened, text_of
from tests.dashboard.returns_warehouse import publish_round

TODAY = date(2023, 12, 20)
OFFICE = {
    "head": "保健福祉部福祉局地域福祉課長",
    "section": "地域福祉課地域福祉係",
    "person": "北海　花子",
    "phone": "011-000-0000",
    "mail": "chiiki@pref.example.jp",
    "symbol": "地福第　　　号",
    "seal": "公印省略",
}


@pytest.fixture(scope="module")
def round_curated(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_round(built_curated, tmp_path_factory.mktemp("round"))


@pytest.fixture(scope="module")
def round_reader(round_curated: Path) -> Reader:
    return Warehouse(round_curated).reader()


def command(*arguments: object) -> Done:
    return run_main("dashboard", *arguments)


def test_queries_go_to_the_towns_with_doubts(round_reader: Reader) -> None:
    made = letters.make_letters(round_reader, "query", TODAY)
    assert list(made.documents) == [
        "01452_鷹栖町_令和5年度_疑義照会.docx",
        "01631_音更町_令和5年度_疑義照会.docx",
        "一覧_令和5年度_疑義照会.xlsx",
    ]
    assert (made.number, made.reply_by, made.survey.fiscal_year) == (2, date(2024, 1, 4), 2023)


def test_nobody_is_asked_for_an_answer_before_the_survey_is_due(round_reader: Reader) -> None:
    made = letters.make_letters(round_reader, "query", date(2023, 11, 30))
    assert made.reply_by == made.survey.deadline == date(2023, 12, 15)


def test_the_letter_has_the_words_of_the_cell(round_reader: Reader, tmp_path: Path) -> None:
    written = letters.save_letters(round_reader, "query", tmp_path, TODAY)
    table = docx.Document(str(written.paths[0])).tables[-1]
    assert [[cell.text for cell in row.cells][1:4] for row in table.rows[1:]] == [
        ["問1　statusの設問", "（空欄）", "D10"],
        ["問2　start_yearの設問", "令和７～8年度", "D12"],
        ["問7　staff_full_timeの設問", "1～2人", "D40"],
    ]


def test_reminders_go_to_all_who_are_silent(round_reader: Reader, tmp_path: Path) -> None:
    written = letters.save_letters(round_reader, "reminder", tmp_path, TODAY)
    assert written.letters.number == 176
    assert len(list(tmp_path.glob("*_提出のお願い（再）.docx"))) == 175
    assert [path.name for path in tmp_path.glob("*_再提出のお願い.docx")] == [
        "01397_留寿都村_令和5年度_再提出のお願い.docx"
    ]


def test_files_of_nobody_are_told_before_reminders_go_out(round_curated: Path, tmp_path: Path) -> None:
    given = ("--out", tmp_path, "--curated", round_curated, "--on", "2023-12-20")
    assert (
        "分からないまま保留したファイルが1件あります（回答.xlsx）"
        in command("letters", "--kind", "reminder", *given).stdout
    )
    assert "保留した" not in command("letters", "--kind", "query", *given).stdout


def test_fictional_returns_make_marked_letters(built_curated: Path, tmp_path: Path) -> None:
    curated, out = tmp_path / "curated", tmp_path / "out"
    curated.mkdir()
    publish_round(built_curated, curated, is_synthetic=True)
    written = letters.save_letters(Warehouse(curated).reader(), "query", out, TODAY)
    header = docx.Document(str(written.paths[0])).sections[0].header.paragraphs[0].text
    assert "架空データ" in header


@pytest.mark.parametrize("kind", ["query", "reminder"])
def test_what_the_office_entered_once_leaves_nothing_to_fill_in(round_reader: Reader, kind: Kind) -> None:
    made = letters.make_letters(round_reader, kind, TODAY, office=OFFICE)
    for name, content in made.documents.items():
        if name.endswith(".docx"):
            text = "".join(opened(content).element.body.itertext())
            assert "【要記入" not in text
            assert all(entered in text for entered in OFFICE.values())
            assert "事　務　連　絡" not in text


def test_the_seal_is_left_out_of_a_letter_without_a_symbol(round_reader: Reader) -> None:
    made = letters.make_letters(round_reader, "query", TODAY, office={**OFFICE, "symbol": ""})
    text = text_of(made.documents["01452_鷹栖町_令和5年度_疑義照会.docx"])
    assert "事　務　連　絡" in text
    assert "公印省略" not in text


def test_letters_follow_the_filter_and_lie_in_folders_by_area(round_reader: Reader) -> None:
    made = letters.make_letters(round_reader, "reminder", TODAY, codes=frozenset({"01210", "01397"}))
    assert made.number == 2
    areas = {"01210": "空知総合振興局", "01397": "後志総合振興局"}
    assert list(letters.by_area(made.documents, areas)) == [
        "空知総合振興局/01210_岩見沢市_令和5年度_提出のお願い（再）.docx",
        "後志総合振興局/01397_留寿都村_令和5年度_再提出のお願い.docx",
        "一覧_令和5年度_提出のお願い（再）.xlsx",
    ]


def test_a_day_that_is_no_deadline_is_refused(round_reader: Reader) -> None:
    with pytest.raises(LettersRefusedError, match="令和5年12月20日（水）"):
        letters.make_letters(round_reader, "query", TODAY, reply_by=TODAY)


def test_a_year_without_returns_is_refused_with_those_there_are(round_reader: Reader) -> None:
    with pytest.raises(LettersRefusedError, match=r"令和4年度の調査票は.*令和5年度"):
        letters.make_letters(round_reader, "query", TODAY, fiscal_year=2022)


def test_without_any_return_the_next_step_is_said(reader: Reader) -> None:
    with pytest.raises(LettersRefusedError, match="「回収・点検」で調査票を受け取って"):
        letters.make_letters(reader, "reminder", TODAY)


def test_the_command_writes_letters_and_says_what_to_do_next(round_curated: Path, tmp_path: Path) -> None:
    told = command(
        *("letters", "--kind", "query", "--out", tmp_path, "--curated", round_curated, "--on", "2023-12-20")
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert "令和5年度の疑義照会: 2件の文書と一覧" in told.stdout
    assert "【要記入】を埋めてから" in told.stdout
    assert "令和6年1月4日（木）" in told.stdout
    assert len(list(tmp_path.iterdir())) == 3


def test_the_command_tells_programs_in_json(round_curated: Path, tmp_path: Path) -> None:
    old = tmp_path / "01100_札幌市_令和5年度_疑義照会.docx"
    old.touch()
    told = command(
        *("--curated", round_curated, "letters", "--kind", "query", "--out", tmp_path),
        *("--on", "2023-12-20", "--reply-by", "2023-12-27", "--fiscal-year", "R5", "--json"),
    )
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {
        "kind": "query",
        "fiscal_year": 2023,
        "letters": 2,
        "reply_by": "2023-12-27",
        "files": [
            "01452_鷹栖町_令和5年度_疑義照会.docx",
            "01631_音更町_令和5年度_疑義照会.docx",
            "一覧_令和5年度_疑義照会.xlsx",
        ],
        "left_over": [old.name],
        "unassigned": [],
        "synthetic": False,
    }


def test_the_command_refuses_in_words(tmp_path: Path) -> None:
    told = command("letters", "--kind", "reminder", "--out", tmp_path / "out", "--curated", tmp_path)
    assert told.returncode == 1
    assert "python -m etl build" in told.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--kind", "spam"),
        ("--kind", "query", "--fiscal-year", "五年"),
        ("--kind", "query", "--reply-by", "令和6年"),
    ],
)
def test_the_command_tells_wrong_usage(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    assert command("letters", "--out", tmp_path, *wrong).returncode == 2
