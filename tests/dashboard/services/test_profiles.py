"""市町村カルテ on paper: one page a town, the words of the page, every value with its cell, fiction marked."""

import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from dashboard.__main__ import main
from dashboard.export import docx_sheet
from dashboard.export.docx_sheet import TableBlock, fitted, line
from dashboard.export.profile_docx import Profile
from dashboard.queries import town_sheet
from dashboard.services import profiles
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.words import raw_files
from dashboard.words.words import SYNTHETIC_MARK
from tests.dashboard.conftest import publish_copy

HEAVY, CASE = "01516", "01452"  # 豊富町: plans, words of its own, many activities; 鷹栖町: the leading case


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_copy(demo_curated, tmp_path_factory.mktemp("profiles"))


@pytest.fixture(scope="module")
def demo_reader(demo: Path) -> Reader:
    return Warehouse(demo).reader()


@pytest.fixture(scope="module")
def heavy(demo_reader: Reader) -> Profile:
    return profiles.gather(demo_reader, None, [HEAVY])[0]


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    parts = [document, section.header, section.footer]
    said = [paragraph.text for part in parts for paragraph in part.paragraphs]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(said)


def test_the_sheet_says_what_the_page_says_with_the_cell_of_each_value(
    heavy: Profile, demo_reader: Reader
) -> None:
    said = words_of(profiles.to_docx(heavy))
    assert "豊富町" in said
    assert "とよとみちょう" in said
    assert "3,431人" in said  # 国勢調査
    rows = town_sheet.answers(demo_reader, HEAVY)
    for row in rows[
        (rows["kind"].isin(["free_text", "contact"])) & (rows["answer_state"] == "answered")
    ].to_dict("records"):
        if row["fiscal_year"] == rows["fiscal_year"].max():
            is_of_a_person = row["option_code"] in ("person", "phone", "email")
            assert (row["value"] in said) != is_of_a_person
            assert is_of_a_person or f"]{row['cell']}" in said
    for file in town_sheet.rounds(demo_reader, HEAVY)["file"]:
        assert raw_files.file_words(file) in said
    for title in town_sheet.activities(demo_reader, HEAVY)["title"]:
        assert title in said
    assert heavy.warehouse_id not in said
    assert "時点" in said


def test_fictional_values_are_marked_and_real_ones_are_not(heavy: Profile, reader: Reader) -> None:
    said = words_of(profiles.to_docx(heavy))
    assert "架空データを含みます" in said
    assert "架空データ" in heavy.file_name
    document = docx.Document(io.BytesIO(profiles.to_docx(heavy)))
    years, figures = document.tables[:2]
    assert [SYNTHETIC_MARK in row.cells[1].text for row in years.rows[1:3]] == [False, True]
    assert not any(SYNTHETIC_MARK in cell.text for row in figures.rows for cell in row.cells)
    real = words_of(profiles.to_docx(profiles.gather(reader, None, [CASE])[0]))
    assert "架空" not in real
    assert "先行事例" in real


def test_a_heavy_town_and_the_leading_case_each_take_one_page(demo_reader: Reader, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) を入れてください"
    made = profiles.gather(demo_reader, None, [CASE, HEAVY])
    paths = []
    for profile in made:
        paths.append(tmp_path / f"{profile.code}.docx")
        paths[-1].write_bytes(profiles.to_docx(profile))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [
        program,
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        *map(str, paths),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for path in paths:
        read = PdfReader(path.with_suffix(".pdf"))
        assert len(read.pages) == 1
        assert float(read.pages[0].mediabox.height) > float(read.pages[0].mediabox.width)


def test_all_towns_come_in_one_zip_by_the_command(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "all.zip"
    assert main(["--curated", str(demo), "profile", "--all", "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["profiles"] == 179
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        assert len(names) == len({name[:5] for name in names}) == 179
        assert "札幌市" in words_of(archive.read(names[0]))


def test_an_unknown_code_is_refused_with_what_to_do(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--curated", str(demo), "profile", "99999", "--out", str(tmp_path / "a.docx")]) == 1
    assert "5桁のコード" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert main(["--curated", str(demo), "profile", HEAVY, "--out", str(tmp_path / "a.zip")]) == 1
    assert ".docx" in capsys.readouterr().err


def test_what_does_not_fit_is_left_off_the_end_and_counted() -> None:
    many = TableBlock("多い", (90.0,), tuple((line(f"行{number}"),) for number in range(50)), least=3)
    kept = fitted([many, TableBlock("残す", (90.0,), ((line("一つ"),),))], 200.0)
    assert sum(block.height for block in kept) <= 200.0
    assert kept[0].left_out == 50 - len(kept[0].rows) > 0
    assert len(kept[1].rows) == 1
    written = docx_sheet.elements(kept)
    assert f"ほか{kept[0].left_out}件" in "".join(written[1].xpath(".//w:t/text()"))


def test_words_of_a_town_can_neither_break_the_file_nor_hide_in_it() -> None:
    hostile = TableBlock("言葉", (90.0,), ((line("<w:p>&\u202e=1+1\x00"),),))
    text = "".join(docx_sheet.elements([hostile])[1].xpath(".//w:t/text()"))
    assert text == "<w:p>&〔U+202E〕=1+1␀"
