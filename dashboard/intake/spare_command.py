"""One command that was started ahead and has loaded what it needs, so that nobody waits for the start of Python."""

from __future__ import annotations

import threading
from collections.abc import Callable

from dashboard.intake.subprocess_limits import Command

Arguments = tuple[str, ...]


class SpareCommand:
    """The place of one command that waits for its input; one that nobody asks for ends after some seconds."""

    def __init__(self, start: Callable[[Arguments], Command], seconds: float) -> None:
        self._start, self._seconds = start, seconds
        self._lock = threading.Lock()
        self._spare: tuple[Arguments, Command] | None = None
        self._timer: threading.Timer | None = None

    def prepare(self, arguments: Arguments) -> None:
        """Have one loaded; one that waits already waits anew. Raises what starting it raises."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._spare is None or not self._spare[1].is_alive:
                self._spare = (arguments, self._start(arguments))
            self._timer = threading.Timer(self._seconds, self.drop)
            self._timer.daemon = True
            self._timer.start()

    def take(self, arguments: Arguments) -> Command | None:
        """The one that waits with these arguments; None where none does."""
        with self._lock:
            if self._spare is None or self._spare[0] != arguments:
                return None
            (_, command), self._spare = self._spare, None
            if self._timer is not None:
                self._timer.cancel()
        if command.is_alive:
            return command
        command.drop()
        return None

    def drop(self) -> None:
        """End the one that waits."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            spare[1].drop()
