"""Restoring a 控え tells the stage of every round that it puts back, and the files that it replaces."""

from pathlib import Path

from dashboard.pages.data import backup_parts
from etl.backup import restoring
from tests.dashboard.walking import plain, seen_texts
from tests.etl.backup.office import made, usual

HEAD = "状態,日付,作成,確認,承認,理由,公表資料\n"
FINAL = "確定,2024-03-01,甲,乙,丙,,\n"


def test_the_stage_of_a_round_and_the_files_that_change_are_told(tmp_path: Path) -> None:
    place, form = "survey/R5/round.csv", b'title = "R5"\n'
    office = usual(tmp_path).fill({place: (HEAD + FINAL).encode(), "survey/R5/form.toml": form}, [], {})
    file = made(office, tmp_path / "to")
    same = restoring.look_into(file, office.raw, office.journal).as_json()
    assert [(one["in_backup"], one["now"]) for one in same["stages"]] == [("確定（令和6年3月1日）",) * 2]
    back = f"{HEAD}{FINAL}受付中,2024-03-05,甲,,,遅れて届いた,\n"
    office.fill({place: back.encode()}, [], {})
    found = restoring.look_into(file, office.raw, office.journal).as_json()
    assert found["changes"]["replaced_names"] == (place,)
    words = " ".join(seen_texts(plain(backup_parts.report(found, "控え.zip"))))
    assert "令和5年度の調査の段階 確定（令和6年3月1日） 受付中（令和6年3月5日）" in words
    assert "「受付中（令和6年3月5日）」から「確定（令和6年3月1日）」に戻る" in words
    assert "調査の段階の記録（survey/R5/round.csv）" in words
