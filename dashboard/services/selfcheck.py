"""自己診断 of a program that could be loaded whole: the PC, its data, journal, 控え and, where it serves, its caches."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard import clock
from dashboard import journal as journals
from dashboard.journal import backups
from dashboard.selfcheck import native_files, outgoing, port_holder, this_pc
from dashboard.selfcheck.report import CheckLine, CheckSection
from dashboard.warehouse.reader import POINTER, Warehouse
from dashboard.words import words

LATE_DAYS = 30
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class CheckedOffice:
    """What is looked into. `caches`: name → bytes and the limit; `browser`: as it names itself, "" for a command."""

    warehouse: Warehouse
    journal: Path | None
    raw: Path
    port: int | None = None
    caches: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    browser: str = ""


def sections(office: CheckedOffice, *, with_parts: bool) -> list[CheckSection]:
    """Everything that is told, the matters that are most often wrong first.

    with_parts: every native file is hashed and loaded too, which takes some seconds and is done one at a time.
    """
    found = [
        this_pc.versions(),
        this_pc.places(
            {"データ": office.warehouse.curated, "受領資料": office.raw, "対応の記録": office.journal}
        ),
        this_pc.time(_newest(office.warehouse)),
        _data(office),
        _backups(office.journal, clock.today()),
        _connections(office),
    ]
    if office.caches:
        caches = {**office.caches, **_answers(office.warehouse)}
        lines = [
            CheckLine(name, f"{used:,} バイト（上限 {most:,}）", "fine" if used <= most else "bad")
            for name, (used, most) in caches.items()
        ]
        found.append(CheckSection("覚えている答え（メモリー）", tuple(lines)))
    if with_parts:
        with _one_at_a_time:
            found += [native_files.compared(), native_files.loaded()]
    return found


def _newest(warehouse: Warehouse) -> datetime | None:
    warehouse_id, _problem = warehouse.state()
    return warehouse.reader().built_at.replace(tzinfo=UTC).astimezone(clock.JST) if warehouse_id else None


def _answers(warehouse: Warehouse) -> dict[str, tuple[int, int]]:
    """What is remembered of the data, of all days together."""
    if not warehouse.state()[0]:
        return {}
    answers = warehouse.reader().answers
    return {"データの答え": (answers.held_bytes, answers.most_bytes)}


def _data(office: CheckedOffice) -> CheckSection:
    warehouse_id, problem = office.warehouse.state()
    state = CheckLine("データ", warehouse_id or "開けません", "bad" if problem else "fine", problem)
    if not (office.warehouse.curated / POINTER).exists():
        state = CheckLine("データ", "まだ作っていません", "look")
    return CheckSection("データと記録", (state, _journal(office.journal)))


def _journal(journal: Path | None) -> CheckLine:
    try:
        is_there = journals.is_there(journal)
        found = journals.summed(journals.problems(journal))
    except journals.JournalError as error:
        return CheckLine("対応の記録", "読めません", "bad", str(error))
    if found:
        way = "かさなりの外で書き換えられたか、ディスクが壊れています。控えから戻すか、控えの中身と見比べてください。"
        return CheckLine("対応の記録", f"書かれたときと違います（{found}）", "bad", way)
    said = "すべて書かれたときのままです（1件ずつ、前の記録とつないだ指紋で確かめました）"
    return CheckLine("対応の記録", said if is_there else "まだありません")


def _backups(journal: Path | None, today: date) -> CheckSection:
    made = backups.last_made(journal)
    is_late = made is None or (today - made.date()).days > LATE_DAYS
    way = "「データ」の「控え」で「控えを保存」を押してください。" if is_late else ""
    lines = [
        CheckLine(
            "最後に控えを保存した日",
            _moment(made, "まだ保存していません"),
            "look" if is_late else "fine",
            way,
        )
    ]
    tried = backups.last_tried(journal)
    way = (
        "「データ」の「控え」に zip を入れると、戻せるかを確かめられます（何も変わりません）。"
        if tried is None
        else ""
    )
    said = _moment(tried, "まだ試していません")
    lines.append(CheckLine("最後に控えを確かめたか戻した日", said, "look" if tried is None else "fine", way))
    daily = backups.kept_daily(journal)
    said = _moment(backups.made_at(daily[0]) if daily else None, "まだありません")
    lines.append(CheckLine("毎日の控え", f"{said}（{len(daily)}個）"))
    return CheckSection("控え", tuple(lines))


def _moment(made: datetime | None, otherwise: str) -> str:
    return words.moment(made.astimezone(UTC)) if made else otherwise


def _connections(office: CheckedOffice) -> CheckSection:
    lines = []
    if office.port is not None:
        holder = port_holder.holder_of(office.port)
        said = holder.said if holder else "だれも使っていません"
        is_other = holder is not None and not holder.is_me and bool(office.browser)
        lines.append(
            CheckLine(f"ポート {office.port} を使っているもの", said, "look" if is_other else "fine")
        )
    if office.browser:
        lines.append(CheckLine("ブラウザ", office.browser[:300]))
    if outgoing.is_watching():
        sent = outgoing.counted()
        said = "0件（この起動から数えたもの）"
        if sent:
            said = "、".join(f"{host} {count}件" for host, count in sent.items())
        way = "この結果を管理する人に渡してください。外へ送るものは何もないはずです。" if sent else ""
        lines.append(CheckLine("この PC の外への接続", said, "bad" if sent else "fine", way))
    return CheckSection("通信", tuple(lines))
