"""What is kept of a command that did not do its work: a refusal is no fault."""

import logging
import re
import sys
from pathlib import Path

import pytest

from dashboard.intake.pipeline import IntakeError, Pipeline


def command(*lines: str) -> tuple[str, ...]:
    return (sys.executable, "-c", "\n".join(("import sys", *lines)))


def test_a_refusal_is_told_in_its_own_words_and_logged_as_no_fault(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    refusing = command("print('時点を入れてください。', file=sys.stderr)", "sys.exit(1)")
    with caplog.at_level(logging.INFO), pytest.raises(IntakeError, match=r"^時点を入れてください。$"):
        Pipeline(tmp_path, tmp_path, refusing).run(["add"], 60)
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("INFO", "add refused: 時点を入れてください。")
    ]


@pytest.mark.parametrize("fault", ["raise ValueError('x')", "sys.exit(3)", "sys.exit(1)"])
def test_a_command_that_fails_without_words_is_a_fault_with_a_number_that_the_log_has_too(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    with pytest.raises(IntakeError) as told:
        Pipeline(tmp_path, tmp_path, command(fault)).run(["add"], 60)
    [number] = re.findall(r"「(\d{3}-\d{3})」", str(told.value))
    assert [(one.levelname, number in one.getMessage()) for one in caplog.records] == [("ERROR", True)]
