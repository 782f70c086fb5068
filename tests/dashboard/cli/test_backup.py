"""The commands: a 控え is made, looked into, put back onto an empty PC with its data built; a missing journal is no empty one."""

import shutil
from pathlib import Path

from dashboard import journal
from tests.commands import run_main

SAID = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤", "said": "話"}


def test_a_backup_is_made_looked_into_and_put_back_onto_an_empty_pc(raw_files: Path, tmp_path: Path) -> None:
    shutil.copytree(raw_files, tmp_path / "raw")
    kept = tmp_path / "journal" / "journal.sqlite"
    journal.write(kept, "contact", "01581", SAID, "佐藤")
    made = run_main(
        "dashboard", "--raw", tmp_path / "raw", "--journal", kept, "backup", "--to", tmp_path / "to"
    )
    assert made.returncode == 0, made.stderr
    [file] = (tmp_path / "to").glob("*.zip")
    assert file.name in made.stdout

    empty = tmp_path / "empty"
    places = ["--raw", empty / "raw", "--curated", empty / "curated", "--journal", empty / "j" / "own.sqlite"]
    looked = run_main("dashboard", *places, "restore", file, "--look")
    assert looked.stdout.startswith("令和")
    assert "対応の記録: 控え 1、いま 0" in looked.stdout
    assert not empty.exists()
    done = run_main("dashboard", *places, "restore", file)
    assert done.returncode == 0, done.stderr
    assert "控えから戻し、データを作り直しました。" in done.stdout
    assert (empty / "curated" / "current").is_file()
    assert list(journal.contacts(empty / "j" / "own.sqlite")["said"]) == ["話"]


def test_nothing_is_backed_up_in_place_of_a_journal_that_is_missing(tmp_path: Path) -> None:
    kept = tmp_path / "journal.sqlite"
    journal.write(kept, "contact", "01581", SAID, "佐藤")
    kept.unlink()
    (tmp_path / "raw").mkdir()
    done = run_main("dashboard", "--raw", tmp_path / "raw", "--journal", kept, "backup", "--to", tmp_path)
    assert (done.returncode, "見当たりません" in done.stderr) == (1, True)
    assert not kept.exists()
    assert list(tmp_path.glob("*.zip")) == []
