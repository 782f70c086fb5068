"""Runs a command in a process group of its own, with a limit of time and of what it may say.

The one module of the dashboard with POSIX-only calls; elsewhere the process is ended without its group.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MOST_OUTPUT = 64 * 2**20
MOST_WORDS = 64 * 2**10


@dataclass(frozen=True)
class CommandResult:
    """`code` is None where the command was ended for its time or could not be started."""

    code: int | None
    output: str
    words: str
    is_late: bool = False


_running: set[subprocess.Popen[bytes]] = set()
_lock = threading.Lock()


def run(command: Sequence[str], folder: Path, seconds: float) -> CommandResult:
    """Run to the end or to the limit of time; nothing of the command's group is left alive after it.

    Output goes through files, so that a talkative command can neither block nor fill the memory.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(
                list(command),
                cwd=folder,
                env={**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=complaints,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            return CommandResult(None, "", str(error))
        with _lock:
            _running.add(process)
        is_late = False
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            is_late = True
        finally:
            _end(process)
            with _lock:
                _running.discard(process)
        code = None if is_late else process.returncode
        return CommandResult(code, _text(output, MOST_OUTPUT), _text(complaints, MOST_WORDS), is_late)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command and whatever it started; a group that has gone already is fine."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _text(stream: BinaryIO, most: int) -> str:
    stream.seek(0)
    return stream.read(most).decode("utf-8", errors="replace")


@atexit.register
def _end_all() -> None:
    with _lock:
        left = list(_running)
    for process in left:
        _end(process)
