"""Where the heading of a table of figures does not say it: which column names the municipalities, and what a bare 計 counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from etl.findings import Finding
from etl.readers.grid import Sheet, cell_at, is_blank
from etl.readers.heading_text import normalise_heading
from etl.readers.headings import SEARCHED_ROWS, Header

IsTown = Callable[[str], bool]
MOSTLY, MOST_LOOKED_AT = 0.8, 40
LONGEST_HEADING = 20
_PLACES = frozenset({"code", "name"})
_TOTALS = frozenset({"計", "合計", "総計", "総数", "男女計", "男女総数"})
_PERSONS = re.compile(r"人口")
_OTHER_PERSONS = re.compile(r"年齢|歳|高齢|年少|増減|転[入出]|出生|死亡|動態|日本人|外国人")
_OTHER_COUNTS = re.compile(rf"{_OTHER_PERSONS.pattern}|世帯|密度|面積|割合|率")
_MEN_AND_WOMEN = (re.compile(r"(?:人口)?男性?"), re.compile(r"(?:人口)?女性?"))


def names_a_place(header: Header | None) -> bool:
    """Whether a header has a column for the municipality."""
    return header is not None and bool(_PLACES & set(header.columns.values()))


def heading_of_places(sheets: Sequence[Sheet], is_town: IsTown) -> str:
    """The heading (区分, 項目) of the one column under which almost everything names a municipality; "" where none is."""
    for sheet in sheets:
        for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
            headings = [column for column in range(len(sheet.rows[row])) if not is_blank(sheet, row, column)]
            places = [
                column
                for column in headings
                if len(headings) > 1 and _holds_towns(sheet, row, column, is_town)
            ]
            if len(places) == 1:
                text = cell_at(sheet, row, places[0]).text.strip()
                return "" if is_town(text) or len(text) > LONGEST_HEADING else text
    return ""


def no_places(headings: Iterable[str]) -> Finding:
    """Asks for a heading over the names where no column is known to hold them."""
    written = "、".join(f"「{text.strip()[:20]}」" for text in headings if text.strip())
    message = (
        f"どの列が市町村かわからないので、この表は読んでいません（見出し: {written or 'なし'}）。"
        "市町村の列の見出しを「市町村名」か「団体コード」に、値の列の見出しを「人口」「世帯数」などにして、登録しなおしてください。"
    )
    return Finding("error", "FIGURES-NO-PLACE", message, value=written[:200])


def bare_total(headings: Sequence[str], about: Iterable[str]) -> str:
    """The one heading 計 that can only count persons, by all that is said about the table; "" where it may count others."""
    totals = bare_totals(headings)
    said = " ".join([*about, *headings])
    is_of_persons = _PERSONS.search(said) is not None and _OTHER_COUNTS.search(said) is None
    return totals[0] if len(totals) == 1 and is_of_persons else ""


def total_of_men_and_women(headings: Sequence[str], about: Iterable[str]) -> str:
    """The one heading 計 that stands with 男 and 女, whatever else the table counts; "" where they are not all residents."""
    if len(bare_totals(headings)) != 1 or _OTHER_PERSONS.search(" ".join([*about, *headings])):
        return ""
    total = headings.index(bare_totals(headings)[0])
    for first in range(max(0, total - 2), total + 1):
        others = [
            normalise_heading(text)
            for place, text in enumerate(headings[first : first + 3], first)
            if place != total
        ]
        if len(others) == 2 and all(any(map(sex.fullmatch, others)) for sex in _MEN_AND_WOMEN):
            return headings[total]
    return ""


def no_population(figures: Iterable[str], passed_over: Iterable[str], sheet: str) -> Iterator[Finding]:
    """Says that the population stays that of an earlier day where a 計 beside households was not taken for it."""
    read, totals = set(figures), bare_totals(passed_over)
    if not totals or "households_jumin" not in read or "population_jumin" in read:
        return
    written = "、".join(f"「{text.strip()[:20]}」" for text in totals)
    message = (
        f"どの列が総人口かわからないので（見出し{written}）、人口は前に登録した基準日の値のままです。"
        "総人口の列の見出しを「総人口」にして、登録しなおしてください。"
    )
    yield Finding("warning", "FIGURES-NO-POPULATION", message, sheet=sheet, value=totals[0][:20])


def bare_totals(headings: Iterable[str]) -> list[str]:
    """The headings that say 計 and not of what."""
    return [text for text in headings if normalise_heading(text) in _TOTALS]


def _holds_towns(sheet: Sheet, row: int, column: int, is_town: IsTown) -> bool:
    below = range(row + 1, min(len(sheet.rows), row + 1 + MOST_LOOKED_AT))
    texts = [cell_at(sheet, at, column).text for at in below if not is_blank(sheet, at, column)]
    return bool(texts) and sum(map(is_town, texts)) >= len(texts) * MOSTLY
