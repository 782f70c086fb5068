"""Free text by code: a row a confirmed text, and counts by code on a slide."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from dashboard import journal as journals
from dashboard.chart_data import table
from dashboard.chart_data.chart import SURVEY, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_codes
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.queries import barriers as queries
from dashboard.queries import recount as recounts
from dashboard.services import text_codes
from dashboard.services.text_codes import TextCoding
from dashboard.views import code_words, view
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files

SOURCE = f"{SURVEY}の自由記述を、人が確かめて分類したもの（画面「課題」）"


def numbers(request: TableRequest) -> ChartTable:
    """One row per text and code that people confirmed. Raises NoNumbersError where there is none."""
    texts = view.narrow(queries.texts(request.reader), request.view)
    made = text_codes.text_coding(texts, request.journal)
    rows = [(code, one) for code in made.codes for one in made.of(code.code_id, "confirmed")]
    if not rows:
        raise NoNumbersError("「当てはまる」と確かめた自由記述がまだありません。")
    columns = (
        table.text("分類"),
        *table.year("調査の年度"),
        *table.MUNICIPALITY,
        table.text("回答"),
        table.text("確かめた人"),
        table.text("セル"),
    )
    cells = [
        (
            code.label,
            *table.years(one.key.fiscal_year),
            one.key.municipality_code,
            one.row["name"],
            " ".join(one.text.split()),
            "、".join(judged.coder for judged in one.judged),
            raw_files.of_row(one.row),
        )
        for code, one in rows
    ]
    fictional = [bool(one.row["is_synthetic"]) for _, one in rows]
    return table.chart_table(columns, cells, fictional, (SOURCE, *code_words.METHOD))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    made = _coding(request.reader, request.journal, request.codes)
    agreed = code_words.agreement(made.agreements[0]) if made.agreements else ""
    counts = [
        slide_codes.CodeCount(
            code.code_id, code.label, len(made.of(code.code_id, "confirmed")), made.towns(code.code_id)
        )
        for code in made.codes
    ]
    return slide_codes.slide(request.data, counts, agreed, stage, synthetic=made.is_synthetic)


def recount_code(context: RecountContext, key: str) -> float | str:
    """By hand from the judgements of the journal and the answers as they stand now."""
    kind, _, code_id = key.removeprefix("code_").partition(".")
    if kind == "agreed":
        made = _coding(context.reader, context.journal, context.codes)
        return code_words.agreement(made.agreements[0])
    now = {
        (int(row["fiscal_year"]), row["municipality_code"], row["question_id"]): str(row["value"]).strip()
        for row in context.rows(recounts.free_texts)
    }
    said: dict[tuple[int, str, str, str], set[str]] = {}
    for row in records(journals.current(context.journal, "coding")):
        text = (int(row["fiscal_year"]), row["municipality_code"], row["question_id"])
        if now.get(text) == row["text"] and row["municipality_code"] in context.codes:
            said.setdefault((*text, row["code_id"]), set()).add(row["verdict"])
    sure = [pair for pair, verdicts in said.items() if verdicts == {"当てはまる"}]
    own = [pair for pair in sure if not code_id or pair[3] == code_id]
    known = set(journals.current(context.journal, "text_code")["record_id"])
    own = [pair for pair in own if pair[3] in known]
    return len({pair[1] for pair in own}) if kind == "towns" else len(own)


def _coding(reader: Reader, journal: Path | None, codes: set[str]) -> TextCoding:
    texts: pd.DataFrame = queries.texts(reader)
    return text_codes.text_coding(texts[texts["municipality_code"].isin(codes)], journal)


CHART = Chart(
    slide_codes.VIEW,
    slide_codes.TITLE,
    source=SOURCE,
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys(("code_texts", "code_towns", "code_all", "code_agreed"), recount_code),
    is_in_briefing=False,
)
