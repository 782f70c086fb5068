"""What 支援の実績 says in sentences, on the page, in Word and in Excel alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.journal.kinds import SUPPORT_CHECKS, SUPPORT_NUMBERS
from dashboard.services.support_report import CHOICE, SURVEY, UNSORTED, SupportReport
from dashboard.words import words

TITLE = "支援の実績"
UNWRITTEN = "（文言を書き入れていません）"
NO_KINDS = "この交付金の支援の区分は、令和8年度からです。"
UNCHECKED = "「国の様式とは未照合」の区分は、国の様式の文言を確かめていません。提出の前に、届いた様式と照らし合わせてください。"
NOT_SAID = "実施していない市町村にまだ支援の記録がないことは、支援をしていないこととは限りません。"
DONE_NOTE = "計画の「済み」の日は、済みと記録した日です。説明会などの参加は、参加者名簿によります。"
EVIDENCE_NOTE = "根拠は、市町村がその年度までの新しい調査で答えた課題と希望する支援です。"
PROVISIONAL = "課題と支援の対応づけは仮のものです。"


def summary(report: SupportReport) -> str:
    """What the year's report counts, in a sentence."""
    label, done = words.fiscal_year(report.fiscal_year), report.done
    if report.rows.empty:
        return f"{label}の支援の記録は、まだありません。計画、対応の記録、参加者名簿から、ここに入ります。"
    return (
        f"{label}に行った支援は{words.count(len(done))}件、{words.count(int(done['municipality_code'].nunique()))}市町村"
        f"（{words.count(report.towns)}市町村のうち）。これからの予定は{words.count(len(report.rows) - len(done))}件。"
    )


def of_kind(report: SupportReport, number: str) -> str:
    """What is known of a kind in the year."""
    if number == SURVEY:
        if report.answered is None:
            return "この年度の調査は、まだありません。"
        return f"調査に答えたのは{words.count(report.towns)}市町村のうち{words.count(report.answered)}。"
    if number == CHOICE:
        return (
            f"支援を計画したのは{words.count(report.planned_towns)}市町村。"
            f"うち、答えた課題か希望する支援のあるのは{words.count(report.reasoned_towns)}。"
        )
    own = report.of(number)
    if own.empty:
        return "―"
    done = own[own["done_on"].notna()]
    return f"行った支援{words.count(len(done))}件、{words.count(int(done['municipality_code'].nunique()))}市町村。"


def kind(row: dict[str, Any]) -> str:
    return f"{row['number']} {row['text'] or UNWRITTEN}"


def checked(row: dict[str, Any]) -> str:
    """The words of 照合; of a kind that nobody wrote yet that it is not written."""
    return str(row["is_checked"]) if row["text"] else "未記入"


def number(report: SupportReport, row: dict[str, Any]) -> str:
    return str(row["number"] or UNSORTED) if report.kinds else "―"


def when(row: dict[str, Any]) -> str:
    """The day on which it was done, else how it stands and until when it is to be."""
    done, due = row["done_on"], row["due"]
    if isinstance(done, date):
        return words.day_short(done)
    return f"{row['state']}（{words.day_short(due)}まで）" if isinstance(due, date) else str(row["state"])


def short_area(row: dict[str, Any]) -> str:
    return str(row["area"]).removesuffix("振興局").removesuffix("総合")


def unsorted(report: SupportReport) -> str:
    """What has no kind yet; "" where all has one."""
    left = int((report.rows["number"] == "").sum())
    if not left or not report.kinds:
        return ""
    kinds = f"{SUPPORT_NUMBERS[2]}〜{SUPPORT_NUMBERS[-1]}"
    return f"{words.count(left)}件は、{kinds}のどれに入れるかを決めていません。"


def areas_without(report: SupportReport) -> str:
    """Which 振興局 had no support yet."""
    none = [str(area["name"]) for area in report.areas if not area["supported"]]
    if not none:
        return "どの振興局にも、支援した市町村があります。"
    return f"支援した市町村のまだない振興局: {'、'.join(none)}。"


def notes(report: SupportReport) -> list[str]:
    """What is to be known beside the numbers."""
    found = [DONE_NOTE, EVIDENCE_NOTE, PROVISIONAL, NOT_SAID]
    return [UNCHECKED, *found] if report.is_unchecked else found


def is_checked(row: dict[str, Any]) -> bool:
    return bool(row["text"]) and row["is_checked"] == SUPPORT_CHECKS[1]
