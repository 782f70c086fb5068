"""`python -m dashboard profile`: the 市町村カルテ of one town, or of all, as one-page Word files."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.cli.parser import as_day
from dashboard.services import profiles
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.words import words

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

CURATED = Path("data/curated")


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; `given.run(given)` then does it and gives the exit code."""
    parser = subparsers.add_parser("profile", help="市町村カルテ（Word、A4 1枚）を作る")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("code", nargs="?", metavar="CODE", help="市町村のコード（例 01452）")
    which.add_argument("--all", action="store_true", help="179市町村すべてを1つの zip に入れる")
    parser.add_argument(
        "--out", type=Path, required=True, help="書くファイル（.docx、--all のときは .zip）またはフォルダー"
    )
    parser.add_argument("--as-of", type=as_day, help="この日までに知っていた内容で作る（YYYY-MM-DD）")
    # Without defaults of their own, so that what stands before the name of the command is not lost.
    parser.add_argument("--curated", type=Path, default=argparse.SUPPRESS, help="データの置き場所")
    parser.add_argument("--journal", type=Path, default=argparse.SUPPRESS, help="対応の記録のファイル")
    parser.add_argument("--json", action="store_true", help="結果を JSON で出す")
    parser.set_defaults(run=command)


def command(given: argparse.Namespace) -> int:
    """0 made, 1 refused with the reason."""
    started = time.perf_counter()
    kind = ".zip" if given.all else ".docx"
    if given.out.suffix and given.out.suffix.lower() != kind:
        return _refuse(f"--out は {kind} で終わる名前か、フォルダーを指定してください（{given.out.name}）。")
    try:
        reader = Warehouse(getattr(given, "curated", CURATED)).reader().at(given.as_of)
        made = profiles.gather(reader, getattr(given, "journal", None), None if given.all else [given.code])
        content = profiles.zipped(made) if given.all else profiles.written(made[0])
        name = profiles.zip_name(reader, made) if given.all else made[0].file_name
        path = given.out if given.out.suffix else given.out / name
        _write(path, content)
    except (profiles.UnknownTownError, WarehouseError) as refused:
        return _refuse(str(refused))
    except OSError as error:
        return _refuse(f"ファイルを書き込めませんでした（{error}）。Word で開いていれば閉じてください。")
    fictional = sum(profile.is_synthetic for profile in made)
    seconds = time.perf_counter() - started
    if given.json:
        said = {
            "file": path.name,
            "profiles": len(made),
            "synthetic": fictional,
            "warehouse": reader.warehouse_id,
            "seconds": round(seconds, 2),
        }
        sys.stdout.write(f"{json.dumps(said, ensure_ascii=False)}\n")
        return 0
    sys.stdout.write(f"{path} に{len(made)}市町村のカルテを作りました（{seconds:.1f}秒）。\n")
    if fictional:
        sys.stdout.write(f"{words.SYNTHETIC}を含むもの {fictional}市町村。該当する値に印を付けています。\n")
    return 0


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_bytes(content)
    aside.replace(path)


def _refuse(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 1
