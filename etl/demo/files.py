"""The demo as files: workbooks drawn and filled in, their register, the activities, and a note 架空データ in each folder."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, replace

from etl.demo.activities import ActivityPlan
from etl.demo.rounds import PlannedReturn, RoundPlan
from etl.demo.world import World
from etl.fiscal_year import label, of_date, short_label
from etl.readers import vocabulary
from etl.sources import COLUMNS as SOURCE_COLUMNS
from etl.sources import REGISTER_NAME
from etl.survey.form.entries import previous_entries
from etl.survey.form.questions import Form, PlainAnswer
from etl.survey.returned.register import COLUMNS as RETURN_COLUMNS
from etl.survey.returned.register import REGISTER, RETURNS, RegisteredReturn
from etl.survey.sheet.layout import make_layout
from etl.survey.sheet.workbook import created_at, draw_workbook, make_template

MARK = "架空データ"
README = "README.md"
SHOWN_CELLS = 3
LICENCE = "本システムで作成"
MAKER = "（本システムで作成した架空データ）"
ACTIVITY_HEADINGS = ("取組番号", "取組み", "題名", "開催日", "開催方法", "会場", "備考")
ATTENDANCE_HEADINGS = ("取組番号", "団体コード", "市町村名", "参加人数", "備考")

Files = dict[str, bytes]
"""Place under the demo folder, with /, → content."""


def return_files(
    plan: RoundPlan,
    previous_form: Form | None,
    previous: Mapping[str, Mapping[str, PlainAnswer]],
    on_progress: Callable[[str], None],
) -> Files:
    """The returned workbooks of one round, their register and a note. `on_progress` receives progress messages."""
    form = plan.form
    template = make_template(replace(form, title=f"【{MARK}】{form.title}"))
    files: Files = {}
    rows: list[Sequence[str]] = []
    for count, item in enumerate(plan.returns, 1):
        before = previous_entries(form, previous_form or form, previous.get(item.town.code, {}))
        content = draw_workbook(template, item.town.name, before, item.cells, created_at(form))
        files[_file_path(item)] = content
        rows.append(_register_row(item, content))
        if count % 20 == 0 or count == len(plan.returns):
            on_progress(f"{label(form.fiscal_year)}の調査票（{MARK}） {count} / {len(plan.returns)}")
    files[f"{RETURNS}/{REGISTER}"] = csv_bytes(RETURN_COLUMNS, rows)
    files[README] = _return_readme(plan).encode()
    return files


def _return_readme(plan: RoundPlan) -> str:
    """What the folder is, and every defect that was planted, with the cells."""
    form = plan.form
    kinds = {row["code"]: row for row in vocabulary.rows("demo_defects")}
    numbers = {slot.key: slot.number for slot in make_layout(form).slots}
    lines = [
        f"# {MARK}：{label(form.fiscal_year)}の調査票の回答",
        "",
        "このフォルダの回答は、すべて計算機が作った架空のものです。実在の市町村の回答ではありません。",
        "実施している市町村、実施を予定していると公表されている市町村の状態だけは、公表された事実に合わせています。",
        "`python -m etl demo --remove` で消えます。",
        "",
        f"回答 {len({item.town.code for item in plan.returns})}市町村、未提出 {len(plan.missing)}市町村、"
        f"期限（{form.deadline}）のあと {len(plan.late)}市町村。",
        "",
        "## わざと入れた誤り",
        "",
        "| 市町村 | ファイル | 誤り | 欄と書いたこと | 点検の結果（期待） |",
        "|---|---|---|---|---|",
    ]
    for item in plan.returns:
        if item.defect:
            kind = kinds[item.defect]
            where = [f"{numbers[key]}{_written_cell(item, key)}" for key in item.wrong]
            places = "、".join(where[:SHOWN_CELLS]) + ("ほか" if len(where) > SHOWN_CELLS else "")
            town = f"{item.town.code} {item.town.name.name}"
            lines.append(
                f"| {town} | {_file_path(item)} | {kind['label_ja']} | {places} | {kind['expected']} |"
            )
    return "\n".join([*lines, ""])


def activity_files(world: World, plan: ActivityPlan) -> Files:
    """activities.csv, attendance.csv, their register and a note."""
    names = {town.code: town.name.name for town in world.towns}
    measures = vocabulary.labels("measure")
    activities = [
        (event.id, measures[event.measure], event.title, event.held_on, event.method, event.venue, MARK)
        for event in plan.events
    ]
    attendance = [(one.event_id, one.code, names[one.code], one.persons, MARK) for one in plan.attendances]
    files = {
        "activities.csv": csv_bytes(ACTIVITY_HEADINGS, activities),
        "attendance.csv": csv_bytes(ATTENDANCE_HEADINGS, attendance),
    }
    last = max(event.held_on for event in plan.events).isoformat()
    titles = {"activities.csv": "道の取組みの一覧", "attendance.csv": "道の取組みへの参加"}
    rows = [
        {
            "file": name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "kind": name.removesuffix(".csv"),
            "title": f"{titles[name]}（{MARK}）",
            "publisher": MAKER,
            "from": MAKER,
            "received_on": last,
            "licence": LICENCE,
            "synthetic": "1",
        }
        for name, content in files.items()
    ]
    register = [[row.get(column, "") for column in SOURCE_COLUMNS] for row in rows]
    files[REGISTER_NAME] = csv_bytes(SOURCE_COLUMNS, register)
    files[README] = _activity_readme(plan).encode()
    return files


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def _register_row(item: PlannedReturn, content: bytes) -> Sequence[str]:
    """The line of the register of returns."""
    line = RegisteredReturn(
        file=f"{item.received_on}/{item.file_name}",
        sha256=hashlib.sha256(content).hexdigest(),
        received_on=item.received_on.isoformat(),
        original_name=item.file_name,
        municipality_code=item.town.code,
        route="manifest",
        synthetic="1",
    )
    return astuple(line)


def _written_cell(item: PlannedReturn, key: tuple[str, str]) -> str:
    return f"「{item.cells[key]}」" if key in item.cells else "（空欄）"


def _file_path(item: PlannedReturn) -> str:
    return f"{RETURNS}/{item.received_on}/{item.file_name}"


def _activity_readme(plan: ActivityPlan) -> str:
    years = sorted({short_label(of_date(event.held_on)) for event in plan.events})
    return "\n".join(
        [
            f"# {MARK}：道の取組みと参加（{years[0]}〜{years[-1]}）",
            "",
            "日付、会場、参加した市町村と人数は、すべて計算機が作った架空のものです。取組みの種類だけが、道の実際の支援です。",
            "`python -m etl demo --remove` で消えます。",
            "",
        ]
    )
