"""One 控え a day by itself, the newest few kept, none where nothing changed; what was tried last is remembered."""

from datetime import timedelta
from pathlib import Path

from dashboard.intake import daily_backup
from dashboard.intake.pipeline import Pipeline
from dashboard.journal import backups as kept_backups
from etl.backup import daily, restoring
from tests.commands import run_main
from tests.etl.backup.office import MOMENT, Office, made, usual


def of_day(office: Office, days: int, *, most: int = daily.MOST_DAILY) -> bool:
    """Whether one was made on a day after MOMENT, on which something had been received."""
    (office.raw / "status" / "a.csv").write_text(f"day {days}\n", encoding="utf-8")
    return daily.make(office.raw, office.journal, MOMENT + timedelta(days=days), most) is not None


def test_a_day_has_one_and_the_newest_are_kept(tmp_path: Path) -> None:
    office = usual(tmp_path / "a")
    assert of_day(office, 0)
    assert not of_day(office, 0)
    assert [of_day(office, day, most=3) for day in range(1, 6)] == [True] * 5
    kept = kept_backups.kept_daily(office.journal)
    assert len(kept) == 3
    assert "令和8年12月5日" in kept[0].name
    assert kept_backups.last_made(office.journal) is None


def test_a_day_on_which_nothing_changed_has_none(tmp_path: Path) -> None:
    office = usual(tmp_path / "a")
    assert of_day(office, 0)
    assert daily.make(office.raw, office.journal, MOMENT + timedelta(days=1)) is None
    assert len(kept_backups.kept_daily(office.journal)) == 1


def test_an_empty_office_has_none(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    assert daily.make(tmp_path / "raw", tmp_path / "journal" / "journal.sqlite", MOMENT) is None
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_the_one_of_a_day_gives_everything_back(tmp_path: Path) -> None:
    office = usual(tmp_path / "a")
    before = office.raw / "status" / "a.csv"
    content = before.read_bytes()
    made_today = daily.make(office.raw, office.journal, MOMENT)
    assert made_today is not None
    before.write_bytes(b"spoiled")
    restoring.restore(made_today.path, office.raw, office.journal, MOMENT)
    assert before.read_bytes() == content


def test_the_program_makes_it_by_its_command(tmp_path: Path) -> None:
    office = usual(tmp_path / "a")
    pipeline = Pipeline(office.raw, tmp_path / "curated")
    first = daily_backup.make(pipeline, office.journal)
    assert Path(first).is_file()
    assert daily_backup.make(pipeline, office.journal) == ""


def test_what_was_looked_into_is_remembered_as_tried(tmp_path: Path) -> None:
    office = usual(tmp_path / "a")
    file = made(office, tmp_path / "to")
    assert kept_backups.last_tried(office.journal) is None
    done = run_main("etl", "backup", "check", file, "--raw", office.raw, "--journal", office.journal)
    assert done.returncode == 0, done.stderr
    assert kept_backups.last_tried(office.journal) is not None
