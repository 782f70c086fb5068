"""receive: every file kept as it came, registered once, and the later return of a town counts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from etl import sandbox
from etl.survey.receive import ReceiveReport, RegisterError, load_returns, receive
from etl.survey.returned.decision import decide
from tests import hostile, messes
from tests.etl.survey import received as made
from tests.etl.survey.received import HIGASHIKAWA, KUTCHAN, TAKASU

DAY = date(2023, 12, 12)
BAD = {
    "空.xlsx": messes.empty_file,
    "途中まで.xlsx": messes.truncated_xlsx,
    "破損.xlsx": messes.damaged_xlsx,
    "鍵付き.xlsx": messes.encrypted_xlsx,
    "鍵付き.xls": messes.encrypted_xls,
    "中身はPDF.xlsx": messes.pdf,
    "中身はHTML.xls": messes.html_table,
    "爆弾.xlsx": hostile.zip_bomb,
    "遠いセル.xlsx": hostile.far_cell_workbook,
    "実体参照.xlsx": hostile.entity_bomb,
    "ほかの表.xlsx": lambda path: messes.workbook(path, [["品目", "数量"], ["鉛筆", 3]]),
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return made.make_raw(tmp_path / "raw")


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


def take(raw: Path, *paths: Path, on: date = DAY, year: int = 2023) -> ReceiveReport:
    return receive(paths, raw, year, on)


def test_a_return_is_copied_as_it_is_hashed_and_registered(raw: Path, mail: Path) -> None:
    sent = made.hand_in(mail, TAKASU)
    before = (sent.read_bytes(), sent.stat().st_mtime_ns)
    report = take(raw, sent)
    assert (report.loaded, report.quarantined, report.already) == (1, 0, ())
    [line] = made.lines(raw)
    stored = raw / "survey/R5/returns" / line["file"]
    assert line == {
        "file": f"2023-12-12/{sent.name}",
        "sha256": made.tree(mail)[sent.name],
        "received_on": "2023-12-12",
        "original_name": sent.name,
        "municipality_code": TAKASU,
        "route": "manifest",
        "state": "loaded",
        "reason": "",
        "synthetic": "0",
        "archive": "",
        "use": "",
        "decided": "0",
    }
    assert stored.read_bytes() == before[0]
    assert (sent.read_bytes(), sent.stat().st_mtime_ns) == before


def test_the_same_bytes_again_are_not_received_again(raw: Path, mail: Path) -> None:
    sent = made.hand_in(mail, TAKASU)
    take(raw, sent)
    kept = made.tree(raw)
    copy = mail / "鷹栖町（再送）.xlsx"
    copy.write_bytes(sent.read_bytes())
    report = take(raw, mail, on=date(2023, 12, 20))
    assert report.received == ()
    assert sorted(report.already) == sorted([sent.name, copy.name])
    assert {finding.rule for finding in report.findings} == {"RETURN-ALREADY"}
    assert made.tree(raw) == kept


def test_two_copies_in_one_folder_are_one_return(raw: Path, mail: Path) -> None:
    sent = made.hand_in(mail, TAKASU)
    (mail / "控え_鷹栖町.xlsx").write_bytes(sent.read_bytes())
    report = take(raw, mail)
    assert (report.loaded, len(report.already), len(made.lines(raw))) == (1, 1, 1)


def test_the_later_received_of_two_returns_counts_and_both_are_kept(raw: Path, mail: Path) -> None:
    take(raw, made.hand_in(mail, TAKASU, seed=1))
    report = take(raw, made.hand_in(mail, TAKASU, seed=2), on=date(2023, 12, 14))
    assert [finding.rule for finding in report.findings] == ["RETURN-REPLACES"]
    loaded = load_returns(raw)
    current = made.in_use(loaded)
    assert [(row.version, row.return_id in current, row.received_on) for row in loaded.returns] == [
        (1, False, DAY),
        (2, True, date(2023, 12, 14)),
    ]


def test_of_two_returns_in_one_folder_the_one_changed_later_counts_with_a_warning(
    raw: Path, mail: Path
) -> None:
    new = made.hand_in(mail, TAKASU, seed=1, name="鷹栖町（修正）.xlsx")
    old = made.hand_in(mail, TAKASU, seed=2)
    os.utime(old, (1_700_000_000, 1_700_000_000))
    report = take(raw, mail)
    assert {finding.rule for finding in report.findings} == {"RETURN-TWICE"}
    loaded = load_returns(raw)
    current = made.in_use(loaded)
    assert [row.file for row in loaded.returns if row.return_id in current] == [
        f"survey/R5/returns/2023-12-12/{new.name}"
    ]


def test_bad_files_are_set_apart_with_their_reasons_and_the_good_ones_load(raw: Path, mail: Path) -> None:
    good = [made.hand_in(mail, code) for code in (TAKASU, HIGASHIKAWA, KUTCHAN)]
    for name, make in BAD.items():
        make(mail / name)
    report = take(raw, mail)
    assert (report.loaded, report.quarantined) == (len(good), len(BAD))
    for line in made.lines(raw):
        is_good = line["original_name"] not in BAD
        stored = raw / "survey/R5/returns" / line["file"]
        assert stored.read_bytes() == (mail / line["original_name"]).read_bytes()
        assert line["file"] == (
            f"2023-12-12/{line['original_name']}"
            if is_good
            else f"2023-12-12/quarantine/{line['original_name']}"
        )
        assert (line["state"], bool(line["reason"])) == (
            ("loaded", False) if is_good else ("quarantined", True)
        )
    loaded = load_returns(raw)
    assert sorted(row.municipality_code for row in loaded.returns if row.state == "loaded") == sorted(
        (TAKASU, HIGASHIKAWA, KUTCHAN)
    )
    apart = {Path(row.file).name: row.reason for row in loaded.returns if row.state == "quarantined"}
    assert set(apart) == set(BAD)
    assert all(apart.values())
    assert [f.rule for f in loaded.findings if f.severity == "error"] == ["RETURN-QUARANTINED"] * len(BAD)


def test_a_file_that_cannot_be_read_is_the_towns_whose_code_and_name_it_bears(raw: Path, mail: Path) -> None:
    broken = made.hand_in(mail, TAKASU).read_bytes()[:3000]
    shutil.rmtree(mail)
    mail.mkdir()
    for name in (
        "01452_鷹栖町_回答.xlsx",
        "鷹栖町_回答.xlsx",
        "01452_東川町_回答.xlsx",
        "014524 鷹栖町 2.xlsx",
    ):
        (mail / name).write_bytes(broken + name.encode())
    report = receive([mail], raw, 2023, DAY)
    told = {line["original_name"]: line["municipality_code"] for line in made.lines(raw)}
    assert told == {
        "01452_鷹栖町_回答.xlsx": TAKASU,
        "014524 鷹栖町 2.xlsx": TAKASU,
        "鷹栖町_回答.xlsx": "",
        "01452_東川町_回答.xlsx": "",
    }
    assert {one.file: one.municipality for one in report.files} == told


def test_letters_and_system_files_are_reported_not_passed_over(raw: Path, mail: Path) -> None:
    made.hand_in(mail, TAKASU)
    messes.pdf(mail / "送付状.pdf")
    (mail / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0junk")
    (mail / "~$01452_鷹栖町.xlsx").write_bytes(b"lock")
    report = take(raw, mail)
    said = {finding.file: (finding.severity, finding.rule) for finding in report.findings}
    assert said == {
        "送付状.pdf": ("warning", "FILE-NOT-A-TABLE"),
        "Thumbs.db": ("info", "FILE-JUNK"),
        "~$01452_鷹栖町.xlsx": ("info", "FILE-JUNK"),
    }
    assert made.states(raw) == {"01452_鷹栖町_重層調査票_R5.xlsx": "loaded", "送付状.pdf": "quarantined"}


def test_another_towns_file_waits_until_its_name_is_put_right(raw: Path, mail: Path) -> None:
    wrong = made.hand_in(mail, TAKASU, name="01458_東川町_重層調査票_R5.xlsx")
    take(raw, wrong)
    assert made.states(raw) == {wrong.name: "quarantined"}
    assert "ファイル名は東川町" in made.lines(raw)[0]["reason"]
    right = wrong.rename(mail / "鷹栖町.xlsx")
    assert take(raw, right).loaded == 1
    assert [(row.municipality_code, row.state) for row in load_returns(raw).returns] == [(TAKASU, "loaded")]


def test_an_officer_decides_whose_a_return_is(raw: Path, mail: Path) -> None:
    take(raw, made.hand_in(mail, TAKASU, name="01458_東川町.xlsx"))
    [line] = made.lines(raw)
    with pytest.raises(RegisterError, match="いまの市町村の一覧にありません"):
        decide(raw, 2023, line["sha256"], "loaded", "電話で確認", "99999")
    decide(raw, 2023, line["sha256"], "loaded", "電話で確認", HIGASHIKAWA, instead_of=TAKASU)
    loaded = load_returns(raw)
    assert [(row.municipality_code, row.state) for row in loaded.returns] == [(HIGASHIKAWA, "loaded")]
    assert [finding.rule for finding in loaded.findings] == ["TOWN-DECIDED"]
    decide(raw, 2023, line["sha256"], "quarantined", "取り下げ")
    assert [(row.state, row.reason) for row in load_returns(raw).returns] == [("quarantined", "取り下げ")]
    assert len(made.lines(raw)) == 3


def test_what_cannot_be_read_cannot_be_decided_to_be_loaded(raw: Path, mail: Path) -> None:
    take(raw, messes.truncated_xlsx(mail / "途中まで.xlsx"))
    with pytest.raises(RegisterError, match="このファイルは取り込めません"):
        decide(raw, 2023, made.lines(raw)[0]["sha256"], "loaded", "", TAKASU)
    with pytest.raises(RegisterError, match="受け取っていません"):
        decide(raw, 2023, "0" * 64, "quarantined", "")


def test_a_form_of_another_year_is_not_taken_for_this_one(raw: Path, mail: Path) -> None:
    report = take(raw, made.hand_in(mail, TAKASU, year=2022))
    assert [finding.rule for finding in report.findings] == ["FORM-OTHER-YEAR"]
    assert take(raw, made.hand_in(mail, TAKASU, year=2022), year=2022).loaded == 1


def test_a_compiled_table_is_one_file_and_a_return_a_town(raw: Path, mail: Path) -> None:
    rows = [
        ["市町村名", "問1 実施状況"],
        ["鷹栖町", "実施予定なし"],
        ["東川町", "検討中"],
        ["どこか町", "検討中"],
    ]
    report = take(raw, messes.workbook(mail / "上川_取りまとめ表.xlsx", rows))
    assert [one.municipalities for one in report.received] == [(TAKASU, HIGASHIKAWA)]
    loaded = load_returns(raw)
    assert [(row.municipality_code, row.state, row.route) for row in loaded.returns] == [
        (TAKASU, "loaded", "table"),
        (HIGASHIKAWA, "loaded", "table"),
        ("", "quarantined", "table"),
    ]
    assert len({row.return_id for row in loaded.returns}) == 3


def test_names_that_no_system_takes_are_stored_under_others(raw: Path, mail: Path) -> None:
    long = "鷹栖町" + "の調査票" * 30
    take(
        raw,
        made.hand_in(mail, TAKASU, name=f"{long[:70]}.xlsx"),
        made.hand_in(mail, KUTCHAN, name="a?b:c.xlsx"),
    )
    stored = [Path(line["file"]).name for line in made.lines(raw)]
    assert all(len(name) <= 90 and not set(name) & set('\\/:*?"<>|') for name in stored)
    assert {line["original_name"] for line in made.lines(raw)} == {f"{long[:70]}.xlsx", "a?b:c.xlsx"}


def test_two_files_of_one_name_are_both_kept(raw: Path, mail: Path) -> None:
    for folder, code in (("a", TAKASU), ("b", HIGASHIKAWA)):
        (mail / folder).mkdir()
        made.hand_in(mail / folder, code, name="調査票.xlsx")
    assert take(raw, mail).loaded == 2
    assert [line["file"] for line in made.lines(raw)] == [
        "2023-12-12/調査票.xlsx",
        "2023-12-12/調査票_2.xlsx",
    ]


def test_receiving_at_the_same_time_registers_every_file_once(raw: Path, mail: Path) -> None:
    for code in (TAKASU, HIGASHIKAWA, KUTCHAN):
        made.hand_in(mail, code)
    script = (
        "import sys\nfrom datetime import date\nfrom pathlib import Path\n"
        "from etl.survey.receive import receive\n"
        "receive([Path(sys.argv[1])], Path(sys.argv[2]), 2023, date(2023, 12, 12))\n"
    )
    command = [sys.executable, "-c", script, str(mail), str(raw)]
    running = [subprocess.Popen(command, cwd=sandbox.PROJECT) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert sorted(line["municipality_code"] for line in made.lines(raw)) == sorted(
        (TAKASU, HIGASHIKAWA, KUTCHAN)
    )
    assert len(list((raw / "survey/R5/returns/2023-12-12").iterdir())) == 3


def test_progress_is_told_file_by_file(raw: Path, mail: Path) -> None:
    for code in (TAKASU, HIGASHIKAWA):
        made.hand_in(mail, code)
    heard: list[tuple[int, int, str]] = []
    receive([mail], raw, 2023, DAY, lambda *told: heard.append(told))
    assert [(count, total) for count, total, _ in heard] == [(1, 2), (2, 2)]


def test_without_the_questionnaire_nothing_is_received(raw: Path, mail: Path) -> None:
    made.hand_in(mail, TAKASU)
    with pytest.raises(FileNotFoundError, match="令和6年度の調査票がありません"):
        take(raw, mail, year=2024)
    with pytest.raises(FileNotFoundError, match="が見つかりません"):
        take(raw, mail / "ない.xlsx")
    assert made.lines(raw) == []
