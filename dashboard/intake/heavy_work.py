"""Decks and zips are made one after the other, each by a command of its own with limits of memory and time."""

from __future__ import annotations

import json
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.intake.spare_command import SpareCommand
from dashboard.intake.subprocess_limits import Command, CommandResult
from dashboard.warehouse.reader import BUILD_IN_TERMINAL, BUILD_IT
from machine import temporary

PROJECT = Path(__file__).resolve().parents[2]
MEMORY_MB = 1000  # 60 slides of maps take 550
SECONDS = 180.0
SPARE_SECONDS = 150.0  # a process that waits takes 160 MB; the page asks for it while somebody works on it
MOST_WAITING = 4  # of the threads that answer, half are left for pages
BUSY = "ほかの資料を作っている途中で、順番待ちがいっぱいです。少し待ってから、もう一度押してください。"
TOO_LARGE = "資料が大きすぎて、この PC のメモリーでは作れません。"
LATE = "資料が大きすぎるか複雑すぎて、時間内に終わりませんでした。"
FEWER_SLIDES, FEWER_TOWNS = "枚数を減らしてください。", "画面の条件で市町村を絞ってください。"


class BusyError(Exception):
    """So many wait already that one more is turned away; the message says so in Japanese."""


class HeavyWorkError(Exception):
    """The command came to no result; the message says in Japanese why."""


@dataclass(frozen=True)
class Room:
    """A folder of one piece of work: what goes in, and what comes out."""

    folder: Path

    def put(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path


class HeavyWork:
    """The queue of a running application; what is asked for next may wait in a process that is ready."""

    def __init__(self, options: Sequence[str]) -> None:
        """options: of every command, as where the data is."""
        self._base = [sys.executable, "-m", "dashboard", *options]
        self._one = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0
        self._spare = SpareCommand(self._start, SPARE_SECONDS)

    @contextmanager
    def turn(self) -> Iterator[Room]:
        """Wait until it is one's turn. Raises BusyError where too many wait."""
        with self._count:
            if self._waiting >= MOST_WAITING:
                raise BusyError(BUSY)
            self._waiting += 1
        try:
            with self._one, tempfile.TemporaryDirectory(prefix=temporary.prefix()) as folder:
                yield Room(Path(folder))
        finally:
            with self._count:
                self._waiting -= 1

    def run(self, arguments: Sequence[str], said: bytes = b"", way: str = FEWER_SLIDES) -> CommandResult:
        """Run a command of ours within its limits, in its turn. Raises HeavyWorkError where it went past one.

        way: what people can do then.
        """
        command = self._spare.take(tuple(arguments)) or self._start(tuple(arguments))
        done = command.finish(SECONDS, said)
        if done.is_late or done.is_too_large:
            raise HeavyWorkError((LATE if done.is_late else TOO_LARGE) + way)
        return done

    def file(self, arguments: Sequence[str]) -> tuple[str, bytes]:
        """Name and content of the one file that a command writes into --out and names in its JSON.

        Raises BusyError, and HeavyWorkError where the command refused, with its words.
        """
        with self.turn() as room:
            done = self.run([*arguments, "--out", str(room.folder), "--json"], way=FEWER_TOWNS)
            if done.code != 0:
                raise HeavyWorkError(done.words.strip().replace(BUILD_IN_TERMINAL, BUILD_IT))
            name = str(json.loads(done.output)["file"])
            return name, (room.folder / name).read_bytes()

    def prepare(self, arguments: Sequence[str]) -> None:
        """Have a process loaded that waits for what it is to do; one that nobody asks ends."""
        self._spare.prepare(tuple(arguments))

    def _start(self, arguments: tuple[str, ...]) -> Command:
        try:
            return Command([*self._base, *arguments], PROJECT, MEMORY_MB)
        except OSError as error:
            raise HeavyWorkError(f"資料を作る処理を始められませんでした（{error.strerror}）。") from error
