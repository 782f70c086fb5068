"""A promise is judged by the rounds that came after it, and by nothing else."""

from datetime import date
from typing import Any

import pandas as pd

from dashboard.planning import promises

KINDS = pd.DataFrame(
    [
        ("decide", "status_in", "", "implementing|planned|no_plan", ""),
        ("start_year", "start_year", "", "", ""),
        ("barrier", "option_absent", "barriers", "", "barrier"),
        ("function", "option_in", "function_{target}", "existing|partly", "function"),
        ("reply", "returned", "", "", ""),
        ("other", "manual", "", "", ""),
    ],
    columns=["code", "rule", "question_id", "holds", "target_kind"],
)
LABELS = {"undecided": "時期未定", "planned": "実施予定", "implementing": "実施中", "no_answer": "未回答"}
CELL = {"file": "returns/x.xlsx", "sheet": "調査票", "cell": "C16", "written": "○", "is_synthetic": False}


def status(year: int, code: str, known_on: str, start: int | None = None, as_of: str = "") -> dict[str, Any]:
    about = {"municipality_code": "01581", "fiscal_year": year, "year_label": f"令和{year - 2018}年度"}
    said = {"status_code": code, "status_label": LABELS[code], "start_fiscal_year": start}
    return {
        **about,
        **said,
        "as_of": pd.Timestamp(as_of or known_on),
        "known_on": pd.Timestamp(known_on),
        **CELL,
    }


def answer(
    year: int, question: str, option: str | None, known_on: str, state: str = "answered", as_of: str = ""
) -> dict[str, Any]:
    about = {"municipality_code": "01581", "fiscal_year": year, "year_label": f"令和{year - 2018}年度"}
    said = {"question_id": question, "option_code": option, "said": option, "answer_state": state}
    return {
        **about,
        **said,
        "as_of": pd.Timestamp(as_of or known_on),
        "known_on": pd.Timestamp(known_on),
        **CELL,
    }


def judged(
    kind: str,
    statuses: list[dict[str, Any]],
    answers: list[dict[str, Any]],
    year: int | None = 2023,
    target: str | None = None,
) -> dict[str, Any]:
    promise = {
        "record_id": "p1",
        "municipality_code": "01581",
        "promised_on": date(2023, 6, 1),
        "promise_kind": kind,
        "fiscal_year": year,
        "target": target,
    }
    status_frame = pd.DataFrame(statuses or [status(2022, "undecided", "2022-12-08")])
    answer_frame = pd.DataFrame(answers or [answer(2022, "barriers", "funding", "2022-12-08")])
    return promises.judge(pd.DataFrame([promise]), KINDS, status_frame, answer_frame).to_dict("records")[0]


def test_decided_in_the_promised_round_is_kept_with_the_cell_that_says_so() -> None:
    row = judged("decide", [status(2023, "planned", "2023-12-10", 2025)], [])
    assert (row["judgement"], row["round"], row["cell"]) == ("kept", 2023, "C16")
    assert row["known_on"] == date(2023, 12, 10)
    assert row["reason"] == "令和5年度は「実施予定」。"


def test_still_undecided_in_the_promised_round_is_broken() -> None:
    assert judged("decide", [status(2023, "undecided", "2023-12-10")], [])["judgement"] == "broken"


def test_decided_a_round_late_is_told_from_kept_and_from_broken() -> None:
    rows = [status(2023, "undecided", "2023-12-10"), status(2024, "planned", "2024-12-10")]
    assert judged("decide", rows, [])["judgement"] == "kept_late"


def test_what_was_known_before_the_promise_does_not_count() -> None:
    row = judged("decide", [status(2022, "planned", "2022-12-08")], [])
    assert row["judgement"] == "open"
    assert "まだありません" in row["reason"]
    assert pd.isna(row["cell"])


def test_an_answer_of_a_day_before_the_promise_judges_nothing_however_late_it_came() -> None:
    old = [status(2023, "undecided", "2023-12-10", as_of="2023-05-31")]
    row = judged("decide", old, [])
    assert row["judgement"] == "open"
    assert "確認事項の後の状態を書いた令和5年度の調査票は、まだありません" in row["reason"]
    named = [answer(2023, "barriers", "funding", "2023-12-10", as_of="2023-05-31")]
    assert judged("barrier", [], named, target="funding")["judgement"] == "open"
    assert judged("reply", [], named)["judgement"] == "kept"


def test_a_round_before_the_promised_one_that_does_not_hold_leaves_it_open() -> None:
    row = judged("decide", [status(2023, "undecided", "2023-12-10")], [], year=2024)
    assert (row["judgement"], row["round"]) == ("open", 2023)


def test_a_promise_that_was_kept_and_fell_back_is_reopened() -> None:
    rows = [status(2023, "planned", "2023-12-10"), status(2024, "undecided", "2024-12-10")]
    row = judged("decide", rows, [])
    assert (row["judgement"], row["round"]) == ("reopened", 2024)


def test_no_answer_is_neither_kept_nor_broken() -> None:
    assert judged("decide", [status(2023, "no_answer", "2023-12-10")], [])["judgement"] == "open"


def test_a_start_year_is_kept_once_one_is_stated() -> None:
    kept = judged("start_year", [status(2023, "planned", "2023-12-10", 2025)], [])
    assert (kept["judgement"], kept["reason"]) == ("kept", "令和5年度に、開始年度を令和7年度と記載。")
    assert judged("start_year", [status(2023, "undecided", "2023-12-10")], [])["judgement"] == "broken"


def test_a_barrier_is_dealt_with_once_it_is_named_no_more() -> None:
    named = [
        answer(2023, "barriers", "funding", "2023-12-10"),
        answer(2023, "barriers", "other", "2023-12-10"),
    ]
    assert judged("barrier", [], named, target="funding")["judgement"] == "broken"
    assert judged("barrier", [], named, target="staff_shortage")["judgement"] == "kept"
    blank = [answer(2023, "barriers", None, "2023-12-10", "blank")]
    assert judged("barrier", [], blank, target="funding")["judgement"] == "open"
    running = [status(2023, "implementing", "2023-12-10")]
    assert judged("barrier", running, blank, target="funding")["judgement"] == "kept"


def test_a_function_and_the_reply_itself_are_judged_by_the_answers() -> None:
    assert (
        judged("function", [], [answer(2023, "function_f2", "partly", "2023-12-10")], target="f2")[
            "judgement"
        ]
        == "kept"
    )
    assert (
        judged("function", [], [answer(2023, "function_f2", "none", "2023-12-10")], target="f2")["judgement"]
        == "broken"
    )
    assert judged("reply", [], [answer(2023, "barriers", "funding", "2023-12-10")])["judgement"] == "kept"


def test_what_no_return_can_tell_is_left_to_people() -> None:
    assert judged("other", [], [])["judgement"] == "manual"
    assert judged("decide", [], [], year=None)["judgement"] == "manual"
