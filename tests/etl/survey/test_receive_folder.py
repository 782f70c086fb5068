"""A round as it lies in the mail folder: 170 good returns among every file that can go wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from etl.survey.receive import load_returns, receive
from etl.survey.returned.register import current, read_lines
from tests import messes
from tests.etl.survey import received as made
from tests.etl.survey.test_receive import BAD
from tests.etl.test_spoiled_lists import HEAD

GOOD = 170
# The faults of lists that "One command shows the real Hokkaido" names, as rows of a list and as answers to the survey.
SPOILED = {
    "知らない町": [",更別町,,実施中,令和6年度"],
    "泊のコードなし": [",泊,,検討中,"],
    "同じ町が2回": ["01639,更別村,,実施中,令和6年度", "01639,更別村,,実施予定なし,"],
    "コードと名前": ["01639,中札内村,,実施中,令和6年度"],
    "制度より前の開始": ["01638,中札内村,,実施中,令和2年度"],
}


def as_list(lines: list[str], head: str = HEAD) -> Callable[[Path], Path]:
    return lambda path: messes.workbook(path, [line.split(",") for line in (head, *lines)])


def bad_files() -> dict[str, Callable[[Path], Path]]:
    numbered = HEAD.replace("実施状況", "問1 実施状況")
    lists = {f"名簿_{name}.xlsx": as_list(lines) for name, lines in SPOILED.items()}
    answers = {
        f"取りまとめ_{name}.xlsx": as_list(lines, numbered)
        for name, lines in SPOILED.items()
        if name != "制度より前の開始"  # as an answer it is loaded, with a warning
    }
    renamed = {
        "見出し違い.xlsx": as_list(SPOILED["知らない町"], numbered.replace("実施開始年度", "いつから"))
    }
    other = {"文字化け.csv": messes.utf8_read_as_cp932, "古い形式.xls": messes.xls_workbook}
    return BAD | lists | answers | renamed | other


def test_of_a_folder_170_good_returns_load_and_every_bad_file_is_set_apart_with_its_reason(
    demo_raw: Path, tmp_path: Path
) -> None:
    returns = demo_raw / "survey" / "R5" / "demo" / "returns"
    by_town = {line.municipality_code: line.file for line in current(read_lines(returns))}
    for code in sorted(by_town)[:GOOD]:
        path = returns / by_town[code]
        (tmp_path / "mail" / code).mkdir(parents=True)
        shutil.copy2(path, tmp_path / "mail" / code / path.name)
    bad = bad_files()
    for name, make in bad.items():
        make(tmp_path / "mail" / name)
    raw = made.make_raw(tmp_path / "raw")
    report = receive([tmp_path / "mail"], raw, 2023, date(2023, 12, 12))
    assert (report.loaded, report.quarantined) == (GOOD, len(bad))
    assert {one.file for one in report.received if one.state == "quarantined"} == set(bad)
    reasons = {line["original_name"]: line["reason"] for line in made.lines(raw) if line["reason"]}
    assert set(reasons) == set(bad)
    assert all(any("ぁ" <= letter <= "ん" for letter in reason) for reason in reasons.values())
    assert "実施状況一覧" in reasons["名簿_制度より前の開始.xlsx"]
    loaded = load_returns(raw)
    counted = made.in_use(loaded)
    in_use = {row.municipality_code for row in loaded.returns if row.return_id in counted}
    assert in_use == set(sorted(by_town)[:GOOD])
    assert all(row.reason for row in loaded.returns if row.state != "loaded")
