"""The addresses of 資料づくり: decks and sheets out, saved baskets, old decks in (looked at in a process of their own)."""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import flask
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard import clock
from dashboard.chart_data import map as map_data
from dashboard.chart_data import registry
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.scope import SlidesRefusedError
from dashboard.chart_data.slide_request import scope_label
from dashboard.chart_data.table import NoNumbersError
from dashboard.export.deck.package import LARGEST_BYTES, DeckRefusedError
from dashboard.export.deck.template import Layouts
from dashboard.export.sheet import ListSheet, workbook
from dashboard.intake.heavy_work import BusyError, HeavyWork, HeavyWorkError
from dashboard.intake.subprocess_limits import CommandResult
from dashboard.slides import baskets, deck_request
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import guard
from dashboard.web.refusals import refusal
from dashboard.web.settings import journal_path
from dashboard.words import words

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARK = f"_{words.SYNTHETIC}"  # at the end of the name of a file that holds any


class OldDeckAct(NamedTuple):
    """What is done to a deck that was sent in: the command before its name, the word and end of the name of what comes out."""

    command: tuple[str, ...]
    word: str
    suffix: str


OLD_DECK = {
    "refresh": OldDeckAct(("deck", "--refresh"), "更新", ".pptx"),
    "verify": OldDeckAct(("verify",), "正誤表", ".docx"),
    "handout": OldDeckAct(("deck", "--hand-out"), "配布用", ".pptx"),
}
MAKE = ("deck", "--request", "--out", "-", "--json")
UNMADE = "資料を作れませんでした。かさなりを閉じて開き直し、もう一度押してください。"
MOST_JSON = 4_000_000
TOO_LARGE = f"送れるのは {LARGEST_BYTES // 1_000_000} MB までです。"
REFUSALS = (SlidesRefusedError, DeckRefusedError, baskets.BasketError, HeavyWorkError)


def register(server: flask.Flask, warehouse: Warehouse) -> None:
    """Add the addresses to the server."""
    pages = flask.Blueprint("slides", __name__)

    @pages.before_request
    def ours_alone() -> Any:
        if flask.request.method != "GET" and not guard.is_of_script("slides"):
            return refusal("この画面から送られたものではないため、受け付けませんでした。", 403)
        return None

    @pages.post("/slides/prepare")
    def prepare() -> flask.Response:
        """Whoever opens the page will soon want a deck: what draws it is loaded meanwhile."""
        _heavy().prepare(MAKE)
        return flask.Response(status=204)

    @pages.post("/slides/deck")
    def deck() -> flask.Response:
        asked = _json()
        items = deck_request.basket_items(asked.get("items"))
        deck_request.wanted_slides(items, warehouse.reader())  # an odd basket is refused at once
        given = _template(asked)
        with _heavy().turn() as room:
            out = room.folder / "new.pptx"
            template = (room.put("template.pptx", given[0]), given[1]) if given else None
            said = deck_request.to_json(items, str(asked.get("size", "16:9")), template, _layouts(asked), out)
            report = _report(_heavy().run(MAKE, said), UNMADE)
            content = out.read_bytes()
        title = str(asked.get("name") or "説明資料")[:60]
        name = _file_name(title, report["warehouse"], ".pptx", report["synthetic"])
        answer = _attachment(content, name, PPTX)
        answer.headers["X-Kasanari-Name"] = quote(name)
        answer.headers["X-Kasanari-Checked"] = quote(report["checked"])
        return answer

    @pages.post("/slides/layouts")
    def layouts() -> flask.Response:
        """The layouts of a template that somebody chose, as pictures."""
        given = _template(_json())
        if given is None:
            raise DeckRefusedError("ひな形を読めませんでした。もう一度選んでください。")
        with _heavy().turn() as room:
            path = room.put("template.pptx", given[0])
            done = _heavy().run(["deck", "--layouts", "--template", str(path), "--out", "-", "--json"])
            unread = f"「{given[1]}」をひな形として読めませんでした。PowerPoint で保存し直してください。"
            report = _report(replace(done, words=done.words.replace("template.pptx", given[1])), unread)
        return flask.jsonify(report["layouts"])

    @pages.post("/slides/excel")
    def excel() -> flask.Response:
        asked = _json()
        reader, shown = view.open(warehouse, str(asked.get("search", "")))
        sheet = _sheet(asked, reader, shown)
        name = f"{sheet.title[:60] or '数'}{MARK if sheet.is_synthetic else ''}.xlsx"
        return _attachment(workbook(sheet), name, XLSX)

    @pages.post("/slides/map.svg")
    def map_picture() -> flask.Response:
        asked = _json()
        reader, shown = view.open(warehouse, str(asked.get("search", "")))
        kind, title, about = (str(asked.get(name) or "")[:200] for name in ("kind", "title", "version"))
        drawn = map_data.picture(reader, shown, journal_path(), kind, title, about.replace("\n", "　"))
        return flask.Response(drawn, mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})

    @pages.get("/slides/baskets")
    def all_baskets() -> flask.Response:
        return flask.jsonify(baskets.listed(_folder()))

    @pages.post("/slides/baskets")
    def keep_basket() -> flask.Response:
        asked = _json()
        seen, is_anyway = str(asked.get("seen") or ""), bool(asked.get("anyway"))
        items = deck_request.basket_items(asked.get("items"))
        try:
            baskets.keep(_folder(), str(asked.get("name", "")), items, clock.now(), seen, anyway=is_anyway)
        except baskets.BasketConflictError as conflict:
            answer = refusal(str(conflict), 409)
            answer.headers["X-Kasanari-Conflict"] = "1"
            return answer
        return flask.jsonify(baskets.listed(_folder()))

    @pages.post("/slides/baskets/drop")
    def drop_basket() -> flask.Response:
        baskets.drop(_folder(), str(_json().get("name", "")))
        return flask.jsonify(baskets.listed(_folder()))

    @pages.post("/slides/old/<what>")
    def old_deck(what: str) -> flask.Response:
        if what not in OLD_DECK:
            flask.abort(404)
        flask.request.max_content_length = LARGEST_BYTES + 1_000_000
        sent = flask.request.files.get("file")
        if sent is None or not sent.filename:
            raise SlidesRefusedError("ファイルがありませんでした。もう一度選んでください。")
        return _old(what, sent.read(), Path(sent.filename.replace("\\", "/")).name)

    pages.register_error_handler(BusyError, lambda busy: refusal(str(busy), 503))
    for error in REFUSALS:
        pages.register_error_handler(error, lambda refused: refusal(str(refused), 409))
    pages.register_error_handler(RequestEntityTooLarge, lambda _error: refusal(TOO_LARGE, 413))
    server.register_blueprint(pages)


def _sheet(asked: dict[str, Any], reader: Reader, shown: view.View) -> ListSheet:
    """The numbers that the picture of a view shows, from the warehouse. Raises SlidesRefusedError where there are none."""
    kind, search = str(asked.get("view", "")), str(asked.get("search", ""))
    chart = registry.with_table().get(kind)
    numbers = chart.table if chart else None
    if numbers is None:
        raise SlidesRefusedError(f"「{kind[:40]}」は Excel にできません。画面を再読み込みしてください。")
    path = str(asked.get("address", "/")).partition("?")[0]
    try:
        table = numbers(TableRequest(reader, shown, path, journal_path(), deck_request.plan_named(search)))
    except NoNumbersError as nothing:
        raise SlidesRefusedError(str(nothing)) from nothing
    title = str(asked.get("title", ""))[:200]
    about = [
        ("題", title),
        ("条件", scope_label(reader, deck_request.scope_asked(shown, search))),
        ("注", str(asked.get("note", ""))[:500]),
        *(("時点", words.day_short(day)) for day in [shown.as_of] if day is not None),
        ("データの更新日", words.moment(reader.built_at)),
        ("版", reader.warehouse_id),
        ("画面のアドレス", str(asked.get("address", ""))[:500]),
        *(("出典", source) for source in table.sources),
    ]
    if table.is_synthetic:
        about.append(("注意", f"{words.SYNTHETIC}を含みます。実際の状況として引用しないでください。"))
    return ListSheet(title, table.columns, table.rows, about, table.is_synthetic)


def _old(what: str, content: bytes, name: str) -> flask.Response:
    """Refresh, verify or hand out in a process of its own, so that a hostile file harms nobody."""
    act = OLD_DECK[what]
    with _heavy().turn() as room:
        old, out = room.put("old.pptx", content), room.folder / f"new{act.suffix}"
        done = _heavy().run([*act.command, str(old), "--out", str(out), "--json"])
        unread = f"「{name}」を読めませんでした。PowerPoint で保存し直してください。"
        report = _report(replace(done, words=done.words.replace("old.pptx", name)), unread)
        written = out.read_bytes()
    version = report.get("warehouse", "") if what == "refresh" else report.get("now_id", "")
    is_fiction = bool(report.get("synthetic") or report.get("is_synthetic"))
    report["name"] = _file_name(f"{Path(name).stem}_{act.word}", version, out.suffix, is_fiction)
    report["content"] = _base64(written)
    return flask.jsonify(report)


def _report(done: CommandResult, unforeseen: str) -> dict[str, Any]:
    """What the command says of what it made. Raises SlidesRefusedError with its reason, or with ours."""
    if done.code != 0:
        said = done.words.strip()
        raise SlidesRefusedError(said if done.code == 1 and said and "Traceback" not in said else unforeseen)
    report: dict[str, Any] = json.loads(done.output)
    return report


def _heavy() -> HeavyWork:
    work: HeavyWork = flask.current_app.config["HEAVY_WORK"]
    return work


def _file_name(stem: str, version: str, suffix: str, is_fiction: bool) -> str:
    """題_日付_データの版_架空データ."""
    parts = [stem, f"{clock.today():%Y%m%d}", *([version] if version else [])]
    return "_".join(parts) + (MARK if is_fiction else "") + suffix


def _template(asked: dict[str, Any]) -> tuple[bytes, str] | None:
    given = asked.get("template")
    if not isinstance(given, dict):
        return None
    try:
        return base64.b64decode(str(given.get("content", "")), validate=True), str(
            given.get("name", "ひな形")
        )[:80]
    except binascii.Error:
        raise DeckRefusedError("ひな形を読めませんでした。もう一度選んでください。") from None


def _layouts(asked: dict[str, Any]) -> Layouts:
    """The layouts that were chosen on screen, by their place."""
    given = asked.get("layouts")
    chosen = [one if isinstance(one, int) else None for one in given[:2]] if isinstance(given, list) else []
    return Layouts(*chosen)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _folder() -> Path:
    journal = journal_path()
    return (journal.parent if journal else Path("data/journal")) / "baskets"


def _json() -> dict[str, Any]:
    flask.request.max_content_length = MOST_JSON * 20
    asked = flask.request.get_json(silent=True)
    if not isinstance(asked, dict):
        raise SlidesRefusedError("送られた内容を読めませんでした。画面を再読み込みしてください。")
    return asked


def _attachment(content: bytes, name: str, mimetype: str) -> flask.Response:
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)
    response = flask.send_file(io.BytesIO(content), mimetype, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
