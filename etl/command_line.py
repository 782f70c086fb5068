"""Terminal output of the commands: argparse messages in Japanese, naming the right Python."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from etl.findings import SEVERITY_LABELS, Finding, place_ja
from etl.refusal import Refusal
from machine import drives

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
WRONG_USAGE = 2


class JapaneseParser(argparse.ArgumentParser):
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
        self.exit(WRONG_USAGE, f"{self.format_usage()}{in_japanese(message)}\n")


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


def finding_line(finding: Finding) -> str:
    """One finding as the terminal shows it: how grave, where, what to do."""
    message = to_type(finding.message)
    return f"[{SEVERITY_LABELS[finding.severity]}] {place_ja(finding)} {message}（{finding.rule}）"


def want_disk_of_this_pc(options: argparse.Namespace) -> None:
    """Before anything is touched. Raises Refusal."""
    places = {"受領資料": "raw", "データ": "curated", "対応の記録": "journal"}
    if said := drives.why_any_refused({what: getattr(options, name, None) for what, name in places.items()}):
        raise Refusal(said)


def _usage(text: str) -> str:
    return re.sub(r"^usage: ", "使い方: ", text)
