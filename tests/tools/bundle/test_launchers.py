"""起動 and 停止 as Windows and Linux read them."""

import re

import pytest

from tools import office
from tools.bundle import launchers

BATS = sorted(launchers.windows().items())


@pytest.mark.parametrize(("name", "content"), BATS)
def test_every_line_of_a_bat_ends_as_windows_wants_and_reads_in_cp932(name: str, content: bytes) -> None:
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.decode("cp932").startswith("@echo off\r\n")


@pytest.mark.parametrize(("name", "content"), BATS)
def test_every_jump_of_a_bat_has_its_label(name: str, content: bytes) -> None:
    text = content.decode("cp932")
    assert set(re.findall(r"goto (\w+)", text)) <= set(re.findall(r"^:(\w+)\r", text, re.M))


@pytest.mark.parametrize(("name", "content"), BATS)
def test_a_bat_opened_inside_the_zip_says_to_unzip_first_and_names_itself(name: str, content: bytes) -> None:
    assert f"できたフォルダの中の {name} をひらいてください。" in content.decode("cp932")


def test_a_letter_that_breaks_a_line_under_another_code_page_is_refused() -> None:
    assert launchers.encode_bat(["echo 止める"]) == "echo 止める\r\n".encode("cp932")
    for word in ("表", "能", "ポ", "ソ"):
        with pytest.raises(launchers.UnsafeTextError, match=word):
            launchers.encode_bat([f"echo {word}"])


def test_a_reason_told_by_python_is_not_taken_for_a_python_that_is_blocked() -> None:
    assert launchers.TOLD == office.TOLD
    text = dict(BATS)["起動.bat"].decode("cp932")
    assert text.index(f'"%errorlevel%"=="{office.TOLD}"') < text.index(":blocked")


def test_the_selfcheck_asks_nothing_of_a_part_that_may_be_blocked() -> None:
    text = dict(BATS)["自己診断.bat"].decode("cp932")
    assert "-m dashboard selfcheck --out" in text
    assert "-m tools.office" not in text


def test_the_scripts_of_linux_run_the_python_of_their_folder() -> None:
    for name, content in launchers.linux().items():
        assert content.startswith(b"#!/bin/sh\n"), name
        assert b"python/python3 -m " in content
        assert b"\r" not in content
