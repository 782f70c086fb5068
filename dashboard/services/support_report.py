"""What the prefecture did for municipalities in a year, by the kinds of the grant, with why, when and by whom.

Nothing is entered twice: the rows come of plans, contacts and attendance lists that are there already.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import clock
from dashboard import journal as journals
from dashboard.frames import records
from dashboard.journal.kinds import SUPPORT_CHECKS, SUPPORT_NUMBERS
from dashboard.planning import spec, survey_answers
from dashboard.queries import planning, support, visits
from dashboard.warehouse.reader import Reader
from dashboard.words import eras, raw_files

KNOWN = Path(__file__).resolve().parents[1] / "planning" / "support_kinds.toml"
FIRST_YEAR = 2026
SURVEY, CHOICE = SUPPORT_NUMBERS[:2]
CONTACT, CONTACT_LABEL = "contact", "電話・訪問などの対応"
DONE = "済み"
# Questions whose answers say why a support was chosen, and what such an answer is called.
ASKED = {"barriers": "課題", "support_wanted": "希望する支援"}
Reasons = list[dict[str, Any]]
UNSORTED = "区分を決めていない"
COLUMNS = [
    *("number", "what", "municipality_code", "name", "subprefecture_code", "area", "evidence"),
    *("due", "done_on", "owner", "state", "source", "is_synthetic"),
]


@dataclass(frozen=True, eq=False)
class SupportReport:
    """kinds: a record per number, text "" where nobody wrote it; rows: a support for a municipality each (COLUMNS).

    areas: a record per 振興局. answered: municipalities that answered the round of the year; None where there was none.
    """

    fiscal_year: int
    kinds: list[dict[str, Any]]
    rows: pd.DataFrame
    areas: list[dict[str, Any]]
    towns: int
    answered: int | None
    is_synthetic: bool

    @property
    def done(self) -> pd.DataFrame:
        return self.rows[self.rows["done_on"].notna()]

    @property
    def planned_towns(self) -> int:
        """Municipalities for which a support was chosen in a plan."""
        return int(self.chosen["municipality_code"].nunique())

    @property
    def chosen(self) -> pd.DataFrame:
        return self.rows[self.rows["source"].str.startswith("計画")]

    @property
    def reasoned_towns(self) -> int:
        """Those of them whose answers say why."""
        return int(self.chosen.loc[self.chosen["evidence"] != "", "municipality_code"].nunique())

    def of(self, number: str) -> pd.DataFrame:
        return self.rows[self.rows["number"] == number]

    @property
    def is_unchecked(self) -> bool:
        return any(kind["is_checked"] != SUPPORT_CHECKS[1] for kind in self.kinds)


def report(reader: Reader, journal: Path | None, fiscal_year: int) -> SupportReport:
    """Raises journal.JournalError where the records cannot be read."""
    kinds = kinds_of(journal, fiscal_year)
    places = visits.places(reader).set_index("municipality_code")
    numbers = {token: kind["number"] for kind in kinds for token in str(kind["counts"] or "").split()}
    labels = dict(zip(*(planning.measures(reader)[name] for name in ("code", "label_ja")), strict=True))
    why, fictional = _evidence(reader, fiscal_year)
    rows = [
        *_planned(journal, fiscal_year, labels),
        *_contacts(journal, fiscal_year),
        *_attendance(reader, fiscal_year),
    ]
    made = []
    for row in rows:
        code, measure = str(row["municipality_code"]), str(row.pop("measure"))
        if code not in places.index:
            continue
        place = places.loc[code]
        made.append(
            {
                **row,
                "number": numbers.get(measure, ""),
                "name": place["name"],
                "subprefecture_code": place["subprefecture_code"],
                "area": place["subprefecture_name"],
                "evidence": _said(why[code].get(measure) or why[code].get("", [])),
                "is_synthetic": bool(row["is_synthetic"]) or (bool(why[code]) and code in fictional),
            }
        )
    frame = pd.DataFrame(made, columns=COLUMNS)
    order = {number: place for place, number in enumerate((*SUPPORT_NUMBERS, ""))}
    frame = frame.assign(place=frame["number"].map(order)).sort_values(
        ["place", "municipality_code", "what"], kind="stable", ignore_index=True
    )
    frame = frame.drop(columns="place")
    answered = support.answered(reader, fiscal_year)
    is_synthetic = bool(frame["is_synthetic"].any()) or support.is_fictional(reader, fiscal_year)
    areas = _areas(reader, frame, places)
    return SupportReport(fiscal_year, kinds, frame, areas, len(places), answered, is_synthetic)


def kinds_of(journal: Path | None, fiscal_year: int) -> list[dict[str, Any]]:
    """One record per number: what staff wrote of the year last, else what a paper says, else nothing. None before R8."""
    if fiscal_year < FIRST_YEAR:
        return []
    known = tomllib.loads(KNOWN.read_text(encoding="utf-8"))["kinds"]
    plain = {"text": "", "source": "", "is_checked": SUPPORT_CHECKS[0], "counts": ""}
    empty = {"record_id": "", "version": 0, "written_by": "", "written_at": None, "is_removed": False}
    found: dict[str, dict[str, Any]] = {
        number: {**empty, **plain, "number": number, "fiscal_year": fiscal_year} for number in SUPPORT_NUMBERS
    }
    for kind in known:
        found[kind["number"]] |= {name: kind[name] for name in ("text", "source")}
    for kind in records(journals.current(journal, "support_kind")):
        if int(kind["fiscal_year"]) == fiscal_year:
            found[str(kind["number"])] |= {str(name): value for name, value in kind.items()}
    return list(found.values())


def record_kind(journal: Path, values: dict[str, str], by: str, seen: Mapping[str, int]) -> None:
    """Write a kind of a year; the one that stands gets a new version.

    seen: the versions that the person saw, by record; what was not seen is not replaced. Raises as journal.write and
    journal.revise.
    """
    for kind in records(journals.current(journal, "support_kind")):
        if (str(kind["number"]), str(kind["fiscal_year"])) == (values["number"], values["fiscal_year"]):
            record_id = str(kind["record_id"])
            journals.revise(journal, record_id, seen.get(record_id, 0), values, by)
            return
    journals.write(journal, "support_kind", "", values, by)


def countable(reader: Reader) -> dict[str, str]:
    """What may belong to a kind: the measures of the prefecture, and calls and visits."""
    measures = planning.measures(reader)
    return {**dict(zip(measures["code"], measures["label_ja"], strict=True)), CONTACT: CONTACT_LABEL}


def this_year() -> int:
    return max(eras.fiscal_year_of(clock.today()), FIRST_YEAR)


def _planned(journal: Path | None, fiscal_year: int, labels: dict[str, str]) -> list[dict[str, Any]]:
    plans = {row["record_id"]: row for row in records(journals.plans(journal))}
    found = []
    for item in records(journals.items(journal)):
        plan = plans.get(item["plan_id"])
        if plan is None or int(plan["fiscal_year"]) != fiscal_year:
            continue
        measure = str(item["measure"] or "")
        found.append(
            {
                "measure": measure or CONTACT,
                "what": f"{labels.get(measure, measure)}の案内" if measure else f"{item['means']}",
                "municipality_code": item["municipality_code"],
                "due": item["due"] if isinstance(item["due"], date) else None,
                "done_on": _local_day(item["written_at"]) if item["state"] == DONE else None,
                "owner": item["owner"] or "",
                "state": item["state"],
                "source": f"計画「{plan['title']}」",
                "is_synthetic": False,
            }
        )
    return found


def _contacts(journal: Path | None, fiscal_year: int) -> list[dict[str, Any]]:
    return [
        {
            "measure": CONTACT,
            "what": f"{row['means']}",
            "municipality_code": row["municipality_code"],
            "due": None,
            "done_on": row["contacted_on"],
            "owner": row["owner"],
            "state": DONE,
            "source": "対応の記録",
            "is_synthetic": False,
        }
        for row in records(journals.contacts(journal))
        if eras.fiscal_year_of(row["contacted_on"]) == fiscal_year
    ]


def _attendance(reader: Reader, fiscal_year: int) -> list[dict[str, Any]]:
    return [
        {
            "measure": row["measure_code"],
            "what": f"{row['title']}（参加）",
            "municipality_code": row["municipality_code"],
            "due": None,
            "done_on": row["held_on"].date(),
            "owner": "",
            "state": DONE,
            "source": raw_files.of_row(row),
            "is_synthetic": bool(row["is_synthetic"]),
        }
        for row in records(support.attendance(reader, fiscal_year))
    ]


def _evidence(reader: Reader, fiscal_year: int) -> tuple[dict[str, dict[str, Reasons]], set[str]]:
    """By town and measure ("" for all) what it answered in its newest round up to the year; whose answers are fictional."""
    answers = planning.answers(reader)
    answers = answers[
        (answers["fiscal_year"] <= fiscal_year)
        & answers["question_id"].isin(ASKED)
        & (answers["answer_state"] == "answered")
        & (answers["option_code"] != survey_answers.NOTHING)
    ]
    newest = answers.groupby(["municipality_code", "question_id"])["fiscal_year"].transform("max")
    by_barrier = defaultdict(set)
    for row in records(planning.barrier_measure(reader)):
        by_barrier[row["barrier_code"]].add(str(row["measure_code"]))
    wanted = spec.rules().support
    found: dict[str, dict[str, Reasons]] = defaultdict(lambda: defaultdict(list))
    fictional = set()
    for row in records(answers[answers["fiscal_year"] == newest]):
        code, is_barrier = row["option_code"], row["question_id"] == "barriers"
        for measure in {"", *(by_barrier[code] if is_barrier else {wanted.get(code, "")})}:
            found[row["municipality_code"]][measure].append(row)
        if row["is_synthetic"]:
            fictional.add(str(row["municipality_code"]))
    return found, fictional


def _said(reasons: Reasons) -> str:
    """課題「人材不足」、希望する支援「研修」（令和5年度の調査票（01458_東川町.xlsx） C21・C61）."""
    answers = [
        label + "".join(f"「{row['option_label']}」" for row in own)
        for question, label in ASKED.items()
        if (own := [row for row in reasons if row["question_id"] == question])
    ]
    places: dict[str, list[str]] = {}
    for row in reasons:
        places.setdefault(str(row["file"]), []).append(str(row["cell"]))
    cells = "、".join(
        f"{raw_files.file_words(file)} {'・'.join(dict.fromkeys(own))}" for file, own in places.items()
    )
    return f"{'、'.join(answers)}（{cells}）" if reasons else ""


def _areas(reader: Reader, rows: pd.DataFrame, places: pd.DataFrame) -> list[dict[str, Any]]:
    """By 振興局: municipalities, those that were supported, how often, and who was not and does not implement."""
    begun = support.implementing(reader)
    done = rows[rows["done_on"].notna()]
    found = []
    for area in records(visits.offices(reader)):
        own = places[places["subprefecture_code"] == area["code"]]
        given = done[done["subprefecture_code"] == area["code"]]
        left = [
            str(row["name"])
            for code, row in own.iterrows()
            if code not in begun and code not in set(given["municipality_code"])
        ]
        found.append(
            {
                "code": area["code"],
                "name": area["short_name"],
                "towns": len(own),
                "supported": int(given["municipality_code"].nunique()),
                "supports": len(given),
                "left": left,
            }
        )
    return found


def _local_day(moment: datetime) -> date:
    return pd.Timestamp(moment).to_pydatetime().astimezone(clock.JST).date()
