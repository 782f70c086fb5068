"""An act runs its commands, builds once, and ends in words whatever happens."""

import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.components import act_line
from dashboard.intake import backups
from dashboard.intake.act_notes import ActNote
from dashboard.intake.acts import MOST_ACTS, Act, Acts
from dashboard.intake.pipeline import IntakeError, Pipeline

PATIENCE = 30.0
# Stands for `python -m etl`: keeps a diary, refuses what is called "refuse", crashes on "crash".
PIPELINE = """
import json, pathlib, sys
name, *rest = sys.argv[1:]
raw = pathlib.Path(rest[rest.index("--raw") + 1])
given = rest[: rest.index("--raw")]
print(name, *given, sep="\t", file=(raw / "diary.txt").open("a", encoding="utf-8"))
if name == "refuse":
    print(json.dumps({"error": "だめ", "findings": [{"message": "A2 を直してください。"}]}))
    print("登録しませんでした。", file=sys.stderr)
    sys.exit(1)
if name == "crash":
    raise ValueError("a secret path")
print(json.dumps({"did": name}))
"""


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    script = tmp_path / "pipeline.py"
    script.write_text(PIPELINE, encoding="utf-8")
    (tmp_path / "raw").mkdir()
    return Acts(Pipeline(tmp_path / "raw", tmp_path / "curated", (sys.executable, str(script))))


def ended(acts: Acts, act: Act) -> Act:
    deadline = time.monotonic() + PATIENCE
    while act.is_running:
        assert time.monotonic() < deadline, act
        threading.Event().wait(0.02)
        act = acts.act(act.act_id) or act
    return act


def diary(acts: Acts) -> list[str]:
    """The commands that were run."""
    return [line.split("\t")[0] for line in (acts.pipeline.raw / "diary.txt").read_text("utf-8").splitlines()]


def arguments(acts: Acts) -> list[list[str]]:
    """What each command was given before the folder of received files."""
    return [
        line.split("\t")[1:] for line in (acts.pipeline.raw / "diary.txt").read_text("utf-8").splitlines()
    ]


def test_an_act_runs_its_commands_in_order_and_builds_once(acts: Acts) -> None:
    act = ended(acts, acts.start("訂正", ["correct"], ["add"], by=""))
    assert (act.stage, act.result, act.trouble) == ("done", {"did": "add"}, "")
    assert diary(acts) == ["correct", "add", "build"]


def test_a_refusal_is_told_with_its_findings_and_nothing_is_built(acts: Acts) -> None:
    act = ended(acts, acts.start("登録", ["refuse"], ["add"], by=""))
    assert (act.stage, act.trouble, act.is_kept) == ("failed", "登録しませんでした。", False)
    assert [one["message"] for one in act.findings] == ["A2 を直してください。"]
    assert diary(acts) == ["refuse"]


def test_what_was_kept_before_a_refusal_is_built(acts: Acts) -> None:
    act = ended(acts, acts.start("登録", ["add"], ["refuse"], by=""))
    assert (act.stage, act.is_kept) == ("failed", True)
    assert diary(acts) == ["add", "refuse", "build"]


def test_a_crash_ends_in_words_without_its_trace(acts: Acts) -> None:
    act = ended(acts, acts.start("登録", ["crash"], by=""))
    assert act.stage == "failed"
    assert "secret" not in act.trouble
    assert act.trouble


def test_acts_follow_one_another_and_old_ones_are_forgotten(acts: Acts) -> None:
    begun = [acts.start("訂正", ["correct", str(number)], by="") for number in range(3)]
    assert [ended(acts, act).stage for act in begun] == ["done"] * 3
    assert diary(acts) == ["correct", "build"] * 3
    acts._acts |= {
        str(number): Act(str(number), "", ActNote("", ""), stage="done") for number in range(MOST_ACTS)
    }
    latest = acts.start("訂正", ["correct"], by="")
    assert ended(acts, latest).stage == "done"
    assert len(acts._acts) == MOST_ACTS
    assert acts.act(begun[0].act_id) is None


def test_an_act_that_changes_nothing_builds_nothing(acts: Acts) -> None:
    act = ended(acts, acts.start("控えの保存", ["backup"], by="", builds=False, outcome="渡しました。"))
    assert (act.stage, act.result, act.outcome) == ("done", {"did": "backup"}, "渡しました。")
    assert diary(acts) == ["backup"]


def test_a_restore_that_was_cut_short_is_finished_by_a_build_before_the_pages_open(acts: Acts) -> None:
    backups.finish(acts.pipeline)
    assert not (acts.pipeline.raw / "diary.txt").exists()
    plan = acts.pipeline.raw / backups.UNFINISHED
    plan.parent.mkdir()
    plan.touch()
    backups.finish(acts.pipeline)
    assert diary(acts) == ["build"]


def test_what_is_asked_twice_while_it_runs_is_one_act(acts: Acts) -> None:
    first = acts.start("確定", ["round"], by="")
    assert acts.start("確定", ["round"], by="").act_id == first.act_id
    assert ended(acts, first).stage == "done"
    assert ended(acts, acts.start("確定", ["round"], by="")).act_id != first.act_id
    assert diary(acts) == ["round", "build"] * 2


def test_what_an_act_prepares_is_made_when_its_turn_has_come(acts: Acts) -> None:
    def prepare() -> list[str]:
        assert acts.pipeline.changing.locked()
        return ["--seen", *diary(acts)]

    with acts.pipeline.changing:
        closing = acts.start("確定", ["round"], ["add"], by="", prepare=prepare)
        assert acts.act(closing.act_id) == closing, "it waits for what is under way"
        acts.pipeline.run(["correct", "--raw", str(acts.pipeline.raw), "--json"], PATIENCE)
    assert ended(acts, closing).stage == "done"
    assert diary(acts) == ["correct", "round", "add", "build"]
    assert arguments(acts)[1:3] == [["--seen", "correct"], []]


def test_what_cannot_be_prepared_ends_the_act_before_its_command(acts: Acts) -> None:
    def prepare() -> list[str]:
        raise IntakeError("データを開けません。")

    act = ended(acts, acts.start("確定", ["round"], by="", prepare=prepare))
    assert (act.stage, act.trouble, act.is_kept) == ("failed", "データを開けません。", False)
    assert not (acts.pipeline.raw / "diary.txt").exists()


def test_a_build_alone_is_not_said_to_have_saved_anything(acts: Acts) -> None:
    for commands, is_saved in (((), False), ((("add",),), True)):
        act = acts.start("作業", *commands, by="")
        assert ("保存しました" in str(act_line.running(replace(act, stage="building")))) == is_saved
        ended(acts, act)
