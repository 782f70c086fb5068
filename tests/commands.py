"""The commands of the project within the process of the test: a Python of its own per command costs a second.

That each command also runs as people start it is held by tests/etl/test_command_line.py (add, trace),
tests/dashboard/services/test_letters_round_trip.py (issue, receive, build, letters) and shared_build (demo, build).
"""

from __future__ import annotations

import contextlib
import importlib
import io
from dataclasses import dataclass


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said, as of a subprocess."""

    returncode: int
    stdout: str
    stderr: str


def run_main(module: str, *arguments: object) -> Done:
    """`python -m module …` without the new Python."""
    main = importlib.import_module(f"{module}.__main__").main
    out, error = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
    return Done(code, out.getvalue(), error.getvalue())
