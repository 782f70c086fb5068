"""The workbooks that were drawn outlive the program that drew them, whole or not at all."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from dashboard import clock
from dashboard.intake.issued_forms import IssuedForms, IssuedRound, first_drawn_on
from dashboard.intake.pipeline import Pipeline

# Stands for `python -m etl`: draws two workbooks.
PIPELINE = """
import json, pathlib, sys
folder = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
folder.mkdir()
files = {"01100": "a.xlsx", "01202": "b.xlsx"}
for name in files.values():
    (folder / name).write_bytes(b"x")
print(json.dumps({"files": files, "form_version": "R8-1"}))
"""


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    script = tmp_path / "pipeline.py"
    script.write_text(PIPELINE, encoding="utf-8")
    return Pipeline(tmp_path / "raw", tmp_path / "curated", (sys.executable, str(script)))


def drawn(forms: IssuedForms) -> IssuedRound:
    forms.start(2026)
    while (now := forms.round(2026)) is None or now.is_running:
        time.sleep(0.01)
    assert not now.trouble
    return now


def test_what_was_drawn_is_found_again_by_a_program_that_is_started_anew(pipeline: Pipeline) -> None:
    before = drawn(IssuedForms(pipeline))
    found = IssuedForms(pipeline).round(2026)
    assert found is not None
    assert (found.head, found.drawn_at, found.workbooks) == (before.head, before.drawn_at, before.workbooks)
    assert IssuedForms(pipeline).round(2023) is None


def test_a_drawing_of_which_a_file_is_gone_counts_as_none(pipeline: Pipeline) -> None:
    drawn(IssuedForms(pipeline)).workbooks["01202"].unlink()
    assert IssuedForms(pipeline).round(2026) is None


def test_a_new_drawing_takes_the_place_of_the_one_before(pipeline: Pipeline) -> None:
    forms = IssuedForms(pipeline)
    first, second = drawn(forms), drawn(forms)
    assert first.folder != second.folder
    assert sorted(path.name for path in (pipeline.curated / "issued").iterdir()) == [
        second.folder.name,
        "2026.json",
    ]


def test_the_day_of_the_first_drawing_outlives_the_next_ones(pipeline: Pipeline) -> None:
    forms = IssuedForms(pipeline)
    assert first_drawn_on(pipeline.curated, 2026) is None
    drawn(forms)
    assert first_drawn_on(pipeline.curated, 2026) == clock.today()
    record = pipeline.curated / "issued" / "2026.json"
    held = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps(held | {"first_drawn_at": "2026-10-01T09:00:00+09:00"}), encoding="utf-8")
    drawn(forms)
    assert first_drawn_on(pipeline.curated, 2026) == date(2026, 10, 1)
    # what an older program kept tells of its last drawing alone
    del held["first_drawn_at"]
    record.write_text(json.dumps(held), encoding="utf-8")
    drawn(forms)
    assert first_drawn_on(pipeline.curated, 2026) is None


def test_a_record_that_says_nothing_counts_as_none(pipeline: Pipeline) -> None:
    record = pipeline.curated / "issued" / "2026.json"
    record.parent.mkdir(parents=True)
    for said in ("", "[]", "{}", '{"folder": "x", "drawn_at": "", "head": {}}'):
        record.write_text(said, encoding="utf-8")
        assert IssuedForms(pipeline).round(2026) is None


def test_a_drawing_that_fails_leaves_the_one_before_and_is_told_where_it_was_made(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    forms = IssuedForms(pipeline)
    before = drawn(forms)
    (tmp_path / "pipeline.py").write_text("import sys; sys.exit('様式がありません')", encoding="utf-8")
    forms.start(2026)
    while (now := forms.round(2026)) is None or now.is_running:
        time.sleep(0.01)
    assert (bool(now.trouble), now.workbooks) == (True, before.workbooks)
    again = forms.shown(2026)
    assert again is not None
    assert (again.trouble, again.workbooks) == ("", before.workbooks)
