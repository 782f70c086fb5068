"""A town that hands in its form again on the same day: its status and its other answers are those of the last form."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from etl import build, publish
from etl.survey.receive import receive
from tests.etl.survey.received import hand_in

TOWNS = ("01513", "01458", "01400", "01403", "01644", "01345", "01362", "01406")
DAY = date(2023, 12, 1)


def test_of_two_forms_of_one_day_the_last_gives_status_and_answers_alike(raw: Path, tmp_path: Path) -> None:
    for folder, status in (("first", "no_plan"), ("again", "undecided")):
        mail = tmp_path / folder
        mail.mkdir()
        files = [hand_in(mail, code, seed=1, status=status) for code in TOWNS]
        assert receive(files, raw, 2023, DAY).loaded == len(TOWNS)
    build.build(raw, tmp_path / "curated")
    with publish.connect(tmp_path / "curated") as connection:
        answered = connection.execute(
            "select municipality_code, option_code from mart_answer where question_id = 'status' order by 1"
        ).fetchall()
        counted = connection.execute(
            "select municipality_code, status_code from mart_status_by_year"
            " where fiscal_year = 2023 and municipality_code in (select unnest(?)) order by 1",
            [list(TOWNS)],
        ).fetchall()
    assert answered == counted == [(code, "undecided") for code in sorted(TOWNS)]
