"""Whoever changes what is received is named where one looks for it, whatever command does it."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import journal
from dashboard.app import create_app
from dashboard.intake import act_notes
from dashboard.intake.act_notes import ActNote
from dashboard.intake.acts import Acts
from dashboard.intake.pipeline import Pipeline
from dashboard.views import act_history
from dashboard.warehouse.reader import Warehouse
from etl import __main__ as etl_main
from tests.dashboard import walking
from tests.dashboard.intake.test_acts import PIPELINE, ended

# Change nothing that is received, or keep a record of their own: addresses and forms of the state in the journal, what went
# out beside its round, a 控え in the list of them.
OTHERS = {
    *("build", "inspect", "headings", "addresses", "issue", "check", "annotate", "trace", "ready", "demo"),
    *("state-form keep", "state-form look", "state-form fill"),
    *("form list", "form show", "form preview", "form compare"),
    *("backup make", "backup daily", "backup check", "backup restore"),
}
WHO, WHY = "佐藤 花子", "電話で確かめたため"


def commands(parser: argparse.ArgumentParser, before: tuple[str, ...] = ()) -> Iterator[str]:
    """Each command of a parser with its sub-command."""
    parts = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not parts:
        yield " ".join(before)
    for name, inner in (pair for part in parts for pair in part.choices.items()):
        yield from commands(inner, (*before, name))


def test_each_command_of_etl_is_known_to_change_what_is_received_or_not() -> None:
    every = set(commands(etl_main._parser()))
    assert every == act_notes.CHANGES | OTHERS
    assert not act_notes.CHANGES & OTHERS


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    script = tmp_path / "pipeline.py"
    script.write_text(PIPELINE, encoding="utf-8")
    (tmp_path / "raw").mkdir()
    command = (sys.executable, str(script))
    return Pipeline(tmp_path / "raw", tmp_path / "curated", command, tmp_path / "journal.sqlite")


def given(command: str) -> list[str]:
    return [*command.split(), *["--state", "final"] * (command == "round")]


@pytest.mark.parametrize("command", sorted(act_notes.CHANGES))
def test_who_when_and_why_of_every_act_are_kept(pipeline: Pipeline, command: str) -> None:
    with pytest.raises(ValueError, match="say by whom"):
        pipeline.ask(given(command), 60)
    acts, file = Acts(pipeline), "survey/R5/returns/2023-12-12/a.xlsx"
    begun = acts.start(
        "したこと", given(command), by=WHO, reason=WHY, file=file, municipality_code="01452", builds=False
    )
    assert ended(acts, begun).stage == "done"
    kept = act_history.kept(pipeline.journal)
    for lines in (
        [act_history.by_file(kept)[file]],
        act_history.of_town(kept, "01452", frozenset()),
        act_history.of_town(kept, "", frozenset({file})),
    ):
        [line] = lines
        assert line.startswith("令和")
        assert f"{WHO}: したこと（理由: {WHY}）" in line


def test_an_act_that_is_refused_is_not_noted(pipeline: Pipeline) -> None:
    acts = Acts(pipeline)
    assert ended(acts, acts.start("登録", ["refuse"], by=WHO)).stage == "failed"
    assert len(act_history.kept(pipeline.journal)) == 0


def test_each_file_of_a_day_has_its_note(pipeline: Pipeline) -> None:
    assert pipeline.journal is not None
    act_notes.keep(
        pipeline.journal, ActNote("直す", WHO, file="survey/R5/returns/d/a.xlsx"), ["d/a.xlsx", "d/b.xlsx"]
    )
    found = act_history.by_file(act_history.kept(pipeline.journal))
    assert sorted(found) == ["survey/R5/returns/d/a.xlsx", "survey/R5/returns/d/b.xlsx"]


def test_what_cannot_be_noted_is_told_and_done(pipeline: Pipeline) -> None:
    assert pipeline.journal is not None
    pipeline.journal.write_bytes(b"no journal" * 1000)
    said = pipeline.change(["add", "--raw", str(pipeline.raw)], 60, ActNote("登録", WHO))
    assert said["did"] == "add"
    assert "だれがしたかは記録できませんでした" in said["unnoted"]


def test_an_act_is_shown_at_the_file_the_town_and_in_the_list_of_all(
    demo_curated: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "journal.sqlite"
    reader = Warehouse(demo_curated).reader()
    [(file, code)] = reader.frame(
        "select file, municipality_code from core_return where fiscal_year = 2023 and is_current limit 1"
    ).itertuples(index=False)
    act_notes.keep(kept, ActNote("受領日を直す", WHO, WHY, str(file)))
    browser = walking.Browser(create_app(Warehouse(demo_curated), kept, demo_curated.parent / "raw"))
    for path, search in (
        ("/returns", "?round=2023"),
        ("/town", f"?town={code}"),
        ("/data", "?sec=acts"),
    ):
        shown = " ".join(walking.seen_texts(browser.page(path, search)))
        assert WHO in shown, path
        assert WHY in shown, path
        assert "受領日を直す" in shown, path


def test_a_name_that_nobody_gave_is_said_to_be_missing(tmp_path: Path) -> None:
    act_notes.keep(tmp_path / "journal.sqlite", ActNote("登録", " "))
    [row] = journal.current(tmp_path / "journal.sqlite", act_notes.KIND)["written_by"]
    assert row == act_notes.UNNAMED
