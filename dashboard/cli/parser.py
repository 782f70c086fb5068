"""The parser of all commands, in Japanese also where argparse speaks English, and the options and types they share."""

from __future__ import annotations

import argparse
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from dashboard.cli import output
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.words import eras

# What argparse says → what we say; the rest of a message (our own words) stays.
WORDS = (
    (r"the following arguments are required: (.+)", r"次を書いてください: \1"),
    (r"unrecognized arguments: (.+)", r"「\1」は使えません"),
    (r"argument (\S+): expected one argument", r"\1 の後に値を1つ書いてください"),
    (r"argument (\S+): expected at least one argument", r"\1 を1つ以上書いてください"),
    (
        r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.+)\)",
        r"\1「\2」は使えません。使えるもの: \3",
    ),
    (r"argument (\S+): invalid int value: '(.*)'", r"\1 の「\2」は整数ではありません"),
    (r"argument (\S+): invalid float value: '(.*)'", r"\1 の「\2」は数ではありません"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 と \2 は一緒に使えません"),
    (r"argument (\S+): (.+)", r"\1: \2"),
)
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class DashboardParser(argparse.ArgumentParser):
    """argparse with Japanese headings and complaints; its sub-commands are of the same kind."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "add_help": False})
        self._positionals.title = "書くもの"
        self._optionals.title = "オプション"
        self.add_argument("-h", "--help", action="help", help="この説明を出す")

    def format_usage(self) -> str:
        return _usage(super().format_usage())

    def format_help(self) -> str:
        return _usage(super().format_help())

    def error(self, message: str) -> NoReturn:
        self.exit(output.WRONG_USAGE, f"{self.format_usage()}{in_japanese(message)}\n")


def in_japanese(message: str) -> str:
    """A complaint of argparse in Japanese."""
    for pattern, words in WORDS:
        found = re.fullmatch(pattern, message, flags=re.S)
        if found:
            return found.expand(words)
    return message


def python_here() -> str:
    """The Python that runs now, as one types it in the current folder: .venv/bin/python."""
    running = Path(sys.executable)
    here = Path.cwd()
    return os.fspath(running.relative_to(here)) if running.is_relative_to(here) else os.fspath(running)


def to_type(text: str) -> str:
    """Text for the terminal, with command names rewritten so that they can be typed as shown."""
    return text.replace("「python -m ", f"「{python_here()} -m ")


def add_curated(parser: argparse.ArgumentParser) -> None:
    """Where the data is, also after the name of a command.

    Without a default of its own, so that what stands before the name of the command is not lost.
    """
    parser.add_argument("--curated", type=Path, default=argparse.SUPPRESS, help="データの置き場所")


def add_raw(parser: argparse.ArgumentParser) -> None:
    """Where what was received is, also after the name of a command."""
    parser.add_argument("--raw", type=Path, default=argparse.SUPPRESS, help="受領資料の置き場所")


def add_journal(parser: argparse.ArgumentParser) -> None:
    """Where the journal is, also after the name of a command."""
    parser.add_argument("--journal", type=Path, default=argparse.SUPPRESS, help="対応の記録のファイル")


def add_json(parser: argparse.ArgumentParser) -> None:
    """The result as JSON on one line."""
    parser.add_argument("--json", action="store_true", help="結果を JSON で出す")


def open_reader(args: argparse.Namespace, as_of: date | None = None) -> Reader:
    """The warehouse that the command names, as it was known on a day. Raises WarehouseError."""
    return Warehouse(args.curated).reader().at(as_of)


def as_day(text: str) -> date:
    """The type of an argument that is a day: 2024-01-10."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"「{text}」は 2024-01-10 の形の日付ではありません") from None


def as_fiscal_year(text: str) -> int:
    """The type of an argument that is a fiscal year: 2023, R5 or Ｒ５."""
    if re.fullmatch(r"\d{4}", text):
        return int(text)
    era = re.fullmatch(r"([A-ZＡ-Ｚ])\s*(\d{1,2})", text, flags=re.I)
    try:
        if era is None:
            raise KeyError(text)
        return eras.year_entered(era[1], era[2])
    except KeyError:
        raise argparse.ArgumentTypeError(f"「{text}」は 2023 または R5 の形の年度ではありません") from None


def as_count(text: str) -> int:
    """The type of an argument that is a whole number of 1 or more."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"「{text}」は1以上の整数ではありません")
    return int(text)


def _usage(text: str) -> str:
    return re.sub(r"^usage: ", "使い方: ", text)
