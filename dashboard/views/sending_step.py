"""発出 as a step of the year: judged by the version of the form that is kept now."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import journal
from dashboard.services import addresses as addresses_of
from dashboard.views import round_in_work
from dashboard.views.work_step import WorkStep
from dashboard.words import words


def send_step(
    form: dict[str, Any] | None,
    sent: pd.DataFrame,
    office: dict[str, str],
    addresses: pd.DataFrame,
    towns: pd.DataFrame,
    drawn: str,
    *,
    came: bool,
) -> WorkStep:
    """towns: queries.sending.towns; drawn: of which version the workbooks are that were made last, "" where none were;
    came: whether anything has come back, so that it must have gone out.
    """
    if form is None:
        return WorkStep(
            "send", "発出", "later", "", "調査票ができてからです。", (), "/sending", "発出の画面へ"
        )
    href = round_in_work.address("/sending", form["fiscal_year"])
    planned = words.day_short(form["issued_on"])
    when = f"発出予定日 {planned}"
    first = first_sendings(sent)
    reached = _reached(first)
    version = str(form["form_version"])
    missing = [] if office else ["文書の差出人を入れる"]
    if lacking := addresses_of.without_mail(addresses, towns):
        missing.append(f"宛先のメールを入れる（まだ{words.count(lacking)}市町村。郵送なら要りません）")
    if not reached:
        said = "送った記録は、まだありません。"
        if came:
            said = f"送った記録はありませんが、調査票が届いています。{_of_older_sheets(drawn, version)}"
            return WorkStep("send", "発出", "done", when, said, (), href, "発出の画面へ")
        return WorkStep(
            "send",
            "発出",
            "now",
            when,
            said,
            (*missing, _to_send(drawn, version)),
            href,
            "発出する",
        )
    begun, last = words.day_short(min(first["sent_on"])), words.day_short(max(first["sent_on"]))
    days = begun if begun == last else f"{begun}〜{last}"
    when = f"発出日 {days}" + (f"（予定 {planned}）" if planned not in (begun, last) else "")
    said = f"{words.count(len(reached))}市町村に送りました（最後は{last}）。"
    versions = first["form_version"].fillna("")
    # of a sending whose version nobody knows, nothing is said
    of_this = _reached(first[versions.isin(["", version])])
    if older := reached - of_this:
        names = "、".join(sorted({one for one in versions if one not in ("", version)}))
        if not of_this:
            said += f"送ったのは前の様式（{names}）です。様式は {version} になっています。"
            missing = [_to_send(drawn, version)]
            if drawn != version:  # one that was made stays
                missing.append(f"送り直さないときは、「調査をつくる」で {version} を取り除く")
            return WorkStep("send", "発出", "now", when, said, tuple(missing), href, "発出する")
        said += f"うち{words.count(len(older))}市町村に送ったのは、前の様式（{names}）だけです。"
    else:
        said += _of_older_sheets(drawn, version)
    return WorkStep("send", "発出", "done", when, said, (), href, "発出の画面へ")


def _to_send(drawn: str, version: str) -> str:
    if drawn == version:
        return f"作ってある調査票（{version}）を送り、送った日を記録する"
    again = f"{version} の調査票を作り直して" if drawn else "調査票を作って"
    return f"{again}送り、送った日を記録する"


def _of_older_sheets(drawn: str, version: str) -> str:
    if drawn in ("", version):
        return ""
    return f"作ってある調査票は前の様式（{drawn}）です。{version} の調査票は、まだ作っていません。"


def _reached(sent: pd.DataFrame) -> set[str]:
    return {code for codes in sent["codes"] for code in str(codes).split()}


def first_sendings(sent: pd.DataFrame) -> pd.DataFrame:
    return sent[sent["what"] == journal.SENDING_KINDS[0]]
