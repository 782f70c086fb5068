"""Files that wait to be registered: what is asked of the pipeline about them, and what registers them."""

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from dashboard.intake.pipeline import IntakeError, Pipeline
from dashboard.intake.registration import FileDetails, Registration
from dashboard.intake.uploads import RejectedFile, StoredFile, UploadFolder, store_upload

# Stands for `python -m etl`: says what it was asked.
PIPELINE = """
import json, sys
print(json.dumps({"files": [{"asked": sys.argv[1:]}]}))
"""
DETAILS = FileDetails(
    kind="status_list",
    as_of="2024-04-01",
    coverage="implementers",
    title="名簿\n（令和6年度）",
    by="佐藤",
    headings={"重層の有無": "status", "メモ": ""},
)


@pytest.fixture
def registration(tmp_path: Path) -> Registration:
    script = tmp_path / "pipeline.py"
    script.write_text(PIPELINE, encoding="utf-8")
    (tmp_path / "raw").mkdir()
    return Registration(Pipeline(tmp_path / "raw", tmp_path / "curated", (sys.executable, str(script))))


@pytest.fixture
def upload(registration: Registration, tmp_path: Path) -> str:
    """The id of an upload of one file that was taken and one that was not."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "名簿.xlsx").write_bytes(b"x")
    came = [StoredFile("名簿.xlsx", "名簿.xlsx", 1), RejectedFile("空.xlsx", "空です。")]
    return registration.keep(folder, came).upload_id


def test_the_pipeline_is_asked_with_all_that_the_officer_said(
    registration: Registration, upload: str
) -> None:
    asked = registration.inspect(upload, "名簿.xlsx", DETAILS)["asked"]
    assert asked[0] == "inspect"
    assert asked[asked.index("--kind") + 1] == "status_list"
    assert {"--as-of=2024-04-01", "--coverage=implementers", "--title=名簿 （令和6年度）"} <= set(asked)
    assert [one for one in asked if one.startswith("--heading")] == ["--heading=重層の有無=status"]
    assert "--json" in asked


def test_the_command_registers_the_file_and_says_who_gave_headings_their_meaning(
    registration: Registration, upload: str
) -> None:
    command = registration.command(upload, "名簿.xlsx", DETAILS)
    assert command[:2] == ["add", "status_list"]
    assert Path(command[2]).name == "名簿.xlsx"
    assert "--by=佐藤" in command
    assert "--raw" not in command


@pytest.mark.parametrize("name", ["../raw", "pipeline.py", "空.xlsx", ""])
def test_only_a_file_of_the_upload_can_be_named(registration: Registration, upload: str, name: str) -> None:
    with pytest.raises(IntakeError, match="もう残っていません"):
        registration.command(upload, name, DETAILS)


def test_an_upload_that_the_server_does_not_know_is_told_in_words(registration: Registration) -> None:
    assert registration.upload("nothing") is None
    with pytest.raises(IntakeError, match="もう一度入れてください"):
        registration.inspect("nothing", "名簿.xlsx", DETAILS)


@pytest.mark.parametrize(("inside", "names"), [("N03-24.shp", ["境界.zip"]), ("名簿.xlsx", ["名簿.xlsx"])])
def test_a_zip_of_a_map_stays_one_file_and_another_is_unpacked(
    tmp_path: Path, inside: str, names: list[str]
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(inside, json.dumps({}))
    packed.seek(0)
    came = list(store_upload(packed, "境界.zip", UploadFolder(tmp_path), keeps_shapes=True))
    assert [one.name for one in came if isinstance(one, StoredFile)] == names
