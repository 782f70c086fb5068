"""`python -m dashboard deck`: slides made, or an old deck refreshed."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.cli import verify
from dashboard.cli.file_errors import file_trouble
from dashboard.cli.output import refuse, say, say_json, write_whole
from dashboard.cli.parser import (
    Subparsers,
    add_curated,
    add_journal,
    add_json,
    as_day,
    as_fiscal_year,
    open_reader,
)
from dashboard.export.deck import errata_file, handout, layout_pictures, marked, notes, slide_map
from dashboard.export.deck.handwritten import checked_lines, checked_shortly
from dashboard.export.deck.own_template import SIZES
from dashboard.export.deck.package import DeckRefusedError, external_links
from dashboard.export.deck.template import Layouts, load_template
from dashboard.queries import slides as slide_queries
from dashboard.slides import deck_request, errata, make, previews, renew
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader, WarehouseError
from dashboard.words import words

REFUSALS = (SlidesRefusedError, DeckRefusedError, WarehouseError)


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("deck", help="説明資料（PowerPoint）を作る、または新しくする")
    parser.add_argument("--out", type=Path, required=True, help="できた資料を書くファイル（.pptx）")
    parser.add_argument(
        "--refresh", type=Path, metavar="OLD", help="手を入れた前の資料の数と塗りを新しくする"
    )
    parser.add_argument(
        "--marked",
        type=Path,
        help="--refresh と一緒に: 変わった数に前の数を添えた確認用の資料（.pptx）も書く",
    )
    parser.add_argument(
        "--changes", type=Path, help="--refresh と一緒に: 変わったことの1枚の一覧（.docx）も書く"
    )
    parser.add_argument(
        "--hand-out",
        type=Path,
        metavar="OLD",
        help="資料を、記録・ノート・個人の情報などを除いた配布用にする",
    )
    parser.add_argument("--mono", action="store_true", help="--hand-out と一緒に: 白黒で印刷する資料にする")
    parser.add_argument(
        "--request",
        action="store_true",
        help="画面「資料づくり」の一覧を標準入力から JSON で受け取る（--out より JSON の出力先を使う）",
    )
    parser.add_argument(
        "--preview",
        action="store_true",
        help="--request と一緒に: 資料の代わりに、スライドの絵（SVG）を JSON で書く",
    )
    parser.add_argument("--subprefecture", action="append", default=[], help="振興局の番号か名前（何度でも）")
    parser.add_argument("--template", type=Path, help="所定のひな形（.pptx か .potx）")
    parser.add_argument(
        "--layouts",
        action="store_true",
        help="ひな形のレイアウトを並べる（--template のもの。資料は作らない）",
    )
    parser.add_argument("--cover-layout", type=int, help="表紙に使うレイアウトの番号（--layouts で見られる）")
    parser.add_argument("--layout", type=int, help="表紙のほかに使うレイアウトの番号")
    parser.add_argument("--size", choices=sorted(SIZES), default="16:9", help="大きさ（a4 は A4 横）")
    parser.add_argument(
        "--fiscal-year",
        type=as_fiscal_year,
        help="年度（2023 または R5）。なければ実施が全て分かる最新の年度",
    )
    parser.add_argument("--as-of", type=as_day, help="この日までに知っていた内容で作る（YYYY-MM-DD）")
    add_curated(parser)
    add_json(parser)
    add_journal(parser)
    parser.set_defaults(run=make_deck)


def make_deck(args: argparse.Namespace) -> int:
    """0 made, or nothing asked for by a server that has ended; 1 refused with the reason."""
    try:
        if args.hand_out:
            return _hand_out(args)
        if args.layouts:
            return _layouts(args)
        said = _request(args) if args.request else b""
        if args.request and not said:
            return 0
        reader = open_reader(args)
        if args.refresh:
            return _refresh(args, reader)
        if args.request:
            wanted, place, args.out = deck_request.from_json(said, reader)
            if args.preview:
                made = previews.all_pictures(reader, wanted, place, args.journal)
                write_whole(args.out, json.dumps(made, ensure_ascii=False).encode())
                say_json({"file": args.out.name})
                return 0
        else:
            scope = Scope(args.fiscal_year, subprefectures(reader, args.subprefecture))
            wanted = make.briefing(scope, args.as_of)
            template = (args.template.read_bytes(), args.template.name) if args.template else None
            place = load_template(args.size, template, Layouts(args.cover_layout, args.layout))
        done = make.build_deck(reader, wanted, place, args.journal)
        write_whole(args.out, done.content)
    except REFUSALS as refused:
        return refuse(str(refused))
    except OSError as error:
        return refuse(file_trouble(error))
    links = external_links(done.content)
    if args.json:
        say_json(
            {
                "file": args.out.name,
                "warehouse": reader.warehouse_id,
                "slides": [{"view": slide.view, "title": slide.title} for slide in done.slides],
                "numbers": done.checked,
                "names": done.names,
                "handwritten": [asdict(one) for one in done.handwritten],
                "synthetic": done.synthetic,
                "external_links": links,
                "notes": list(done.notes),
                "checked": checked_shortly(done.checked, done.names, done.handwritten),
            }
        )
        return 0
    say(f"{args.out} に{len(done.slides)}枚の資料を作りました。")
    for line in checked_lines(done.checked, done.names, done.handwritten):
        say(line)
    for line in done.notes:
        say(line)
    if links:
        say(f"ひな形に外部へのリンクがあります（{words.names(links, 3)}）。不要なら外してください。")
    if done.synthetic:
        say(f"{words.SYNTHETIC}を含みます。該当するスライドに表示しています。")
    return 0


def _layouts(args: argparse.Namespace) -> int:
    if args.template is None:
        return refuse("--layouts には --template でひな形を指定してください。")
    found = layout_pictures.pictures(args.template.read_bytes(), args.template.name)
    if args.json:
        say_json({"layouts": [asdict(one) for one in found]})
        return 0
    for one in found:
        use = "表紙" if one.is_cover else "表紙のほか" if one.is_plain else one.why_not
        say(f"{one.place} {one.name}{f'（{use}）' if use else ''}")
    return 0


def _request(args: argparse.Namespace) -> bytes:
    """What is asked for, once it is; until then what most decks need is loaded."""
    with contextlib.suppress(*REFUSALS):
        make.draw_deck(open_reader(args), [Wanted(slide_map.VIEW, Scope())], load_template())
    return sys.stdin.buffer.read()


def subprefectures(reader: Reader, names: list[str]) -> tuple[str, ...]:
    """Codes of 振興局 that were given by code or name. Raises SlidesRefusedError."""
    known = slide_queries.areas(reader)
    codes = []
    for name in names:
        rows = known[(known["code"] == name) | (known["short_name"] == name) | (known["name"] == name)]
        if rows.empty:
            choices = "、".join(f"{row.code} {row.short_name}" for row in known.itertuples())
            raise SlidesRefusedError(f"振興局「{name}」はありません。次のどれかを指定してください: {choices}")
        codes.append(str(rows["code"].iloc[0]))
    return tuple(sorted(set(codes)))


def _hand_out(args: argparse.Namespace) -> int:
    done = handout.hand_out(args.hand_out.read_bytes(), args.hand_out.name, is_mono=args.mono)
    write_whole(args.out, done.content)
    if args.json:
        say_json(
            {
                "file": args.out.name,
                "removed": list(done.removed),
                "kept": list(done.kept),
                "synthetic": done.is_synthetic,
                "warehouse": done.version,
            }
        )
        return 0
    say(f"{args.hand_out.name} を配布用にして {args.out} に書きました。")
    for line in done.removed:
        say(f"  除いたもの: {line}")
    for line in done.kept:
        say(f"  残したもの（中を確かめてください）: {line}")
    return 0


def _refresh(args: argparse.Namespace, reader: Reader) -> int:
    old = args.refresh.read_bytes()
    renewed = renew.renew(reader, old, args.refresh.name, args.as_of, args.journal)
    done, told = renewed.refreshed, notes.for_people(renewed.refreshed.changes)
    write_whole(args.out, done.content)
    if args.marked:
        write_whole(args.marked, marked.mark(old, done.content))
    if args.changes:
        verified = errata.verify(reader, old, args.refresh.name, args.journal)
        changes = verify.changes_paper(verified, args.refresh.name)
        write_whole(args.changes, errata_file.to_file(changes, args.changes.suffix))
    if args.json:
        say_json(
            {
                "file": args.out.name,
                "warehouse": reader.warehouse_id,
                "synthetic": renewed.synthetic,
                "changed": [asdict(change) for change in done.changes],
                "told": [asdict(change) for change in told],
                "left": [asdict(left) for left in done.unchanged],
                "renamed": [asdict(one) for one in done.renamed],
                "numbers": renewed.checked,
                "names": renewed.names,
                "handwritten": [asdict(one) for one in renewed.handwritten],
                "unknown": list(renewed.unknown),
            }
        )
        return 0
    say(f"{args.refresh.name} を新しくして {args.out} に書きました。")
    say(f"\n■ 新しくしたところ {len(told)}件")
    for change in told:
        page = f"{change.slide}頁 " if change.slide else ""
        say(f"  {page}{change.shape}（{change.what}）: {change.before or '―'} → {change.after or '―'}")
    say(f"\n■ 手を付けなかったところ {len(done.unchanged)}件")
    for left in done.unchanged:
        now = f"　今の値: {_short(left.now)}" if left.now else ""
        page = f"{left.slide}頁 " if left.slide else ""
        say(f"  {page}{left.shape}: {left.why}{now}")
    for line in renewed.unknown:
        say(f"  {line}")
    if done.renamed:
        say(f"\n■ 名前が変えられた図形（中の数で見分けました） {len(done.renamed)}件")
    for one in done.renamed:
        say(f"  {one.slide}頁 {one.shape}: {one.why}")
    say("")
    for line in checked_lines(renewed.checked, renewed.names, renewed.handwritten):
        say(line)
    return 0


def _short(text: str) -> str:
    plain = text.replace("\n", " ")
    return plain if len(plain) <= 60 else f"{plain[:59]}…"
