"""What a command hands back: lines and JSON on the terminal, refusals, files written whole."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from dashboard.warehouse.reader import BUILD_IN_TERMINAL, BUILD_IT

WRONG_USAGE = 2


class ReaderGoneError(Exception):
    """Whoever read our output has closed it, as `| head` does: no fault of anybody."""


def say(line: str) -> None:
    """A line of the result. Raises ReaderGoneError."""
    try:
        sys.stdout.write(f"{line}\n")
    except BrokenPipeError as error:
        _nobody_reads(error)


def say_last() -> None:
    """What was said and still waits to be written. Raises ReaderGoneError."""
    try:
        sys.stdout.flush()
    except BrokenPipeError as error:
        _nobody_reads(error)


def _nobody_reads(error: BrokenPipeError) -> NoReturn:
    os.dup2(
        os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
    )  # for what the end of the program still writes
    raise ReaderGoneError from error


def say_json(result: Mapping[str, object]) -> None:
    """The result on one line, for a script."""
    say(json.dumps(result, ensure_ascii=False, default=str))


def refuse(reason: str, code: int = 1) -> int:
    """Say why nothing was done; gives the exit code."""
    sys.stderr.write(f"{reason.replace(BUILD_IT, BUILD_IN_TERMINAL)}\n")
    return code


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, with its folder. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_bytes(content)
    aside.replace(path)
