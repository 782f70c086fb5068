"""CSV as it comes: encodings, delimiters, quoting, garbled text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.readers import csv_text
from etl.readers.garbled import is_garbled
from etl.readers.refusal import RefusedError
from tests import messes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encoding_and_delimiter_are_found_out(tmp_path: Path, encoding: str, delimiter: str) -> None:
    content = messes.csv_file(tmp_path / "a.csv", encoding=encoding, delimiter=delimiter).read_bytes()
    read = csv_text.read_csv(content)
    assert (read.encoding, read.delimiter) == (encoding, delimiter)
    assert read.sheet.rows == messes.ROWS


def test_an_encoding_other_than_utf8_is_stated(tmp_path: Path) -> None:
    content = messes.csv_file(tmp_path / "a.csv", encoding="cp932").read_bytes()
    findings = csv_text.read_csv(content).findings
    assert [(f.severity, f.rule, f.value) for f in findings] == [("info", "FILE-ENCODING", "cp932")]
    assert "Shift_JIS" in findings[0].message


def test_a_leading_zero_stays() -> None:
    assert csv_text.read_csv(b"code,n\n01202,007\n").sheet.rows[1] == ["01202", "007"]


def test_an_empty_field_is_no_value() -> None:
    assert csv_text.read_csv(b'a,b,c\n1,,""\n').sheet.rows[1] == ["1", None, None]


def test_quoted_fields_keep_their_commas_newlines_and_quotes() -> None:
    rows = csv_text.read_csv('名,注\n"函館市, 七飯町","一行目\n二行目 ""引用"""\n'.encode()).sheet.rows
    assert rows[1] == ["函館市, 七飯町", '一行目\n二行目 "引用"']


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("市町村名,é\n".encode("latin-1", "replace") + b"caf\xe9,x\n", "FILE-ENCODING"),
        (b"a,b\n1,\x002\n", "FILE-NOT-A-TABLE"),
        ('a,b\n1,"開いたまま\n2,3\n'.encode(), "L1-15"),
        (b'a,b\n1,"x"y\n', "L1-15"),
    ],
)
def test_what_cannot_be_read_for_sure_is_refused(content: bytes, rule: str) -> None:
    with pytest.raises(RefusedError) as caught:
        csv_text.read_csv(content)
    assert caught.value.finding.rule == rule


def test_an_open_quote_is_refused_with_its_row() -> None:
    with pytest.raises(RefusedError) as caught:
        csv_text.read_csv('a,b\n1,2\n3,"四\n5,6\n'.encode())
    assert caught.value.finding.cell == "A3"
    assert "3行目" in caught.value.finding.message


def test_a_row_with_a_value_too_many_is_warned_about_at_that_value() -> None:
    findings = csv_text.read_csv("町,注\n函館市,あ\n七飯町,い,う\n北斗市,え\n".encode()).findings
    assert [(f.severity, f.rule, f.cell, f.value) for f in findings] == [("warning", "L1-14", "C3", "う")]


@pytest.mark.parametrize(
    "make", [messes.utf8_read_as_cp932, messes.cp932_read_as_latin1, messes.replacement_characters]
)
def test_garbled_text_in_a_valid_file_is_an_error_with_its_cell(tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    read = csv_text.read_csv(make(tmp_path / "a.csv").read_bytes())
    assert {(f.severity, f.rule) for f in read.findings} == {("error", "TEXT-GARBLED")}
    assert [f.cell for f in read.findings] == ["B2", "C2", "B3", "C3"]
    assert "文字化け" in read.findings[0].message


@pytest.mark.parametrize(
    "text",
    [
        "函館市", "ﾊｺﾀﾞﾃ", "東ｸﾞﾙｰﾌﾟ", "令和５年度", "①髙﨑", "90㎡×2", "Café Résumé", "日ﾉ出", "纏め役", "※±3℃", "繋ぐ・訃報",
        "重層的支援体制整備事業", "約1,200人（うち65歳以上）", "ﾃｽ", "〇△×", "鵡川町・穂別町",
    ],
)  # fmt: skip
def test_real_text_is_not_taken_for_garbled(text: str) -> None:
    assert not is_garbled(text)


@given(
    st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x9FFF, codec="cp932"), min_size=1, max_size=20)
)
def test_japanese_text_of_any_kind_survives_all_three_encodings(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "cp932"):
        rows = csv_text.read_csv(f"見出し,値\n町,{text}\n".encode(encoding)).sheet.rows
        assert rows == [["見出し", "値"], ["町", text]]
