"""事業について: the 説明資料 whole, as slides and tables. Each number is recounted from the lines of the paper."""

from __future__ import annotations

from collections.abc import Callable

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
from dashboard.warehouse.reader import Reader

Draw = Callable[[ProgrammeData, DeckData, Stage], Slide]
NOT_THERE = "「データ」の画面で、資料の台帳を確かめてください。"
LINES = ("説明資料の行", "説明資料の文字の行番号")


def gather(reader: Reader) -> ProgrammeData:
    """What the page and the slides are drawn from."""
    return ProgrammeData(
        queries.statements(reader),
        queries.functions(reader),
        queries.measures(reader),
        queries.cases(reader),
        queries.plan_totals(reader),
        queries.municipalities(reader),
    )


def line_range(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}〜{last}"


def statements_of(*sections: str) -> Callable[[TableRequest], ChartTable]:
    """One row per statement of parts of the paper, with its lines."""

    def numbers(request: TableRequest) -> ChartTable:
        columns = (table.text("見出し"), table.text("記述", "資料の言葉のまま"), table.text(*LINES))
        rows = [
            (row["heading"], row["statement"], line_range(row["first_line"], row["last_line"]))
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
    rows = [
        (
            row["item"],
            row["group_label"],
            row["field"],
            row["existing_scheme"],
            row["description"],
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
    rows = [
        tuple(row[name] for name in ("label_ja", "wording", "audience", "how_held", "state_wording"))
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


def _drawn(view: str, label: str, draw: Draw) -> Callable[[SlideRequest, Stage], Slide]:
    def slide(request: SlideRequest, stage: Stage) -> Slide:
        programme = gather(request.reader)
        if programme.statements.empty:
            why = "北海道の説明資料が、登録されていません。"
            return frame.absent(view, label, why, NOT_THERE, request.data, stage)
        return draw(programme, request.data, stage)

    return slide


def recount_told(context: RecountContext, key: str) -> float:
    """A number in words of the paper, looked for in its lines. Raises KeyError where they do not have it."""
    _, subject, value = key.split(".", 2)
    kind, _, code = subject.partition(":")
    ranges = [
        (row["first_line"], row["last_line"])
        for row in context.rows(queries.statements)
        if row["subject"] == subject or (kind == "statement" and row["statement_code"] == code)
    ]
    for row in context.rows(queries.lines):
        if any(first <= row["line_number"] <= last for first, last in ranges):
            for figure in FIGURES.findall(row["text"]):
                if f"{value_of(figure):g}" == value:
                    return value_of(figure)
    raise KeyError(key)


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
