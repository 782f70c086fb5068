"""`python -m dashboard areas`: deck, list and letters of every 振興局, a folder each, in one zip."""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dashboard import clock, journal
from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.cli.deck import subprefectures
from dashboard.cli.file_errors import file_trouble
from dashboard.cli.output import refuse, say, say_json, write_whole
from dashboard.cli.parser import (
    Subparsers,
    add_curated,
    add_journal,
    add_json,
    as_fiscal_year,
    open_reader,
)
from dashboard.export import town_list
from dashboard.export.deck.own_template import SIZES
from dashboard.export.deck.package import DeckRefusedError
from dashboard.export.deck.template import load_template
from dashboard.frames import records
from dashboard.queries import slides as queries
from dashboard.services.letters import LettersRefusedError, make_letters
from dashboard.slides import make
from dashboard.views import view, year
from dashboard.views.town_list import list_of
from dashboard.warehouse.reader import Reader, WarehouseError
from dashboard.words import words
from dashboard.words.file_names import MARK, ended

REFUSALS = (SlidesRefusedError, DeckRefusedError, LettersRefusedError, WarehouseError, journal.JournalError)
NOTES = "入れていないもの.txt"


@dataclass
class AreaFiles:
    """What goes into the zip: path → content; notes: what could not be made, a line each."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    is_synthetic: bool = False

    def add(self, folder: str, name: str, content: bytes, *, is_synthetic: bool) -> None:
        self.files[f"{folder}/{ended(name, is_synthetic=is_synthetic)}"] = content
        self.is_synthetic |= is_synthetic


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser(
        "areas", help="すべての振興局の資料・一覧・文書を、振興局ごとのフォルダーに分けた zip にする"
    )
    parser.add_argument("--out", type=Path, required=True, help="書くファイル（.zip）")
    parser.add_argument(
        "--what",
        nargs="+",
        choices=list(MAKERS),
        default=["decks", "lists"],
        help="decks=説明資料、lists=市町村の一覧（Excel）、letters=疑義照会と提出のお願い（再）",
    )
    parser.add_argument("--fiscal-year", type=as_fiscal_year, help="年度（2023 または R5）")
    parser.add_argument(
        "--subprefecture", action="append", default=[], help="この振興局だけ（番号か名前、何度でも）"
    )
    parser.add_argument("--size", choices=sorted(SIZES), default="16:9", help="資料の大きさ")
    add_curated(parser)
    add_journal(parser)
    add_json(parser)
    parser.set_defaults(run=command)


def command(args: argparse.Namespace) -> int:
    """0 made, 1 refused with the reason."""
    try:
        reader = open_reader(args)
        made = gather(reader, args)
        if not made.files:
            return refuse("作れるものがありませんでした。\n" + "\n".join(made.notes))
        write_whole(args.out, to_zip(made))
    except REFUSALS as refused:
        return refuse(str(refused))
    except OSError as error:
        return refuse(file_trouble(error))
    if args.json:
        said = {
            "file": args.out.name,
            "warehouse": reader.warehouse_id,
            "files": len(made.files),
            "notes": made.notes,
            "synthetic": made.is_synthetic,
        }
        say_json(said)
        return 0
    say(f"{args.out} に{len(made.files)}個のファイルを、振興局ごとに入れました。")
    for line in made.notes:
        say(line)
    if made.is_synthetic:
        say(f"{words.SYNTHETIC}を含みます。該当するファイルの名前と中に表示しています。")
    return 0


def gather(reader: Reader, args: argparse.Namespace) -> AreaFiles:
    """The files of each 振興局, in 行政順."""
    made = AreaFiles()
    chosen = subprefectures(reader, args.subprefecture)
    for place, area in enumerate(records(queries.areas(reader)), start=1):
        if chosen and area["code"] not in chosen:
            continue
        folder = f"{place:02}_{area['short_name']}"
        for what in args.what:
            try:
                MAKERS[what](made, folder, reader, str(area["code"]), args)
            except (SlidesRefusedError, LettersRefusedError) as refused:
                made.notes.append(f"{area['short_name']}: {refused}")
    return made


def to_zip(made: AreaFiles) -> bytes:
    """The same files give the same bytes."""
    out = io.BytesIO()
    files = dict(made.files)
    if made.notes:
        files[NOTES] = "\r\n".join(made.notes).encode("utf-8-sig")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _deck(made: AreaFiles, folder: str, reader: Reader, code: str, args: argparse.Namespace) -> None:
    """The briefing of the 振興局 beside 全道, with its own municipalities."""
    wanted = make.briefing(Scope(args.fiscal_year, (code,)))
    done = make.build_deck(reader, wanted, load_template(args.size), args.journal)
    name = f"説明資料_{folder[3:]}_{reader.warehouse_id}.pptx"
    made.add(folder, name, done.content, is_synthetic=done.synthetic)
    made.notes += [f"{folder[3:]}: {note}" for note in done.notes]


def _list(made: AreaFiles, folder: str, reader: Reader, code: str, args: argparse.Namespace) -> None:
    fiscal_year = f"&fy={args.fiscal_year}" if args.fiscal_year else ""
    facts = year.gather(reader, view.parse_address(f"?sub={code}{fiscal_year}", reader))
    listed = list_of(facts)
    name = f"市町村の一覧_{facts.year['label_ja']}_{folder[3:]}_{reader.warehouse_id}.xlsx"
    made.add(folder, name, town_list.workbook(listed), is_synthetic=listed.is_synthetic)


def _letters(made: AreaFiles, folder: str, reader: Reader, code: str, args: argparse.Namespace) -> None:
    """疑義照会 and 提出のお願い（再） of the newest round (or of the year), each with its list."""
    today: date = clock.today()
    towns = queries.codes_of_area(reader, code)
    office, sections = journal.office(args.journal), journal.sections(args.journal)
    for kind in ("query", "reminder"):
        letters = make_letters(
            reader, kind, today, args.fiscal_year, office=office, sections=sections, codes=towns
        )
        for name, content in letters.documents.items():
            made.files[f"{folder}/{name}"] = content
        made.is_synthetic |= any(MARK in name for name in letters.documents)


MAKERS: dict[str, Callable[[AreaFiles, str, Reader, str, argparse.Namespace], None]] = {
    "decks": _deck,
    "lists": _list,
    "letters": _letters,
}
