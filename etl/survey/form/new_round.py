"""The form of a new round, made from that of an earlier one: years and days moved, codes of the new year added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from etl import csv_bytes, fiscal_year
from etl.refusal import Refusal
from etl.survey.form.additions import with_additions
from etl.survey.form.document import FormDocument, read_document, write_document
from etl.survey.form.loading import FORM_FILE, VOCABULARY_ROOT, form_path

SATURDAY = 5
HEADING = """# {label}の調査票。{before}の様式から作った。画面「調査をつくる」でも、手でも直せる。
#   id は年度をまたいで変えない（前回と比べるため）。文言は変えてよい。
#   kind = single | multiple | ranked | integer | fiscal_year | date | free_text | contact
#   options_from = etl/vocabulary のコード表。only = その一部と順番。options = この様式だけの選択肢
#   only_if = この回答のときだけ答える。 part_of = その問の下に置く。 for_each = コード表の1行ごとに1問
#   previous = 前回のどの id を引き継ぐか（書かなければ同じ id。2つ以上書けば統合した質問）
"""


class NoRoundError(Refusal):
    """There is no earlier form to begin from, or the round exists already."""


def earlier_rounds(raw: Path, year: int) -> list[int]:
    """Fiscal years before `year` that have a form, the newest first."""
    return sorted((known for known in rounds(raw) if known < year), reverse=True)


def rounds(raw: Path) -> list[int]:
    """Fiscal years that have a form, the newest first."""
    parsed = [fiscal_year.parse(path.parent.name) for path in (raw / "survey").glob(f"*/{FORM_FILE}")]
    return sorted((one.fiscal_year for one in parsed if one.fiscal_year is not None), reverse=True)


def new_round(raw: Path, year: int, before: int | None = None, vocabulary: Path = VOCABULARY_ROOT) -> str:
    """The text of a new form.toml, made from that of `before` (None: of the last round). Raises NoRoundError."""
    known = earlier_rounds(raw, year)
    if before is None and known:
        before = known[0]
    if before is not None and before >= year and before in rounds(raw):
        raise NoRoundError(
            f"もとにする調査票（{fiscal_year.label(before)}）が、つくる調査（{fiscal_year.label(year)}）より前の年度ではありません。"
            "「ほかの調査を選ぶ」から、年度を選び直してください。"
        )
    if before not in known:
        named = fiscal_year.label(before) if before else f"{fiscal_year.label(year)}より前"
        raise NoRoundError(f"もとにする調査票（{named}）がありません。")
    text = form_path(raw, before).read_text(encoding="utf-8-sig")
    document = with_additions(moved(read_document(text), before, year, vocabulary), before, year, vocabulary)
    heading = HEADING.format(label=fiscal_year.label(year), before=fiscal_year.label(before))
    return f"{heading}\n{write_document(document, _without_heading(text))}"


def moved(document: FormDocument, before: int, year: int, vocabulary: Path = VOCABULARY_ROOT) -> FormDocument:
    """The form of one year as that of another: what it is compared with is the earlier one."""
    head = dict(document["form"])
    head |= {
        "version": f"{fiscal_year.short_label(year)}-1",
        "fiscal_year": year,
        "previous": fiscal_year.short_label(before),
        "title": str(head.get("title", "")).replace(fiscal_year.label(before), fiscal_year.label(year)),
        "note": f"{fiscal_year.label(before)}の様式から作成。",
    }
    head |= {
        key: _moved_day(str(head[key]), year - before, is_working_day=key != "as_of")
        for key in ("as_of", "issued_on", "deadline")
        if key in head
    }
    lists = {str(entry["options_from"]) for entry in document["questions"] if entry.get("options_from")}
    added = {name: _new_codes(vocabulary / f"{name}.csv", before, year) for name in sorted(lists)}
    questions = [_moved_question(entry, year - before, added) for entry in document["questions"]]
    widened = {
        entry["id"]: added[entry["options_from"]]
        for entry, old in zip(questions, document["questions"], strict=True)
        if entry.get("only") != old.get("only")
    }
    for entry in questions:
        if "only_if" in entry:
            entry["only_if"] = [_widened(condition, widened) for condition in entry["only_if"]]
    return {"form": head, "questions": questions}


def _moved_question(
    entry: Mapping[str, Any], years: int, added: Mapping[str, list[tuple[str, set[str]]]]
) -> dict[str, Any]:
    """Without what ties it to the round before the earlier one; a code that is new this year stands after its like."""
    moved_entry = {key: value for key, value in entry.items() if key != "previous"}
    if "last_year" in entry:
        moved_entry["last_year"] = entry["last_year"] + years
    if "options" in entry:
        moved_entry["options"] = [
            {key: value for key, value in option.items() if key != "replaces"} for option in entry["options"]
        ]
    only = list(entry.get("only", []))
    for code, alike in added.get(str(entry.get("options_from", "")), []):
        places = [place for place, known in enumerate(only) if known in alike]
        if only and code not in only:
            only.insert(places[-1] + 1 if places else len(only), code)
    return {**moved_entry, "only": only} if only else moved_entry


def _widened(
    condition: Mapping[str, Any], widened: Mapping[str, list[tuple[str, set[str]]]]
) -> dict[str, Any]:
    """A condition that names a code of a group also names the code that this year adds to the group."""
    wide = dict(condition)
    for code, alike in widened.get(str(condition.get("question", "")), []):
        for key in ("in", "not_in"):
            places = [place for place, known in enumerate(wide.get(key, [])) if known in alike]
            if places and code not in wide[key]:
                wide[key] = [*wide[key][: places[-1] + 1], code, *wide[key][places[-1] + 1 :]]
    return wide


def _new_codes(path: Path, before: int, year: int) -> list[tuple[str, set[str]]]:
    """Codes of a list that exist only since a year after `before`, each with the codes of its group."""
    rows = csv_bytes.read_records(path).rows if path.is_file() else []
    return [
        (row["code"], {one["code"] for one in rows if one.get("group_code") == row.get("group_code")})
        for row in rows
        if row.get("first_fiscal_year") and before < int(row["first_fiscal_year"]) <= year
    ]


def _moved_day(written: str, years: int, *, is_working_day: bool) -> str:
    """The same day of the year; for what an office does that day, the next weekday."""
    day = date.fromisoformat(written)
    moved_day = day + timedelta(days=1) if (day.month, day.day) == (2, 29) else day
    moved_day = moved_day.replace(year=moved_day.year + years)
    while is_working_day and moved_day.weekday() >= SATURDAY:
        moved_day += timedelta(days=1)
    return moved_day.isoformat()


def _without_heading(text: str) -> str:
    """The text from [form] on: what is written above it is about that year."""
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip() == "[form]"), 0)
    return "\n".join(lines[first:]) + "\n"
