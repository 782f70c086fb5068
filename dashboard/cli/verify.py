"""`python -m dashboard verify`: an old deck or 配付用の1ファイル held against the data of today, with its errata (正誤表)."""

from __future__ import annotations

import argparse
import csv
import io
from dataclasses import asdict, replace
from pathlib import Path

from dashboard import clock
from dashboard.chart_data.scope import SlidesRefusedError
from dashboard.cli.file_errors import file_trouble
from dashboard.cli.output import refuse, say, say_json, write_whole
from dashboard.cli.parser import Subparsers, add_curated, add_journal, add_json, open_reader
from dashboard.export.deck import errata_file
from dashboard.export.deck.errata_rows import ErrataEntry
from dashboard.export.deck.handwritten import checked_lines
from dashboard.export.deck.package import DeckRefusedError
from dashboard.export.one_file.read_back import OneFileRefusedError
from dashboard.slides import errata, one_file_check
from dashboard.slides.verified import Edited, Erratum, Verified
from dashboard.warehouse.reader import WarehouseError
from dashboard.words import words

REFUSALS = (SlidesRefusedError, DeckRefusedError, OneFileRefusedError, WarehouseError)
ONE_FILE = (".html", ".htm")
UNSEEN = ("ノート", "代替テキスト")  # places that the page for the chief leaves out
HEADINGS = ("区分", "頁", "スライド", "箇所", "誤", "正", "理由")


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser(
        "verify", help="前の資料や配付用の1ファイルの数が今も正しいか確かめ、正誤表を出す"
    )
    parser.add_argument(
        "deck", type=Path, metavar="DECK", help="確かめる資料（.pptx、配付用の1ファイルは .html）"
    )
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="画面に出す形")
    parser.add_argument("--out", type=Path, help="正誤表を書くファイル（.docx か .xlsx）")
    add_curated(parser)
    add_json(parser)
    add_journal(parser)
    parser.set_defaults(run=verify_deck)


def verify_deck(args: argparse.Namespace) -> int:
    """0 looked at (also where numbers no longer hold), 1 refused with the reason."""
    try:
        verified = _verified(args)
        if args.out:
            write_whole(
                args.out,
                errata_file.to_file(paper(verified, args.deck.name), args.out.suffix),
            )
    except REFUSALS as refused:
        return refuse(str(refused))
    except OSError as error:
        return refuse(file_trouble(error))
    if args.json or args.format == "json":
        errors = [{**asdict(one), "place": one.place, "why": one.why} for one in verified.errata]
        say_json({**asdict(verified), "errata": errors, "holds": verified.holds})
    elif args.format == "csv":
        rows = io.StringIO()
        csv.writer(rows, lineterminator="\n").writerows([HEADINGS, *_rows(verified)])
        say(rows.getvalue().removesuffix("\n"))
    else:
        say("\n".join(_head(verified, args.deck.name)))
        for one in verified.errata:
            say(f"\n{_place(one)} {one.place}\n  誤: {one.written}　正: {one.right}")
            say(f"  理由: {one.why}")
        if verified.edited:
            say(f"\n■ {errata_file.EDITED} {len(verified.edited)}件")
        for other in verified.edited:
            say(f"\n{_place(other)} {other.place}\n  資料: {other.stands}　今のデータ: {other.right}")
            say(f"  {other.note}")
        if verified.deleted:
            say(f"\n■ {errata_file.DELETED} {len(verified.deleted)}件")
        for name in verified.deleted:
            say(f"  {name}")
        if verified.renamed:
            say(f"\n■ 名前が変えられた図形（中の数で見分けました） {len(verified.renamed)}件")
        for name in verified.renamed:
            say(f"  {name}")
        say("")
        for line in checked_lines(verified.looked, verified.names, verified.handwritten):
            say(line)
    return 0


def _verified(args: argparse.Namespace) -> Verified:
    reader, content, name = open_reader(args), args.deck.read_bytes(), args.deck.name
    if args.deck.suffix.lower() in ONE_FILE:
        return one_file_check.verify(reader, content, name)
    return errata.verify(reader, content, name, args.journal)


def _place(one: Erratum | Edited) -> str:
    """Page and heading of a deck; the 配付用の1ファイル has no pages."""
    return f"{_page(one)}頁「{one.title}」" if one.slide else f"「{one.title}」"


def _page(one: Erratum | Edited) -> str:
    return str(one.slide) if one.slide else ""


def _rows(verified: Verified) -> list[tuple[str, ...]]:
    """The lists as one, for a script."""
    return [
        *(("正誤", _page(e), e.title, e.place, e.written, e.right, e.why) for e in verified.errata),
        *(("手での変更", _page(e), e.title, e.place, e.stands, e.right, e.note) for e in verified.edited),
        *(("削除", "", name, "", "", "", "資料から削除されています") for name in verified.deleted),
        *(
            ("手書き", str(h.slide), "", h.place, h.text, "", "確かめていません")
            for h in verified.handwritten
        ),
    ]


def paper(verified: Verified, name: str) -> errata_file.Errata:
    """What the file of the 正誤表 says."""
    return errata_file.Errata(
        tuple(_head(verified, name)),
        tuple((_page(e), e.title, e.place, e.written, e.right, e.why) for e in verified.errata),
        tuple((_page(e), e.title, e.place, e.stands, e.right, e.note) for e in verified.edited),
        verified.deleted,
        clock.today(),
        verified.is_synthetic,
        entries=tuple(ErrataEntry(_page(e), e.places, e.written, e.right, e.causes) for e in verified.errata),
    )


def changes_paper(verified: Verified, name: str) -> errata_file.Errata:
    """The one page for the chief: the main numbers and titles of a deck that was renewed, before and after, and why."""
    whole = paper(verified, name)
    return replace(
        whole,
        edited=(),
        deleted=(),
        head=(
            f"{name} の変更一覧",
            f"前の版 {verified.warehouse_id}（{verified.as_of}までに把握した内容）　新しい版 {verified.now_id}",
            f"変わった数と市町村名 {len(verified.errata)}件"
            + (f"、手を入れたところで更新していないもの {len(verified.edited)}件" if verified.edited else "")
            + "。主なものを下に並べます。すべては変更箇所の印入りの資料にあります。",
        ),
        kind="変更一覧",
        headings=("変わったところ", "前", "後"),
        entries=tuple(_visible(entry) for entry in whole.entries if _visible(entry).places),
        main=(*_main_numbers(verified), *((f"{n}頁の題", old, new) for n, old, new in verified.titles)),
    )


def _visible(entry: ErrataEntry) -> ErrataEntry:
    """Without the places that nobody sees on a slide."""
    seen = (place for place in entry.places if not place.startswith(UNSEEN) and not place.endswith(UNSEEN))
    return entry._replace(places=tuple(seen))


def _main_numbers(verified: Verified) -> list[tuple[str, str, str]]:
    """Of each state how many municipalities there are, with their share, where the first page that says it has changed."""
    first = {error.key: error for error in reversed(verified.errata)}
    rows = []
    for group, label in verified.labels.items():
        count, share = first.get(f"group.{group}"), first.get(f"share.{group}")
        if count is None:
            continue
        before, after = f"{count.written}市町村", f"{count.right}市町村"
        if share is not None and share.slide == count.slide:
            before, after = f"{before}（{share.written}）", f"{after}（{share.right}）"
        rows.append((f"{label}（{count.slide}頁）", before, after))
    return rows


def _head(verified: Verified, name: str) -> list[str]:
    lines = [
        f"{name} の正誤表",
        f"資料の版 {verified.warehouse_id}（{verified.as_of}までに把握した内容）",
        f"今のデータの版 {verified.now_id}",
        f"確かめた数と塗り {words.count(verified.looked)}件、市町村名 {words.count(verified.names)}件のうち、今と合わないもの {len(verified.errata)}件"
        + (f"、手で変えられたところ {len(verified.edited)}件" if verified.edited else ""),
    ]
    if verified.handwritten:
        lines.append(
            f"手書きの{len(verified.handwritten)}か所の数と市町村名は確かめていません: "
            + words.names([f"{one.slide}頁 {one.place}" for one in verified.handwritten], 5)
        )
    if verified.unknown:
        lines.append(
            f"確かめられなかったもの {len(verified.unknown)}件: {words.names(list(verified.unknown), 5)}"
        )
    return lines
