"""Addresses that hand a view out on paper: /papers/<towns.xlsx|towns.csv|map.csv|barriers.csv|memo.docx|profile.docx|profiles.zip|onefile.html>?<the view>."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import flask
import pandas as pd

from dashboard import clock, journal
from dashboard.components import reconciliation
from dashboard.export import memo_docx, profile_docx
from dashboard.export import town_list as town_list_export
from dashboard.export.memo_docx import Count, Memo
from dashboard.frames import records
from dashboard.intake.heavy_work import BusyError, HeavyWork, HeavyWorkError
from dashboard.queries import overview, town_sheet
from dashboard.services import profiles
from dashboard.services.profiles import UnknownTownError
from dashboard.views import memo_answers, overview_summary, town_list, view, year
from dashboard.views.view import View
from dashboard.views.year import YearFacts
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import row_files
from dashboard.web.refusals import refusal
from dashboard.web.settings import journal_path
from dashboard.words import raw_files, words
from dashboard.words.file_names import ended

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html; charset=utf-8"
RETURN = "return"
MOST_NAMES = 8


class EmptyViewError(Exception):
    """A view that no municipality passes; the message says in Japanese what to do."""


def register(server: flask.Flask, warehouse: Warehouse) -> None:
    """Add the addresses to the server."""

    @server.get(f"{view.PAPERS}/<name>")
    def paper(name: str) -> flask.Response:
        if name not in MAKERS:
            return refusal("この資料はありません。画面のボタンから選び直してください。", 404)
        search = flask.request.query_string.decode("utf-8", errors="replace")
        try:
            content, file_name, kind = MAKERS[name](*view.open(warehouse, f"?{search}"))
        except UnknownTownError as error:
            return refusal(str(error), 404)
        except (EmptyViewError, row_files.NoRowsError, HeavyWorkError) as error:
            return refusal(str(error), 409)
        except BusyError as error:
            return refusal(str(error), 503)
        response = flask.Response(content, content_type=kind)
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
        response.headers["Cache-Control"] = "no-store"
        return response


def memo_of(facts: YearFacts, speaker: str = "") -> Memo:
    """The view of 概況 as a 答弁メモ. speaker: the post of who answers, as the office entered it."""
    label = str(facts.year["label_ja"])
    newest = facts.year["newest_as_of"]
    when = "資料なし" if pd.isna(newest) else f"{words.day_short(newest)}までの資料による"
    known = f"（{words.day_short(facts.reader.as_of)}までに知っていた内容）" if facts.reader.as_of else ""
    is_fictional = bool(facts.towns["is_synthetic"].any() or facts.rollout["is_synthetic"].any())
    return Memo(
        title=f"重層的支援体制整備事業の実施状況（{label}、{facts.place_name}）",
        scope_label=facts.place_name,
        year=label,
        answer=memo_answers.answer(facts),
        speaker=speaker,
        follow_ups=[(one.question, one.answer) for one in memo_answers.follow_ups(facts)],
        counts=_counts(facts),
        totals=_totals(facts.totals),
        sources=[*_sources(facts), (f"データの版 {facts.reader.warehouse_id}", False)],
        definitions=[(str(row["label_ja"]), str(row["description"])) for row in records(facts.groups)],
        cautions=(*_later(facts), *words.CAUTIONS),
        about=f"時点 {when}{known}　データの更新日 {words.moment(facts.reader.built_at)}",
        is_synthetic=is_fictional,
    )


def _towns(reader: Reader, asked: View) -> tuple[bytes, str, str]:
    facts = _facts(reader, asked)
    made = town_list.list_of(facts)
    return town_list_export.workbook(made), _name("市町村の一覧", facts, made.is_synthetic, "xlsx"), EXCEL


def _town_rows(reader: Reader, asked: View) -> tuple[bytes, str, str]:
    facts = _facts(reader, asked)
    made = town_list.list_of(facts)
    return row_files.town_rows(made), _name("市町村の一覧", facts, made.is_synthetic, "csv"), row_files.CSV


def _memo(reader: Reader, asked: View) -> tuple[bytes, str, str]:
    facts = _facts(reader, asked)
    memo = memo_of(facts, journal.office(journal_path()).get("head", ""))
    content = memo_docx.to_docx(memo, clock.today())
    return content, _name("答弁メモ", facts, memo.is_synthetic, "docx"), WORD


def _profile(reader: Reader, asked: View) -> tuple[bytes, str, str]:
    profile = profiles.gather(reader, journal_path(), [asked.town])[0]
    return profile_docx.to_docx(profile, clock.today()), profile.file_name, WORD


def _profiles(reader: Reader, asked: View) -> tuple[bytes, str, str]:
    codes = view.narrow(town_sheet.neighbours_in_order(reader), asked)["municipality_code"].tolist()
    if not codes:
        raise EmptyViewError("この条件に合う市町村はありません。画面に戻り、条件を1つ外してください。")
    work: HeavyWork = flask.current_app.config["HEAVY_WORK"]
    day = ["--as-of", asked.as_of.isoformat()] if asked.as_of else []
    name, content = work.file(["profile", "--all", "--only", ",".join(codes), *day])
    return content, name, "application/zip"


def _one_file(_reader: Reader, asked: View) -> tuple[bytes, str, str]:
    work: HeavyWork = flask.current_app.config["HEAVY_WORK"]
    name, content = work.file(["onefile", "--view", view.address(asked)])
    return content, name, HTML


MAKERS: dict[str, Callable[[Reader, View], tuple[bytes, str, str]]] = {
    "towns.xlsx": _towns,
    "towns.csv": _town_rows,
    "map.csv": row_files.map_rows,
    "barriers.csv": row_files.barrier_rows,
    "memo.docx": _memo,
    "profile.docx": _profile,
    "profiles.zip": _profiles,
    "onefile.html": _one_file,
}


def _facts(reader: Reader, asked: View) -> YearFacts:
    facts = year.gather(reader, asked)
    if facts.shown_towns.empty:
        raise EmptyViewError("この条件に合う市町村はありません。画面に戻り、条件を1つ外してください。")
    return facts


def _counts(facts: YearFacts) -> list[Count]:
    before, made = facts.counts_before, []
    for row in records(facts.groups):
        code = str(row["code"])
        notes = [] if facts.is_settled(code) else [f"{words.KNOWN_SO_FAR}（合計ではない）"]
        if facts.carried[code]:
            notes.append(f"うち継続とみなす {words.count(facts.carried[code])}")
        new = overview_summary.begun(facts) if code == "implementing" else []
        if new:
            notes.append(f"新たに {words.names(new, MOST_NAMES)}")
        made.append(
            Count(
                label=f"{row['symbol']} {row['label_ja']}",
                number=facts.counts[code],
                whole=len(facts.towns),
                before=None if before is None or facts.change(code) is None else before[code],
                change=facts.change(code),
                note="。".join(notes),
                is_synthetic=facts.is_fictional(code),
            )
        )
    return made


def _totals(totals: pd.DataFrame) -> list[tuple[str, ...]]:
    made: list[tuple[str, ...]] = []
    for row in records(totals):
        said = reconciliation.STATES[str(row["state"])][1]
        own = "" if row["state"] == "towns_not_published" else f"{words.count(row['computed'])} "
        label = f"{row['label_ja']}{'（推定）' if row['is_inferred'] else ''}"
        place = raw_files.of_row(row)
        made.append(
            (label, words.count(row["published"]), f"{own}{said}", words.day_short(row["as_of"]), place)
        )
    return made


def _later(facts: YearFacts) -> list[str]:
    """Why the count of today and the one that was held against a published total are two numbers."""
    totals = facts.totals[facts.totals["state"] != "towns_not_published"]
    said = []
    for row in records(totals[totals["group_code"] == "implementing"]):
        now = facts.counts["implementing"]
        if len(facts.towns) == len(facts.everyone) and int(row["computed"]) != now:
            said.append(
                f"突合の「市町村の記録」{words.count(row['computed'])}は{words.day_short(row['as_of'])}の時点のものです。"
                f"上の実施 {words.count(now)}には、その後の時点の調査票や名簿で分かった市町村を含みます。"
            )
    return said


def _sources(facts: YearFacts) -> list[tuple[str, bool]]:
    files = overview.files_behind(facts.reader, facts.fiscal_year, facts.towns["municipality_code"])
    returns = files[files["kind"] == RETURN]
    made = []
    for row in records(files[files["kind"] != RETURN]):
        when = "" if pd.isna(row["as_of"]) else f"　時点 {words.day_short(row['as_of'])}"
        made.append(
            (
                f"{words.with_publisher(row['title'], row['publisher'] or '')}{when}　{raw_files.file_words(str(row['file']))}",
                bool(row["is_synthetic"]),
            )
        )
    if len(returns):
        said = f"市町村の調査票の回答 {words.count(len(returns))}件"
        made.append((said, bool(returns["is_synthetic"].any())))
    return made


def _name(what: str, facts: YearFacts, is_fictional: bool, kind: str) -> str:
    """答弁メモ_令和5年度_道内_wh_…_架空データ.docx"""
    day = [f"{facts.view.as_of.isoformat()}時点"] if facts.view.as_of else []
    stem = "_".join([what, str(facts.year["label_ja"]), facts.place_name, *day])
    return ended(f"{stem}.{kind}", facts.reader.warehouse_id, is_synthetic=is_fictional)
