"""The slides of the leading case: what the town does, and who works together in it."""

from __future__ import annotations

from typing import Any

from dashboard.export.deck import frame, programme_sketch, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Part, Row, Slide, owned
from dashboard.export.deck.programme_data import ProgrammeData, quoted, words_of
from dashboard.export.deck.slide_programme import plain, told_slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records

CASE, SYSTEM, ADDED = "programme_case", programme_sketch.SYSTEM, "programme_added"


def case(programme: ProgrammeData, data: DeckData, stage: Stage) -> Slide:
    """What the town does, in the words of the paper, part by part."""
    rows = [row for row in programme.section("case") if _is_work_of_case(row)]
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(str(row["heading"]), []).append(row)
    table = table_size.fitted(
        NativeTable(
            owned("表", CASE),
            stage.content,
            ("取組", "資料の言葉"),
            tuple(
                Row(heading, (Cell((heading,), bold=True), Cell(_joined(lines))))
                for heading, lines in grouped.items()
            ),
            (2.2, 10.0),
            13,
            "先行事例の町の取組の表",
        )
    )
    title: tuple[Part, ...] = words_of(programme.statement("case_title"))
    for code in ("case_annex", "case_programme"):
        title = (*title, "　", *words_of(programme.statement(code)))
    return told_slide(CASE, title, (table,), data, stage)


def system(programme: ProgrammeData, data: DeckData, stage: Stage) -> Slide:
    """Who works together in the town, what people do at work, and what the town is."""
    left, right = frame.split(stage, 0.58)
    told = programme.section("case")
    examples = sorted(
        (row for row in told if row["heading"] == "作業例"),
        key=lambda row: row["statement_code"] != "case_work_title",
    )
    overview = [row for row in told if row["heading"] == "概要"]
    lines = [plain(row) for row in (*examples, *overview)]
    elements = (
        programme_sketch.system(programme, left),
        frame.bullets(SYSTEM, "作業例と概要", right._replace(y=left.y, h=left.h), lines, 16, 10),
    )
    title = ("先行事例: ", *words_of(programme.statement("case_system_title")))
    return told_slide(SYSTEM, title, elements, data, stage)


def _joined(lines: list[dict[str, Any]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for row in lines:
        parts += [*(["\n"] if parts else []), *words_of(row)]
    return tuple(parts)


def _is_work_of_case(row: dict[str, Any]) -> bool:
    return row["heading"] not in ("題", "概要", "作業例", "実施体制")


def added(programme: ProgrammeData, data: DeckData, stage: Stage) -> Slide:
    """The cases that staff added, one row per statement with its source."""
    rows = records(programme.added)
    if not rows:
        return frame.absent(
            ADDED,
            "道の担当が加えた事例はまだありません",
            "道の担当が加えた事例が、まだありません。",
            "「事業について」の「事例を加える・言葉を直す」で加えると、ここに示します。",
            data,
            stage,
        )
    table = table_size.fitted(
        NativeTable(
            owned("表", ADDED),
            stage.content,
            ("市町村", "見出し", "取組の内容", "出典"),
            tuple(_added(row) for row in rows),
            (1.6, 2.4, 6.0, 2.4),
            13,
            "道の担当が加えた事例の表",
        )
    )
    return frame.content(
        ADDED,
        ("ほかの市町村の取組",),
        (table,),
        data,
        stage,
        "道の担当が加えた事例。出典は表のとおり",
        synthetic=False,
        scope="全道",
    )


def _added(row: dict[str, Any]) -> Row:
    subject = f"added:{row['record_id']}"
    heading = f"{row['topic']}（{row['function_label']}）" if row["function_label"] else str(row["topic"])
    return Row(
        str(row["record_id"]),
        (
            Cell((str(row["name"]),), bold=True),
            Cell(quoted(heading, subject)),
            Cell(quoted(str(row["text"]), subject)),
            Cell(quoted(str(row["source"]), subject)),
        ),
    )
