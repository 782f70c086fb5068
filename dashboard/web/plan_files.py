"""Files of the page 計画: the route as .ics and .xlsx, the handover as .docx and as a page to print."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import flask

from dashboard import clock, journal
from dashboard.export import docx_handover, route_svg, visit_files
from dashboard.frames import records
from dashboard.queries import overview
from dashboard.queries import visits as queries_visits
from dashboard.services import follow_up, routes
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.refusals import refusal
from dashboard.words import words
from dashboard.words.file_names import ended

TYPES = {
    "ics": "text/calendar; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# of fixed words or days: kept on one line
SHORT = {"name", "promised_on", "contacted_on", "due", "state", "means"}
PRINT = "body{font-family:sans-serif;max-width:900px;margin:24px auto;padding:0 16px}table{border-collapse:collapse;width:100%}"
PRINT += "td,th{border:1px solid #999;padding:4px 8px;text-align:left;vertical-align:top;font-size:13px;overflow-wrap:anywhere}"
PRINT += "th,.short{white-space:nowrap}.bar{text-align:right}button{font:inherit;padding:4px 16px}@media print{.bar{display:none}}"
PRINT += "@page{size:A4;margin:14mm}tr{break-inside:avoid}h2{font-size:16px;break-after:avoid}"


def register(server: flask.Flask, warehouse: Warehouse) -> None:
    """Addresses under /plan/."""

    def path() -> Path | None:
        known: Path | None = server.config["JOURNAL"]
        return known

    @server.get("/plan/<plan_id>.<kind>")
    def route_file(plan_id: str, kind: str) -> flask.Response:
        if kind not in ("ics", "xlsx", "svg") or not re.fullmatch(r"[0-9a-f]{32}", plan_id):
            return refusal("このファイルはありません。計画の画面から選び直してください。", 404)
        try:
            reader = warehouse.reader()
            made = routes.plan_tour(reader, path(), plan_id)
            plans = journal.plans(path())
        except routes.UnknownOfficeError as error:
            return refusal(str(error), 503)
        if made is None:
            return refusal("経路がまだありません。計画の画面で「経路を作る」を押してください。", 404)
        if kind == "svg":
            drawn = flask.Response(_drawing(reader, made), mimetype="image/svg+xml")
            drawn.headers["Cache-Control"] = "no-store"
            return drawn
        plan = plans.set_index("record_id").loc[plan_id]
        states = queries_visits.states(reader)
        towns = {visit.code for day in made.days for visit in day.visits}
        fictional = bool(states[states["municipality_code"].isin(towns)]["is_synthetic"].any())
        file = visit_files.RouteFile(
            plan_id=plan_id,
            title=str(plan["title"]),
            note=routes.note(made),
            days=made.days,
            names=made.names,
            left_out=routes.left_out(made),
            made_at=datetime.now(UTC),
            is_synthetic=fictional,
        )
        content = visit_files.calendar(file) if kind == "ics" else visit_files.workbook(file)
        name = ended(f"訪問経路_{_plain(file.title)}.{kind}", reader.warehouse_id, is_synthetic=fictional)
        return _file(content, kind, name)

    @server.get("/plan/handover.<kind>")
    def handover(kind: str) -> flask.Response:
        owner, area = flask.request.args.get("owner", ""), flask.request.args.get("sub", "")
        if kind not in ("docx", "html") or not (owner or area):
            return refusal("担当か振興局を選んでください。", 404)
        reader = warehouse.reader()
        if unknown := _unknown(reader, path(), owner, area):
            return refusal(unknown, 404)
        facts = follow_up.handover(
            reader, path(), clock.today(), owner=owner, subprefecture="" if owner else area
        )
        if kind == "html":
            return flask.Response(_page(facts), mimetype="text/html")
        name = ended(
            f"引き継ぎ_{_plain(facts.title)}.docx", reader.warehouse_id, is_synthetic=facts.is_synthetic
        )
        return _file(docx_handover.document(facts), "docx", name)


def _unknown(reader: Reader, path: Path | None, owner: str, area: str) -> str:
    """Why there is no handover of that person or 振興局; "" where there is."""
    if owner:
        known, what = owner in follow_up.owners(path), f"「{owner[:60]}」が担当の記録"
    else:
        known, what = area in set(queries_visits.offices(reader)["code"]), f"「{area[:60]}」という振興局"
    return "" if known else f"{what}はありません。計画の画面の「引き継ぎ」で選び直してください。"


def _drawing(reader: Reader, made: routes.Tour) -> str:
    left = list(made.route.left_out)
    return route_svg.route(
        overview.boundaries(reader),
        queries_visits.places(reader),
        made.days,
        made.office.municipality_code,
        left,
    )


def _page(facts: follow_up.Handover) -> str:
    """The handover to read and print in the browser; every word of people is escaped."""
    promised = facts.promises
    standing = promised["is_open"].astype(bool)
    parts = [
        _section("１　未確認の事項", promised[standing], _PROMISE),
        _section("２　次にすること", facts.steps[facts.steps["state"] == "これから"], _STEP),
        _section("３　計画に入っている市町村", facts.items[facts.items["state"] == "予定"], _ITEM),
        _section("４　これまでに話したこと", facts.contacts, _CONTACT),
        _section("５　済んだ確認事項", promised[~standing], _PROMISE),
    ]
    title = html.escape(f"市町村への働きかけの引き継ぎ（{facts.title}）")
    fiction = f"<p><b>{words.SYNTHETIC}を含みます。</b></p>" if facts.is_synthetic else ""
    return (
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title><style>{PRINT}</style></head>'
        f'<body><main><p class="bar"><button type="button" onclick="print()">印刷する</button></p>'
        f"<h1>{title}</h1><p>{words.day_short(facts.made_on)}現在。個人の情報を含むことがあります。</p>{fiction}{''.join(parts)}"
        "</main></body></html>"
    )


_PROMISE = {
    "市町村": "name",
    "確認事項": "text",
    "した日": "promised_on",
    "期限": "due",
    "状態": "state",
    "担当": "owner",
    "次の回答による判断": "judgement_label",
    "理由": "reason",
}
_STEP = {"市町村": "name", "次にすること": "text", "期限": "due", "担当": "owner"}
_ITEM = {
    "市町村": "name",
    "計画": "plan_title",
    "手段": "means",
    "期限": "due",
    "案内する支援": "measure",
    "担当": "owner",
}
_CONTACT = {
    "市町村": "name",
    "日": "contacted_on",
    "手段": "means",
    "担当": "owner",
    "相手": "met",
    "話したこと": "said",
}


def _section(title: str, frame: Any, columns: dict[str, str]) -> str:
    if frame.empty:
        return f"<h2>{title}</h2><p>ありません。</p>"
    head = "".join(f'<th scope="col">{name}</th>' for name in columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{' class=short' if column in SHORT else ''}>{_text(row[column])}</td>"
            for column in columns.values()
        )
        + "</tr>"
        for row in records(frame)
    )
    return f"<h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _text(value: object) -> str:
    if value is None or value != value:
        return "―"
    shown = words.day_short(value) if isinstance(value, date) else str(value)
    return html.escape(shown).replace("\n", "<br>")


def _file(content: bytes, kind: str, name: str) -> flask.Response:
    response = flask.Response(content, mimetype=TYPES[kind])
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _plain(name: str) -> str:
    """A name as a file can have it."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", name)[:60]
