"""The command on forms of the state: keep, look at, fill."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any


def add_parsers(commands: Any, raw: Path) -> None:
    """Give the parser this command."""
    command = commands.add_parser("state-form", help="国の様式（Excel）を預かる・見る・書き入れる")
    acts = command.add_subparsers(required=True, metavar="すること")
    keep = acts.add_parser("keep", help="様式を預かる")
    keep.add_argument("file", type=Path, help="様式のファイル")
    keep.set_defaults(run=_keep)
    look = acts.add_parser("look", help="預かった様式のセルを見る（何も変えない）")
    look.add_argument("form", help="様式の番号")
    look.set_defaults(run=_look)
    fill = acts.add_parser("fill", help="書き入れた写しを作る（様式は変えない）")
    fill.add_argument("form", help="様式の番号")
    fill.add_argument("--values", type=Path, required=True, help="セルと値（JSON）")
    fill.add_argument("--out", type=Path, required=True, help="写しの名前")
    fill.set_defaults(run=_fill)
    for act in (keep, look, fill):
        act.add_argument("--raw", type=Path, default=raw, help="受領資料のフォルダ")
        act.add_argument("--json", action="store_true", help="結果をJSONで出す")


def _keep(options: argparse.Namespace) -> int:
    from etl import state_form

    form_id = state_form.keep(options.file, options.raw)
    _say(options, {"form": form_id}, f"預かりました。様式の番号は {form_id} です。")
    return 0


def _look(options: argparse.Namespace) -> int:
    from etl import state_form

    seen = state_form.look(options.raw, options.form)
    names = "、".join(f"{sheet['name']}（{len(sheet['rows'])}行）" for sheet in seen["sheets"])
    _say(options, seen, f"シート: {names}")
    return 0


def _fill(options: argparse.Namespace) -> int:
    from etl import state_form

    filled = state_form.fill(options.raw, options.form, state_form.read_values(options.values), options.out)
    refused = "".join(f"\n{one['sheet']} {one['cell']}: {one['reason']}" for one in filled.refused)
    _say(options, filled.as_json(), f"{filled.filled}個のセルに書き入れました。{refused}")
    return 0


def _say(options: argparse.Namespace, found: dict[str, Any], words: str) -> None:
    print(json.dumps(found, ensure_ascii=False) if options.json else words)
