"""Journal and warehouse together: judged promises, what is overdue, the handover; a rebuild changes nothing."""

from datetime import date
from pathlib import Path

import pytest

from dashboard import journal
from dashboard.export import docx_handover
from dashboard.services import follow_up
from dashboard.warehouse.reader import Reader, Warehouse
from tests.conftest import build_warehouse
from tests.office_schema import faults

TODAY = date(2024, 1, 5)
CALL = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤", "said": "=1+1 課内で検討"}


@pytest.fixture(scope="module")
def reader(demo_curated: Path) -> Reader:
    return Warehouse(demo_curated).reader()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "journal.sqlite"
    for code, owner in (("01303", "佐藤"), ("01581", "鈴木")):
        promise = {
            "promised_on": "2023-06-01",
            "promise_kind": "decide",
            "fiscal_year": 2023,
            "due": "2023-12-15",
            "text": "方針を決める",
            "owner": owner,
            "state": "進行中",
        }
        step = {"text": "議会の結果を聞く", "due": "2023-10-02", "owner": owner, "state": "これから"}
        parts = [("contact", {**CALL, "owner": owner}), ("promise", promise), ("step", step)]
        journal.write_together(found, code, parts, owner)
    return found


def test_a_promise_stands_with_its_town_its_words_and_what_the_next_return_said(
    reader: Reader, path: Path
) -> None:
    rows = follow_up.promises(reader, path).set_index("municipality_code")
    assert rows.loc["01581", "name"] == "厚真町"
    assert rows.loc["01581", "kind_label"] == "方針を決める"
    assert rows.loc["01581", "judgement"] == "kept"
    assert not rows.loc["01581", "is_open"]
    assert str(rows.loc["01581", "file"]).startswith("survey/R5/")
    assert rows.loc["01581", "is_synthetic"]
    assert rows.loc["01581", "state"] == "進行中"


def test_before_the_next_round_was_known_the_same_promise_is_open(reader: Reader, path: Path) -> None:
    rows = follow_up.promises(reader.at(date(2023, 11, 1)), path)
    assert set(rows["judgement"]) == {"open"}
    assert rows["is_open"].all()


def test_what_was_said_together_points_to_its_contact_and_is_written_all_or_none(path: Path) -> None:
    contacts = journal.contacts(path)
    assert set(journal.promises(path)["contact_id"]) == set(contacts["record_id"])
    with pytest.raises(journal.InvalidRecordError, match="期限"):
        journal.write_together(
            path,
            "01303",
            [("contact", CALL), ("step", {"text": "聞く", "owner": "佐藤", "state": "これから"})],
            "佐藤",
        )
    assert len(journal.contacts(path)) == len(contacts)


def test_overdue_is_what_is_past_its_day_and_neither_done_nor_kept(reader: Reader, path: Path) -> None:
    late = follow_up.overdue(reader, path, TODAY)
    told = [(row["kind"], row["municipality_code"], row["days_over"]) for row in late.to_dict("records")]
    assert ("step", "01303", 95) in told
    assert ("promise", "01581", 21) not in told
    step = journal.steps(path).to_dict("records")[0]
    journal.revise(path, step["record_id"], step["version"], {"state": "済み"}, "佐藤")
    assert len(follow_up.overdue(reader, path, TODAY)) == len(late) - 1
    assert follow_up.overdue(reader, path, date(2023, 7, 1)).empty


def test_a_handover_holds_what_is_the_officer_s_or_the_area_s_and_nothing_else(
    reader: Reader, path: Path, tmp_path: Path
) -> None:
    own = follow_up.handover(reader, path, TODAY, owner="鈴木")
    assert own.towns["municipality_code"].tolist() == ["01581"]
    assert own.contacts["owner"].tolist() == ["鈴木"]
    area = follow_up.handover(reader, path, TODAY, subprefecture="02")
    assert (area.title, area.towns["municipality_code"].tolist()) == ("石狩振興局", ["01303"])
    assert docx_handover.document(own) == docx_handover.document(own)
    assert faults(docx_handover.document(own), tmp_path, ".docx") == []


def test_a_rebuild_of_the_warehouse_changes_nothing_in_the_journal(raw_files: Path, path: Path) -> None:
    before = path.read_bytes(), journal.version_of(path), journal.contacts(path).to_dict("records")
    build_warehouse(raw_files)
    assert (path.read_bytes(), journal.version_of(path), journal.contacts(path).to_dict("records")) == before
