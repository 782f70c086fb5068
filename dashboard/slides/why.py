"""Why a number of an old deck no longer holds: which towns came and went, and by which paper."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.export.deck import record
from dashboard.queries import slides as own
from dashboard.slides.scope import scope_of
from dashboard.warehouse import Reader

KINDS = {
    "corrections": "訂正",
    "return": "後から届いた調査票",
    "status_list": "新しい名簿",
    "status_announcement": "市町村の公表",
}
MOST_TOWNS, MOST_FILES = 5, 3
YEAR = re.compile(r"\.(20\d\d)$")


class Reasons:
    """What changed between the warehouse that a deck was made from and the one of now."""

    def __init__(self, reader: Reader, kept: record.Record) -> None:
        self.kept = kept
        evidence = kept.get("evidence", {})
        self.before: dict[str, dict[str, list[Any]]] = evidence.get("status", {})
        now = own.evidence(reader)
        self.now: dict[str, dict[str, list[Any]]] = {}
        for row in now.itertuples():
            self.now.setdefault(str(row.fiscal_year), {})[str(row.municipality_code)] = [
                str(row.status_code),
                None if pd.isna(row.start_fiscal_year) else int(row.start_fiscal_year),  # type: ignore[call-overload]
                str(row.source_id),
            ]
        statuses = reader.frame("select code, label_ja, group_code from codes_status")
        self.label = dict(zip(statuses["code"], statuses["label_ja"], strict=True))
        self.group = dict(zip(statuses["code"], statuses["group_code"], strict=True))
        towns = reader.frame("select code, name, subprefecture_code from codes_municipality")
        self.name = dict(zip(towns["code"], towns["name"], strict=True))
        self.area = dict(zip(towns["code"], towns["subprefecture_code"], strict=True))
        self.corrections = own.corrections(reader)
        self.files = own.papers(reader).set_index("source_id")
        new = set(own.known_files(reader)) - set(evidence.get("files", []))
        listed = reader.frame(
            "select file_id, title, kind, received_on from core_file order by received_on desc"
        )
        self.new_files = listed[listed["file_id"].isin(new)]

    def of(self, view: str, key: str) -> str:
        """In Japanese, one sentence a town; for a number that no towns are behind, the papers that are new."""
        if key.startswith(("plan_items", "route")):
            return "働きかけの計画の記録が、その後に変わったため"
        asked = self.kept["views"].get(view, {}).get("asked", {})
        towns = self._towns(key, asked)
        if towns:
            said = [self._town(code, year) for code, year in towns[:MOST_TOWNS]]
            rest = len(towns) - MOST_TOWNS
            return "。".join(said) + (f"。ほか{rest}市町村" if rest > 0 else "")
        return self._files()

    def _towns(self, key: str, asked: dict[str, Any]) -> list[tuple[str, str]]:
        """Towns whose state in the year of the number changed, in a way that the number counts."""
        year = int(asked.get("resolved_year", 0))
        kind = key.partition(".")[0]
        at = YEAR.search(key)
        years = [at[1]] if at else [str(year)]
        if kind == "group_before":
            years = [str(year - 1)]
        elif kind == "change":
            years = [str(year - 1), str(year)]
        scope = scope_of(asked)
        groups = set(re.findall(r"implementing|planned|considering|no_plan|no_data", key))
        if kind in ("rate", "implementing", "areas_implementing"):
            groups = {"implementing"} if "national" not in key else {"―"}
        town = key.removeprefix("town.") if kind == "town" else ""
        area = key.split(".")[1] if kind == "area" else ""
        found = []
        for one in years:
            before, now = self.before.get(one, {}), self.now.get(one, {})
            for code in sorted({*before, *now}):
                if before.get(code, [None])[0] == now.get(code, [None])[0]:
                    continue
                touched = {self.group.get(x.get(code, ["unknown"])[0], "no_data") for x in (before, now)}
                is_in = not scope.subprefectures or self.area[code] in scope.subprefectures
                if (
                    is_in
                    and (not groups or touched & groups)
                    and town in ("", code)
                    and area in ("", self.area[code])
                ):
                    found.append((code, one))
        return found

    def _town(self, code: str, year: str) -> str:
        old, new = self.before.get(year, {}).get(code), self.now.get(year, {}).get(code)
        was = self.label.get(old[0], old[0]) if old else "記載なし"
        is_now = self.label.get(new[0], new[0]) if new else "記載なし"
        return f"{self.name.get(code, code)}が「{was}」から「{is_now}」に（{self._paper(code, year, new)}）"

    def _paper(self, code: str, year: str, new: list[Any] | None) -> str:
        fixed = self.corrections
        fixed = fixed[
            (fixed["municipality_code"] == code) & (fixed["fiscal_year"].astype("Int64") == int(year))
        ]
        if new is None:
            return "根拠の資料が使われなくなったため"
        known = self.files.loc[new[2]] if new[2] in self.files.index else None
        if not fixed.empty and (known is None or known["kind"] == "corrections"):
            row = fixed.iloc[-1]
            return f"訂正 {words.day_short(row['corrected_on'])}、理由: {row['reason']}"
        if known is None:
            return "資料が変わったため"
        label = KINDS.get(str(known["kind"]), "新しい資料")
        return f"{label}「{known['title']}」{words.day_short(known['received_on'])}受領"

    def _files(self) -> str:
        if self.new_files.empty:
            return "新しい資料はありません。データの作り方が変わったためと考えられます"
        titles = self.new_files["title"].astype(str).tolist()
        return "この資料の後に届いたもの: " + words.names(titles, MOST_FILES)
