"""A form of the state: which figures its cells can take, what they are now, on what they rest, and what stood there last year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.frames import record, records
from dashboard.planning.completeness import is_settled
from dashboard.queries import overview
from dashboard.queries import state_forms as queries
from dashboard.warehouse.reader import Reader
from dashboard.words import words

CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
NUMBERS = ("integer", "number")


@dataclass(frozen=True)
class FormFigure:
    """What a cell can take. is_per_town: of each municipality, down the column of the cell."""

    key: str
    label: str
    is_per_town: bool


@dataclass(frozen=True)
class FormValue:
    """What goes into one cell: value (None: nothing is known), what it rests on, and the rows that it was counted from.

    behind: code, name, text, file, cell. last: what stands in the form of the year before; None where there is none.
    """

    record_id: str
    sheet: str
    cell: str
    label: str
    value: str | float | None
    basis: str
    behind: pd.DataFrame
    is_synthetic: bool
    is_so_far: bool = False
    town: str = ""
    last: str | None = None

    @property
    def text(self) -> str:
        if self.value is None:
            return ""
        return self.value if isinstance(self.value, str) else f"{self.value:.15g}"

    @property
    def difference(self) -> str:
        """＋3, 「検討」→「実施」, 同じ; "" where nothing can be compared."""
        if self.last is None or self.value is None:
            return ""
        before = self.last.replace(",", "").strip()
        if before == self.text:
            return "同じ"
        if not before:
            return "前は空欄"
        if not isinstance(self.value, str):
            try:
                gap = self.value - float(before)
            except ValueError:
                return f"「{self.last}」→「{self.text}」"
            return words.change(int(gap)) if gap == int(gap) else f"{gap:+.15g}"
        return f"「{self.last}」→「{self.text}」"


class FormFacts:
    """The states and answers of a year, asked once."""

    def __init__(self, reader: Reader, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        self.states = queries.states(reader, fiscal_year)
        self.questions = queries.questions(reader, fiscal_year).set_index("question_id")
        self.options = queries.options(reader, fiscal_year)
        self.answers = queries.answers(reader, fiscal_year).merge(self.states[["code", "name"]], on="code")
        self.groups, self.statuses = overview.groups(reader), overview.statuses(reader)
        years = overview.years(reader)
        own = years[years["fiscal_year"] == fiscal_year]
        self.year = None if own.empty else record(own.iloc[0])

    def figures(self) -> list[FormFigure]:
        """Every figure that there is in the year."""
        counted = [FormFigure("towns", "全市町村数", is_per_town=False)]
        if self.year is not None:
            counted += [
                _whole(f"group:{r['code']}", f"状態が「{r['label_ja']}」の市町村数")
                for r in records(self.groups)
            ]
            counted += [
                _whole(f"status:{r['code']}", f"「{r['label_ja']}」の市町村数")
                for r in records(self.statuses)
            ]
        towns = [
            FormFigure("town_code", "団体コード", is_per_town=True),
            FormFigure("town_name", "市町村名", is_per_town=True),
        ]
        if self.year is not None:
            towns += [
                FormFigure("town_status", "実施の状況", is_per_town=True),
                FormFigure("town_start", "開始年度", is_per_town=True),
            ]
        for question_id, row in self.questions.iterrows():
            name = f"{row['number']} {row['wording']}"
            counted.append(_whole(f"answered:{question_id}", f"{name}: 答えた市町村数"))
            if row["kind"] in NUMBERS:
                counted.append(_whole(f"sum:{question_id}", f"{name}: 合計"))
            for option in records(self.options[self.options["question_id"] == question_id]):
                key = f"count:{question_id}:{option['option_code']}"
                counted.append(_whole(key, f"{name}: 「{option['label_ja']}」の市町村数"))
            towns.append(FormFigure(f"town:{question_id}", name, is_per_town=True))
        return [*counted, *towns]

    def value(self, key: str, code: str = "") -> tuple[str | float | None, str, pd.DataFrame, bool]:
        """Value, basis, the rows behind it, and whether it is of what is known so far. Raises KeyError."""
        kind, _, rest = key.partition(":")
        if kind == "towns":
            return (
                len(self.states),
                "道内の市町村",
                _listed(self.states),
                False,
            )
        if kind in ("group", "status"):
            return self._states(kind, rest)
        if kind.startswith("town"):
            return self._of_town(kind, rest, code)
        question, _, option = rest.partition(":")
        own = self.answers[self.answers["question_id"] == question]
        answered = own["code"].nunique()
        basis = f"答えた{words.count(answered)}／{words.count(len(self.states))}市町村"
        so_far = answered < len(self.states)
        if not answered:
            return None, "答えがまだありません", _behind(own), False
        if kind == "answered":
            return answered, basis, _behind(own.drop_duplicates("code")), False
        if kind == "sum":
            return float(pd.to_numeric(own["text"]).sum()), basis, _behind(own), so_far
        rows = own[own["option_code"] == option]
        return rows["code"].nunique(), basis, _behind(rows), so_far

    def _states(self, kind: str, code: str) -> tuple[float | None, str, pd.DataFrame, bool]:
        if self.year is None:
            return None, "この年度の資料がありません", _behind(self.states.head(0).assign(text="")), False
        rows = self.states[self.states[f"{kind}_code"] == code]
        group = code if kind == "group" else self.statuses.set_index("code")["group_code"].get(code, "")
        so_far = not is_settled(str(group), self.year)
        basis = f"市町村の回答と公表資料（{words.KNOWN_SO_FAR}）" if so_far else "市町村の回答と公表資料"
        return len(rows), basis, _behind(rows.assign(text=rows["status_label"])), so_far

    def _of_town(
        self, kind: str, question: str, code: str
    ) -> tuple[str | float | None, str, pd.DataFrame, bool]:
        state = self.states[self.states["code"] == code]
        row = record(state.iloc[0])
        if kind in ("town_code", "town_name"):
            return (
                str(row["code" if kind == "town_code" else "name"]),
                "市町村の一覧",
                _listed(state),
                False,
            )
        if kind in ("town_status", "town_start"):
            label, year = row["status_label"], row["start_fiscal_year"]
            said = label if kind == "town_status" else None if pd.isna(year) else words.fiscal_year(int(year))
            known = said is not None and not pd.isna(said) and row["group_code"] != "no_data"
            basis = "市町村の回答と公表資料" if known else "わかる資料がありません"
            return (str(said) if known else None), basis, _behind(state.assign(text=said)), False
        own = self.answers[(self.answers["code"] == code) & (self.answers["question_id"] == question)]
        if own.empty:
            return None, "答えがありません", _behind(own), False
        if self.questions["kind"][question] in NUMBERS:
            return float(own["text"].iloc[0]), "回答", _behind(own), False
        if self.questions["kind"][question] == "fiscal_year":
            return words.fiscal_year(int(own["text"].iloc[0])), "回答", _behind(own), False
        return "、".join(own["text"].astype(str)), "回答", _behind(own), False


def evaluate(
    facts: FormFacts,
    mapping: Sequence[Mapping[str, Any]],
    seen: Mapping[str, Any],
    last: Mapping[str, Any] | None,
) -> list[FormValue]:
    """Every cell that is to be filled. mapping: form_cell records; seen, last: `etl state-form look` of the form and of that
    of the year before.
    """
    labels = {figure.key: figure.label for figure in facts.figures()}
    sheets = {sheet["name"]: sheet for sheet in seen["sheets"]}
    before = {sheet["name"]: sheet for sheet in last["sheets"]} if last else {}
    made = []
    for row in mapping:
        sheet, key = sheets.get(str(row["sheet"])), str(row["figure"])
        per_town = key.startswith(("town_", "town:"))
        places = _town_cells(sheet, str(row["cell"])) if per_town else [(str(row["cell"]), "")]
        for cell, code in places:
            value, basis, behind, so_far = facts.value(key, code)
            made.append(
                FormValue(
                    str(row["record_id"]),
                    str(row["sheet"]),
                    cell,
                    labels.get(key, key),
                    value,
                    basis,
                    behind,
                    bool(behind["is_synthetic"].any()),
                    so_far,
                    code,
                    _last(before.get(str(row["sheet"])), cell, code),
                )
            )
    return made


def is_cell(text: str) -> bool:
    return CELL.fullmatch(text) is not None


def _town_cells(sheet: Mapping[str, Any] | None, cell: str) -> list[tuple[str, str]]:
    """The cells of a column from this one down whose row names a municipality, with its code."""
    match = CELL.fullmatch(cell)
    if sheet is None or match is None:
        return []
    rows = sorted((int(row), code) for row, code in sheet["towns"].items())
    return [(f"{match[1]}{row + 1}", code) for row, code in rows if row + 1 >= int(match[2])]


def _last(sheet: Mapping[str, Any] | None, cell: str, code: str) -> str | None:
    """What stands in the cell of the year before; of a municipality in the row that names it."""
    match = CELL.fullmatch(cell)
    if sheet is None or match is None:
        return None
    row = int(match[2]) - 1
    if code:
        row = next((int(place) for place, town in sheet["towns"].items() if town == code), -1)
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    texts = sheet["rows"][row] if 0 <= row < len(sheet["rows"]) else []
    return str(texts[column - 1]) if column <= len(texts) else ""


def _whole(key: str, label: str) -> FormFigure:
    return FormFigure(key, label, is_per_town=False)


def _listed(states: pd.DataFrame) -> pd.DataFrame:
    """The municipalities themselves, whatever is known of their states."""
    return _behind(states.assign(text="", file=None, cell=None, is_synthetic=False))


def _behind(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["code", "name", "text", "file", "cell", "is_synthetic"]]
