"""What a 控え would change is told by what it says, and under the names that an officer knows."""

from pathlib import Path

from dashboard import journal as journals
from dashboard.journal.kinds import FIELDS
from dashboard.queries import registered
from dashboard.warehouse.reader import Warehouse
from etl.backup import counting, making, restoring
from tests.etl.backup.office import MOMENT, made, other, usual


def told(found: restoring.LookedInto) -> dict[str, tuple[int | None, ...]]:
    """By label: how many in the 控え and now, and those that would be added, removed and changed."""
    return {one.label: (one.in_backup, one.now, one.added, one.removed, one.changed) for one in found.counts}


def test_what_a_backup_would_change_is_counted_and_nothing_is_changed(tmp_path: Path) -> None:
    office, busy = usual(tmp_path / "a"), other(tmp_path / "b")
    before = busy.state()
    found = restoring.look_into(made(office, tmp_path), busy.raw, busy.journal)
    counts = told(found)
    assert counts["登録した資料"] == (1, 0, 1, 0, 0)
    assert counts["届いた調査票"] == (1, 0, 1, 0, 0)
    assert counts["調査の様式"] == (1, 0, 1, 0, 0)
    assert counts["対応の記録"] == (2, 1, 2, 1, 0)
    assert counts["保存したスライドの組"] == (1, 1, 1, 1, 0)
    changes = found.changes
    assert (changes.same, changes.replaced, changes.added, changes.removed) == (0, 1, 3, 2)
    assert busy.state() == before


def test_what_stands_there_in_the_same_number_but_says_something_else_is_told(tmp_path: Path) -> None:
    head = "表,団体コード,年度,項目,誤,正,理由,連絡者,連絡日,取消日,取消理由\n"
    row = "core_status,01581,2023,status,予定,実施中,電話で確認,佐藤,2026-11-01"
    place = "corrections/corrections.csv"
    files = {"SOURCES.csv": b"file,kind\nstatus/a.csv,status_list\n", place: f"{head}{row},,\n".encode()}
    office = usual(tmp_path).fill(files, [], {})
    sender = {"head": "課長", "section": "係", "person": "佐藤", "phone": "1", "mail": "a@b.jp"}
    written = journals.write(office.journal, "office", "", {**sender, "seal": "公印省略"}, "佐藤")
    file = made(office, tmp_path / "to")
    same = told(restoring.look_into(file, office.raw, office.journal))
    assert {one[2:] for one in same.values()} == {(0, 0, 0)}
    assert (same["対応の記録"][1], same["差出人と宛先"][1], same["発出の記録"][1]) == (2, 1, 0)

    office.fill(
        {
            place: f"{head}{row},2026-11-20,取り違え\n".encode(),
            "status/a.csv": "団体コード,実施状況\n01581,予定\n".encode(),
            "survey/R5/form.toml": b'title = "R6"\n',
        },
        ["三"],
        {"b.json": b'{"name": "c"}'},
    )
    journals.revise(office.journal, written.record_id, 1, {"phone": "2"}, "佐藤")
    found = told(restoring.look_into(file, office.raw, office.journal))
    assert {label: one for label, one in found.items() if one[2:] != (0, 0, 0)} == {
        "登録した資料": (1, 1, 0, 0, 1),
        "調査の様式": (1, 1, 0, 0, 1),
        "訂正": (1, 0, 1, 0, 0),
        "対応の記録": (2, 3, 0, 1, 0),
        "差出人と宛先": (1, 1, 0, 0, 1),
        "保存したスライドの組": (1, 1, 0, 0, 1),
    }


def test_the_registered_files_are_counted_as_their_page_lists_them(
    raw_files: Path, built_curated: Path, tmp_path: Path
) -> None:
    journal = tmp_path / "journal.sqlite"
    file = making.make(raw_files, journal, tmp_path, MOMENT).path
    listed = len(registered.registered(Warehouse(built_curated).reader()))
    assert told(restoring.look_into(file, raw_files, journal))["登録した資料"] == (listed, listed, 0, 0, 0)


def test_every_kind_of_record_is_counted_once() -> None:
    kinds = [kind for some in counting.RECORDS.values() for kind in some]
    assert sorted(kinds) == sorted(FIELDS)
