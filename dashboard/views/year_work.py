"""The year as steps, from making the 調査票 to the handover: what is done, what is next, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import journal
from dashboard.frames import records
from dashboard.queries import rounds
from dashboard.queries import sending as queries_sending
from dashboard.services import follow_up
from dashboard.views import round_in_work
from dashboard.views.open_points import HELD, TO_CHECK, WAITING, left, to_do
from dashboard.views.round_in_work import RoundChoice
from dashboard.views.sending_step import first_sendings, send_step
from dashboard.views.work_step import StepState, WorkStep
from dashboard.warehouse.reader import Reader
from dashboard.words import eras, words

# Kinds of follow_up.overdue, as 計画 calls them.
LATE = {"promise": "確認事項", "step": "次にすること", "item": "計画の項目"}
OF_THE_ROUND = {"send", "collect", "check", "close"}


@dataclass(frozen=True)
class YearWork:
    """The steps of a round; fiscal_year is that of today."""

    fiscal_year: int
    choice: RoundChoice
    title: str
    steps: tuple[WorkStep, ...]

    @property
    def now(self) -> WorkStep | None:
        """The first step with something to do."""
        return next((step for step in self.steps if step.state == "now"), None)


def gather(
    reader: Reader,
    path: Path | None,
    today: date,
    saved: Sequence[dict[str, Any]] = (),
    search: str | None = None,
    drawn: Mapping[int, str] | None = None,
) -> YearWork:
    """The steps as of today of the round of an address (round_in_work.choose).

    saved: the heads of the questionnaires (intake.survey_forms.heads); drawn: of which version the workbooks are that were
    made last, by fiscal year (intake.issued_forms.versions). Raises JournalError, WarehouseError.
    """
    fiscal_year = eras.fiscal_year_of(today)
    sendings = journal.sendings(path)
    choice = round_in_work.choose(search, round_in_work.known_rounds(reader, saved, sendings), today)
    form, round_year = choice.head, choice.fiscal_year
    sent = sendings[sendings["fiscal_year"] == round_year] if round_year else sendings.iloc[:0]
    points = _points(reader, round_year)
    entries = records(rounds.entries(reader, round_year)) if round_year else []
    state = str(entries[-1]["state"]) if entries else "open"
    steps: tuple[WorkStep, ...] = (
        _make(form, fiscal_year),
        send_step(
            form,
            sent,
            journal.office(path),
            journal.addresses(path),
            queries_sending.towns(reader),
            (drawn or {}).get(round_year or 0, ""),
            came=bool(points),
        ),
        _collect(form, points, today, state, is_sent=len(first_sendings(sent)) > 0),
        check_step(round_year, points, sent, state),
        _close(round_year, points, entries),
        _publish(round_year, entries),
        _approach(reader, path, today),
        _hand_over(fiscal_year, today),
    )
    if round_year is not None and round_year < fiscal_year - 1:
        # of two years ago or more: what of it is left is no work of this year, and its days are none to come
        steps = tuple(
            replace(step, state="later", missing=(), when="")
            if step.key in OF_THE_ROUND and step.state in ("now", "later")
            else step
            for step in steps
        )
    return YearWork(fiscal_year, choice, str(form["title"]) if form else "", steps)


def _points(reader: Reader, round_year: int | None) -> dict[str, int]:
    if round_year is None:
        return {}
    found = rounds.numbers(reader, round_year)
    return found if found["municipalities"] else {}


def _make(form: dict[str, Any] | None, fiscal_year: int) -> WorkStep:
    label = words.fiscal_year(fiscal_year)
    if form is None:
        said, missing = "調査票の様式は、まだ1つもありません。", (f"{label}の調査票を作る",)
        return WorkStep("make", "調査をつくる", "now", "", said, missing, "/survey", "調査票を作る")
    newest = words.fiscal_year(int(form["fiscal_year"]))
    if int(form["fiscal_year"]) < fiscal_year:
        said = f"最も新しい調査は{newest}です。"
        missing = (f"{label}に調査をするときは、{newest}の調査票をもとに作る",)
        return WorkStep("make", "調査をつくる", "now", "", said, missing, "/survey", f"{label}の調査票を作る")
    said = f"{newest}の調査票（{form['form_version']}）があります。基準日は{words.day_short(form['as_of'])}です。"
    href = round_in_work.address("/survey", form["fiscal_year"])
    return WorkStep("make", "調査をつくる", "done", "", said, (), href, "調査票を見る・直す")


def _collect(
    form: dict[str, Any] | None, points: dict[str, int], today: date, state: str, *, is_sent: bool
) -> WorkStep:
    if form is None:
        return WorkStep("collect", "回収", "later", "", "発出してからです。", (), "/returns", "回収の画面へ")
    href = round_in_work.address("/returns", form["fiscal_year"])
    deadline = pd.Timestamp(form["deadline"]).date()
    when = f"期限 {words.day_short(deadline)}"
    if not points:
        said = "まだ1通も受け取っていません。"
        return WorkStep(
            "collect",
            "回収",
            "now" if is_sent or today >= pd.Timestamp(form["issued_on"]).date() else "later",
            when,
            said,
            ("届いた調査票を入れる",),
            href,
            "調査票を入れる",
        )
    whole, waiting = points["municipalities"], points["waiting"]
    said = f"{words.count(whole)}市町村のうち{words.count(whole - waiting)}から届いています。"
    if not waiting or state == "final":
        return WorkStep("collect", "回収", "done", when, said, (), href, "回収の画面へ")
    days = (today - deadline).days
    if days > 0:
        missing = f"{to_do(WAITING, points)}（期限超過 {words.count(days)}日）"
    else:
        missing = f"届いた調査票を入れる（未着 {words.count(waiting)}市町村、期限まで{words.count(-days)}日）"
    return WorkStep("collect", "回収", "now", when, said, (missing,), href, "回収の画面へ")


def check_step(
    round_year: int | None, points: dict[str, int], sent: pd.DataFrame, round_state: str
) -> WorkStep:
    """Settled by the rule of 確定・公表; what was open when the round was closed is no work any more."""
    href = round_in_work.address("/returns", round_year)
    if not points:
        said = "調査票が届いてからです。"
        return WorkStep("check", "点検・照会", "later", "", said, (), href, "点検の画面へ")
    still = left(TO_CHECK, points)
    asked = sent[sent["what"] == journal.SENDING_KINDS[2]]
    said = f"疑義照会を{words.count(len(asked))}回送った記録があります。" if len(asked) else ""
    if round_state == "final":
        # it may have come after the closing: somebody has to decide
        came = [point for point in still if point is HELD]
        left_open = [point for point in still if point is not HELD]
        names = "、".join(
            f"{point.label} {words.count(points[point.key])}{point.unit}" for point in left_open
        )
        said += f"残したまま確定したもの: {names}。" if left_open else ""
        said += "" if still else "確かめることは残っていません。"
        missing = tuple(to_do(point, points) for point in came)
        state: StepState = "now" if came else "done"
        return WorkStep("check", "点検・照会", state, "", said, missing, href, "点検の画面へ")
    said += f"確かめることが{len(still)}つ残っています。" if still else "確かめることは残っていません。"
    missing = tuple(to_do(point, points) for point in still)
    state = "now" if still else "done"
    return WorkStep("check", "点検・照会", state, "", said, missing, href, "点検の画面へ")


def _close(round_year: int | None, points: dict[str, int], entries: list[dict[str, Any]]) -> WorkStep:
    href = round_in_work.address("/closing", round_year)
    if not points:
        return WorkStep("close", "確定", "later", "", "調査票が届いてからです。", (), href, "確定の画面へ")
    if entries and entries[-1]["state"] == "final":
        when = words.day_short(entries[-1]["entered_on"])
        said = f"確定しました（承認 {entries[-1]['approved_by']}）。"
        return WorkStep("close", "確定", "done", when, said, (), href, "確定の画面へ")
    label = entries[-1]["state_label"] if entries else "受付中"
    said = f"いまは「{label}」です。"
    return WorkStep("close", "確定", "now", "", said, ("残りを確かめて、確定する",), href, "確定する")


def _publish(round_year: int | None, entries: list[dict[str, Any]]) -> WorkStep:
    published = [entry for entry in entries if entry["published"]]
    if not published:
        said = "速報か確定にすると、公表の資料ができます。説明のスライドは、いつでも作れます。"
        return WorkStep("publish", "説明・公表", "later", "", said, (), "/slides", "資料を作る")
    last = published[-1]
    said = f"{words.day_short(last['entered_on'])}の{last['state_label']}の資料があります。"
    href = round_in_work.address("/closing", round_year)
    return WorkStep("publish", "説明・公表", "done", "", said, (), href, "公表の資料へ")


def _approach(reader: Reader, path: Path | None, today: date) -> WorkStep:
    late = follow_up.overdue(reader, path, today)
    plans = len(journal.plans(path))
    counted = {kind: int((late["kind"] == kind).sum()) for kind in LATE}
    missing = tuple(
        f"期限の過ぎた{name}が{words.count(counted[kind])}件あります"
        for kind, name in LATE.items()
        if counted[kind]
    )
    if not plans:
        said = "働きかけの計画は、まだありません。"
        return WorkStep(
            "approach",
            "働きかけ",
            "now",
            "",
            said,
            (*missing, "候補の市町村から、計画を立てる"),
            "/outreach",
            "候補を見る",
        )
    said = f"計画が{words.count(plans)}あります。"
    return WorkStep(
        "approach", "働きかけ", "now" if missing else "done", "", said, missing, "/plan", "計画を見る"
    )


def _hand_over(fiscal_year: int, today: date) -> WorkStep:
    spring = date(fiscal_year + 1, 3, 1)
    state: StepState = "now" if today >= spring else "later"
    missing = ("引き継ぎの文書を作る",) if state == "now" else ()
    said = "担当者ごと・振興局ごとに、確認事項・次にすること・対応の記録をまとめた文書を作れます。"
    when = f"{words.fiscal_year(fiscal_year)}の終わりまで"
    return WorkStep("hand_over", "引き継ぎ", state, when, said, missing, "/plan#handover", "引き継ぎの文書へ")
