"""A record that is changed, cut or exchanged behind the program's back is found and named, and so is every bit that turns."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import clock, journal
from dashboard.journal import chain, journal_file, schema

CALL = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤", "said": "6月議会の後に検討する"}
STEP = {"text": "資料を送る", "due": "2030-06-30", "owner": "鈴木", "state": "これから"}
TOWNS = ("01581", "01452", "01213", "01100")
FLIPS = 400
KINDS = ("contact", "step", "promise", "plan")


def write(path: Path, number: int) -> None:
    kind, values = ("step", STEP) if number % 3 == 2 else ("contact", {**CALL, "said": f"{number}回目の話"})
    journal.write(path, kind, TOWNS[number % len(TOWNS)], values, "佐藤")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of ten records, in one file. Not to be changed."""
    path = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    for number in range(10):
        write(path, number)
    first = journal.contacts(path).iloc[0]
    journal.revise(path, first["record_id"], 1, {"said": "改めた話"}, "鈴木")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = delete")
    return path


@pytest.fixture
def path(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path / "journal.sqlite"))


def behind_the_back(path: Path, *statements: str) -> None:
    """As somebody with a tool for SQLite does it: with the triggers out of the way and put back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"drop trigger {name}")
        for statement in statements:
            connection.execute(statement)
        for _, made in triggers:
            connection.execute(made)


def test_a_journal_as_it_was_written_has_no_problems(path: Path) -> None:
    assert journal.problems(path) == []
    write(path, 11)
    assert journal.problems_since(path) == []
    assert journal.problems(path) == []


EDITS = {
    "changed": (
        ["update record set body = replace(body, '1回目', '9回目') where seq = 2"],
        ["2番目の記録（対応、01452、"],
    ),
    "another writer": (
        ["update record set written_by = '田中' where seq = 3"],
        ["3番目の記録（次にすること、01213、"],
    ),
    "another type": (["update record set body = cast(body as blob) where seq = 4"], ["4番目の記録"]),
    "cut in the middle": (
        ["delete from record where seq in (5, 6)", "delete from link where seq in (5, 6)"],
        ["5番目から6番目までの記録がありません"],
    ),
    "cut at the end": (
        ["delete from record where seq = 11", "delete from link where seq = 11"],
        ["11番目の記録がありません"],
    ),
    "exchanged": (
        [
            "update record set seq = -1 where seq = 1",
            "update record set seq = 1 where seq = 4",
            "update record set seq = 4 where seq = -1",
        ],
        ["1番目の記録", "4番目の記録"],
    ),
    "exchanged with their hashes": (
        [
            f"update {table} set seq = {new} where seq = {old}"
            for table in ("record", "link")
            for old, new in ((1, -1), (4, 1), (-1, 4))
        ],
        ["1番目の記録", "4番目の記録"],
    ),
    "put in": (
        [
            "insert into record (record_id, version, kind, municipality_code, body, written_by, written_at)"
            " select 'x', 1, kind, municipality_code, body, written_by, written_at from record where seq = 1"
        ],
        ["12番目の記録"],
    ),
    "all taken": (["delete from record", "delete from link"], ["1番目から11番目までの記録がありません"]),
    "without its guard": (["create index other on record (body)"], ["書き換えを防ぐ仕組み"]),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_behind_the_back_is_found_and_named(path: Path, edit: str) -> None:
    statements, named = EDITS[edit]
    assert journal.problems_since(path) == []
    behind_the_back(path, *statements)
    found = "、".join(journal.problems(path))
    for part in named:
        assert part in found
    assert "佐藤" not in found


@settings(max_examples=60)
@given(
    seq=st.integers(1, 11),
    column=st.sampled_from(
        [
            "record_id",
            "version",
            "kind",
            "municipality_code",
            "body",
            "is_removed",
            "written_by",
            "written_at",
        ]
    ),
    value=st.one_of(
        st.text(min_size=1, max_size=8), st.integers(1, 10**6), st.binary(min_size=1, max_size=4)
    ),
)
def test_no_value_can_be_put_in_place_of_another_unseen(
    written: Path, seq: int, column: str, value: object
) -> None:
    with (
        closing(sqlite3.connect(":memory:", isolation_level=None)) as copy,
        closing(sqlite3.connect(written)) as source,
    ):
        source.backup(copy)
        copy.execute("drop trigger record_is_never_changed")
        copy.execute("pragma ignore_check_constraints = on")
        before = copy.execute(
            f"select typeof({column}), {column} from record where seq = ?", [seq]
        ).fetchone()
        try:
            copy.execute(f"update record set {column} = ? where seq = ?", [value, seq])
        except sqlite3.IntegrityError:
            return
        after = copy.execute(f"select typeof({column}), {column} from record where seq = ?", [seq]).fetchone()
        found = chain.problems(copy)
    assert bool(found) == (before != after)
    assert all(f"{seq}番目" in one for one in found)


def everything(path: Path) -> list[object]:
    """All that the program reads of a journal, in each of its ways."""
    frames = [journal.current(path, kind, with_removed=True).to_dict("records") for kind in KINDS]
    with journal_file.reading(path) as connection:
        rows = connection.execute("select * from record order by seq").fetchall()
    return [frames, rows, journal.version_of(path)]


def test_every_bit_that_turns_in_the_file_is_harmless_or_told(written: Path, tmp_path: Path) -> None:
    whole, turned = everything(written), tmp_path / "turned.sqlite"
    content, chance = written.read_bytes(), random.Random(14)
    silent = []
    for bit in chance.sample(range(8 * len(content)), FLIPS):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        turned.write_bytes(flipped)
        try:
            is_told = bool(journal.problems(turned))
            is_same = everything(turned) == whole
        except journal.JournalError:
            is_told = is_same = True
        if not (is_told or is_same):
            silent.append(bit)
        for left in tmp_path.glob("turned.sqlite-*"):
            left.unlink()
    assert silent == []


def test_an_older_journal_is_linked_once_with_a_copy_of_it_kept_first(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("begin")
        for step in schema.STEPS[:2]:
            step(connection)
        for number in (1, 2, 3):
            connection.execute(
                "insert into record (record_id, version, kind, municipality_code, body, written_by, written_at) "
                """values (?, 1, 'contact', '01581', '{"contacted_on": "2022-06-01"}', '佐藤', '2022-06-01T00:00:00+00:00')""",
                [f"{number}"],
            )
        connection.execute("commit")
        connection.execute("pragma user_version = 2")
        connection.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    assert journal.problems(path) == []
    write(path, 1)
    assert journal.problems_since(path) == []
    behind_the_back(path, "update record set body = '{}' where seq = 2")
    assert journal.problems_since(path) == journal.problems(path)
    assert "2番目の記録（対応、01581、2022-06-01 に記入）" in journal.problems(path)[0]
    copy = tmp_path / "backup" / f"journal_{clock.today().isoformat()}_版2.sqlite"
    with closing(sqlite3.connect(copy)) as connection:
        assert schema.version_of(connection) == 2
        assert connection.execute("select count(*) from record").fetchone() == (3,)
