"""Why a number of an old deck no longer holds: which towns came and went, and by which paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboard.chart_data.charts import flow
from dashboard.chart_data.scope import scope_of
from dashboard.export.deck import record
from dashboard.queries import data, overview, visits
from dashboard.queries import slides as own
from dashboard.slides.evidence import status_by_year
from dashboard.warehouse.reader import Reader
from dashboard.words import words

KINDS = {
    "corrections": "訂正",
    "return": "後から届いた調査票",
    "status_list": "新しい名簿",
    "status_announcement": "市町村の公表",
}
MOVED = "別の資料から移されたスライドのため、理由はわかりません"
LOST = "資料の記録が失われているため、理由はわかりません"
MOST_TOWNS, MOST_FILES = 5, 3
YEAR = re.compile(r"\.(20\d\d)$")
GROUP = re.compile(r"implementing|planned|considering|no_plan|no_data")
MOVES = ("moves", "moved", "moved_into_implementing", "moves_from", "moves_to")
# Numbers that count towns by their state; what other numbers rest on is not the state alone.
STATES = (
    *("group", "group_before", "groups", "share", "shares", "change", "area", "areas_implementing"),
    *("areas_without", "top_area", "top_area_count", "implementing", "rate", "rate_gap", "rate_side"),
    *("rate_ratio", "town", *MOVES),
)


class Reasons:
    """What changed between the warehouse that a deck was made from and the one of now."""

    def __init__(self, reader: Reader, deck_record: record.Record) -> None:
        self.deck_record = deck_record
        evidence = deck_record.get("evidence", {})
        self.before: dict[str, dict[str, list[Any]]] = evidence.get("status", {})
        self.now = status_by_year(reader)
        years = overview.years(reader)
        self.listed = set(years[years["implementers_complete"].astype(bool)]["fiscal_year"])
        statuses = overview.statuses(reader)
        self.label = dict(zip(statuses["code"], statuses["label_ja"], strict=True))
        self.group: dict[str, str] = dict(zip(statuses["code"], statuses["group_code"], strict=True))
        towns = visits.places(reader)
        self.name = dict(zip(towns["municipality_code"], towns["name"], strict=True))
        self.area = dict(zip(towns["municipality_code"], towns["subprefecture_code"], strict=True))
        self.corrections = own.corrections(reader)
        self.files = own.status_sources(reader).set_index("source_id")
        known, files = set(own.known_files(reader)), set(evidence.get("files", []))
        new = known - files
        self.gone_files = len(files - known)
        listed = data.files(reader).sort_values("received_on", ascending=False, kind="stable")
        self.new_files = listed[listed["file_id"].isin(new)]

    def sentence(self, view: str, key: str) -> str:
        """In Japanese, why a number no longer holds."""
        return "。".join(self.causes(view, [key]))

    def causes(self, view: str, keys: Iterable[str], names: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Why numbers, and names of municipalities in words, no longer hold: a cause for each town whose state changed.

        Where no towns are behind them, the papers that are new.
        """
        if self.deck_record.get("is_recovered"):
            return (LOST,)
        if not self._has_evidence(view):
            return (MOVED,)
        keys = list(keys)
        if any(key.startswith(("plan_items", "route")) for key in keys):
            return ("働きかけの計画の記録が、その後に変わったため",)
        asked = self.deck_record["views"].get(view, {}).get("asked", {})
        codes = {name: code for code, name in self.name.items()}
        keys += [f"town.{codes[name]}" for name in names if name in codes]
        towns = list(dict.fromkeys(town for key in keys for town in self._towns(key, asked)))
        return self._said(towns) if towns else self._whole_cause() or self._files()

    def _said(self, towns: list[tuple[str, str]]) -> tuple[str, ...]:
        lost = [pair for pair in towns if self.now.get(pair[1], {}).get(pair[0]) is None]
        said = []
        if len(lost) > MOST_TOWNS:
            names = words.names([self.name.get(code, code) for code, _ in lost], MOST_FILES)
            said.append(f"{len(lost)}市町村（{names}）の根拠の資料が使われなくなったため")
            towns = [pair for pair in towns if pair not in lost]
        said += [self._town(code, year) for code, year in towns[:MOST_TOWNS]]
        rest = len(towns) - MOST_TOWNS
        return (*said, *([f"ほか{rest}市町村"] if rest > 0 else []))

    def _whole_cause(self) -> tuple[str, ...]:
        """Where all that is new are papers on a few municipalities, they are the cause of every other number too."""
        first: dict[str, str] = {}
        for year in sorted(self.before.keys() | self.now.keys()):
            for code in sorted(self.before.get(year, {}).keys() | self.now.get(year, {}).keys()):
                if self._has_changed(code, int(year)):
                    first.setdefault(code, year)
        sources = [self.now.get(year, {}).get(code, [None, None, ""])[2] for code, year in first.items()]
        papers = {self.files.loc[one]["file_id"] for one in sources if one in self.files.index}
        new = set(self.new_files["file_id"])
        if not new or not new <= papers or self.gone_files or len(first) > MOST_TOWNS:
            return ()
        return tuple(self._town(code, year) for code, year in first.items())

    def _has_evidence(self, view: str) -> bool:
        """A slide of another deck rests on what that deck rested on."""
        is_moved = "version" in self.deck_record["views"].get(view, {})
        return not is_moved or bool(self.deck_record.get("is_recovered"))

    def _towns(self, key: str, asked: dict[str, Any]) -> list[tuple[str, str]]:
        """Towns that the number counts now and did not count before, or the other way; with the year of the change."""
        kind, _, rest = key.partition(".")
        if kind not in STATES or "national" in key:
            return []
        year = int(asked.get("resolved_year", 0))
        at = YEAR.search(key)
        years = [int(at[1])] if at else [year - 1] if kind == "group_before" else [year]
        if kind == "change" or kind in MOVES:
            years = [year - 1, year]
        scope = scope_of(asked)
        codes = {code for one in years for side in (self.before, self.now) for code in side.get(str(one), {})}
        area = rest.split(".")[0] if kind == "area" else ""
        found = []
        for code in sorted(codes):
            if scope.subprefectures and self.area[code] not in scope.subprefectures:
                continue
            if area not in ("", self.area[code]) or (kind == "town" and code != rest):
                continue
            if self._states_counted(self.before, code, years, kind, rest) == self._states_counted(
                self.now, code, years, kind, rest
            ):
                continue
            found += [(code, str(one)) for one in years if self._has_changed(code, one)]
        return found

    def _states_counted(
        self, side: dict[str, dict[str, list[Any]]], code: str, years: list[int], kind: str, rest: str
    ) -> object:
        """How a number counts a town: the same on both sides where the town is no reason."""
        states = [self._group(side, code, year) for year in years]
        if kind == "town":
            return states
        if kind in MOVES:
            start, end = states
            way = flow.direction(start, end, *(year in self.listed for year in years))
            if kind == "moves":
                return [start, end] == rest.split(".")
            if kind == "moved_into_implementing":
                return end == "implementing" and way == "advance"
            if kind in ("moves_from", "moves_to"):
                return (start if kind == "moves_from" else end) == rest
            return way == rest
        groups = set(GROUP.findall(rest)) or {"implementing"}
        return [state in groups for state in states]

    def _group(self, side: dict[str, dict[str, list[Any]]], code: str, year: int) -> str:
        return self.group.get(side.get(str(year), {}).get(code, ["unknown"])[0], "no_data")

    def _has_changed(self, code: str, year: int) -> bool:
        old, new = (side.get(str(year), {}).get(code, [None])[0] for side in (self.before, self.now))
        return bool(old != new)

    def _town(self, code: str, year: str) -> str:
        old, new = self.before.get(year, {}).get(code), self.now.get(year, {}).get(code)
        was = self.label.get(old[0], old[0]) if old else "記載なし"
        is_now = self.label.get(new[0], new[0]) if new else "記載なし"
        return (
            f"{self.name.get(code, code)}が「{was}」から「{is_now}」に（{self._paper(code, year, old, new)}）"
        )

    def _paper(self, code: str, year: str, old: list[Any] | None, new: list[Any] | None) -> str:
        fixed = self.corrections
        fixed = fixed[
            (fixed["municipality_code"] == code) & (fixed["fiscal_year"].astype("Int64") <= int(year))
        ].sort_values("fiscal_year", kind="stable")  # a state goes on into the years after it
        if new is None:
            return "根拠の資料が使われなくなったため"
        known = self.files.loc[new[2]] if new[2] in self.files.index else None
        is_of_year = not fixed.empty and int(fixed.iloc[-1]["fiscal_year"]) == int(year)
        if (is_of_year and known is None) or (
            not fixed.empty and known is not None and known["kind"] == "corrections"
        ):
            row = fixed.iloc[-1]
            parts = [
                f"訂正 {words.day_short(row['corrected_on'])}" if pd.notna(row["corrected_on"]) else "訂正"
            ]
            return "、".join(parts + ([f"理由: {row['reason']}"] if _is_said(row["reason"]) else []))
        if known is None:
            return "資料が変わったため"
        received = f"{words.day_short(known['received_on'])}受領" if pd.notna(known["received_on"]) else ""
        paper = (f"「{known['title']}」" if _is_said(known["title"]) else "、") + received
        if known["file_id"] in set(self.new_files["file_id"]):
            return f"{KINDS.get(str(known['kind']), '新しい資料')}{paper}"
        if old is not None and old[2] == new[2]:
            return f"同じ資料の読み方が変わったため。{paper}"
        return f"前に根拠とした資料を使わなくなり、前からあった資料によるため。{paper}"

    def _files(self) -> tuple[str, ...]:
        titles = [str(title) for title in self.new_files["title"] if _is_said(title)]
        said = []
        if titles:
            said.append("この資料の後に届いたもの: " + words.names(titles, MOST_FILES))
        if self.gone_files:
            said.append(
                f"この資料のもとになった資料のうち{self.gone_files}件を、今のデータでは使っていません"
            )
        return tuple(said) or ("新しい資料はありません。データの作り方が変わったためと考えられます",)


def _is_said(value: object) -> bool:
    """Whether a cell of a list holds words."""
    return isinstance(value, str) and bool(value.strip())
