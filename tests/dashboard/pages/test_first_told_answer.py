"""An answer that is told before anything of its round came has its place on カルテ."""

from pathlib import Path

from dashboard import clock
from dashboard.app import create_app
from dashboard.queries import town_sheet
from dashboard.warehouse.reader import Warehouse
from dashboard.words import eras
from tests.commands import run_main
from tests.dashboard import walking
from tests.etl.raw_copy import copy_raw


def test_the_first_answer_of_a_round_can_be_told_and_is_shown(tmp_path: Path) -> None:
    raw, curated, year = copy_raw(tmp_path / "raw"), tmp_path / "curated", eras.fiscal_year_of(clock.today())
    browser = walking.Browser(create_app(Warehouse(curated), tmp_path / "journal.sqlite", raw))

    def shown() -> str:
        assert run_main("etl", "build", "--raw", raw, "--curated", curated).returncode == 0
        return " ".join(walking.seen_texts(browser.page("/town", "?town=01452")))

    assert run_main("etl", "form", "new", "--fiscal-year", year, "--raw", raw).returncode == 0
    before = shown()
    assert f"職員（専任）（{eras.fiscal_year(year)}）" in before
    asked = len(town_sheet.questions(Warehouse(curated).reader()))
    about = ("--municipality", "01452", "--fiscal-year", year, "--item", "staff_full_time")
    told = ("--from", "未回答", "--to", "2人", "--reason", "電話", "--told-by", "係", "--on", clock.today())
    assert run_main("etl", "correct", *about, *told, "--raw", raw).returncode == 0
    after = shown()
    assert "訂正前「未回答」" in after
    assert before.count("聞いた答えを入れる: ") == after.count("聞いた答えを入れる: ") + 1
    assert len(town_sheet.questions(Warehouse(curated).reader())) == asked
