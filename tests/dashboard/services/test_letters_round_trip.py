"""The whole way, by the commands alone: a 調査票 is issued, filled in wrong, received, built, and asked back."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def filled(form: Path, answers: dict[str, str]) -> bytes:
    """The 調査票 with answers typed in beside the numbers of the questions."""
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=1, max_col=3):
        if row[0].value in answers:
            row[2].value = answers[str(row[0].value)]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def answered(raw_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of warehouses in which 鷹栖町 answered with doubts and 留寿都村's file is broken."""
    work = tmp_path_factory.mktemp("round")
    raw, issued, sent = work / "raw", work / "issued", work / "sent"
    shutil.copytree(raw_files, raw)
    run("etl", "issue", "--fiscal-year", "2023", "--raw", raw, "--out", issued)
    sent.mkdir()
    (form,) = issued.glob("01452_*.xlsx")
    (sent / "鷹栖町（回答）.xlsx").write_bytes(filled(form, {"問1": "実施予定なし", "問2": "令和７～８年度"}))
    (other,) = issued.glob("01397_*.xlsx")
    (sent / other.name).write_bytes(other.read_bytes()[:4000])
    run("etl", "receive", sent, "--fiscal-year", "2023", "--on", "2023-12-12", "--raw", raw)
    run("etl", "build", "--raw", raw, "--curated", work / "curated")
    return work / "curated"


def letters(
    curated: Path, kind: str, out: Path
) -> tuple[dict[str, object], dict[str, docx.document.Document]]:
    printed = run(
        *("dashboard", "letters", "--kind", kind, "--out", out, "--curated", curated),
        *("--on", "2023-12-20", "--json"),
    )
    told = json.loads(printed)
    assert not told["synthetic"]
    return told, {path.name: docx.Document(str(path)) for path in out.glob("*.docx")}


def test_the_town_reads_its_own_words_and_cells(answered: Path, tmp_path: Path) -> None:
    _, made = letters(answered, "query", tmp_path)
    ((name, letter),) = made.items()
    assert name == "01452_鷹栖町_令和5年度_疑義照会.docx"
    rows = [[cell.text for cell in row.cells] for row in letter.tables[-1].rows[1:]]
    (about_year,) = (row for row in rows if row[1].startswith("問2"))
    assert about_year[2:4] == ["令和７～８年度", "C17"]
    assert [row[2] for row in rows if row[1].startswith("問8")] == ["（空欄）", "（空欄）"]
    assert "鷹栖町（回答）.xlsx" in "".join(paragraph.text for paragraph in letter.paragraphs)


def test_all_others_are_reminded_and_a_broken_file_is_not_passed_over(answered: Path, tmp_path: Path) -> None:
    told, made = letters(answered, "reminder", tmp_path)
    assert len(made) == 178
    assert "01452_鷹栖町_令和5年度_提出のお願い（再）.docx" not in made
    assert "01397_留寿都村_令和5年度_再提出のお願い.docx" in made
    assert "01397_留寿都村_令和5年度_提出のお願い（再）.docx" not in made
    assert told["unassigned"] == []
    text = "".join(
        paragraph.text for paragraph in made["01397_留寿都村_令和5年度_再提出のお願い.docx"].paragraphs
    )
    assert "01397_留寿都村_重層調査票_R5.xlsx" in text
