"""The addresses of 資料づくり that make files: each by a command of its own, in its turn."""

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

from dashboard import clock
from dashboard.chart_data.scope import SlidesRefusedError
from dashboard.export.deck.own_template import SIZES
from dashboard.export.deck.package import LARGEST_BYTES, DeckRefusedError
from dashboard.export.deck.template import Layouts
from dashboard.intake.heavy_work import HeavyWork
from dashboard.intake.subprocess_limits import CommandResult
from dashboard.slides import deck_request
from dashboard.views import view
from dashboard.warehouse.reader import Warehouse
from dashboard.words import words
from dashboard.words.file_names import ended

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


class OldDeckAct(NamedTuple):
    """What is done to a deck that was sent in: the command before its name, the word and end of the name of what comes out."""

    command: tuple[str, ...]
    word: str
    suffix: str


OLD_DECK = {
    "refresh": OldDeckAct(("deck", "--refresh"), "更新", ".pptx"),
    "verify": OldDeckAct(("verify",), "正誤表", ".docx"),
    "handout": OldDeckAct(("deck", "--hand-out"), "配布用", ".pptx"),
    "mono": OldDeckAct(("deck", "--mono", "--hand-out"), "配布用_白黒", ".pptx"),
}
ONE_FILE = ".html"
MAKE = ("deck", "--request", "--out", "-", "--json")
MARKED = (("変更箇所の印入り", ".pptx"), ("変更一覧", ".docx"))
AREA_FILES = ("decks", "lists", "letters")
UNMADE = "資料を作れませんでした。かさなりを閉じて開き直し、もう一度押してください。"
MOST_JSON = 4_000_000


def add(pages: flask.Blueprint, warehouse: Warehouse) -> None:
    """Add the addresses to those of the page."""

    @pages.post("/slides/prepare")
    def prepare() -> flask.Response:
        """Whoever opens the page will soon want a deck: what draws it is loaded meanwhile."""
        _heavy().prepare(MAKE)
        return flask.Response(status=204)

    @pages.post("/slides/deck")
    def deck() -> flask.Response:
        asked = sent_json()
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
        answer = attachment(content, name, PPTX)
        answer.headers["X-Kasanari-Name"] = quote(name)
        answer.headers["X-Kasanari-Checked"] = quote("".join([report["checked"], *report["notes"]]))
        return answer

    @pages.post("/slides/layouts")
    def layouts() -> flask.Response:
        """The layouts of a template that somebody chose, as pictures."""
        given = _template(sent_json())
        if given is None:
            raise DeckRefusedError("ひな形を読めませんでした。もう一度選んでください。")
        with _heavy().turn() as room:
            path = room.put("template.pptx", given[0])
            done = _heavy().run(["deck", "--layouts", "--template", str(path), "--out", "-", "--json"])
            unread = f"「{given[1]}」をひな形として読めませんでした。PowerPoint で保存し直してください。"
            report = _report(replace(done, words=done.words.replace("template.pptx", given[1])), unread)
        return flask.jsonify(report["layouts"])

    @pages.post("/slides/areas")
    def areas() -> flask.Response:
        """Deck, list and letters of every 振興局, as one zip."""
        asked = sent_json()
        _, shown = view.open(warehouse, str(asked.get("search", "")))
        year = ["--fiscal-year", str(shown.fiscal_year)] if "fy=" in str(asked.get("search", "")) else []
        what = [one for one in AREA_FILES if one in (asked.get("what") or [])]
        if not what:
            raise SlidesRefusedError("作るものを1つ以上選んでください。")
        size = str(asked.get("size", "16:9"))
        with _heavy().turn() as room:
            out = room.folder / "areas.zip"
            sized = ["--size", size] if size in SIZES else []
            command = ["areas", "--what", *what, "--out", str(out), "--json", *year, *sized]
            report = _report(_heavy().run(command), UNMADE)
            content = out.read_bytes()
        name = _file_name("振興局ごとの資料", report["warehouse"], ".zip", report["synthetic"])
        answer = attachment(content, name, "application/zip")
        answer.headers["X-Kasanari-Name"] = quote(name)
        answer.headers["X-Kasanari-Checked"] = quote(
            f"{words.count(report['files'])}個のファイルが入っています。"
            + (
                f"入れていないもの{words.count(len(report['notes']))}件は、zip の中の一覧にあります。"
                if report["notes"]
                else ""
            )
        )
        return answer

    @pages.post("/slides/old/<what>")
    def old_deck(what: str) -> flask.Response:
        if what not in OLD_DECK:
            flask.abort(404)
        flask.request.max_content_length = LARGEST_BYTES + 1_000_000
        sent = flask.request.files.get("file")
        if sent is None or not sent.filename:
            raise SlidesRefusedError("ファイルがありませんでした。もう一度選んでください。")
        name = Path(sent.filename.replace("\\", "/")).name
        return _old(what, sent.read(), name, is_marked=flask.request.form.get("marked") == "1")


def previews_on_template(asked: dict[str, Any]) -> Any:
    """Of each slide of a basket its pictures on a template that somebody chose. Raises SlidesRefusedError, DeckRefusedError."""
    items = deck_request.basket_items(asked.get("items"))
    given = _template(asked)
    if given is None:
        raise DeckRefusedError("ひな形を読めませんでした。もう一度選んでください。")
    with _heavy().turn() as room:
        out = room.folder / "previews.json"
        template = (room.put("template.pptx", given[0]), given[1])
        said = deck_request.to_json(items, str(asked.get("size", "16:9")), template, _layouts(asked), out)
        _report(_heavy().run([*MAKE, "--preview"], said), UNMADE)
        return json.loads(out.read_bytes())


def _old(what: str, content: bytes, name: str, *, is_marked: bool) -> flask.Response:
    """Refresh, verify or hand out in a process of its own, so that a hostile file harms nobody.

    is_marked: a refresh makes a deck with its changes marked, and a list of them, as well.
    """
    act = OLD_DECK[what]
    is_one_file = Path(name).suffix.lower() in (ONE_FILE, ".htm")
    if is_one_file and what != "verify":
        raise SlidesRefusedError(
            "配付用の1ファイルは、新しくしたり直したりできません。作りなおしてください。"
        )
    with _heavy().turn() as room:
        given = f"old{ONE_FILE if is_one_file else '.pptx'}"
        old, out = room.put(given, content), room.folder / f"new{act.suffix}"
        more = (
            {word: room.folder / f"more{end}" for word, end in MARKED}
            if is_marked and what == "refresh"
            else {}
        )
        options = [
            part
            for option, path in zip(("--marked", "--changes"), more.values(), strict=False)
            for part in (option, str(path))
        ]
        done = _heavy().run([*act.command, str(old), "--out", str(out), "--json", *options])
        way = "作った課の元のファイルを使って" if is_one_file else "PowerPoint で保存し直して"
        unread = f"「{name}」を読めませんでした。{way}ください。"
        report = _report(replace(done, words=done.words.replace(given, name)), unread)
        written = out.read_bytes()
        besides = {word: path.read_bytes() for word, path in more.items()}
    version = report.get("now_id", "") if what == "verify" else report.get("warehouse", "")
    is_fiction = bool(report.get("synthetic") or report.get("is_synthetic"))
    report["name"] = _file_name(f"{Path(name).stem}_{act.word}", version, out.suffix, is_fiction)
    report["content"] = _base64(written)
    report["more"] = [
        {
            "word": word,
            "name": _file_name(f"{Path(name).stem}_{word}", version, more[word].suffix, is_fiction),
            "content": _base64(besides[word]),
        }
        for word in more
    ]
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
    return ended(f"{stem}_{clock.today():%Y%m%d}{suffix}", version, is_synthetic=is_fiction)


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


def sent_json() -> dict[str, Any]:
    flask.request.max_content_length = MOST_JSON * 20
    asked = flask.request.get_json(silent=True)
    if not isinstance(asked, dict):
        raise SlidesRefusedError("送られた内容を読めませんでした。画面を再読み込みしてください。")
    return asked


def attachment(content: bytes, name: str, mimetype: str) -> flask.Response:
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)
    response = flask.send_file(io.BytesIO(content), mimetype, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
