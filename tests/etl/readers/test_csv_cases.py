"""CSV as Excel, a Mac or a mail program left it: read as it was meant, or refused with its line and encoding."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import corrections, csv_bytes, sources
from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers import csv_text, reference, vocabulary
from etl.readers.context import ReadContext
from etl.readers.refusal import RefusedError
from etl.survey.returned import register
from etl.survey.returned.register import RegisteredReturn
from tests.etl.read_list import received, status_list

CASES = Path(__file__).parents[1] / "cases" / "csv"
HAKODATE_AND_NANAE = [("01202", "implementing", 2023), ("01337", "undecided", None)]
READ = {
    "separator_line.csv": HAKODATE_AND_NANAE,
    "end_of_file_sign.csv": HAKODATE_AND_NANAE,
    "carriage_returns_only.csv": HAKODATE_AND_NANAE,
    "iso_2022_jp.csv": HAKODATE_AND_NANAE,
    "codes_as_formulas.csv": HAKODATE_AND_NANAE,
    "joined_files_with_two_marks.csv": [*HAKODATE_AND_NANAE, ("01203", "undecided", None)],
    "utf_16_without_mark.csv": HAKODATE_AND_NANAE,
    "invisible_spaces.csv": HAKODATE_AND_NANAE,
    "decomposed_kana_of_a_mac.csv": [
        ("01395", "planned", 2027),
        ("01610", "unknown", None),
        ("01609", "undecided", None),
    ],
    "line_breaks_in_headings.csv": [("01202", "implementing", 2023)],
    "unicode_text_of_excel.txt": HAKODATE_AND_NANAE,
    "quotes_and_commas_in_a_note.csv": [("01202", "implementing", 2023)],
    "trailing_commas.csv": HAKODATE_AND_NANAE,
    "signs_of_one_vendor.csv": [("01202", "implementing", 2023), ("01337", "implementing", 2023)],
    "semicolons.csv": HAKODATE_AND_NANAE,
    "own_export_sent_back.csv": [("01371", "undecided", None)],
}
TABLE = "団体コード,市町村名,実施状況,開始年度\r\n01202,函館市,実施中,令和5年度\r\n01337,七飯町,検討中,\r\n"
WAYS = {
    "end of file": lambda text: text + "\x1a",
    "end of file after blank lines": lambda text: text + "\r\n\r\n\x1a\r\n",
    "separator line": lambda text: "sep=,\r\n" + text,
    "quoted separator line": lambda text: '"sep=,"\r\n' + text,
    "line feeds": lambda text: text.replace("\r\n", "\n"),
    "carriage returns": lambda text: text.replace("\r\n", "\r"),
    "no last line break": lambda text: text.rstrip("\r\n"),
    "tabs": lambda text: text.replace(",", "\t"),
    "semicolons": lambda text: text.replace(",", ";"),
    "dropped zeros": lambda text: text.replace("01202", "1202").replace("01337", "1337"),
    "six digits without the zero": lambda text: text.replace("01202", "12025"),
    "codes as formulas": lambda text: text.replace("01202", '="01202"'),
    "codes as quoted formulas": lambda text: text.replace("01202", '"=""01202"""'),
    "codes with an apostrophe": lambda text: text.replace("01202", "'01202"),
    "heading again": lambda text: text + text.splitlines(keepends=True)[0],
    "a second byte order mark": lambda text: text.replace("01337", "\ufeff01337"),
    "trailing commas": lambda text: text.replace("\r\n", ",,,\r\n"),
    "as it is": lambda text: text,
}
ENCODINGS = ("cp932", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-2022-jp", "euc_jp")


@pytest.mark.parametrize("name", READ)
def test_a_list_is_read_as_it_was_meant(name: str) -> None:
    facts, findings = status_list(CASES / name)
    assert [(f["municipality_code"], f["status_code"], f["start_fiscal_year"]) for f in facts] == READ[name]
    assert [f.message for f in findings if f.severity == "error"] == []


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_saving_is_read_in_each_encoding(tmp_path: Path, way: str, encoding: str) -> None:
    text = WAYS[way](TABLE)
    if encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        text = text.replace("\ufeff", "")
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    facts, findings = status_list(path)
    read = [(fact["municipality_code"], fact["status_code"], fact["start_fiscal_year"]) for fact in facts]
    assert read == HAKODATE_AND_NANAE
    assert {finding.severity for finding in findings} <= {"info"}


def test_a_dropped_zero_is_said_once_with_its_cell(tmp_path: Path) -> None:
    text = TABLE.replace("01202", "1202").replace("01337", "1337")
    findings = _findings(text.encode(), tmp_path)
    assert [(f.severity, f.rule, f.cell, f.value) for f in findings] == [("info", "CODE-ZERO", "A2", "1202")]
    assert "01202" in findings[0].message
    assert "ほか1行" in findings[0].message


def test_a_full_code_is_not_called_short(tmp_path: Path) -> None:
    assert _findings(TABLE.encode(), tmp_path) == []
    assert _findings(TABLE.replace("01202", "012025").encode(), tmp_path) == []


def test_one_bad_byte_is_named_with_its_line_and_the_encoding() -> None:
    with pytest.raises(RefusedError) as refused:
        csv_text.read_csv((CASES / "one_bad_byte.csv").read_bytes())
    finding = refused.value.finding
    assert (finding.rule, finding.cell, finding.value) == ("FILE-ENCODING", "A3", "0x81")
    assert "UTF-8" in finding.message
    assert "3行目" in finding.message


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
@given(line=st.integers(0, 2), byte=st.sampled_from([0x80, 0xFF, 0xFE]))
@settings(max_examples=20)
def test_a_slip_of_one_byte_is_never_read_as_another_encoding(encoding: str, line: int, byte: int) -> None:
    lines = TABLE.encode(encoding).splitlines(keepends=True)
    lines[line] = lines[line].replace(b"\r\n", bytes([byte]) + b"\r\n")
    with pytest.raises(RefusedError) as refused:
        csv_text.read_csv(b"".join(lines))
    assert refused.value.finding.cell == f"A{line + 1}"


@given(
    st.text(
        st.characters(min_codepoint=0x3041, max_codepoint=0x9FFF, codec="iso2022_jp"), min_size=1, max_size=20
    )
)
def test_japanese_of_a_mail_program_survives(text: str) -> None:
    mailed = f"見出し,{text}\r\n".encode("iso2022_jp")
    assert csv_bytes.decode(mailed) == ("iso-2022-jp", f"見出し,{text}\r\n")


def test_the_vendor_signs_and_half_width_katakana_of_a_mail_program_are_read() -> None:
    circled_one = b"\x1b$B-!\x1b(B"
    assert csv_bytes.decode(circled_one + b"\x1b(I1\x1b(B")[1] == "①ｱ"


def test_a_correction_saved_by_excel_holds_for_the_whole_code() -> None:
    read = corrections.read(
        ReadContext(Ledger()), received(CASES / "corrections_saved_by_excel.csv", "corrections")
    )
    assert [(one.municipality_code, one.fiscal_year, one.corrected_on) for one in read] == [
        ("01459", 2025, date(2026, 11, 20))
    ]


def test_corrections_that_excel_garbled_are_named_as_garbled() -> None:
    context = ReadContext(Ledger())
    assert not reference.read_plain(
        context, received(CASES / "corrections_garbled_by_excel.csv", "corrections"), "to"
    )
    assert {f.severity for f in context.findings} >= {"error"}
    assert "TEXT-GARBLED" in {finding.rule for finding in context.findings}


def test_the_register_saved_by_excel_is_read_and_written_back_for_excel(raw: Path) -> None:
    path = raw / sources.REGISTER_NAME
    shutil.copyfile(CASES / "register_saved_by_excel.csv", path)
    files, _ = sources.read_register(raw)
    towns = next(file for file in files if file.kind == "municipalities")
    assert towns.title.startswith("道内179市町村の一覧")
    assert towns.received_on.isoformat() == "2026-11-23"
    rows = sources.read_rows(raw)
    sources.write_rows(raw, rows)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert sources.read_rows(raw) == [{**dict.fromkeys(sources.COLUMNS, ""), **row} for row in rows]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda content: content.replace(b"file,", b"datei,", 1), "file"),
        (lambda content: content[:200] + b"\xff" + content[200:], "行目"),
        (lambda content: content + b'"open', "引用符"),
    ],
)
def test_a_register_that_cannot_be_read_is_named_in_japanese(raw: Path, spoil, told: str) -> None:  # type: ignore[no-untyped-def]
    path = raw / sources.REGISTER_NAME
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(csv_bytes.CsvBytesError, match=told) as refused:
        sources.read_register(raw)
    assert "SOURCES.csv" in str(refused.value)


def test_the_records_that_the_office_writes_on_in_excel_carry_a_byte_order_mark() -> None:
    for name in ("SOURCES.csv", "corrections/corrections.csv"):
        assert (Path("data/raw") / name).read_bytes().startswith(b"\xef\xbb\xbf"), name


def _findings(content: bytes, folder: Path) -> list[Finding]:
    path = folder / "a.csv"
    path.write_bytes(content)
    return status_list(path)[1]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig", "utf-16"])
def test_the_register_of_returns_saved_by_excel_is_read_and_continued(tmp_path: Path, encoding: str) -> None:
    line = RegisteredReturn(
        "2023-11-30/a.xlsx", "ab" * 32, "2023-11-30", "鷹栖町.xlsx", "01452", "manifest", reason="電話で確認"
    )
    register.append(tmp_path, [line])
    path = tmp_path / register.REGISTER
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    saved = (
        path.read_text(encoding="utf-8-sig")
        .replace(",2023-11-30,", ",2023/11/30,")
        .replace(",01452,", ",1452,")
    )
    path.write_bytes(saved.replace("\n", "\r\n").encode(encoding))
    assert register.read_lines(tmp_path) == [line]
    register.append(tmp_path, [replace(line, sha256="cd" * 32)])
    assert [one.sha256[:2] for one in register.read_lines(tmp_path)] == ["ab", "cd"]


def test_a_register_of_returns_with_a_lost_byte_is_named_with_its_line(tmp_path: Path) -> None:
    line = RegisteredReturn("2023-11-30/a.xlsx", "ab" * 32, "2023-11-30", "鷹栖町の調査票.xlsx", "01452")
    register.append(tmp_path, [line])
    path = tmp_path / register.REGISTER
    path.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace("鷹".encode(), b"\xe9\xb7", 1))
    with pytest.raises(register.RegisterError, match=r"REGISTER\.csv.*2行目"):
        register.read_lines(tmp_path)


def test_headings_of_ours_saved_by_excel_are_still_known(tmp_path: Path) -> None:
    ours = (vocabulary.VOCABULARY / "columns.csv").read_text(encoding="utf-8")
    saved = tmp_path / "columns.csv"
    saved.write_bytes(ours.replace("\n", "\r\n").encode("cp932"))
    assert tuple(csv_bytes.read_records(saved).rows) == vocabulary.rows("columns")
