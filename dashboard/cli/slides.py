"""`python -m dashboard deck` and `verify`: slides made, refreshed, and held against the data of today."""

from __future__ import annotations

import argparse
import csv
import io
import json
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.cli.file_errors import file_trouble
from dashboard.cli.parser import as_day, as_fiscal_year
from dashboard.export.deck import errata_file, notes, stage
from dashboard.export.deck.package import DeckRefusedError, external_links
from dashboard.queries import slides as own
from dashboard.slides import errata, make, renew
from dashboard.slides.errata import Verified
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.words import words

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

log = logging.getLogger(__name__)
CURATED = Path("data/curated")
FAULTS = "FAULTS.log"
REFUSALS = (SlidesRefusedError, DeckRefusedError, WarehouseError)
HEADINGS = ("区分", "頁", "スライド", "箇所", "誤", "正", "理由")


def add_parser(subparsers: Subparsers) -> None:
    """Add the commands; `given.run(given)` then does one and gives the exit code."""
    deck = subparsers.add_parser("deck", help="説明資料（PowerPoint）を作る、または新しくする")
    deck.add_argument("--out", type=Path, required=True, help="できた資料を書くファイル（.pptx）")
    deck.add_argument("--refresh", type=Path, metavar="OLD", help="手を入れた前の資料の数と塗りを新しくする")
    deck.add_argument("--subprefecture", action="append", default=[], help="振興局の番号か名前（何度でも）")
    deck.add_argument("--template", type=Path, help="所定のひな形（.pptx か .potx）")
    deck.add_argument("--size", choices=sorted(stage.SIZES), default="16:9", help="大きさ（a4 は A4 横）")
    deck.add_argument(
        "--fiscal-year",
        type=as_fiscal_year,
        help="年度（2023 または R5）。なければ実施が全て分かる最新の年度",
    )
    deck.add_argument("--as-of", type=as_day, help="この日までに知っていた内容で作る（YYYY-MM-DD）")
    deck.set_defaults(run=lambda given: _told(make_deck, given))
    check = subparsers.add_parser("verify", help="前の資料の数が今も正しいか確かめ、正誤表を出す")
    check.add_argument("deck", type=Path, metavar="DECK", help="確かめる資料（.pptx）")
    check.add_argument("--format", choices=("table", "csv", "json"), default="table", help="画面に出す形")
    check.add_argument("--out", type=Path, help="正誤表を書くファイル（.docx か .xlsx）")
    check.set_defaults(run=lambda given: _told(verify_deck, given))
    for parser in (deck, check):
        # Without defaults of their own, so that what stands before the name of the command is not lost.
        parser.add_argument("--curated", type=Path, default=argparse.SUPPRESS, help="データの置き場所")
        parser.add_argument("--json", action="store_true", help="結果を JSON で出す")
        parser.add_argument("--journal", type=Path, default=argparse.SUPPRESS, help="対応の記録のファイル")


def _told(run: Callable[[argparse.Namespace], int], given: argparse.Namespace) -> int:
    """A fault that nobody foresaw is said in words; its trace goes to a file beside the data, else to the screen."""
    try:
        return run(given)
    except Exception:
        trace, kept = io.StringIO(), _curated(given) / FAULTS
        handler = logging.StreamHandler(trace)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        log.addHandler(handler)
        log.exception("the command failed")
        log.removeHandler(handler)
        said = "かさなりの不具合のため、終わりまでできませんでした。出力先にファイルができていても使わないでください。"
        try:
            with kept.open("a", encoding="utf-8") as stream:
                stream.write(trace.getvalue())
        except OSError:
            return _refuse(f"{said}管理する人に、次の記録を渡してください。\n{trace.getvalue()}")
        return _refuse(f"{said}管理する人に {kept} を渡してください。")


def make_deck(given: argparse.Namespace) -> int:
    """0 made, 1 refused with the reason."""
    try:
        reader = _reader(given)
        if given.refresh:
            return _refresh(given, reader)
        wanted = make.whole(
            Scope(given.fiscal_year, subprefectures(reader, given.subprefecture)), given.as_of
        )
        template = (given.template.read_bytes(), given.template.name) if given.template else None
        place = stage.made(given.size, template)
        done = make.made(reader, wanted, place, _journal(given))
        _write(given.out, done.content)
    except REFUSALS as refused:
        return _refuse(str(refused))
    except OSError as error:
        return _refuse(file_trouble(error))
    links = external_links(done.content)
    if given.json:
        _say_json(
            {
                "file": given.out.name,
                "warehouse": reader.warehouse_id,
                "slides": [{"view": slide.view, "title": slide.title} for slide in done.slides],
                "numbers": done.checked,
                "synthetic": done.synthetic,
                "external_links": links,
                "notes": list(done.notes),
            }
        )
        return 0
    _say(f"{given.out} に{len(done.slides)}枚の資料を作りました。")
    _say(f"数と塗り{words.count(done.checked)}件を、元のデータから数え直して確かめました。")
    for line in done.notes:
        _say(line)
    if links:
        _say(f"ひな形に外部へのリンクがあります（{words.names(links, 3)}）。不要なら外してください。")
    if done.synthetic:
        _say(f"{words.SYNTHETIC}を含みます。該当するスライドに表示しています。")
    return 0


def verify_deck(given: argparse.Namespace) -> int:
    """0 looked at (also where numbers no longer hold), 1 refused with the reason."""
    try:
        verified = errata.verify(_reader(given), given.deck.read_bytes(), given.deck.name, _journal(given))
        if given.out:
            _write(
                given.out,
                errata_file.written(_paper(verified, given.deck.name), given.out.suffix),
            )
    except REFUSALS as refused:
        return _refuse(str(refused))
    except OSError as error:
        return _refuse(file_trouble(error))
    if given.json or given.format == "json":
        _say_json({**asdict(verified), "holds": verified.holds})
    elif given.format == "csv":
        rows = io.StringIO()
        csv.writer(rows, lineterminator="\n").writerows([HEADINGS, *_rows(verified)])
        sys.stdout.write(rows.getvalue())
    else:
        _say("\n".join(_head(verified, given.deck.name)))
        for one in verified.errata:
            _say(f"\n{one.slide}頁「{one.title}」 {one.place}\n  誤: {one.written}　正: {one.right}")
            _say(f"  理由: {one.why}")
        if verified.edited:
            _say(f"\n■ {errata_file.EDITED} {len(verified.edited)}件")
        for other in verified.edited:
            _say(
                f"\n{other.slide}頁「{other.title}」 {other.place}\n  資料: {other.stands}　今のデータ: {other.right}"
            )
            _say(f"  {other.note}")
        if verified.deleted:
            _say(f"\n■ {errata_file.DELETED} {len(verified.deleted)}件")
        for name in verified.deleted:
            _say(f"  {name}")
    return 0


def subprefectures(reader: Reader, asked: list[str]) -> tuple[str, ...]:
    """Codes of 振興局 that were given by code or name. Raises SlidesRefusedError."""
    known = own.areas(reader)
    codes = []
    for one in asked:
        rows = known[(known["code"] == one) | (known["short_name"] == one) | (known["name"] == one)]
        if rows.empty:
            names = "、".join(f"{row.code} {row.short_name}" for row in known.itertuples())
            raise SlidesRefusedError(f"振興局「{one}」はありません。次のどれかを指定してください: {names}")
        codes.append(str(rows["code"].iloc[0]))
    return tuple(sorted(set(codes)))


def _refresh(given: argparse.Namespace, reader: Reader) -> int:
    renewed = renew.renew(
        reader, given.refresh.read_bytes(), given.refresh.name, given.as_of, _journal(given)
    )
    done, told = renewed.refreshed, notes.told(renewed.refreshed.changes)
    _write(given.out, done.content)
    if given.json:
        _say_json(
            {
                "file": given.out.name,
                "warehouse": reader.warehouse_id,
                "changed": [asdict(change) for change in done.changes],
                "told": [asdict(change) for change in told],
                "left": [asdict(left) for left in done.left],
                "numbers": renewed.checked,
                "unknown": list(renewed.unknown),
            }
        )
        return 0
    _say(f"{given.refresh.name} を新しくして {given.out} に書きました。")
    _say(f"\n■ 新しくしたところ {len(told)}件")
    for change in told:
        page = f"{change.slide}頁 " if change.slide else ""
        _say(f"  {page}{change.shape}（{change.what}）: {change.before or '―'} → {change.after or '―'}")
    _say(f"\n■ 手を付けなかったところ {len(done.left)}件")
    for left in done.left:
        now = f"　今の値: {_short(left.now)}" if left.now else ""
        _say(f"  {left.slide or '―'}頁 {left.shape}: {left.why}{now}")
    for title in renewed.unknown:
        _say(f"  「{title}」は、この版のかさなりでは作れないため、そのままにしました。")
    return 0


def _rows(verified: Verified) -> list[tuple[str, ...]]:
    """The three lists as one, for a script."""
    return [
        *(("正誤", str(e.slide), e.title, e.place, e.written, e.right, e.why) for e in verified.errata),
        *(("手での変更", str(e.slide), e.title, e.place, e.stands, e.right, e.note) for e in verified.edited),
        *(("削除", "", name, "", "", "", "資料から削除されています") for name in verified.deleted),
    ]


def _paper(verified: Verified, name: str) -> errata_file.Errata:
    return errata_file.Errata(
        tuple(_head(verified, name)),
        tuple((str(e.slide), e.title, e.place, e.written, e.right, e.why) for e in verified.errata),
        tuple((str(e.slide), e.title, e.place, e.stands, e.right, e.note) for e in verified.edited),
        verified.deleted,
    )


def _head(verified: Verified, name: str) -> list[str]:
    lines = [
        f"{name} の正誤表",
        f"資料の版 {verified.warehouse_id}（{verified.as_of}までに知った内容）",
        f"今のデータの版 {verified.now_id}",
        f"確かめた数と塗り {words.count(verified.looked)}件のうち、今と合わないもの {len(verified.errata)}件"
        + (f"、手で変えられたところ {len(verified.edited)}件" if verified.edited else ""),
    ]
    if verified.unknown:
        lines.append(
            f"確かめられなかったもの {len(verified.unknown)}件: {words.names(list(verified.unknown), 5)}"
        )
    return lines


def _reader(given: argparse.Namespace) -> Reader:
    return Warehouse(_curated(given)).reader()


def _curated(given: argparse.Namespace) -> Path:
    known: Path = getattr(given, "curated", CURATED)
    return known


def _journal(given: argparse.Namespace) -> Path | None:
    return getattr(given, "journal", None)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_bytes(content)
    aside.replace(path)


def _short(text: str) -> str:
    plain = text.replace("\n", " ")
    return plain if len(plain) <= 60 else f"{plain[:59]}…"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _say_json(said: dict[str, object]) -> None:
    _say(json.dumps(said, ensure_ascii=False, default=str))


def _refuse(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 1
