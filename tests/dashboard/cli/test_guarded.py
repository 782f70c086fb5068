"""A fault that nobody foresaw: words for who asked, the trace for who looks after the tool."""

import argparse
import io
import os
import re
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.cli import deck
from dashboard.cli.guarded import run_guarded
from dashboard.cli.output import say


@pytest.mark.parametrize("can_write", [True, False])
def test_an_unforeseen_fault_is_said_in_words_and_its_trace_is_kept_or_shown(
    can_write: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(deck, "open_reader", broken)
    kept = tmp_path / "FAULTS.log"
    if not can_write:
        kept.mkdir()
    assert main(["--curated", str(tmp_path), "deck", "--out", str(tmp_path / "deck.pptx")]) == 1
    said = capsys.readouterr().err
    assert "終わりまでできませんでした" in said
    assert re.search(r"不具合の番号「\d{3}-\d{3}」", said)
    trace = kept.read_text(encoding="utf-8") if can_write else said
    assert "RuntimeError: unforeseen" in trace
    assert ("Traceback" in said) is not can_write


def test_a_worker_whom_nobody_asked_before_the_server_ended_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert main(["--curated", str(tmp_path), "deck", "--request", "--out", "-", "--json"]) == 0
    assert capsys.readouterr().err == ""
    assert not (tmp_path / "FAULTS.log").exists()


def test_an_output_that_nobody_reads_any_more_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    def command(_args: argparse.Namespace) -> int:
        say("長い一覧" * 100_000)
        return 1

    with os.fdopen(writing, "w", encoding="utf-8") as closed:
        monkeypatch.setattr("sys.stdout", closed)
        assert run_guarded(command, argparse.Namespace(curated=tmp_path)) == 0
        monkeypatch.undo()
    assert capsys.readouterr().err == ""
    assert not (tmp_path / "FAULTS.log").exists()
