"""`python -m dashboard letters`: drafts of 疑義照会 and 提出のお願い（再）, one Word file per municipality and one Excel list."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from dashboard import clock, journal
from dashboard.cli.output import refuse, say
from dashboard.cli.parser import (
    Subparsers,
    add_curated,
    add_journal,
    add_json,
    as_day,
    as_fiscal_year,
    open_reader,
)
from dashboard.export.letter_facts import day_ja
from dashboard.services.letters import LettersRefusedError, SavedLetters, save_letters
from dashboard.warehouse.reader import WarehouseError
from dashboard.words import words

NAMES = {"query": "疑義照会", "reminder": "提出のお願い（再）"}
MOST_NAMED = 5


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser(
        "letters", help="疑義照会・提出のお願い（再）の文書（Word）と一覧（Excel）を作る"
    )
    parser.add_argument(
        "--kind",
        choices=sorted(NAMES),
        required=True,
        help="query=疑義照会、reminder=提出のお願い（再）（期限前はお知らせ）",
    )
    parser.add_argument("--out", type=Path, required=True, help="文書を入れるフォルダー")
    add_curated(parser)
    add_journal(parser)
    parser.add_argument(
        "--fiscal-year", type=as_fiscal_year, help="調査の年度（2023 または R5）。なければ最も新しい調査"
    )
    parser.add_argument("--reply-by", type=as_day, help="回答期限（YYYY-MM-DD）。なければ7開庁日後")
    parser.add_argument("--on", type=as_day, help="文書の日付（YYYY-MM-DD）。なければ今日")
    parser.add_argument("--encloses-copy", action="store_true", help="赤ペン入りの写しを添える文面にする")
    add_json(parser)
    parser.set_defaults(run=command)
    return parser


def command(args: argparse.Namespace) -> int:
    """0 done (also with nobody to write to), 1 refused with the reason."""
    today = args.on or clock.today()
    try:
        written = save_letters(
            open_reader(args),
            args.kind,
            args.out,
            today,
            args.fiscal_year,
            args.reply_by,
            encloses_copy=args.encloses_copy,
            office=journal.office(args.journal),
            sections=journal.sections(args.journal),
        )
    except (LettersRefusedError, WarehouseError, journal.JournalError) as refused:
        return refuse(str(refused))
    except OSError as error:
        return refuse(
            f"文書を書き込めませんでした（{error}）。Wordなどで開いていれば閉じて、もう一度実行してください。"
        )
    say(json.dumps(as_json(written), ensure_ascii=False) if args.json else as_text(written, args.reply_by))
    return 0


def as_json(saved: SavedLetters) -> dict[str, object]:
    batch = saved.letters
    return {
        "kind": batch.kind,
        "fiscal_year": batch.survey.fiscal_year,
        "letters": batch.number,
        "reply_by": batch.reply_by.isoformat(),
        "files": [path.name for path in saved.paths],
        "left_over": [path.name for path in saved.left_over],
        "unassigned": list(batch.unassigned),
        "synthetic": batch.survey.is_synthetic,
    }


def as_text(saved: SavedLetters, reply_by: date | None) -> str:
    """What was done, for people."""
    batch = saved.letters
    name = f"{batch.survey.year_label}の{NAMES[batch.kind]}"
    if not batch.number:
        whom = "確認が要る指摘のある" if batch.kind == "query" else "調査票が未着の"
        lines = [f"{name}: {whom}市町村はありません。文書は作っていません。"]
    else:
        lines = [
            f"{name}: {batch.number}件の文書と一覧を {saved.paths[0].parent} に作りました。",
        ]
        if not batch.survey.office.is_complete:
            lines.append("文書の黄色い【要記入】を埋めてから発送してください。")
        if reply_by is None:
            lines.append(
                f"回答期限は{day_ja(batch.reply_by)}としました（土日・祝日・年末年始を除く7日後）。"
                "変えるには --reply-by YYYY-MM-DD で指定してください。"
            )
        if batch.survey.is_synthetic:
            lines.append(f"{words.SYNTHETIC}の文書です。発送しないでください。")
    if batch.unassigned:
        names = words.names(list(batch.unassigned), MOST_NAMED)
        lines.append(
            f"どの市町村のものか分からないまま保留したファイルが{len(batch.unassigned)}件あります（{names}）。"
            "提出のお願い（再）の相手から届いたものでないか、発送の前に確かめてください。"
        )
    if saved.left_over:
        names = words.names([path.name for path in saved.left_over], MOST_NAMED)
        lines.append(
            f"このフォルダーには、前に作った文書が{len(saved.left_over)}件残っています（{names}）。"
            "その後に回答があった市町村のものかもしれません。発送しないでください。"
        )
    return "\n".join(lines)
