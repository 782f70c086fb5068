"""Runs a command in a process group of its own, with limits of time, of memory and of what it may say.

The one module of the dashboard with POSIX-only calls; elsewhere the process is ended without its group, and its memory
is watched with psutil.
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
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import psutil

if sys.platform == "linux":
    import resource

MOST_OUTPUT = 64 * 2**20
MOST_WORDS = 64 * 2**10
MB = 2**20
POLL_SECONDS = 0.05
OUT_OF_MEMORY = ("MemoryError", "Out of Memory Error")  # what Python and DuckDB say


@dataclass(frozen=True)
class CommandResult:
    """`code` is None where the command was ended for its time or memory, or could not be started."""

    code: int | None
    output: str
    words: str
    is_late: bool = False
    is_too_large: bool = False


_running: set[subprocess.Popen[bytes]] = set()
_lock = threading.Lock()


def run(command: Sequence[str], folder: Path, seconds: float, memory_mb: int = 0) -> CommandResult:
    """Run to the end or to a limit; nothing of the command's group is left alive after it. memory_mb: 0 for no limit."""
    try:
        started = Command(command, folder, memory_mb)
    except OSError as error:
        return CommandResult(None, "", str(error))
    return started.finish(seconds)


class Command:
    """A command that was started; it may be kept waiting for its input, so that it has loaded what it needs.

    Output goes through files, so that a talkative command can neither block nor fill the memory.
    """

    def __init__(self, command: Sequence[str], folder: Path, memory_mb: int = 0) -> None:
        """Raises OSError where it cannot be started."""
        self._memory_mb = memory_mb
        self._output, self._complaints = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                list(command),
                cwd=folder,
                env={**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.PIPE,
                stdout=self._output,
                stderr=self._complaints,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            self._close()
            raise
        if memory_mb and sys.platform == "linux":
            with contextlib.suppress(ProcessLookupError):  # it has ended already
                resource.prlimit(self._process.pid, resource.RLIMIT_DATA, (memory_mb * MB, memory_mb * MB))
        with _lock:
            _running.add(self._process)

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def finish(self, seconds: float, said: bytes = b"") -> CommandResult:
        """Give it its input and wait for its end or a limit."""
        assert self._process.stdin is not None
        is_large = False
        try:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(said)
                self._process.stdin.close()
            is_large = self._wait(seconds)
            is_late = False
        except subprocess.TimeoutExpired:
            is_late = True
        finally:
            self._end()
        code = None if is_late or is_large else self._process.returncode
        words = _text(self._complaints, MOST_WORDS)
        is_large = is_large or (code != 0 and any(sign in words for sign in OUT_OF_MEMORY))
        result = CommandResult(code, _text(self._output, MOST_OUTPUT), words, is_late, is_large)
        self._close()
        return result

    def drop(self) -> None:
        """End it without its input."""
        self._end()
        self._close()

    def _wait(self, seconds: float) -> bool:
        """Whether its memory went past the limit. Raises subprocess.TimeoutExpired."""
        if not self._memory_mb or sys.platform == "linux":
            self._process.wait(seconds)
            return False
        end = time.monotonic() + seconds
        watched = psutil.Process(self._process.pid)
        while True:
            try:
                self._process.wait(POLL_SECONDS)
                return False
            except subprocess.TimeoutExpired:
                if time.monotonic() > end:
                    raise
            with contextlib.suppress(psutil.NoSuchProcess):
                if watched.memory_info().rss > self._memory_mb * MB:
                    return True

    def _end(self) -> None:
        _end(self._process)
        with _lock:
            _running.discard(self._process)

    def _close(self) -> None:
        self._output.close()
        self._complaints.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command and whatever it started; a group that has gone already is fine."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


def _text(stream: BinaryIO, most: int) -> str:
    stream.seek(0)
    return stream.read(most).decode("utf-8", errors="replace")


@atexit.register
def _end_all() -> None:
    with _lock:
        left = list(_running)
    for process in left:
        _end(process)
