"""Runs a function in a worker process with bounded memory and time, and outlives the worker's death.

The one module with POSIX-only calls. On Linux the kernel limits the worker's memory (RLIMIT_AS); elsewhere
the twin "poll" watches it with psutil. The worker stays warm: the next call finds it ready.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

if sys.platform != "win32":
    import resource

Enforcement = Literal["rlimit", "poll"]
Reason = Literal["", "memory", "timeout", "died", "failed"]

DEFAULT_MEMORY_MB = 512
DEFAULT_TIMEOUT_S = 60.0
ENFORCEMENT: Enforcement = "rlimit" if sys.platform == "linux" else "poll"
POLL_S = 0.02
MAX_ANSWER_BYTES = 64 * 2**20
SPARE_WORKERS = 2
PROJECT = Path(__file__).parents[1]
LENGTH = struct.Struct("!Q")
# What an answer may consist of: a worker that was taken over cannot make us call anything else.
ALLOWED_GLOBALS = {
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "time"),
    ("datetime", "timedelta"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
    ("etl.findings", "Finding"),
    ("etl.readers.grid", "Document"),
    ("etl.readers.grid", "Sheet"),
    ("etl.readers.rich_text", "LeftOut"),
    ("etl.readers.grid", "Mark"),
    ("etl.survey.returned.reading", "AnswerCell"),
    ("etl.survey.returned.reading", "FileRead"),
    ("etl.survey.returned.reading", "UnderstoodReturn"),
}


@dataclass(frozen=True)
class Outcome:
    """The function's value, or the reason why there is none (`detail` is for the log, in English)."""

    value: Any = None
    reason: Reason = ""
    detail: str = ""


def run_limited(
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    *,
    memory_mb: int = DEFAULT_MEMORY_MB,
    timeout_s: float = DEFAULT_TIMEOUT_S,
    enforcement: Enforcement = ENFORCEMENT,
) -> Outcome:
    """Call a module-level function in a worker. Never raises for what happens there."""
    calls = run_many(function, [arguments], memory_mb=memory_mb, timeout_s=timeout_s, enforcement=enforcement)
    with contextlib.closing(calls):
        return next(calls)


def run_many(
    function: Callable[..., Any],
    calls: Iterable[tuple[Any, ...]],
    *,
    memory_mb: int = DEFAULT_MEMORY_MB,
    timeout_s: float = DEFAULT_TIMEOUT_S,
    enforcement: Enforcement = ENFORCEMENT,
) -> Generator[Outcome, None, None]:
    """One outcome for each call, in order, from one warm worker; a call that kills it costs only itself.

    A call that dies of memory in a worker that has worked before is tried once more in a new one, so
    that no file is blamed for another's leftovers. `timeout_s` is the limit of each call.
    """
    waiting = deque(calls)
    target = f"{function.__module__}:{function.__qualname__}"
    worker: _Worker | None = None
    try:
        while waiting:
            worker = _borrow(memory_mb, enforcement)
            worker.send((target, list(waiting)))
            while waiting:
                outcome = worker.receive(timeout_s)
                if outcome.reason in ("memory", "died") and not worker.is_fresh:
                    break
                worker.is_fresh = False
                waiting.popleft()
                yield outcome
                if outcome.reason not in ("", "failed"):
                    break
            else:
                break
            worker.kill()
            worker = None
    finally:
        if worker is not None:
            _give_back(worker, is_idle=not waiting)


class _Worker:
    """One worker process, its limits, and the thread that takes in its answers."""

    def __init__(self, memory_mb: int, enforcement: Enforcement) -> None:
        self.limits = (memory_mb, enforcement)
        self.is_fresh = True
        paths = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from etl.sandbox import serve; serve()", str(memory_mb), enforcement],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.answers: queue.Queue[bytes | None] = queue.Queue(maxsize=64)
        self.thread = threading.Thread(target=self._take_in, daemon=True)
        self.thread.start()

    def send(self, batch: tuple[str, list[tuple[Any, ...]]]) -> None:
        """Hand over a batch; if the worker has died meanwhile, `receive` will tell."""
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError, OSError):
            _write_frame(self.process.stdin, pickle.dumps(batch, pickle.HIGHEST_PROTOCOL))

    def receive(self, timeout_s: float) -> Outcome:
        deadline = time.monotonic() + timeout_s
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                self.kill()
                return Outcome(reason="timeout", detail=f"no answer in {timeout_s:g} s")
            try:
                frame = self.answers.get(timeout=left if self.limits[1] == "rlimit" else min(left, POLL_S))
            except queue.Empty:
                if self.limits[1] == "poll" and self._is_too_large():
                    self.kill()
                    return Outcome(reason="memory", detail=f"more than {self.limits[0]} MB")
                continue
            if frame is None:
                return Outcome(reason="died", detail=f"worker ended with {self.process.wait()}")
            return _outcome_of(frame)

    def kill(self) -> None:
        """End the process and everything that belongs to it."""
        self.process.kill()
        while self.thread.is_alive():
            with contextlib.suppress(queue.Empty):
                while True:
                    self.answers.get_nowait()
            self.thread.join(0.01)
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError, OSError):
                if stream is not None:
                    stream.close()
        self.process.wait()

    def _take_in(self) -> None:
        assert self.process.stdout is not None
        frame: bytes | None = b""
        while frame is not None:
            try:
                frame = _read_frame(self.process.stdout)
            except (OSError, ValueError):
                frame = None
            self.answers.put(frame)

    def _is_too_large(self) -> bool:
        import psutil  # only the twin needs it

        try:
            used = int(psutil.Process(self.process.pid).memory_info().rss)
        except psutil.NoSuchProcess:
            return False
        return used > self.limits[0] * 2**20


_spare: list[_Worker] = []


def _borrow(memory_mb: int, enforcement: Enforcement) -> _Worker:
    for worker in list(_spare):
        with contextlib.suppress(ValueError):
            if worker.limits == (memory_mb, enforcement):
                _spare.remove(worker)
                if worker.process.poll() is None:
                    return worker
                worker.kill()
    return _Worker(memory_mb, enforcement)


def _give_back(worker: _Worker, *, is_idle: bool) -> None:
    if is_idle and worker.process.poll() is None and len(_spare) < SPARE_WORKERS:
        _spare.append(worker)
    else:
        worker.kill()


@atexit.register
def close_workers() -> None:
    """End the workers that wait for the next call."""
    while _spare:
        _spare.pop().kill()


class _AnswerUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ALLOWED_GLOBALS:
            raise pickle.UnpicklingError(f"{module}.{name} is not allowed in an answer")
        return super().find_class(module, name)


def load_answer(frame: bytes) -> Any:
    """What was pickled, of the kinds that an answer may consist of. Raises pickle.UnpicklingError for others."""
    return _AnswerUnpickler(io.BytesIO(frame)).load()


def _outcome_of(frame: bytes) -> Outcome:
    try:
        value, reason, detail = load_answer(frame)
    except Exception as problem:  # noqa: BLE001 - whatever a broken answer raises, the call has failed
        return Outcome(reason="failed", detail=f"unreadable answer: {problem!r}")
    return Outcome(value, reason, detail)


def _write_frame(stream: BinaryIO | io.BufferedWriter | Any, frame: bytes) -> None:
    stream.write(LENGTH.pack(len(frame)) + frame)
    stream.flush()


def _read_frame(stream: Any) -> bytes | None:
    """The next frame, or None at the end of the stream. Raises ValueError for one too large to be meant."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > MAX_ANSWER_BYTES:
        raise ValueError(f"a frame of {length} bytes")
    body: bytes = stream.read(length)
    return body if len(body) == length else None


def serve() -> None:
    """The worker's side: limit oneself, then answer batches from stdin until it closes."""
    _limit_myself(int(sys.argv[1]), sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever a library prints must not reach the pipe of the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while (frame := _read_frame(sys.stdin.buffer)) is not None:
        target, calls = pickle.loads(frame)
        for arguments in calls:
            _write_frame(answers, _answer(target, arguments))


def _answer(target: str, arguments: tuple[Any, ...]) -> bytes:
    module, _, name = target.partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
        frame = pickle.dumps((function(*arguments), "", ""), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps((None, "memory", "MemoryError"))
    except BaseException as problem:  # noqa: BLE001 - a Rust panic is a BaseException; the parent reports all
        return pickle.dumps((None, "failed", repr(problem)[:500]))
    if len(frame) > MAX_ANSWER_BYTES:
        return pickle.dumps((None, "memory", f"an answer of {len(frame)} bytes"))
    return frame


def _limit_myself(memory_mb: int, enforcement: str) -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if enforcement == "rlimit":
            resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, memory_mb * 2**20))
