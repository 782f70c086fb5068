"""A 控え of an older version of the program does not take away the official sources that came with the newer one."""

import shutil
from pathlib import Path

from etl import sources
from etl.backup import restoring
from etl.corrections import KIND as CORRECTIONS
from etl.readers import vocabulary
from tests.etl.backup.office import Office, made, put_back

NEWER = ("knowledge/statements.csv", "knowledge/briefing.txt")
UNKNOWN = "status/2022-11-30_plan_r5.xlsx"


def office(root: Path, raw_files: Path) -> Office:
    shutil.copytree(raw_files, root / "raw")
    return Office(root).fill({}, [], {})


def forget(office: Office, *names: str) -> None:
    for name in names:
        (office.raw / name).unlink()
    kept = [row for row in sources.read_rows(office.raw) if row["file"] not in names]
    sources.write_rows(office.raw, kept)


def test_official_sources_that_an_older_version_did_not_have_stay_and_are_registered(
    raw_files: Path, tmp_path: Path
) -> None:
    old, new = office(tmp_path / "old", raw_files), office(tmp_path / "new", raw_files)
    forget(old, *NEWER)
    file = made(old, tmp_path)
    seen = restoring.look_into(file, new.raw, new.journal)
    assert seen.changes.removed == 0
    put_back(file, new)
    assert {row["file"] for row in sources.read_rows(new.raw)} == {
        row["file"] for row in sources.read_rows(raw_files)
    }
    for name in NEWER:
        assert (new.raw / name).read_bytes() == (raw_files / name).read_bytes()
    assert sources.read_register(new.raw)[1] == []


def test_what_an_office_registered_itself_goes_where_its_backup_does_not_have_it(
    raw_files: Path, tmp_path: Path
) -> None:
    old, new = office(tmp_path / "old", raw_files), office(tmp_path / "new", raw_files)
    own = "status/own.csv"
    shutil.copyfile(raw_files / "status/announcements.csv", new.raw / own)
    row = next(row for row in sources.read_rows(new.raw) if row["file"] == "status/announcements.csv")
    sources.append_row(new.raw, {**row, "file": own})
    put_back(made(old, tmp_path), new)
    assert not (new.raw / own).exists()
    assert new.state()[0] == old.state()[0]


def test_an_official_source_that_the_backup_has_is_put_back_as_the_backup_has_it(
    raw_files: Path, tmp_path: Path
) -> None:
    old, new = office(tmp_path / "old", raw_files), office(tmp_path / "new", raw_files)
    (old.raw / UNKNOWN).write_bytes(b"as the office had it")
    put_back(made(old, tmp_path), new)
    assert (new.raw / UNKNOWN).read_bytes() == b"as the office had it"


def test_the_list_of_official_sources_names_what_comes_with_the_program(raw_files: Path) -> None:
    registered = [row["file"] for row in sources.read_rows(raw_files) if row["kind"] != CORRECTIONS]
    assert [row["file"] for row in vocabulary.rows("official_sources")] == sorted(registered)
