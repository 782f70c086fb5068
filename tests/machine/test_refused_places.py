"""What is on another machine or is synchronised is refused by every command before it touches a file."""

from pathlib import Path

import pytest

from tests.commands import run_main


@pytest.fixture
def synchronised(tmp_path: Path) -> Path:
    folder = tmp_path / "OneDrive - 北海道" / "かさなり"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("etl", "build", "--raw", "{at}/raw", "--curated", "{here}/curated"),
        ("etl", "build", "--raw", "{here}/raw", "--curated", "{at}/curated"),
        ("etl", "demo", "--raw", "{at}/raw"),
        (
            "etl",
            "backup",
            "make",
            "--to",
            "{here}",
            "--raw",
            "{here}/raw",
            "--journal",
            "{at}/journal.sqlite",
        ),
        ("dashboard", "--journal", "{at}/journal.sqlite"),
        ("dashboard", "--curated", "{at}/curated"),
        ("dashboard", "--raw", "{at}/raw"),
        ("dashboard", "--curated", "{at}/curated", "rank"),
    ],
)
def test_a_command_on_a_synchronised_folder_is_refused_untouched(
    command: tuple[str, ...], synchronised: Path, tmp_path: Path
) -> None:
    program, *rest = (part.format(at=synchronised, here=tmp_path) for part in command)
    done = run_main(program, *rest)
    assert done.returncode == 1
    assert "同期するフォルダー（OneDrive - 北海道）" in done.stderr
    assert list(synchronised.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["OneDrive - 北海道"]


def test_a_copy_may_be_put_on_a_synchronised_folder(
    synchronised: Path, tmp_path: Path, raw_files: Path
) -> None:
    places = ["--raw", raw_files, "--journal", tmp_path / "journal.sqlite"]
    done = run_main("etl", "backup", "make", "--to", synchronised, *places)
    assert done.returncode == 0, done.stderr
    assert len(list(synchronised.glob("*.zip"))) == 1
