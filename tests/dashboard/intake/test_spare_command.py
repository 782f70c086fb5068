"""A process that has loaded what a command needs waits for it, and does what it would have done without waiting."""

import sys
from pathlib import Path

import pytest

from dashboard.intake import pipeline
from dashboard.intake.pipeline import IntakeError, Pipeline
from dashboard.intake.spare_command import SpareCommand
from dashboard.intake.subprocess_limits import Command

TRACE = ["trace", "--municipality", "鷹栖町"]


@pytest.fixture
def waiting(tmp_path: Path) -> Pipeline:
    """A pipeline with a process that waits."""
    with_spare = Pipeline(tmp_path / "raw", tmp_path / "curated")
    assert with_spare._spare is not None
    with_spare._spare.prepare((pipeline.READY,))
    return with_spare


def test_what_waits_does_what_it_is_told(waiting: Pipeline, demo_curated: Path) -> None:
    said = waiting.ask([*TRACE, "--curated", str(demo_curated)], 60)
    assert said == Pipeline(waiting.raw, demo_curated).ask([*TRACE, "--curated", str(demo_curated)], 60)


def test_what_waits_refuses_in_the_same_words(waiting: Pipeline, tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="データがまだありません"):
        waiting.ask([*TRACE, "--curated", str(tmp_path)], 60)


def test_nobody_need_have_asked(waiting: Pipeline) -> None:
    assert waiting._spare is not None
    command = waiting._spare.take((pipeline.READY,))
    assert command is not None
    assert command.finish(60).code == 0
    assert waiting._spare.take((pipeline.READY,)) is None


def test_one_that_has_ended_is_not_asked(waiting: Pipeline, tmp_path: Path) -> None:
    assert waiting._spare is not None
    waiting._spare.drop()
    with pytest.raises(IntakeError, match="データがまだありません"):
        waiting.ask([*TRACE, "--curated", str(tmp_path)], 60)


def test_one_that_nobody_asks_for_ends_by_itself_after_the_last_that_wished_it(tmp_path: Path) -> None:
    started: list[Command] = []

    def start(arguments: tuple[str, ...]) -> Command:
        started.append(Command([sys.executable, "-c", "input()"], tmp_path))
        return started[-1]

    spare = SpareCommand(start, 0.2)
    spare.prepare(("wait",))
    first = spare._timer
    spare.prepare(("wait",))
    last = spare._timer
    assert first is not None
    assert last is not None
    assert first.finished.is_set()  # it does not end what was wished again
    last.join()
    assert [command.is_alive for command in started] == [False]
    assert spare.take(("wait",)) is None
