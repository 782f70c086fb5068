"""The addresses of 資料づくり: decks and sheets out, saved baskets, old decks in (looked at in a process of their own)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import flask
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard import clock
from dashboard.chart_data import figure_notes, registry
from dashboard.chart_data import map as map_data
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.scope import SlidesRefusedError, plan_named, scope_asked
from dashboard.chart_data.slide_request import scope_label
from dashboard.chart_data.table import NoNumbersError
from dashboard.export.deck.own_template import SIZES
from dashboard.export.deck.package import LARGEST_BYTES, DeckRefusedError
from dashboard.export.deck.template import load_template
from dashboard.export.sheet import ListSheet, as_csv, workbook
from dashboard.frames import records
from dashboard.intake.heavy_work import BusyError, HeavyWorkError
from dashboard.journal import JournalError
from dashboard.services import events
from dashboard.slides import baskets, deck_request, previews
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import deck_files, guard
from dashboard.web.refusals import refusal
from dashboard.web.settings import journal_path
from dashboard.words import words
from dashboard.words.file_names import ended

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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

    deck_files.add(pages, warehouse)

    @pages.post("/slides/excel")
    def excel() -> flask.Response:
        asked = deck_files.sent_json()
        reader, shown = view.open(warehouse, str(asked.get("search", "")))
        sheet = _sheet(asked, reader, shown)
        stem = sheet.title[:60] or "数"
        name = ended(f"{stem}.xlsx", reader.warehouse_id, is_synthetic=sheet.is_synthetic)
        return deck_files.attachment(workbook(sheet), name, XLSX)

    @pages.post("/slides/csv")
    def csv() -> flask.Response:
        asked = deck_files.sent_json()
        reader, shown = view.open(warehouse, str(asked.get("search", "")))
        sheet = _sheet(asked, reader, shown)
        stem = sheet.title[:60] or "数"
        name = ended(f"{stem}.csv", reader.warehouse_id, is_synthetic=sheet.is_synthetic)
        return deck_files.attachment(as_csv(sheet), name, "text/csv")

    @pages.post("/slides/preview")
    def preview() -> flask.Response:
        """Slides as pictures, a page each: drawn from what their PowerPoint shapes are drawn from.

        One slide of a basket; all of it on a template, which a process of its own reads.
        """
        asked = deck_files.sent_json()
        if asked.get("template"):
            return flask.jsonify(deck_files.previews_on_template(asked))
        items = deck_request.basket_items(asked.get("items"))[:1]
        wanted = deck_request.wanted_slides(items, warehouse.reader())
        size = str(asked.get("size", "16:9"))
        stage = load_template(size if size in SIZES else "16:9")
        return flask.jsonify(previews.pictures(warehouse.reader(), wanted[0], stage, journal_path()))

    @pages.post("/slides/map.svg")
    def map_picture() -> flask.Response:
        asked = deck_files.sent_json()
        reader, shown = view.open(warehouse, str(asked.get("search", "")))
        kind, title, about = (str(asked.get(name) or "")[:200] for name in ("kind", "title", "version"))
        drawn = map_data.picture(reader, shown, journal_path(), kind, title, about.replace("\n", "　"))
        return flask.Response(drawn, mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})

    @pages.get("/slides/baskets")
    def all_baskets() -> flask.Response:
        return flask.jsonify(baskets.listed(_folder()))

    @pages.post("/slides/baskets")
    def keep_basket() -> flask.Response:
        asked = deck_files.sent_json()
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
        baskets.drop(_folder(), str(deck_files.sent_json().get("name", "")))
        return flask.jsonify(baskets.listed(_folder()))

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
        table = numbers(TableRequest(reader, shown, path, journal_path(), plan_named(search)))
    except NoNumbersError as nothing:
        raise SlidesRefusedError(str(nothing)) from nothing
    title = str(asked.get("title", ""))[:200]
    about = [
        ("題", title),
        ("条件", scope_label(reader, scope_asked(shown, search))),
        ("注", str(asked.get("note", ""))[:500]),
        *(("時点", words.day_short(day)) for day in [shown.as_of] if day is not None),
        ("データの更新日", words.moment(reader.built_at)),
        ("版", reader.warehouse_id),
        ("画面のアドレス", str(asked.get("address", ""))[:500]),
        *(("出典", source) for source in table.sources),
        *(("確認・注記", said) for said in _notes(kind, search, reader, shown)),
        *(("できごと", said) for said in _events(reader, kind)),
    ]
    if table.is_synthetic:
        about.append(("注意", f"{words.SYNTHETIC}を含みます。実際の状況として引用しないでください。"))
    behind = None if table.behind is None else (table.behind.columns, table.behind.rows)
    return ListSheet(title, table.columns, table.rows, about, table.is_synthetic, behind)


def _notes(kind: str, search: str, reader: Reader, shown: view.View) -> list[str]:
    """What people said of the chart."""
    scope = scope_asked(shown, search)
    try:
        return figure_notes.lines(reader.at(None), kind, scope, shown.as_of, journal_path())
    except JournalError as error:
        return [str(error)]


def _events(reader: Reader, kind: str) -> list[str]:
    """What a chart over years marks."""
    if not registry.chart(kind).event_marks:
        return []
    return [events.sentence(row) for row in records(events.standing(reader, journal_path()))]


def _folder() -> Path:
    journal = journal_path()
    return (journal.parent if journal else Path("data/journal")) / "baskets"
