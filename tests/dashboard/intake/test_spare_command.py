"""A process that has loaded what a command needs waits for it, and does what it would have done without waiting."""

from pathlib import Path

import pytest

from dashboard.intake import pipeline
from dashboard.intake.pipeline import IntakeError, Pipeline

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
