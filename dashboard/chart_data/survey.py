"""What the charts of 課題 share: the survey that the page shows, and the newest one up to a year."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.chart_data import table
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.table import ChartTable
from dashboard.frames import records
from dashboard.queries import progress
from dashboard.views import barriers
from dashboard.views.barriers import BarrierView
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

OPTION = table.text("仮の選択肢", "道の資料にない選択肢なら「はい」")
ANSWERED = table.towns("答えた市町村", "尋ねられて答えた市町村。割合の分母")
SMALL = table.text(
    "分母が小さい", f"答えた市町村が{words.SMALL}に満たないなら「はい」。1市町村の違いで割合が大きく動く"
)


def survey_view(request: TableRequest) -> BarrierView:
    """What the page 課題 shows. Raises NoNumbersError where no 調査票 has come."""
    facts = barriers.gather(request.reader, request.view)
    if facts is None:
        raise table.NoNumbersError("調査票がまだ1通も届いていないため、課題の数はありません。")
    return facts


def source_of(facts: BarrierView) -> tuple[str, ...]:
    return (f"市町村の調査票（{facts.label}の調査）。1通ずつの出典は画面「課題」の一番下の表",)


def with_cells(made: ChartTable, frame: pd.DataFrame, named: str, word: str) -> ChartTable:
    """The table with what it counts: the rows of a frame (queries.barriers) with their cells; named: the column of the answer."""
    columns = (
        *table.year("調査の年度"),
        *table.MUNICIPALITY,
        table.text(word),
        table.text("書かれていた文字"),
        table.text("セル"),
    )
    rows = records(frame)
    cells = [
        (
            *table.years(row["fiscal_year"]),
            row["municipality_code"],
            row["name"],
            row[named],
            row["raw_text"],
            raw_files.of_row(row),
        )
        for row in rows
    ]
    fictional = [bool(row["is_synthetic"]) for row in rows]
    return replace(made, behind=table.chart_table(columns, cells, fictional, ()))


def stated(frame: pd.DataFrame) -> pd.DataFrame:
    """Of answers on barriers those that count."""
    return frame[frame["is_counted"].astype(bool) & frame["is_stated"].astype(bool)]


def fictional_rows(source: pd.DataFrame, frame: pd.DataFrame, *columns: str) -> list[bool]:
    """For each row of a frame whether any row behind it is fictional."""
    found = source[source["is_synthetic"].astype(bool)]
    if not len(frame):
        return []
    known = set(found[list(columns)].itertuples(index=False, name=None))
    return [row in known for row in frame[list(columns)].itertuples(index=False, name=None)]


def is_any_fictional(frame: pd.DataFrame) -> bool:
    return bool(frame["is_synthetic"].any())


def newest(rows: pd.DataFrame, codes: set[str], year: int) -> pd.DataFrame | None:
    """The rows of the newest survey up to a year that a municipality of the scope answered; None without one."""
    rows = rows[rows["municipality_code"].isin(codes) & (rows["fiscal_year"] <= year)]
    years = rows.loc[rows["is_counted"].astype(bool), "fiscal_year"]
    return None if years.empty else rows[rows["fiscal_year"] == years.max()]


def labelled(reader: Reader, frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The frame with year_label and is_synthetic of the survey rows it was counted from."""
    labels = progress.year_labels(reader).set_index("fiscal_year")["label_ja"]
    counted = rows[rows["is_counted"].astype(bool)]
    return frame.assign(
        year_label=labels[rows["fiscal_year"].iloc[0]], is_synthetic=bool(counted["is_synthetic"].any())
    )
