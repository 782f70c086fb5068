"""The prefecture's activities: real lists as they are kept, and what is set aside rather than guessed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from etl import sources
from etl.ledger import Ledger
from etl.readers import activities, reference
from etl.readers.context import Fact, ReadContext
from tests.etl.raw_copy import register

ACTIVITIES = "取組番号,取組み,題名,開催日,開催方法,会場"
ATTENDANCE = "取組番号,団体コード,市町村名,参加人数"
BRIEFING = "R5-1,連携促進説明会,第1回（制度）,2023-05-25,オンライン,"

Reading = Callable[..., tuple[list[Fact], list[Fact], ReadContext]]


@pytest.fixture
def read(raw: Path) -> Reading:
    """Write the two lists as CSV, register and read them."""

    def reading(
        listed: list[str], taken_part: list[str], synthetic: list[str] | None = None
    ) -> tuple[list[Fact], list[Fact], ReadContext]:
        put(raw, "activities", "r5.csv", ACTIVITIES, listed)
        put(raw, "attendance", "r5_attendance.csv", ATTENDANCE, taken_part)
        if synthetic is not None:
            put(raw, "activities", "fiction.csv", ACTIVITIES, synthetic, synthetic="1")
        files, _ = sources.read_register(raw)
        context = ReadContext(Ledger())
        by_kind = {source.kind: source for source in files}
        towns = reference.read_plain(context, by_kind["municipalities"], "name")
        areas = reference.read_plain(context, by_kind["subprefectures"], "name")
        context.directory = reference.make_directory(towns, areas)
        context.findings.clear()
        return *activities.read_activities(context, files), context

    return reading


def put(raw: Path, kind: str, name: str, heading: str, rows: list[str], synthetic: str = "0") -> None:
    folder = raw / "activities"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    register(raw, f"activities/{name}", kind=kind, synthetic=synthetic)


def rules(context: ReadContext) -> list[tuple[str, str, str]]:
    return [(f.severity, f.rule, f.cell) for f in context.findings]


def test_an_activity_and_its_attendance_are_read_with_their_cells(read: Reading) -> None:
    listed, taken_part, context = read(
        [BRIEFING, "Ｒ5-2,研修,多機関連携,令和5年8月31日,集合,札幌市内の会議室"],
        ["R5-1,01452,鷹栖町,3", "R5-2,,釧路市,２名"],
    )
    assert rules(context) == [("info", "L2-01", "D3")]
    assert [(a["activity_id"], a["measure_code"], a["held_on"], a["fiscal_year"]) for a in listed] == [
        ("R5-1", "briefing_session", "2023-05-25", 2023),
        ("R5-2", "training", "2023-08-31", 2023),
    ]
    assert [a["place"] for a in listed] == ["オンライン", "集合（札幌市内の会議室）"]
    assert listed[0]["title"] == "第1回（制度）"
    assert str(listed[0]["source_id"]).endswith("!C2")
    assert [(a["municipality_code"], a["persons"]) for a in taken_part] == [("01452", 3), ("01206", 2)]
    assert str(taken_part[0]["source_id"]).endswith("!D2")
    assert not any(fact["is_synthetic"] for fact in (*listed, *taken_part))


def test_an_activity_of_the_last_quarter_belongs_to_the_fiscal_year_before(read: Reading) -> None:
    listed, _, _ = read(["R4-9,説明会,年度末,2023-02-16,,"], [])
    assert listed[0]["fiscal_year"] == 2022


def test_an_unknown_number_of_persons_is_not_zero(read: Reading) -> None:
    _, taken_part, _ = read([BRIEFING], ["R5-1,01452,鷹栖町,", "R5-1,01206,釧路市,不明"])
    assert [fact["persons"] for fact in taken_part] == [None, None]


@pytest.mark.parametrize(
    ("row", "severity", "rule", "cell"),
    [
        ("R5-1,01452,鷹栖町,0", "info", "ATTENDANCE-NONE", "D2"),
        ("R5-1,01452,鷹栖町,3～4人", "error", "ATTENDANCE-PERSONS", "D2"),
        ("R5-1,01452,鷹栖町,－", "error", "ATTENDANCE-PERSONS", "D2"),
        ("R5-1,01452,鷹栖町,約3人", "error", "ATTENDANCE-PERSONS", "D2"),
        ("R5-7,01452,鷹栖町,3", "error", "ATTENDANCE-ACTIVITY", "A2"),
        (",01452,鷹栖町,3", "error", "ACTIVITY-EMPTY", "A2"),
        ("R5-1,,どこか町,3", "error", "MUNI-UNKNOWN_NAME", "C2"),
    ],
)
def test_an_attendance_that_cannot_be_read_is_kept_aside_with_its_reason(
    read: Reading, row: str, severity: str, rule: str, cell: str
) -> None:
    _, taken_part, context = read([BRIEFING], [row])
    assert taken_part == []
    assert (severity, rule, cell) in rules(context)
    count = context.ledger.counts["activities/r5_attendance.csv"]
    assert (count.read, count.loaded, count.quarantined) == (1, 0, 1)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("R5-1,懇親会,第1回,2023-05-25,,", "ACTIVITY-MEASURE"),
        ("R5-1,説明会,第1回,5月頃,,", "DATE-UNREADABLE"),
        ("R5-1,説明会,第1回,,,", "DATE-UNREADABLE"),
        ("R5-1,説明会,,2023-05-25,,", "ACTIVITY-EMPTY"),
    ],
)
def test_an_activity_that_cannot_be_read_is_kept_aside_with_its_reason(
    read: Reading, row: str, rule: str
) -> None:
    listed, _, context = read([row], [])
    assert listed == []
    assert [f.rule for f in context.findings if f.severity == "error"] == [rule]
    assert all(f.message for f in context.findings)


def test_what_stands_twice_alike_counts_once(read: Reading) -> None:
    listed, taken_part, context = read([BRIEFING, BRIEFING], ["R5-1,01452,鷹栖町,3", "R5-1,,鷹栖町,3"])
    assert (len(listed), len(taken_part)) == (1, 1)
    assert rules(context) == [("warning", "ROW-TWICE", "A3"), ("warning", "ROW-TWICE", "A3")]


def test_what_stands_twice_and_disagrees_is_not_used_nor_is_what_hangs_on_it(read: Reading) -> None:
    other_day = BRIEFING.replace("05-25", "05-26")
    listed, taken_part, context = read([BRIEFING, other_day], ["R5-1,01452,鷹栖町,3"])
    assert (listed, taken_part) == ([], [])
    assert rules(context) == [("error", "ROW-CONFLICT", "A2"), ("error", "ROW-CONFLICT", "A3")]
    assert [q["reason"] for q in context.ledger.quarantined][-1].startswith("取組み「R5-1」を使っていない")


def test_fiction_gives_way_to_real_activities_of_the_year_and_stays_in_the_others(read: Reading) -> None:
    fiction = ["架空-1,説明会,架空,2023-06-01,,", "架空-2,説明会,架空,2022-06-01,,"]
    listed, _, context = read([BRIEFING], [], synthetic=fiction)
    assert [(a["activity_id"], a["is_synthetic"]) for a in listed] == [("R5-1", False), ("架空-2", True)]
    assert [f.rule for f in context.findings] == ["DEMO-LEFT-OUT"]


def test_a_list_changed_since_it_was_registered_gives_no_facts(raw: Path, read: Reading) -> None:
    read([BRIEFING], [])
    path = raw / "activities" / "r5.csv"
    path.write_text(path.read_text(encoding="utf-8") + "R5-9,説明会,後から,2023-06-01,,\n", encoding="utf-8")
    files, _ = sources.read_register(raw)
    listed, _ = activities.read_activities(ReadContext(Ledger()), files)
    assert listed == []


def test_without_a_demo_there_are_no_fictional_lists(raw: Path) -> None:
    assert activities.demo_files(raw) == ([], [])
