"""What keeps a form that is being written from going out, in words without the keys of form.toml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from etl import fiscal_year
from etl.japanese_date import day_label
from etl.survey.form.document import FormDocument
from etl.survey.form.questions import KINDS_WITH_OPTIONS

HEAD_NAMES = {
    "title": "表題",
    "as_of": "基準日",
    "issued_on": "発出日",
    "deadline": "回答期限",
    "sender": "差出人",
    "reply_to": "返送先",
}
WEEKEND = {5: "土曜日", 6: "日曜日"}
STATUS_LIST = "status"
FREE_KINDS = frozenset({"contact"})


@dataclass(frozen=True)
class DraftProblem:
    """`question_id`: "" where it is about the head; `field`: the key of form.toml that the editor leads to."""

    question_id: str
    field: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"question_id": self.question_id, "field": self.field, "message": self.message}


def draft_problems(document: FormDocument, lists: Mapping[str, list[dict[str, str]]]) -> list[DraftProblem]:
    """Everything to be put right, from the top of the form to its end. `lists`: the code lists by name."""
    problems = [DraftProblem("", field, message) for field, message in _of_head(document["form"])]
    if not document["questions"]:
        problems.append(DraftProblem("", "questions", "質問がありません。「質問を加える」で加えてください。"))
    earlier: dict[str, dict[str, Any]] = {}
    for entry in document["questions"]:
        name = f"「{entry.get('wording') or '（文言のない質問）'}」"
        question_id = str(entry.get("id", ""))
        problems += [
            DraftProblem(question_id, field, f"{name}: {message}")
            for field, message in (*_of_question(entry, lists), *_of_conditions(entry, earlier, lists))
        ]
        earlier[question_id] = entry
    return problems


def doubtful_days(form: Mapping[str, Any]) -> list[DraftProblem]:
    """Days of the head that may be meant, but hardly: of another fiscal year, or on a weekend."""
    year = int(form.get("fiscal_year", 0))
    doubts = []
    for key in ("issued_on", "deadline"):
        day = _day(form.get(key))
        if day is None:
            continue
        told = f"{HEAD_NAMES[key]}（{day_label(day)}）"
        if fiscal_year.of_date(day) != year:
            doubts.append((key, f"{told}が{fiscal_year.label(year)}の外です。年を確かめてください。"))
        if day.weekday() in WEEKEND:
            doubts.append((key, f"{told}は{WEEKEND[day.weekday()]}です。"))
    return [DraftProblem("", key, message) for key, message in doubts]


def option_labels(entry: Mapping[str, Any], lists: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    """Code → label of the options of an entry, in no order that matters."""
    rows = lists.get(str(entry.get("options_from", "")), [])
    only = entry.get("only", [row["code"] for row in rows])
    labels = {row["code"]: row["label_ja"] for row in rows if row["code"] in only}
    return labels | {str(o.get("code", "")): str(o.get("label", "")) for o in entry.get("options", [])}


def _of_head(form: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, name in HEAD_NAMES.items():
        if not str(form.get(key, "")).strip():
            yield key, f"{name}を書いてください。"
    days = {key: _day(form.get(key)) for key in ("as_of", "issued_on", "deadline")}
    for key, day in days.items():
        if day is None and str(form.get(key, "")).strip():
            yield key, f"{HEAD_NAMES[key]}「{form[key]}」を日付として読めません。"
    year = int(form.get("fiscal_year", 0))
    if days["as_of"] and fiscal_year.of_date(days["as_of"]) != year:
        yield "as_of", f"基準日が{fiscal_year.label(year)}の外です。"
    if days["issued_on"] and days["deadline"] and days["deadline"] < days["issued_on"]:
        yield "deadline", "回答期限が発出日より前です。"
    if not [line for line in form.get("instructions", []) if str(line).strip()]:
        yield "instructions", "「ご記入にあたって」を1行は書いてください。"


def _of_question(
    entry: Mapping[str, Any], lists: Mapping[str, list[dict[str, str]]]
) -> Iterator[tuple[str, str]]:
    if not str(entry.get("wording", "")).strip():
        yield "wording", "文言を書いてください。"
    kind = entry.get("kind")
    if kind in KINDS_WITH_OPTIONS and kind not in FREE_KINDS:
        labels = option_labels(entry, lists)
        if not labels:
            yield "options", "選択肢を加えてください。"
        if any(not label.strip() for label in labels.values()):
            yield "options", "名前のない選択肢があります。名前を書くか、外してください。"
        twice = [label for label, count in Counter(labels.values()).items() if count > 1 and label.strip()]
        for label in twice:
            yield "options", f"選択肢「{label}」が2つあります。"
        known = {row["code"] for row in lists.get(STATUS_LIST, [])}
        if entry.get("options_from") == STATUS_LIST and not set(labels) <= known:
            yield (
                "options",
                "実施状況の選択肢は、決まった一覧から選んでください（地図や集計がこの一覧で数えます）。",
            )
        if kind == "ranked" and not 1 <= int(entry.get("ranks", 3)) <= max(1, len(labels)):
            yield "ranks", f"順位の数は1から選択肢の数（{len(labels)}）までにしてください。"
    if kind == "integer" and int(entry.get("minimum", 0)) > int(entry.get("maximum", 9999)):
        yield "maximum", "上限が下限より小さくなっています。"
    if kind == "fiscal_year" and int(entry.get("first_year", 0)) > int(entry.get("last_year", 0)):
        yield "last_year", "終わりの年度が始めの年度より前です。"


def _of_conditions(
    entry: Mapping[str, Any],
    earlier: Mapping[str, Mapping[str, Any]],
    lists: Mapping[str, list[dict[str, str]]],
) -> Iterator[tuple[str, str]]:
    for condition in entry.get("only_if", []):
        control = earlier.get(str(condition.get("question", "")))
        if control is None:
            yield (
                "only_if",
                "条件に使う質問が、この質問より前にありません。順番を変えるか、条件を外してください。",
            )
            continue
        codes = condition.get("in", condition.get("not_in", []))
        labels = option_labels(control, lists)
        if not codes:
            yield "only_if", f"条件に使う「{control.get('wording', '')}」の選択肢を選んでください。"
        elif not set(codes) <= set(labels):
            yield (
                "only_if",
                f"条件に使う「{control.get('wording', '')}」の選択肢がなくなりました。選びなおしてください。",
            )
    host = str(entry.get("part_of", ""))
    if host and host not in earlier:
        yield "part_of", "上に置く質問がありません。順番を変えてください。"


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
