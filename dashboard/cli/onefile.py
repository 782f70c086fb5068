"""`python -m dashboard onefile`: the 配付用の1ファイル, one HTML file that opens in a browser by itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard.cli.file_errors import file_trouble
from dashboard.cli.output import refuse, say, say_json, write_whole
from dashboard.cli.parser import Subparsers, add_curated, add_json
from dashboard.export.one_file import page
from dashboard.slides import one_file_check
from dashboard.views import one_file, view
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.words import words

SUFFIX = ".html"
WRONG = "数え直した数と合わないため、ファイルを渡しませんでした。かさなりの不具合です。"


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `args.run(args)` then does it and gives the exit code."""
    parser = subparsers.add_parser("onefile", help="配付用の1ファイル（HTML、ダブルクリックで開く）を作る")
    parser.add_argument("--out", type=Path, required=True, help=f"書くファイル（{SUFFIX}）またはフォルダー")
    parser.add_argument(
        "--view",
        default="",
        metavar="ADDRESS",
        help="画面のアドレスの「?」から後（例 「?fy=2023&sub=03」。なければ全道の最新の年度）",
    )
    add_curated(parser)
    add_json(parser)
    parser.set_defaults(run=command)


def command(args: argparse.Namespace) -> int:
    """0 made and every number recounted, 1 refused with the reason."""
    if args.out.suffix and args.out.suffix.lower() != SUFFIX:
        return refuse(f"--out は {SUFFIX} で終わる名前か、フォルダーを指定してください（{args.out.name}）。")
    try:
        reader, asked = view.open(Warehouse(args.curated), f"?{args.view.rpartition('?')[2]}")
        if asked.complaint:
            return refuse(asked.complaint)
        content = one_file.gather(reader, asked)
        if not content["towns"]:
            return refuse("条件に合う市町村はありません。条件を1つ外してください。")
        written = page.render(content, one_file.drawing(reader)).encode("utf-8")
        path = args.out if args.out.suffix else args.out / one_file.file_name(content)
        checked = one_file_check.verify(reader, written, path.name)
        if not checked.holds or checked.edited:
            return refuse(WRONG)
        write_whole(path, written)
    except WarehouseError as refused:
        return refuse(str(refused))
    except OSError as error:
        return refuse(file_trouble(error))
    if args.json:
        say_json(
            {
                "file": path.name,
                "warehouse": reader.warehouse_id,
                "municipalities": len(content["towns"]),
                "numbers": checked.looked,
                "names": checked.names,
                "bytes": len(written),
                "synthetic": checked.is_synthetic,
            }
        )
        return 0
    say(f"{path} に{words.count(len(content['towns']))}市町村の配付用の1ファイルを作りました。")
    say(f"確かめたもの: {words.count(checked.looked)}数、{words.count(checked.names)}市町村名。")
    if checked.is_synthetic:
        say(f"{words.SYNTHETIC}を含みます。ファイルの中に表示しています。")
    return 0
