"""Commands of the pipeline are ended in time, one build runs at a time, and a batch ends in words."""

import io
import sys
import threading
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from dashboard.intake import subprocess_limits
from dashboard.intake.annotated_copies import NOT_MADE, Copies, CopiesJob
from dashboard.intake.jobs import Batch, Intake
from dashboard.intake.pipeline import IntakeError, Pipeline
from dashboard.intake.uploads import store_upload

PATIENCE = 30.0
# Stands for `python -m etl`: keeps a diary beside the raw files and answers as the contract says.
PIPELINE = """
import json, pathlib, sys
name, *rest = sys.argv[1:]
raw = pathlib.Path(rest[rest.index("--raw") + 1])
diary = (raw / "diary.txt").open("a", encoding="utf-8")
print("begin", name, file=diary, flush=True)
if "--on" in rest:
    print("on", rest[rest.index("--on") + 1], file=diary, flush=True)
if name in ("check", "receive"):
    files = sorted(path.name for path in pathlib.Path(rest[0]).iterdir())
    print("files", *files, file=diary, flush=True)
    if "refused.xlsx" in files:
        sys.exit("様式がありません。")
    if "broken.xlsx" in files:
        raise ValueError("secret path")
    state = {"status": "ok", "findings": []} if name == "check" else {"state": "loaded"}
    print(json.dumps({"files": [{"file": one, **state} for one in files], "counts": {"loaded": len(files)}}))
elif name == "annotate":
    if "bad" in rest[0]:
        sys.exit("この形式には書き込めません。")
    pathlib.Path(rest[rest.index("--out") + 1]).write_bytes(b"copy")
else:
    print(json.dumps({"synthetic": False}))
print("end", name, file=diary, flush=True)
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    form = tmp_path / "raw" / "survey" / "R5" / "form.toml"
    form.parent.mkdir(parents=True)
    form.touch()
    return tmp_path / "raw"


@pytest.fixture
def intake(tmp_path: Path, raw: Path) -> Intake:
    script = tmp_path / "pipeline.py"
    script.write_text(PIPELINE, encoding="utf-8")
    return Intake(Pipeline(raw, tmp_path / "curated", (sys.executable, str(script))))


def checked(intake: Intake, *names: str) -> Batch:
    folder = intake.open_folder()
    came = [one for name in names for one in store_upload(io.BytesIO(name.encode()), name, folder)]
    return ended(intake, intake.check(folder, came, 2023))


def ended(intake: Intake, batch: Batch) -> Batch:
    """The batch once nothing works on it any more."""
    deadline = time.monotonic() + PATIENCE
    while batch.is_running:
        assert time.monotonic() < deadline, batch
        threading.Event().wait(0.02)
        batch = intake.batch(batch.batch_id) or batch
    return batch


def diary(intake: Intake) -> list[str]:
    return (intake.raw / "diary.txt").read_text(encoding="utf-8").splitlines()


def test_a_command_past_its_time_is_ended_with_what_it_started(tmp_path: Path) -> None:
    child = "import pathlib, time; time.sleep(3); pathlib.Path('late.txt').touch()"
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]).wait()"
    began = time.monotonic()
    done = subprocess_limits.run([sys.executable, "-c", parent], tmp_path, 1.0)
    assert (done.code, done.is_late) == (None, True)
    assert time.monotonic() - began < 3
    assert not subprocess_limits._running


def test_a_command_that_cannot_be_started_is_no_crash(tmp_path: Path) -> None:
    assert subprocess_limits.run(["no-such-command-here"], tmp_path, 1.0).code is None


def test_checked_files_are_received_and_built_and_those_left_out_are_not(intake: Intake) -> None:
    batch = checked(intake, "a.xlsx", "b.xlsx", "c.pdf")
    assert batch.stage == "checked"
    assert [report["file"] for report in batch.checked["files"]] == ["a.xlsx", "b.xlsx", "c.pdf"]
    begun = intake.receive(batch.batch_id, ["b.xlsx", "../../raw/diary.txt"])
    assert begun is not None
    done = ended(intake, begun)
    assert (done.stage, done.chosen_files, done.built) == ("done", ("b.xlsx",), {"synthetic": False})
    assert diary(intake)[3:] == [
        "begin receive", "files b.xlsx", "end receive", "begin build", "end build"
    ]  # fmt: skip


def test_the_day_of_receipt_that_was_given_goes_to_the_command(intake: Intake) -> None:
    batch = checked(intake, "a.xlsx")
    begun = intake.receive(batch.batch_id, ["a.xlsx"], date(2026, 11, 27))
    assert begun is not None
    assert ended(intake, begun).stage == "done"
    assert "on 2026-11-27" in diary(intake)


def test_a_batch_is_received_once(intake: Intake) -> None:
    batch = checked(intake, "a.xlsx")
    for _ in range(3):
        batch = intake.receive(batch.batch_id, ["a.xlsx"]) or batch
    done = ended(intake, batch)
    intake.receive(done.batch_id, ["a.xlsx"])
    assert diary(intake).count("begin receive") == 1


def test_two_people_at_once_are_served_one_after_the_other(intake: Intake) -> None:
    batches = [checked(intake, "a.xlsx"), checked(intake, "b.xlsx")]
    begun = [intake.receive(batch.batch_id, [batch.files[0].name]) for batch in batches]
    assert [ended(intake, batch).stage for batch in begun if batch] == ["done", "done"]
    steps = [line for line in diary(intake) if not line.startswith("files")][4:]
    assert steps == ["begin receive", "end receive", "begin build", "end build"] * 2


@pytest.mark.parametrize(
    ("name", "words"),
    [("refused.xlsx", "様式がありません。"), ("broken.xlsx", "不具合の番号「")],
)
def test_a_refusal_is_told_in_its_words_and_a_crash_without_its_trace(
    intake: Intake, name: str, words: str
) -> None:
    batch = checked(intake, name)
    assert batch.stage == "failed"
    assert words in batch.trouble
    assert "secret" not in batch.trouble


def test_an_unknown_batch_is_no_crash(intake: Intake) -> None:
    assert intake.batch("x") is None
    assert intake.receive("x", ["a.xlsx"]) is None


def test_only_received_files_are_annotated(intake: Intake) -> None:
    stored = intake.raw / "survey" / "R5" / "a.xlsx"
    stored.touch()
    assert intake.annotate("survey/R5/a.xlsx", 2023) == ("a_確認のお願い.xlsx", b"copy")
    for outside in ("../pipeline.py", "survey/R5/none.xlsx"):
        with pytest.raises(IntakeError, match="見つかりません"):
            intake.annotate(outside, 2023)


def test_copies_of_many_files_come_as_one_zip_that_says_what_is_missing(intake: Intake) -> None:
    files = []
    for number in (1, 2):
        path = intake.raw / "survey" / "R5" / str(number) / "a.xlsx"
        path.parent.mkdir()
        path.touch()
        files.append(path.relative_to(intake.raw).as_posix())
    (intake.raw / "bad.xls").touch()
    copies = Copies(intake)
    job: CopiesJob | None = copies.start([*files, "bad.xls"], 2023, "写し.zip")
    deadline = time.monotonic() + PATIENCE
    while job is not None and job.is_running:
        assert time.monotonic() < deadline, job
        threading.Event().wait(0.02)
        job = copies.job(job.job_id)
    assert job is not None
    assert job.content is not None
    with zipfile.ZipFile(io.BytesIO(job.content)) as archive:
        assert archive.namelist() == ["a_確認のお願い.xlsx", "a_確認のお願い (2).xlsx", NOT_MADE]
        assert "この形式には書き込めません。" in archive.read(NOT_MADE).decode("utf-8-sig")
