"""What lies before towns that do not implement yet: a row an event, and those that are a reason to call now."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import clock
from dashboard.chart_data import table
from dashboard.chart_data.chart import Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_dates
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.queries import recount as recounts
from dashboard.services import coming_dates
from dashboard.views import date_words, view
from dashboard.words import eras, raw_files, words

SOURCE = "登録された市町村の予定（画面「働きかけ」）"


def numbers(request: TableRequest) -> ChartTable:
    """One row per town and event to come. Raises NoNumbersError where there is none."""
    rows = view.narrow(coming_dates.coming(request.reader), request.view)
    if rows.empty:
        raise NoNumbersError("これからの予定がある未実施の市町村がありません。")
    columns = (
        *table.MUNICIPALITY,
        table.text("予定"),
        table.text("期日", "年度だけがわかるものは年度"),
        *table.year("期日の年度"),
        table.text(
            "いま声をかける理由になる",
            "地域福祉計画の最後の年度とその前の年度、選挙の前の半年、合併の年度とその前の年度",
        ),
        table.text("セル"),
    )
    cells = [
        (
            row["municipality_code"],
            row["name"],
            row["label_ja"],
            date_words.when(row),
            *table.years(int(row["fiscal_year"])),
            table.yes(row["is_now"]),
            raw_files.of_row(row),
        )
        for row in records(rows)
    ]
    return table.chart_table(columns, cells, rows["is_synthetic"].astype(bool), (SOURCE,))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    rows = coming_dates.coming(request.reader)
    now = rows[rows["is_now"].astype(bool) & rows["municipality_code"].isin(request.codes)]
    dates = [
        slide_dates.TownDate(
            f"{row['municipality_code']}.{row['event_code']}",
            row["name"],
            row["label_ja"],
            date_words.when(row),
        )
        for row in records(now)
    ]
    towns = tuple(sorted(set(now["municipality_code"])))
    synthetic = bool(now["is_synthetic"].astype(bool).any())
    return slide_dates.slide(request.data, dates, towns, stage, synthetic=synthetic)


def recount_dates(context: RecountContext, key: str) -> float | str:
    """By hand from the rows as registered and the states of single municipalities."""
    today = context.reader.as_of or clock.today()
    rows = context.rows(recounts.town_dates)
    if key.startswith("dates_when."):
        _, town, event = key.split(".")
        row = next(row for row in rows if (row["municipality_code"], row["event_code"]) == (town, event))
        day = row["on_day"]
        if isinstance(day, date) and day == day:
            return words.day_short(day)
        return words.fiscal_year(int(row["fiscal_year"]))
    newest = max(int(row["fiscal_year"]) for row in context.all_states())
    waiting = {
        row["municipality_code"]
        for row in context.all_states()
        if int(row["fiscal_year"]) == newest and row["group_code"] != "implementing"
    }
    towns = {row["municipality_code"] for row in rows if _is_now(row, today)}
    return len(towns & waiting & context.codes)


def _is_now(row: dict[str, Any], today: date) -> bool:
    this_year = eras.fiscal_year_of(today)
    year, day = int(row["fiscal_year"]), row["on_day"]
    has_day = isinstance(day, date) and day == day
    ahead = (date(day.year, day.month, day.day) - today).days if has_day else 0
    if ahead < 0 or year < this_year:
        return False
    if row["event_code"] in ("plan_end", "merger"):
        return year <= this_year + 1
    return ahead <= 183 if has_day else year == this_year


CHART = Chart(
    slide_dates.VIEW,
    slide_dates.TITLE,
    source=SOURCE,
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys(("dates_when", "dates_towns"), recount_dates),
    is_in_briefing=False,
)
