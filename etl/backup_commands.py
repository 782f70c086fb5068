"""The commands on a 控え: backup make, backup check, backup restore. People use those of the dashboard."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from etl import clock
from etl.command_line import to_type


def add_parsers(commands: Any, raw: Path) -> None:
    """Give the parser these commands."""
    group = commands.add_parser("backup", help="控えを作る、毎日作る、調べる、戻す")
    actions = group.add_subparsers(required=True, metavar="何をするか")

    command = actions.add_parser("make", help="控えを1つの zip にする")
    command.add_argument("--to", type=Path, required=True, help="控えを置くフォルダ")
    _common(command, raw)
    _password(command)
    command.set_defaults(run=_make)

    command = actions.add_parser(
        "daily", help="今日の控えがなければ、対応の記録の隣に作る（新しいものを残す）"
    )
    command.add_argument("--keep", type=int, default=7, help="残す数（既定 7）")
    _common(command, raw)
    command.set_defaults(run=_daily, may_lack_raw=True)

    command = actions.add_parser("check", help="控えの中身と、戻すと変わることを調べる（何も変えない）")
    command.add_argument("file", type=Path, help="控えの zip")
    _common(command, raw)
    _password(command)
    command.set_defaults(run=_check, may_lack_raw=True)

    command = actions.add_parser("restore", help="控えから戻す（その前の控えを残す）")
    command.add_argument("file", type=Path, help="控えの zip")
    _common(command, raw)
    _password(command)
    command.set_defaults(run=_restore, may_lack_raw=True)


def _common(command: argparse.ArgumentParser, raw: Path) -> None:
    command.add_argument("--raw", type=Path, default=raw, help="受領資料のフォルダ")
    command.add_argument("--journal", type=Path, required=True, help="対応の記録のファイル")
    command.add_argument("--json", action="store_true", help="結果をJSONで出す")


def _password(command: argparse.ArgumentParser) -> None:
    """In a file, since every program of the account sees the words of a command."""
    command.add_argument("--password-file", type=Path, help="パスワードを書いたファイル（読んだら消す）")


def _given(options: argparse.Namespace) -> str:
    """The password, "" where none is given; its file is gone afterwards."""
    file: Path | None = options.password_file
    if file is None:
        return ""
    password = file.read_text(encoding="utf-8").removesuffix("\n")
    file.unlink()
    return password


def _make(options: argparse.Namespace) -> int:
    from etl.backup import making

    made = making.make(options.raw, options.journal, options.to, clock.now(), _given(options))
    _say(made.as_json(), f"控えを {made.path} に作りました。", as_json=options.json)
    return 0


def _daily(options: argparse.Namespace) -> int:
    from etl.backup import daily

    made = daily.make(options.raw, options.journal, clock.now(), max(1, options.keep))
    said = (
        f"今日の控えを {made.path} に作りました。"
        if made
        else "今日の控えはもうあるか、前の控えから変わっていません。"
    )
    _say(made.as_json() if made else {"file": ""}, said, as_json=options.json)
    return 0


def _check(options: argparse.Namespace) -> int:
    from etl.backup import daily, restoring, sealing

    password = _given(options)
    if not password and sealing.is_sealed(options.file):
        _say({"sealed": True}, sealing.WANTED, as_json=options.json)
        return 0
    found = restoring.look_into(options.file, options.raw, options.journal, password)
    daily.remember_trial(options.journal, options.file, clock.now(), is_restored=False)
    said = f"{found.manifest.made_at:%Y-%m-%d %H:%M}の控えです（{len(found.manifest.files)}ファイル）。"
    _say(found.as_json(), said, as_json=options.json)
    return 0


def _restore(options: argparse.Namespace) -> int:
    from etl.backup import daily, restoring

    before = restoring.restore(options.file, options.raw, options.journal, clock.now(), _given(options))
    daily.remember_trial(options.journal, options.file, clock.now(), is_restored=True)
    kept = f"戻す前の控えは {before} です。" if before else ""
    said = f"控えから戻しました。{kept}「python -m etl build」でデータに反映されます。"
    _say({"restored": str(options.file), "before": str(before or "")}, said, as_json=options.json)
    return 0


def _say(result: dict[str, object], words: str, *, as_json: bool) -> None:
    print(json.dumps(result, ensure_ascii=False) if as_json else to_type(words))
