"""事業について: the 説明資料 whole, as slides and tables. Each number is recounted from the lines of the paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from dashboard import journal
from dashboard.chart_data import table
from dashboard.chart_data.chart import Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import frame, slide_case
from dashboard.export.deck import slide_programme as slides
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Slide
from dashboard.export.deck.programme_data import FIGURES, SOURCE, ProgrammeData, value_of
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.queries import programme as queries
from dashboard.queries import visits
from dashboard.warehouse.reader import Reader

Draw = Callable[[ProgrammeData, DeckData, Stage], Slide]
NOT_THERE = "「データ」の画面で、資料の台帳を確かめてください。"
EDITABLE = (slides.CONTENT, slides.SUPPORT, slide_case.ADDED)
LINES = ("説明資料の行", "説明資料の文字の行番号")


def gather(reader: Reader, path: Path | None = None) -> ProgrammeData:
    """What the page and the slides are drawn from. path: of the journal. Raises JournalError."""
    return ProgrammeData(
        queries.statements(reader),
        queries.functions(reader),
        queries.measures(reader),
        queries.cases(reader),
        queries.plan_totals(reader),
        queries.municipalities(reader),
        _added(reader, path),
        {row["subject"]: row for row in records(journal.current(path, "wording"))},
    )


def _added(reader: Reader, path: Path | None) -> pd.DataFrame:
    """The cases that staff added, with the names of their municipalities and functions."""
    groups = queries.functions(reader).drop_duplicates("group_code").set_index("group_code")["group_label"]
    names = visits.places(reader).set_index("municipality_code")["name"]
    found = journal.current(path, "case")
    found = found[found["municipality_code"].isin(names.index)]
    return found.assign(
        name=found["municipality_code"].map(names),
        function_label=found["function_group"].map(groups).fillna(""),
    ).sort_values(["municipality_code", "written_at"], kind="stable")


def line_range(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}〜{last}"


def one_value(statement: str) -> str:
    """A statement without the mark of its list and the spaces of the layout, as a cell of a table holds it (L1-06)."""
    return statement.lstrip("○〇●◎ ").replace(" ", "／")


def statements_of(*sections: str) -> Callable[[TableRequest], ChartTable]:
    """One row per statement of parts of the paper, with its lines."""

    def numbers(request: TableRequest) -> ChartTable:
        columns = (table.text("見出し"), table.text("記述", "資料の言葉のまま"), table.text(*LINES))
        rows = [
            (row["heading"], one_value(row["statement"]), line_range(row["first_line"], row["last_line"]))
            for row in records(queries.statements(request.reader))
            if row["section"] in sections
        ]
        return table.chart_table(columns, rows, [False] * len(rows), (SOURCE,))

    return numbers


def functions(request: TableRequest) -> ChartTable:
    """One row per function with the scheme that it bundles."""
    columns = (
        *(table.text("号"), table.text("機能"), table.text("分野"), table.text("既存制度の対象事業")),
        *(table.text("内容"), table.text("新", "新しく設けられた事業")),
    )
    programme = gather(request.reader, request.journal)
    rows = [
        (
            row["item"],
            row["group_label"],
            row["field"],
            row["existing_scheme"],
            programme.wording(f"function:{row['code']}", str(row["description"] or "")),
            table.yes(row["is_new"]),
        )
        for row in records(queries.functions(request.reader))
    ]
    return table.chart_table(columns, rows, [False] * len(rows), (SOURCE,))


def measures(request: TableRequest) -> ChartTable:
    """One row per measure with content, audience and form."""
    columns = (
        *(table.text("支援"), table.text("内容"), table.text("対象"), table.text("行い方")),
        table.text("国の要綱での区分"),
    )
    programme = gather(request.reader, request.journal)
    rows = [
        (
            row["label_ja"],
            programme.wording(f"measure:{row['code']}", str(row["wording"] or "")),
            *(row[name] for name in ("audience", "how_held", "state_wording")),
        )
        for row in records(queries.measures(request.reader))
    ]
    return table.chart_table(columns, rows, [False] * len(rows), (SOURCE,))


def plans(request: TableRequest) -> ChartTable:
    """One row per published number of municipalities by plan."""
    columns = (
        table.text("実施予定"),
        table.towns("公表された市町村数"),
        table.text("項目名は推定", "図の数字に項目名がないため、説明文から読み取ったもの"),
        table.text("時点"),
    )
    totals = queries.plan_totals(request.reader)
    rows = [
        (row["label_ja"], row["value"], table.yes(row["is_inferred"]), str(row["as_of"])[:10])
        for row in records(totals)
    ]
    return table.chart_table(columns, rows, [False] * len(rows), tuple(totals["document"].unique()))


def added(request: TableRequest) -> ChartTable:
    """One row per statement of a case that staff added."""
    columns = (
        *(*table.MUNICIPALITY, table.text("見出し"), table.text("機能"), table.text("取組の内容")),
        *(table.text("出典"), table.text("記入者")),
    )
    names = ("municipality_code", "name", "topic", "function_label", "text", "source", "written_by")
    rows = [
        tuple(row[name] for name in names) for row in records(gather(request.reader, request.journal).added)
    ]
    if not rows:
        raise table.NoNumbersError("道の担当が加えた事例が、まだありません。")
    return table.chart_table(columns, rows, [False] * len(rows), ("道の担当が加えた事例",))


def _drawn(view: str, label: str, draw: Draw) -> Callable[[SlideRequest, Stage], Slide]:
    def slide(request: SlideRequest, stage: Stage) -> Slide:
        # The others say what the paper says, also where the journal cannot be read.
        programme = gather(request.reader, request.journal if view in EDITABLE else None)
        if programme.statements.empty:
            why = "北海道の説明資料が、登録されていません。"
            return frame.absent(view, label, why, NOT_THERE, request.data, stage)
        return draw(programme, request.data, stage)

    return slide


def recount_told(context: RecountContext, key: str) -> float:
    """A number in words of the paper or of staff, looked for where they are kept. Raises KeyError where it is not."""
    _, subject, value = key.split(".", 2)
    kind, _, code = subject.partition(":")
    ranges = [
        (row["first_line"], row["last_line"])
        for row in context.rows(queries.statements)
        if row["subject"] == subject or (kind == "statement" and row["statement_code"] == code)
    ]
    texts = _entered(context, kind, code)
    for row in context.rows(queries.lines):
        if any(first <= row["line_number"] <= last for first, last in ranges):
            texts.append(row["text"])
    for figure in FIGURES.findall("\n".join(texts)):
        if f"{value_of(figure):g}" == value:
            return value_of(figure)
    raise KeyError(key)


def _entered(context: RecountContext, kind: str, code: str) -> list[str]:
    """What staff wrote of a subject, read once more from the journal."""
    if kind == "added":
        found = journal.current(context.journal, "case")
        rows = records(found[found["record_id"] == code])
    else:
        found = journal.current(context.journal, "wording")
        rows = records(found[found["subject"] == f"{kind}:{code}"])
    return [str(row[name] or "") for row in rows for name in ("topic", "text", "source") if name in row]


def recount_published(context: RecountContext, key: str) -> float:
    """The numbers by plan, from the line of the paper that has all five."""
    kind, _, place = key.partition(".")
    (line,) = [row for row in context.rows(queries.statements) if row["statement_code"] == "plan_numbers"]
    text = "".join(
        row["text"]
        for row in context.rows(queries.lines)
        if line["first_line"] <= row["line_number"] <= line["last_line"]
    )
    values = [value_of(figure) for figure in FIGURES.findall(text)]
    counted = {
        "plan_published_with": sum(values[:-1]),
        "plan_published_without": sum(values[1:-1]),
    }
    if kind == "plan_published":
        return values[int(place)]
    base = kind.removesuffix("_share")
    return counted[base] if base == kind else 100 * counted[base] / sum(values)


RECOUNTS = {
    "told": recount_told,
    **dict.fromkeys(
        (
            "plan_published",
            *("plan_published_with", "plan_published_with_share"),
            *("plan_published_without", "plan_published_without_share"),
        ),
        recount_published,
    ),
}


def _chart(
    view: str,
    label: str,
    draw: Draw,
    numbers: Callable[[TableRequest], ChartTable],
    *,
    is_in_briefing: bool = False,
) -> Chart:
    return Chart(
        view,
        label,
        source=SOURCE,
        table=numbers,
        slide=_drawn(view, label, draw),
        recounts=RECOUNTS,
        is_in_briefing=is_in_briefing,
    )


OVERLAP = _chart(slides.OVERLAP, "機能の重なり", slides.overlap, statements_of("overlap", "figure"))
CONTENT = _chart(slides.CONTENT, "事業の内容（第1号〜第6号）", slides.content, functions)
BACKGROUND = _chart(slides.BACKGROUND, "事業の背景", slides.background, statements_of("background"))
SUPPORT = _chart(slides.SUPPORT, "道の後方支援事業", slides.support, measures)
CASE = _chart(slide_case.CASE, "先行事例の取組", slide_case.case, statements_of("case"))
SYSTEM = _chart(slide_case.SYSTEM, "先行事例の実施体制", slide_case.system, statements_of("case"))
PLANS = _chart(slides.PLANS, "実施予定の市町村数（公表）", slides.plans, plans, is_in_briefing=True)
ISSUE = _chart(slides.ISSUE, "今後の課題", slides.issue, statements_of("issue"))
ADDED = _chart(slide_case.ADDED, "道の担当が加えた事例", slide_case.added, added)
